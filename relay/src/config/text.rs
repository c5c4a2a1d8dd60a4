//! The ways people write times, sizes and networks: read once, and shown so that they read back the same.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;
use std::time::Duration;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::policy::{BadRule, parse_network};

/// A time, written `90s`, `5m` or `1h 30m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Span(pub(super) Duration);

/// A number of bytes, written `512KiB`, `8MiB`, or bare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Size(pub(super) usize);

/// A network, or one address, which is the network of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Network(pub(super) IpNet);

/// Text that is no time.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("a time is written like 90s, 5m or 1h: {0}")]
pub(super) struct BadSpan(#[from] humantime::DurationError);

/// Text that is no number of bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a size is written like 512KiB, 8MiB or 65536")]
pub(super) struct BadSize;

const UNITS: [(&str, usize); 4] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)];

impl FromStr for Span {
    type Err = BadSpan;

    fn from_str(text: &str) -> Result<Self, BadSpan> {
        Ok(Self(humantime::parse_duration(text)?))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        humantime::format_duration(self.0).fmt(f)
    }
}

impl FromStr for Size {
    type Err = BadSize;

    fn from_str(text: &str) -> Result<Self, BadSize> {
        let unit = |(name, bytes)| text.strip_suffix(name).map(|number| (number, bytes));
        let (number, bytes) = UNITS.into_iter().find_map(unit).unwrap_or((text, 1));
        let number: usize = number.trim().parse().map_err(|_: ParseIntError| BadSize)?;
        number.checked_mul(bytes).map(Self).ok_or(BadSize)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fits = |(_, bytes): &(&str, usize)| self.0 >= *bytes && self.0.is_multiple_of(*bytes);
        let (name, bytes) = UNITS.into_iter().find(fits).unwrap_or(("B", 1));
        write!(f, "{}{name}", self.0 / bytes)
    }
}

impl FromStr for Network {
    type Err = BadRule;

    fn from_str(text: &str) -> Result<Self, BadRule> {
        parse_network(text).map(Self)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Serde by way of the text.
macro_rules! as_text {
    ($($type:ty),*) => {$(
        impl TryFrom<String> for $type {
            type Error = <$type as FromStr>::Err;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.to_string()
            }
        }
    )*};
}

as_text!(Span, Size, Network);

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{Size, Span};

    #[test]
    fn times_and_sizes_are_read_as_people_write_them() {
        for (text, seconds) in [("90s", 90), ("5m", 300), ("1h", 3600), ("1h 30m", 5400), ("2days", 172_800)]
        {
            assert_eq!(text.parse::<Span>().unwrap().0, Duration::from_secs(seconds), "{text}");
        }
        for (text, bytes) in [("65536", 65_536), ("512KiB", 524_288), ("8 MiB", 8_388_608), ("1B", 1)] {
            assert_eq!(text.parse::<Size>().unwrap().0, bytes, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_or_size_is_refused() {
        for text in ["", "90", "s", "-1s", "1x", "1h-30m", "99999999999999999999s"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
        for text in ["", "KiB", "-1", "1.5MiB", "1KB", "1kib", "99999999999GiB", "0x10"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_shown_time_or_size_reads_back(nanos in 0u64.., bytes: usize) {
            let (span, size) = (Span(Duration::from_nanos(nanos)), Size(bytes));
            prop_assert_eq!(span.to_string().parse::<Span>().unwrap(), span);
            prop_assert_eq!(size.to_string().parse::<Size>().unwrap(), size);
        }
    }
}

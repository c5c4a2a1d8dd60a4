//! The head of a file's response: what it is called, whether it is still the same, and which part of it was asked for.

use std::time::{Duration, UNIX_EPOCH};

use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE,
    LAST_MODIFIED, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use crate::files::{RemotePath, Span};
use crate::sftp::Attributes;

/// What may stand unencoded in an extended value (RFC 8187, section 3.2.1).
const NOT_ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The range asked for has no byte of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Beyond;

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    /// From the first byte to before the second.
    Range(u64, u64),
}

/// Fields that every response about a file carries.
pub(super) fn of(path: &RemotePath, attributes: &Attributes) -> HeaderMap {
    let mut fields = HeaderMap::new();
    fields.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    fields.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    fields.insert(CONTENT_DISPOSITION, text(&disposition(path.name())));
    fields.insert(ETAG, text(&tag(attributes)));
    fields.insert(LAST_MODIFIED, text(&date(attributes)));
    // A size of nothing may be that of a file the system makes up as it is read.
    if attributes.size > 0 {
        fields.entry(CONTENT_LENGTH).or_insert(HeaderValue::from(attributes.size));
    }
    fields
}

/// Fields of the response with what a script writes, under this name: its size is known at the end alone.
pub(super) fn output(name: &str) -> HeaderMap {
    HeaderMap::from_iter([
        (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (CONTENT_DISPOSITION, text(&disposition(name.as_bytes()))),
    ])
}

/// Status, bytes and fields of the answer to what was asked for.
pub(super) fn answer(
    path: &RemotePath,
    attributes: &Attributes,
    part: Part,
) -> (StatusCode, Span, HeaderMap) {
    let mut fields = of(path, attributes);
    match part {
        Part::Whole => {
            let to = (attributes.size > 0).then_some(attributes.size);
            (StatusCode::OK, Span { from: 0, to }, fields)
        }
        Part::Range(from, to) => {
            fields.insert(CONTENT_LENGTH, HeaderValue::from(to - from));
            let range = format!("bytes {from}-{}/{}", to - 1, attributes.size);
            fields.insert(CONTENT_RANGE, text(&range));
            (StatusCode::PARTIAL_CONTENT, Span { from, to: Some(to) }, fields)
        }
    }
}

/// The field of a refusal that says how large the file is (RFC 9110, section 15.5.17).
pub(super) fn beyond(size: u64) -> HeaderMap {
    HeaderMap::from_iter([(CONTENT_RANGE, text(&format!("bytes */{size}")))])
}

/// Which part is asked for (RFC 9110, section 14). Several ranges, and what cannot be read, mean the whole.
pub(super) fn asked(headers: &HeaderMap, attributes: &Attributes) -> Result<Part, Beyond> {
    let field = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let Some((first, last)) = field(RANGE).and_then(range) else { return Ok(Part::Whole) };
    if let Some(condition) = field(IF_RANGE)
        && condition != tag(attributes)
        && condition != date(attributes)
    {
        // It changed meanwhile: two halves of different files are no file.
        return Ok(Part::Whole);
    }
    let size = attributes.size;
    let (from, to) = match (first, last) {
        (Some(first), last) => (first, last.map_or(size, |last| last.saturating_add(1).min(size))),
        (None, Some(last)) => (size.saturating_sub(last), size),
        (None, None) => return Ok(Part::Whole),
    };
    if from < to { Ok(Part::Range(from, to)) } else { Err(Beyond) }
}

type Bound = Option<u64>;

fn range(text: &str) -> Option<(Bound, Bound)> {
    let (unit, range) = text.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok().map(Some),
        _ => None,
    };
    let (first, last) = (number(first)?, number(last)?);
    let is_ordered = first.zip(last).is_none_or(|(first, last)| first <= last);
    (unit.trim().eq_ignore_ascii_case("bytes") && is_ordered).then_some((first, last))
}

/// Changes with size and time: what SFTP tells of a file's identity.
fn tag(attributes: &Attributes) -> String {
    format!("\"{:x}-{:x}\"", attributes.size, attributes.modified)
}

fn date(attributes: &Attributes) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(attributes.modified.into()))
}

/// A file to be saved under this name (RFC 6266), whatever it holds.
fn disposition(name: &[u8]) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.' | b'-' | b'_');
    let name_text = String::from_utf8_lossy(name);
    let plain: String = name_text
        .chars()
        .map(|c| u8::try_from(c).ok().filter(|byte| is_plain(*byte)).map_or('_', char::from))
        .collect();
    format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        percent_encode(name_text.as_bytes(), NOT_ATTRIBUTE)
    )
}

fn text(value: &str) -> HeaderValue {
    // Of printable ASCII only.
    HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use axum::http::header::{IF_RANGE, RANGE};
    use axum::http::{HeaderMap, HeaderValue};
    use proptest::prelude::{any, prop, prop_assert, proptest};

    use super::{Beyond, Part, asked, disposition};
    use crate::sftp::Attributes;

    fn file(size: u64) -> Attributes {
        Attributes { size, modified: 1_700_000_000, ..Attributes::default() }
    }

    fn with(range: &str, condition: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::from_iter([(RANGE, HeaderValue::from_str(range).unwrap())]);
        headers.extend(condition.map(|condition| (IF_RANGE, HeaderValue::from_str(condition).unwrap())));
        headers
    }

    #[test]
    fn a_range_is_read_as_the_standard_has_it() {
        let asked = |range: &str| asked(&with(range, None), &file(100));
        assert_eq!(asked("bytes=0-"), Ok(Part::Range(0, 100)));
        assert_eq!(asked("bytes=40-"), Ok(Part::Range(40, 100)));
        assert_eq!(asked("bytes=40-49"), Ok(Part::Range(40, 50)));
        assert_eq!(asked("bytes=40-1000"), Ok(Part::Range(40, 100)));
        assert_eq!(asked("bytes=-10"), Ok(Part::Range(90, 100)));
        assert_eq!(asked("bytes=-1000"), Ok(Part::Range(0, 100)));
        assert_eq!(asked("bytes=100-"), Err(Beyond));
        assert_eq!(asked("bytes=-0"), Err(Beyond));
        for ignored in
            ["bytes=5-4", "bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes", "bytes=a-", "bytes=+1-"]
        {
            assert_eq!(asked(ignored), Ok(Part::Whole), "{ignored}");
        }
    }

    #[test]
    fn a_file_that_changed_is_sent_whole() {
        let asked = |condition| asked(&with("bytes=40-", Some(condition)), &file(100));
        assert_eq!(asked("\"64-6553f100\""), Ok(Part::Range(40, 100)));
        assert_eq!(asked("Tue, 14 Nov 2023 22:13:20 GMT"), Ok(Part::Range(40, 100)));
        for other in ["\"65-6553f100\"", "W/\"64-6553f100\"", "Tue, 14 Nov 2023 22:13:21 GMT", "x"] {
            assert_eq!(asked(other), Ok(Part::Whole), "{other}");
        }
    }

    #[test]
    fn a_name_is_told_twice_once_for_those_who_know_ascii_only() {
        assert_eq!(disposition(b"a b.txt"), "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt");
        assert_eq!(
            disposition("\u{e9}\"\n\\.sh".as_bytes()),
            "attachment; filename=\"____.sh\"; filename*=UTF-8''%C3%A9%22%0A%5C.sh"
        );
    }

    proptest! {
        #[test]
        fn no_name_breaks_out_of_its_field(name in prop::collection::vec(any::<u8>(), 1..300)) {
            let field = disposition(&name);
            prop_assert!(field.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
            prop_assert!(field.matches('"').count() == 2 && !field.contains('\\'));
        }
    }
}

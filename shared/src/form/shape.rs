//! Forms that a line of text has to have, so that a tool takes it for what it is meant to be.

use crate::script::containers::ImageName;
use crate::script::network::{Chain, Network};

/// What a line of text has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An address: `192.0.2.7`.
    Address,
    /// An address, or a network: `192.0.2.0/24`.
    Network,
    /// Where a rule of nftables stands: `inet filter input`.
    Chain,
    /// Name of an image: `registry.example/nginx:1.27`.
    Image,
}

impl Shape {
    /// Whether this is one.
    #[must_use]
    pub fn takes(self, text: &str) -> bool {
        match self {
            Self::Address => !text.contains('/') && Network::parse(text).is_some(),
            Self::Network => Network::parse(text).is_some(),
            Self::Chain => Chain::parse(text).is_some(),
            Self::Image => ImageName::parse(text).is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Shape;
    use crate::form::{Field, Kind, Label, Wrong};

    #[test]
    fn a_shape_takes_what_it_is_for_and_no_option() {
        for (shape, good, bad) in [
            (Shape::Address, "192.0.2.7", "192.0.2.0/24"),
            (Shape::Network, "2001:db8::/32", "--help"),
            (Shape::Chain, "inet filter input", "inet filter input; flush ruleset"),
            (Shape::Image, "registry.example:5000/nginx:1.27", "--privileged"),
        ] {
            let field = Field::of(Label::From, Kind::Shaped(shape));
            assert_eq!(field.read(&format!(" {good} ")), Ok(good.to_owned()));
            assert_eq!(field.read(bad), Err(Wrong::Shape(shape)));
        }
    }
}

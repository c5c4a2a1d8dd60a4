//! JSON as tools print it: one value, or one a line; lists of things, or a thing at a time. What a tool calls a field
//! is its own; what kind a field is changes from one version to the next, so kinds are read leniently, shapes are not.

use serde_json::{Deserializer, Value};

use super::Failure;

/// Most things that are read of one listing.
const MOST: usize = 20_000;

/// All things in it, one after the other.
///
/// # Errors
/// [`Failure::Garbled`] if it is not JSON, or too much.
pub(super) fn things(text: &[u8]) -> Result<Vec<Value>, Failure> {
    let mut things = Vec::new();
    for value in Deserializer::from_slice(text).into_iter::<Value>() {
        match value.map_err(|_| Failure::Garbled)? {
            Value::Array(list) => things.extend(list),
            thing @ Value::Object(_) => things.push(thing),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                return Err(Failure::Garbled);
            }
        }
        if things.len() > MOST {
            return Err(Failure::Garbled);
        }
    }
    Ok(things)
}

/// The text of a field; nothing where there is none.
pub(super) fn text(thing: &Value, field: &str) -> String {
    match thing.get(field) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => String::new(),
    }
}

/// The number of a field; older tools write numbers as text.
pub(super) fn number(thing: &Value, field: &str) -> Option<u64> {
    match thing.get(field)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether a field says yes; older tools write `1`.
pub(super) fn flag(thing: &Value, field: &str) -> bool {
    thing.get(field).is_some_and(|value| *value == Value::Bool(true) || *value == "1")
}

/// The things in a field.
pub(super) fn list<'a>(thing: &'a Value, field: &str) -> &'a [Value] {
    thing.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{flag, number, text, things};
    use crate::script::Failure;

    #[test]
    fn things_come_in_a_list_or_one_a_line() {
        for said in ["[{\"a\":1},{\"a\":2}]", "{\"a\":1}\n{\"a\":2}\n", "[{\"a\":1}]\n[{\"a\":\"2\"}]"] {
            let numbers: Vec<_> = things(said.as_bytes()).unwrap().iter().map(|it| number(it, "a")).collect();
            assert_eq!(numbers, [Some(1), Some(2)]);
        }
        assert_eq!(things(b""), Ok(Vec::new()));
        assert_eq!(things(b"no JSON"), Err(Failure::Garbled));
        assert_eq!(things(b"1"), Err(Failure::Garbled));
        let thing = &things(br#"{"n":"x","size":7,"ro":"1","rota":true,"none":null}"#).unwrap()[0];
        assert_eq!(
            (text(thing, "n"), text(thing, "size"), text(thing, "none")),
            ("x".into(), "7".into(), String::new())
        );
        assert!(flag(thing, "ro") && flag(thing, "rota") && !flag(thing, "none"));
    }
}

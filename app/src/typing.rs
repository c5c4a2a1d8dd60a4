//! What to type so that a program has what an input method wrote into a text field. Knows no field and no keyboard.

/// What the program has been typed of what stands in the field.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sheet {
    typed: String,
    is_composing: bool,
}

impl Sheet {
    /// A composition begins: what changes from now on is not meant yet.
    pub(crate) fn begin(&mut self) {
        self.is_composing = true;
    }

    /// Whether a composition is under way.
    pub(crate) fn is_composing(&self) -> bool {
        self.is_composing
    }

    /// What stands in the field is meant. Returns what to type for it: as many Delete as characters went from the
    /// end, then what is new. A word replaced by another that begins alike costs no more than their difference.
    pub(crate) fn settle(&mut self, field: &str) -> String {
        self.is_composing = false;
        let same = self.typed.chars().zip(field.chars()).take_while(|(was, is)| was == is);
        let same: usize = same.map(|(c, _)| c.len_utf8()).sum();
        let mut typed = "\x7f".repeat(self.typed[same..].chars().count());
        // A field can hold a line break; what is typed for it is Enter.
        typed.push_str(&field[same..].replace('\n', "\r"));
        self.typed = field.to_owned();
        typed
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::Sheet;

    #[test]
    fn a_composition_is_typed_once_when_it_is_meant() {
        let mut sheet = Sheet::default();
        sheet.begin();
        assert!(sheet.is_composing());
        assert_eq!(sheet.settle("中文"), "中文");
        assert_eq!(sheet.settle("中文"), "");
        assert_eq!(sheet.settle("中文，"), "，");
    }

    #[test]
    fn a_word_that_is_corrected_is_taken_back_as_far_as_it_differs() {
        let mut sheet = Sheet::default();
        assert_eq!(sheet.settle("teh"), "teh");
        assert_eq!(sheet.settle("the "), "\x7f\x7fhe ");
        assert_eq!(sheet.settle("th"), "\x7f\x7f");
        assert_eq!(sheet.settle("한"), "\x7f\x7f한");
        assert_eq!(sheet.settle(""), "\x7f");
    }

    proptest! {
        #[test]
        fn the_program_has_what_stands_in_the_field(fields in proptest::collection::vec("[ab中👩]{0,8}", 1..12)) {
            let (mut sheet, mut line) = (Sheet::default(), String::new());
            for field in &fields {
                for c in sheet.settle(field).chars() {
                    if c == '\x7f' { line.pop(); } else { line.push(c); }
                }
                prop_assert_eq!(&line, field);
            }
        }
    }
}

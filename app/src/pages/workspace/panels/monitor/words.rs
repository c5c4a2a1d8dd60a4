//! What is measured, in the person's language.

use super::super::shown_text;
use crate::panel::series::Subject;
use crate::words::{Locale, td_string};

/// What is measured.
pub(super) fn name(l: Locale, subject: &Subject) -> String {
    match subject {
        Subject::Cpu => td_string!(l, monitor.cpu).to_owned(),
        Subject::Core(number) => td_string!(l, monitor.core, number = *number),
        Subject::Load => td_string!(l, monitor.load).to_owned(),
        Subject::Memory => td_string!(l, monitor.memory).to_owned(),
        Subject::Swap => td_string!(l, monitor.swap).to_owned(),
        Subject::Disks => td_string!(l, monitor.disks).to_owned(),
        Subject::Links => td_string!(l, monitor.links).to_owned(),
        Subject::Heat => td_string!(l, monitor.heat).to_owned(),
        Subject::Disk(name) | Subject::Link(name) | Subject::Sensor(name) => shown(name),
    }
}

/// What each line of its chart is.
pub(super) fn parts(l: Locale, subject: &Subject) -> Vec<String> {
    match subject {
        Subject::Cpu | Subject::Core(_) | Subject::Heat | Subject::Sensor(_) => vec![name(l, subject)],
        Subject::Load => {
            [1_u8, 5, 15].map(|minutes| td_string!(l, monitor.minutes, minutes = minutes)).to_vec()
        }
        Subject::Memory => {
            vec![td_string!(l, monitor.used).to_owned(), td_string!(l, monitor.cache).to_owned()]
        }
        Subject::Swap => vec![td_string!(l, monitor.used).to_owned()],
        Subject::Disks | Subject::Disk(_) => {
            vec![td_string!(l, monitor.read).to_owned(), td_string!(l, monitor.written).to_owned()]
        }
        Subject::Links | Subject::Link(_) => {
            vec![td_string!(l, monitor.received).to_owned(), td_string!(l, monitor.sent).to_owned()]
        }
    }
}

/// A name that the target gave, in one line.
pub(super) fn shown(name: &str) -> String {
    shown_text(name).replace('\t', "␉")
}

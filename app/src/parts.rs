//! Small components the screens share.

mod copy;
mod cursor;
mod dialog;
mod icon;
mod secret;
mod setting;
mod taste;

pub(crate) use copy::CopyButton;
pub(crate) use cursor::move_cursor;
pub(crate) use dialog::{CancelButton, Dialog};
pub(crate) use icon::Icon;
pub(crate) use secret::SecretInput;
pub(crate) use setting::{OnOff, OneOf, SettingRow};
pub(crate) use taste::{LanguageChoice, ThemeButton};

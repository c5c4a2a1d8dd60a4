//! Whether images that programs send are drawn: the choice, and who acts on it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::view::View;
use crate::parts::{OnOff, SettingRow};
use crate::settings::Choices;
use crate::words::{text, use_i18n};

/// What a person has chosen about images.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Images {
    /// They are drawn.
    #[default]
    Drawn,
    /// They are left out.
    LeftOut,
}

/// Keeps a pane's terminal to the choice. Call once a pane.
pub(super) fn follow(view: View) {
    let choices = expect_context::<Choices>();
    Effect::new(move || {
        // Again when the terminal opens.
        view.shown();
        let drawn = choices.with(|settings| settings.images) == Images::Drawn;
        if let Some(terminal) = view.terminal() {
            terminal.allow_images(drawn);
        }
    });
}

/// The part of the settings about images.
#[component]
pub(super) fn ImagesSection() -> impl IntoView {
    let i18n = use_i18n();
    let choices = expect_context::<Choices>();
    let drawn = move || choices.with(|settings| settings.images) == Images::Drawn;
    let change = move |on| {
        let images = if on { Images::Drawn } else { Images::LeftOut };
        choices.change(|settings| settings.images = images);
    };
    view! {
        <section>
            <SettingRow label=text!(i18n, images.title)>
                <OnOff text=text!(i18n, images.draw) is_on=Signal::derive(drawn) change />
            </SettingRow>
            <p class="hint">{text!(i18n, images.hint)}</p>
        </section>
    }
}

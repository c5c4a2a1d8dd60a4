//! All that one target said, with the lines marked that most others do not have.

use leptos::prelude::*;

use super::super::drawer::lost;
use super::super::root::PasswordForm;
use super::batch::{Batch, Row, State};
use crate::pages::workspace::panels::shown_text;
use crate::panel::results::{Outcome, against, letter};
use crate::words::{text, use_i18n};

/// What the row said that is shown.
#[component]
pub(super) fn Details(
    batch: Batch,
    outcomes: Memo<Vec<Outcome>>,
    grouped: Memo<Vec<Option<usize>>>,
    shown: RwSignal<Option<usize>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let row = move || shown.get().and_then(|at| batch.rows().get(at).copied());
    let asks = Memo::new(move |_| {
        row()
            .is_some_and(|row| !row.station.has_password() && row.is_failed() && row.sheet().wants_password())
    });
    let password = move || {
        let row = row().filter(|_| asks.get())?;
        Some(view! { <PasswordForm station=row.station then=move || batch.again(row) /> })
    };
    let why = move || {
        let row = row()?;
        match row.state() {
            State::Begun(phase) => lost(i18n.get_locale(), &phase),
            State::InLine | State::Dropped => None,
        }
    };
    view! {
        <section class="result-details" tabindex="0" aria-label=text!(i18n, runbooks.said_all)>
            {move || row().map(|row: Row| view! { <h3><bdi>{row.station.desk.place()}</bdi></h3> })}
            {password}
            {move || why().map(|why| view! { <p class="bad">{why}</p> })}
            {move || said(&outcomes.get(), &grouped.get(), shown.get()?)}
        </section>
    }
}

/// The output of one, beside that of the biggest group.
fn said(outcomes: &[Outcome], grouped: &[Option<usize>], at: usize) -> Option<AnyView> {
    let mine = outcomes.get(at)?.said.as_ref()?;
    let group = grouped.get(at).copied().flatten()?;
    let usual = grouped.iter().position(|group| *group == Some(0)).and_then(|at| outcomes.get(at));
    let usual = usual.and_then(|usual| usual.said.as_ref())?;
    let lines = |text: &str, usual: &str| {
        let line = |(line, is_other): (&str, bool)| {
            let line = shown_text(line);
            match is_other {
                true => view! { <mark>{line}</mark> "\n" }.into_any(),
                false => view! { {line} "\n" }.into_any(),
            }
        };
        against(text, usual).into_iter().map(line).collect_view()
    };
    let errors = (!mine.stderr.is_empty())
        .then(|| view! { <samp class="warn">{lines(&mine.stderr, &usual.stderr)}</samp> });
    let output = view! { <samp>{lines(&mine.stdout, &usual.stdout)}</samp> };
    let tag = view! { <span class="tag" class:warn=group != 0>{letter(group)}</span> };
    Some(view! { {tag} {errors} {output} }.into_any())
}

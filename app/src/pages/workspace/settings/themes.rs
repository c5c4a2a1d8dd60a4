//! The themes to choose from, each with its colours, and how more of them come from a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlElement;

use super::looks::Edit;
use crate::appearance::{MOST_IMPORTED, Refused, Scheme, paint_colours};
use crate::parts::{Icon, OneOf};
use crate::words::{I18n, Text, t_string, text, use_i18n};

/// The cards.
#[component]
pub(super) fn ThemeCards() -> impl IntoView {
    let i18n = use_i18n();
    let edit = expect_context::<Edit>();
    let schemes = Memo::new(move |_| {
        let is_dark = edit.is_dark.get();
        let mut all = edit.known.with(|known| known.built_in.clone());
        all.extend(edit.choices.with(|choices| choices.appearance.imported().to_vec()));
        // Those that fit the page come first.
        all.sort_by_key(|scheme| scheme.is_dark() != is_dark);
        all.insert(0, Scheme::default());
        all
    });
    view! {
        <OneOf
            name="mode"
            label=text!(i18n, looks.theme)
            options=vec![text!(i18n, looks.while_light), text!(i18n, looks.while_dark)]
            chosen=Signal::derive(move || usize::from(edit.is_dark.get()))
            choose=move |at: usize| edit.is_dark.set(at == 1)
        />
        <fieldset class="themes" aria-label=text!(i18n, looks.theme)>
            {move || schemes.get().into_iter().map(|scheme| card(i18n, edit, scheme)).collect_view()}
        </fieldset>
        <Import />
    }
}

fn card(i18n: I18n, edit: Edit, scheme: Scheme) -> impl IntoView {
    let is_dark = edit.is_dark.get();
    let name = if scheme.name.is_empty() {
        text!(i18n, looks.as_page)
    } else {
        let name = scheme.name.clone();
        Text::derive(move || name.clone())
    };
    let wanted = scheme.clone();
    let is_chosen = move || {
        edit.looks
            .with(|looks| looks.scheme(is_dark).map_or("", |chosen| chosen.name.as_str()) == wanted.name)
    };
    let chosen = scheme.clone();
    let choose = move |_| {
        let chosen = Some(chosen.clone());
        edit.change(|looks| if is_dark { looks.dark = chosen } else { looks.light = chosen });
    };
    view! {
        <label>
            <input type="radio" name="theme" prop:checked=is_chosen on:change=choose />
            <Swatch scheme is_dark />
            <bdi class="clip">{name}</bdi>
        </label>
    }
}

/// Some of a theme's colours.
#[component]
fn Swatch(scheme: Scheme, is_dark: bool) -> impl IntoView {
    let element = NodeRef::<leptos::html::Span>::new();
    Effect::new(move || {
        if let Some(element) = element.get() {
            let element: HtmlElement = element.into();
            paint_colours(&element, Some(&scheme), Some(is_dark));
        }
    });
    view! {
        <span class="swatch" node_ref=element aria-hidden="true">
            "$ "
            <i></i>
            <i></i>
            <i></i>
            <i></i>
            <i></i>
            <i></i>
        </span>
    }
}

/// Takes themes from a file, and forgets them again.
#[component]
fn Import() -> impl IntoView {
    let i18n = use_i18n();
    let edit = expect_context::<Edit>();
    let refused = RwSignal::new(None::<Refused>);
    let chosen = move |event: web_sys::Event| {
        let input = event_target::<web_sys::HtmlInputElement>(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            let read = Refused::or_read(file).await;
            // The same file once more is a change again.
            input.set_value("");
            if !refused.is_disposed() {
                refused.set(read.and_then(|schemes| take(edit, schemes)).err());
            }
        });
    };
    // Only what came from a file can be forgotten.
    let of_file = Memo::new(move |_| {
        let chosen = edit.looks.with(|looks| looks.scheme(edit.is_dark.get()).cloned())?;
        let is_known = edit.choices.with(|choices| choices.appearance.imported().contains(&chosen));
        is_known.then_some(chosen.name)
    });
    let forget = move |name: String| {
        let label = {
            let name = name.clone();
            text!(i18n, looks.forget, theme = name.as_str())
        };
        let forget = move |_| {
            edit.choices.change(|choices| choices.appearance.forget(&name));
            edit.change(
                |looks| if edit.is_dark.get_untracked() { looks.dark = None } else { looks.light = None },
            );
        };
        view! {
            <button type="button" class="quiet clip" on:click=forget>
                <Icon name="trash" />
                <bdi class="clip">{label}</bdi>
            </button>
        }
    };
    view! {
        <div class="import">
            <label class="button">
                <input type="file" class="visually-hidden" accept=".itermcolors,.json,.jsonc" on:change=chosen />
                <Icon name="upload" />
                <span>{text!(i18n, looks.import)}</span>
            </label>
            <span class="hint">{text!(i18n, looks.import_hint)}</span>
            {move || of_file.get().map(forget)}
        </div>
        <div role="alert">
            {move || {
                refused
                    .get()
                    .map(|refused| {
                        view! {
                            <p class="notice bad">
                                <Icon name="alert" />
                                <span>{says(i18n, &refused)}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// Keeps themes from a file, and chooses the first.
fn take(edit: Edit, schemes: Vec<Scheme>) -> Result<(), Refused> {
    let first = schemes.first().cloned().ok_or(Refused::Unknown)?;
    let mut all = edit.choices.with_untracked(|choices| choices.appearance.clone());
    all.import(schemes)?;
    edit.choices.change(|choices| choices.appearance = all);
    edit.change(|looks| {
        if edit.is_dark.get_untracked() {
            looks.dark = Some(first);
        } else {
            looks.light = Some(first);
        }
    });
    Ok(())
}

fn says(i18n: I18n, refused: &Refused) -> String {
    match refused {
        Refused::Large => t_string!(i18n, looks.file_large).to_owned(),
        Refused::Unknown => t_string!(i18n, looks.file_unknown).to_owned(),
        Refused::Many => t_string!(i18n, looks.file_many, count = MOST_IMPORTED),
        Refused::Colour(which) => t_string!(i18n, looks.file_colour, which = which.as_str()),
        Refused::Unreadable => t_string!(i18n, looks.file_unreadable).to_owned(),
    }
}

//! How the page and its terminals look: theme, language, colours, font, cursor, bell.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::work::Desk;
use super::sample::Sample;
use super::themes::ThemeCards;
use crate::appearance::{Bell, Contrast, Cursor, LINES, Looks, SIZES, Scope, Themes, has_font};
use crate::parts::{LanguageChoice, OnOff, OneOf, SettingRow};
use crate::settings::Choices;
use crate::theme::{Taste, Theme};
use crate::words::{Text, text, use_i18n};

/// What is being looked at and changed.
#[derive(Clone, Copy)]
pub(super) struct Edit {
    pub(super) choices: Choices,
    target: StoredValue<String>,
    /// Whom the choices are for.
    pub(super) scope: RwSignal<Scope>,
    /// Whether it is about a dark page.
    pub(super) is_dark: RwSignal<bool>,
    /// What the page itself brings, once it is loaded.
    pub(super) known: RwSignal<Themes>,
    /// What holds in this scope.
    pub(super) looks: Memo<Looks>,
}

impl Edit {
    fn new() -> Self {
        let (choices, desk) = (expect_context::<Choices>(), expect_context::<Desk>());
        let target = StoredValue::new(desk.place());
        let is_own = target.with_value(|target| choices.with_untracked(|c| c.appearance.has_own(target)));
        let scope = RwSignal::new(if is_own { Scope::One } else { Scope::All });
        let looks = Memo::new(move |_| {
            choices.with(|choices| match scope.get() {
                Scope::All => choices.appearance.general().clone(),
                Scope::One => target.with_value(|target| choices.appearance.of(target)),
            })
        });
        let is_dark = RwSignal::new(expect_context::<Theme>().is_dark());
        Self { choices, target, scope, is_dark, known: RwSignal::new(Themes::default()), looks }
    }

    /// Changes what is chosen, in this scope.
    pub(super) fn change(self, change: impl FnOnce(&mut Looks)) {
        let scope = self.scope.get_untracked();
        self.target.with_value(|target| {
            self.choices.change(|choices| choices.appearance.change(scope, target, change));
        });
    }
}

/// The section.
#[component]
pub(super) fn LooksSection() -> impl IntoView {
    let i18n = use_i18n();
    let edit = untrack(Edit::new);
    provide_context(edit);
    spawn_local(async move {
        // Without it there are fewer themes and fonts to choose from.
        if let Some(known) = Themes::load().await {
            let _ = edit.known.try_set(known);
        }
    });
    let back = move || match edit.scope.get() {
        Scope::All => text!(i18n, settings.default),
        Scope::One => text!(i18n, settings.as_all),
    };
    let is_plain = move || match edit.scope.get() {
        Scope::All => edit.looks.with(|looks| *looks == Looks::default()),
        Scope::One => {
            edit.target.with_value(|target| edit.choices.with(|choices| !choices.appearance.has_own(target)))
        }
    };
    view! {
        <PageRows />
        <section>
            <ScopeRow />
            <Sample />
            <ThemeCards />
            <FontRow />
            <SizeRow />
            <LineRow />
            <CursorRows />
            <BehaviourRows />
            <p class="setting">
                <span></span>
                <span>
                    <button type="button" disabled=is_plain on:click=move |_| edit.change(|looks| *looks = Looks::default())>
                        {back}
                    </button>
                </span>
            </p>
        </section>
    }
}

/// What holds for the page, terminals or not.
#[component]
fn PageRows() -> impl IntoView {
    let i18n = use_i18n();
    let theme = expect_context::<Theme>();
    let options = vec![text!(i18n, looks.system), text!(i18n, looks.light), text!(i18n, looks.dark)];
    view! {
        <section>
            <h3>{text!(i18n, looks.page)}</h3>
            <OneOf
                name="taste"
                label=text!(i18n, looks.taste)
                options
                chosen=place(&Taste::ALL, move || theme.taste())
                choose=move |at: usize| _ = Taste::ALL.get(at).map(|&taste| theme.choose(taste))
            />
            <SettingRow label=text!(i18n, page.language)>
                <LanguageChoice />
            </SettingRow>
        </section>
    }
}

#[component]
fn ScopeRow() -> impl IntoView {
    const ALL: [Scope; 2] = [Scope::All, Scope::One];
    let i18n = use_i18n();
    let edit = expect_context::<Edit>();
    let one = edit.target.with_value(|target| {
        let target = target.clone();
        Text::derive(move || target.clone())
    });
    view! {
        <h3>{text!(i18n, looks.terminal)}</h3>
        <OneOf
            name="scope"
            label=text!(i18n, looks.scope)
            options=vec![text!(i18n, looks.scope_all), one]
            chosen=place(&ALL, move || edit.scope.get())
            choose=move |at: usize| _ = ALL.get(at).map(|&scope| edit.scope.set(scope))
        />
    }
}

#[component]
fn FontRow() -> impl IntoView {
    let i18n = use_i18n();
    let edit = expect_context::<Edit>();
    let font = move || edit.looks.with(|looks| looks.font.clone().unwrap_or_default());
    let name_font = move |event| {
        let font = event_target_value(&event);
        edit.change(|looks| looks.font = Some(font).filter(|font| !font.trim().is_empty()));
    };
    let option = |font: &String| view! { <option value=font.clone()></option> };
    let missing = RwSignal::new(None::<String>);
    Effect::new(move || {
        let wanted = font();
        spawn_local(async move {
            let is_there = has_font(&wanted).await;
            let _ = missing.try_set((!is_there).then_some(wanted));
        });
    });
    view! {
        <SettingRow label=text!(i18n, looks.font) control="font">
            <input
                id="font"
                list="fonts"
                autocomplete="off"
                spellcheck="false"
                placeholder=text!(i18n, looks.as_page)
                prop:value=font
                on:input=name_font
            />
            <datalist id="fonts">
                {move || edit.known.with(|known| known.fonts.iter().map(option).collect_view())}
            </datalist>
            <p class="hint" role="status">
                {move || missing.get().map(|font| text!(i18n, looks.no_font, font = font.as_str()).get())}
            </p>
        </SettingRow>
    }
}

#[component]
fn SizeRow() -> impl IntoView {
    let i18n = use_i18n();
    let edit = expect_context::<Edit>();
    let size = move || edit.looks.with(Looks::px).map(|px| px.to_string()).unwrap_or_default();
    let set_size = move |event| {
        // An empty field: as the page has it. What is out of bounds the browser marks, and nothing changes.
        let written = event_target_value(&event);
        let px = written.parse().ok().filter(|px| SIZES.contains(px));
        if px.is_some() || written.is_empty() {
            edit.change(|looks| looks.size = px);
        }
    };
    view! {
        <SettingRow label=text!(i18n, looks.size) control="size">
            <input
                id="size"
                class="short"
                type="number"
                min="8"
                max="32"
                placeholder="13"
                prop:value=size
                on:input=set_size
            />
            <span class="quiet-text">{text!(i18n, looks.size_keys)}</span>
        </SettingRow>
    }
}

#[component]
fn LineRow() -> impl IntoView {
    let i18n = use_i18n();
    let edit = expect_context::<Edit>();
    let line = move || edit.looks.with(|looks| format!("{:.1}", f64::from(looks.line()) / 10.0));
    let set_line = move |event| {
        let tenths = event_target_value(&event).parse::<f64>().map(|ratio| (ratio * 10.0).round() as u8);
        if let Some(line) = tenths.ok().filter(|line| LINES.contains(line)) {
            edit.change(|looks| looks.line = Some(line));
        }
    };
    view! {
        <SettingRow label=text!(i18n, looks.line) control="line">
            <input
                id="line"
                class="short"
                type="number"
                min="1"
                max="2"
                step="0.1"
                prop:value=line
                on:input=set_line
            />
            <OnOff
                text=text!(i18n, looks.ligatures)
                is_on=Signal::derive(move || edit.looks.with(|looks| looks.ligatures.unwrap_or(false)))
                change=move |on| edit.change(|looks| looks.ligatures = Some(on))
            />
        </SettingRow>
    }
}

#[component]
fn CursorRows() -> impl IntoView {
    let i18n = use_i18n();
    let edit = expect_context::<Edit>();
    let shapes = vec![text!(i18n, looks.block), text!(i18n, looks.bar), text!(i18n, looks.underline)];
    view! {
        <OneOf
            name="cursor"
            label=text!(i18n, looks.cursor)
            options=shapes
            chosen=place(&Cursor::ALL, move || edit.looks.with(|looks| looks.cursor.unwrap_or_default()))
            choose=move |at: usize| edit.change(|looks| looks.cursor = Cursor::ALL.get(at).copied())
        />
        <div class="setting">
            <span></span>
            <div>
                <OnOff
                    text=text!(i18n, looks.blink)
                    is_on=Signal::derive(move || edit.looks.with(|looks| looks.blink.unwrap_or(false)))
                    change=move |on| edit.change(|looks| looks.blink = Some(on))
                />
            </div>
        </div>
    }
}

#[component]
fn BehaviourRows() -> impl IntoView {
    let i18n = use_i18n();
    let edit = expect_context::<Edit>();
    let bells =
        vec![text!(i18n, looks.bell_off), text!(i18n, looks.bell_visual), text!(i18n, looks.bell_sound)];
    let number = |text: &'static str| Text::derive(move || text.to_owned());
    let contrasts = vec![text!(i18n, looks.contrast_off), number("3"), number("4.5"), number("7")];
    view! {
        <OneOf
            name="bell"
            label=text!(i18n, looks.bell)
            options=bells
            chosen=place(&Bell::ALL, move || edit.looks.with(|looks| looks.bell.unwrap_or_default()))
            choose=move |at: usize| edit.change(|looks| looks.bell = Bell::ALL.get(at).copied())
        />
        <OneOf
            name="contrast"
            label=text!(i18n, looks.contrast)
            options=contrasts
            chosen=place(&Contrast::ALL, move || edit.looks.with(|looks| looks.contrast.unwrap_or_default()))
            choose=move |at: usize| edit.change(|looks| looks.contrast = Contrast::ALL.get(at).copied())
        />
        <p class="setting">
            <span></span>
            <span class="hint">{text!(i18n, looks.contrast_hint)}</span>
        </p>
    }
}

/// Where in the list the one stands that is chosen.
fn place<T: PartialEq + Send + Sync>(
    all: &'static [T],
    chosen: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<usize> {
    Signal::derive(move || {
        let chosen = chosen();
        all.iter().position(|one| *one == chosen).unwrap_or(0)
    })
}

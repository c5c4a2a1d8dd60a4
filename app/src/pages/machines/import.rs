//! The dialog that takes machines over from a file: nothing is saved before the person has seen what would be.

use leptos::prelude::*;
use postern_shared::target::UserName;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, HtmlInputElement};

use super::preview::Preview;
use super::tools::Trouble;
use crate::machines::file::{self, BadFile, Standing, Taken};
use crate::machines::saved::{Saved, new_id};
use crate::machines::ssh_config::{self, Config};
use crate::machines::vault::Vault;
use crate::machines::{Machine, Machines};
use crate::parts::{CancelButton, Dialog, Icon};
use crate::store::Unkept;
use crate::words::{t_string, td_string, text, use_i18n};

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Machines(Box<Machines>),
    Config(Box<Config>),
}

/// What the file brings, as things stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) machines: Vec<(Machine, Standing)>,
    pub(super) vault: Option<Vault>,
    /// How many have no user of their own.
    pub(super) lacking: usize,
}

/// What the dialog knows.
#[derive(Clone, Copy)]
pub(super) struct Import {
    pub(super) source: RwSignal<Option<Result<Source, BadFile>>>,
    /// User for those without one.
    pub(super) user: RwSignal<String>,
    pub(super) offer: Memo<Offer>,
    /// Which the person turned from what is offered: new ones are taken, others left.
    pub(super) turned: RwSignal<Vec<usize>>,
}

impl Import {
    /// Whether the machine at this place of the offer is taken.
    pub(super) fn is_taken(self, at: usize, standing: &Standing) -> bool {
        let is_turned = self.turned.with(|turned| turned.contains(&at));
        match standing {
            Standing::New => !is_turned,
            Standing::Differs(_) => is_turned,
            Standing::Same => false,
        }
    }

    fn chosen(self) -> Vec<Machine> {
        let offer = self.offer.get();
        let all = offer.machines.into_iter().enumerate();
        all.filter(|(at, (_, standing))| self.is_taken(*at, standing))
            .map(|(_, (machine, _))| machine)
            .collect()
    }
}

/// The dialog.
#[component]
pub(super) fn ImportDialog() -> impl IntoView {
    let i18n = use_i18n();
    let saved = expect_context::<Saved>();
    let source = RwSignal::new(None::<Result<Source, BadFile>>);
    let user = RwSignal::new(String::new());
    let offer = Memo::new(move |_| {
        source.with(|source| offer(saved, source.as_ref()?.as_ref().ok()?, &user.get())).unwrap_or_default()
    });
    let import = Import { source, user, offer, turned: RwSignal::default() };
    provide_context(import);
    let taken = RwSignal::new(None::<Taken>);
    let close = move || saved.dialog.set(None);
    let count = Memo::new(move |_| import.chosen().len());
    let take = move |_| {
        let vault = import.offer.with_untracked(|offer| offer.vault.clone());
        let chosen = untrack(|| import.chosen());
        let mut result = Taken::default();
        let is_done = saved.change(|all| {
            result = file::take(all, chosen, vault, new_id);
            if result.left > 0 { Err(Unkept::Full) } else { Ok(()) }
        });
        if is_done {
            taken.set(Some(result));
        }
    };
    let says = move || {
        source.with(|source| match source {
            Some(Err(bad)) => Some(says_bad(i18n.get_locale(), *bad)),
            _ => None,
        })
    };
    view! {
        <Dialog class="import" labelled_by="import-title" on_close=close>
            <header>
                <Icon name="download" />
                <h2 id="import-title">{text!(i18n, machines.import)}</h2>
            </header>
            <section>
                <Show when=move || taken.with(Option::is_none) fallback=move || view! { <Done taken /> }>
                    <Choose import />
                    <div role="alert">{move || says().map(|says| view! { <p class="bad">{says}</p> })}</div>
                    <Show when=move || source.with(|source| matches!(source, Some(Ok(_))))>
                        <Preview />
                    </Show>
                </Show>
                <Trouble />
            </section>
            <footer>
                <Show
                    when=move || taken.with(Option::is_none)
                    fallback=move || {
                        view! {
                            <span class="grow"></span>
                            <button type="button" class="primary" autofocus on:click=move |_| close()>
                                {text!(i18n, page.close)}
                            </button>
                        }
                    }
                >
                    <CancelButton cancel=close />
                    <span class="grow"></span>
                    <button type="button" class="primary" prop:disabled=move || count.get() == 0 on:click=take>
                        {move || t_string!(i18n, machines.take, count = count.get())}
                    </button>
                </Show>
            </footer>
        </Dialog>
    }
}

/// The field the file is chosen in, or dropped on.
#[component]
fn Choose(import: Import) -> impl IntoView {
    let i18n = use_i18n();
    let name = RwSignal::new(String::new());
    let load = move |file: File| {
        name.set(file.name());
        import.turned.set(Vec::new());
        spawn_local(async move {
            let read = read(&file).await;
            if !import.source.is_disposed() {
                import.source.set(Some(read));
            }
        });
    };
    let chosen = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(file) = input.and_then(|input| input.files()?.get(0)) {
            load(file);
        }
    };
    let dropped = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        if let Some(file) = event.data_transfer().and_then(|data| data.files()?.get(0)) {
            load(file);
        }
    };
    view! {
        <p>{text!(i18n, machines.import_what)}</p>
        <div
            class="keyfile"
            on:dragover=move |event: leptos::ev::DragEvent| event.prevent_default()
            on:drop=dropped
        >
            <Icon name="file" />
            <bdi class="grow clip">{name}</bdi>
            <label class="button quiet">
                <input id="import-file" type="file" class="visually-hidden" autofocus on:change=chosen />
                <span>{text!(i18n, machines.choose_file)}</span>
            </label>
        </div>
    }
}

#[component]
fn Done(taken: RwSignal<Option<Taken>>) -> impl IntoView {
    let i18n = use_i18n();
    let taken = move || taken.get().unwrap_or_default();
    view! {
        <p role="status">
            {move || t_string!(i18n, machines.taken, added = taken().added, replaced = taken().replaced)}
        </p>
        <Show when=move || { taken().without_secret > 0 }>
            <p class="hint">{move || t_string!(i18n, machines.taken_without, count = taken().without_secret)}</p>
        </Show>
    }
}

/// Reads a file, whichever of the two it is.
async fn read(file: &File) -> Result<Source, BadFile> {
    if file.size() > file::LARGEST as f64 {
        return Err(BadFile::TooLarge);
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    let text = text.ok_or(BadFile::NotOurs)?;
    if text.trim_start().starts_with('{') {
        return file::read(&text).map(|machines| Source::Machines(Box::new(machines)));
    }
    if text.len() > ssh_config::LARGEST {
        return Err(BadFile::TooLarge);
    }
    let config = ssh_config::read(&text);
    if config.entries.is_empty() && config.left_out.is_empty() {
        return Err(BadFile::NotOurs);
    }
    Ok(Source::Config(Box::new(config)))
}

fn offer(saved: Saved, source: &Source, user: &str) -> Option<Offer> {
    let (list, vault, lacking) = match source {
        Source::Machines(machines) => (machines.list.clone(), machines.vault.clone(), 0),
        Source::Config(config) => {
            let user = UserName::parse(user.trim()).ok();
            let (list, lacking) = file::of_config(config, user.as_ref());
            (list, None, lacking)
        }
    };
    let stand = |machine: Machine| {
        // Not tracked: what is taken over must not change the offer under the person's eyes.
        let standing = saved.with_untracked(|all| file::standing(all, &machine));
        (machine, standing)
    };
    Some(Offer { machines: list.into_iter().map(stand).collect(), vault, lacking })
}

fn says_bad(l: crate::words::Locale, bad: BadFile) -> &'static str {
    match bad {
        BadFile::TooLarge => td_string!(l, machines.file_large),
        BadFile::NotOurs => td_string!(l, machines.file_odd),
        BadFile::Newer => td_string!(l, machines.file_newer),
        BadFile::Empty => td_string!(l, machines.file_empty),
    }
}

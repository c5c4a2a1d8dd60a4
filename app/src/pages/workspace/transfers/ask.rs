//! Asks which files are to go where, and which file is to be fetched.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Event, File, HtmlInputElement, SubmitEvent};

use super::super::message::size;
use super::super::work::Seat;
use super::Transfers;
use crate::parts::{CancelButton, Dialog, Icon};
use crate::transfer;
use crate::words::{t_string, text, use_i18n};

/// Most files that are listed by name.
const MOST_NAMED: usize = 6;

/// What the person is asked.
#[derive(Clone, PartialEq)]
pub(in crate::pages::workspace) enum Asked {
    /// Where these files are to go, or which ones, if there are none; the directory that may be meant.
    Upload(Seat, Vec<File>, Option<String>),
    /// Which file to fetch; a path that may be meant.
    Download(Seat, String),
}

impl Transfers {
    /// Asks which files are to go where.
    pub(in crate::pages::workspace) fn ask_upload(self, seat: Seat) {
        self.asked.set(Some(Asked::Upload(seat, Vec::new(), seat.here())));
    }

    /// Asks which files are to go to this directory.
    pub(in crate::pages::workspace) fn ask_upload_to(self, seat: Seat, directory: &str) {
        self.asked.set(Some(Asked::Upload(seat, Vec::new(), Some(directory.to_owned()))));
    }

    /// Asks which file to fetch; what is selected may name it.
    pub(in crate::pages::workspace) fn ask_download(self, seat: Seat) {
        let named = seat.view.named_file();
        let path = named.map(|name| transfer::absolute(&name, seat.here().as_deref()).unwrap_or(name));
        self.asked.set(Some(Asked::Download(seat, path.unwrap_or_default())));
    }

    /// Fetches the file whose name is selected, if it is known where that lies; else asks.
    pub(in crate::pages::workspace) fn download_selected(self, seat: Seat) {
        let named = seat.view.named_file();
        match named.and_then(|name| transfer::absolute(&name, seat.here().as_deref())) {
            Some(path) => self.download(seat, &path),
            None => self.ask_download(seat),
        }
    }

    fn answered(self, seat: Seat) {
        self.asked.set(None);
        seat.view.focus();
    }
}

/// The question that is open.
#[component]
pub(in crate::pages::workspace) fn AskDialogs() -> impl IntoView {
    let transfers = expect_context::<Transfers>();
    move || {
        transfers.asked.get().map(|asked| match asked {
            Asked::Upload(seat, files, here) => view! { <UploadDialog seat files here /> }.into_any(),
            Asked::Download(seat, path) => view! { <DownloadDialog seat path /> }.into_any(),
        })
    }
}

#[component]
fn UploadDialog(seat: Seat, files: Vec<File>, here: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let transfers = expect_context::<Transfers>();
    let is_given = !files.is_empty();
    let files = RwSignal::new_local(files);
    let field = NodeRef::<html::Input>::new();
    let is_here_known = here.is_some();
    let close = move || transfers.answered(seat);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let directory = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let files = files.get_untracked();
        close();
        transfers.upload(seat, files, directory.trim());
    };
    view! {
        <Dialog class="slim" labelled_by="upload-title" on_close=close>
            <form on:submit=send>
                <header>
                    <Icon name="upload" />
                    <h2 id="upload-title">{text!(i18n, transfers.upload_title, target = seat.desk.name())}</h2>
                </header>
                <section>
                    <Files files />
                    <Show when=move || !is_given>
                        <Chooser files />
                    </Show>
                    <label class="labelled">
                        <span>{text!(i18n, transfers.directory)}</span>
                        <input
                            id="upload-directory"
                            class="mono"
                            node_ref=field
                            type="text"
                            autofocus=is_given
                            autocomplete="off"
                            autocapitalize="off"
                            spellcheck="false"
                            maxlength="4096"
                            placeholder="~"
                            value=here.unwrap_or_default()
                            aria-describedby="upload-hint"
                        />
                    </label>
                    <p class="hint" id="upload-hint">
                        {text!(i18n, transfers.directory_hint)}
                        " "
                        <Show when=move || !is_here_known>{text!(i18n, transfers.unknown_hint)}</Show>
                    </p>
                </section>
                <footer>
                    <CancelButton cancel=close />
                    <span class="grow"></span>
                    <button type="submit" class="primary" disabled=move || files.with(Vec::is_empty)>
                        {text!(i18n, transfers.upload)}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

/// The button that lets the browser ask which files.
#[component]
fn Chooser(files: RwSignal<Vec<File>, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let chooser = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(chooser) = chooser.get_untracked() {
            chooser.click();
        }
    };
    let chosen = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(list) = input.and_then(|input| input.files()) else { return };
        files.set((0..list.length()).filter_map(|index| list.get(index)).collect());
    };
    view! {
        <input node_ref=chooser type="file" multiple hidden on:change=chosen />
        <button type="button" class="choose" autofocus on:click=choose>
            <Icon name="file" />
            {text!(i18n, transfers.choose)}
        </button>
    }
}

/// What is to be sent, by name and size; of many the first, and how many more.
#[component]
fn Files(files: RwSignal<Vec<File>, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let named = move || {
        let named = |file: &File| {
            // A double holds every size there is.
            view! { <li><bdi class="mono clip">{file.name()}</bdi> <span class="num">{size(file.size() as u64)}</span></li> }
        };
        files.with(|files| files.iter().take(MOST_NAMED).map(named).collect_view())
    };
    let more = move || files.with(Vec::len).saturating_sub(MOST_NAMED);
    let total = move || files.with(|files| files.iter().map(|file| file.size() as u64).sum());
    view! {
        <Show when=move || files.with(|files| !files.is_empty())>
            <ul class="chosen-files">
                {named}
                <Show when=move || { more() > 0 }>
                    <li class="quiet-text">{move || t_string!(i18n, transfers.more, count = more(), size = size(total()))}</li>
                </Show>
            </ul>
        </Show>
    }
}

#[component]
fn DownloadDialog(seat: Seat, path: String) -> impl IntoView {
    let i18n = use_i18n();
    let transfers = expect_context::<Transfers>();
    let field = NodeRef::<html::Input>::new();
    let is_empty = RwSignal::new(path.is_empty());
    let close = move || transfers.answered(seat);
    let fetch = move |event: SubmitEvent| {
        event.prevent_default();
        let path = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let path = path.trim();
        if !path.is_empty() {
            close();
            let whole = transfer::absolute(path, seat.here().as_deref());
            transfers.download(seat, whole.as_deref().unwrap_or(path));
        }
    };
    Effect::new(move || {
        if let Some(field) = field.get() {
            field.select();
        }
    });
    let base = seat.here();
    view! {
        <Dialog class="slim" labelled_by="download-title" on_close=close>
            <form on:submit=fetch>
                <header>
                    <Icon name="download" />
                    <h2 id="download-title">{text!(i18n, transfers.download_title, target = seat.desk.name())}</h2>
                </header>
                <section>
                    <label class="labelled">
                        <span>{text!(i18n, transfers.path)}</span>
                        <input
                            id="download-path"
                            class="mono"
                            node_ref=field
                            type="text"
                            autofocus
                            autocomplete="off"
                            autocapitalize="off"
                            spellcheck="false"
                            maxlength="4096"
                            value=path
                            aria-describedby="download-hint"
                            on:input:target=move |event| is_empty.set(event.target().value().trim().is_empty())
                        />
                    </label>
                    <p class="hint" id="download-hint">
                        {match base {
                            Some(directory) => text!(i18n, transfers.path_hint_here, directory = directory.clone()),
                            None => text!(i18n, transfers.path_hint),
                        }}
                    </p>
                </section>
                <footer>
                    <CancelButton cancel=close />
                    <span class="grow"></span>
                    <button type="submit" class="primary" disabled=is_empty>
                        {text!(i18n, transfers.download)}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

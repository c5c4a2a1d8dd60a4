//! Host key questions. Cancel has the focus, so Enter never accepts; a wrong key has no way on at all.

use leptos::prelude::*;
use postern_shared::hostkey::HostKey;

use super::flow::Flow;
use crate::parts::{CancelButton, CopyButton, Dialog, Icon};
use crate::sign_in::{NewHost, WrongHost};
use crate::trouble::place;
use crate::words::{text, use_i18n};

/// A host nobody has accepted yet.
#[component]
pub(super) fn NewHostDialog(question: NewHost) -> impl IntoView {
    let i18n = use_i18n();
    let flow = expect_context::<Flow>();
    let NewHost { host, port, via, key } = question;
    let shows = match via {
        Some(hop) => text!(i18n, hostkey.new_via, hop = hop.to_string()),
        None => text!(i18n, hostkey.new),
    };
    let command = console_command(&key);
    let (algorithm, bits) = (key.algorithm.clone(), key.bits);
    view! {
        <Dialog labelled_by="host-key-title" on_close=move || flow.cancel()>
            <header>
                <Icon name="shield" />
                <h2 id="host-key-title">{text!(i18n, hostkey.new_title)}</h2>
            </header>
            <section>
                <p>
                    <code>{place(&host, port)}</code>
                    " "
                    {shows}
                </p>
                <div class="hostkey">
                    <pre role="img" aria-label=text!(i18n, hostkey.picture)>{key.randomart()}</pre>
                    <dl>
                        <dt>{text!(i18n, hostkey.kind)}</dt>
                        <dd>{text!(i18n, hostkey.bits, algorithm = algorithm.clone(), bits = bits)}</dd>
                        <dt>{text!(i18n, hostkey.fingerprint)}</dt>
                        <dd class="print">
                            <Print key=key.clone() />
                        </dd>
                    </dl>
                </div>
                <Console command />
            </section>
            <footer>
                <CancelButton cancel=move || flow.cancel() autofocus=true />
                <span class="grow"></span>
                <button type="button" on:click=move |_| flow.accept(false)>{text!(i18n, hostkey.once)}</button>
                <button type="button" on:click=move |_| flow.accept(true)>{text!(i18n, hostkey.always)}</button>
            </footer>
        </Dialog>
    }
}

/// How to see the same on the machine itself, where the key has a usual place.
#[component]
fn Console(command: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    command.map(|command| {
        let text = command.clone();
        view! {
            <div class="same">
                <span class="hint">{text!(i18n, hostkey.console)}</span>
                <div class="line">
                    <code class="script one">{command}</code>
                    <CopyButton
                        label=text!(i18n, form.copy_command)
                        text=Signal::derive(move || text.clone())
                    />
                </div>
            </div>
        }
    })
}

/// A host whose key is another than the known one, or revoked.
#[component]
pub(super) fn WrongHostDialog(wrong: WrongHost) -> impl IntoView {
    let i18n = use_i18n();
    let flow = expect_context::<Flow>();
    let WrongHost { host, known, shown, is_revoked, details } = wrong;
    let (title, why) = if is_revoked {
        (text!(i18n, hostkey.revoked_title, host = host.to_string()), text!(i18n, hostkey.revoked))
    } else {
        (text!(i18n, hostkey.changed_title, host = host.to_string()), text!(i18n, hostkey.changed))
    };
    view! {
        <Dialog class="refused" labelled_by="wrong-host-title" on_close=move || flow.cancel()>
            <header>
                <span class="bad">
                    <Icon name="alert" />
                </span>
                <h2 id="wrong-host-title">{title}</h2>
            </header>
            <section>
                <p>{why}</p>
                <Pair known shown />
                {(!is_revoked)
                    .then(|| {
                        view! {
                            <ol class="steps">
                                <li><p>{text!(i18n, hostkey.step_look)}</p></li>
                                <li><p>{text!(i18n, hostkey.step_remove)}</p></li>
                                <li><p>{text!(i18n, hostkey.step_report)}</p></li>
                            </ol>
                        }
                    })}
            </section>
            <footer>
                <CopyButton
                    label=text!(i18n, hostkey.details)
                    text=Signal::derive(move || details.clone())
                />
                <span class="grow"></span>
                <button type="button" autofocus on:click=move |_| flow.cancel()>
                    {text!(i18n, page.close)}
                    <kbd aria-hidden="true">"Esc"</kbd>
                </button>
            </footer>
        </Dialog>
    }
}

#[component]
fn Pair(known: Vec<HostKey>, shown: HostKey) -> impl IntoView {
    let i18n = use_i18n();
    let known = known
        .into_iter()
        .map(|key| {
            view! {
                <section>
                    <dl>
                        <dt>{text!(i18n, hostkey.known)}</dt>
                        <dd class="print">
                            <Print key=key.clone() />
                        </dd>
                    </dl>
                    <pre aria-hidden="true">{key.randomart()}</pre>
                </section>
            }
        })
        .collect_view();
    view! {
        <div class="hostkey pair">
            {known} <section>
                <dl>
                    <dt class="bad">{text!(i18n, hostkey.shown)}</dt>
                    <dd class="print">
                        <Print key=shown.clone() />
                    </dd>
                </dl>
                <pre aria-hidden="true">{shown.randomart()}</pre>
            </section>
        </div>
    }
}

/// A fingerprint in groups of four, to compare by eye; spaced by style, so that copying gives it exactly.
#[component]
fn Print(key: HostKey) -> impl IntoView {
    let text = key.fingerprint.to_string();
    let (name, print) = text.split_once(':').unwrap_or(("", &text));
    // Base64 is ASCII.
    let groups = print.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned());
    let spans = std::iter::once(format!("{name}:")).chain(groups).map(|group| view! { <span>{group}</span> });
    spans.collect_view()
}

/// Where OpenSSH keeps a key of this family by default.
fn console_command(key: &HostKey) -> Option<String> {
    let family = match key.family() {
        "ED25519" => "ed25519",
        "ECDSA" => "ecdsa",
        "RSA" => "rsa",
        _ => return None,
    };
    Some(format!("ssh-keygen -lvf /etc/ssh/ssh_host_{family}_key.pub"))
}

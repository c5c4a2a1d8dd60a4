//! Carries a sign-in out: sends what the attempt decides, and enters the session it leads to.

use leptos::prelude::*;
use postern_shared::api::{KeyFault, Problem, SignIn};
use wasm_bindgen_futures::spawn_local;

use super::super::lazy;
use super::fields::Fields;
use super::keep::Kept;
use crate::app::Nav;
use crate::browser;
use crate::draft::{Draft, HopDraft, Wrong};
use crate::machines::Machine;
use crate::machines::saved::Saved;
use crate::machines::vault;
use crate::net::{self, Cancel, Key, NetError};
use crate::recent::{Method, Recent};
use crate::sign_in::{Accepted, Ask, Attempt, Fault, Step};
use crate::store::{self, Held, Unkept};

/// The sign-in under way, if any.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    fields: Fields,
    kept: Kept,
    saved: Saved,
    nav: Nav,
    attempt: RwSignal<Option<Attempt>>,
    /// What was accepted here, so that a mistyped password does not lead to the same question.
    accepted: StoredValue<Accepted>,
    step: RwSignal<Step>,
    /// Cancels the request under way.
    cancel: StoredValue<Cancel, LocalStorage>,
    /// Whether the target asked anything.
    was_asked: StoredValue<bool>,
}

impl Flow {
    pub(super) fn new(fields: Fields) -> Self {
        let flow = Self {
            fields,
            kept: expect_context(),
            saved: expect_context(),
            nav: expect_context(),
            attempt: RwSignal::new(None),
            accepted: StoredValue::new(Accepted::default()),
            step: RwSignal::new(Step::Form(None)),
            cancel: StoredValue::new_local(Cancel::new()),
            was_asked: StoredValue::new(false),
        };
        on_cleanup(move || flow.stop());
        flow
    }

    /// Where it stands; tracked.
    pub(super) fn step(self) -> Step {
        self.step.get()
    }

    /// Begins with what stands in the fields.
    pub(super) fn start(self) {
        let draft = self.fields.draft.get_untracked();
        match draft.request(self.fields.secrets()) {
            Ok(request) => {
                self.fields.draft.update(|draft| draft.spread());
                self.fields.wrong.set(None);
                self.was_asked.set_value(false);
                lazy::prepare();
                let (attempt, ask) = Attempt::new(request, self.accepted.get_value());
                self.attempt.set(Some(attempt));
                self.go_on(Some(ask));
            }
            Err(wrong) => {
                self.step.set(Step::Form(None));
                self.fields.wrong.set(Some(wrong));
                browser::focus_soon(field(wrong));
            }
        }
    }

    /// Goes to a saved machine: at once where its secret can be opened, else the form is filled in.
    pub(super) fn go_to(self, machine: &Machine) {
        let fields = self.fields;
        self.stop();
        self.step.set(Step::Form(None));
        fields.clear_secrets();
        fields.place(&machine.target, &machine.hops, machine.method);
        self.kept.is_sealed.set(false);
        fields.focus_next();
        let Some(sealed) = machine.secret.clone().filter(|_| vault::is_available()) else { return };
        let (id, saved) = (machine.id.clone(), self.saved);
        saved.when_open(move |open| {
            spawn_local(async move {
                match open.open(&id, &sealed).await {
                    // The person may have left the screen.
                    _ if self.step.is_disposed() => {}
                    Ok(credential) => {
                        fields.set_credential(credential);
                        self.start();
                    }
                    Err(_) => saved.trouble.set(Some(Unkept::Broken)),
                }
            });
        });
    }

    /// Goes to a place as it was typed: a saved machine, or the form with it.
    pub(super) fn go_to_typed(self, text: String) {
        let fields = self.fields;
        fields.draft.update(|draft| {
            draft.host = text;
            draft.spread();
            draft.hops.push(HopDraft::empty());
        });
        match fields.draft.with_untracked(Draft::places) {
            Ok((target, hops)) => {
                let known = self.saved.with_untracked(|all| all.at(&target, &hops).cloned());
                match known {
                    Some(machine) => self.go_to(&machine),
                    None => fields.focus_next(),
                }
            }
            Err(wrong) => browser::focus_soon(field(wrong)),
        }
    }

    /// The person accepts the host key.
    pub(super) fn accept(self, remember: bool) {
        let ask = self.attempt.try_update(|attempt| {
            let attempt = attempt.as_mut()?;
            let ask = attempt.accept(remember);
            self.accepted.set_value(attempt.accepted());
            ask
        });
        self.go_on(ask.flatten());
    }

    /// The person answers the challenge.
    pub(super) fn answer(self, answers: Vec<String>) {
        let ask = self.attempt.try_update(|attempt| attempt.as_mut()?.answer(answers)).flatten();
        self.go_on(ask);
    }

    /// The person has enough of it.
    pub(super) fn cancel(self) {
        self.stop();
        self.step.set(Step::Form(None));
        browser::focus_soon("connect");
    }

    /// Gives up what is under way, also when the screen is left.
    fn stop(self) {
        self.cancel.with_value(Cancel::cancel);
        let ask = self.attempt.try_update(|attempt| attempt.take()?.cancel()).flatten();
        if let Some(ask) = ask {
            spawn_local(async move { drop(ask_relay(ask, &Cancel::new()).await) });
        }
    }

    fn go_on(self, ask: Option<Ask>) {
        let Some(ask) = ask else { return };
        let cancel = Cancel::new();
        self.cancel.set_value(cancel.clone());
        self.publish();
        spawn_local(async move {
            let reply = ask_relay(ask, &cancel).await;
            // This attempt is none any more. What it led to nevertheless would live on with nobody to use it.
            if cancel.is_cancelled() || self.attempt.is_disposed() {
                if let Some(Ok(reply)) = reply {
                    drop(net::close_session(&Key::of(&reply)).await);
                }
                return;
            }
            self.attempt.update(|attempt| {
                if let (Some(attempt), Some(reply)) = (attempt, reply) {
                    attempt.replied(reply);
                }
            });
            self.publish();
            self.arrived();
        });
    }

    fn publish(self) {
        let step =
            self.attempt.with_untracked(|attempt| attempt.as_ref().map(|attempt| attempt.step().clone()));
        if let Some(step) = step {
            self.step.set(step);
        }
    }

    /// Puts the person where the next thing is to be done.
    fn arrived(self) {
        match self.step.get_untracked() {
            Step::Open(key, info) => {
                let recent = Recent {
                    target: info.target.clone(),
                    hops: info.hops.clone(),
                    method: self.fields.method.get_untracked(),
                    with_code: self.was_asked.get_value(),
                    host_key: info.host_key.clone(),
                    at: browser::wall_clock() as u64,
                };
                let mut recents = store::recents();
                recents.remember(recent);
                store::set_recents(&recents);
                self.kept.keep(self.saved, &info.target, &info.hops, self.fields);
                store::hold(Held::new(&key, info.target.clone()));
                self.fields.clear_secrets();
                self.attempt.set(None);
                self.nav.enter(key.session, info);
            }
            Step::Code(..) => self.was_asked.set_value(true),
            Step::Form(Some(fault)) => {
                self.attempt.set(None);
                browser::focus_soon(field_of_fault(&fault, self.fields.method.get_untracked()));
            }
            Step::Form(None) | Step::Busy(_) | Step::NewHost(..) | Step::WrongHost(_) => {}
        }
    }
}

/// Sends what an attempt asks; closing has no reply worth waiting for.
async fn ask_relay(ask: Ask, cancel: &Cancel) -> Option<Result<SignIn, NetError>> {
    match ask {
        Ask::Open(request) => Some(net::open_session(&request, cancel).await),
        Ask::Answer(key, answers) => Some(net::answer(&key, &answers, cancel).await),
        Ask::Close(key) => {
            // A session that cannot be closed now ends by itself after its grace time.
            let _ = net::close_session(&key).await;
            None
        }
    }
}

/// Id of the field to put right.
fn field(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Host | Wrong::Option => "host",
        Wrong::Port => "port",
        Wrong::User => "user",
        Wrong::Hop(_) => "jump",
        Wrong::Key => "key",
    }
}

/// Id of what to try again with.
fn field_of_fault(fault: &Fault, method: Method) -> &'static str {
    match (fault, method) {
        (Fault::Problem(Problem::CredentialsRefused { .. }), Method::Password) => "password",
        (Fault::Problem(Problem::KeyUnusable { why: KeyFault::Unreadable }), _) => "key",
        (Fault::Problem(Problem::KeyUnusable { .. }), _) => "passphrase",
        (Fault::Problem(Problem::NameNotFound { .. } | Problem::TargetDenied { .. }), _) => "host",
        _ => "connect",
    }
}

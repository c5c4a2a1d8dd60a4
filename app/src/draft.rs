//! What stands in the sign-in form: free text until it becomes a target, its hops and a credential.

use postern_shared::api::{Credential, OpenSession};
use postern_shared::target::{self, BadTarget, Host, Target, TargetDraft, UserName, parse_port};

use crate::recent::Method;

/// Most jump hosts, as the relay has it.
pub(crate) const MOST_HOPS: usize = 8;

/// The form's fields, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// A host, `user@host:port`, or a whole `ssh` command.
    pub(crate) host: String,
    /// Port; empty means 22.
    pub(crate) port: String,
    /// User.
    pub(crate) user: String,
    /// Hops, first to last; empty ones do not count.
    pub(crate) hops: Vec<HopDraft>,
}

/// One hop, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HopDraft {
    /// `host` or `user@host`.
    pub(crate) place: String,
    /// Port; empty means 22.
    pub(crate) port: String,
}

/// What is to be signed in with, as typed.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    /// Which of them counts.
    pub(crate) method: Method,
    /// Password.
    pub(crate) password: String,
    /// Text of the private key.
    pub(crate) key: String,
    /// Its passphrase; empty means none.
    pub(crate) passphrase: String,
}

/// The field that has to be put right first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// The host.
    Host,
    /// An option of an `ssh` command.
    Option,
    /// The port.
    Port,
    /// The user.
    User,
    /// This hop, counted from 1.
    Hop(usize),
    /// The private key is missing.
    Key,
}

impl Draft {
    /// The form for a place.
    pub(crate) fn of_target(target: &Target, hops: &[Target]) -> Self {
        let hop = |hop: &Target| HopDraft {
            place: format!("{}@{}", hop.user, hop.host),
            port: hop.port.to_string(),
        };
        Self {
            host: target.host.to_string(),
            port: target.port.to_string(),
            user: target.user.to_string(),
            hops: hops.iter().map(hop).collect(),
        }
    }

    /// Spreads what the host field holds beyond a host over the fields it belongs to.
    pub(crate) fn spread(&mut self) {
        let Ok(draft) = TargetDraft::parse(&self.host) else { return };
        if let Some(host) = &draft.host {
            self.host = host.to_string();
        }
        if let Some(port) = draft.port {
            self.port = port.to_string();
        }
        if let Some(user) = &draft.user {
            self.user = user.to_string();
        }
        if !draft.hops.is_empty() {
            self.hops = draft.hops.iter().map(HopDraft::of).collect();
        }
    }

    /// The target and its hops.
    ///
    /// # Errors
    /// The first field that is [`Wrong`].
    pub(crate) fn places(&self) -> Result<(Target, Vec<Target>), Wrong> {
        let mut whole = self.clone();
        whole.spread();
        let parsed = TargetDraft::parse(&whole.host);
        let host = parsed.map_err(Wrong::of)?.host.ok_or(Wrong::Host)?;
        let port = port(&whole.port).map_err(|_| Wrong::Port)?;
        let user = UserName::parse(whole.user.trim()).map_err(|_| Wrong::User)?;
        let mut hops = Vec::new();
        for (index, hop) in whole.hops.iter().enumerate() {
            if !hop.place.trim().is_empty() {
                hops.push(hop.complete(&user).map_err(|_| Wrong::Hop(index + 1))?);
            }
        }
        Ok((Target { host, port, user }, hops))
    }

    /// The request that signs in.
    ///
    /// # Errors
    /// The first field that is [`Wrong`].
    pub(crate) fn request(&self, secrets: Secrets) -> Result<OpenSession, Wrong> {
        let (target, hops) = self.places()?;
        let credential = match secrets.method {
            Method::Password => Credential::Password { password: secrets.password },
            Method::Key if secrets.key.trim().is_empty() => return Err(Wrong::Key),
            Method::Key => Credential::Key {
                key: secrets.key,
                passphrase: Some(secrets.passphrase).filter(|passphrase| !passphrase.is_empty()),
            },
            Method::Interactive => Credential::Interactive,
        };
        Ok(OpenSession { target, hops, credential, accept: Vec::new() })
    }

    /// The command that does the same from a shell, as soon as there is one.
    pub(crate) fn command(&self) -> Option<String> {
        let (target, hops) = self.places().ok()?;
        Some(target::ssh_command(&target, &hops))
    }
}

impl HopDraft {
    /// A row nothing has been typed in.
    pub(crate) fn empty() -> Self {
        Self { place: String::new(), port: target::ssh_port().to_string() }
    }

    fn of(draft: &TargetDraft) -> Self {
        let host = draft.host.as_ref().map_or("", Host::as_str);
        let place = draft.user.as_ref().map_or_else(|| host.to_owned(), |user| format!("{user}@{host}"));
        Self { place, port: draft.port.unwrap_or_else(target::ssh_port).to_string() }
    }

    fn complete(&self, user: &UserName) -> Result<Target, BadTarget> {
        let mut draft = TargetDraft::parse(&self.place)?;
        draft.port = Some(draft.port.map_or_else(|| port(&self.port), Ok)?);
        draft.user.get_or_insert_with(|| user.clone());
        draft.complete()
    }
}

impl Wrong {
    fn of(bad: BadTarget) -> Self {
        match bad {
            BadTarget::Host => Self::Host,
            BadTarget::User => Self::User,
            BadTarget::Port => Self::Port,
            BadTarget::Option => Self::Option,
        }
    }
}

fn port(text: &str) -> Result<u16, BadTarget> {
    if text.trim().is_empty() { Ok(target::ssh_port()) } else { parse_port(text) }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use postern_shared::api::Credential;

    use super::{Draft, HopDraft, Secrets, Wrong};
    use crate::recent::Method;

    #[test]
    fn a_whole_ssh_command_in_the_host_field_fills_the_form() {
        let mut draft =
            Draft { host: "ssh -J ops@bastion:2201 -p 2222 deploy@web-01".into(), ..Draft::default() };
        draft.spread();
        let hop = HopDraft { place: "ops@bastion".into(), port: "2201".into() };
        let spread =
            Draft { host: "web-01".into(), port: "2222".into(), user: "deploy".into(), hops: vec![hop] };
        assert_eq!(draft, spread);
        assert_eq!(draft.command().unwrap(), "ssh -J ops@bastion:2201 -p 2222 deploy@web-01");
    }

    #[test]
    fn a_bare_host_leaves_the_other_fields_alone() {
        let before = Draft { host: "web-01".into(), port: "2200".into(), user: "ops".into(), hops: vec![] };
        let mut draft = before.clone();
        draft.spread();
        assert_eq!(draft, before);
    }

    #[test]
    fn the_first_field_that_is_wrong_is_named() {
        let hop = |place: &str| HopDraft { place: place.into(), port: String::new() };
        let good = Draft { host: "web".into(), port: String::new(), user: "ops".into(), hops: vec![] };
        for (draft, wrong) in [
            (Draft { host: "web 01".into(), ..good.clone() }, Wrong::Host),
            (Draft { host: "ssh -D 1080 web".into(), ..good.clone() }, Wrong::Option),
            (Draft { port: "0".into(), ..good.clone() }, Wrong::Port),
            (Draft { user: " ".into(), ..good.clone() }, Wrong::User),
            (Draft { hops: vec![hop("ok"), hop("-x")], ..good.clone() }, Wrong::Hop(2)),
        ] {
            assert_eq!(draft.places().unwrap_err(), wrong);
        }
        assert!(good.places().is_ok());
    }

    #[test]
    fn a_hop_without_user_signs_in_as_the_user_of_the_target() {
        let hops =
            ["bastion", "", "root@inner"].map(|place| HopDraft { place: place.into(), port: String::new() });
        let draft = Draft { host: "web".into(), port: String::new(), user: "ops".into(), hops: hops.into() };
        let (_, hops) = draft.places().unwrap();
        let hops: Vec<String> = hops.iter().map(ToString::to_string).collect();
        assert_eq!(hops, ["ops@bastion", "root@inner"]);
    }

    #[test]
    fn the_credential_is_the_one_that_was_chosen() {
        let draft = Draft { host: "web".into(), port: String::new(), user: "ops".into(), hops: vec![] };
        let secrets =
            |method| Secrets { method, password: "p".into(), key: "k".into(), passphrase: String::new() };
        let credential = |method| draft.request(secrets(method)).map(|request| request.credential);
        assert!(
            matches!(credential(Method::Password), Ok(Credential::Password { password }) if password == "p")
        );
        assert!(
            matches!(credential(Method::Key), Ok(Credential::Key { key, passphrase: None }) if key == "k")
        );
        assert!(matches!(credential(Method::Interactive), Ok(Credential::Interactive)));
        let none = Secrets { method: Method::Key, ..Secrets::default() };
        assert!(matches!(draft.request(none), Err(Wrong::Key)));
    }
}

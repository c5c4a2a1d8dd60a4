//! What went wrong, told to a person in their language: what happened, and what they can do next.

use postern_shared::api::{FileFault, KeyFault, Problem, SessionEnd, TooManyOf, UnreachableWhy};
use postern_shared::target::Host;

use crate::net::NetError;
use crate::sign_in::Fault;
use crate::words::{Locale, td_string};

/// Most of what a script said that is repeated in a sentence, in characters.
const SAID_CHARS: usize = 200;

/// Two sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// What happened.
    pub(crate) what: String,
    /// What to do next.
    pub(crate) next: String,
}

fn told(what: impl Into<String>, next: impl Into<String>) -> Told {
    Told { what: what.into(), next: next.into() }
}

/// Tells why signing in failed.
pub(crate) fn tell_fault(l: Locale, fault: &Fault) -> Told {
    match fault {
        Fault::Problem(problem) => tell(l, problem),
        Fault::NoRelay => told(td_string!(l, problem.no_relay), td_string!(l, problem.no_relay_next)),
        Fault::Garbled => told(td_string!(l, problem.garbled), td_string!(l, problem.garbled_next)),
    }
}

/// Tells why a request had no result.
pub(crate) fn tell_net(l: Locale, error: &NetError) -> Told {
    match error {
        NetError::Problem(problem) => tell(l, problem),
        NetError::Unreachable => tell_fault(l, &Fault::NoRelay),
        NetError::Garbled => tell_fault(l, &Fault::Garbled),
        NetError::Unreadable => {
            told(td_string!(l, problem.unreadable), td_string!(l, problem.unreadable_next))
        }
        NetError::Cancelled => told("", ""),
    }
}

/// Tells a problem.
pub(crate) fn tell(l: Locale, problem: &Problem) -> Told {
    match problem {
        Problem::Unreachable { host, port, why, via } => {
            unreachable(l, &place(host, *port), *why, via.as_ref())
        }
        Problem::TimedOut { host, port, seconds, .. } => told(
            td_string!(l, problem.timed_out, place = place(host, *port), seconds = *seconds),
            td_string!(l, problem.timed_out_next),
        ),
        Problem::NameNotFound { host } => told(
            td_string!(l, problem.name_not_found, host = host.to_string()),
            td_string!(l, problem.name_not_found_next),
        ),
        Problem::TargetDenied { host, port } => told(
            td_string!(l, problem.target_denied, place = place(host, *port)),
            td_string!(l, problem.target_denied_next),
        ),
        Problem::HandshakeFailed { host, port, reason } => told(
            td_string!(l, problem.handshake, place = place(host, *port)),
            td_string!(l, problem.handshake_next, reason = reason.clone()),
        ),
        Problem::CredentialsRefused { place, tried, methods } => {
            let (host, user) = (place.host.to_string(), place.user.to_string());
            let what = match tried.last().map(String::as_str) {
                Some("password") => td_string!(l, problem.password_refused, host = host, user = user),
                Some("publickey") => td_string!(l, problem.key_refused, host = host, user = user),
                _ => td_string!(l, problem.credential_refused, host = host, user = user),
            };
            let others: Vec<&str> =
                methods.iter().filter(|method| !tried.contains(method)).map(String::as_str).collect();
            let next = match others.as_slice() {
                [] => td_string!(l, problem.check_credential).to_string(),
                _ => td_string!(l, problem.also_takes, methods = others.join(", ")),
            };
            told(what, next)
        }
        Problem::KeyUnusable { why } => key_unusable(l, *why),
        Problem::TooMany { of, retry_after } => {
            let what = match of {
                TooManyOf::SignIns => td_string!(l, problem.too_many_sign_ins),
                TooManyOf::Sessions | TooManyOf::Channels | TooManyOf::Attachments | TooManyOf::Transfers => {
                    td_string!(l, problem.too_many)
                }
            };
            told(what, td_string!(l, problem.too_many_next, seconds = *retry_after))
        }
        Problem::SessionGone { why } => {
            let what = match why {
                SessionEnd::Closed => td_string!(l, problem.session_closed),
                SessionEnd::Expired => td_string!(l, problem.session_expired),
                SessionEnd::LinkLost => td_string!(l, problem.session_link_lost),
                SessionEnd::ShutDown => td_string!(l, problem.session_shut_down),
            };
            told(what, td_string!(l, problem.sign_in_again))
        }
        Problem::LinkLost { reason } => told(
            td_string!(l, problem.session_link_lost),
            td_string!(l, problem.said, reason = reason.clone()),
        ),
        Problem::ChannelRefused { reason } => {
            told(td_string!(l, problem.channel_refused), td_string!(l, problem.said, reason = reason.clone()))
        }
        Problem::FileRefused { path, why, reason } => file_refused(l, path.clone(), *why, reason.clone()),
        _ => plain(l, problem),
    }
}

fn file_refused(l: Locale, path: String, why: FileFault, reason: String) -> Told {
    match why {
        FileFault::NotFound => told(
            td_string!(l, problem.file_not_found, path = path),
            td_string!(l, problem.file_not_found_next),
        ),
        FileFault::Exists => {
            told(td_string!(l, problem.file_exists, path = path), td_string!(l, problem.file_exists_next))
        }
        FileFault::Denied => {
            told(td_string!(l, problem.file_denied, path = path), td_string!(l, problem.file_denied_next))
        }
        FileFault::NotAFile => told(
            td_string!(l, problem.file_not_a_file, path = path),
            td_string!(l, problem.file_not_a_file_next),
        ),
        FileFault::NoSpace => {
            told(td_string!(l, problem.file_no_space, path = path), td_string!(l, problem.file_no_space_next))
        }
        FileFault::Changed => {
            told(td_string!(l, problem.file_changed, path = path), td_string!(l, problem.file_again))
        }
        FileFault::Checksum => {
            told(td_string!(l, problem.file_damaged, path = path), td_string!(l, problem.file_again))
        }
        FileFault::Other => {
            told(td_string!(l, problem.file_other, path = path), td_string!(l, problem.said, reason = reason))
        }
    }
}

/// Problems without facts a person would need.
fn plain(l: Locale, problem: &Problem) -> Told {
    match problem {
        Problem::TokenRefused => told(td_string!(l, problem.token), td_string!(l, problem.sign_in_again)),
        Problem::ChannelGone => told(td_string!(l, problem.channel_gone), ""),
        Problem::ChallengeGone => {
            told(td_string!(l, problem.challenge_gone), td_string!(l, problem.sign_in_again))
        }
        Problem::ShuttingDown => {
            told(td_string!(l, problem.shutting_down), td_string!(l, problem.shutting_down_next))
        }
        Problem::OriginRefused => told(td_string!(l, problem.origin), td_string!(l, problem.origin_next)),
        Problem::BadRequest { reason } => {
            told(td_string!(l, problem.request), td_string!(l, problem.said, reason = reason.clone()))
        }
        Problem::NoSftp => told(td_string!(l, problem.no_sftp), td_string!(l, problem.no_sftp_next)),
        Problem::TicketGone => {
            told(td_string!(l, problem.ticket_gone), td_string!(l, problem.ticket_gone_next))
        }
        Problem::ScriptFailed { said, .. } if said.trim().is_empty() => {
            told(td_string!(l, computer.broken_off), td_string!(l, computer.not_kept))
        }
        Problem::ScriptFailed { said, .. } => told(
            td_string!(l, computer.script_failed),
            td_string!(l, problem.said, reason = shown_said(said)),
        ),
        Problem::Internal => told(td_string!(l, problem.internal), td_string!(l, problem.internal_next)),
        // What the page itself never provokes, or asks about in a dialog of its own.
        other => told(td_string!(l, problem.request), td_string!(l, problem.said, reason = other.detail())),
    }
}

/// The last line of what a script said: the first may be one of many warnings, and that of `tar` says no more than that
/// there were others.
fn shown_said(said: &str) -> String {
    let says = |line: &&str| !line.trim().is_empty() && !line.ends_with("due to previous errors");
    let last = said.lines().rfind(says).unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(SAID_CHARS).collect()
}

fn unreachable(l: Locale, place: &str, why: UnreachableWhy, via: Option<&Host>) -> Told {
    let place = place.to_owned();
    match (why, via) {
        (UnreachableWhy::Refused, None) => {
            told(td_string!(l, problem.refused, place = place), td_string!(l, problem.refused_next))
        }
        (UnreachableWhy::Refused, Some(hop)) => told(
            td_string!(l, problem.refused, place = place),
            td_string!(l, problem.refused_via, hop = hop.to_string()),
        ),
        (UnreachableWhy::NoRoute, _) => {
            told(td_string!(l, problem.no_route, place = place), td_string!(l, problem.no_route_next))
        }
        (UnreachableWhy::Reset, _) => {
            told(td_string!(l, problem.reset, place = place), td_string!(l, problem.reset_next))
        }
        (UnreachableWhy::Other, _) => {
            told(td_string!(l, problem.unreachable, place = place), td_string!(l, problem.unreachable_next))
        }
    }
}

fn key_unusable(l: Locale, why: KeyFault) -> Told {
    match why {
        KeyFault::PassphraseNeeded => {
            told(td_string!(l, problem.passphrase_needed), td_string!(l, problem.passphrase_needed_next))
        }
        KeyFault::PassphraseWrong => {
            told(td_string!(l, problem.passphrase_wrong), td_string!(l, problem.passphrase_wrong_next))
        }
        KeyFault::Unreadable => {
            told(td_string!(l, problem.key_unreadable), td_string!(l, problem.key_unreadable_next))
        }
    }
}

/// A host with its port, brackets where they are needed.
pub(crate) fn place(host: &Host, port: u16) -> String {
    if host.as_str().contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

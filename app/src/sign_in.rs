//! The way from a filled-in form to an open session: decides what to ask next, never asks itself.

use postern_shared::api::{
    AcceptedHostKey, Answers, Challenge, OpenSession, Problem, SessionInfo, SignIn, Stage,
};
use postern_shared::hostkey::HostKey;
use postern_shared::target::Host;

use crate::net::{Key, NetError};

/// Where signing in stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// The form waits, perhaps with what went wrong.
    Form(Option<Fault>),
    /// The relay is at work.
    Busy(Progress),
    /// A host shows a key nobody has accepted yet.
    NewHost(NewHost, Progress),
    /// A host shows a key it must not show. There is no way on.
    WrongHost(WrongHost),
    /// The target asks something.
    Code(Key, Challenge, Progress),
    /// Signed in.
    Open(Key, SessionInfo),
}

/// Why signing in failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The relay says why.
    Problem(Problem),
    /// The relay cannot be reached.
    NoRelay,
    /// What answered is no relay of this version.
    Garbled,
}

/// A host key question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewHost {
    /// Whose key.
    pub(crate) host: Host,
    /// Its port.
    pub(crate) port: u16,
    /// The hop it was reached through.
    pub(crate) via: Option<Host>,
    /// The key it shows.
    pub(crate) key: HostKey,
}

/// A host whose key is not the one it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrongHost {
    /// Whose key.
    pub(crate) host: Host,
    /// The keys known so far.
    pub(crate) known: Vec<HostKey>,
    /// The key it shows.
    pub(crate) shown: HostKey,
    /// Whether the key was revoked, and not just another one.
    pub(crate) is_revoked: bool,
    /// The whole of it in English, for whoever is told of it.
    pub(crate) details: String,
}

/// How far the way to the target has been gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Every host on the way, the target last, with the milliseconds it took to reach it where known.
    pub(crate) hosts: Vec<(Host, Option<u64>)>,
    /// How many of them have been reached.
    pub(crate) reached: usize,
    /// What is going on.
    pub(crate) at: At,
}

/// A stage of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum At {
    /// Reaching hosts.
    Reaching,
    /// Comparing a host key.
    HostKey,
    /// Proving who is there.
    SigningIn,
}

/// What to ask the relay.
pub(crate) enum Ask {
    /// Sign in.
    Open(OpenSession),
    /// Answer the challenge.
    Answer(Key, Answers),
    /// Forget the session that is half open.
    Close(Key),
}

/// Host keys the person accepted, with the way they were shown on: another way asks again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Accepted {
    way: Vec<(Host, u16)>,
    keys: Vec<AcceptedHostKey>,
}

/// One attempt to sign in. Dropped, it forgets the credential.
pub(crate) struct Attempt {
    request: OpenSession,
    step: Step,
    /// The session to be that waits for answers.
    half_open: Option<Key>,
}

impl Attempt {
    /// Begins, knowing what was accepted before.
    pub(crate) fn new(mut request: OpenSession, accepted: Accepted) -> (Self, Ask) {
        if accepted.way == way(&request) {
            request.accept = accepted.keys;
        }
        let step = Step::Busy(Progress::new(&request));
        (Self { request: request.clone(), step, half_open: None }, Ask::Open(request))
    }

    /// What the person has accepted.
    pub(crate) fn accepted(&self) -> Accepted {
        Accepted { way: way(&self.request), keys: self.request.accept.clone() }
    }

    /// Where it stands.
    pub(crate) fn step(&self) -> &Step {
        &self.step
    }

    /// The relay replied.
    pub(crate) fn replied(&mut self, reply: Result<SignIn, NetError>) {
        self.half_open = match &reply {
            Ok(reply @ SignIn::Challenge { .. }) => Some(Key::of(reply)),
            _ => None,
        };
        self.step = match reply {
            Ok(SignIn::Open { session, token, info }) => Step::Open(Key { session, token }, info),
            Ok(SignIn::Challenge { session, token, challenge, stages }) => {
                let progress = Progress::new(&self.request).with_stages(&stages);
                Step::Code(Key { session, token }, challenge, progress)
            }
            Err(NetError::Problem(Problem::HostKeyUnknown { host, port, via, key })) => {
                let progress = Progress::new(&self.request).at_key_of(&host, port, &self.request);
                Step::NewHost(NewHost { host, port, via, key }, progress)
            }
            Err(NetError::Problem(problem)) => match WrongHost::of(&problem) {
                Some(wrong) => Step::WrongHost(wrong),
                None => Step::Form(Some(Fault::Problem(problem))),
            },
            Err(NetError::Unreachable) => Step::Form(Some(Fault::NoRelay)),
            Err(NetError::Garbled) => Step::Form(Some(Fault::Garbled)),
            Err(NetError::Cancelled | NetError::Unreadable) => Step::Form(None),
        };
    }

    /// The person accepts the host key: for this session, or for good.
    pub(crate) fn accept(&mut self, remember: bool) -> Option<Ask> {
        let Step::NewHost(question, progress) = &self.step else { return None };
        let NewHost { host, port, key, .. } = question.clone();
        let progress = Progress { at: At::Reaching, ..progress.clone() };
        let fingerprint = key.fingerprint;
        self.request.accept.push(AcceptedHostKey { host, port, fingerprint, remember });
        self.step = Step::Busy(progress);
        Some(Ask::Open(self.request.clone()))
    }

    /// The person answers the challenge.
    pub(crate) fn answer(&mut self, answers: Vec<String>) -> Option<Ask> {
        let Step::Code(key, challenge, progress) = &self.step else { return None };
        let ask = Ask::Answer(key.clone(), Answers { round: challenge.round, answers });
        self.step = Step::Busy(progress.clone());
        Some(ask)
    }

    /// The person has enough of it.
    pub(crate) fn cancel(&mut self) -> Option<Ask> {
        self.step = Step::Form(None);
        self.half_open.take().map(Ask::Close)
    }
}

/// Every host and port on the way to the target, the target last.
fn way(request: &OpenSession) -> Vec<(Host, u16)> {
    let places = request.hops.iter().chain([&request.target]);
    places.map(|place| (place.host.clone(), place.port)).collect()
}

impl WrongHost {
    fn of(problem: &Problem) -> Option<Self> {
        let (host, known, shown, is_revoked) = match problem {
            Problem::HostKeyChanged { host, known, shown, .. } => (host, known.clone(), shown, false),
            Problem::HostKeyRevoked { host, shown, .. } => (host, Vec::new(), shown, true),
            _ => return None,
        };
        let (host, shown) = (host.clone(), shown.clone());
        Some(Self { host, known, shown, is_revoked, details: problem.detail() })
    }
}

impl Progress {
    fn new(request: &OpenSession) -> Self {
        let places = request.hops.iter().chain([&request.target]);
        let hosts = places.map(|place| (place.host.clone(), None)).collect();
        Self { hosts, reached: 0, at: At::Reaching }
    }

    fn with_stages(mut self, stages: &[Stage]) -> Self {
        for ((_, millis), stage) in self.hosts.iter_mut().zip(stages) {
            *millis = Some(stage.millis);
        }
        self.reached = stages.len().min(self.hosts.len());
        self.at = At::SigningIn;
        self
    }

    fn at_key_of(mut self, host: &Host, port: u16, request: &OpenSession) -> Self {
        let mut places = request.hops.iter().chain([&request.target]);
        let position = places.position(|place| place.host == *host && place.port == port);
        self.reached = position.map_or(0, |position| position + 1);
        self.at = At::HostKey;
        self
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use postern_shared::api::{
        Challenge, Credential, OpenSession, Problem, Prompt, SignIn, Stage, UnreachableWhy,
    };
    use postern_shared::hostkey::{Fingerprint, HostKey};
    use postern_shared::target::{Host, Target, TargetDraft};

    use super::{Accepted, Ask, At, Attempt, Fault, Step};
    use crate::net::NetError;

    #[test]
    fn every_host_on_the_way_is_asked_about_and_remembered_as_accepted() {
        let (mut attempt, _) = Attempt::new(request(), Accepted::default());
        for (nth, host) in ["bastion", "web-01"].into_iter().enumerate() {
            attempt.replied(Err(NetError::Problem(unknown(host))));
            let Step::NewHost(question, progress) = attempt.step() else { panic!("{:?}", attempt.step()) };
            assert_eq!(question.host.as_str(), host);
            assert_eq!((progress.reached, progress.at), (nth + 1, At::HostKey));
            let Some(Ask::Open(again)) = attempt.accept(nth == 1) else { panic!("asks again") };
            let accepted: Vec<_> = again.accept.iter().map(|key| (key.host.as_str(), key.remember)).collect();
            assert_eq!(accepted, [("bastion", false), ("web-01", true)][..=nth]);
        }
        assert!(matches!(attempt.step(), Step::Busy(_)));
    }

    #[test]
    fn a_changed_host_key_leaves_no_way_on() {
        let (mut attempt, _) = Attempt::new(request(), Accepted::default());
        let changed =
            Problem::HostKeyChanged { host: host("web-01"), port: 22, known: vec![], shown: host_key() };
        attempt.replied(Err(NetError::Problem(changed)));
        assert!(matches!(attempt.step(), Step::WrongHost(wrong) if wrong.shown == host_key()));
        assert!(attempt.accept(true).is_none());
        assert!(attempt.answer(vec![]).is_none());
    }

    #[test]
    fn answers_carry_the_round_they_belong_to_and_further_rounds_follow() {
        let (mut attempt, _) = Attempt::new(request(), Accepted::default());
        for round in 1..=3 {
            attempt.replied(Ok(challenge(round)));
            let Step::Code(_, _, progress) = attempt.step() else { panic!("{:?}", attempt.step()) };
            assert_eq!(progress.hosts[0].1, Some(11));
            let Some(Ask::Answer(key, answers)) = attempt.answer(vec!["123456".into()]) else {
                panic!("answers")
            };
            assert_eq!((key.token.as_str(), answers.round), ("t", round));
        }
    }

    #[test]
    fn cancelling_a_question_closes_the_session_that_is_half_open() {
        let (mut attempt, _) = Attempt::new(request(), Accepted::default());
        attempt.replied(Ok(challenge(1)));
        assert!(matches!(attempt.cancel(), Some(Ask::Close(key)) if key.session == "s"));
        assert_eq!(attempt.step(), &Step::Form(None));
        assert!(attempt.cancel().is_none());
    }

    #[test]
    fn cancelling_while_an_answer_is_checked_closes_it_too() {
        let (mut attempt, _) = Attempt::new(request(), Accepted::default());
        attempt.replied(Ok(challenge(1)));
        attempt.answer(vec!["123456".into()]).unwrap();
        assert!(matches!(attempt.cancel(), Some(Ask::Close(key)) if key.token == "t"));
    }

    #[test]
    fn an_accepted_host_key_is_not_asked_about_again_on_the_same_way() {
        let (mut attempt, _) = Attempt::new(request(), Accepted::default());
        attempt.replied(Err(NetError::Problem(unknown("bastion"))));
        attempt.accept(false).unwrap();
        let accepted = attempt.accepted();
        let another_user = OpenSession { target: place("root@web-01"), ..request() };
        let another_port = OpenSession { target: place("ops@web-01:2222"), ..request() };
        let no_hop = OpenSession { hops: vec![], ..request() };
        for (request, known) in [(another_user, 1), (another_port, 0), (no_hop, 0)] {
            let (_, Ask::Open(again)) = Attempt::new(request, accepted.clone()) else { panic!("asks") };
            assert_eq!(again.accept.len(), known);
        }
    }

    #[test]
    fn a_failure_leads_back_to_the_form_with_its_reason() {
        let (mut attempt, _) = Attempt::new(request(), Accepted::default());
        let refused = Problem::Unreachable {
            host: host("web-01"),
            port: 22,
            why: UnreachableWhy::Refused,
            via: Some(host("bastion")),
        };
        for (error, fault) in [
            (NetError::Problem(refused.clone()), Some(Fault::Problem(refused))),
            (NetError::Unreachable, Some(Fault::NoRelay)),
            (NetError::Garbled, Some(Fault::Garbled)),
            (NetError::Cancelled, None),
        ] {
            attempt.replied(Err(error));
            assert_eq!(attempt.step(), &Step::Form(fault));
        }
    }

    fn request() -> OpenSession {
        let (target, hops) = (place("ops@web-01"), vec![place("ops@bastion")]);
        OpenSession { target, hops, credential: Credential::Interactive, accept: vec![] }
    }

    fn place(text: &str) -> Target {
        TargetDraft::parse(text).unwrap().complete().unwrap()
    }

    fn host(text: &str) -> Host {
        Host::parse(text).unwrap()
    }

    fn host_key() -> HostKey {
        HostKey { algorithm: "ssh-ed25519".into(), bits: 256, fingerprint: Fingerprint::new([7; 32]) }
    }

    fn unknown(name: &str) -> Problem {
        Problem::HostKeyUnknown { host: host(name), port: 22, via: None, key: host_key() }
    }

    fn challenge(round: u32) -> SignIn {
        SignIn::Challenge {
            session: "s".into(),
            token: "t".into(),
            challenge: Challenge {
                place: place("ops@web-01"),
                round,
                name: String::new(),
                instructions: String::new(),
                prompts: vec![Prompt { text: "Verification code:".into(), echo: true }],
            },
            stages: vec![Stage { host: host("bastion"), millis: 11 }],
        }
    }
}

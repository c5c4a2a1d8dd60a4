//! Jump hosts: every hop reached through the last, checked against its own name, and named when it fails.

use postern_shared::api::{Credential, OpenSession, Problem, SignIn, UnreachableWhy};
use postern_testkit::{Login, PASSWORD, Session, TestRelay, TestSshd, accepted, free_port, request, target};

#[tokio::test]
async fn a_target_is_reached_through_two_hops() {
    let relay = TestRelay::start(&[]);
    let [first, second, last] = [Login::Password; 3].map(TestSshd::start);
    let asked = through(&[&first, &second], &last);
    let session = open(&relay, &asked).await;
    assert_eq!(session.info.hops, asked.hops);
    let hosts: Vec<_> = session.info.stages.iter().map(|stage| stage.host.as_str().to_owned()).collect();
    assert_eq!(hosts, ["127.0.0.1"; 3]);
    let mut shell = session.shell().await;
    shell.prompt().await;
    assert_eq!(shell.line("echo here").await, "here\n");
    assert_eq!(session.run("echo there").await.stdout, b"there\n");
    assert!(first.log().contains(&format!("127.0.0.1 port {}", second.port())), "{}", first.log());
    assert!(second.log().contains(&format!("127.0.0.1 port {}", last.port())), "{}", second.log());
}

#[tokio::test]
async fn the_targets_name_is_resolved_at_the_hop_and_its_key_kept_under_that_name() {
    let relay = TestRelay::start(&[]);
    let [hop, last] = [Login::Password; 2].map(TestSshd::start);
    let place = target("localhost", last.port());
    let mut asked = through(&[&hop], &last);
    asked.target = place.clone();
    asked.accept.push(accepted(&last, &place));
    asked.accept.iter_mut().for_each(|accept| accept.remember = true);
    open(&relay, &asked).await;
    let known = std::fs::read_to_string(relay.data().join("known_hosts")).unwrap();
    assert!(known.contains(&format!("[localhost]:{} ", last.port())), "{known}");
    assert!(known.contains(&format!("[127.0.0.1]:{} ", hop.port())), "{known}");
}

#[tokio::test]
async fn an_unknown_key_on_the_way_is_asked_about_by_the_name_of_its_own_place() {
    let relay = TestRelay::start(&[]);
    let [hop, last] = [Login::Password; 2].map(TestSshd::start);
    let all = through(&[&hop], &last);
    let unknown = |sshd: &TestSshd, via| Problem::HostKeyUnknown {
        host: sshd.target().host,
        port: sshd.port(),
        via,
        key: sshd.host_key(),
    };
    let asked = OpenSession { accept: Vec::new(), ..all.clone() };
    assert_eq!(relay.client().open(&asked).await.unwrap_err(), unknown(&hop, None));
    let asked = OpenSession { accept: vec![accepted(&hop, &hop.target())], ..all.clone() };
    let problem = relay.client().open(&asked).await.unwrap_err();
    assert_eq!(problem, unknown(&last, Some(hop.target().host)));
    let asked = OpenSession { accept: vec![accepted(&last, &last.target())], ..all };
    assert_eq!(relay.client().open(&asked).await.unwrap_err(), unknown(&hop, None));
}

#[tokio::test]
async fn a_changed_key_of_a_hop_stops_the_way_there() {
    let relay = TestRelay::start(&[]);
    let [mut hop, last] = [Login::Password; 2].map(TestSshd::start);
    let mut asked = through(&[&hop], &last);
    asked.accept.iter_mut().for_each(|accept| accept.remember = true);
    open(&relay, &asked).await;
    let before = hop.host_key();
    hop.change_host_key();
    let problem = relay.client().open(&asked).await.unwrap_err();
    let Problem::HostKeyChanged { port, known, shown, .. } = problem else { panic!("{problem:?}") };
    assert_eq!((port, known, shown), (hop.port(), vec![before], hop.host_key()));
}

#[tokio::test]
async fn the_place_that_refuses_the_credential_is_named() {
    let relay = TestRelay::start(&[]);
    let (hop, last) = (TestSshd::start(Login::Password), TestSshd::start(Login::Key));
    let problem = relay.client().open(&through(&[&hop], &last)).await.unwrap_err();
    let Problem::CredentialsRefused { place, .. } = problem else { panic!("{problem:?}") };
    assert_eq!(place, last.target());
    let problem = relay.client().open(&through(&[&last], &hop)).await.unwrap_err();
    let Problem::CredentialsRefused { place, .. } = problem else { panic!("{problem:?}") };
    assert_eq!(place, last.target());
}

#[tokio::test]
async fn what_cannot_be_reached_from_a_hop_says_from_where() {
    let relay = TestRelay::start(&[]);
    let [hop, last] = [Login::Password; 2].map(TestSshd::start);
    let mut asked = through(&[&hop], &last);
    asked.target.port = free_port();
    let problem = relay.client().open(&asked).await.unwrap_err();
    let Problem::Unreachable { port, via, .. } = &problem else { panic!("{problem:?}") };
    assert_eq!((*port, via), (asked.target.port, &Some(hop.target().host)));
    let mut asked = through(&[&hop], &last);
    asked.hops[0].port = free_port();
    let problem = relay.client().open(&asked).await.unwrap_err();
    assert!(
        matches!(problem, Problem::Unreachable { why: UnreachableWhy::Refused, via: None, .. }),
        "{problem:?}"
    );
}

#[tokio::test]
async fn a_hop_that_forbids_forwarding_is_told_from_a_target_that_is_down() {
    let relay = TestRelay::start(&[]);
    let hop = TestSshd::start_with(Login::Password, "AllowTcpForwarding no");
    let last = TestSshd::start(Login::Password);
    let problem = relay.client().open(&through(&[&hop], &last)).await.unwrap_err();
    assert!(
        matches!(
            problem,
            Problem::ChannelRefused { .. }
                | Problem::Unreachable { why: UnreachableWhy::Other, via: Some(_), .. }
        ),
        "{problem:?}"
    );
}

#[tokio::test]
async fn the_policy_holds_behind_a_hop_too() {
    let [hop, last] = [Login::Password; 2].map(TestSshd::start);
    let relay = TestRelay::start(&["--deny-targets", &format!("127.0.0.1:{}", last.port())]);
    let problem = relay.client().open(&through(&[&hop], &last)).await.unwrap_err();
    assert_eq!(problem, Problem::TargetDenied { host: last.target().host, port: last.port() });
    assert!(!hop.log().contains("Connection from"), "nothing is dialled on the way to what is denied");
}

#[tokio::test]
async fn more_hops_than_are_allowed_are_refused_before_anything_is_dialled() {
    let relay = TestRelay::start(&[]);
    let hop = TestSshd::start(Login::Password);
    let asked = through(&[&hop; 9], &hop);
    let problem = relay.client().open(&asked).await.unwrap_err();
    assert!(matches!(problem, Problem::BadRequest { .. }), "{problem:?}");
    assert!(!hop.log().contains("Connection from"));
    let open = relay.client().open(&through(&[&hop; 8], &hop)).await;
    assert!(matches!(open, Ok(SignIn::Open { .. })), "{open:?}");
}

#[tokio::test]
async fn a_hop_that_dies_ends_the_channels_behind_it() {
    let relay = TestRelay::start(&[]);
    let [mut hop, last] = [Login::Password; 2].map(TestSshd::start);
    let session = open(&relay, &through(&[&hop], &last)).await;
    let mut shell = session.shell().await;
    shell.prompt().await;
    hop.stop();
    let (code, problem) = shell.closed().await;
    assert_eq!(code, Some(4003));
    assert!(matches!(problem, Some(Problem::LinkLost { .. })), "{problem:?}");
}

fn through(hops: &[&TestSshd], last: &TestSshd) -> OpenSession {
    let mut asked = request(last, Credential::Password { password: PASSWORD.into() });
    asked.hops = hops.iter().map(|hop| hop.target()).collect();
    asked.accept.extend(hops.iter().map(|hop| accepted(hop, &hop.target())));
    asked
}

async fn open(relay: &TestRelay, asked: &OpenSession) -> Session {
    match relay.client().open(asked).await {
        Ok(SignIn::Open { session, token, info }) => {
            Session { client: relay.client(), id: session, token, info }
        }
        other => panic!("{other:?}"),
    }
}

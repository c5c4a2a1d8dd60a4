//! Rules of a firewall, in a network of the test's own.

use postern_shared::script::network::{
    Chain, DropRule, ListRules, Network, Port, Protocol, Rule, SetPort, Verdict, Wall,
};
use postern_shared::script::{Action as _, Failure, Remedy, Risk};

use super::desk::{Desk, Refused, Userland};
use super::yard::Yard;

const RULES: &str = r#"nft -f - <<'END'
table inet filter {
  chain input {
    type filter hook input priority 0; policy accept;
    ct state established,related accept
    tcp dport { 80, 443 } accept comment "it is the $(web)"
    udp dport 53 drop
  }
}
END"#;

fn set(wall: Wall, verdict: Verdict, port: u16, from: Option<&str>) -> SetPort {
    SetPort {
        wall,
        verdict,
        port: Port(port),
        protocol: Protocol::Tcp,
        from: from.map(|from| Network::parse(from).unwrap()),
        chain: Chain::parse("inet filter input"),
        own: Port(22),
    }
}

/// What one tool keeps: this machine may have others.
async fn rules(desk: &Desk, wall: Wall) -> Vec<Rule> {
    desk.act(&ListRules).await.into_iter().filter(|rule| rule.wall == wall).collect()
}

async fn texts(desk: &Desk, wall: Wall) -> Vec<String> {
    rules(desk, wall).await.into_iter().map(|rule| rule.text).collect()
}

#[tokio::test]
async fn a_port_opens_and_closes_with_nftables() {
    let yard = Yard::start();
    yard.run(RULES);
    let desk = yard.desk(Userland::Gnu).await;
    let before = texts(&desk, Wall::Nft).await;
    assert_eq!(before[2], r#"tcp dport { 80, 443 } accept comment "it is the $(web)""#);
    for (set, text) in [
        (set(Wall::Nft, Verdict::LetIn, 8080, None), "tcp dport 8080 accept"),
        (set(Wall::Nft, Verdict::Refuse, 8080, None), "tcp dport 8080 drop"),
        (set(Wall::Nft, Verdict::LetIn, 53, Some("10.1.2.3/8")), "ip saddr 10.0.0.0/8 tcp dport 53 accept"),
        (
            set(Wall::Nft, Verdict::LetIn, 53, Some("2001:db8::1/128")),
            "ip6 saddr 2001:db8::1 tcp dport 53 accept",
        ),
    ] {
        desk.act(&set).await;
        let after = texts(&desk, Wall::Nft).await;
        // Before all others, behind what the chain says of itself.
        assert_eq!((&after[0], &*after[1], &after[2..]), (&before[0], text, &before[1..]));
        desk.undo(&set).await;
        assert_eq!(texts(&desk, Wall::Nft).await, before);
    }
    let nowhere =
        SetPort { chain: Chain::parse("inet nowhere input"), ..set(Wall::Nft, Verdict::LetIn, 1, None) };
    assert_eq!(desk.refused(&nowhere).await.failure, Failure::Failed);
}

#[tokio::test]
async fn what_is_closed_lets_nobody_in_until_it_is_open_again() {
    let yard = Yard::start();
    yard.run(RULES);
    let _server = yard.neighbour(
        "python3 -c 'import socket, sys; it = socket.create_server((\"127.0.0.1\", 8080)); print(\"ready\", flush=True); sys.stdin.read()'",
    );
    let desk = yard.desk(Userland::Gnu).await;
    let answers = || yard.run("timeout 1 bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080' && echo yes || echo no");
    assert_eq!(answers(), "yes\n");
    let close = set(Wall::Nft, Verdict::Refuse, 8080, None);
    let said = desk.run(close.preview(&desk.tools).unwrap().script()).await.stdout;
    assert!(String::from_utf8(said).unwrap().contains("python3"), "who listens there is said before");
    desk.act(&close).await;
    assert_eq!(answers(), "no\n");
    desk.undo(&close).await;
    assert_eq!(answers(), "yes\n");
}

#[tokio::test]
async fn a_rule_of_nftables_goes_and_comes_back_to_its_place() {
    let yard = Yard::start();
    yard.run(RULES);
    let desk = yard.desk(Userland::Gnu).await;
    let before = rules(&desk, Wall::Nft).await;
    for number in 1..before.len() {
        let rule: Rule = rules(&desk, Wall::Nft).await.swap_remove(number);
        let drop = DropRule { is_own: rule.may_hold(Port(22)), rule };
        desk.act(&drop).await;
        let after = texts(&desk, Wall::Nft).await;
        assert_eq!(after.len(), before.len() - 1);
        assert!(!after.contains(&drop.rule.text));
        desk.undo(&drop).await;
        assert_eq!(
            texts(&desk, Wall::Nft).await,
            before.iter().map(|rule| rule.text.clone()).collect::<Vec<_>>()
        );
        let gone = desk.refused(&drop).await;
        assert_eq!(gone, Refused { failure: Failure::Failed, remedy: Some(Remedy::ReadAgain) });
    }
}

#[tokio::test]
async fn a_port_opens_and_closes_with_ufw() {
    let yard = Yard::start();
    yard.run(
        "mkdir /tmp/ufw-$$; mount -t tmpfs tmpfs /tmp/ufw-$$; cp -a /etc/ufw/. /tmp/ufw-$$; \
         mount --bind /tmp/ufw-$$ /etc/ufw; umount /tmp/ufw-$$; rmdir /tmp/ufw-$$; \
         ufw --force reset >&2; ufw --force enable >&2; ufw allow 22/tcp; ufw allow from 10.0.0.0/8 to any port 53 proto udp comment 'the house' >&2",
    );
    let desk = yard.desk(Userland::Gnu).await;
    let said = async || texts(&desk, Wall::Ufw).await;
    assert!(rules(&desk, Wall::Ufw).await.iter().all(|rule| rule.is_active));
    let before = said().await;
    assert_eq!(before[3..], ["allow 22/tcp", "allow from 10.0.0.0/8 to any port 53 proto udp  # the house"]);
    for set in [
        set(Wall::Ufw, Verdict::LetIn, 8080, None),
        set(Wall::Ufw, Verdict::LetIn, 8080, Some("2001:db8::/32")),
        set(Wall::Ufw, Verdict::Refuse, 8080, None),
    ] {
        desk.act(&set).await;
        let after = said().await;
        assert!(after.iter().any(|text| text.contains("8080")), "{after:?}");
        desk.refused(&set).await;
        desk.undo(&set).await;
        assert_eq!(said().await, before);
    }
    // What is there already is not made, and so not taken back.
    let dns = SetPort { protocol: Protocol::Udp, ..set(Wall::Ufw, Verdict::LetIn, 53, Some("10.0.0.0/8")) };
    desk.refused(&dns).await;
    assert_eq!(said().await, before);
    for (text, is_own) in [(&before[3], true), (&before[4], false)] {
        let rule = rules(&desk, Wall::Ufw).await.into_iter().find(|rule| rule.text == *text).unwrap();
        let drop = DropRule { is_own: rule.may_hold(Port(22)), rule };
        assert_eq!(drop.is_own, is_own);
        desk.act(&drop).await;
        assert!(!said().await.contains(&drop.rule.text));
        desk.undo(&drop).await;
        assert_eq!(said().await.len(), before.len());
    }
}

/// A daemon of firewalld's with a bus and a configuration of its own, which ends with all it began.
const FIREWALLD: &str = r#"
mount -t tmpfs tmpfs /run
mkdir -p /run/dbus /run/lock
mount -t tmpfs tmpfs /etc/firewalld
exec unshare --pid --fork --kill-child bash -ec '
  dbus-daemon --system --nofork --nopidfile >&2 &
  firewalld --nofork --nopid >&2 &
  for _ in {1..200}; do
    if firewall-cmd --state >/dev/null 2>&1; then echo ready; break; fi
    sleep 0.1
  done
  wait'"#;

#[tokio::test]
async fn a_port_opens_and_closes_with_firewalld() {
    let yard = Yard::start();
    let _daemon = yard.neighbour(FIREWALLD);
    let desk = yard.desk(Userland::Gnu).await;
    let said = async || texts(&desk, Wall::Firewalld).await;
    let kept =
        |what: &str| yard.run(&format!("firewall-cmd --list-{what}; firewall-cmd --permanent --list-{what}"));
    let before = said().await;
    let (ports, rich) = (kept("ports"), kept("rich-rules"));
    for set in [
        set(Wall::Firewalld, Verdict::LetIn, 8080, None),
        set(Wall::Firewalld, Verdict::LetIn, 8080, Some("10.0.0.0/8")),
        set(Wall::Firewalld, Verdict::LetIn, 8080, Some("2001:db8::/32")),
        set(Wall::Firewalld, Verdict::Refuse, 8080, None),
    ] {
        desk.act(&set).await;
        let after = kept("ports") + &kept("rich-rules");
        assert_eq!(after.matches("8080").count(), 2, "now, and after the next start: {after}");
        assert!(said().await.iter().any(|text| text.contains("8080")));
        // What is there already is not made, and so not taken back.
        desk.refused(&set).await;
        desk.undo(&set).await;
        assert_eq!((kept("ports"), kept("rich-rules")), (ports.clone(), rich.clone()));
        assert_eq!(said().await, before);
    }
}

#[tokio::test]
async fn closing_the_sessions_own_port_waits_and_says_so() {
    let yard = Yard::start();
    yard.run(RULES);
    let desk = yard.desk(Userland::Gnu).await;
    let own = desk.tools.connection.unwrap().port;
    let close = SetPort { own, ..set(Wall::Nft, Verdict::Refuse, own.0, None) };
    assert_eq!(close.risk(), Risk::Final);
    let said = desk.run(close.preview(&desk.tools).unwrap().script()).await.stdout;
    assert!(String::from_utf8(said).unwrap().starts_with("This session comes in here"));
    // Here it is another network's port.
    desk.act(&close).await;
    let closed = format!("tcp dport {} drop", own.0);
    assert_eq!(texts(&desk, Wall::Nft).await[1], closed);
    let rule = rules(&desk, Wall::Nft).await.swap_remove(1);
    assert!(!rule.may_hold(own), "it lets nobody in");
    desk.undo(&close).await;
    assert!(!texts(&desk, Wall::Nft).await.contains(&closed));
    let other = SetPort { protocol: Protocol::Udp, ..close.clone() };
    assert_eq!(
        (other.risk(), set(Wall::Nft, Verdict::LetIn, own.0, None).risk()),
        (Risk::Disturbs, Risk::Disturbs)
    );
}

#[tokio::test]
async fn a_user_is_told_who_may_see_the_rules() {
    let desk = Desk::start().await;
    let refused = Refused { failure: Failure::Failed, remedy: Some(Remedy::Sudo) };
    assert_eq!(desk.refused(&ListRules).await, refused);
}

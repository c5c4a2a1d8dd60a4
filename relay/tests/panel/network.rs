//! Sockets, interfaces and routes of a network of the test's own.

use postern_shared::script::network::{
    Address, Addresses, Detail, Interface, ListLinks, ListRoutes, ListSockets, Look, Lookup, Network, Port,
    Protocol, SetLink, Socket, Sockets, Way,
};
use postern_shared::script::processes::{Process, Send, Signal};
use postern_shared::script::{Action as _, Failure, Remedy, Risk};
use postern_shared::table::Subject as _;

use super::desk::{Desk, Refused, Userland};
use super::yard::Yard;

/// Listens by TCP and UDP, and is connected with itself.
const SERVER: &str = r#"exec -a 'web server' python3 -c '
import socket, sys
tcp = socket.create_server(("127.0.0.1", 8080))
udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
udp.bind(("::1", 5353))
one = socket.create_connection(("127.0.0.1", 8080))
other = tcp.accept()
print("ready", flush=True)
sys.stdin.read()'"#;

fn at(sockets: &[Socket], port: u16) -> Vec<&Socket> {
    sockets.iter().filter(|socket| socket.local.port == Some(Port(port))).collect()
}

#[tokio::test]
async fn sockets_are_listed_with_who_has_them_and_their_process_ends() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let yard = Yard::start();
        let mut server = yard.neighbour(SERVER);
        let desk = yard.desk(userland).await;
        let sockets = desk.act(&ListSockets).await;
        assert_eq!(sockets.len(), 4, "{sockets:?}");
        let (listening, connected): (Vec<&Socket>, Vec<&Socket>) =
            at(&sockets, 8080).into_iter().partition(|socket| socket.listens());
        let ([listening], [connected]) = (&listening[..], &connected[..]) else { panic!("{sockets:?}") };
        let pid = server.0.id();
        assert!(
            matches!(&listening.processes[..], [(it, name)] if *it == pid && name.starts_with("python3"))
        );
        assert_eq!((listening.local.to_string().as_str(), &*listening.user), ("127.0.0.1:8080", "root"));
        assert_eq!((&*connected.state, connected.processes[0].0), ("ESTAB", pid));
        assert!(connected.peer.port.is_some_and(|port| at(&sockets, port.0).len() == 1), "{sockets:?}");
        let [udp] = at(&sockets, 5353)[..] else { panic!("{sockets:?}") };
        assert_eq!((udp.protocol, udp.listens(), udp.local.host().as_str()), (Protocol::Udp, true, "::1"));
        // What the menu has for it ends that process.
        let offers = Sockets::offers(&[listening], &desk.tools);
        assert!(offers.iter().any(|offer| offer.command == "kill -TERM"));
        let process = Process { pid, ..Process::default() };
        desk.act(&Send { processes: vec![process], signal: Signal::Term }).await;
        server.0.wait().unwrap();
        assert_eq!(at(&desk.act(&ListSockets).await, 5353), [] as [&Socket; 0]);
    }
}

#[tokio::test]
async fn a_user_sees_what_listens_and_whose_it_is() {
    for desk in Desk::both().await {
        let sockets = desk.act(&ListSockets).await;
        let here = at(&sockets, desk.stand.sshd.port());
        let sshd = here.iter().find(|socket| socket.listens()).unwrap();
        assert_eq!(
            (&*sshd.user, &sshd.processes[..]),
            ("root", &[] as &[_]),
            "root's processes are not theirs to see"
        );
        assert!(here.iter().any(|socket| socket.state == "ESTAB"), "the session's own: {here:?}");
        let came = desk.tools.connection.unwrap();
        assert_eq!(came.port, Port(desk.stand.sshd.port()));
    }
}

#[tokio::test]
async fn one_socket_is_looked_at_closely() {
    let yard = Yard::start();
    let _server = yard.neighbour(SERVER);
    let desk = yard.desk(Userland::Gnu).await;
    let look = Look { protocol: Protocol::Tcp, port: Port(8080) };
    let said = String::from_utf8(desk.act(&look).await).unwrap();
    assert!(said.contains("127.0.0.1:8080") && said.contains("python3") && !said.contains("5353"), "{said}");
    let look = Look { protocol: Protocol::Udp, port: Port(5353) };
    let said = String::from_utf8(desk.act(&look).await).unwrap();
    assert!(said.contains("[::1]:5353") && said.contains("python3") && !said.contains("8080"), "{said}");
}

#[tokio::test]
async fn an_interface_goes_down_and_comes_up() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let yard = Yard::start();
        yard.run(
            "ip link add way0 type veth peer name way1; ip addr add 192.0.2.2/24 dev way0; \
             ip -6 addr add 2001:db8::2/64 dev way0 nodad; ip link set way0 up; ip link set way1 up",
        );
        let desk = yard.desk(userland).await;
        let link = async |name: &str| {
            let all = desk.act(&ListLinks).await;
            all.into_iter().find(|link| link.interface().unwrap().to_string() == name).unwrap()
        };
        let way = link("way0").await;
        let networks: Vec<String> = way.networks.iter().take(2).map(Network::to_string).collect();
        assert_eq!((way.mtu, way.is_up, &*networks[0]), (1500, true, "192.0.2.2/24"), "{way:?}");
        assert!(way.networks.contains(&Network::parse("2001:db8::2/64").unwrap()), "{way:?}");
        assert_eq!(way.mac.len(), 17);
        let is_own = [way.is_own(&desk.tools), link("lo").await.is_own(&desk.tools)];
        assert_eq!(is_own, [false, true], "the session comes by lo: {:?}", desk.tools.connection);

        let set = |way| SetLink { interface: Interface::parse("way0").unwrap(), way, is_own: false };
        let said = desk.run(set(Way::Down).preview(&desk.tools).unwrap().script()).await.stdout;
        assert!(String::from_utf8(said).unwrap().contains("192.0.2.2"));
        desk.act(&set(Way::Down)).await;
        assert!(!link("way0").await.is_up);
        desk.act(&set(Way::Up)).await;
        assert!(link("way0").await.is_up);
        desk.undo(&set(Way::Up)).await;
        assert!(!link("way0").await.is_up);
        // The way the session would come by, were it this network's.
        let own = SetLink { interface: Interface::parse("lo").unwrap(), way: Way::Down, is_own: true };
        desk.act(&own).await;
        assert!(!link("lo").await.is_up);
        let detail = Detail { interface: Interface::parse("way0").unwrap() };
        assert!(String::from_utf8(desk.act(&detail).await).unwrap().contains("192.0.2.2"));
        let gone = SetLink { interface: Interface::parse("way7").unwrap(), way: Way::Up, is_own: false };
        assert_eq!(desk.refused(&gone).await.failure, Failure::Failed);
    }
}

#[tokio::test]
async fn a_user_may_not_take_an_interface_down_and_is_told_who_may() {
    for desk in Desk::both().await {
        let lo = SetLink { interface: Interface::parse("lo").unwrap(), way: Way::Down, is_own: true };
        assert_eq!(lo.risk(), Risk::Final);
        let said = desk.run(lo.preview(&desk.tools).unwrap().script()).await.stdout;
        let port = desk.stand.sshd.port();
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("This session comes by it") && said.contains(&port.to_string()), "{said}");
        let refused = Refused { failure: Failure::Failed, remedy: Some(Remedy::Sudo) };
        assert_eq!(desk.refused(&lo).await, refused);
        let all: Vec<Address> = desk.act(&ListLinks).await;
        let lo: Vec<&Address> = all.iter().filter(|link| link.name == "lo").collect();
        let offers = Addresses::offers(&lo, &desk.tools);
        assert_eq!(offers.len(), 3, "{lo:?}");
    }
}

#[tokio::test]
async fn routes_of_every_table_are_listed_and_asked() {
    for userland in [Userland::Gnu, Userland::Busybox] {
        let yard = Yard::start();
        yard.run(
            "ip link add way0 type veth peer name way1; ip addr add 192.0.2.2/24 dev way0; ip link set way0 up; \
             ip link set way1 up; ip route add default via 192.0.2.1 metric 50; \
             ip route add 198.51.100.0/24 via 192.0.2.9; ip route add blackhole 203.0.113.0/24; \
             ip -6 route add 2001:db8:1::/48 dev way0",
        );
        let desk = yard.desk(userland).await;
        let routes = desk.act(&ListRoutes).await;
        let main: Vec<_> = routes.iter().filter(|route| route.table == "main").collect();
        let to = |text: &str| {
            let network = Network::parse(text);
            *main.iter().find(|route| route.to == network).unwrap_or_else(|| panic!("{text}: {routes:?}"))
        };
        let default = to("anywhere");
        assert_eq!((&*default.gateway, &*default.interface, default.metric), ("192.0.2.1", "way0", Some(50)));
        assert_eq!(&*to("198.51.100.0/24").gateway, "192.0.2.9");
        assert_eq!(&*to("2001:db8:1::/48").interface, "way0");
        assert!(to("2001:db8:1::/48").is_v6);
        // Busybox does not say what kind of route it is.
        if userland == Userland::Gnu {
            assert_eq!(&*to("203.0.113.0/24").kind, "blackhole");
        }
        assert!(routes.iter().any(|route| route.table == "local"), "{routes:?}");
        let lookup = Lookup { to: Network::parse("198.51.100.7").unwrap() };
        let said = String::from_utf8(desk.act(&lookup).await).unwrap();
        assert!(said.contains("via 192.0.2.9"), "{said}");
    }
}

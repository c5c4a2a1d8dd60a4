//! What the kernel says of sockets itself, where there is no `ss` (proc_pid_net(5)).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Socket;
use crate::script::network::{Endpoint, Port, Protocol};
use crate::script::{Failure, Script, Tools, word};

/// The states of TCP, by their number (`include/net/tcp_states.h` of Linux), as `ss` calls them.
const STATES: [&str; 12] = [
    "ESTAB",
    "SYN-SENT",
    "SYN-RECV",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "TIME-WAIT",
    "UNCONN",
    "CLOSE-WAIT",
    "LAST-ACK",
    "LISTEN",
    "CLOSING",
    "SYN-RECV",
];

/// With what reads it: sockets, then who has them.
pub(super) fn script(script: Script, tools: &Tools) -> Script {
    let find = r"printf '%s\0' /proc/[0-9]*/fd/* | xargs -0 stat -L -c '%i %F %n' 2>/dev/null";
    let find = if tools.is_root() {
        tools.as_chosen(&format!("sh -c {}", word(find.as_bytes())))
    } else {
        find.into()
    };
    script
        .line("# There is no ss here; the kernel says it itself: proc_pid_net(5).")
        .line("for protocol in tcp tcp6 udp udp6; do")
        .line("  if [ -e /proc/net/$protocol ]; then")
        .line("    grep -H . /proc/net/$protocol")
        .line("  fi")
        .line("done")
        .line(r"printf '\0'")
        .line("# Who has which open, as far as this user may know.")
        .line(format!("{{ {find} || true; }} | grep ' socket ' || true"))
        .line(r"grep -s . /proc/[0-9]*/comm || true")
}

/// Reads it.
pub(super) fn read(sockets: &str, holders: &str) -> Result<Vec<Socket>, Failure> {
    let holders = Holders::read(holders);
    let mut read = Vec::new();
    for line in sockets.lines().filter(|line| !line.contains("local_address")) {
        read.push(socket(line, &holders).ok_or(Failure::Garbled)?);
    }
    Ok(read)
}

/// Who has which socket open, by its number.
struct Holders(HashMap<u64, Vec<(u32, String)>>);

impl Holders {
    /// What has no line of this form is left out: a name may have line breaks in it.
    fn read(text: &str) -> Self {
        let mut names: HashMap<u32, &str> = HashMap::new();
        let mut open: Vec<(u64, u32)> = Vec::new();
        for line in text.lines() {
            if let Some((file, name)) = line.split_once(':')
                && let Some(pid) = pid(file, "/comm")
            {
                names.entry(pid).or_insert(name);
            } else if let Some((inode, file)) = line.split_once(" socket ")
                && let (Ok(inode), Some((directory, _))) = (inode.parse(), file.rsplit_once('/'))
            {
                open.extend(pid(directory, "/fd").map(|pid| (inode, pid)));
            }
        }
        let mut holders: HashMap<u64, Vec<(u32, String)>> = HashMap::new();
        for (inode, pid) in open {
            let of = holders.entry(inode).or_default();
            if !of.iter().any(|(known, _)| *known == pid) {
                of.push((pid, names.get(&pid).copied().unwrap_or_default().to_owned()));
            }
        }
        Self(holders)
    }
}

/// The number in `/proc/4711/comm`.
fn pid(path: &str, end: &str) -> Option<u32> {
    path.strip_prefix("/proc/")?.strip_suffix(end)?.parse().ok()
}

/// `/proc/net/tcp:   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   111   0 5341 1 …`
fn socket(line: &str, holders: &Holders) -> Option<Socket> {
    let (file, rest) = line.strip_prefix("/proc/net/")?.split_once(':')?;
    let protocol = Protocol::parse(file.trim_end_matches('6'))?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |number: usize| fields.get(number).copied();
    let state = usize::from_str_radix(field(3)?, 16).ok()?;
    let inode = field(9)?.parse().ok()?;
    let (local, peer) = (end(field(1)?)?, end(field(2)?)?);
    Some(Socket {
        protocol,
        state: (*STATES.get(state.checked_sub(1)?)?).to_owned(),
        local: Endpoint {
            port: local.1,
            ..Endpoint { address: Some(local.0), zone: String::new(), port: None }
        },
        peer: Endpoint { address: Some(peer.0), zone: String::new(), port: peer.1 },
        processes: holders.0.get(&inode).cloned().unwrap_or_default(),
        user: if inode == 0 { String::new() } else { field(7)?.to_owned() },
        inode,
    })
}

/// An end: the address as the processor has its words, of 32 bits, and the port; 0 is none.
fn end(text: &str) -> Option<(IpAddr, Option<Port>)> {
    let (address, port) = text.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let (words, []) = address.as_bytes().as_chunks::<8>() else { return None };
    let word = |word: &[u8; 8]| u32::from_str_radix(str::from_utf8(word).ok()?, 16).ok();
    // The machines this runs on have their lowest byte first.
    let bytes: Vec<u8> = words
        .iter()
        .map(word)
        .collect::<Option<Vec<u32>>>()?
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .collect();
    let address = match bytes.len() {
        4 => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(bytes).ok()?)),
        16 => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?)),
        _ => return None,
    };
    Some((address, (port != 0).then_some(Port(port))))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::read;
    use crate::script::Failure;

    #[test]
    fn sockets_are_read_as_the_kernel_has_them() {
        let text = "\
/proc/net/tcp:  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
/proc/net/tcp:   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   111        0 5341 1 0
/proc/net/udp6:   1: 00000000000000000000000001000000:0035 00000000000000000000000000000000:0000 07 0:0 00:0 0 0 0 8 2 0
";
        let holders = "5341 socket /proc/77/fd/5\n5341 socket /proc/77/fd/6\n9 regular file /proc/1/fd/1\n/proc/77/comm:postgres\n";
        let [postgres, resolver] = &read(text, holders).unwrap()[..] else {
            panic!("{:?}", read(text, holders))
        };
        assert_eq!(postgres.local.to_string(), "127.0.0.1:5432");
        assert_eq!((&*postgres.state, &*postgres.user, postgres.listens()), ("LISTEN", "111", true));
        assert_eq!(postgres.processes, [(77, "postgres".into())]);
        assert_eq!((resolver.local.to_string().as_str(), resolver.listens()), ("[::1]:53", true));
        assert_eq!(resolver.peer.port, None);
    }

    #[test]
    fn a_name_with_lines_in_it_names_no_other_process() {
        let text = "/proc/net/tcp:   0: 0100007F:1538 00000000:0000 0A 0:0 00:0 0   111        0 5341 1 0\n";
        let hostile = "/proc/9/comm:x\n5341 socket /pr\n/proc/9/comm:oc/1/fd/3\n";
        assert_eq!(read(text, hostile).unwrap()[0].processes, []);
        assert_eq!(read("what\n", ""), Err(Failure::Garbled));
    }
}

//! What `ss -H -tunape` prints (ss(8)).

use super::Socket;
use crate::script::Failure;
use crate::script::network::{Endpoint, Protocol};

/// Reads it, a socket a line.
pub(super) fn read(text: &str) -> Result<Vec<Socket>, Failure> {
    text.lines().map(|line| socket(line).ok_or(Failure::Garbled)).collect()
}

fn socket(line: &str) -> Option<Socket> {
    let mut rest = line;
    let mut next = || {
        let (field, after) = rest.trim_start().split_once(' ').unwrap_or((rest.trim_start(), ""));
        rest = after;
        (!field.is_empty()).then_some(field)
    };
    let protocol = Protocol::parse(next()?)?;
    let state = next()?.to_owned();
    // What waits to be read, and to be acknowledged.
    next()?.parse::<u64>().ok()?;
    next()?.parse::<u64>().ok()?;
    let (local, peer) = (Endpoint::parse(next()?)?, Endpoint::parse(next()?)?);
    let (processes, rest) = holders(rest.trim_start());
    let value = |key: &str| rest.split_whitespace().find_map(|word| word.strip_prefix(key));
    let inode = value("ino:").and_then(|inode| inode.parse().ok()).unwrap_or(0);
    // What is root's has no `uid:`, and neither has what nobody holds any more.
    let user = value("uid:").map_or_else(|| if inode == 0 { "" } else { "0" }.to_owned(), str::to_owned);
    Some(Socket { protocol, state, local, peer, processes, user, inode })
}

/// Who has it open, `users:(("nginx",pid=23548,fd=5),("nginx",pid=23547,fd=5))`, and what comes after.
///
/// A process chooses its name, up to 15 bytes of it; one that could pass for another process has nobody named.
fn holders(text: &str) -> (Vec<(u32, String)>, &str) {
    let Some(listed) = text.strip_prefix("users:(") else { return (Vec::new(), text) };
    let mut holders: Vec<(u32, String)> = Vec::new();
    let mut rest = listed;
    while let Some((holder, after)) = holder(rest) {
        // It may have the socket open more than once.
        if !holders.contains(&holder) {
            holders.push(holder);
        }
        match (after.strip_prefix(','), after.strip_prefix(')')) {
            (Some(after), _) => rest = after,
            (None, Some(after)) if after.is_empty() || after.starts_with(' ') => return (holders, after),
            (None, Some(_) | None) => break,
        }
    }
    (Vec::new(), "")
}

/// `("nginx",pid=23548,fd=5)`, and what comes after.
fn holder(text: &str) -> Option<((u32, String), &str)> {
    let (name, after) = text.strip_prefix("(\"")?.split_once("\",pid=")?;
    let (pid, after) = after.split_once(",fd=")?;
    let (fd, after) = after.split_once(')')?;
    fd.parse::<u32>().ok()?;
    (!name.is_empty()).then_some(((pid.parse().ok()?, name.to_owned()), after))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::read;

    const LISTEN: &str = "tcp   LISTEN 0      511    0.0.0.0:80    0.0.0.0:*    ";

    #[test]
    fn sockets_are_read_with_who_has_them() {
        let text = format!(
            "{LISTEN}users:((\"nginx\",pid=48,fd=5),(\"nginx\",pid=47,fd=5),(\"nginx\",pid=47,fd=9)) ino:7 sk:1 <->\n\
             udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:* uid:102 ino:8 sk:2\n\
             tcp TIME-WAIT 0 0 [::1]:45589 [::1]:43030 timer:(timewait,37sec,0) ino:0 sk:3\n"
        );
        let [nginx, resolver, gone] = &read(&text).unwrap()[..] else { panic!("{:?}", read(&text)) };
        assert_eq!(nginx.processes, [(48, "nginx".into()), (47, "nginx".into())]);
        assert_eq!((&*nginx.user, nginx.inode, nginx.listens()), ("0", 7, true));
        assert_eq!((&*resolver.user, resolver.local.to_string().as_str()), ("102", "127.0.0.53%lo:53"));
        assert_eq!((&*gone.user, gone.inode, gone.listens()), ("", 0, false));
    }

    #[test]
    fn no_name_passes_for_another_process() {
        for name in ["\",pid=1,fd=1),(", "\",pid=1,fd=1))", "\",pid=1,fd=1)) ", "a\",pid=1,fd=1)"] {
            let line = format!("{LISTEN}users:((\"{name}\",pid=4711,fd=3)) ino:7\n");
            assert_eq!(read(&line).unwrap()[0].processes, [], "{name}");
        }
        let line = format!("{LISTEN}users:((\"a b)\",pid=4711,fd=3)) ino:7\n");
        assert_eq!(read(&line).unwrap()[0].processes, [(4711, "a b)".into())]);
    }

    proptest! {
        #[test]
        fn a_name_of_the_kernels_length_names_its_own_process_or_none(name in "[\",()=a1 pidf]{1,15}") {
            let line = format!("{LISTEN}users:((\"{name}\",pid=4711,fd=3)) ino:7\n");
            for (pid, _) in &read(&line).unwrap()[0].processes {
                prop_assert_eq!(*pid, 4711);
            }
        }
    }
}

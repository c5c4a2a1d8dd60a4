//! The `ssh` command that reaches a target, as a person may paste it into a shell. Reads nothing back.

use super::{Target, UserName};

/// The `ssh` command that reaches the same place, quoted for a shell.
///
/// A usual name is shown the usual way, `user@host`. Another one never stands where `ssh` could take it for an
/// option, a second hop or a pattern of its configuration.
#[must_use]
pub fn ssh_command(target: &Target, hops: &[Target]) -> String {
    format!("ssh {}", arguments(target, hops))
}

fn arguments(target: &Target, hops: &[Target]) -> String {
    let mut words = Vec::new();
    if let Some((last, before)) = hops.split_last() {
        if hops.iter().all(|hop| is_usual(&hop.user)) {
            let hops: Vec<String> = hops.iter().map(jump).collect();
            words.push(format!("-J {}", quote(&hops.join(","))));
        } else {
            // `-J` hands its users to a shell; what it stands for (ssh_config(5), ProxyJump) quotes them.
            let inner = arguments(last, before).replace('%', "%%");
            words.push(format!("-o {}", quote(&format!("ProxyCommand=ssh -W '[%h]:%p' {inner}"))));
        }
    }
    if target.port != 22 {
        words.push(format!("-p {}", target.port));
    }
    if is_usual(&target.user) {
        words.push(quote(&format!("{}@{}", target.user, target.host)));
    } else {
        words.push(format!("-l {} -- {}", quote(target.user.as_str()), quote(target.host.as_str())));
    }
    words.join(" ")
}

/// A place as `-J` takes it: an IPv6 address stands in brackets there, whatever the port.
fn jump(hop: &Target) -> String {
    let host = hop.host.as_str();
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    let port = if hop.port == 22 { String::new() } else { format!(":{}", hop.port) };
    format!("{}@{host}{port}", hop.user)
}

fn is_usual(user: &UserName) -> bool {
    let is_usual = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@');
    !user.as_str().starts_with('-') && user.as_str().chars().all(is_usual)
}

/// Quotes a word for a POSIX shell (IEEE Std 1003.1, section 2.2.2) unless it needs none.
fn quote(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "@%+:,./_-".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::{Target, TargetDraft, UserName};
    use super::ssh_command;

    fn target(text: &str) -> Target {
        TargetDraft::parse(text).unwrap().complete().unwrap()
    }

    fn with_user(place: &str, user: &str) -> Target {
        Target { user: UserName::parse(user).unwrap(), ..target(place) }
    }

    #[test]
    fn a_usual_name_is_shown_the_usual_way() {
        let (place, hop) = (target("ops@web-01:2222"), target("ops@bastion"));
        assert_eq!(ssh_command(&place, &[]), "ssh -p 2222 ops@web-01");
        assert_eq!(ssh_command(&place, &[hop]), "ssh -J ops@bastion -p 2222 ops@web-01");
        let hop = target("user@corp@2001:db8::1");
        assert_eq!(ssh_command(&place, &[hop]), "ssh -J 'user@corp@[2001:db8::1]' -p 2222 ops@web-01");
    }

    #[test]
    fn an_unusual_name_is_no_option_and_no_second_hop() {
        let odd = with_user("x@web-01:2222", "o'ps; reboot");
        assert_eq!(ssh_command(&odd, &[]), r"ssh -p 2222 -l 'o'\''ps; reboot' -- web-01");
        let option = with_user("x@web-01", "-oProxyCommand=id");
        assert_eq!(ssh_command(&option, &[]), "ssh -l '-oProxyCommand=id' -- web-01");
        let (place, hop) = (target("ops@web-01"), with_user("x@bastion", "a,b%h"));
        assert_eq!(
            ssh_command(&place, &[hop]),
            r"ssh -o 'ProxyCommand=ssh -W '\''[%h]:%p'\'' -l a,b%%h -- bastion' ops@web-01"
        );
    }

    /// Against the programs that will read it.
    #[cfg(not(target_arch = "wasm32"))]
    mod native {
        use std::process::Command;

        use proptest::prelude::*;

        use super::super::super::Host;
        use super::super::quote;
        use super::{Target, UserName, ssh_command};

        /// What `shell` makes of this text; nothing where it is not installed.
        fn run(shell: &[&str], text: &str) -> Option<String> {
            let output = Command::new(shell[0]).args(&shell[1..]).args(["-c", text]).output().ok()?;
            Some(String::from_utf8(output.stdout).unwrap())
        }

        /// Text a name can hold, with what shells and `ssh` read as more than text.
        fn name() -> impl Strategy<Value = String> {
            let nasty = prop::sample::select(vec![
                "'",
                "\"",
                "`",
                "$(id)",
                "$HOME",
                "\\",
                "-",
                "--",
                "=ls",
                "~",
                "*",
                "[a]",
                "{a,b}",
                "!!",
                "#",
                ";",
                "&",
                "|",
                " ",
                "%h",
                "@",
                ",",
                ":",
                "-oProxyCommand=id",
                "ssh://",
            ]);
            let part = prop_oneof![nasty.prop_map(str::to_owned), "\\PC{1,6}"];
            prop::collection::vec(part, 1..6)
                .prop_map(|parts| parts.concat())
                .prop_filter("a name", |name| UserName::parse(name).is_ok())
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(48))]

            #[test]
            fn every_shell_reads_a_quoted_name_as_itself(names in prop::collection::vec(name(), 1..40)) {
                let words: Vec<String> = names.iter().map(|name| quote(name)).collect();
                let text = format!("printf '%s\\n' {}", words.join(" "));
                let expected = names.join("\n") + "\n";
                let mut shells = 0;
                for shell in [&["sh"][..], &["bash"], &["dash"], &["busybox", "sh"], &["zsh", "-f"], &["ksh"]] {
                    if let Some(read) = run(shell, &text) {
                        prop_assert_eq!(&read, &expected, "{:?}", shell);
                        shells += 1;
                    }
                }
                prop_assert!(shells > 0, "no shell");
            }

            #[test]
            fn ssh_takes_no_name_for_an_option(name in name(), port in 1u16.., hop in prop::option::of(name())) {
                let place = |user: &str, host: &str, port| Target {
                    host: Host::parse(host).unwrap(), port, user: UserName::parse(user).unwrap(),
                };
                let hops: Vec<Target> = hop.iter().map(|user| place(user, "bastion.example", 22)).collect();
                let shown = ssh_command(&place(&name, "web.example", port), &hops);
                // `-G` says how it understood its arguments and connects to nothing.
                let asked = shown.replacen("ssh ", "ssh -G -F none ", 1);
                let Some(read) = run(&["sh"], &asked).filter(|read| !read.is_empty()) else {
                    // It refuses some names, newer versions more; no harm is done.
                    return Ok(());
                };
                let setting = |key: &str| read.lines().find_map(|line| line.strip_prefix(&format!("{key} ")));
                prop_assert_eq!(setting("hostname"), Some("web.example"), "{}", shown);
                prop_assert_eq!(setting("port").and_then(|port| port.parse().ok()), Some(port), "{}", shown);
                prop_assert_eq!(setting("user"), Some(name.as_str()), "{}", shown);
                let proxy = setting("proxycommand").unwrap_or("ssh ");
                prop_assert!(proxy.starts_with("ssh "), "{}", shown);
            }
        }
    }
}

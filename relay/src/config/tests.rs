use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;
use tempfile::TempDir;

use super::{Bucket, Command, Config, ConfigError, LogFormat, SignInLimits, Tls};
use crate::policy::Rule;

/// Reads these flags, these variables, and a file of this text.
fn read(flags: &[&str], variables: &[(&str, &str)], file: Option<&str>) -> Result<Command, ConfigError> {
    let directory = tempfile::tempdir().unwrap();
    let path = file.map(|text| written(&directory, text));
    let mut arguments: Vec<OsString> = vec!["postern".into()];
    arguments.extend(flags.iter().map(OsString::from));
    arguments.extend(path.into_iter().flat_map(|path| ["--config".into(), path.into()]));
    let variables: HashMap<&str, &str> = variables.iter().copied().collect();
    Config::from_args(arguments, &|name| variables.get(name).map(OsString::from))
}

fn written(directory: &TempDir, text: &str) -> PathBuf {
    let path = directory.path().join("postern.toml");
    fs::write(&path, text).unwrap();
    path
}

fn config(flags: &[&str], variables: &[(&str, &str)], file: Option<&str>) -> Config {
    match read(flags, variables, file).unwrap() {
        Command::Serve(config) => *config,
        Command::Print(text) => panic!("{text}"),
    }
}

fn error(flags: &[&str], variables: &[(&str, &str)], file: Option<&str>) -> String {
    read(flags, variables, file).unwrap_err().to_string()
}

fn printed(flags: &[&str], variables: &[(&str, &str)], file: Option<&str>) -> String {
    match read(flags, variables, file).unwrap() {
        Command::Print(text) => text,
        Command::Serve(_) => panic!("it would serve"),
    }
}

/// The defaults where the environment is empty.
fn defaults() -> Config {
    Config { data_dir: "/var/lib/postern".into(), ..Config::default() }
}

#[test]
fn without_settings_the_defaults_are_in_force() {
    assert_eq!(config(&[], &[], None), defaults());
    assert_eq!(
        config(&[], &[("POSTERN_LISTEN", ""), ("POSTERN_PORT", "tcp://10.0.0.1:80")], None),
        defaults()
    );
    defaults().check().unwrap();
}

#[test]
fn a_flag_outweighs_the_environment_the_environment_the_file_and_the_file_the_default() {
    let file = "max-sessions = 1\nmax-channels = 1\nmax-connections = 1\n";
    let environment = [("POSTERN_MAX_CHANNELS", "2"), ("POSTERN_MAX_CONNECTIONS", "2")];
    let config = config(&["--max-connections", "3"], &environment, Some(file));
    assert_eq!((config.max_sessions, config.max_channels, config.max_connections), (1, 2, 3));
    assert_eq!(config.grace, defaults().grace);
}

#[test]
fn a_list_of_a_higher_layer_takes_the_place_of_a_lower_one() {
    let file = "deny-targets = ['10.0.0.1', '10.0.0.2']";
    assert_eq!(config(&[], &[], Some(file)).policy.deny().len(), 2);
    let flags = ["--deny-targets", "*.example.net,[2001:db8::/32]:22", "--deny-targets=*:23"];
    let rules: Vec<Rule> =
        ["*.example.net", "[2001:db8::/32]:22", "*:23"].map(|rule| rule.parse().unwrap()).into();
    assert_eq!(config(&flags, &[], Some(file)).policy.deny(), rules);
}

#[test]
fn every_kind_of_setting_can_come_from_each_layer() {
    let expected = Config {
        listen: "[::1]:4000".parse().unwrap(),
        log_format: LogFormat::Json,
        tls: Tls::Files { cert: "c.pem".into(), key: "k.pem".into() },
        allowed_origins: vec!["https://a.example".parse().unwrap(), "http://b.example:81".parse().unwrap()],
        trusted_proxies: vec!["127.0.0.1/32".parse().unwrap(), "10.0.0.0/8".parse().unwrap()],
        grace: Duration::from_secs(5400),
        log_bytes: 1024 * 1024,
        clear_text: true,
        ..defaults()
    };
    let file = "
        listen = '[::1]:4000'
        log-format = 'json'
        tls-cert = 'c.pem'
        tls-key = 'k.pem'
        allowed-origins = ['https://a.example', 'http://b.example:81']
        trusted-proxies = ['127.0.0.1', '10.0.0.0/8']
        grace = '1h 30m'
        log-bytes = '1MiB'
        i-know-that-passwords-cross-the-network-in-clear-text = true";
    let pairs = [
        ("listen", "[::1]:4000"),
        ("log-format", "json"),
        ("tls-cert", "c.pem"),
        ("tls-key", "k.pem"),
        ("allowed-origins", "https://a.example,http://b.example:81"),
        ("trusted-proxies", "127.0.0.1,10.0.0.0/8"),
        ("grace", "90m"),
        ("log-bytes", "1024KiB"),
        ("i-know-that-passwords-cross-the-network-in-clear-text", "true"),
    ];
    let flags = pairs.map(|(key, value)| format!("--{key}={value}"));
    let variables = pairs.map(|(key, value)| (super::settings::variable(key), value));
    let variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(config(&[], &[], Some(file)), expected);
    assert_eq!(config(&flags.each_ref().map(String::as_str), &[], None), expected);
    assert_eq!(config(&[], &variables, None), expected);
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let text = error(&[], &[], Some("# mine\n\nlisen = '127.0.0.1:1'\n"));
    assert!(text.ends_with("postern.toml, line 3: there is no setting `lisen`; --help lists them"), "{text}");
    let text = error(&[], &[], Some("[server]\nlisten = '127.0.0.1:1'\n"));
    assert!(text.contains("line 1: there is no setting `server`"), "{text}");
}

#[test]
fn a_wrong_value_is_named_with_where_it_stands() {
    for (file, line, said) in [
        ("grace = '90'", 1, "grace: a time is written like 90s, 5m or 1h"),
        ("\nlog-bytes = '1GB'", 2, "log-bytes: a size is written like 512KiB"),
        ("max-sessions = 'many'", 1, "max-sessions: "),
        ("allow-targets = ['10.0.0.1/8']", 1, "allow-targets: 10.0.0.1/8 has bits"),
        ("allowed-origins = ['example.net']", 1, "allowed-origins: \"example.net\" is no origin"),
        ("grace = ", 1, ""),
    ] {
        let text = error(&[], &[], Some(file));
        assert!(text.contains(&format!("line {line}: ")) && text.contains(said), "{text}");
    }
    let text = error(&[], &[("POSTERN_GRACE", "90")], None);
    assert!(text.starts_with("environment variable POSTERN_GRACE: a time is written"), "{text}");
    let text = error(&[], &[("POSTERN_LOG_FORMAT", "xml")], None);
    assert!(text.starts_with("environment variable POSTERN_LOG_FORMAT: "), "{text}");
    let text = error(&["--grace", "90"], &[], None);
    assert!(text.starts_with("invalid value '90' for '--grace <TIME>'"), "{text}");
    let text = error(&["--config", "/nowhere/postern.toml"], &[], None);
    assert_eq!(text, "the configuration file /nowhere/postern.toml cannot be read");
}

#[test]
fn values_no_relay_can_work_with_are_refused() {
    for (flags, said) in [
        (["--max-sessions", "0"], "max-sessions must be from 1 to 1000000"),
        (["--log-bytes", "1KiB"], "log-bytes must be from 64KiB to 64MiB"),
        (["--log-bytes", "1GiB"], "log-bytes must be from 64KiB to 64MiB"),
        (["--target-keepalive", "0s"], "target-keepalive must be from 1s to 30days"),
        (["--connect-timeout", "0s"], "connect-timeout must be from 1ms to 30days"),
        (["--grace", "1year"], "grace must be from 0s to 30days"),
        (["--sign-in-account-burst", "0"], "sign-in-account-burst must be from 1 to 1000000"),
        (["--log", "postern_relay=loud"], "log is a filter such as"),
    ] {
        let text = error(&flags, &[], None);
        assert!(text.starts_with(said), "{text}");
    }
}

#[test]
fn beyond_loopback_without_tls_it_does_not_start_unless_told_in_so_many_words() {
    for listen in ["0.0.0.0:3000", "[::]:3000", "192.0.2.1:3000", "[::ffff:192.0.2.1]:3000"] {
        let text = error(&["--listen", listen], &[], None);
        assert!(
            text.starts_with(&format!("on {listen} passwords would cross the network in clear text")),
            "{text}"
        );
        for flags in
            [&["--i-know-that-passwords-cross-the-network-in-clear-text"][..], &["--tls", "self-signed"]]
        {
            assert_eq!(
                config(&[&["--listen", listen], flags].concat(), &[], None).listen,
                listen.parse().unwrap()
            );
        }
    }
    for listen in ["127.0.0.1:3000", "127.1.2.3:3000", "[::1]:3000", "[::ffff:127.0.0.1]:3000"] {
        config(&["--listen", listen], &[], None);
    }
}

#[test]
fn tls_is_spoken_as_the_settings_together_say() {
    let files = Tls::Files { cert: "c".into(), key: "k".into() };
    for (flags, file, expected) in [
        (&[][..], "", Tls::Off),
        (&["--tls=self-signed"], "", Tls::SelfSigned),
        (&["--tls-cert=c", "--tls-key=k"], "", files.clone()),
        (&["--tls-key=k"], "tls-cert = 'c'", files.clone()),
        (&["--tls=files"], "tls-cert = 'c'\ntls-key = 'k'", files),
        (&["--tls=off"], "tls-cert = 'c'\ntls-key = 'k'", Tls::Off),
        (&["--tls=self-signed"], "tls-cert = 'c'\ntls-key = 'k'", Tls::SelfSigned),
    ] {
        assert_eq!(config(flags, &[], Some(file)).tls, expected, "{flags:?} {file}");
    }
    for flags in [&["--tls-cert=c"][..], &["--tls-key=k"], &["--tls=files"], &["--tls=files", "--tls-cert=c"]]
    {
        assert!(matches!(read(flags, &[], None), Err(ConfigError::TlsFiles)), "{flags:?}");
    }
}

#[test]
fn data_is_kept_where_the_environment_says_it_belongs() {
    for (variables, expected) in [
        (&[][..], "/var/lib/postern"),
        (&[("HOME", "/home/li")], "/home/li/.local/share/postern"),
        (&[("HOME", "/home/li"), ("XDG_DATA_HOME", "/data")], "/data/postern"),
        (&[("HOME", "/home/li"), ("XDG_DATA_HOME", "data")], "/home/li/.local/share/postern"),
        (&[("HOME", "/root"), ("STATE_DIRECTORY", "/var/lib/postern:/x")], "/var/lib/postern"),
        (&[("HOME", "/root"), ("POSTERN_DATA_DIR", "/srv/postern")], "/srv/postern"),
    ] {
        assert_eq!(config(&[], variables, None).data_dir, Path::new(expected), "{variables:?}");
    }
}

#[test]
fn the_effective_configuration_is_printed_as_a_file_that_reads_back() {
    let flags = ["--check-config", "--grace=90s", "--listen=[::1]:1", "--deny-targets=[2001:db8::/32]:22"];
    let text = printed(&flags, &[], Some("max-sessions = 7"));
    let expected = config(&flags[1..], &[], Some("max-sessions = 7"));
    assert_eq!(config(&[], &[], Some(&text)), expected);
    assert!(read(&["--check-config", "--grace=90"], &[], None).is_err());
}

#[test]
fn the_example_file_has_every_setting_at_its_default() {
    let example =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/postern.example.toml")).unwrap();
    assert_eq!(config(&[], &[], Some(&example)), defaults());
    for key in keys() {
        let is_there = |line: &str| line.trim_start_matches("# ").starts_with(&format!("{key} = "));
        assert_eq!(example.lines().filter(|line| is_there(line)).count(), 1, "{key}");
    }
    // What stands there commented out can be switched on.
    let switched_on: String = example
        .lines()
        .map(|line| line.strip_prefix("# ").filter(|line| line.contains(" = ")).unwrap_or(line))
        .fold(String::new(), |text, line| text + line + "\n");
    let config = config(&[], &[], Some(&switched_on));
    assert!(matches!(config.tls, Tls::Files { .. }));
}

#[test]
fn help_explains_every_setting_with_its_default_and_variable() {
    let help = printed(&["--help"], &[("HOME", "/home/li")], None);
    for key in keys() {
        assert!(help.contains(&format!("--{key}")), "{key}");
        assert!(help.contains(&format!("[env: {}]", super::settings::variable(&key))), "{key}");
    }
    for said in ["[default: 127.0.0.1:3000]", "[default: 512KiB]", "[default: 1h]", "Examples:", "Targets:"] {
        assert!(help.contains(said), "{said}");
    }
    let widest = help.lines().max_by_key(|line| line.len()).unwrap();
    assert!(widest.len() <= 110, "{widest}");
    assert!(printed(&["--version"], &[], None).starts_with("postern "));
}

/// The names of all settings.
fn keys() -> Vec<String> {
    let config = Config { tls: Tls::Files { cert: "c".into(), key: "k".into() }, ..defaults() };
    toml::Table::try_from(super::Settings::of(&config)).unwrap().keys().cloned().collect()
}

fn any_config() -> impl Strategy<Value = Config> {
    let tls = prop_oneof![
        Just(Tls::Off),
        Just(Tls::SelfSigned),
        ("[a-z /\"\\\\]{1,9}", "\\PC{1,9}")
            .prop_map(|(cert, key)| Tls::Files { cert: cert.into(), key: key.into() })
    ];
    let rule =
        prop_oneof![Just("*:22"), Just("10.0.0.0/8"), Just("[2001:db8::1]:22-23"), Just("*.example.net")];
    let rules = prop::collection::vec(rule.prop_map(|rule| rule.parse().unwrap()), 0..3);
    let times = prop::array::uniform4(1_000u64..100_000_000);
    let bucket = (1u32..1000, 1u64..100_000)
        .prop_map(|(burst, refill)| Bucket { burst, refill: Duration::from_millis(refill) });
    let counts = prop::array::uniform3(1usize..1_000_000);
    (tls, rules.clone(), rules, times, bucket, counts, super::LOG_BYTES, any::<bool>()).prop_map(
        |(tls, allow, deny, times, bucket, counts, log_bytes, flag)| Config {
            tls,
            policy: super::TargetPolicy::new(allow, deny),
            grace: Duration::from_millis(times[0]),
            hold: Duration::from_millis(times[1]),
            connect_timeout: Duration::from_millis(times[2]),
            target_keepalive: Duration::from_millis(times[3]),
            sign_in: SignInLimits { per_address: bucket, per_account: bucket },
            max_sessions: counts[0],
            max_channels: counts[1],
            max_connections: counts[2],
            log_bytes,
            clear_text: flag,
            log_format: if flag { LogFormat::Json } else { LogFormat::Human },
            ..defaults()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_configuration_reads_back_from_its_file(expected in any_config()) {
        prop_assert_eq!(config(&[], &[], Some(&expected.to_toml())), expected);
    }

    #[test]
    fn nothing_in_a_file_or_variable_makes_the_reader_panic(text in "(?s).{0,60}", key in "[a-z-]{0,12}") {
        let _ = read(&[], &[], Some(&text));
        let _ = read(&[], &[], Some(&format!("{key} = {text}\nlisten = '''{text}'''")));
        let _ = read(&[], &[("POSTERN_LISTEN", &text), ("POSTERN_ALLOW_TARGETS", &text)], None);
    }
}

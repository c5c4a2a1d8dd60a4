//! What cron runs on a target.

use std::sync::Arc;

use super::crontab::{Crontab, Job};
use super::{Deed, Whose};
use crate::script::users::Account;
use crate::script::{Action, Failure, Missing, Path, Ran, Risk, Script, Title, Tools};

/// Lists what cron runs: what the user who is signed in told it, and the system; as root, what everybody told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List;

/// A crontab, or one of its jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The crontab.
    pub table: Arc<Table>,
    /// Which job, by the number of its line; none for the crontab itself.
    pub at: Option<(usize, Job)>,
    /// When it runs next, in seconds since 1970-01-01 UTC.
    pub next: Option<i64>,
}

/// Whose crontab holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Whose it is.
    pub whose: Whose,
    /// What is in it.
    pub crontab: Crontab,
}

impl Action for List {
    type Outcome = Vec<Item>;

    fn title(&self) -> Title {
        Title::one(Deed::List, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let script = Script::default()
            .line("export LC_ALL=C")
            .line(r#"printf '%s\0' clock "$(date +%s)" zone "$(date +%z)""#)
            .line("printf 'own\\0'")
            .line(r"crontab -l 2>/dev/null | tr -d '\0'")
            .line(r"printf '\0'");
        let script = if tools.is_root() || tools.uid == 0 {
            let list = tools.as_chosen(r#"crontab -l -u "$user""#);
            script
                .line("for user in $(getent passwd | cut -d : -f 1 || cut -d : -f 1 /etc/passwd); do")
                .line(r#"  [ "$user" != "$(id -un)" ] || continue"#)
                .line(format!("  {list} >/dev/null 2>&1 || continue"))
                .line(r#"  printf 'user\0%s\0' "$user""#)
                .line(format!(r"  {list} | tr -d '\0'"))
                .line(r"  printf '\0'")
                .line("done")
        } else {
            script
        };
        Ok(script
            .line("for file in /etc/crontab /etc/cron.d/*; do")
            .line(r#"  if [ ! -f "$file" ] || [ ! -r "$file" ]; then continue; fi"#)
            .line(r#"  printf 'file\0%s\0' "$file""#)
            .line(r#"  tr -d '\0' <"$file""#)
            .line(r"  printf '\0'")
            .line("done"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Item>, Failure> {
        read(ran.output()?).ok_or(Failure::Garbled)
    }
}

fn read(output: &[u8]) -> Option<Vec<Item>> {
    let mut fields = output.strip_suffix(b"\0")?.split(|byte| *byte == 0);
    let mut next = || fields.next();
    let mut word = |name: &[u8]| if next()? == name { next() } else { None };
    let now: i64 = std::str::from_utf8(word(b"clock")?).ok()?.parse().ok()?;
    let zone = zone(std::str::from_utf8(word(b"zone")?).ok()?)?;
    let mut items = Vec::new();
    while let Some(kind) = fields.next() {
        let whose = match kind {
            b"own" => Some(Whose::Own),
            // Whose name scripts cannot take has a crontab that is not shown.
            b"user" => Account::parse(std::str::from_utf8(fields.next()?).ok()?).map(Whose::User),
            b"file" => Some(Whose::File(Path::parse(fields.next()?)?)),
            _ => return None,
        };
        let text = fields.next()?;
        let Some(whose) = whose else { continue };
        let has_users = matches!(whose, Whose::File(_));
        let table = Arc::new(Table { whose, crontab: Crontab::parse(text, has_users) });
        items.push(Item { table: Arc::clone(&table), at: None, next: None });
        items.extend(table.crontab.jobs().map(|(at, job)| {
            let next = job.schedule.next(now + zone).filter(|_| job.is_enabled).map(|next| next - zone);
            Item { table: Arc::clone(&table), at: Some((at, job.clone())), next }
        }));
    }
    Some(items)
}

/// `+0800`, in seconds.
fn zone(text: &str) -> Option<i64> {
    let (sign, digits) = text.split_at_checked(1)?;
    let (hours, minutes) = digits.split_at_checked(2)?;
    let seconds = hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * 60;
    match sign {
        "+" => Some(seconds),
        "-" => Some(-seconds),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Item, List, Whose};
    use crate::script::{Action as _, Failure, Ran};

    fn read(text: &str) -> Result<Vec<Item>, Failure> {
        List.outcome(&Ran { stdout: text.into(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn crontabs_are_read_with_their_jobs_and_when_those_run() {
        let items = read(
            "clock\x001795313770\0zone\0+0800\0own\0# x\n0 11 * * * a\n\0user\0www-data\0#@daily b\n\0\
             file\0/etc/cron.d/php\x009 * * * * root c\n\0",
        )
        .unwrap();
        let brief: Vec<_> = items
            .iter()
            .map(|item| (item.table.whose.text("ops"), item.at.as_ref().map(|(_, job)| &*job.command)))
            .collect();
        assert_eq!(
            brief,
            [
                ("ops".into(), None),
                ("ops".into(), Some("a")),
                ("www-data".into(), None),
                ("www-data".into(), Some("b")),
                ("/etc/cron.d/php".into(), None),
                ("/etc/cron.d/php".into(), Some("c")),
            ]
        );
        // 02:16 UTC is 10:16 there.
        assert_eq!(items[1].next, Some(1_795_313_770 / 3600 * 3600 + 3600));
        assert_eq!(items[3].next, None, "it is switched off");
        assert_eq!(items[5].at.as_ref().unwrap().1.user.as_deref(), Some("root"));
        assert!(matches!(items[4].table.whose, Whose::File(_)));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for text in [
            "",
            "hello",
            "clock\x001\0zone\0x\0",
            "clock\x001\0zone\0+0000\0mine\0x\0",
            "clock\x001\0zone\0+0000\0file\0x\0",
        ] {
            assert_eq!(read(text), Err(Failure::Garbled), "{text:?}");
        }
    }
}

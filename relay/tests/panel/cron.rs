//! Crontabs: what is in them, and that one line changes and no other, as `crontab` has it afterwards.

use postern_shared::form::Answers;
use postern_shared::script::cron::{Add, Cron, Deed, Item, List, Replace, Schedule, Whose};
use postern_shared::script::users::Account;
use postern_shared::script::{Action as _, Failure, Plan, Ran, Remedy};
use postern_shared::table::{Editing, Shows, Subject as _};

use super::scratch::{OPS, Scratch};

/// What a person may have left in a crontab.
const ODD: &str = "# m h  dom mon dow   command\nMAILTO=\"\"\n\n# Every night: it's 100%\n\
    0 3\t* * *  backup --to 'x y' \"$(date +\\%F)\" # now\n#*/5 * * * * poll\n@reboot  touch `/pwned`\nEND=END\n\n\n";

fn whose(scratch: &Scratch) -> Whose {
    if scratch.desk.tools.uid == 0 { Whose::User(Account::parse(OPS).unwrap()) } else { Whose::Own }
}

async fn listed(scratch: &Scratch) -> Vec<Item> {
    let whose = whose(scratch);
    scratch.desk.act(&List).await.into_iter().filter(|item| item.table.whose == whose).collect()
}

async fn job(scratch: &Scratch, command: &str) -> Item {
    let is_it = |item: &Item| item.at.as_ref().is_some_and(|(_, job)| job.command.contains(command));
    listed(scratch).await.into_iter().find(is_it).unwrap()
}

async fn kept(scratch: &Scratch) -> String {
    scratch.says("crontab -l -u ops").await
}

async fn lay(scratch: &Scratch, text: &str) {
    let text = super::desk::plainly(text.as_bytes());
    assert_eq!(scratch.says(&format!("printf %s {text} | crontab -u ops -")).await, "");
}

/// What the page would run for something that is offered.
fn plan(scratch: &Scratch, item: &Item, deed: Deed, typed: &[&str]) -> Plan {
    let offers = Cron::offers(&[item], &scratch.desk.tools);
    let offer = offers.iter().find(|offer| offer.deed == deed.into()).unwrap();
    let place = |label: &_| offer.asks.iter().position(|field| field.label == *label).unwrap();
    let answers = Answers::read(&offer.asks, |label| typed[place(label)].to_owned()).unwrap();
    offer.plan(&answers, &scratch.desk.tools).unwrap()
}

async fn run(scratch: &Scratch, plan: &Plan) -> Ran {
    let ran = scratch.desk.run(&plan.script).await;
    assert_eq!(ran.status, Some(0), "{}\n{ran:?}", plan.script.text());
    ran
}

#[tokio::test]
async fn jobs_are_listed_with_when_they_run_next() {
    let system = "printf 'SHELL=/bin/sh\\n17 *\\t* * * root cd /\\n' >/etc/cron.d/some";
    for scratch in [Scratch::user(system).await, Scratch::root(system).await] {
        lay(&scratch, ODD).await;
        let items = listed(&scratch).await;
        let jobs: Vec<_> = items.iter().filter_map(|item| item.at.as_ref().map(|(_, job)| job)).collect();
        let brief: Vec<_> =
            jobs.iter().map(|job| (job.schedule.as_str(), &*job.command, job.is_enabled)).collect();
        assert_eq!(
            brief,
            [
                ("0 3\t* * *", "backup --to 'x y' \"$(date +\\%F)\" # now", true),
                ("*/5 * * * *", "poll", false),
                ("@reboot", "touch `/pwned`", true),
            ]
        );
        assert_eq!(jobs[0].comment, "Every night: it's 100%");
        assert_eq!(items[0].table.crontab.print(), ODD.as_bytes());
        // By the target's own clock.
        let next = scratch.says("date -d '3:00' +%s; date -d 'tomorrow 3:00' +%s").await;
        assert!(next.lines().any(|next| next == items[1].next.unwrap().to_string()), "{next} {items:?}");
        let all = scratch.desk.act(&List).await;
        let file = all
            .iter()
            .find(|item| matches!(&item.table.whose, Whose::File(path) if path.text() == "/etc/cron.d/some"));
        assert!(file.is_some() && all.iter().any(|item| item.table.whose == Whose::Own), "{all:?}");
        let offers = Cron::offers(&[file.unwrap()], &scratch.desk.tools);
        let [edit] = &offers[..] else { panic!("there is nothing to add to") };
        let Shows::Editor(Editing { file: Some(path), then: None }) = &edit.shows else {
            panic!("it is a file")
        };
        assert_eq!(path.text(), "/etc/cron.d/some");
    }
}

#[tokio::test]
async fn one_job_changes_and_everything_else_stays() {
    for scratch in [Scratch::user("").await, Scratch::root("").await] {
        lay(&scratch, ODD).await;
        let night = "0 3\t* * *  backup --to 'x y' \"$(date +\\%F)\" # now\n";
        let command = "new 'one' $(x) \\% \"; 部署";
        for (name, deed, typed, expected) in [
            (
                "backup",
                Deed::Change,
                &["1 2 * * mon", command][..],
                ODD.replace(night, &format!("1 2 * * mon {command}\n")),
            ),
            ("backup", Deed::Delete, &[], ODD.replace(night, "")),
            ("backup", Deed::Disable, &[], ODD.replace(night, &format!("#{night}"))),
            ("poll", Deed::Enable, &[], ODD.replace("#*/5", "*/5")),
            (
                "poll",
                Deed::Edit,
                &["END\u{9} = 1\nA=\u{202e}\n* * * * * x"],
                "END\t = 1\nA=\u{202e}\n* * * * * x\n".into(),
            ),
            ("poll", Deed::Edit, &[""], "no crontab for ops\n".into()),
        ] {
            let plan = plan(&scratch, &job(&scratch, name).await, deed, typed);
            run(&scratch, &plan).await;
            assert_eq!(kept(&scratch).await, expected);
            let undo = plan.undo.unwrap();
            assert_eq!(scratch.desk.run(&undo).await.status, Some(0), "{}", undo.text());
            assert_eq!(kept(&scratch).await, ODD);
        }
        assert!(scratch.says("ls /pwned").await.contains("No such file"));
    }
}

#[tokio::test]
async fn a_job_of_the_system_changes_and_who_runs_it_does_not() {
    let was = "SHELL=/bin/sh\n17 *\t* * *\troot\tcd / && it\\%\n";
    let file = super::desk::plainly(was.as_bytes());
    let mut scratch =
        Scratch::root(&format!("printf %s {file} >'/etc/cron.d/so me'; chmod 600 /etc/cron.d/*")).await;
    let kept =
        async |scratch: &Scratch| scratch.says("cat '/etc/cron.d/so me'; stat -c %a /etc/cron.d/*").await;
    assert_eq!(kept(&scratch).await, format!("{was}600\n"));
    for through_sudo in [false, true] {
        if through_sudo {
            scratch.desk.tools = scratch.desk.tools.through_sudo();
        }
        let new = "new 'one' $(touch /pwned)";
        for (deed, typed, expected) in [
            (Deed::Disable, &[][..], was.replace("17", "#17")),
            (Deed::Change, &["@daily", new], format!("SHELL=/bin/sh\n@daily root {new}\n")),
            (Deed::Delete, &[], "SHELL=/bin/sh\n".into()),
        ] {
            let plan = plan(&scratch, &systems(&scratch, "it").await, deed, typed);
            run(&scratch, &plan).await;
            assert_eq!(kept(&scratch).await, format!("{expected}600\n"));
            let undo = plan.undo.unwrap();
            assert_eq!(scratch.desk.run(&undo).await.status, Some(0), "{}", undo.text());
            assert_eq!(kept(&scratch).await, format!("{was}600\n"));
            scratch.says("echo >>'/etc/cron.d/so me'").await;
            assert_eq!(scratch.desk.run(&plan.script).await.status, Some(1), "it changed meanwhile");
            scratch.says("sed -i '$d' '/etc/cron.d/so me'").await;
        }
    }
    assert!(scratch.says("ls /pwned").await.contains("No such file"));
}

#[tokio::test]
async fn who_may_not_change_a_file_of_the_system_learns_that_sudo_may() {
    let scratch = Scratch::user("echo '@daily root x' >/etc/cron.d/some").await;
    let plan = plan(&scratch, &systems(&scratch, "x").await, Deed::Disable, &[]);
    let ran = scratch.desk.run(&plan.script).await;
    assert_eq!((ran.status, Remedy::after(&ran)), (Some(1), Some(Remedy::Sudo)), "{ran:?}");
    assert_eq!(scratch.says("cat /etc/cron.d/some").await, "@daily root x\n");
}

/// A job in a file of the system.
async fn systems(scratch: &Scratch, command: &str) -> Item {
    let is_it = |item: &Item| {
        let job = item.at.as_ref().is_some_and(|(_, job)| job.command.contains(command));
        job && matches!(item.table.whose, Whose::File(_))
    };
    scratch.desk.act(&List).await.into_iter().find(is_it).unwrap()
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_not_lost() {
    let scratch = Scratch::user("").await;
    lay(&scratch, ODD).await;
    let delete = plan(&scratch, &job(&scratch, "backup").await, Deed::Delete, &[]);
    let other = format!("{ODD}1 1 * * * other\n");
    lay(&scratch, &other).await;
    let ran = scratch.desk.run(&delete.script).await;
    assert!(
        ran.status == Some(1) && ran.stderr.ends_with(b"the crontab was changed meanwhile: read it again\n"),
        "{ran:?}"
    );
    assert_eq!(kept(&scratch).await, other);

    lay(&scratch, ODD).await;
    run(&scratch, &delete).await;
    lay(&scratch, &other).await;
    assert_eq!(scratch.desk.run(&delete.undo.unwrap()).await.status, Some(1));
    assert_eq!(kept(&scratch).await, other);
}

#[tokio::test]
async fn a_job_is_added_to_what_is_there_or_to_nothing() {
    for scratch in [Scratch::user("").await, Scratch::root("").await] {
        let schedule = Schedule::parse("*/5 * * * mon-fri").unwrap();
        let command = "it's 'x' \\% $(touch /pwned) `id`".to_owned();
        let add =
            Add { whose: whose(&scratch), comment: "why: \"so\"".into(), schedule, command: command.clone() };
        let lines = format!("# why: \"so\"\n*/5 * * * mon-fri {command}\n");
        let none = "no crontab for ops\n";
        assert_eq!(kept(&scratch).await, none);
        scratch.desk.act(&add).await;
        assert_eq!(kept(&scratch).await, lines);
        scratch.desk.undo(&add).await;
        assert_eq!(kept(&scratch).await, none);

        lay(&scratch, ODD).await;
        scratch.desk.act(&add).await;
        assert_eq!(kept(&scratch).await, format!("{ODD}{lines}"));
        assert_eq!(job(&scratch, "it's 'x'").await.at.unwrap().1.comment, "why: \"so\"");
        scratch.desk.undo(&add).await;
        assert_eq!(kept(&scratch).await, ODD);

        scratch.desk.act(&add).await;
        scratch.says("(crontab -l -u ops; echo '1 1 1 1 1 later') | crontab -u ops -").await;
        let undo = add.undo(&scratch.desk.tools).unwrap();
        assert_eq!(scratch.desk.run(&undo).await.status, Some(1), "something came after it");
        assert!(kept(&scratch).await.contains("later"));
        assert!(scratch.says("ls /pwned").await.contains("No such file"));
    }
}

#[tokio::test]
async fn what_cron_does_not_take_leaves_what_was_there() {
    let scratch = Scratch::user("").await;
    lay(&scratch, ODD).await;
    let text = plan(&scratch, &job(&scratch, "poll").await, Deed::Edit, &["99 99 * * * x\n"]);
    let ran = scratch.desk.run(&text.script).await;
    assert!(ran.status == Some(1) && String::from_utf8_lossy(&ran.stderr).contains("bad minute"), "{ran:?}");
    assert_eq!(kept(&scratch).await, ODD);

    let whose = Whose::User(Account::parse("root").unwrap());
    let others = Replace {
        whose,
        was: Vec::new(),
        to: b"@daily x\n".to_vec(),
        deed: Deed::Edit,
        what: String::new(),
        count: 1,
    };
    let refused = scratch.desk.refused(&others).await;
    assert_eq!((refused.failure, refused.remedy), (Failure::Failed, Some(Remedy::Sudo)));
}

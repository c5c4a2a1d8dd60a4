//! Several attachments to one channel: one owner types, watchers look, and who is who can change.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use postern_shared::api::{Problem, TooManyOf};
use postern_shared::wire::{ClientControl, Role, ServerControl, TermSize};
use postern_testkit::{Attachment, Event, Line, Proxy, Stand};

#[tokio::test]
async fn a_watcher_sees_what_the_owner_sees_from_the_beginning() {
    let stand = Stand::start(&[]).await;
    let mut owner = stand.session.shell().await;
    owner.prompt().await;
    owner.line("echo before").await;
    let mut watcher = watch(&owner).await;
    assert_eq!(watcher.opened.role, Role::Watcher);
    owner.line("echo after").await;
    let seen = watcher.read_until("\r\nafter\r\n").await;
    assert!(seen.contains("\r\nbefore\r\n"), "{seen:?}");
}

#[tokio::test]
async fn a_channel_that_is_hung_up_ends_its_program_and_tells_its_clients() {
    let stand = Stand::start(&[]).await;
    let mut shell = stand.session.shell().await;
    shell.prompt().await;
    shell.type_text("trap 'touch ~/hung-up' HUP; echo ready; cat\n").await;
    shell.read_until("\r\nready\r\n").await;
    let mut other = stand.session.shell().await;
    other.prompt().await;
    assert_eq!(stand.session.end_channel(&shell.opened.channel).await.status, 204);
    let outcome = shell.outcome().await;
    assert_eq!(outcome.status, None);
    stand.session.run("until [ -e ~/hung-up ]; do sleep 0.01; done").await;
    assert_eq!(other.line("echo on").await, "on\n");
    let again = stand.session.end_channel("c99").await;
    assert_eq!((again.status, again.problem()), (410, Problem::ChannelGone));
}

#[tokio::test]
async fn what_a_watcher_types_and_orders_goes_nowhere() {
    let stand = Stand::start(&[]).await;
    let mut owner = stand.session.shell().await;
    owner.prompt().await;
    let mut watcher = watch(&owner).await;
    watcher.type_text("touch by-watcher\n").await;
    watcher.control(&ClientControl::Resize(TermSize::new(50, 10).unwrap())).await;
    watcher.end_input().await;
    watcher.answered().await;
    assert_eq!(owner.line("ls; stty size").await, "24 80\n");
}

#[tokio::test]
async fn everybody_learns_how_many_watch() {
    let stand = Stand::start(&[]).await;
    let mut owner = stand.session.shell().await;
    let mut first = watch(&owner).await;
    watchers(&mut owner, 1).await;
    let second = watch(&owner).await;
    watchers(&mut owner, 2).await;
    watchers(&mut first, 2).await;
    drop(second);
    watchers(&mut owner, 1).await;
    watchers(&mut first, 1).await;
}

#[tokio::test]
async fn a_second_tab_becomes_the_owner_and_the_first_watches_until_it_takes_the_shell_back() {
    let stand = Stand::start(&[]).await;
    let mut first = stand.session.shell().await;
    first.prompt().await;
    let mut second = first.opening_beside().attach().await.unwrap();
    assert_eq!((second.opened.role, second.opened.input), (Role::Owner, None));
    role(&mut first, Role::Watcher).await;
    second.prompt().await;
    first.type_text("echo by-first\n").await;
    assert_eq!(second.line("echo two").await, "two\n");
    first.read_until("\r\ntwo\r\n").await;
    let mut back = first.opening_beside().attach().await.unwrap();
    role(&mut second, Role::Watcher).await;
    back.prompt().await;
    back.prompt().await;
    assert_eq!(back.line("echo back").await, "back\n");
}

#[tokio::test]
async fn who_was_cut_off_and_overtaken_comes_back_as_a_watcher_and_types_nothing_twice() {
    let stand = Stand::start(&[]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut first = stand.session.through(line.address()).shell().await;
    first.prompt().await;
    assert_eq!(first.line("echo typed >> ~/log").await, "");
    line.set(Line::Reset);
    first.broken().await;
    line.set(Line::Open);
    let mut second = first.opening_beside().attach().await.unwrap();
    second.prompt().await;
    let first = first.come_back().await;
    assert_eq!(first.opened.role, Role::Watcher);
    second.prompt().await;
    assert_eq!(second.line("cat ~/log").await, "typed\n");
    second.type_text("exit\n").await;
    assert_eq!(second.closed().await.0, Some(1000));
}

#[tokio::test]
async fn who_comes_back_when_the_other_has_left_goes_on_typing_where_it_was() {
    let stand = Stand::start(&[]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut first = stand.session.through(line.address()).shell().await;
    first.prompt().await;
    first.line("echo one").await;
    line.set(Line::Reset);
    first.broken().await;
    line.set(Line::Open);
    let mut second = first.opening_beside().attach().await.unwrap();
    second.prompt().await;
    second.leave().await;
    let typed = first.input_offset() as u64;
    let mut first = first.come_back().await;
    assert_eq!((first.opened.role, first.opened.input), (Role::Owner, Some(typed)));
    assert_eq!(first.line("echo two").await, "two\n");
}

#[tokio::test]
async fn a_long_paste_arrives_whole_while_somebody_watches() {
    let stand = Stand::start(&[]).await;
    let mut exec = stand.session.exec("sha256sum").await;
    let watchers = [watch(&exec).await, watch(&exec).await];
    let all: Vec<u8> = (0..2_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    exec.type_bytes(&all).await;
    exec.end_input().await;
    let outcome = exec.outcome().await;
    assert_eq!(outcome.stdout, format!("{}  -\n", postern_testkit::sha256(&all)).into_bytes());
    drop(watchers);
}

#[tokio::test]
async fn a_channel_is_found_by_its_kind_alone() {
    let stand = Stand::start(&[]).await;
    let exec = stand.session.exec("sleep 60").await;
    let opening = stand.session.opening("shell", &[("channel", exec.opened.channel.clone())]);
    assert_eq!(opening.attach().await.unwrap_err().problem, Some(Problem::ChannelGone));
}

#[tokio::test]
async fn commands_nobody_comes_back_for_leave_room_for_others() {
    let stand = Stand::start(&["--max-channels", "6"]).await;
    let mut shell = stand.session.shell().await;
    for round in 0..4 {
        let mut exec = stand.session.exec("echo begun; read line").await;
        exec.read_until("begun\n").await;
        exec.end_input().await;
        exec.leave().await;
        for cut in ["a", "b"] {
            let line = Proxy::start(stand.relay.address()).await;
            let waiting = format!("until test -e ~/go{cut}{round}; do sleep 0.02; done");
            let mut exec = stand.session.through(line.address()).exec(&waiting).await;
            // It ends while nobody can hear of it.
            line.set(Line::Stalled);
            stand.session.run(&format!("touch ~/go{cut}{round}; sleep 0.1")).await;
            line.set(Line::Reset);
            exec.broken().await;
        }
    }
    assert_eq!(shell.line("echo alive").await, "alive\n");
}

#[tokio::test]
async fn a_watcher_that_falls_behind_misses_output_and_slows_nobody() {
    let stand = Stand::start(&["--log-bytes", "64KiB"]).await;
    let line = Proxy::start(stand.relay.address()).await;
    let mut owner = stand.session.shell().await;
    owner.prompt().await;
    let mut watcher =
        owner.opening_beside().with("watch", true).through(line.address()).attach().await.unwrap();
    watcher.prompt().await;
    line.set(Line::Stalled);
    owner.line("seq 1 2000000").await;
    line.set(Line::Open);
    let (mut lost, mut repaints) = (0, 0);
    owner.type_text("echo th''e end\n").await;
    while !watcher.unread().ends_with(b"the end\r\n$ ") {
        match watcher.next().await {
            Event::Control(ServerControl::Opened { lost: now, .. }) => lost += now,
            Event::Repaint(_) => repaints += 1,
            Event::Output(_, bytes) => watcher.put_aside(&bytes),
            Event::Control(_) => {}
            Event::Closed(reason) => panic!("{reason:?}"),
        }
    }
    assert!(lost > 1_000_000 && repaints > 0, "{lost} lost, {repaints} repaints");
    assert_eq!(watcher.offset(), owner_end(&mut owner).await);
}

#[tokio::test]
async fn watchers_stay_when_the_owner_goes_and_see_the_end() {
    let stand = Stand::start(&[]).await;
    let mut owner = stand.session.shell().await;
    owner.prompt().await;
    let mut watcher = watch(&owner).await;
    let again = owner.opening_again();
    drop(owner);
    watchers(&mut watcher, 1).await;
    let mut owner = again.attach().await.unwrap();
    owner.type_text("exit 9\n").await;
    let exit = watcher.control_where(|control| matches!(control, ServerControl::Exit { .. })).await;
    assert!(matches!(exit, ServerControl::Exit { status: Some(9), signal: None, .. }), "{exit:?}");
}

#[tokio::test]
async fn attachments_to_one_channel_are_bounded() {
    let stand = Stand::start(&[]).await;
    let owner = stand.session.shell().await;
    let mut watching = Vec::new();
    let refusal = loop {
        match owner.opening_beside().with("watch", true).attach().await {
            Ok(watcher) => watching.push(watcher),
            Err(refusal) => break refusal,
        }
        assert!(watching.len() < 100, "no bound");
    };
    let too_many = matches!(refusal.problem, Some(Problem::TooMany { of: TooManyOf::Attachments, .. }));
    assert!(too_many, "{refusal:?}");
    assert!(watching.len() >= 8);
}

async fn watch(owner: &Attachment) -> Attachment {
    owner.opening_beside().with("watch", true).attach().await.unwrap()
}

async fn watchers(attachment: &mut Attachment, expected: u32) {
    attachment.control_where(|control| *control == ServerControl::Watchers { count: expected }).await;
}

async fn role(attachment: &mut Attachment, expected: Role) {
    attachment.control_where(|control| *control == ServerControl::Role { role: expected }).await;
}

async fn owner_end(owner: &mut Attachment) -> u64 {
    owner.read_until("the end\r\n").await;
    owner.prompt().await;
    owner.offset()
}

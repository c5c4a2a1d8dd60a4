//! Watching a file grow.

use postern_shared::script::files::Follow;
use postern_shared::script::{Action as _, Failure};
use postern_shared::wire::{ClientControl, Signal};

use super::desk::{Desk, Refused, name};

#[tokio::test]
async fn a_log_is_followed_through_its_rotation_until_it_is_stopped() {
    for desk in Desk::both().await {
        let lines = "seq -f 'old %g' 300 > 'a log'";
        desk.lay(&format!("{lines}; ln -s 'a log' way")).await;
        for followed in ["a log", "way"] {
            let follow = Follow { directory: desk.place.clone(), name: name(followed) };
            let mut exec = desk.exec(follow.script(&desk.tools).unwrap().text()).await;
            let first = exec.read_until("old 300\n").await;
            assert!(first.split_once('\0').unwrap().1.starts_with("old 101\n"), "{first:?}");
            desk.lay("echo added >> 'a log'").await;
            assert_eq!(exec.read_until("added\n").await, "added\n");
            desk.lay("mv 'a log' 'a log.1'; echo 'after it' > 'a log'").await;
            exec.read_until("after it\n").await;
            exec.control(&ClientControl::Signal { signal: Signal::Term }).await;
            assert_eq!(exec.outcome().await.signal.as_deref(), Some("TERM"));
            desk.lay(lines).await;
        }
    }
}

#[tokio::test]
async fn what_has_no_end_or_is_no_file_is_not_followed() {
    for desk in Desk::both().await {
        desk.lay("mkdir directory; mkfifo pipe; ln -s /dev/zero zero; ln -s pipe way").await;
        for refused in ["directory", "pipe", "zero", "way"] {
            let follow = Follow { directory: desk.place.clone(), name: name(refused) };
            let failed = Refused { failure: Failure::Failed, remedy: None };
            assert_eq!(desk.refused(&follow).await, failed, "{refused}");
        }
    }
}

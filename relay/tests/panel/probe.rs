//! What is learned of a target at sign-in.

use postern_shared::script::{Missing, Path, Probe, Tool, Tools};
use postern_testkit::USER;

use super::desk::Desk;

#[tokio::test]
async fn a_probe_tells_gnu_from_busybox() {
    let [gnu, busybox] = Desk::both().await;
    assert!(gnu.tools.find_prints && gnu.tools.is_gnu, "{:?}", gnu.tools);
    assert!(!busybox.tools.find_prints && !busybox.tools.is_gnu, "{:?}", busybox.tools);
    let has = |tools: &Tools| [Tool::Find, Tool::Stat, Tool::Du, Tool::Sha256sum].map(|tool| tools.has(tool));
    assert_eq!((has(&gnu.tools), has(&busybox.tools)), ([true; 4], [true; 4]));
    assert_eq!(busybox.tools.need(Tool::Podman), Err(Missing(Tool::Podman)));
}

#[tokio::test]
async fn a_probe_names_the_user_its_home_and_the_machine() {
    let desk = Desk::start().await;
    let said = |command: &'static str| async { desk.stand.session.run(command).await.stdout };
    let tools = desk.act(&Probe).await;
    assert_eq!(tools.user, USER);
    assert_eq!(format!("{}\n", tools.uid).into_bytes(), said("id -u").await);
    assert_eq!(tools.home, Path::parse(&said("printf %s ~").await).unwrap());
    assert_eq!(format!("{}\n", tools.host).into_bytes(), said("hostname -s").await);
}

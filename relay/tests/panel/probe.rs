//! What is learned of a target at sign-in.

use postern_shared::script::{
    Action, Missing, Path, Probe, Tool, Tools, containers, cron, disks, groups, keys, logs, network,
    packages, processes, services, timers, users,
};
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

#[tokio::test]
async fn what_an_ordinary_user_lists_finds_its_programs_where_the_probe_did() {
    let desk = Desk::start().await;
    assert_ne!(desk.tools.uid, 0);
    finds_programs(&desk, &processes::List).await;
    finds_programs(&desk, &services::List).await;
    finds_programs(&desk, &timers::List).await;
    finds_programs(&desk, &logs::List).await;
    finds_programs(&desk, &packages::List::default()).await;
    finds_programs(&desk, &users::List).await;
    finds_programs(&desk, &groups::List).await;
    finds_programs(&desk, &keys::List).await;
    finds_programs(&desk, &cron::List).await;
    finds_programs(&desk, &network::ListSockets).await;
    finds_programs(&desk, &network::ListLinks).await;
    finds_programs(&desk, &network::ListRoutes).await;
    finds_programs(&desk, &network::ListRules).await;
    finds_programs(&desk, &disks::ListMounts).await;
    finds_programs(&desk, &disks::ListBlocks).await;
    finds_programs(&desk, &containers::ListContainers).await;
    finds_programs(&desk, &containers::ListImages).await;
}

/// It may fail for this user; but what the probe found, the script finds too.
async fn finds_programs(desk: &Desk, action: &impl Action) {
    let Ok(script) = action.script(&desk.tools) else { return };
    let ran = desk.run(&script).await;
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status != Some(127) && !errors.contains("not found"), "{errors}\n{}", script.text());
}

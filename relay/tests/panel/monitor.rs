//! What the target is busy with, told again and again, until nobody listens.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use postern_shared::script::monitor::{Frame, Frames, Monitor, Rates};
use postern_shared::script::{Action as _, Probe, Ran, carrier};
use postern_shared::wire::{ClientControl, Signal};
use postern_testkit::Attachment;

use super::desk::{Desk, ran};

const QUICK: Monitor = Monitor { every: 1 };

#[tokio::test]
async fn frames_tell_what_the_target_does() {
    for desk in Desk::both().await {
        let mut exec = desk.exec(QUICK.script(&desk.tools).unwrap().text()).await;
        let before = frame(&mut exec, 0).await;
        desk.lay("head -c 200000000 /dev/zero | cksum").await;
        let after = frame(&mut exec, 2).await;
        let stat = fs::read_to_string("/proc/stat").unwrap();
        let cores = stat.lines().filter(|line| line.starts_with("cpu")).count() - 1;
        let meminfo = fs::read_to_string("/proc/meminfo").unwrap();
        let total = meminfo.lines().next().unwrap().replace(|c: char| !c.is_ascii_digit(), "");
        let memory = after.memory.unwrap();
        assert_eq!(Some(memory.total / 1024), total.parse().ok());
        assert!(memory.available > 0 && memory.available <= memory.total, "{memory:?}");
        let hundredths = after.at.unwrap() - before.at.unwrap();
        assert!((190..6000).contains(&hundredths), "{hundredths}");
        let mounts = after.mounts.as_ref().unwrap();
        assert!(mounts.iter().any(|mount| mount.at == "/" && mount.size > 0), "{mounts:?}");
        let rates = Rates::between(&before, &after);
        assert!(rates.busy.is_some_and(|busy| busy > 0.0) && rates.cores.len() == cores, "{rates:?}");
        assert!(after.load.is_some() && after.disks.is_some() && after.links.is_some(), "{after:?}");
        exec.control(&ClientControl::Signal { signal: Signal::Term }).await;
        let ran = ran(exec.outcome().await);
        assert_eq!((ran.status, ran.stderr.as_slice()), (Some(0), &b""[..]), "told to end, it ends well");
    }
}

#[tokio::test]
async fn it_ends_with_its_session_and_leaves_nothing_behind() {
    for userland in 0..2 {
        let desks = Desk::both().await;
        let desk = &desks[userland];
        desk.lay("mkfifo alive").await;
        let place = String::from_utf8(desk.place.bytes().to_vec()).unwrap();
        // Whatever the script begins holds the pipe open as long as it lives.
        let script = QUICK.script(&desk.tools).unwrap();
        let held = format!("exec 9>{}/alive\n{}", desk.place.word(), script.text());
        let pipe = std::thread::spawn(move || {
            let mut nothing = String::new();
            File::open(Path::new(&place).join("alive")).unwrap().read_to_string(&mut nothing).unwrap();
        });
        let mut exec = desk.exec(&held).await;
        frame(&mut exec, 0).await;
        desk.stand.session.close().await;
        // Ends when nobody holds the pipe any more.
        tokio::task::spawn_blocking(move || pipe.join().unwrap()).await.unwrap();
    }
}

#[test]
fn what_a_machine_does_not_have_is_left_out_and_its_sensors_are_found() {
    let place = tempfile::tempdir().unwrap();
    let lay = |file: &str, text: &str| {
        let file = place.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    lay("proc/uptime", "5.00 4.00\n");
    lay("proc/diskstats", " 7 0 loop0 1 2 3 4 5 6 7 8 9\n 8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n");
    lay("sys/class/hwmon/hwmon7/name", "coretemp\n");
    lay("sys/class/hwmon/hwmon7/temp1_label", "Core 0\n");
    lay("sys/class/hwmon/hwmon7/temp1_input", "45000\n");
    // A sensor that cannot be read.
    fs::create_dir(place.path().join("sys/class/hwmon/hwmon7/temp2_input")).unwrap();
    let root = place.path().to_str().unwrap();
    let ran = Ran { stdout: b"uid=0\0".to_vec(), status: Some(0), ..Ran::default() };
    let tools = Probe.outcome(&ran).unwrap();
    // One turn, and no hour to wait for its end.
    let script = Monitor { every: 3600 }.script(&tools).unwrap();
    let moved = script.text().replace("/proc/", &format!("{root}/proc/"));
    let moved = moved.replace("/sys/", &format!("{root}/sys/")).replace("read -rt 3600", "read -rt 0.01");
    let mut child = Command::new("sh")
        .args(["-c", carrier::COMMAND])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&carrier::input(&moved, None, b"")).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = carrier::Head::default().strip(&output.stdout).to_vec();
    let said = String::from_utf8(said).unwrap().replace(root, "");
    let frames = Frames::default().feed(said.as_bytes());
    let [frame] = frames.as_slice() else { panic!("{said}") };
    assert_eq!((frame.at, &frame.cores, frame.load, frame.memory), (Some(500), &None, None, None));
    let disks: Vec<_> = frame.disks.iter().flatten().map(|disk| disk.name.as_str()).collect();
    assert_eq!((disks, &frame.links), (vec!["sda"], &None));
    let sensors: Vec<_> = frame.sensors.iter().map(|one| (one.name.as_str(), one.millidegrees)).collect();
    assert_eq!(sensors, [("coretemp Core 0", 45_000)]);
    let errors = carrier::ErrorHead::default().strip(&output.stderr).to_vec();
    assert_eq!((output.status.code(), errors.as_slice()), (Some(0), &b""[..]), "it ends by itself");
}

/// Reads up to the frame of this number.
async fn frame(exec: &mut Attachment, number: u32) -> Frame {
    exec.read_until(&format!("frame {number}\n")).await;
    let lines = exec.read_until(&format!("\nend {number} ")).await;
    let count = exec.read_until("\n").await;
    let text = format!("frame {number}\n{lines}{count}");
    Frames::default().feed(text.as_bytes()).pop().unwrap_or_else(|| panic!("{text}"))
}

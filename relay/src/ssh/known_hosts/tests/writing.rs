//! What holds while others write the same file.

use std::fs;
use std::path::Path;

use super::super::Verdict;
use super::{HOST, OTHER, changed, host, key, known_hosts, with_keys};

#[test]
fn what_the_file_has_come_to_say_meanwhile_is_not_written_over() {
    for (line, expected) in [("web KEY1", changed(&[OTHER])), ("@revoked * KEY0", Verdict::Revoked)] {
        let (directory, known) = known_hosts(&[]);
        assert_eq!(known.check(&host("web"), 22, &key(HOST)), Verdict::Unknown);
        let path = directory.path().join("known_hosts");
        fs::write(&path, with_keys(&[line])).unwrap();
        assert_eq!(known.remember(&host("web"), 22, &key(HOST)).unwrap(), expected);
        assert_eq!(fs::read_to_string(&path).unwrap(), with_keys(&[line]));
    }
}

#[test]
fn a_line_goes_into_the_file_that_took_the_place_of_the_locked_one() {
    let (directory, known) = known_hosts(&["db KEY1"]);
    let path = directory.path().join("known_hosts");
    let old = fs::File::open(&path).unwrap();
    old.lock().unwrap();
    std::thread::scope(|scope| {
        let remembering = scope.spawn(|| known.remember(&host("web"), 22, &key(HOST)));
        // It has opened the old file now, and waits for the lock.
        while handles(&path) < 2 {
            std::thread::yield_now();
        }
        fs::write(directory.path().join("new"), with_keys(&["db KEY2"])).unwrap();
        fs::rename(directory.path().join("new"), &path).unwrap();
        drop(old);
        assert_eq!(remembering.join().unwrap().unwrap(), Verdict::Unknown);
    });
    assert_eq!(fs::read_to_string(&path).unwrap(), with_keys(&["db KEY2", "web KEY0"]));
}

#[test]
fn a_lock_that_is_never_given_back_is_an_error_in_time() {
    let (directory, known) = known_hosts(&["db KEY1"]);
    let lock = fs::File::open(directory.path().join("known_hosts")).unwrap();
    lock.lock().unwrap();
    let error = known.remember(&host("web"), 22, &key(HOST)).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
    assert_eq!(known.check(&host("db"), 22, &key(OTHER)), Verdict::Known);
}

/// How often this process has a file open.
fn handles(path: &Path) -> usize {
    let links = fs::read_dir("/proc/self/fd").unwrap().flatten();
    links.filter(|link| fs::read_link(link.path()).is_ok_and(|target| target == path)).count()
}

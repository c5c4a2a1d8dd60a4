//! The file opened to be written: locked, so that lines of several processes do not meet, and still in its place.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::thread;
use std::time::Instant;

use crate::limits::{LOCK_EVERY, LOCK_TIME};

/// Opens the file, which need not exist, under a lock that lasts as long as the handle.
///
/// # Errors
/// When it cannot be opened, or the lock is not to be had in time.
pub(super) fn open(path: &Path) -> io::Result<File> {
    if let Some(directory) = directory(path) {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    let deadline = Instant::now() + LOCK_TIME;
    loop {
        let file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)?;
        match file.try_lock() {
            // `ssh-keygen -R` puts a new file in the place of the old one; a line in that would be lost.
            Ok(()) if is_in_place(&file, path)? => return Ok(file),
            Ok(()) | Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        if Instant::now() >= deadline {
            return Err(io::Error::new(io::ErrorKind::TimedOut, "another program keeps known_hosts locked"));
        }
        thread::sleep(LOCK_EVERY);
    }
}

/// Adds a line and has it on disk before it returns.
///
/// # Errors
/// When it cannot be written.
pub(super) fn append(file: &mut File, path: &Path, line: &str) -> io::Result<()> {
    let is_new = file.metadata()?.len() == 0;
    let start = if is_new || ends_in_newline(file)? { "" } else { "\n" };
    // One write, so that a reader never sees half of it.
    file.write_all(format!("{start}{line}\n").as_bytes())?;
    file.sync_all()?;
    if is_new {
        // The name of a new file is to last as its content does.
        File::open(directory(path).unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

fn directory(path: &Path) -> Option<&Path> {
    path.parent().filter(|directory| !directory.as_os_str().is_empty())
}

fn is_in_place(file: &File, path: &Path) -> io::Result<bool> {
    let opened = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (opened.dev(), opened.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn ends_in_newline(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{is_in_place, open};

    #[test]
    fn a_file_that_was_replaced_or_removed_is_no_longer_in_its_place() {
        let directory = tempfile::tempdir().unwrap();
        let (path, new) = (directory.path().join("known_hosts"), directory.path().join("new"));
        let file = open(&path).unwrap();
        assert!(is_in_place(&file, &path).unwrap());
        fs::write(&new, "").unwrap();
        fs::rename(&new, &path).unwrap();
        assert!(!is_in_place(&file, &path).unwrap());
        fs::remove_file(&path).unwrap();
        assert!(!is_in_place(&file, &path).unwrap());
    }
}

//! Files of a session: the requests that bring and fetch them, by paths of any bytes, and a disk that is soon full.

use std::path::{Path, PathBuf};

use hyper::Method;
use hyper::header::AUTHORIZATION;
use tempfile::TempDir;

use crate::client::{Reply, Session};
use crate::sshd::{USER, privileged};

/// A request about a file, to be sent.
#[derive(Clone, Debug)]
pub struct FileRequest<'a> {
    session: &'a Session,
    method: Method,
    target: String,
    headers: Vec<(String, String)>,
}

impl Session {
    /// A request to `resource` (`files`, `downloads`, `uploads/NAME`) about this path.
    #[must_use]
    pub fn on_file(&self, method: Method, resource: &str, path: impl AsRef<[u8]>) -> FileRequest<'_> {
        let path: String = path.as_ref().iter().map(|byte| format!("%{byte:02X}")).collect();
        let target = format!("/api/sessions/{}/{resource}?path={path}", self.id);
        let headers = vec![(AUTHORIZATION.to_string(), format!("Bearer {}", self.token))];
        FileRequest { session: self, method, target, headers }
    }

    /// Fetches a file.
    pub async fn fetch(&self, path: impl AsRef<[u8]>) -> Reply {
        self.on_file(Method::GET, "files", path).send(Vec::new()).await
    }

    /// Stores a file under a name of its own.
    pub async fn store(&self, path: impl AsRef<[u8]>, body: impl Into<Vec<u8>>) -> Reply {
        self.on_file(Method::PUT, "files", path).query("upload", "test").send(body.into()).await
    }
}

impl FileRequest<'_> {
    /// Adds to the query.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.target.push_str(&format!("&{name}={value}"));
        self
    }

    /// Adds a header field.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends it and waits for the whole answer.
    pub async fn send(self, body: Vec<u8>) -> Reply {
        let headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.session.client.request(self.method, &self.target, &headers, body).await
    }

    /// Its head as it travels, for a body of this length.
    #[must_use]
    pub fn head(&self, length: u64) -> String {
        let mut head = format!("{} {} HTTP/1.1\r\nhost: 127.0.0.1\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head + &format!("content-length: {length}\r\n\r\n")
    }
}

/// A small file system of its own, which belongs to the test user. Dropping it takes it away.
#[derive(Debug)]
pub struct SmallDisk {
    dir: TempDir,
}

impl SmallDisk {
    /// One of this size.
    ///
    /// # Panics
    /// When it cannot be mounted.
    #[must_use]
    pub fn mount(bytes: u64) -> Self {
        let dir = tempfile::Builder::new().prefix("postern-disk-").tempdir().expect("a directory");
        let options = format!("size={bytes},mode=0777");
        let mounted =
            privileged("mount").args(["-t", "tmpfs", "-o", &options, USER]).arg(dir.path()).status();
        assert!(mounted.expect("mount").success(), "no file system can be mounted");
        Self { dir }
    }

    /// A path on it.
    #[must_use]
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(name)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a server that is being ended may still have a file open.
        let _ = privileged("umount").arg("-l").arg(self.dir.path()).status();
    }
}

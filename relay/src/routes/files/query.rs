//! The query of a file's address. Read as bytes: the names of a target's files need not be text.

use percent_encoding::percent_decode;
use postern_shared::api::Problem;

use crate::files::{Incoming, Overwrite, RemotePath, UploadName};

/// What may stand in it.
#[derive(Default)]
pub(super) struct Query {
    path: Option<Vec<u8>>,
    upload: Option<Vec<u8>>,
    offset: Option<Vec<u8>>,
    size: Option<Vec<u8>>,
    overwrite: Option<Vec<u8>>,
}

impl Query {
    /// Reads it (`application/x-www-form-urlencoded`).
    pub(super) fn parse(query: Option<&str>) -> Result<Self, Problem> {
        let mut read = Self::default();
        for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let member = match name {
                "path" => &mut read.path,
                "upload" => &mut read.upload,
                "offset" => &mut read.offset,
                "size" => &mut read.size,
                "overwrite" => &mut read.overwrite,
                _ => continue,
            };
            if member.replace(decoded(value)).is_some() {
                return Err(bad(format!("{name} stands once")));
            }
        }
        Ok(read)
    }

    /// The file's path.
    pub(super) fn path(self) -> Result<RemotePath, Problem> {
        RemotePath::parse(self.path.ok_or_else(|| bad("path is missing".into()))?)
    }

    /// What an upload is asked for with.
    pub(super) fn incoming(self) -> Result<Incoming, Problem> {
        let offset = number("offset", self.offset.as_deref())?.unwrap_or(0);
        let size = number("size", self.size.as_deref())?;
        if size.is_some_and(|size| offset > size) {
            return Err(bad("offset lies beyond size".into()));
        }
        let overwrite = match self.overwrite.as_deref() {
            None | Some(b"false") => Overwrite::Never,
            Some(b"true") => Overwrite::Replace,
            Some(_) => return Err(bad("overwrite is true or false".into())),
        };
        let upload = self.upload.ok_or_else(|| bad("upload is missing".into()))?;
        let name = UploadName::parse(&String::from_utf8_lossy(&upload))?;
        let path = RemotePath::parse(self.path.ok_or_else(|| bad("path is missing".into()))?)?;
        Ok(Incoming { path, name, offset, size, overwrite })
    }
}

fn decoded(value: &str) -> Vec<u8> {
    percent_decode(value.replace('+', " ").as_bytes()).collect()
}

fn number(name: &str, value: Option<&[u8]>) -> Result<Option<u64>, Problem> {
    let Some(value) = value else { return Ok(None) };
    let digits = str::from_utf8(value).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let number = digits.and_then(|digits| digits.parse().ok());
    number.map(Some).ok_or_else(|| bad(format!("{name} is a number of bytes")))
}

fn bad(reason: String) -> Problem {
    Problem::BadRequest { reason }
}

#[cfg(test)]
mod tests {
    use super::Query;
    use crate::files::Overwrite;

    #[test]
    fn a_path_is_bytes_whatever_they_mean_elsewhere() {
        let path = |query: &str| Query::parse(Some(query)).unwrap().path().unwrap();
        assert_eq!(path("path=/a%20b+c").bytes(), b"/a b c");
        assert_eq!(path("path=%FF%0A%27%22%24(x)%2B&other=1").bytes(), b"\xff\n'\"$(x)+");
        assert_eq!(path("path=-rf%25").bytes(), b"-rf%");
    }

    #[test]
    fn an_upload_is_read_whole() {
        let incoming = Query::parse(Some("path=a&upload=u-1&offset=5&size=9&overwrite=true")).unwrap();
        let incoming = incoming.incoming().unwrap();
        assert_eq!((incoming.offset, incoming.size), (5, Some(9)));
        assert_eq!(incoming.overwrite, Overwrite::Replace);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for wrong in [
            "",
            "path=a",
            "upload=u",
            "path=a&path=b&upload=u",
            "path=a&upload=u&offset=-1",
            "path=a&upload=u&offset=+1",
            "path=a&upload=u&offset=18446744073709551616",
            "path=a&upload=u&offset=2&size=1",
            "path=a&upload=u&overwrite=yes",
            "path=a%00&upload=u",
            "path=a&upload=..%2F",
        ] {
            assert!(Query::parse(Some(wrong)).and_then(Query::incoming).is_err(), "{wrong}");
        }
    }
}

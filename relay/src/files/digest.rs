//! SHA-256 of a file as the target itself computes it, where it can.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use tokio_util::task::TaskTracker;

use crate::limits::DIGEST_OUTPUT_BYTES;
use crate::ssh::Link;

/// Reads the path from standard input, so that no name is ever part of a command; the slash keeps a final line
/// end. Redirected, so that no name is taken for an option or escaped in the output. Every login shell reads this alike.
const COMMAND: &str = r#"exec sh -c 'p=$(cat; echo /) && exec sha256sum < "${p%/}"'"#;

/// What `sha256sum` of the target says of a file; none where it cannot be asked.
pub(super) async fn of_target(link: &Arc<Link>, path: &[u8], tasks: &TaskTracker) -> Option<String> {
    let output = link.ask(COMMAND, path.to_vec(), DIGEST_OUTPUT_BYTES, tasks).await?;
    read(&output)
}

/// The digest that `sha256sum` printed.
fn read(output: &[u8]) -> Option<String> {
    let digest = output.get(..64)?;
    let ends = output.get(64).is_none_or(|byte| byte.is_ascii_whitespace());
    let is_hex = digest.iter().all(u8::is_ascii_hexdigit);
    (ends && is_hex).then(|| String::from_utf8_lossy(digest).to_ascii_lowercase())
}

/// A digest in hexadecimal, as `sha256sum` prints it.
pub(super) fn text(digest: Sha256) -> String {
    use std::fmt::Write as _;
    digest.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::{read, text};

    #[test]
    fn the_output_of_sha256sum_is_read_and_nothing_else() {
        let digest = text(Sha256::new());
        assert_eq!(read(format!("{digest}  -\n").as_bytes()), Some(digest.clone()));
        assert_eq!(read(digest.as_bytes()), Some(digest.clone()));
        assert_eq!(read(format!("{digest}0  -\n").as_bytes()), None);
        assert_eq!(read(b"sha256sum: command not found\n"), None);
        assert_eq!(read(b""), None);
    }
}

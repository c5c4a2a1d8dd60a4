//! The page inside the program: serves what `build.rs` embedded, and knows nothing else about it.
//!
//! Files with a hash in their name are cached for ever, all others are revalidated by their entity tag.

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use postern_shared::api::Problem;
use sha2::{Digest as _, Sha256};

use crate::problem::HttpProblem;

/// The built page; empty if there was none when the relay was built.
static PAGE: &[File] = include!(concat!(env!("OUT_DIR"), "/page.rs"));

const NOT_BUILT: &str = "The page is not part of this build of the relay. Run `make run` to build both.\n";

/// One file of the page with its forms.
struct File {
    /// Path below the root, without the leading slash.
    path: &'static str,
    media_type: &'static str,
    etag: &'static str,
    /// Whether the name changes with the content.
    hashed: bool,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

/// Serves the page for every path that no other route takes; to be merged into the relay's router.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    router_of(PAGE)
}

/// The inline scripts of the page as sources for `script-src`: `'sha256-…'` (CSP Level 3, section 2.3.1).
///
/// An import map cannot be a file of its own, so it needs this in a policy without `'unsafe-inline'`.
pub(crate) fn inline_script_sources() -> &'static [String] {
    static SOURCES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let index = find(PAGE, "index.html").and_then(|file| std::str::from_utf8(file.plain).ok());
        inline_scripts(index.unwrap_or_default()).map(source_of).collect()
    });
    &SOURCES
}

fn router_of<S: Clone + Send + Sync + 'static>(page: &'static [File]) -> Router<S> {
    Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap| async move {
        serve(page, &method, uri.path(), &headers)
    })
}

fn serve(page: &'static [File], method: &Method, path: &str, headers: &HeaderMap) -> Response {
    let path = path.trim_start_matches('/');
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    let file = find(page, path).or_else(|| find(page, "index.html").filter(|_| is_view(path, headers)));
    match file {
        Some(file) if is_read => reply(file, method, headers),
        Some(_) => ([(ALLOW, "GET, HEAD")], HttpProblem(Problem::MethodNotAllowed)).into_response(),
        None if page.is_empty() && is_read && is_view(path, headers) => {
            (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response()
        }
        None => HttpProblem(Problem::NotFound).into_response(),
    }
}

fn find(page: &'static [File], path: &str) -> Option<&'static File> {
    page.iter().find(|file| file.path == path)
}

/// Whether a path is a view of the page, which the page itself tells apart, and not a missing file.
fn is_view(path: &str, headers: &HeaderMap) -> bool {
    let wants_html = || values(headers, ACCEPT).any(|range| range.starts_with("text/html"));
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    path.is_empty() || (!path.starts_with("api/") && !is_file && wants_html())
}

fn reply(file: &'static File, method: &Method, request: &HeaderMap) -> Response {
    let (bytes, encoding) = form(file, request);
    let cache = if file.hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(ETAG, HeaderValue::from_static(file.etag));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if is_known(file, request) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if method == Method::GET {
        *response.body_mut() = Body::from(Bytes::from_static(bytes));
    }
    response
}

/// The smallest form the client takes.
fn form(file: &'static File, request: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    match (file.brotli, file.gzip) {
        (Some(bytes), _) if takes(request, "br") => (bytes, Some("br")),
        (_, Some(bytes)) if takes(request, "gzip") => (bytes, Some("gzip")),
        _ => (file.plain, None),
    }
}

/// Whether `Accept-Encoding` names a coding with a weight above zero (RFC 9110, section 12.5.3).
fn takes(request: &HeaderMap, coding: &str) -> bool {
    values(request, ACCEPT_ENCODING).any(|entry| {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|q| q.trim().parse().ok()).unwrap_or(1.0_f32);
        name.trim().eq_ignore_ascii_case(coding) && weight > 0.0
    })
}

/// Whether the client already has this content (RFC 9110, section 13.1.2: weak comparison).
fn is_known(file: &File, request: &HeaderMap) -> bool {
    let opaque = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    values(request, IF_NONE_MATCH).any(|tag| tag == "*" || opaque(tag) == opaque(file.etag))
}

/// The members of a header that is a comma-separated list (RFC 9110, section 5.6.1).
fn values(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// The text of every `<script>` without `src`. The page is our own build, so a simple reader is enough.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (text, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(text)
    })
}

fn source_of(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode, header};
    use axum::response::Response;
    use tower::ServiceExt as _;

    use super::{File, PAGE, inline_scripts, router_of, source_of};

    const INDEX: File = File {
        path: "index.html",
        media_type: "text/html; charset=utf-8",
        etag: "W/\"1\"",
        hashed: false,
        plain: b"plain",
        brotli: Some(b"brotli"),
        gzip: Some(b"gzip"),
    };
    static BUILT: &[File] = &[
        INDEX,
        File {
            path: "app-0123456789abcdef.wasm",
            media_type: "application/wasm",
            etag: "W/\"2\"",
            hashed: true,
            plain: b"wasm",
            brotli: None,
            gzip: None,
        },
    ];

    #[tokio::test]
    async fn the_smallest_form_the_browser_takes_is_served() {
        for (accepted, encoding, body) in [
            ("gzip, deflate, br, zstd", Some("br"), "brotli"),
            ("gzip;q=0.5, br;q=0", Some("gzip"), "gzip"),
            ("identity", None, "plain"),
        ] {
            let response = ask(BUILT, Request::get("/").header(header::ACCEPT_ENCODING, accepted)).await;
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(said(&response, header::CONTENT_ENCODING), encoding, "{accepted}");
            assert_eq!(said(&response, header::CONTENT_TYPE), Some("text/html; charset=utf-8"));
            assert_eq!(said(&response, header::VARY), Some("accept-encoding"));
            assert_eq!(text(response).await, body);
        }
    }

    #[tokio::test]
    async fn a_hashed_name_is_cached_for_ever_and_the_index_is_revalidated() {
        let response = ask(BUILT, Request::get("/app-0123456789abcdef.wasm")).await;
        assert_eq!(said(&response, header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
        assert_eq!(said(&response, header::CONTENT_TYPE), Some("application/wasm"));
        let response = ask(BUILT, Request::get("/")).await;
        assert_eq!(said(&response, header::CACHE_CONTROL), Some("no-cache"));
        assert_eq!(said(&response, header::ETAG), Some("W/\"1\""));
    }

    #[tokio::test]
    async fn a_browser_that_has_the_content_is_told_so_without_a_body() {
        for tag in ["W/\"1\"", "\"0\", \"1\"", "*"] {
            let response = ask(BUILT, Request::get("/").header(header::IF_NONE_MATCH, tag)).await;
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{tag}");
            assert_eq!(said(&response, header::ETAG), Some("W/\"1\""));
            assert_eq!(text(response).await, "");
        }
        let response = ask(BUILT, Request::get("/").header(header::IF_NONE_MATCH, "W/\"2\"")).await;
        assert_eq!(response.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn head_has_the_headers_of_get_and_no_body() {
        let response = ask(BUILT, Request::head("/index.html")).await;
        assert_eq!(said(&response, header::CONTENT_LENGTH), Some("5"));
        assert_eq!(text(response).await, "");
    }

    #[tokio::test]
    async fn a_view_of_the_page_is_the_index_and_a_missing_file_or_api_is_not_found() {
        let html = |path: &str| Request::get(path).header(header::ACCEPT, "text/html,*/*;q=0.8");
        assert_eq!(text(ask(BUILT, html("/workspace")).await).await, "plain");
        for missing in ["/old-0123456789abcdef.js", "/api/nothing"] {
            let response = ask(BUILT, html(missing)).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{missing}");
            assert_eq!(said(&response, header::CONTENT_TYPE), Some("application/problem+json"));
        }
        assert_eq!(ask(BUILT, Request::get("/workspace")).await.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn only_reading_is_allowed() {
        let response = ask(BUILT, Request::post("/index.html")).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(said(&response, header::ALLOW), Some("GET, HEAD"));
    }

    #[tokio::test]
    async fn a_relay_without_a_page_says_how_to_build_it() {
        let response = ask(&[], Request::get("/")).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(text(response).await.contains("make run"));
    }

    #[tokio::test]
    async fn every_file_of_the_built_page_is_served_whole() {
        for file in PAGE {
            let response = ask(PAGE, Request::get(format!("/{}", file.path))).await;
            assert_eq!(
                to_bytes(response.into_body(), usize::MAX).await.unwrap(),
                file.plain,
                "{}",
                file.path
            );
        }
    }

    #[tokio::test]
    async fn what_installs_the_page_is_revalidated_and_has_its_media_type() {
        for (path, media_type) in [
            ("worker.js", "text/javascript; charset=utf-8"),
            ("manifest.webmanifest", "application/manifest+json"),
            ("icon-512.png", "image/png"),
        ] {
            // A relay built without its page has none of them.
            if PAGE.iter().all(|file| file.path != path) {
                assert!(PAGE.is_empty(), "{path} is missing");
                continue;
            }
            let response = ask(PAGE, Request::get(format!("/{path}"))).await;
            assert_eq!(said(&response, header::CONTENT_TYPE), Some(media_type));
            assert_eq!(said(&response, header::CACHE_CONTROL), Some("no-cache"), "{path}");
        }
    }

    #[test]
    fn inline_scripts_are_named_to_the_policy_by_their_hash() {
        let html =
            r#"<script type="importmap">{}</script><script src="/a.js"></script><script>alert(1)</script>"#;
        assert_eq!(inline_scripts(html).collect::<Vec<_>>(), ["{}", "alert(1)"]);
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(source_of("alert(1)"), "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='");
    }

    async fn ask(page: &'static [File], request: axum::http::request::Builder) -> Response {
        let request = request.body(Body::empty()).unwrap();
        router_of::<()>(page).oneshot(request).await.unwrap()
    }

    fn said(response: &Response, name: header::HeaderName) -> Option<&str> {
        response.headers().get(name).map(|value| value.to_str().unwrap())
    }

    async fn text(response: Response) -> String {
        String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
    }
}

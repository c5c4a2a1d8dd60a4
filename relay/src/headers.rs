//! The headers that every answer of the relay carries, so that a browser holds the page to its own origin.

use std::sync::Arc;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::Response;
use tower::util::MapResponseLayer;

use crate::assets;

/// Features of the browser a page may use: the clipboard and the whole screen, itself, and nothing else.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(self), clipboard-write=(self), \
     display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), hid=(), \
     identity-credentials-get=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

/// Adds the headers; `is_secure` where the relay speaks TLS itself.
///
/// An answer that does not say how it may be cached is not to be stored at all, so no new route can forget to.
pub(crate) fn layer(
    is_secure: bool,
) -> MapResponseLayer<impl Fn(Response) -> Response + Clone + Send + Sync + 'static> {
    let fixed: Arc<[(HeaderName, HeaderValue)]> = headers(is_secure, assets::inline_script_sources()).into();
    MapResponseLayer::new(move |mut response: Response| {
        let headers = response.headers_mut();
        for (name, value) in fixed.iter() {
            headers.insert(name, value.clone());
        }
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        response
    })
}

fn headers(is_secure: bool, script_sources: &[String]) -> Vec<(HeaderName, HeaderValue)> {
    let mut headers = vec![
        (CONTENT_SECURITY_POLICY, content_security_policy(script_sources)),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS)),
        // HTML, section 7.1.3: no window that opened this page, or that it opens, can reach into it.
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        (HeaderName::from_static("cross-origin-embedder-policy"), HeaderValue::from_static("require-corp")),
        // Fetch, section 3.8: other sites may not load the answer as an image or script.
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    ];
    if is_secure {
        headers.push((STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000")));
    }
    headers
}

/// The policy of CSP Level 3, with the hashes of the page's own inline scripts such as its import map.
fn content_security_policy(script_sources: &[String]) -> HeaderValue {
    let scripts: String = script_sources.iter().map(|source| format!(" {source}")).collect();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
         worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    // Hashes are base64, so this always is a header; were it not, the page would rather not run.
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::header::CACHE_CONTROL;
    use axum::http::{HeaderMap, Request, StatusCode};
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::{content_security_policy, layer};

    async fn answer(path: &str, is_secure: bool) -> (StatusCode, HeaderMap) {
        let router: Router = Router::new()
            .route("/api/relay", get(|| async { "{}" }))
            .route("/app.js", get(|| async { ([(CACHE_CONTROL, "max-age=31536000, immutable")], "") }))
            .layer(layer(is_secure));
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        (response.status(), response.headers().clone())
    }

    #[tokio::test]
    async fn every_answer_carries_them_errors_too() {
        for path in ["/api/relay", "/app.js", "/nowhere"] {
            let (_, headers) = answer(path, true).await;
            assert_eq!(headers["x-content-type-options"], "nosniff");
            assert_eq!(headers["referrer-policy"], "no-referrer");
            assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
            assert_eq!(headers["cross-origin-embedder-policy"], "require-corp");
            assert_eq!(headers["cross-origin-resource-policy"], "same-origin");
            assert!(headers["permissions-policy"].to_str().unwrap().contains("clipboard-write=(self)"));
            let policy = headers["content-security-policy"].to_str().unwrap();
            for part in
                ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]
            {
                assert!(policy.split("; ").any(|found| found == part), "{policy}");
            }
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        }
        assert_eq!(answer("/nowhere", true).await.0, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn what_does_not_say_how_it_may_be_cached_is_not_stored() {
        assert_eq!(answer("/api/relay", false).await.1["cache-control"], "no-store");
        assert_eq!(answer("/nowhere", false).await.1["cache-control"], "no-store");
        assert_eq!(answer("/app.js", false).await.1["cache-control"], "max-age=31536000, immutable");
    }

    #[tokio::test]
    async fn only_over_tls_a_browser_is_told_to_stay_with_it() {
        assert_eq!(answer("/api/relay", true).await.1["strict-transport-security"], "max-age=31536000");
        assert!(!answer("/api/relay", false).await.1.contains_key("strict-transport-security"));
    }

    #[test]
    fn inline_scripts_run_by_their_hash_only() {
        let policy = content_security_policy(&["'sha256-AAAA='".into(), "'sha256-BBBB='".into()]);
        let policy = policy.to_str().unwrap();
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-AAAA=' 'sha256-BBBB='; "),
            "{policy}"
        );
        assert_eq!(content_security_policy(&["\n".into()]), "default-src 'none'");
    }
}

//! What the relay counts about itself, and how it is shown to Prometheus. Names no target and no person.

use std::time::Duration;

use postern_shared::api::ChannelKind;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

/// Bounds of the latency histograms, in seconds: from a machine in the next room to one that gives up.
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0];

/// The counters. What is counted for every frame is one atomic instruction.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    sessions: Gauge,
    channels: Gauge,
    channels_opened: Family<Kind, Counter>,
    attachments: Gauge,
    resumes: Counter,
    sent: Counter,
    received: Counter,
    files_sent: Counter,
    files_received: Counter,
    downloads: Family<Outcome, Counter>,
    uploads: Family<Outcome, Counter>,
    sign_ins: Family<Outcome, Counter>,
    sign_in_seconds: Histogram,
    connect_seconds: Histogram,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    /// From a closed list, so that the number of series is bounded.
    result: &'static str,
}

impl Metrics {
    /// Counters that stand at zero.
    #[must_use]
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("postern");
        let metrics = Self {
            sessions: Gauge::default(),
            channels: Gauge::default(),
            channels_opened: Family::default(),
            attachments: Gauge::default(),
            resumes: Counter::default(),
            sent: Counter::default(),
            received: Counter::default(),
            files_sent: Counter::default(),
            files_received: Counter::default(),
            downloads: Family::default(),
            uploads: Family::default(),
            sign_ins: Family::default(),
            sign_in_seconds: Histogram::new(SECONDS),
            connect_seconds: Histogram::new(SECONDS),
            registry: Registry::default(),
        };
        metrics.register(&mut registry);
        Self { registry, ..metrics }
    }

    fn register(&self, registry: &mut Registry) {
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The relay's version", version);
        registry.register("sessions", "Open sessions", self.sessions.clone());
        registry.register("channels", "Channels that have not ended", self.channels.clone());
        // All kinds from the beginning: a series that appears at 1 hides that it rose.
        for kind in [ChannelKind::Shell, ChannelKind::Exec, ChannelKind::Tcp] {
            drop(self.channels_opened.get_or_create(&Kind::of(kind)));
        }
        registry.register("channels_opened", "Channels opened, by kind", self.channels_opened.clone());
        registry.register("attachments", "WebSockets joined to a channel", self.attachments.clone());
        registry.register("resumes", "WebSockets that came back to a channel", self.resumes.clone());
        let (sent, received) = (self.sent.clone(), self.received.clone());
        registry.register_with_unit("sent", "Channel bytes sent to browsers", Unit::Bytes, sent);
        registry.register_with_unit("received", "Channel bytes from browsers", Unit::Bytes, received);
        let (sent, received) = (self.files_sent.clone(), self.files_received.clone());
        registry.register_with_unit("files_sent", "Bytes of files sent to browsers", Unit::Bytes, sent);
        registry.register_with_unit("files_received", "Bytes of files from browsers", Unit::Bytes, received);
        let (downloads, uploads) = (self.downloads.clone(), self.uploads.clone());
        registry.register("downloads", "Files asked for, by what came of it", downloads);
        registry.register("uploads", "Files brought, by what came of it", uploads);
        registry.register("sign_ins", "Sign-ins, by what came of them", self.sign_ins.clone());
        let (sign_in, connect) = (self.sign_in_seconds.clone(), self.connect_seconds.clone());
        registry.register_with_unit("sign_in", "Time from request to answer", Unit::Seconds, sign_in);
        registry.register_with_unit(
            "connect",
            "Time to reach a host, to the end of the key exchange",
            Unit::Seconds,
            connect,
        );
    }

    /// A channel was opened on a target.
    pub(crate) fn channel_opened(&self, kind: ChannelKind) {
        self.channels_opened.get_or_create(&Kind::of(kind)).inc();
    }

    /// A WebSocket was joined to a channel.
    pub(crate) fn attachment_opened(&self) {
        self.attachments.inc();
    }

    /// A WebSocket left its channel.
    pub(crate) fn attachment_closed(&self) {
        self.attachments.dec();
    }

    /// A WebSocket came back to a channel that was there before.
    pub(crate) fn resumed(&self) {
        self.resumes.inc();
    }

    /// Channel bytes went out to a browser.
    pub(crate) fn sent(&self, bytes: usize) {
        self.sent.inc_by(bytes as u64);
    }

    /// Channel bytes came in from a browser.
    pub(crate) fn received(&self, bytes: usize) {
        self.received.inc_by(bytes as u64);
    }

    /// Bytes of a file went out to a browser.
    pub(crate) fn file_sent(&self, bytes: usize) {
        self.files_sent.inc_by(bytes as u64);
    }

    /// Bytes of a file came in from a browser.
    pub(crate) fn file_received(&self, bytes: usize) {
        self.files_received.inc_by(bytes as u64);
    }

    /// A file was asked for; `result` is of a closed list.
    pub(crate) fn download(&self, result: &'static str) {
        self.downloads.get_or_create(&Outcome { result }).inc();
    }

    /// A file was brought, or the attempt failed; `result` is of a closed list.
    pub(crate) fn upload(&self, result: &'static str) {
        self.uploads.get_or_create(&Outcome { result }).inc();
    }

    /// A sign-in was answered, with a code of a closed list; `took` where no person was waited for.
    pub(crate) fn sign_in(&self, result: &'static str, took: Option<Duration>) {
        self.sign_ins.get_or_create(&Outcome { result }).inc();
        if let Some(took) = took {
            self.sign_in_seconds.observe(took.as_secs_f64());
        }
    }

    /// A host was reached and has exchanged keys.
    pub(crate) fn connected(&self, took: Duration) {
        self.connect_seconds.observe(took.as_secs_f64());
    }

    /// Everything as OpenMetrics text, with the sessions and channels there are now.
    #[must_use]
    pub(crate) fn render(&self, sessions: usize, channels: usize) -> String {
        let gauge = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.sessions.set(gauge(sessions));
        self.channels.set(gauge(channels));
        let mut page = String::new();
        if let Err(error) = text::encode(&mut page, &self.registry) {
            tracing::error!(%error, "the metrics could not be written");
        }
        page
    }
}

impl Kind {
    fn of(kind: ChannelKind) -> Self {
        let kind = match kind {
            ChannelKind::Shell => "shell",
            ChannelKind::Exec => "exec",
            ChannelKind::Tcp => "tcp",
        };
        Self { kind }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use postern_shared::api::ChannelKind;

    use super::Metrics;

    fn assert_lines(page: &str, lines: &[&str]) {
        for line in lines {
            assert!(page.lines().any(|found| found == *line), "no {line:?} in {page}");
        }
    }

    #[test]
    fn everything_counted_is_shown_under_its_name() {
        let metrics = Metrics::new();
        metrics.channel_opened(ChannelKind::Shell);
        metrics.channel_opened(ChannelKind::Exec);
        metrics.channel_opened(ChannelKind::Exec);
        metrics.attachment_opened();
        metrics.attachment_opened();
        metrics.attachment_closed();
        metrics.resumed();
        metrics.sent(1000);
        metrics.sent(24);
        metrics.received(7);
        metrics.sign_in("open", Some(Duration::from_millis(40)));
        metrics.sign_in("credentials-refused", Some(Duration::from_secs(2)));
        metrics.sign_in("open", None);
        metrics.connected(Duration::from_millis(3));
        let page = metrics.render(5, 8);
        assert_lines(
            &page,
            &[
                "# TYPE postern_sessions gauge",
                "postern_sessions 5",
                "postern_channels 8",
                r#"postern_channels_opened_total{kind="shell"} 1"#,
                r#"postern_channels_opened_total{kind="exec"} 2"#,
                r#"postern_channels_opened_total{kind="tcp"} 0"#,
                "postern_attachments 1",
                "postern_resumes_total 1",
                "# UNIT postern_sent_bytes bytes",
                "postern_sent_bytes_total 1024",
                "postern_received_bytes_total 7",
                r#"postern_sign_ins_total{result="open"} 2"#,
                r#"postern_sign_ins_total{result="credentials-refused"} 1"#,
                "postern_sign_in_seconds_count 2",
                r#"postern_sign_in_seconds_bucket{le="0.05"} 1"#,
                "postern_connect_seconds_count 1",
                concat!("postern_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
            ],
        );
        assert!(page.ends_with("# EOF\n"), "{page}");
    }

    #[test]
    fn a_relay_that_has_just_started_shows_zeros() {
        assert_lines(&Metrics::new().render(0, 0), &["postern_sessions 0", "postern_sent_bytes_total 0"]);
    }

    #[test]
    fn nothing_is_lost_when_many_count_at_once() {
        let metrics = Metrics::new();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..1000).for_each(|_| metrics.sent(3)));
            }
        });
        assert_lines(&metrics.render(0, 0), &["postern_sent_bytes_total 12000"]);
    }
}

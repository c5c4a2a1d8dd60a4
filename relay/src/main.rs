//! The relay's program: arguments, logs, signals.

use std::io::Write as _;
use std::process::ExitCode;

use postern_relay::config::{Command, LogFormat};
use postern_relay::{Config, Relay};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::{EnvFilter, Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _};

fn main() -> ExitCode {
    let config = match Config::load() {
        Ok(Command::Serve(config)) => config,
        Ok(Command::Print(text)) => {
            let _ = writeln!(std::io::stdout(), "{text}");
            return ExitCode::SUCCESS;
        }
        Err(error) => return fail(&error),
    };
    start_log(&config);
    match runtime().map_err(Into::into).and_then(|runtime| runtime.block_on(serve(*config))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(error.as_ref()),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    let mut text = format!("postern: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::FAILURE
}

fn start_log(config: &Config) {
    let filter = EnvFilter::new(&config.log).and(filter_fn(may_be_logged));
    let log = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry();
    match config.log_format {
        LogFormat::Human => registry.with(log.with_filter(filter)).init(),
        LogFormat::Json => registry.with(log.json().with_filter(filter)).init(),
    }
}

/// Libraries that carry what people type and see may trace it; no filter may let that into the log.
fn may_be_logged(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("postern") || *metadata.level() <= Level::INFO
}

/// Half of the processors are enough: one carries a gigabyte a second, and where there are two, waking the second
/// costs more than it brings. A key does not wait behind the output of others: the network is looked at after every
/// second task.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = processors.div_ceil(2);
    tokio::runtime::Builder::new_multi_thread().worker_threads(workers).event_interval(2).enable_all().build()
}

async fn serve(config: Config) -> Result<(), Box<dyn std::error::Error>> {
    let (address, scheme) = (config.listen, if config.tls.is_on() { "https" } else { "http" });
    let relay = Relay::new(config)?;
    // Before anybody can see that it listens: from then on it ends in good order.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let listener =
        TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let _ = writeln!(std::io::stdout(), "Postern listens on {scheme}://{}", listener.local_addr()?);
    let stop = CancellationToken::new();
    tokio::select! {
        () = relay.serve(listener, stop.clone()) => {}
        () = async {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
            stop.cancel();
            std::future::pending::<()>().await;
        } => {}
    }
    Ok(())
}

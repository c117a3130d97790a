//! `arvak serve`: the pages over the data folder. On an empty folder it makes one and prints the link to the first run.

mod control;
mod program;
mod recipes;

use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use arvak_core::fact::ClockKind;
use arvak_identity::leaked::check_list;
use arvak_mailbox::Mailbox;
use arvak_probe::{Outbound, Stop, SystemClock};
use arvak_store::Layout;
use arvak_web::{App, Live, ProxyHeader, Site, Special, Tours, first_run};
use arvak_words::{Say, Words};
use tokio::net::TcpListener;

pub(super) use self::program::Served;
use super::init;
use crate::cli::{Doors, Serve};
use crate::exit::{BadInput, Exit};
use crate::settings::{HeaderSetting, Settings};
use crate::wiring::channels;
use crate::wiring::mailbox;
use crate::wiring::providers;
use crate::wiring::recording::Recording;

/// Where pages are served unless somebody says otherwise: this machine alone.
const LISTEN: &str = "127.0.0.1:8080";

/// How long what goes on by itself may take to end.
const GRACE: Duration = Duration::from_secs(5);

pub(super) async fn run(args: &Serve, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    log_to_stderr();
    let recording = open(settings, &words).await?;
    let pages =
        Pages::open(args.listen, args.origin.as_deref(), &args.doors, &recording, settings, None)
            .await?;
    if let Some(link) = first_run::link(&recording.folder, &pages.app.site().origin).await? {
        super::print(&words.say("serve-first-run", &[("link", Say::Owned(link))]))?;
    } else {
        let origin = pages.app.site().origin.clone();
        super::print(&words.say("serve-at", &[("link", Say::Owned(origin))]))?;
    }
    pages.serve().await?;
    recording.close().await?;
    Ok(Exit::Done)
}

/// What goes wrong inside is told on stderr, where the service manager keeps it.
pub(super) fn log_to_stderr() {
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false);
    // A log that is there already stays.
    drop(log.with_max_level(tracing::Level::WARN).try_init());
}

/// The folder that the settings name; a new one where there is none.
async fn open(settings: &Settings, words: &Words) -> anyhow::Result<Recording> {
    if Layout::new(&settings.data).format().exists() {
        return Recording::open(settings).await;
    }
    if init::is_used(&settings.data) {
        let path = settings.data.display().to_string();
        return Err(BadInput(words.say("serve-no-folder", &[("path", Say::Owned(path))])).into());
    }
    let recording = init::make(settings, ClockKind::Real, Arc::new(SystemClock), words).await?;
    let path = settings.data.display().to_string();
    let key = recording.folder.layout().ledger_key().display().to_string();
    super::print(&words.say("init-done", &[("path", Say::Owned(path)), ("key", Say::Owned(key))]))?;
    Ok(recording)
}

/// Pages that are ready to be served.
pub(super) struct Pages {
    pub(super) app: App,
    listener: TcpListener,
    mailbox: Option<(Mailbox, Outbound)>,
}

/// The list of leaked passwords that `web.leaked_passwords` names, if it is one.
fn leaked(settings: &Settings) -> anyhow::Result<Option<PathBuf>> {
    let Some(path) = &settings.file.web.leaked_passwords else { return Ok(None) };
    let path = settings.data.join(path);
    let checked = File::open(&path).and_then(|mut list| check_list(&mut list));
    checked
        .map_err(|error| BadInput(format!("web.leaked_passwords: {}: {error}", path.display())))?;
    Ok(Some(path))
}

/// Where the pages stand as the operator says; without that, where they are when nothing else is said.
pub(super) fn origin(settings: &Settings) -> String {
    let web = &settings.file.web;
    let port = web.listen.map_or(8080, |listen| listen.port());
    let origin = web.origin.clone().unwrap_or_else(|| format!("http://localhost:{port}"));
    origin.trim_end_matches('/').to_owned()
}

impl Pages {
    /// Binds the address, reads the folder, and joins the pages with what the program can do.
    pub(super) async fn open(
        listen: Option<SocketAddr>,
        origin: Option<&str>,
        doors: &Doors,
        recording: &Recording,
        settings: &Settings,
        tours: Option<Tours>,
    ) -> anyhow::Result<Self> {
        let web = &settings.file.web;
        let usual = || LISTEN.parse::<SocketAddr>();
        let listen = listen.or(web.listen).map_or_else(usual, Ok)?;
        let listener = TcpListener::bind(listen)
            .await
            .map_err(|error| BadInput(format!("{listen}: {error}")))?;
        let port = listener.local_addr()?.port();
        // A passkey belongs to a host's name: an address has none.
        let usual = format!("http://localhost:{port}");
        let origin = origin.or(web.origin.as_deref()).unwrap_or(&usual);
        let mut site = Site::at(origin, settings.lang);
        site.idle_minutes = web.idle_minutes.unwrap_or(site.idle_minutes);
        site.session_hours = web.session_hours.unwrap_or(site.session_hours);
        site.trusted_proxies.clone_from(&web.trusted_proxies);
        site.proxy_header = match web.proxy_header {
            HeaderSetting::XForwardedFor => ProxyHeader::XForwardedFor,
            HeaderSetting::Forwarded => ProxyHeader::Forwarded,
        };
        site.providers = providers::open(settings, origin, doors)?;
        site.leaked = leaked(settings)?;
        let live = Live::open(&settings.data, Arc::clone(&recording.clock)).await?;
        let program = Arc::new(Served::new(recording, settings, doors));
        // A demonstration's clock may stand anywhere; people's telephones go by the machine's.
        let special = Special { real_clock: Some(Arc::new(SystemClock)), tours };
        let app = App::with(recording.folder.clone(), live, site, program, special)
            .sending(channels::of(settings, doors)?);
        let mailbox = mailbox::of(settings, doors)?;
        Ok(Self { app, listener, mailbox })
    }

    /// Serves until somebody ends it; looks by itself meanwhile when it is time, and sends notices.
    pub(super) async fn serve(self) -> anyhow::Result<()> {
        let stop = Stop::default();
        let following = tokio::spawn(self.app.live().clone().follow());
        let looking = tokio::spawn(arvak_web::look_on_time(self.app.clone(), stop.clone()));
        let telling = tokio::spawn(arvak_web::tell(self.app.clone(), stop.clone()));
        let writing = tokio::spawn(arvak_web::write_to_suppliers(self.app.clone(), stop.clone()));
        let ringing = tokio::spawn(arvak_web::callouts::ring(self.app.clone(), stop.clone()));
        let (folder, clock) = (self.app.folder().clone(), Arc::clone(self.app.clock()));
        let reading = self.mailbox.map(|mailbox| {
            tokio::spawn(mailbox::keep_reading(mailbox, folder, clock, stop.clone()))
        });
        let router = arvak_web::router(&self.app);
        let ended = async {
            crate::exit::interrupted().await;
        };
        let served = arvak_web::serve(self.listener, router, ended).await;
        stop.stop();
        following.abort();
        // What was begun is ended; a message that takes longer than this is sent again next time.
        let ending = async {
            drop((looking.await, telling.await, writing.await, ringing.await));
            if let Some(reading) = reading {
                drop(reading.await);
            }
        };
        drop(tokio::time::timeout(GRACE, ending).await);
        Ok(served?)
    }
}

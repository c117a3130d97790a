//! Starting and ending the browser.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chromiumoxide::cdp::browser_protocol::browser::BrowserContextId;
use chromiumoxide::cdp::browser_protocol::target::{
    CreateBrowserContextParams, CreateTargetParams,
};
use chromiumoxide::{Browser, BrowserConfig};
use futures_util::StreamExt as _;
use tokio::task::JoinHandle;

use crate::tab::{Look, Tab};

/// Where Debian puts it.
const PROGRAM: &str = "/usr/bin/chromium";

/// Nothing is fetched, synchronised or asked but what the test opens.
const QUIET: [&str; 8] = [
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "disable-dev-shm-usage",
    "disable-extensions",
];

/// A browser with an empty profile of its own; both go away with it.
#[derive(Debug)]
pub struct Chromium {
    browser: Browser,
    events: JoinHandle<()>,
    _profile: tempfile::TempDir,
}

impl Chromium {
    /// Starts the browser. Nothing where it is not installed: then a line says that the test is skipped.
    pub async fn start() -> anyhow::Result<Option<Self>> {
        if !Path::new(PROGRAM).exists() {
            println!("SKIPPED: chromium is not installed");
            return Ok(None);
        }
        let profile = tempfile::tempdir()?;
        let config = BrowserConfig::builder()
            .chrome_executable(PROGRAM)
            .user_data_dir(profile.path())
            .no_sandbox()
            .new_headless_mode()
            .viewport(None)
            .enable_cache()
            .args(QUIET)
            .build()
            .map_err(anyhow::Error::msg)?;
        let (browser, mut handler) =
            Browser::launch(config).await.context("chromium did not start")?;
        let events = tokio::spawn(async move { while handler.next().await.is_some() {} });
        Ok(Some(Self { browser, events, _profile: profile }))
    }

    /// A new tab that looks so, with its own cookies and its own cache, as of a person who is new here.
    pub async fn tab(&self, look: &Look) -> anyhow::Result<Tab> {
        let context = self.browser.create_browser_context(CreateBrowserContextParams::default());
        self.tab_of(context.await?, look).await
    }

    /// A new tab beside others of the same person.
    pub async fn tab_of(&self, person: BrowserContextId, look: &Look) -> anyhow::Result<Tab> {
        let blank = CreateTargetParams::builder()
            .url("about:blank")
            .browser_context_id(person.clone())
            .build()
            .map_err(anyhow::Error::msg)?;
        Tab::new(self.browser.new_page(blank).await?, person, look).await
    }

    /// Ends the browser.
    pub async fn end(mut self) -> anyhow::Result<()> {
        self.browser.close().await?;
        self.browser.wait().await?;
        self.events.abort();
        Ok(())
    }
}

/// The repository, from which tools of tests are found.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

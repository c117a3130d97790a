//! A tab of the browser: how it looks, what it opens, and what is noted meanwhile.

mod act;
mod see;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use chromiumoxide::Page;
use chromiumoxide::cdp::browser_protocol::browser::BrowserContextId;
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams,
    SetScriptExecutionDisabledParams,
};
use chromiumoxide::cdp::browser_protocol::log::{EventEntryAdded, LogEntryLevel};
use chromiumoxide::cdp::browser_protocol::network::{
    ClearBrowserCacheParams, EnableParams, EventLoadingFinished, EventRequestWillBeSent,
    SetExtraHttpHeadersParams,
};
use chromiumoxide::cdp::js_protocol::runtime::EventExceptionThrown;
use futures_util::{Stream, StreamExt as _};

/// Light or dark, as the person's machine says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How a tab looks.
#[derive(Clone, Debug)]
pub struct Look {
    /// The width in CSS pixels.
    pub width: u32,
    /// Light or dark.
    pub scheme: Scheme,
    /// Whether scripts of pages run.
    pub scripts: bool,
    /// Whether the person has chosen the colours of all pages, as in Windows' contrast themes.
    pub forced_colors: bool,
    /// The languages that the browser asks for, as in `Accept-Language`.
    pub language: String,
}

impl Look {
    /// So wide, so light; with scripts, in Norwegian.
    pub fn new(width: u32, scheme: Scheme) -> Self {
        let language = "nb".to_owned();
        Self { width, scheme, scripts: true, forced_colors: false, language }
    }
}

/// Something that was asked for over the net.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub url: String,
    /// Bytes over the wire, headers included; 0 where the browser had it already.
    pub bytes: u64,
}

/// A tab.
#[derive(Debug)]
pub struct Tab {
    page: Page,
    person: BrowserContextId,
    seen: Arc<Mutex<Seen>>,
    scripts: AtomicBool,
}

#[derive(Debug, Default)]
struct Seen {
    requests: Vec<(String, Request)>,
    complaints: Vec<String>,
}

impl Tab {
    pub(crate) async fn new(
        page: Page,
        person: BrowserContextId,
        look: &Look,
    ) -> anyhow::Result<Self> {
        let tab = Self { page, person, seen: Arc::default(), scripts: AtomicBool::new(true) };
        tab.listen().await?;
        tab.look(look).await?;
        Ok(tab)
    }

    /// Whose tab it is: tabs of the same person share cookies and cache.
    pub fn person(&self) -> BrowserContextId {
        self.person.clone()
    }

    /// Changes how the tab looks.
    pub async fn look(&self, look: &Look) -> anyhow::Result<()> {
        let metrics = SetDeviceMetricsOverrideParams::new(i64::from(look.width), 900, 1.0, false);
        self.page.execute(metrics).await?;
        let scheme = match look.scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let media = SetEmulatedMediaParams::builder()
            .features([
                MediaFeature::new("prefers-color-scheme", scheme),
                MediaFeature::new(
                    "forced-colors",
                    if look.forced_colors { "active" } else { "none" },
                ),
            ])
            .build();
        self.page.execute(media).await?;
        self.page.execute(SetScriptExecutionDisabledParams::new(!look.scripts)).await?;
        self.scripts.store(look.scripts, Ordering::Relaxed);
        let headers = serde_json::json!({ "Accept-Language": look.language });
        let headers = chromiumoxide::cdp::browser_protocol::network::Headers::new(headers);
        self.page.execute(SetExtraHttpHeadersParams::new(headers)).await?;
        Ok(())
    }

    async fn listen(&self) -> anyhow::Result<()> {
        self.page.execute(EnableParams::default()).await?;
        self.page.enable_log().await?;
        self.note(self.page.event_listener::<EventRequestWillBeSent>().await?, |seen, event| {
            let request = Request { url: event.request.url.clone(), bytes: 0 };
            seen.requests.push((event.request_id.inner().clone(), request));
        });
        self.note(self.page.event_listener::<EventLoadingFinished>().await?, |seen, event| {
            for (id, request) in &mut seen.requests {
                if *id == *event.request_id.inner() {
                    // Whole bytes, sent as a JSON number.
                    request.bytes =
                        format!("{:.0}", event.encoded_data_length).parse().unwrap_or(0);
                }
            }
        });
        self.note(self.page.event_listener::<EventEntryAdded>().await?, |seen, event| {
            // What is merely told is no complaint.
            if matches!(event.entry.level, LogEntryLevel::Warning | LogEntryLevel::Error) {
                seen.complaints.push(event.entry.text.clone());
            }
        });
        self.note(self.page.event_listener::<EventExceptionThrown>().await?, |seen, event| {
            seen.complaints.push(format!("{:?}", event.exception_details));
        });
        Ok(())
    }

    fn note<T: Send + Sync + 'static>(
        &self,
        mut events: impl Stream<Item = Arc<T>> + Send + Unpin + 'static,
        note: impl Fn(&mut Seen, &T) + Send + 'static,
    ) {
        let seen = Arc::clone(&self.seen);
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                note(&mut seen.lock().unwrap_or_else(PoisonError::into_inner), &event);
            }
        });
    }

    /// Opens an address, and waits until all is loaded.
    pub async fn open(&self, url: &str) -> anyhow::Result<()> {
        self.page.goto(url).await.with_context(|| format!("{url} did not open"))?;
        self.settled().await
    }

    /// Waits until the font is there and the page is drawn.
    pub async fn settled(&self) -> anyhow::Result<()> {
        if !self.scripts.load(Ordering::Relaxed) {
            // Promises are not kept in such a tab; loading was waited for.
            return Ok(());
        }
        let drawn = "document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))";
        let _: bool = self.ask(drawn).await?;
        Ok(())
    }

    /// Where the tab is.
    pub async fn url(&self) -> anyhow::Result<String> {
        Ok(self.page.url().await?.unwrap_or_default())
    }

    /// Empties the cache, as of a person who is new here; cookies stay.
    pub async fn forget_files(&self) -> anyhow::Result<()> {
        self.page.execute(ClearBrowserCacheParams::default()).await?;
        Ok(())
    }

    /// Closes the tab.
    pub async fn close(self) -> anyhow::Result<()> {
        Ok(self.page.close().await?)
    }
}

//! A tab of the browser: how it looks, what was asked for, and what was complained about.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use chromiumoxide::Page;
use chromiumoxide::cdp::browser_protocol::browser::BrowserContextId;
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams,
    SetScriptExecutionDisabledParams,
};
use chromiumoxide::cdp::browser_protocol::input::{
    DispatchKeyEventParams, DispatchKeyEventType, InsertTextParams,
};
use chromiumoxide::cdp::browser_protocol::log::EventEntryAdded;
use chromiumoxide::cdp::browser_protocol::network::{
    ClearBrowserCacheParams, EnableParams, EventLoadingFinished, EventRequestWillBeSent,
    SetExtraHttpHeadersParams,
};
use chromiumoxide::cdp::browser_protocol::page::{CaptureScreenshotFormat, PrintToPdfParams};
use chromiumoxide::cdp::browser_protocol::web_authn::{
    self, AddVirtualAuthenticatorParams, AuthenticatorProtocol, AuthenticatorTransport,
    VirtualAuthenticatorOptions,
};
use chromiumoxide::cdp::js_protocol::runtime::{EvaluateParams, EventExceptionThrown};
use chromiumoxide::page::ScreenshotParams;
use futures_util::{Stream, StreamExt as _};
use serde::de::DeserializeOwned;

use crate::chromium::repository;

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
    /// The languages that the browser asks for, as in `Accept-Language`.
    pub language: String,
}

impl Look {
    /// So wide, so light; with scripts, in Norwegian.
    pub fn new(width: u32, scheme: Scheme) -> Self {
        Self { width, scheme, scripts: true, language: "nb".to_owned() }
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

/// How often something is looked at again, and how long apart: a minute in all.
const TRIES: usize = 2400;
const BETWEEN: std::time::Duration = std::time::Duration::from_millis(25);

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
            .features([MediaFeature::new("prefers-color-scheme", scheme)])
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
            seen.complaints.push(event.entry.text.clone());
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

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> anyhow::Result<()> {
        self.page.evaluate_expression(script).await?;
        Ok(())
    }

    /// The answer of a script in the page; a promise is waited for.
    pub async fn ask<T: DeserializeOwned>(&self, script: &str) -> anyhow::Result<T> {
        let question = EvaluateParams::builder()
            .expression(script)
            .await_promise(true)
            .return_by_value(true)
            .build()
            .map_err(anyhow::Error::msg)?;
        Ok(self.page.evaluate_expression(question).await?.into_value()?)
    }

    /// Clicks the first element that a selector finds.
    pub async fn click(&self, selector: &str) -> anyhow::Result<()> {
        let found = self.page.find_element(selector).await;
        found.with_context(|| format!("there is no {selector}"))?.click().await?;
        Ok(())
    }

    /// Clicks, and waits for the page that it leads to.
    pub async fn follow(&self, selector: &str) -> anyhow::Result<()> {
        let before = self.page_shown().await?;
        self.click(selector).await?;
        self.another_page(before).await
    }

    /// Presses a key, and waits for the page that it leads to.
    pub async fn press_and_follow(&self, key: &str) -> anyhow::Result<()> {
        let before = self.page_shown().await?;
        self.press(key).await?;
        self.another_page(before).await
    }

    /// What tells one page from the next: when it began, while it is loaded.
    async fn page_shown(&self) -> anyhow::Result<Option<String>> {
        self.ask("document.readyState === 'complete' ? String(performance.timeOrigin) : null").await
    }

    async fn another_page(&self, before: Option<String>) -> anyhow::Result<()> {
        for _ in 0..TRIES {
            // While one page goes and the next comes, nobody answers.
            if let Ok(shown @ Some(_)) = self.page_shown().await
                && shown != before
            {
                return self.settled().await;
            }
            tokio::time::sleep(BETWEEN).await;
        }
        anyhow::bail!("no other page came after {}", self.url().await?)
    }

    /// Waits until a question has the answer `true`.
    pub async fn until(&self, question: &str) -> anyhow::Result<()> {
        for _ in 0..TRIES {
            if self.ask(question).await.unwrap_or(false) {
                return Ok(());
            }
            tokio::time::sleep(BETWEEN).await;
        }
        anyhow::bail!("it never came to be: {question}, at {}", self.url().await?)
    }

    /// Empties the cache, as of a person who is new here; cookies stay.
    pub async fn forget_files(&self) -> anyhow::Result<()> {
        self.page.execute(ClearBrowserCacheParams::default()).await?;
        Ok(())
    }

    /// Puts the keyboard into the first element that a selector finds, and types.
    pub async fn fill(&self, selector: &str, text: &str) -> anyhow::Result<()> {
        let found = self.page.find_element(selector).await;
        found.with_context(|| format!("there is no {selector}"))?.focus().await?;
        self.type_text(text).await
    }

    /// Types where the keyboard is.
    pub async fn type_text(&self, text: &str) -> anyhow::Result<()> {
        self.page.execute(InsertTextParams::new(text)).await?;
        Ok(())
    }

    /// Gives the tab an authenticator that answers at once, as a person's fingerprint does. Passkeys need
    /// a host with a name: `localhost`, and no number.
    pub async fn add_authenticator(&self) -> anyhow::Result<()> {
        let options = VirtualAuthenticatorOptions::builder()
            .protocol(AuthenticatorProtocol::Ctap2)
            .transport(AuthenticatorTransport::Internal)
            .has_resident_key(true)
            .has_user_verification(true)
            .is_user_verified(true)
            .automatic_presence_simulation(true)
            .build()
            .map_err(anyhow::Error::msg)?;
        self.page.execute(web_authn::EnableParams::default()).await?;
        self.page.execute(AddVirtualAuthenticatorParams::new(options)).await?;
        Ok(())
    }

    /// What an app for one-time codes shows now for a secret in base 32 (RFC 6238, six digits, 30 seconds).
    pub async fn one_time_code(&self, secret: &str) -> anyhow::Result<String> {
        let secret = serde_json::to_string(secret)?;
        self.ask(&format!("({ONE_TIME_CODE})({secret})")).await
    }

    /// Presses a key: `Tab`, `Enter`, `Escape`, `/`.
    pub async fn press(&self, key: &str) -> anyhow::Result<()> {
        let (code, text) = match key {
            "Tab" => (9, None),
            "Enter" => (13, Some("\r")),
            "Escape" => (27, None),
            " " => (32, Some(" ")),
            "/" => (191, Some("/")),
            other => anyhow::bail!("the key {other} is not known here"),
        };
        let event = |kind: DispatchKeyEventType| {
            let event = DispatchKeyEventParams::builder()
                .r#type(kind)
                .key(key)
                .windows_virtual_key_code(code)
                .native_virtual_key_code(code);
            match text {
                Some(text) => event.text(text).build(),
                None => event.build(),
            }
        };
        for kind in [DispatchKeyEventType::KeyDown, DispatchKeyEventType::KeyUp] {
            self.page.execute(event(kind).map_err(anyhow::Error::msg)?).await?;
        }
        Ok(())
    }

    /// A picture of the whole page, as PNG.
    pub async fn picture(&self) -> anyhow::Result<Vec<u8>> {
        let whole = ScreenshotParams::builder()
            .format(CaptureScreenshotFormat::Png)
            .full_page(true)
            .capture_beyond_viewport(true);
        Ok(self.page.screenshot(whole.build()).await?)
    }

    /// Puts a picture of the whole page into `target/look`, for people to look at.
    pub async fn keep_picture(&self, name: &str) -> anyhow::Result<()> {
        let folder = repository().join("target/look");
        std::fs::create_dir_all(&folder)?;
        let mut file = std::fs::File::create(folder.join(format!("{name}.png")))?;
        Ok(std::io::Write::write_all(&mut file, &self.picture().await?)?)
    }

    /// How many sheets of paper the page takes, in the size that its style asks for.
    pub async fn sheets(&self) -> anyhow::Result<usize> {
        let how = PrintToPdfParams::builder().prefer_css_page_size(true).print_background(true);
        let pdf = self.page.pdf(how.build()).await?;
        // Each sheet is an object of its own; `/Pages` is the list of them.
        let pdf = String::from_utf8_lossy(&pdf);
        let objects = pdf.match_indices("/Type /Page");
        Ok(objects
            .filter(|(at, found)| pdf.as_bytes().get(at + found.len()) != Some(&b's'))
            .count())
    }

    /// What was asked for over the net since the last time; `data:` addresses are not.
    pub fn requests(&self) -> Vec<Request> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let requests = std::mem::take(&mut seen.requests).into_iter().map(|(_, request)| request);
        requests.filter(|request| request.url.starts_with("http")).collect()
    }

    /// What the browser complained about since the last time: the policy, scripts, missing files.
    pub fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner).complaints)
    }

    /// How many pixels the page is wider than the tab.
    pub async fn overflow(&self) -> anyhow::Result<i64> {
        self.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await
    }

    /// Links, buttons and fields that are smaller than 24 by 24 pixels and not part of a sentence
    /// (WCAG 2.2, 2.5.8).
    pub async fn small_targets(&self) -> anyhow::Result<Vec<String>> {
        self.ask(SMALL).await
    }

    /// How much the page moved by itself while it loaded (cumulative layout shift), in thousandths.
    pub async fn layout_shift(&self) -> anyhow::Result<i64> {
        self.ask(SHIFT).await
    }

    /// Closes the tab.
    pub async fn close(self) -> anyhow::Result<()> {
        Ok(self.page.close().await?)
    }
}

/// In the page, since the browser has the hash and the time.
const ONE_TIME_CODE: &str = r"async (secret) => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const bits = [...secret.replace(/[^A-Z2-7]/g, '')].map((one) => letters.indexOf(one).toString(2).padStart(5, '0')).join('');
    const bytes = Uint8Array.from(bits.match(/.{8}/g), (byte) => parseInt(byte, 2));
    const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
    const counter = new DataView(new ArrayBuffer(8));
    counter.setUint32(4, Math.floor(Date.now() / 30000));
    const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer));
    const code = mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff;
    return String(code % 1000000).padStart(6, '0');
}";

const SMALL: &str = r"[...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
    .filter((one) => {
        const box = one.getBoundingClientRect();
        if (!box.width || !box.height || one.closest('p, li p, dd, td, th, figcaption, .ds-skip-link')) return false;
        if (one.matches('input[type=radio], input[type=checkbox]') && one.labels?.length) return false;
        // A link that fills its row through its ::after is as large as the row.
        if (one.matches('.a-points a, .a-counts a')) return false;
        return box.width < 24 || box.height < 24;
    })
    .map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`)";

const SHIFT: &str = r"new Promise((done) => {
    let sum = 0;
    const watch = new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value; }));
    watch.observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => done(Math.round(sum * 1000))));
})";

//! What a person does at a tab: clicking, typing, pressing keys, proving who they are.

use anyhow::Context as _;
use chromiumoxide::cdp::browser_protocol::dom::ScrollIntoViewIfNeededParams;
use chromiumoxide::cdp::browser_protocol::input::{
    DispatchKeyEventParams, DispatchKeyEventType, InsertTextParams,
};
use chromiumoxide::cdp::browser_protocol::web_authn::{
    self, AddVirtualAuthenticatorParams, AuthenticatorProtocol, AuthenticatorTransport,
    VirtualAuthenticatorOptions,
};
use chromiumoxide::cdp::js_protocol::runtime::EvaluateParams;
use serde::de::DeserializeOwned;

use super::Tab;

/// How often something is looked at again, and how long apart: a minute in all.
const TRIES: usize = 2400;
const BETWEEN: std::time::Duration = std::time::Duration::from_millis(25);

/// How often it is looked whether a click led on: ten seconds in all.
const SOON: usize = 400;

/// How often it is looked whether something has come to rest: five seconds in all. What is drawn by its label alone is never
/// at its own place, and is clicked then.
const RESTS: usize = 200;

impl Tab {
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
        // Nothing is an answer too: `null`.
        let answer = self.page.evaluate_expression(question).await?.value().cloned();
        Ok(serde_json::from_value(answer.unwrap_or_default())?)
    }

    /// Clicks the first element that a selector finds, wherever on the page it is.
    pub async fn click(&self, selector: &str) -> anyhow::Result<()> {
        let found = self.page.find_element(selector).await;
        let found = found.with_context(|| format!("there is no {selector}"))?;
        // Not the library's own click: it waits for a script of the page, which may have none.
        let here = ScrollIntoViewIfNeededParams::builder().backend_node_id(found.backend_node_id);
        self.page.execute(here.build()).await?;
        // What unfolds or scrolls is clicked when it has come to rest, and nothing lies over it.
        let mut point = found.clickable_point().await?;
        for _ in 0..RESTS {
            tokio::time::sleep(BETWEEN).await;
            let now = found.clickable_point().await?;
            if now == point && self.is_at_point(selector, now.x, now.y).await? {
                break;
            }
            point = now;
        }
        self.page.click(point).await?;
        Ok(())
    }

    /// Whether a click at that point reaches the element.
    async fn is_at_point(&self, selector: &str, x: f64, y: f64) -> anyhow::Result<bool> {
        let selector = serde_json::to_string(selector)?;
        self.ask(&format!(
            "document.querySelector({selector})?.contains(document.elementFromPoint({x}, {y})) ?? false"
        ))
        .await
    }

    /// Clicks, and waits for the page that it leads to.
    pub async fn follow(&self, selector: &str) -> anyhow::Result<()> {
        let before = self.page_shown().await?;
        self.click(selector).await?;
        if self.another_page(before.clone(), SOON).await.is_ok() {
            return Ok(());
        }
        // What lay still may have moved under the pointer after all; nothing moves under a script.
        let selector = serde_json::to_string(selector)?;
        self.run(&format!("document.querySelector({selector})?.click()")).await?;
        self.another_page(before, TRIES).await
    }

    /// Presses a key, and waits for the page that it leads to.
    pub async fn press_and_follow(&self, key: &str) -> anyhow::Result<()> {
        let before = self.page_shown().await?;
        self.press(key).await?;
        self.another_page(before, TRIES).await
    }

    /// What tells one page from the next: when it began, while it is loaded.
    async fn page_shown(&self) -> anyhow::Result<Option<String>> {
        self.ask("document.readyState === 'complete' ? String(performance.timeOrigin) : null").await
    }

    async fn another_page(&self, before: Option<String>, tries: usize) -> anyhow::Result<()> {
        for _ in 0..tries {
            // While one page goes and the next comes, nobody answers.
            if let Ok(shown @ Some(_)) = self.page_shown().await
                && shown != before
            {
                return self.settled().await;
            }
            tokio::time::sleep(BETWEEN).await;
        }
        let refused: Vec<String> = self
            .ask("[...document.querySelectorAll('main :invalid')].map((one) => one.outerHTML)")
            .await?;
        let url = self.url().await?;
        anyhow::bail!("no other page came after {url}; the browser refuses {refused:?}")
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

    /// Presses a key: `Tab`, `Enter`, `Escape`, `ArrowDown`, or one that writes a digit, a blank or `/`.
    pub async fn press(&self, key: &str) -> anyhow::Result<()> {
        let (code, text) = match key {
            "Tab" => (9, None),
            "Enter" => (13, Some("\r")),
            "Escape" => (27, None),
            "ArrowDown" => (40, None),
            " " => (32, Some(" ")),
            "/" => (191, Some("/")),
            digit if digit.len() == 1 && digit.as_bytes().iter().all(u8::is_ascii_digit) => {
                (48 + digit.parse::<i64>()?, Some(digit))
            }
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

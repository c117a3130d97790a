//! One person at the browser: cookies and storage of their own, and the tab that they look at.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::HeaderMap;
use ipnet::IpNet;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::timeout;
use url::Url;

use super::carry::{Carried, Paused};
use super::{Running, Screen, page};
use crate::web::guess::is_aside;
use crate::web::{Answer, Draft, Form, Input, Page};
use crate::{Secret, Seen, Trial};

/// How long a page may take until it is quiet.
const SETTLE: Duration = Duration::from_secs(25);

/// How often it is looked whether it is.
const TICK: Duration = Duration::from_millis(50);

/// So many ticks without a request, and nothing more is expected.
const QUIET_TICKS: u32 = 6;

/// The same after a button was pressed that asked for nothing yet.
const IDLE_TICKS: u32 = 20;

/// Most places that a password was posted to which are remembered.
const POSTS_MAX: usize = 4;

/// A person. A copy made by [`Person::beside`] is the same one in another tab.
pub(crate) struct Person {
    screen: Screen,
    /// Their cookies and storage, once they have any.
    context: Arc<Mutex<Option<String>>>,
    tab: Option<Tab>,
    /// Where programs of the pages sent the password.
    posts: Arc<Mutex<Vec<Url>>>,
    /// Whether the pages keep something besides cookies.
    keeps: bool,
    /// Where nothing is to be sent: a log-in is over when a page leads there.
    end: Option<Url>,
}

/// Cookies of a person that outlast the browser, as it tells them.
#[derive(Clone)]
pub(crate) struct Lasting(Vec<Value>);

impl Lasting {
    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    /// The same without the cookie of that number.
    pub(crate) fn without(&self, number: usize) -> Self {
        let all = self.0.iter().enumerate().filter(|(at, _)| *at != number);
        Self(all.map(|(_, cookie)| cookie.clone()).collect())
    }
}

struct Tab {
    target: String,
    session: String,
    status: u16,
    headers: HeaderMap,
    /// Why the page itself did not come.
    lost: Option<Seen>,
    /// A program of the page was refused by the gate.
    is_cut_off: bool,
    /// Where the page led that nothing is sent to, and what its form would have handed on.
    left: Option<(Url, Option<Secret>)>,
}

#[derive(Deserialize)]
struct Read {
    html: String,
    url: String,
    kept: usize,
}

#[derive(Deserialize)]
struct State {
    ready: String,
    state: String,
}

impl Person {
    pub(super) fn new(screen: Screen, end: Option<Url>) -> Self {
        let (context, posts) = (Arc::default(), Arc::default());
        Self { screen, context, tab: None, posts, keeps: false, end }
    }

    /// The same person in another tab.
    pub(crate) fn beside(&self) -> Self {
        let (screen, context) = (self.screen.clone(), Arc::clone(&self.context));
        let (posts, end) = (Arc::clone(&self.posts), self.end.clone());
        Self { screen, context, tab: None, posts, keeps: self.keeps, end }
    }

    /// Where programs of the pages sent the password.
    pub(crate) fn posts(&self) -> Vec<Url> {
        self.posts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the pages kept something besides cookies.
    pub(crate) fn keeps(&self) -> bool {
        self.keeps
    }

    /// Opens an address.
    pub(crate) async fn open(
        &mut self,
        trial: &mut Trial<'_, '_>,
        url: &Url,
        scope: &[IpNet],
    ) -> Result<Answer, Seen> {
        // A page may name anything, and files of this machine are not paused as requests are.
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Seen::OutOfScope);
        }
        let screen = self.screen.clone();
        let mut running = screen.lock().await;
        if self.tab.is_none() {
            self.tab = Some(self.begin(&mut running).await?);
        }
        let Some(tab) = &mut self.tab else { return Err(Seen::Unexpected) };
        (tab.lost, tab.is_cut_off, tab.status, tab.left) = (None, false, 0, None);
        let session = tab.session.clone();
        // Its answer comes when the page does, and the page waits for us.
        running.order(Some(&session), "Page.navigate", json!({ "url": url.as_str() }));
        self.settle(&mut running, trial, scope, QUIET_TICKS).await?;
        self.read(&mut running).await
    }

    /// Types into a form and sends it.
    pub(crate) async fn submit(
        &mut self,
        trial: &mut Trial<'_, '_>,
        answer: &Answer,
        draft: &Draft,
        scope: &[IpNet],
    ) -> Result<Answer, Seen> {
        let screen = self.screen.clone();
        let mut running = screen.lock().await;
        let form = answer.page.forms.get(draft.form).ok_or(Seen::NoForm)?;
        let tag = |number: &usize| form.inputs.get(*number).map(|input| input.tag);
        let mut last = None;
        for (number, value) in &draft.values {
            let Some(input) = form.inputs.get(*number).filter(|input| input.is_typed()) else {
                continue;
            };
            self.act(&mut running, &page::focus(input.tag)).await?;
            let session = self.session()?;
            let text = json!({ "text": value.reveal() });
            running.ask(Some(&session), "Input.insertText", text).await?;
            last = Some(input.tag);
        }
        for number in draft.ticked.iter().filter_map(tag) {
            self.act(&mut running, &page::tick(number)).await?;
        }
        for number in draft.left_out.iter().filter_map(tag) {
            self.act(&mut running, &page::leave_out(number)).await?;
        }
        let inputs = form.inputs.iter().enumerate();
        let mut others = inputs.filter(|(_, input)| input.kind == "button" && !is_aside(input));
        let pressed = draft.pressed.or_else(|| others.next_back().map(|(number, _)| number));
        if let Some(tab) = &mut self.tab {
            tab.lost = None;
        }
        match (pressed.as_ref().and_then(tag), last) {
            (Some(button), _) => self.act(&mut running, &page::press(button)).await?,
            (None, Some(_)) => self.enter(&mut running)?,
            (None, None) => return Err(Seen::NoForm),
        }
        self.settle(&mut running, trial, scope, IDLE_TICKS).await?;
        self.read(&mut running).await
    }

    /// Closes the tab; cookies and storage stay.
    pub(crate) async fn leave(&mut self) {
        if let Some(tab) = self.tab.take() {
            let mut running = self.screen.lock().await;
            running.order(None, "Target.closeTarget", json!({ "targetId": tab.target }));
        }
    }

    /// The cookies that outlast a browser.
    pub(crate) async fn lasting(&self) -> Result<Lasting, Seen> {
        let screen = self.screen.clone();
        let mut running = screen.lock().await;
        let context = self.context(&mut running).await?;
        let known = running.ask(None, "Storage.getCookies", json!({ "browserContextId": context }));
        let mut cookies =
            known.await?.get("cookies").and_then(Value::as_array).cloned().unwrap_or_default();
        cookies.retain(|cookie| cookie.get("session") == Some(&Value::Bool(false)));
        for cookie in cookies.iter_mut().filter_map(Value::as_object_mut) {
            cookie.retain(|name, _| {
                matches!(
                    name.as_str(),
                    "name"
                        | "value"
                        | "domain"
                        | "path"
                        | "secure"
                        | "httpOnly"
                        | "expires"
                        | "sameSite"
                )
            });
        }
        Ok(Lasting(cookies))
    }

    /// Takes over cookies of somebody else.
    pub(crate) async fn take(&mut self, cookies: &Lasting) -> Result<(), Seen> {
        let screen = self.screen.clone();
        let mut running = screen.lock().await;
        let context = self.context(&mut running).await?;
        let params = json!({ "browserContextId": context, "cookies": cookies.0 });
        running.ask(None, "Storage.setCookies", params).await?;
        Ok(())
    }

    /// Cookies and storage of this person.
    async fn context(&self, running: &mut Running) -> Result<String, Seen> {
        let known = self.context.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let made = running.ask(None, "Target.createBrowserContext", json!({})).await?;
        let context = text(&made, "browserContextId")?;
        *self.context.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.clone());
        Ok(context)
    }

    async fn begin(&self, running: &mut Running) -> Result<Tab, Seen> {
        let context = self.context(running).await?;
        let blank = json!({ "url": "about:blank", "browserContextId": context });
        let target = text(&running.ask(None, "Target.createTarget", blank).await?, "targetId")?;
        let attach = json!({ "targetId": target, "flatten": true });
        let session =
            text(&running.ask(None, "Target.attachToTarget", attach).await?, "sessionId")?;
        let all = json!({ "patterns": [{ "urlPattern": "*" }] });
        running.ask(Some(&session), "Fetch.enable", all).await?;
        running.ask(Some(&session), "Page.enable", json!({})).await?;
        let (status, headers) = (0, HeaderMap::new());
        Ok(Tab { target, session, status, headers, lost: None, is_cut_off: false, left: None })
    }

    fn session(&self) -> Result<String, Seen> {
        self.tab.as_ref().map(|tab| tab.session.clone()).ok_or(Seen::Unexpected)
    }

    /// Serves the page until it asks for nothing more and stands still.
    async fn settle(
        &mut self,
        running: &mut Running,
        trial: &mut Trial<'_, '_>,
        scope: &[IpNet],
        ticks: u32,
    ) -> Result<(), Seen> {
        let settled = timeout(SETTLE, async {
            let (mut quiet, mut needed, mut before) = (0, ticks, None);
            loop {
                let next = match running.waiting.pop_front() {
                    Some(message) => Ok(Some(message)),
                    None => timeout(TICK, running.pipe.next()).await,
                };
                match next {
                    Ok(Some(message)) => {
                        if self.serve(running, trial, scope, &message).await? {
                            (quiet, needed) = (0, QUIET_TICKS);
                        }
                    }
                    Ok(None) => return Err(Seen::Unexpected),
                    Err(_) => quiet += 1,
                }
                if let Some(lost) = self.tab.as_ref().and_then(|tab| tab.lost) {
                    return Err(lost);
                }
                if quiet >= needed {
                    let now: State = match self.look(running, page::STATE).await {
                        Ok(now) => now,
                        // Between two pages there is nothing to look at.
                        Err(Seen::Unexpected) => {
                            quiet = 0;
                            continue;
                        }
                        Err(seen) => return Err(seen),
                    };
                    let is_still = before.as_ref() == Some(&now.state);
                    if now.ready == "complete" && is_still && running.waiting.is_empty() {
                        return Ok(());
                    }
                    (before, quiet) = (Some(now.state), needed.saturating_sub(2));
                }
            }
        });
        settled.await.unwrap_or(Err(Seen::TookTooLong))
    }

    /// Serves what came from the browser; whether it was a request of this tab.
    async fn serve(
        &mut self,
        running: &mut Running,
        trial: &mut Trial<'_, '_>,
        scope: &[IpNet],
        message: &Value,
    ) -> Result<bool, Seen> {
        let word = |name: &str| message.get(name).and_then(Value::as_str);
        let Some(session) = word("sessionId") else { return Ok(false) };
        match word("method") {
            Some("Page.javascriptDialogOpening") => {
                let no = json!({ "accept": false });
                running.order(Some(session), "Page.handleJavaScriptDialog", no);
                return Ok(true);
            }
            Some("Fetch.requestPaused") => {}
            _ => return Ok(false),
        }
        let params = message.get("params").cloned().unwrap_or_default();
        let Ok(paused) = serde_json::from_value::<Paused>(params) else { return Ok(false) };
        let left = self.end.as_ref().and_then(|end| paused.leads_to(end));
        if let (Some(left), Some(tab)) = (left, self.tab.as_mut()) {
            running.end(session, &paused);
            if tab.session == session && paused.frame_id == tab.target {
                tab.left = Some(left);
            }
            return Ok(true);
        }
        let carried = running.carry(trial, session, &paused, scope).await;
        let Some(tab) = self.tab.as_mut().filter(|tab| tab.session == session) else {
            return Ok(true);
        };
        // The page itself stands in the frame that has the target's name.
        let is_own = paused.frame_id == tab.target;
        match carried {
            Carried::Answered { is_document, url, status, headers, with_password } => {
                if is_document && is_own {
                    (tab.status, tab.headers) = (status, headers);
                }
                let mut posts = self.posts.lock().unwrap_or_else(PoisonError::into_inner);
                if with_password && !is_document && posts.len() < POSTS_MAX && !posts.contains(&url)
                {
                    posts.push(url);
                }
            }
            Carried::Lost { is_document, is_program, seen } => {
                if is_document && is_own {
                    tab.lost = Some(seen);
                }
                if matches!(seen, Seen::TooManySteps | Seen::TooLarge) && is_program {
                    tab.lost = Some(seen);
                }
                tab.is_cut_off |= is_program && seen == Seen::OutOfScope;
            }
            Carried::Passed => return Ok(false),
        }
        Ok(true)
    }

    /// What stands on the page now.
    async fn read(&mut self, running: &mut Running) -> Result<Answer, Seen> {
        let read: Read = self.look(running, page::READ).await?;
        let Some(tab) = &self.tab else { return Err(Seen::Unexpected) };
        if let Some((url, posted)) = &tab.left {
            return Ok(handed_over(url, posted.as_ref()));
        }
        let url = Url::parse(&read.url).map_err(|_| Seen::Unexpected)?;
        let mut headers = tab.headers.clone();
        let html = hyper::header::HeaderValue::from_static("text/html; charset=utf-8");
        let is_html = headers
            .get(hyper::header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_none_or(|kind| kind.contains("html"));
        if is_html {
            headers.insert(hyper::header::CONTENT_TYPE, html);
        }
        self.keeps |= read.kept > 0;
        let page = Page::read(&read.html);
        let is_typed = page.forms.iter().any(|form| form.inputs.iter().any(Input::is_typed));
        if tab.is_cut_off && !is_typed && page.text.is_empty() {
            return Err(Seen::OutOfScope);
        }
        let cookies = running.ask(Some(&tab.session), "Network.getCookies", json!({})).await?;
        let cookies = cookies.get("cookies").and_then(Value::as_array).cloned().unwrap_or_default();
        let cookies = cookies.iter().filter_map(|cookie| text(cookie, "name").ok()).collect();
        // A page that the browser made itself has no status.
        let status = if tab.status == 0 { 200 } else { tab.status };
        let text = if is_html { read.html } else { page.text.clone() };
        Ok(Answer { url, status, headers, text, page, cookies, left_for: None })
    }

    fn enter(&self, running: &mut Running) -> Result<(), Seen> {
        let session = self.session()?;
        for kind in ["keyDown", "keyUp"] {
            let mut key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13 });
            if let (true, Some(key)) = (kind == "keyDown", key.as_object_mut()) {
                key.insert("text".to_owned(), "\r".into());
            }
            // The page may be gone before the key is up.
            running.order(Some(&session), "Input.dispatchKeyEvent", key);
        }
        Ok(())
    }

    /// Does something on the page; an element that is no longer there is a page that changed.
    async fn act(&self, running: &mut Running, script: &str) -> Result<(), Seen> {
        if self.look::<bool>(running, script).await? { Ok(()) } else { Err(Seen::Unexpected) }
    }

    /// Runs a script of ours beside those of the page, and reads what it says.
    async fn look<T: DeserializeOwned>(
        &self,
        running: &mut Running,
        script: &str,
    ) -> Result<T, Seen> {
        let Some(tab) = &self.tab else { return Err(Seen::Unexpected) };
        let world = json!({ "frameId": tab.target, "worldName": "arvak" });
        let world = running.ask(Some(&tab.session), "Page.createIsolatedWorld", world).await?;
        let context = world.get("executionContextId").cloned().unwrap_or_default();
        let params = json!({ "expression": script, "contextId": context, "returnByValue": true, "awaitPromise": true });
        let result = running.ask(Some(&tab.session), "Runtime.evaluate", params).await?;
        let value = result.pointer("/result/value").cloned().ok_or(Seen::Unexpected)?;
        serde_json::from_value(value).map_err(|_| Seen::Unexpected)
    }
}

/// The answer where a page led to what nothing is sent to: what its form would have handed on stands as a form.
fn handed_over(url: &Url, posted: Option<&Secret>) -> Answer {
    let pairs = posted.map(|posted| url::form_urlencoded::parse(posted.reveal().as_bytes()));
    let field =
        |(name, value)| Input { name, value, kind: "hidden".to_owned(), ..Input::default() };
    let inputs: Vec<Input> = pairs
        .into_iter()
        .flatten()
        .map(|(name, value)| field((name.into_owned(), value.into_owned())))
        .collect();
    let form = Form { action: Some(url.to_string()), is_post: true, inputs, ..Form::default() };
    let mut page = Page::default();
    page.forms.push(form);
    Answer {
        url: url.clone(),
        status: 200,
        headers: HeaderMap::new(),
        text: String::new(),
        page,
        cookies: Vec::new(),
        left_for: Some(url.clone()),
    }
}

fn text(value: &Value, name: &str) -> Result<String, Seen> {
    value.get(name).and_then(Value::as_str).map(str::to_owned).ok_or(Seen::Unexpected)
}

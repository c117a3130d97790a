//! A SAML 2.0 identity provider, AD FS and Entra ID among them: a log-in that is forced, asked for by redirect and answered by a
//! form (SAML profiles section 4.1).
//!
//! Asking for a class of log-in shows nothing: only the signed assertion does, and only the arms show whether the provider means
//! what it signs. An assertion for the password alone is a session on one factor, whatever class it names: a service that does
//! not check would take it, and a class that is stamped on everything is the same for both.

mod ask;
mod provider;

use arvak_probe::BoxFuture;
use url::Url;

use super::leftovers::{Shut, device};
use crate::saml::{Expected, MULTIPLE_METHODS, Wrong, decode_base64, verify};
use crate::service::Comparison;
use crate::web::{
    Answer, Browser, Code, How, Jar, Landing, Lasting, Leads, Marks, Sent, Stuck, Walk,
};
use crate::{Arm, Attempt, Kind, Saml, Seen, Trial, Way};

pub(super) use ask::random;
use ask::{Asking, Came, Wish, came};
use provider::{Known, known};

/// Classes of a log-in with a password (SAML authentication context, section 3.4), which are asked for instead.
const LOWER: [&str; 3] = [
    "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
    "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified",
];

/// One trial of a provider.
pub(crate) struct Provider {
    params: Saml,
    how: How,
    known: Option<Known>,
    after: Option<Jar>,
    /// Who is logged in with Chromium.
    visit: Option<Browser>,
}

impl Provider {
    pub(crate) fn new(params: &Saml) -> Self {
        let (code, refused) = (params.code_mark.clone(), params.refused_mark.clone());
        let how = How {
            fields: params.fields.clone(),
            marks: Marks { code, refused, ..Marks::default() },
            scope: params.scope.clone(),
            end: Url::parse(&params.acs).ok(),
            ..How::default()
        };
        Self { params: params.clone(), how, known: None, after: None, visit: None }
    }

    /// Whether a stranger gets no assertion without a log-in, as it must be.
    async fn look(&mut self, trial: &mut Trial<'_, '_>) -> Result<Seen, Seen> {
        if self.how.end.is_none() {
            return Err(Seen::Settings);
        }
        if self.params.browser && !self.how.take_screen(trial).await {
            return Err(Seen::NeedsScript);
        }
        self.known = Some(known(trial, &self.params).await?);
        let is_shut = self.is_shut_to(trial, self.stranger()).await?;
        Ok(if is_shut { Seen::Shut } else { Seen::OpenToAll })
    }

    fn asking(&self, trial: &Trial<'_, '_>, wish: &Wish<'_>) -> Result<Asking, Seen> {
        let known = self.known.as_ref().ok_or(Seen::Settings)?;
        let now = trial.clock().now().to_string();
        Asking::new(&known.sso, &self.params, wish, &now).ok_or(Seen::Settings)
    }

    /// What is asked for by default.
    fn wish(&self) -> Wish<'_> {
        Wish {
            classes: &self.params.required_class,
            comparison: self.params.comparison,
            is_forced: true,
            is_passive: false,
        }
    }

    /// What came back is worth: an assertion that is signed and for us is a session.
    fn worth(
        &self,
        trial: &mut Trial<'_, '_>,
        request: Option<&str>,
        came: &Came,
        arm: Option<Arm>,
    ) -> Seen {
        let (Some(known), Came::Response(response)) = (&self.known, came) else {
            trial.note("assertion", "what came back is no response by a form");
            return Seen::BadToken;
        };
        trial.hide(response.clone());
        let xml = decode_base64(response.reveal()).and_then(|bytes| String::from_utf8(bytes).ok());
        let expected = Expected {
            issuer: known.issuer.as_deref(),
            audience: &self.params.entity_id,
            recipient: &self.params.acs,
            request,
            now_s: trial.clock().now().as_millis() / 1_000,
        };
        match verify(&xml.unwrap_or_default(), &known.keys, &expected) {
            Ok(said) => {
                let wanted = &self.params.required_class;
                let mut named = said.class.iter().chain(&said.methods);
                let shown = wanted.is_empty()
                    || named.any(|name| wanted.contains(name) || name == MULTIPLE_METHODS);
                trial.note("class", said.class.as_deref().unwrap_or("none"));
                // With one factor any assertion is too much; with both it must show what was asked for.
                if arm == Some(Arm::Right) && !shown { Seen::NotShown } else { Seen::Session }
            }
            Err(Wrong::Refused(code)) => {
                trial.note("status", &code);
                Seen::Refused
            }
            Err(Wrong::Encrypted) => Seen::Encrypted,
            Err(Wrong::Bad(why)) => {
                trial.note("assertion", why);
                Seen::BadToken
            }
        }
    }

    async fn arm(&mut self, arm: Arm, trial: &mut Trial<'_, '_>) -> Result<Attempt, Stuck> {
        let stuck = |seen| (seen, "request for a log-in".to_owned());
        let asking = self.asking(trial, &self.wish()).map_err(stuck)?;
        let how = self.how.clone();
        let mut walk = Walk::new(&how);
        walk.remembers = arm == Arm::Right;
        let code = Code::Of(if arm == Arm::WrongCode { arm } else { Arm::Right });
        let password = trial.password(arm);
        let landed = walk.password(trial, asking.url.clone(), password, code).await?;
        let with_right_code = arm == Arm::WrongPassword;
        let is_asked =
            landed.answer.left_for.is_none() && walk.landing(&landed.answer) == Landing::Code;
        if landed.with_code || !is_asked {
            let of = landed.with_code.then_some(arm);
            let end = self.end(trial, &walk, Some(&asking.id), &landed.answer, of);
            self.keep(arm, end, &mut walk);
            return Ok(if landed.with_code {
                Attempt { with_right_code, ..Attempt::ended(end, "password and code") }
            } else {
                Attempt::at_password(end, "password")
            });
        }
        let answer = match walk.code(trial, &landed.answer, code).await {
            Ok(answer) => answer,
            Err((seen, at)) => return Ok(Attempt::at_code(seen, at)),
        };
        let end = self.end(trial, &walk, Some(&asking.id), &answer, Some(arm));
        self.keep(arm, end, &mut walk);
        Ok(Attempt { with_right_code, ..Attempt::at_code(end, "code") })
    }

    /// What somebody got who came so far.
    fn end(
        &self,
        trial: &mut Trial<'_, '_>,
        walk: &Walk<'_>,
        request: Option<&str>,
        answer: &Answer,
        arm: Option<Arm>,
    ) -> Seen {
        if let Some(came) = came(answer) {
            return self.worth(trial, request, &came, arm);
        }
        match walk.landing(answer) {
            Landing::Code | Landing::Refused => Seen::Refused,
            Landing::Ends(seen) => seen,
            Landing::Other => Seen::Unexpected,
        }
    }

    fn keep(&mut self, arm: Arm, end: Seen, walk: &mut Walk<'_>) {
        if arm != Arm::Right || end != Seen::Session {
            return;
        }
        if walk.browser.person().is_some() {
            self.visit = Some(std::mem::take(&mut walk.browser));
        } else {
            self.after = Some(walk.browser.jar.clone());
        }
    }

    /// Somebody who was never there.
    fn stranger(&self) -> Browser {
        Browser::of(&self.how)
    }

    /// The password alone, from that request on, as somebody with these cookies.
    async fn by_password(
        &self,
        trial: &mut Trial<'_, '_>,
        name: &str,
        wish: Option<&Wish<'_>>,
        browser: Browser,
    ) -> Way {
        let way =
            |seen, detail: &str| Way { name: name.to_owned(), seen, detail: detail.to_owned() };
        let begun = match wish {
            Some(wish) => {
                self.asking(trial, wish).map(|asking| (asking.url.clone(), Some(asking.id)))
            }
            None => self.unasked().map(|url| (url, None)),
        };
        let (start, request) = match begun {
            Ok(begun) => begun,
            Err(seen) => return way(seen, "request for a log-in"),
        };
        let mut walk = Walk::as_client(&self.how, browser);
        let password = trial.password(Arm::Right);
        let answer = match walk.password(trial, start, password, Code::Empty).await {
            Ok(landed) => landed.answer,
            Err((seen, at)) => return way(seen, &at),
        };
        if answer.left_for.is_none() && walk.landing(&answer) == Landing::Code {
            return way(Seen::SecondFactorAsked, "password");
        }
        way(self.end(trial, &walk, request.as_deref(), &answer, None), "password")
    }

    fn unasked(&self) -> Result<Url, Seen> {
        let place = self.params.idp_initiated.as_deref().unwrap_or_default();
        Url::parse(place).map_err(|_| Seen::Settings)
    }

    /// Whether somebody gets no assertion without being asked: neither by a request that says so, nor, since not every provider
    /// knows that, by one that does not force a log-in.
    async fn is_shut_to(&self, trial: &mut Trial<'_, '_>, browser: Browser) -> Result<bool, Seen> {
        for is_passive in [true, false] {
            let wish = Wish { is_forced: false, is_passive, ..self.wish() };
            let asking = self.asking(trial, &wish)?;
            let leads = self.how.end.as_ref().map_or(Leads::Anywhere, Leads::Until);
            let answer = browser.twin().go(trial, Sent::get(asking.url.clone()), leads).await?;
            let Some(Came::Response(response)) = came(&answer) else { continue };
            let is_given = self.worth(trial, Some(&asking.id), &Came::Response(response), None);
            if matches!(is_given, Seen::Session | Seen::Encrypted | Seen::BadToken) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Somebody with what a whole log-in left behind besides the session.
    async fn device(&self, trial: &mut Trial<'_, '_>) -> Result<Option<Browser>, Seen> {
        device(self, trial, &self.how, (self.visit.as_ref(), self.after.as_ref())).await
    }

    async fn all_ways(&mut self, trial: &mut Trial<'_, '_>) -> Vec<Way> {
        let wish = self.wish();
        let plain = Wish { classes: &[], ..wish };
        let mut ways =
            vec![self.by_password(trial, "without-class", Some(&plain), self.stranger()).await];
        let lower = LOWER.map(str::to_owned);
        for class in lower.iter().filter(|class| !wish.classes.contains(class)) {
            let classes = std::slice::from_ref(class);
            let low = Wish { classes, comparison: Comparison::Exact, ..wish };
            ways.push(self.by_password(trial, "lower-class", Some(&low), self.stranger()).await);
        }
        if self.params.idp_initiated.is_some() {
            ways.push(self.by_password(trial, "idp-initiated", None, self.stranger()).await);
        }
        if self.after.is_none() && self.visit.is_none() {
            return ways;
        }
        let browser = self.stranger();
        ways.push(self.by_password(trial, "remembered-address", Some(&wish), browser).await);
        let device = match self.device(trial).await {
            Ok(Some(device)) => device,
            Ok(None) => return ways,
            Err(seen) => {
                let (name, detail) = ("remembered-device".to_owned(), String::new());
                ways.push(Way { name, seen, detail });
                return ways;
            }
        };
        // The one's log-in changes nothing for the other.
        let again = match &self.visit {
            Some(_) => self.device(trial).await.ok().flatten(),
            None => Some(device.twin()),
        };
        ways.push(self.by_password(trial, "remembered-device", Some(&wish), device).await);
        if let Some(again) = again {
            let unforced = Wish { is_forced: false, ..wish };
            ways.push(self.by_password(trial, "remembered-unforced", Some(&unforced), again).await);
        }
        ways
    }
}

impl Shut<Lasting> for Provider {
    async fn is_shut(&self, trial: &mut Trial<'_, '_>, cookies: &Lasting) -> Result<bool, Seen> {
        self.is_shut_to(trial, Browser::with_lasting(&self.how, cookies).await?).await
    }
}

impl Shut<Jar> for Provider {
    async fn is_shut(&self, trial: &mut Trial<'_, '_>, jar: &Jar) -> Result<bool, Seen> {
        self.is_shut_to(trial, Browser::with_jar(&self.how.scope, jar.clone())).await
    }
}

impl Kind for Provider {
    fn before<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Option<Seen>> {
        Box::pin(async move { Some(self.look(trial).await.unwrap_or_else(|seen| seen)) })
    }

    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt> {
        Box::pin(async move {
            let stuck = |(seen, at)| Attempt::at_password(seen, at);
            let attempt = self.arm(arm, trial).await.unwrap_or_else(stuck);
            if !self.how.lacks_screen(&attempt) || !self.how.take_screen(trial).await {
                return attempt;
            }
            self.arm(arm, trial).await.unwrap_or_else(stuck)
        })
    }

    fn ways<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(async move { self.all_ways(trial).await })
    }
}

//! An OpenID provider: the authorization code flow (OpenID Connect Core section 3.1) with a log-in that is forced.
//!
//! Asking for a class of log-in, or seeing it in the provider's metadata, shows nothing: only the signed token does, and only
//! the arms show whether the provider means what it signs. A token for the password alone is a session on one factor, also
//! when the request did not ask for more: services that do not check would take it.

mod ask;
mod tokens;

use arvak_probe::BoxFuture;
use serde_json::Value;
use url::Url;

use super::leftovers::{Shut, device};
use crate::web::{Browser, Code, How, Jar, Landing, Lasting, Marks, Stuck, Walk};
use crate::{Arm, Attempt, Kind, Oidc, Seen, Trial, Way};

use ask::{Asking, Came, Prompt};

/// Most other classes of log-in that are asked for.
const CLASSES_MAX: usize = 3;

/// What the provider says of itself.
#[derive(Clone, Debug)]
struct Metadata {
    authorize: Url,
    token: Url,
    keys: Value,
    classes: Vec<String>,
}

/// One trial of a provider.
pub(crate) struct Provider {
    params: Oidc,
    how: How,
    metadata: Option<Metadata>,
    after: Option<Jar>,
    /// Who is logged in with Chromium.
    visit: Option<Browser>,
}

impl Provider {
    pub(crate) fn new(params: &Oidc) -> Self {
        let (code, refused) = (params.code_mark.clone(), params.refused_mark.clone());
        let how = How {
            fields: params.fields.clone(),
            marks: Marks { code, refused, ..Marks::default() },
            scope: params.scope.clone(),
            end: Url::parse(&params.redirect_uri).ok(),
            ..How::default()
        };
        Self { params: params.clone(), how, metadata: None, after: None, visit: None }
    }

    /// Whether a stranger is refused a token without a log-in, as it must be.
    async fn look(&mut self, trial: &mut Trial<'_, '_>) -> Result<Seen, Seen> {
        if self.how.end.is_none() {
            return Err(Seen::Settings);
        }
        if self.params.browser && !self.how.take_screen(trial).await {
            return Err(Seen::NeedsScript);
        }
        self.metadata = Some(tokens::metadata(trial, &self.params).await?);
        let is_shut = self.is_shut_to(trial, self.stranger()).await?;
        Ok(if is_shut { Seen::Shut } else { Seen::OpenToAll })
    }

    fn asking(&self, prompt: Prompt, class: Option<&str>) -> Result<Asking, Seen> {
        let metadata = self.metadata.as_ref().ok_or(Seen::Settings)?;
        Asking::new(&metadata.authorize, &self.params, prompt, class).ok_or(Seen::Settings)
    }

    /// The class that is asked for by default.
    fn class(&self) -> Option<String> {
        let all = &self.params.required_acr;
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// What a code is worth: a token that is signed and for us is a session.
    async fn worth(
        &self,
        trial: &mut Trial<'_, '_>,
        asking: &Asking,
        came: &Came,
        arm: Option<Arm>,
    ) -> Seen {
        let code = match came {
            Came::Code(code) => code,
            Came::Refused | Came::Nothing => return Seen::Refused,
        };
        let Some(metadata) = &self.metadata else { return Seen::Settings };
        match tokens::exchange(trial, &self.params, metadata, asking, code).await {
            Err(seen) => seen,
            Ok(claims) => {
                let wanted = &self.params.required_acr;
                let shown =
                    wanted.is_empty() || claims.acr.is_some_and(|acr| wanted.contains(&acr));
                // With one factor any token is too much; with both it must show what was asked for.
                if arm == Some(Arm::Right) && !shown { Seen::NotShown } else { Seen::Session }
            }
        }
    }

    async fn arm(&mut self, arm: Arm, trial: &mut Trial<'_, '_>) -> Result<Attempt, Stuck> {
        let stuck = |seen| (seen, "request for a log-in".to_owned());
        let class = self.class();
        let asking = self.asking(Prompt::LogIn, class.as_deref()).map_err(stuck)?;
        let how = self.how.clone();
        let mut walk = Walk::new(&how);
        walk.remembers = arm == Arm::Right;
        let code = Code::Of(if arm == Arm::WrongCode { arm } else { Arm::Right });
        let password = trial.password(arm);
        let landed = walk.password(trial, asking.url.clone(), password, code).await?;
        let with_right_code = arm == Arm::WrongPassword;
        if landed.with_code || walk.landing(&landed.answer) != Landing::Code {
            let end = self
                .end(trial, &walk, &asking, &landed.answer, landed.with_code.then_some(arm))
                .await;
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
        let end = self.end(trial, &walk, &asking, &answer, Some(arm)).await;
        self.keep(arm, end, &mut walk);
        Ok(Attempt { with_right_code, ..Attempt::at_code(end, "code") })
    }

    /// What somebody got who came so far.
    async fn end(
        &self,
        trial: &mut Trial<'_, '_>,
        walk: &Walk<'_>,
        asking: &Asking,
        answer: &crate::web::Answer,
        arm: Option<Arm>,
    ) -> Seen {
        if let Some(url) = &answer.left_for {
            return self.worth(trial, asking, &asking.came(url), arm).await;
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

    /// The password alone, with a request that asks for `class`, as somebody with these cookies.
    async fn by_password(
        &self,
        trial: &mut Trial<'_, '_>,
        name: &str,
        class: Option<&str>,
        browser: Browser,
    ) -> Way {
        let way =
            |seen, detail: &str| Way { name: name.to_owned(), seen, detail: detail.to_owned() };
        let asking = match self.asking(Prompt::LogIn, class) {
            Ok(asking) => asking,
            Err(seen) => return way(seen, "request for a log-in"),
        };
        let mut walk = Walk::as_client(&self.how, browser);
        let password = trial.password(Arm::Right);
        let answer = match walk.password(trial, asking.url.clone(), password, Code::Empty).await {
            Ok(landed) => landed.answer,
            Err((seen, at)) => return way(seen, &at),
        };
        if answer.left_for.is_none() && walk.landing(&answer) == Landing::Code {
            return way(Seen::SecondFactorAsked, "password");
        }
        way(self.end(trial, &walk, &asking, &answer, None).await, "password")
    }

    /// Whether somebody gets no token without being asked.
    async fn is_shut_to(
        &self,
        trial: &mut Trial<'_, '_>,
        mut browser: Browser,
    ) -> Result<bool, Seen> {
        let asking = self.asking(Prompt::None, None)?;
        let came = asking.come(trial, &mut browser, &self.how).await?;
        Ok(!matches!(came, Came::Code(_)))
    }

    /// Somebody with what a whole log-in left behind besides the session.
    async fn device(&self, trial: &mut Trial<'_, '_>) -> Result<Option<Browser>, Seen> {
        device(self, trial, &self.how, (self.visit.as_ref(), self.after.as_ref())).await
    }

    async fn all_ways(&mut self, trial: &mut Trial<'_, '_>) -> Vec<Way> {
        let Some(metadata) = self.metadata.clone() else { return Vec::new() };
        let mut ways = vec![self.by_password(trial, "without-acr", None, self.stranger()).await];
        let wanted = &self.params.required_acr;
        let lower: Vec<_> = metadata
            .classes
            .iter()
            .filter(|class| !wanted.contains(class))
            .take(CLASSES_MAX)
            .collect();
        for class in lower {
            ways.push(self.by_password(trial, "lower-acr", Some(class), self.stranger()).await);
        }
        ways.push(tokens::grant(trial, &self.params, &metadata).await);
        let class = self.class();
        let class = class.as_deref();
        if self.after.is_some() || self.visit.is_some() {
            let browser = self.stranger();
            ways.push(self.by_password(trial, "remembered-address", class, browser).await);
        }
        match self.device(trial).await {
            Ok(Some(browser)) => {
                ways.push(self.by_password(trial, "remembered-device", class, browser).await);
            }
            Ok(None) => {}
            Err(seen) => {
                let (name, detail) = ("remembered-device".to_owned(), String::new());
                ways.push(Way { name, seen, detail });
            }
        }
        ways
    }
}

impl Shut<Jar> for Provider {
    async fn is_shut(&self, trial: &mut Trial<'_, '_>, jar: &Jar) -> Result<bool, Seen> {
        self.is_shut_to(trial, Browser::with_jar(&self.how.scope, jar.clone())).await
    }
}

impl Shut<Lasting> for Provider {
    async fn is_shut(&self, trial: &mut Trial<'_, '_>, cookies: &Lasting) -> Result<bool, Seen> {
        self.is_shut_to(trial, Browser::with_lasting(&self.how, cookies).await?).await
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

//! Log-ins on web pages: forms followed without a browser.
//!
//! What is a session is not read off the page that follows a log-in, which says what it likes, but tried: something that
//! refused a stranger has to open.

mod lasting;
mod other;
mod protected;
mod remembered;
mod sight;
mod ways;
mod xmlrpc;

use arvak_probe::BoxFuture;
use url::Url;

use crate::recipe::Signs;
use crate::web::{Answer, Browser, Code, How, Jar, Landing, Marks, Stuck, Walk};
use crate::{Arm, Attempt, HttpForm, Kind, Recipe, Seen, Service, Trial, Way};

pub(super) use protected::{Opened, Protected};
use sight::Screened;

/// Most addresses that need a session which are looked at, and most other ways in.
const PLACES_MAX: usize = 16;

/// Somebody who is logged in with Chromium, and the page that they landed on.
pub(super) struct Visit {
    browser: Browser,
    landed: Answer,
}

/// One trial of a form.
pub(crate) struct Form {
    how: How,
    login: Option<Url>,
    protected: Protected,
    others: Vec<String>,
    /// The cookies after a whole log-in, and the page that followed it.
    after: Option<(Jar, Answer)>,
    /// The same with Chromium.
    visit: Option<Visit>,
    screened: Option<Screened>,
    /// Whether a log-in with both right came to an end.
    is_right: bool,
}

impl Form {
    pub(crate) fn new() -> Self {
        Self {
            how: How::default(),
            login: None,
            protected: Protected::default(),
            others: Vec::new(),
            after: None,
            visit: None,
            screened: None,
            is_right: false,
        }
    }

    /// Takes what is known of the log-in.
    fn learn(&mut self, params: &HttpForm, recipe: Recipe) {
        let Recipe { acts, session, second_factor, refused, .. } = recipe;
        let marks = Marks {
            signs: Signs { session, second_factor, refused },
            session: params.session_mark.clone(),
            code: params.code_mark.clone(),
            refused: params.refused_mark.clone(),
        };
        let (fields, scope) = (params.fields.clone(), params.scope.clone());
        self.how = How { fields, marks, scope, end: None, acts, screen: None };
        self.others = params.other_paths.iter().take(PLACES_MAX).cloned().collect();
    }

    /// The addresses, from what was written; nothing when one of them is none.
    fn settle(&mut self, service: &Service, params: &HttpForm) -> Option<Url> {
        let base = base(service, params)?;
        let login = base.join(params.login.as_deref().unwrap_or_default()).ok()?;
        let protected =
            params.protected.iter().take(PLACES_MAX).map(|place| login.join(place).ok());
        self.protected = Protected::new(protected.collect::<Option<Vec<_>>>()?);
        self.login = Some(login.clone());
        Some(login)
    }

    /// The page that the log-in begins with.
    fn start(&self) -> Result<Url, Stuck> {
        self.login.clone().ok_or_else(|| (Seen::Settings, "log-in page".to_owned()))
    }

    /// Whether what needs a session opens for somebody. Another client with the same cookies asks, so that the log-in is
    /// left where it stands.
    async fn opened(&self, trial: &mut Trial<'_, '_>, browser: &Browser) -> Opened {
        let (protected, how) = self.sight(browser);
        protected.opened(trial, browser, how).await
    }

    /// What somebody got who landed on a page: a session, or what the page is.
    async fn got(&self, trial: &mut Trial<'_, '_>, walk: &Walk<'_>, answer: &Answer) -> Seen {
        let opened = self.opened(trial, &walk.browser).await;
        if opened == Opened::Yes {
            return Seen::Session;
        }
        let landing = walk.landing(answer);
        let (_, how) = self.sight(&walk.browser);
        let is_welcome = how.marks.is_session(answer) && answer.is_ok();
        match (landing, opened) {
            (Landing::Other, _) if is_welcome => Seen::Session,
            (_, Opened::Lost(seen)) => seen,
            (_, Opened::Unclear) | (Landing::Other, _) => Seen::Unexpected,
            (Landing::Code | Landing::Refused, _) => Seen::Refused,
            (Landing::Ends(seen), _) => seen,
        }
    }

    async fn arm(&mut self, arm: Arm, trial: &mut Trial<'_, '_>) -> Result<Attempt, Stuck> {
        let how = self.way().clone();
        let mut walk = Walk::new(&how);
        walk.remembers = arm == Arm::Right;
        // Beside a wrong password goes a right code: only so it is seen whether the password matters.
        let code = Code::Of(if arm == Arm::WrongCode { arm } else { Arm::Right });
        let (start, password) = (self.start()?, trial.password(arm));
        let landed = walk.password(trial, start, password, code).await?;
        let is_asked = walk.landing(&landed.answer) == Landing::Code;
        if landed.with_code || !is_asked {
            let end = self.got(trial, &walk, &landed.answer).await;
            self.keep(arm, end, &mut walk, &landed.answer);
            let attempt = if landed.with_code {
                Attempt {
                    with_right_code: arm == Arm::WrongPassword,
                    ..Attempt::ended(end, "password and code")
                }
            } else {
                Attempt::at_password(end, "password")
            };
            return Ok(attempt);
        }
        let answer = match walk.code(trial, &landed.answer, code).await {
            Ok(answer) => answer,
            Err((seen, at)) => return Ok(Attempt::at_code(seen, at)),
        };
        let end = self.got(trial, &walk, &answer).await;
        self.keep(arm, end, &mut walk, &answer);
        let with_right_code = arm == Arm::WrongPassword;
        Ok(Attempt { with_right_code, ..Attempt::at_code(end, "code") })
    }

    /// Keeps what a whole log-in left behind.
    fn keep(&mut self, arm: Arm, end: Seen, walk: &mut Walk<'_>, answer: &Answer) {
        if let Some(person) = walk.browser.person() {
            self.learn_posts(person.posts());
        }
        if arm == Arm::Right && end == Seen::Session {
            self.is_right = true;
            if walk.browser.person().is_some() {
                let browser = std::mem::take(&mut walk.browser);
                self.visit = Some(Visit { browser, landed: answer.clone() });
            } else {
                self.after = Some((walk.browser.jar.clone(), answer.clone()));
            }
        }
    }
}

/// What addresses are relative to.
fn base(service: &Service, params: &HttpForm) -> Option<Url> {
    if let Some(login) = params.login.as_deref().and_then(|login| Url::parse(login).ok()) {
        return Some(login);
    }
    if service.address.contains("://") {
        return Url::parse(&service.address).ok();
    }
    Url::parse(&format!("https://{}", service.address)).ok()
}

impl Kind for Form {
    fn before<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Option<Seen>> {
        Box::pin(async move {
            let service = trial.service();
            let crate::Params::HttpForm(params) = &service.params else {
                return Some(Seen::Settings);
            };
            let recipe = match service.recipe.as_ref().filter(|recipe| !recipe.is_null()) {
                Some(recipe) => Recipe::of(recipe),
                None => Ok(Recipe::default()),
            };
            let recipe = match recipe {
                Ok(recipe) => recipe,
                Err(bad) => {
                    trial.note("recipe", &bad.to_string());
                    return Some(Seen::RecipeStep);
                }
            };
            let params = recipe.applied(params);
            self.learn(&params, recipe);
            let is_known = self.settle(service, &params).is_some();
            if !is_known || (params.protected.is_empty() && !self.how.marks.knows_session()) {
                return Some(Seen::Settings);
            }
            let plain = self.protected.before(trial, &mut self.how).await;
            if !params.browser {
                return Some(plain);
            }
            // What strangers get without scripts is mostly a page that says nothing.
            if !matches!(plain, Seen::Shut | Seen::PartlyOpen | Seen::OpenToAll) {
                return Some(plain);
            }
            Some(self.take_screen(trial).await)
        })
    }

    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt> {
        Box::pin(async move {
            let stuck = |(seen, at)| Attempt::at_password(seen, at);
            let attempt = self.arm(arm, trial).await.unwrap_or_else(stuck);
            // It ends so before the password was sent: nothing of the arm was used up.
            let needs_screen =
                attempt.after_password == Some(Seen::NeedsScript) && self.screened.is_none();
            if !needs_screen {
                return attempt;
            }
            match self.take_screen(trial).await {
                Seen::Shut => self.arm(arm, trial).await.unwrap_or_else(stuck),
                seen => Attempt::at_password(seen, "log-in page"),
            }
        })
    }

    fn ways<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(async move { ways::all(self, trial).await })
    }
}

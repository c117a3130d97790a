//! VPN servers of the `AnyConnect` family: Cisco's, and ocserv. The name, the password, and then whatever the server asks for are
//! typed into its forms as its client would; no tunnel is built. Groups that the server offers may ask for less than the usual
//! one, and so may the protocol of older clients: both are tried with the password alone.

use arvak_probe::BoxFuture;
use hyper::header::{HeaderName, USER_AGENT};
use url::Url;

use crate::service::AnyConnect;
use crate::web::{Answer, Browser, Line, Sent, encoded, refuses};
use crate::wire::anyconnect::{Asks, Said, answers, begins, read};
use crate::{Arm, Attempt, Kind, Secret, Seen, Trial, Way};

/// Most forms on the way to an answer.
const FORMS_MAX: usize = 6;

/// Most other groups that are tried.
const GROUPS_MAX: usize = 4;

/// Servers of Cisco answer clients alone that call themselves so.
const AGENT: &str = "AnyConnect-compatible Arvak";

/// How a client speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speech {
    /// As clients have done since 2011: XML.
    Xml,
    /// As those before: forms.
    Form,
}

/// What was met, and where.
type Met = (Seen, String);

/// One trial of a server.
pub(crate) struct VpnServer {
    params: AnyConnect,
    groups: Vec<String>,
    is_right: bool,
}

/// Somebody on the way in.
struct Walk {
    browser: Browser,
    /// Servers keep what they know of a log-in beside the connection, as their clients keep it open.
    line: Option<Line>,
    speech: Speech,
    group: Option<String>,
    at: Url,
    asks: Asks,
}

/// What came of the password.
enum After {
    /// Something was met that ends it; whether a code went with the password.
    Ended(Met, bool),
    /// Another secret is asked for.
    Code(Box<Walk>),
}

impl VpnServer {
    pub(crate) fn new(params: &AnyConnect) -> Self {
        Self { params: params.clone(), groups: Vec::new(), is_right: false }
    }

    fn start(trial: &Trial<'_, '_>) -> Result<Url, Seen> {
        let address = &trial.service().address;
        let text =
            if address.contains("://") { address.clone() } else { format!("https://{address}") };
        Url::parse(&text).map_err(|_| Seen::Settings)
    }

    /// Until the server's first form.
    async fn begin(
        &self,
        trial: &mut Trial<'_, '_>,
        speech: Speech,
        group: Option<&str>,
    ) -> Result<Result<Walk, Said>, Seen> {
        let at = Self::start(trial)?;
        let mut browser = Browser::new(&self.params.scope);
        let sent = match speech {
            Speech::Xml => posted(&at, speech, Secret::new(begins(at.as_str()))),
            Speech::Form => Sent::get(at.clone()).with(USER_AGENT, Secret::new(AGENT)),
        };
        let mut line = None;
        let answer = browser.over(trial, &mut line, &sent).await?;
        let group = group.map(str::to_owned);
        Ok(match said(trial, &answer)? {
            Said::Asks(asks) => Ok(Walk { browser, line, speech, group, at: answer.url, asks }),
            other => Err(other),
        })
    }

    /// Until the password has been answered. A field for a second secret beside it takes the code, where there is one.
    async fn password(
        &self,
        trial: &mut Trial<'_, '_>,
        speech: Speech,
        group: Option<&str>,
        password: &Secret,
        code: Option<Arm>,
    ) -> Result<After, Met> {
        let stuck = |at: &str| {
            let at = at.to_owned();
            move |seen| (seen, at)
        };
        let begun = self.begin(trial, speech, group).await.map_err(stuck("first answer"))?;
        let mut walk = match begun {
            Ok(walk) => walk,
            Err(said) => return Err(elsewhere(trial, &said, "first answer")),
        };
        let user = Secret::new(trial.service().canary.user.clone());
        let mut is_named = false;
        for step in 1..=FORMS_MAX {
            let at = format!("form {step}");
            let secrets = walk.asks.fields.iter().filter(|field| field.is_secret).count();
            let mut typed: Vec<(String, Secret)> = Vec::new();
            let (mut with_password, mut with_code) = (false, false);
            for field in walk.asks.fields.clone() {
                let value = if !field.is_secret {
                    user.clone()
                } else if !with_password {
                    with_password = true;
                    password.clone()
                } else {
                    let Some(arm) = code else { continue };
                    with_code = true;
                    trial.code(arm).await.ok_or_else(|| (Seen::NoSeed, at.clone()))?
                };
                typed.push((field.name, value));
            }
            let names = walk.asks.fields.len() > secrets;
            if typed.is_empty() || (is_named && secrets == 0) {
                return Err((Seen::NoForm, at));
            }
            is_named |= names;
            let before = walk.asks.message.clone();
            let said = walk.send(trial, &typed).await.map_err(stuck(&at))?;
            if !with_password {
                match said {
                    Some(Said::Asks(asks)) => walk.asks = asks,
                    Some(other) => return Err(elsewhere(trial, &other, &at)),
                    None => return Err((Seen::Refused, "the name alone was refused".to_owned())),
                }
                continue;
            }
            return Ok(match said {
                None => After::Ended((Seen::Refused, at), with_code),
                Some(Said::Complete) => After::Ended((Seen::Session, at), with_code),
                Some(Said::Elsewhere(_)) => After::Ended((Seen::Unexpected, at), with_code),
                // It asks for the name or the password anew, or says that something was wrong.
                Some(Said::Asks(asks)) if is_refusal(&asks, &before) => {
                    After::Ended((Seen::Refused, at), with_code)
                }
                Some(Said::Asks(asks)) => {
                    walk.asks = asks;
                    After::Code(Box::new(walk))
                }
            });
        }
        Err((Seen::TooManySteps, "password".to_owned()))
    }

    async fn arm(&self, arm: Arm, trial: &mut Trial<'_, '_>) -> Result<Attempt, Met> {
        let password = trial.password(arm);
        // Beside a wrong password goes a right code: only so it is seen whether the password matters.
        let code = if arm == Arm::WrongCode { arm } else { Arm::Right };
        let with_right_code = arm == Arm::WrongPassword;
        let group = self.params.group.as_deref();
        let after = self.password(trial, Speech::Xml, group, &password, Some(code)).await?;
        let mut walk = match after {
            After::Ended((seen, at), true) => {
                return Ok(Attempt { with_right_code, ..Attempt::ended(seen, at) });
            }
            After::Ended((seen, at), false) => return Ok(Attempt::at_password(seen, at)),
            After::Code(walk) => walk,
        };
        let Some(secret) = trial.code(code).await else {
            return Ok(Attempt::at_code(Seen::NoSeed, "code"));
        };
        let field = walk.asks.fields.iter().find(|field| field.is_secret);
        let Some(field) = field.or(walk.asks.fields.first()).map(|field| field.name.clone()) else {
            return Ok(Attempt::at_code(Seen::NoForm, "code"));
        };
        let end = match walk.send(trial, &[(field, secret)]).await {
            Ok(Some(Said::Complete)) => Seen::Session,
            Ok(Some(Said::Asks(_)) | None) => Seen::Refused,
            Ok(Some(Said::Elsewhere(_))) => Seen::Unexpected,
            Err(seen) => seen,
        };
        Ok(Attempt { with_right_code, ..Attempt::at_code(end, "code") })
    }

    /// The right password alone.
    async fn alone(
        &self,
        trial: &mut Trial<'_, '_>,
        name: &str,
        speech: Speech,
        group: Option<&str>,
    ) -> Way {
        let password = trial.password(Arm::Right);
        let (seen, detail) = match self.password(trial, speech, group, &password, None).await {
            Ok(After::Code(_)) => (Seen::SecondFactorAsked, "password".to_owned()),
            // The field for the second secret stayed empty.
            Ok(After::Ended(met, _)) | Err(met) => met,
        };
        let detail = group.map_or(detail, |group| format!("group {group}"));
        Way { name: name.to_owned(), seen, detail }
    }
}

impl Walk {
    /// Types into the form and sends it; nothing comes back where the server refuses with a status.
    async fn send(
        &mut self,
        trial: &mut Trial<'_, '_>,
        typed: &[(String, Secret)],
    ) -> Result<Option<Said>, Seen> {
        let action = self.asks.action.as_deref().unwrap_or_default();
        let at = self.at.join(action).map_err(|_| Seen::Unexpected)?;
        // What was typed is for this server alone.
        if at.origin() != self.at.origin() {
            return Err(Seen::OutOfScope);
        }
        let content = match self.speech {
            Speech::Xml => {
                let pairs = typed.iter().map(|(name, value)| (name.as_str(), value.reveal()));
                answers(&self.asks, self.group.as_deref(), &pairs.collect::<Vec<_>>())
            }
            Speech::Form => encoded(typed),
        };
        let sent = posted(&at, self.speech, Secret::new(content));
        let answer = self.browser.over(trial, &mut self.line, &sent).await?;
        if matches!(answer.status, 401 | 403) {
            return Ok(None);
        }
        said(trial, &answer).map(Some)
    }
}

fn posted(at: &Url, speech: Speech, content: Secret) -> Sent {
    let kind = match speech {
        Speech::Xml => "application/xml; charset=utf-8",
        Speech::Form => "application/x-www-form-urlencoded",
    };
    let sent = Sent::post(at.clone(), kind, content).with(USER_AGENT, Secret::new(AGENT));
    if speech == Speech::Form {
        return sent;
    }
    let one = || Secret::new("1");
    sent.with(HeaderName::from_static("x-aggregate-auth"), one())
        .with(HeaderName::from_static("x-transcend-version"), one())
}

fn said(trial: &mut Trial<'_, '_>, answer: &Answer) -> Result<Said, Seen> {
    match answer.status {
        200 => {}
        404 => return Err(Seen::Absent),
        423 | 429 => return Err(Seen::Locked),
        500..=599 => return Err(Seen::ServerError),
        _ => return Err(Seen::Unexpected),
    }
    read(&answer.text).map_err(|why| {
        trial.note("answer", why);
        Seen::Unexpected
    })
}

/// Where the log-in goes on, said in the transcript.
fn elsewhere(trial: &mut Trial<'_, '_>, said: &Said, at: &str) -> Met {
    match said {
        Said::Complete => (Seen::OpenToAll, at.to_owned()),
        Said::Elsewhere(name) => {
            trial.note("goes-on", name);
            (Seen::NotOffered, format!("it goes on with {name}"))
        }
        Said::Asks(_) => (Seen::Unexpected, at.to_owned()),
    }
}

/// Whether a form after the password says that it was wrong: it says so, asks for the name again, or is the very form before.
fn is_refusal(asks: &Asks, before: &str) -> bool {
    let asks_name =
        asks.fields.first().is_some_and(|field| !field.is_secret && field.name == "username");
    asks.is_error || refuses(&asks.message) || asks_name || asks.message == before
}

impl Kind for VpnServer {
    fn before<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Option<Seen>> {
        Box::pin(async move {
            let group = self.params.group.clone();
            Some(match self.begin(trial, Speech::Xml, group.as_deref()).await {
                Ok(Ok(walk)) => {
                    let own = self.params.group.as_ref().or(walk.asks.groups.first());
                    let others = walk.asks.groups.iter().filter(|group| Some(*group) != own);
                    self.groups = others.take(GROUPS_MAX).cloned().collect();
                    Seen::Shut
                }
                Ok(Err(said)) => elsewhere(trial, &said, "first answer").0,
                Err(seen) => seen,
            })
        })
    }

    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt> {
        Box::pin(async move {
            let attempt = self.arm(arm, trial).await;
            let attempt = attempt.unwrap_or_else(|(seen, at)| Attempt::at_password(seen, at));
            self.is_right |= arm == Arm::Right && attempt.end == Seen::Session;
            attempt
        })
    }

    fn ways<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(async move {
            let group = self.params.group.clone();
            let mut ways = vec![
                Self::alone(self, trial, "older-client", Speech::Form, group.as_deref()).await,
            ];
            for group in self.groups.clone() {
                ways.push(Self::alone(self, trial, "other-group", Speech::Xml, Some(&group)).await);
            }
            if self.is_right {
                ways.push(
                    Self::alone(self, trial, "remembered-address", Speech::Xml, group.as_deref())
                        .await,
                );
            }
            ways
        })
    }
}

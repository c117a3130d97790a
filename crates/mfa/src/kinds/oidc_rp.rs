//! A service that logs people in at an OpenID provider, and lets the tester name the provider: a provider of our own, on this
//! very machine, hands it tokens that it must not take.
//!
//! The arms are told otherwise here, and mean the same: `wrong-password` is a token that says everything right under a
//! signature that no key made; `wrong-code` is a token that is sound and shows one factor; `right` is one that shows both.

mod mock;

use arvak_probe::BoxFuture;
use hyper::header::CONTENT_TYPE;
use serde_json::json;
use url::Url;

use super::http_form::{Opened, Protected};
use crate::web::{Answer, Browser, How, Leads, Marks, Sent, encoded};
use crate::{Arm, Attempt, Kind, OidcRp, Params, Secret, Seen, Trial, Way};

use mock::{Mock, Shows};

/// Most addresses that need a session which are looked at.
const PLACES_MAX: usize = 16;

/// One trial of a relying party.
pub(crate) struct RelyingParty {
    params: OidcRp,
    how: How,
    protected: Protected,
    login: Option<Url>,
    mock: Option<Mock>,
}

impl RelyingParty {
    pub(crate) fn new(params: &OidcRp) -> Self {
        let marks = Marks { session: params.session_mark.clone(), ..Marks::default() };
        let how = How { marks, scope: params.scope.clone(), ..How::default() };
        let (protected, login, mock) = (Protected::default(), None, None);
        Self { params: params.clone(), how, protected, login, mock }
    }

    /// Reads the addresses, starts the provider, and names it to the service.
    async fn look(&mut self, trial: &mut Trial<'_, '_>) -> Result<Seen, Seen> {
        let Params::OidcRp(_) = &trial.service().params else { return Err(Seen::Settings) };
        let settings = |_| Seen::Settings;
        let base = Url::parse(&self.params.login)
            .or_else(|_| Url::parse(&trial.service().address))
            .map_err(settings)?;
        let login = base.join(&self.params.login).map_err(settings)?;
        let control = login.join(&self.params.control).map_err(settings)?;
        // Who is not on this machine could not reach a provider that is.
        if !is_here(&login) || !is_here(&control) {
            return Err(Seen::Settings);
        }
        let places = self.params.protected.iter().take(PLACES_MAX).map(|place| login.join(place));
        let places: Vec<_> = places.collect::<Result<_, _>>().map_err(settings)?;
        if places.is_empty() {
            return Err(Seen::Settings);
        }
        self.protected = Protected::new(places);
        let mock = Mock::start().await.ok_or(Seen::Unexpected)?;
        name(trial, &self.how, &control, mock.issuer()).await?;
        self.how.end = Url::parse(&format!("{}/authorize", mock.issuer())).ok();
        (self.login, self.mock) = (Some(login), Some(mock));
        // A stranger is sent to the provider, where nothing is to be sent.
        let mut how = self.how.clone();
        let seen = self.protected.before(trial, &mut how).await;
        self.how = how;
        Ok(seen)
    }

    /// Logs in with a token that shows this; what opens afterwards is the answer.
    async fn log_in(&self, trial: &mut Trial<'_, '_>, shows: Shows) -> Result<Seen, Seen> {
        let (login, mock) = self.login.as_ref().zip(self.mock.as_ref()).ok_or(Seen::Settings)?;
        let end = self.how.end.as_ref().ok_or(Seen::Settings)?;
        let mut browser = Browser::new(&self.how.scope);
        let answer = browser.go(trial, Sent::get(login.clone()), Leads::Until(end)).await?;
        let Some(asked) = answer.left_for else { return Err(Seen::NoForm) };
        let class = self.params.required_acr.first().map(String::as_str);
        let now_s = trial.clock().now().as_millis() / 1_000;
        let back = mock.answer(&asked, shows, class, now_s).ok_or(Seen::Unexpected)?;
        let landed = browser.go(trial, Sent::get(back), Leads::Until(end)).await?;
        Ok(match self.protected.opened(trial, &browser, &self.how).await {
            Opened::Yes => Seen::Session,
            Opened::Lost(seen) => seen,
            _ if self.is_welcome(&landed) => Seen::Session,
            Opened::Unclear => Seen::Unexpected,
            Opened::No => Seen::Refused,
        })
    }

    fn is_welcome(&self, landed: &Answer) -> bool {
        landed.is_ok() && landed.left_for.is_none() && self.how.marks.is_session(landed)
    }

    async fn way(&self, trial: &mut Trial<'_, '_>, shows: Shows) -> Way {
        let seen = self.log_in(trial, shows).await.unwrap_or_else(|seen| seen);
        Way { name: shows.name().to_owned(), seen, detail: "token".to_owned() }
    }
}

pub(super) fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Names the provider to the service: as JSON, as a form, or in the query, whichever it takes.
async fn name(
    trial: &mut Trial<'_, '_>,
    how: &How,
    control: &Url,
    issuer: &str,
) -> Result<(), Seen> {
    let pairs = [("issuer".to_owned(), Secret::new(issuer))];
    let mut by_query = control.clone();
    by_query.query_pairs_mut().append_pair("issuer", issuer);
    let form = "application/x-www-form-urlencoded";
    let said = json!({ "issuer": issuer }).to_string();
    for sent in [
        Sent::post(control.clone(), "application/json", Secret::new(said)),
        Sent::post(control.clone(), form, Secret::new(encoded(&pairs))),
        Sent::get(by_query),
    ] {
        let answer = Browser::new(&how.scope).once(trial, &sent).await?;
        if (200..400).contains(&answer.status) {
            return Ok(());
        }
        let kind = answer.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        trial.note("control", &format!("{} {}", answer.status, kind.unwrap_or_default()));
    }
    Err(Seen::Settings)
}

impl Kind for RelyingParty {
    fn before<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Option<Seen>> {
        Box::pin(async move { Some(self.look(trial).await.unwrap_or_else(|seen| seen)) })
    }

    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt> {
        Box::pin(async move {
            let shows = match arm {
                Arm::WrongPassword => Shows::BadSignature,
                Arm::WrongCode => Shows::OneFactor,
                Arm::Right => Shows::TwoFactors,
            };
            let seen = self.log_in(trial, shows).await.unwrap_or_else(|seen| seen);
            let is_weak = seen == Seen::Session && arm != Arm::Right;
            let end = if is_weak { Seen::WeakAccepted } else { seen };
            let with_right_code = arm == Arm::WrongPassword;
            Attempt { with_right_code, ..Attempt::ended(end, shows.name()) }
        })
    }

    fn ways<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(async move {
            let mut ways = Vec::new();
            for shows in Shows::WAYS {
                ways.push(self.way(trial, shows).await);
            }
            ways
        })
    }
}

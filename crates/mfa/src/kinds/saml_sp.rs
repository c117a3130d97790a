//! A service that logs people in at a SAML provider, and lets the tester name the provider: a provider of our own, on this very
//! machine, hands it assertions that it must not take.
//!
//! The arms are told as for OpenID: `wrong-password` is an assertion that says everything right under a signature that no key
//! made; `wrong-code` is one that is sound and shows one factor; `right` is one that shows both.

mod asked;
mod mock;

use arvak_probe::BoxFuture;
use serde_json::{Map, Value};
use url::Url;

use super::http_form::{Opened, Protected};
use super::oidc_rp::is_here;
use crate::web::{Answer, Browser, How, Leads, Marks, Sent, encoded};
use crate::{Arm, Attempt, Kind, SamlSp, Secret, Seen, Trial, Way};

use asked::asked;
use mock::{Mock, Shows};

/// Most addresses that need a session which are looked at.
const PLACES_MAX: usize = 16;

const FORM: &str = "application/x-www-form-urlencoded";

/// One trial of a service provider.
pub(crate) struct ServiceProvider {
    params: SamlSp,
    how: How,
    protected: Protected,
    login: Option<Url>,
    mock: Option<Mock>,
}

impl ServiceProvider {
    pub(crate) fn new(params: &SamlSp) -> Self {
        let marks = Marks { session: params.session_mark.clone(), ..Marks::default() };
        let how = How { marks, scope: params.scope.clone(), ..How::default() };
        let (protected, login, mock) = (Protected::default(), None, None);
        Self { params: params.clone(), how, protected, login, mock }
    }

    /// Reads the addresses, starts the provider, and names it to the service.
    async fn look(&mut self, trial: &mut Trial<'_, '_>) -> Result<Seen, Seen> {
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
        name(trial, &self.how, &control, &mock).await?;
        self.how.end = Url::parse(&mock.sso()).ok();
        (self.login, self.mock) = (Some(login), Some(mock));
        // A stranger is sent to the provider, where nothing is to be sent.
        let mut how = self.how.clone();
        let seen = self.protected.before(trial, &mut how).await;
        self.how = how;
        Ok(seen)
    }

    /// Logs in with an assertion that shows this; what opens afterwards is the answer.
    async fn log_in(&self, trial: &mut Trial<'_, '_>, shows: Shows) -> Result<Seen, Seen> {
        let (login, mock) = self.login.as_ref().zip(self.mock.as_ref()).ok_or(Seen::Settings)?;
        let end = self.how.end.as_ref().ok_or(Seen::Settings)?;
        let mut browser = Browser::new(&self.how.scope);
        let answer = browser.go(trial, Sent::get(login.clone()), Leads::Until(end)).await?;
        if answer.left_for.is_none() {
            return Err(Seen::NoForm);
        }
        let acs = self.params.acs.as_deref().and_then(|acs| login.join(acs).ok());
        let asked = asked(&answer, acs.as_ref().map(Url::as_str)).ok_or(Seen::Unexpected)?;
        let acs = Url::parse(&asked.acs).map_err(|_| Seen::Unexpected)?;
        if !is_here(&acs) {
            return Err(Seen::OutOfScope);
        }
        let class = self.params.required_class.first().map(String::as_str);
        let now = trial.clock().now();
        let response = mock.answer(&asked, shows, class, now).ok_or(Seen::Unexpected)?;
        trial.hide(response.clone());
        let mut pairs = vec![("SAMLResponse".to_owned(), response)];
        let state = asked.relay_state.map(|state| ("RelayState".to_owned(), Secret::new(state)));
        pairs.extend(state);
        let sent = Sent::post(acs, FORM, Secret::new(encoded(&pairs)));
        let landed = browser.go(trial, sent, Leads::Until(end)).await?;
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
        Way { name: shows.name().to_owned(), seen, detail: "assertion".to_owned() }
    }
}

/// Names the provider to the service: as JSON, as a form, or in the query (there without the metadata itself), whichever it
/// takes.
async fn name(
    trial: &mut Trial<'_, '_>,
    how: &How,
    control: &Url,
    mock: &Mock,
) -> Result<(), Seen> {
    let named = mock.named().ok_or(Seen::Unexpected)?;
    let said: Map<_, _> = named
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(value.clone())))
        .collect();
    let pairs = named.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(value)));
    let pairs: Vec<_> = pairs.collect();
    let mut by_query = control.clone();
    let short = named.iter().filter(|(name, _)| *name != "metadata");
    by_query.query_pairs_mut().extend_pairs(short);
    for sent in [
        Sent::post(
            control.clone(),
            "application/json",
            Secret::new(Value::Object(said).to_string()),
        ),
        Sent::post(control.clone(), FORM, Secret::new(encoded(&pairs))),
        Sent::get(by_query),
    ] {
        let answer = Browser::new(&how.scope).once(trial, &sent).await?;
        if (200..400).contains(&answer.status) {
            return Ok(());
        }
        trial.note("control", &answer.status.to_string());
    }
    Err(Seen::Settings)
}

impl Kind for ServiceProvider {
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

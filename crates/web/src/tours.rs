//! Tours through the demonstration: a link for each role opens its rooms at once. The addresses are declared only when the
//! program was started as a demonstration, over a folder whose clock is simulated; nobody's real pages have them.

use std::sync::{Arc, Mutex, PoisonError};

use arvak_core::EntityId;
use arvak_identity::{Access, Factor, Factors, IdentityError, Secret, SecretHash};
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use crate::accounts::frame::on_with;
use crate::failure::Failure;
use crate::page;
use crate::routes::Routes;
use crate::session;
use crate::visit::Visit;

/// One tour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    /// Whose tour it is: an account with two factors, as everybody's.
    pub person: EntityId,
    /// The user name, which stands in the address too.
    pub user: String,
    /// The role, by its name.
    pub role: String,
    /// Where it begins, such as `/leder`.
    pub begins: String,
}

/// All tours of a demonstration. Clones share them.
#[derive(Clone)]
pub struct Tours {
    inner: Arc<Inner>,
}

struct Inner {
    secret: Secret,
    tours: Mutex<Vec<Tour>>,
}

impl Tours {
    /// No tours yet; their links hold a secret of this run of the program. Fails when the operating system gives no
    /// random bytes.
    pub fn new() -> Result<Self, IdentityError> {
        let inner = Inner { secret: Secret::random()?, tours: Mutex::default() };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The address of the page that lists them.
    pub fn path(&self) -> String {
        format!("/demo/{}", self.inner.secret.reveal())
    }

    /// Adds a tour; its address.
    pub fn add(&self, tour: Tour) -> String {
        let path = self.path_of(&tour);
        self.inner.tours.lock().unwrap_or_else(PoisonError::into_inner).push(tour);
        path
    }

    fn path_of(&self, tour: &Tour) -> String {
        format!("{}/{}", self.path(), tour.user)
    }

    fn all(&self) -> Vec<Tour> {
        self.inner.tours.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn is_key(&self, shown: &str) -> bool {
        SecretHash::of(shown) == self.inner.secret.hash()
    }
}

/// The addresses of the tours.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/demo/{key}", Access::Anyone, list).get("/demo/{key}/{user}", Access::Anyone, begin)
}

/// The tours, for whoever has the link that the program printed.
fn opened(visit: &Visit, key: &str) -> Result<Tours, Failure> {
    let tours = visit.app.tours().filter(|tours| tours.is_key(key));
    tours.cloned().ok_or(Failure::NotFound)
}

async fn list(visit: Visit, Path(key): Path<String>) -> Result<Markup, Failure> {
    let tours = opened(&visit, &key)?;
    let title = visit.plain("pages-tours-title");
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("pages-tours-lead")) }
        ul class="a-points" {
            @for tour in tours.all() {
                li {
                    div class="a-what" {
                        a class="a-title" href=(tours.path_of(&tour)) { (visit.plain(&format!("role-{}", tour.role))) }
                        p { (visit.plain(&format!("pages-tour-{}", tour.role))) }
                    }
                }
            }
        }
        p { (visit.plain("pages-demo-text")) }
    };
    Ok(page::page(&visit, &title, &body))
}

/// Logs the visitor in as whoever the tour is for. The link stands for both factors: it was printed where the program runs.
async fn begin(
    visit: Visit,
    Path((key, user)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let all = opened(&visit, &key)?.all();
    let tour = all.into_iter().find(|tour| tour.user == user).ok_or(Failure::NotFound)?;
    let factors = Factors::of([Factor::Password, Factor::RecoveryCode]);
    let begun = session::begin(&visit.app, &headers, &tour.person, &factors).await?;
    Ok(on_with(begun.cookie, &tour.begins))
}

#[cfg(test)]
mod tests {
    use arvak_core::fact::ClockKind;
    use arvak_identity::Role;
    use axum::http::Method;

    use super::*;
    use crate::routes::declared;
    use crate::trial::{Trial, leads_to};
    use crate::walk::Walk;

    fn has_tours(trial: &Trial) -> bool {
        declared(&trial.app).iter().any(|route| route.path.starts_with("/demo"))
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn only_a_demonstration_that_was_started_as_one_has_tours() {
        let tours = || Some(Tours::new().unwrap());
        assert!(!has_tours(&Trial::empty().await));
        assert!(!has_tours(&Trial::touring(ClockKind::Simulated, None).await));
        assert!(
            !has_tours(&Trial::touring(ClockKind::Real, tours()).await),
            "never over real facts"
        );
        assert!(has_tours(&Trial::touring(ClockKind::Simulated, tours()).await));
        let walk = Walk::over(Trial::touring(ClockKind::Real, tours()).await).await;
        assert_eq!(walk.page("/demo/x", "").await.0, 404);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_tour_opens_the_rooms_of_its_role_and_no_other_key_does() {
        let tours = Tours::new().unwrap();
        let trial = Trial::touring(ClockKind::Simulated, Some(tours.clone())).await;
        let walk = Walk::over(trial).await;
        drop(walk.session_within(Role::Auditor, &[]).await);
        let operation = walk.trial.app.folder().operation();
        let person = operation.account_called("auditor").await.unwrap().unwrap().person;
        let (user, role) = ("revisor".to_owned(), "auditor".to_owned());
        let path = tours.add(Tour { person, user, role, begins: "/bevis".to_owned() });
        let (status, page) = walk.page(&tours.path(), "").await;
        assert!(status == 200 && page.contains(&path), "{page}");
        let begun = walk.send(&Method::GET, &path, None, None, "").await;
        assert_eq!(leads_to(&begun), "/bevis");
        let cookie = begun.headers().get("set-cookie").unwrap().to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap();
        assert_eq!(walk.page("/bevis", cookie).await.0, 200);
        assert_eq!(walk.page("/oppsett", cookie).await.0, 403);
        for wrong in ["/demo/feil", "/demo/feil/revisor", &format!("{}/ingen", tours.path())] {
            let answer = walk.send(&Method::GET, wrong, None, None, "").await;
            assert_eq!(answer.status(), 404, "{wrong}");
            assert!(answer.headers().get("set-cookie").is_none());
        }
    }
}

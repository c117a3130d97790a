//! Every address, with what it asks of whoever comes. There is no other way to add a route, so none can forget it; a
//! test walks them all as every role and as nobody.

use std::collections::{BTreeMap, BTreeSet};

use arvak_identity::Access;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, any, delete, get, post, put};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

use crate::app::App;
use crate::guard::{Gate, guard};
use crate::work::Work;
use crate::{api, assets, headers, packed, rooms, tours};

/// Most bytes of an ordinary form.
pub(crate) const FORM_BYTES_MAX: usize = 256 * 1024;

/// How hard answers are packed that [`packed`] leaves.
const PACKED: CompressionLevel = CompressionLevel::Precise(packed::QUALITY);

/// A declared route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: Method,
    /// The address, with `{names}` for what varies.
    pub path: &'static str,
    /// What it asks.
    pub access: Access,
    /// Whether a request may name itself, and is done once.
    pub once: bool,
    /// What a request costs, where it is more than others of its kind.
    pub work: Option<Work>,
}

/// The routes, as they are being declared.
pub(crate) struct Routes {
    app: App,
    found: BTreeMap<&'static str, MethodRouter<App>>,
    declared: Vec<Declared>,
    pages: BTreeSet<&'static str>,
    work: Option<Work>,
}

impl Routes {
    /// `pages` are the addresses that can be read, as far as they are known.
    fn new(app: &App, pages: BTreeSet<&'static str>) -> Self {
        Self { app: app.clone(), found: BTreeMap::new(), declared: Vec::new(), pages, work: None }
    }

    /// Says what the next route costs.
    pub(crate) const fn costing(mut self, work: Work) -> Self {
        self.work = Some(work);
        self
    }

    /// A page to read.
    pub(crate) fn get<T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: impl Handler<T, App>,
    ) -> Self {
        self.add(Method::GET, path, access, get(handler))
    }

    /// A form to send, of at most [`FORM_BYTES_MAX`].
    pub(crate) fn post<T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: impl Handler<T, App>,
    ) -> Self {
        self.add(Method::POST, path, access, post(handler))
    }

    /// Something that is put in place of what was there, in a body of at most [`FORM_BYTES_MAX`].
    pub(crate) fn put<T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: impl Handler<T, App>,
    ) -> Self {
        self.add(Method::PUT, path, access, put(handler))
    }

    /// Something that is taken away.
    pub(crate) fn delete<T: 'static>(
        self,
        path: &'static str,
        access: Access,
        handler: impl Handler<T, App>,
    ) -> Self {
        self.add(Method::DELETE, path, access, delete(handler))
    }

    /// A form of the API, of at most `bytes`. When the request names itself it is done once, however often it is sent.
    pub(crate) fn once<T: 'static>(
        self,
        path: &'static str,
        access: Access,
        bytes: usize,
        handler: impl Handler<T, App>,
    ) -> Self {
        let route: MethodRouter<App> = post(handler).layer(from_fn_with_state(bytes, api::once));
        let route = route.layer(DefaultBodyLimit::max(bytes));
        let mut routes = self.add(Method::POST, path, access, route);
        if let Some(declared) = routes.declared.last_mut() {
            declared.once = true;
        }
        routes
    }

    /// Files to send, of at most `bytes` in all.
    pub(crate) fn upload<T: 'static>(
        self,
        path: &'static str,
        access: Access,
        bytes: usize,
        handler: impl Handler<T, App>,
    ) -> Self {
        let route = post(handler).layer(DefaultBodyLimit::max(bytes));
        self.add(Method::POST, path, access, route)
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        route: MethodRouter<App>,
    ) -> Self {
        let beneath = beneath(path, &self.pages);
        let work = self.work.take();
        let gate = Gate { app: self.app.clone(), access, beneath, work };
        let guarded = route.layer(from_fn_with_state(gate, guard));
        self.declared.push(Declared { method, path, access, once: false, work });
        let known = self.found.remove(path).unwrap_or_default();
        self.found.insert(path, known.merge(guarded));
        self
    }
}

/// How many parts are cut off an address until it is one that can be read.
fn beneath(path: &str, pages: &BTreeSet<&'static str>) -> usize {
    let mut rest = path;
    let mut count = 0;
    while !pages.contains(rest) {
        let Some((above, _)) = rest.rsplit_once('/') else { break };
        (rest, count) = (above, count + 1);
    }
    count
}

fn all(app: &App) -> Routes {
    let declared = declare(app, BTreeSet::new()).declared;
    let pages = declared.iter().filter(|one| one.method == Method::GET).map(|one| one.path);
    declare(app, pages.collect())
}

fn declare(app: &App, pages: BTreeSet<&'static str>) -> Routes {
    let routes = Routes::new(app, pages);
    let routes = rooms::ROOMS.iter().fold(routes, |routes, room| (room.routes)(routes));
    let routes = rooms::OTHERS.iter().fold(routes, |routes, more| more(routes));
    if app.tours().is_some() { tours::routes(routes) } else { routes }
}

/// All routes, as they were declared.
pub fn declared(app: &App) -> Vec<Declared> {
    all(app).declared
}

/// The pages as one service.
pub fn router(app: &App) -> Router {
    let routes = all(app);
    let mut service = Router::new();
    for (path, route) in routes.found {
        service = service.route(path, route);
    }
    let nowhere = Gate { app: app.clone(), access: Access::Anyone, beneath: 0, work: None };
    let nothing = any(rooms::nothing);
    let service = service.fallback_service(
        nothing.layer(from_fn_with_state(nowhere, guard)).with_state(app.clone()),
    );
    // Events must not be held back until there is enough to pack.
    let other = DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream"));
    service
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(from_fn(packed::pack))
        .layer(CompressionLayer::new().quality(PACKED).compress_when(other))
        .with_state(app.clone())
        .merge(assets::router())
        .layer(from_fn(headers::only_known_methods))
        .layer(from_fn_with_state(app.clone(), api::speak))
        .layer(from_fn_with_state(app.clone(), headers::add))
        .layer(from_fn_with_state(app.clone(), api::measure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_a_form_is_found_above_it() {
        let pages = BTreeSet::from(["/", "/oppsett/brukere", "/oppsett/brukere/{slug}", "/leder"]);
        let of = |path| beneath(path, &pages);
        assert_eq!(of("/oppsett/brukere/{slug}/steng"), 1);
        assert_eq!(of("/oppsett/brukere/angre"), 1);
        assert_eq!(of("/leder"), 0);
        assert_eq!(of("/leder/anslag"), 1);
        assert_eq!(of("/logg-ut"), 1);
    }
}

//! One visit to a page: who, in which language, and what is known.

use std::sync::Arc;

use arvak_core::{Actor, Digest, EntityId, Instant};
use arvak_identity::Right;
use arvak_words::{Lang, Naming, Say, Words};
use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use maud::Markup;

use crate::app::App;
use crate::cookie::Cookie;
use crate::failure::Failure;
use crate::session::Who;
use crate::view::View;

/// The cookie that keeps a chosen language.
pub(crate) const LANG_COOKIE: Cookie = Cookie { secure: "__Host-arvak-lang", plain: "arvak-lang" };

/// One visit. The guard makes it; a handler takes it as an argument.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) app: App,
    /// What is known, the same for the whole visit.
    pub(crate) view: Arc<View>,
    pub(crate) lang: Lang,
    /// Whoever is logged in.
    pub(crate) who: Option<Who>,
    /// The address that was asked for; of a form that was sent, the page that has it.
    pub(crate) uri: Uri,
    /// What a request to the API is known by that named itself: what it records is recorded once, however often it comes.
    pub(crate) once: Option<Digest>,
}

impl Visit {
    /// All sentences in the visitor's language.
    pub(crate) fn words(&self) -> &Words {
        self.app.words(self.lang)
    }

    /// A sentence without arguments.
    pub(crate) fn plain(&self, id: &str) -> String {
        self.words().plain(id)
    }

    /// A sentence.
    pub(crate) fn say(&self, id: &str, args: &[(&str, Say<'_>)]) -> String {
        self.words().say(id, args)
    }

    pub(crate) fn naming(&self) -> Naming<'_> {
        self.view.naming()
    }

    /// What people call a thing.
    pub(crate) fn thing(&self, id: &EntityId) -> String {
        self.naming().thing(id, self.words())
    }

    /// What a person is called, as long as the name is kept.
    pub(crate) async fn person(&self, id: &EntityId) -> Result<String, Failure> {
        let name = self.app.folder().operation().person_name(id).await?;
        Ok(name.unwrap_or_else(|| self.plain("rooms-forgotten")))
    }

    /// A part of a page that is the same for everybody who has this view and language; made once.
    pub(crate) fn once(&self, key: &str, make: impl FnOnce() -> Markup) -> Markup {
        self.view.kept.part(self.lang, key, make)
    }

    /// Whether whoever is logged in has the right.
    pub(crate) fn may(&self, right: Right) -> bool {
        self.who.as_ref().is_some_and(|who| who.may(right))
    }

    /// The units that the visitor is limited to; `None` when it is the whole municipality.
    pub(crate) fn limits(&self) -> Option<&[EntityId]> {
        self.who.as_ref().and_then(Who::limits)
    }

    /// What was known at an earlier instant, as far as the visitor may see it.
    pub(crate) async fn as_of(&self, at: Instant) -> Result<Arc<View>, Failure> {
        let view = self.app.live().as_of(at).await?;
        Ok(view_for(&self.app, self.who.as_ref(), self.lang, view).await)
    }

    /// What was known a week before the present day began, as far as the visitor may see it.
    pub(crate) async fn week_ago(&self) -> Result<Arc<View>, Failure> {
        let view = self.app.live().week_ago().await?;
        Ok(view_for(&self.app, self.who.as_ref(), self.lang, view).await)
    }

    /// Who records what this visit records: the person, by the opaque id.
    pub(crate) fn actor(&self) -> Result<Actor, Failure> {
        let who = self.who.as_ref().ok_or(Failure::NotLoggedIn)?;
        Ok(Actor::Person(who.person.clone()))
    }

    /// The same address in another language.
    pub(crate) fn in_language(&self, lang: Lang) -> String {
        let query = self.uri.query().unwrap_or_default();
        let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        let mut query: Vec<&str> = kept.collect();
        let chosen = format!("lang={}", lang.tag());
        query.push(&chosen);
        format!("{}?{}", self.uri.path(), query.join("&"))
    }
}

/// As much of `view` as somebody may see.
pub(crate) async fn view_for(
    app: &App,
    who: Option<&Who>,
    lang: Lang,
    view: Arc<View>,
) -> Arc<View> {
    match who.and_then(Who::limits) {
        Some(units) => app.live().within(view, units, app.words(lang).plain("rooms-hidden")).await,
        None => view,
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Inside)
    }
}

/// The language that the address names.
pub(crate) fn asked_language(uri: &Uri) -> Option<Lang> {
    let pairs = uri.query()?.split('&');
    pairs.filter_map(|pair| pair.strip_prefix("lang=")).find_map(|tag| tag.parse().ok())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, header};

    use super::*;
    use crate::cookie::cookie;

    #[test]
    fn a_language_and_a_cookie_are_found_where_they_stand() {
        let asked = |text: &'static str| asked_language(&Uri::from_static(text));
        assert_eq!(asked("/status?lang=nn"), Some(Lang::Nn));
        assert_eq!(asked("/status?a=1&lang=en&b=2"), Some(Lang::En));
        assert_eq!(asked("/status?lang=fr"), None);
        assert_eq!(asked("/status"), None);
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=1; arvak-lang=nn;b=2".parse().unwrap());
        assert_eq!(LANG_COOKIE.get(&headers, false), Some("nn"));
        assert_eq!(
            LANG_COOKIE.get(&headers, true),
            None,
            "another host of the domain could set it"
        );
        assert_eq!(cookie(&headers, "lang"), None);
    }
}

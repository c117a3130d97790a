//! Why somebody is not let in, in plain words, and what to do.

use arvak_oidc::{NotMapped, OidcError, OneFactor, Provider};
use arvak_words::Say;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::accounts::frame::narrow;
use crate::visit::Visit;

/// Most values of a provider that a page shows.
const VALUES_MAX: usize = 20;

/// Most characters of one.
const VALUE_CHARS_MAX: usize = 80;

/// The page for an error. The log has all of it; the page, what its reader can do.
pub(super) fn page(visit: &Visit, provider: &Provider, error: &OidcError) -> Response {
    let slug = &provider.settings().slug;
    tracing::warn!(%error, code = error.code(), provider = %slug, "a log-in at a provider was refused");
    let status = match error {
        OidcError::Outbound(_) => StatusCode::BAD_GATEWAY,
        OidcError::NotOurs => StatusCode::BAD_REQUEST,
        _ => StatusCode::FORBIDDEN,
    };
    let more = if let OidcError::OneFactor(lacking) = error {
        one_factor(visit, lacking)
    } else {
        html! {}
    };
    whole(visit, provider, status, &sentence(visit, &provider.settings().name, error), &more)
}

/// The page for somebody whose groups give nothing here: which groups came, so that an administrator can be told.
pub(super) fn without_role(
    visit: &Visit,
    provider: &Provider,
    lacking: NotMapped,
    groups: &[String],
) -> Response {
    let name = [("provider", Say::Text(&provider.settings().name))];
    let id = match lacking {
        NotMapped::Role => "single-sign-on-no-role",
        NotMapped::Unit => "single-sign-on-no-unit",
    };
    let more = html! {
        @if groups.is_empty() { p { (visit.say("single-sign-on-no-groups", &name)) } }
        @else {
            p { (visit.say("single-sign-on-groups", &name)) }
            ul class="ds-list" { @for group in groups.iter().take(VALUES_MAX) { li class="a-id" { (plain(group)) } } }
        }
    };
    whole(visit, provider, StatusCode::FORBIDDEN, &visit.say(id, &name), &more)
}

/// The page for somebody whose account was closed here.
pub(super) fn closed(visit: &Visit, provider: &Provider) -> Response {
    let sentence = visit.plain("single-sign-on-closed");
    whole(visit, provider, StatusCode::FORBIDDEN, &sentence, &html! {})
}

/// What is wrong, for people.
pub(super) fn sentence(visit: &Visit, provider: &str, error: &OidcError) -> String {
    let name = ("provider", Say::Text(provider));
    let id = match error {
        OidcError::Outbound(_) => "single-sign-on-wrong-unreachable",
        OidcError::NotOurs => "single-sign-on-wrong-state",
        OidcError::Said { error } if error == "access_denied" => "single-sign-on-wrong-declined",
        OidcError::Said { error } => {
            return visit.say("single-sign-on-wrong-said", &[name, ("error", Say::Text(error))]);
        }
        OidcError::BadToken { .. } => "single-sign-on-wrong-token",
        OidcError::OneFactor(_) => "single-sign-on-one-factor",
        OidcError::TooOld => "single-sign-on-wrong-old",
        OidcError::GroupsElsewhere { .. } => "single-sign-on-wrong-groups",
        OidcError::NoSubject { .. } => "single-sign-on-wrong-subject",
        _ => "single-sign-on-wrong-provider",
    };
    visit.say(id, &[name])
}

/// What the provider must send, and what it sent.
fn one_factor(visit: &Visit, lacking: &OneFactor) -> Markup {
    let list = |values: &[String]| {
        let shown: Vec<String> = values.iter().take(VALUES_MAX).map(|one| plain(one)).collect();
        if shown.is_empty() { visit.plain("single-sign-on-nothing") } else { shown.join(", ") }
    };
    let (acr, amr) = (list(&lacking.shown.acr), list(&lacking.shown.amr));
    let wanted = list(&lacking.needed_acr);
    let came = [("acr", Say::Text(&acr)), ("amr", Say::Text(&amr))];
    html! {
        p { (visit.plain("single-sign-on-must")) }
        ul class="ds-list" {
            @if !lacking.needed_acr.is_empty() {
                li { (visit.say("single-sign-on-needs-acr", &[("values", Say::Text(&wanted))])) }
            }
            @if lacking.lacks_amr { li { (visit.plain("single-sign-on-needs-amr")) } }
        }
        p { (visit.say("single-sign-on-came", &came)) }
    }
}

fn whole(
    visit: &Visit,
    provider: &Provider,
    status: StatusCode,
    sentence: &str,
    more: &Markup,
) -> Response {
    let body = html! {
        p class="a-lead" { (sentence) }
        (more)
        div class="a-actions" {
            a class="ds-button" rel="nofollow" href={ "/logg-inn/openid/" (provider.settings().slug) } {
                (visit.plain("single-sign-on-again"))
            }
            a class="ds-button" data-variant="secondary" href="/logg-inn" {
                (visit.plain("single-sign-on-other-way"))
            }
        }
    };
    (status, narrow(visit, &visit.plain("single-sign-on-refused"), &body)).into_response()
}

/// A value of a provider, without signs that could deceive its reader, and not too long.
fn plain(value: &str) -> String {
    let shown = |sign: &char| sign.is_alphanumeric() || " -_.:/@+=,#".contains(*sign);
    value.chars().filter(shown).take(VALUE_CHARS_MAX).collect()
}

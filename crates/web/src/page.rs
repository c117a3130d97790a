//! The shell around every page: what folder it is, the rooms, the language, and when what is shown was judged.

use arvak_words::{Lang, Say, date_and_time};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::failure::Failure;
use crate::rooms::{ROOMS, Room};
use crate::tasks;
use crate::visit::Visit;

/// What a browser is told of how a page is to be shown.
const VIEWPORT: &str = "width=device-width, initial-scale=1";

/// A whole page: `title` for the browser's window, `body` for the page itself, which holds the one `h1`.
pub(crate) fn page(visit: &Visit, title: &str, body: &Markup) -> Markup {
    page_with(visit, title, body, &Markup::default())
}

/// The same with more in the head.
pub(crate) fn page_with(visit: &Visit, title: &str, body: &Markup, head: &Markup) -> Markup {
    let organisation = visit.view.organisation().map(|id| visit.thing(id));
    html! {
        (DOCTYPE)
        html lang=(visit.lang.tag()) data-size="sm" data-color-scheme="auto" {
            head {
                meta charset="utf-8";
                meta name="viewport" content=(VIEWPORT);
                title { (title) " – Årvåk" }
                meta name="description" content=(visit.plain("pages-description"));
                link rel="stylesheet" href=(arvak_assets::path(arvak_assets::STYLE));
                link rel="preload" as="font" type="font/woff2" crossorigin
                    href=(arvak_assets::path(arvak_assets::FONT));
                link rel="icon" type="image/svg+xml" href=(arvak_assets::path(arvak_assets::ICON));
                script type="module" src=(arvak_assets::path(arvak_assets::SCRIPT)) {}
                (head)
            }
            body {
                a class="ds-skip-link" href="#innhold" { (visit.plain("pages-skip")) }
                @if visit.view.is_simulated() {
                    aside class="a-demo" aria-label=(visit.plain("pages-demo")) {
                        p { (visit.plain("pages-demo-text")) }
                    }
                }
                (top(visit, organisation.as_deref()))
                main id="innhold" class="a-page" tabindex="-1" { (body) }
                (foot(visit))
            }
        }
    }
}

fn top(visit: &Visit, organisation: Option<&str>) -> Markup {
    html! {
        header class="a-top" {
            div class="a-top-in" {
                a class="a-brand" href="/" {
                    (mark())
                    span { "Årvåk" }
                    @if let Some(name) = organisation { span class="a-of" { (name) } }
                }
                div class="a-who" {
                    @if let Some(who) = &visit.who { a href="/konto" { (who.name) } }
                    @for lang in Lang::ALL.into_iter().filter(|lang| *lang != visit.lang) {
                        a href=(visit.in_language(lang)) lang=(lang.tag()) hreflang=(lang.tag()) {
                            (own_name(lang))
                        }
                    }
                    @if visit.who.is_some() {
                        form method="post" action="/logg-ut" {
                            button type="submit" { (visit.plain("login-out")) }
                        }
                    }
                }
                @if visit.who.is_some() { (rooms(visit)) }
            }
        }
    }
}

/// What a language calls itself.
const fn own_name(lang: Lang) -> &'static str {
    match lang {
        Lang::Nb => "Bokmål",
        Lang::Nn => "Nynorsk",
        Lang::En => "English",
    }
}

fn rooms(visit: &Visit) -> Markup {
    let mine: Vec<&Room> = ROOMS.iter().filter(|room| visit.may(room.right)).collect();
    let list = |class: Option<&str>| {
        html! {
            ul class=[class] { @for room in &mine { li { (room_link(visit, room)) } } }
        }
    };
    html! {
        nav aria-label=(visit.plain("pages-rooms")) {
            (list(Some("a-rooms")))
            details class="a-menu" {
                summary { (visit.plain("pages-menu")) }
                (list(None))
            }
        }
    }
}

fn room_link(visit: &Visit, room: &Room) -> Markup {
    let path = visit.uri.path();
    let is_here = room.holds.iter().any(|begin| {
        path == *begin || path.strip_prefix(begin).is_some_and(|rest| rest.starts_with('/'))
    });
    let open = (room.path == "/oppgaver").then(|| tasks::count(&visit.view));
    html! {
        a href=(room.path) aria-current=[is_here.then_some("page")] {
            (visit.plain(room.title))
            @if let Some(open) = open.filter(|open| *open > 0) { span class="a-number" { (open) } }
        }
    }
}

fn foot(visit: &Visit) -> Markup {
    let judged = [
        ("at", Say::Owned(date_and_time(visit.lang, visit.view.at))),
        ("entries", Say::Number(i64::try_from(visit.view.store.size()).unwrap_or(i64::MAX))),
    ];
    let units = visit.limits().map(|units| {
        let names: Vec<String> = units.iter().map(|unit| visit.thing(unit)).collect();
        visit.say("rooms-limited", &[("units", Say::Owned(names.join(", ")))])
    });
    html! {
        footer class="a-foot" {
            div {
                @if let Some(units) = units { p { (units) } }
                @if visit.who.is_some() { p { (visit.say("pages-judged", &judged)) } }
                a href="/om" { (visit.plain("rooms-about")) }
                a href="/tilgjengelighet" { (visit.plain("rooms-accessibility")) }
            }
        }
    }
}

/// The mark, drawn in the page so that it costs no request.
fn mark() -> Markup {
    PreEscaped(
        r##"<svg class="a-mark" aria-hidden="true" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0a3640"/><path d="M3.5 17C7 10.5 11.3 7.8 16 7.8S25 10.5 28.5 17C25 22.6 20.7 25 16 25S7 22.6 3.5 17Z" fill="none" stroke="#e9f3f4" stroke-width="2.2" stroke-linejoin="round"/><circle cx="16" cy="16.4" r="5" fill="#f2b544"/><circle cx="16" cy="16.4" r="1.9" fill="#0a3640"/></svg>"##
            .to_owned(),
    )
}

/// What a visitor is told who gets no page: what is wrong, and what to do.
pub(crate) fn failure(visit: &Visit, failure: &Failure) -> Markup {
    let code = failure.code();
    let title = visit.plain(&format!("failure-{code}-title"));
    let text = match failure {
        Failure::Asked(sentence) => sentence.clone(),
        Failure::Wait { seconds } => {
            visit.say("failure-wait", &[("seconds", Say::Number(*seconds))])
        }
        _ => visit.plain(&format!("failure-{code}")),
    };
    let body = html! {
        div class="a-narrow" {
            h1 { (title) }
            p class="a-lead" { (text) }
            p class="a-actions" {
                @if visit.who.is_some() {
                    a class="ds-button" href="/status" { (visit.plain("pages-to-status")) }
                } @else {
                    a class="ds-button" href="/logg-inn" { (visit.plain("pages-to-login")) }
                }
            }
        }
    };
    page(visit, &title, &body)
}

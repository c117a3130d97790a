//! *Om* and *Tilgjengelighet*: what this is, on what the answer rests, whose work it holds; and how accessible it is.

use arvak_identity::Access;
use arvak_words::Say;
use maud::{Markup, html};

use crate::page;
use crate::routes::Routes;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/om", Access::Anyone, about).get("/tilgjengelighet", Access::Anyone, accessibility)
}

async fn about(visit: Visit) -> Markup {
    let title = visit.plain("rooms-about");
    let version = [("version", Say::Text(env!("CARGO_PKG_VERSION")))];
    let body = html! {
        div class="a-narrow" {
            h1 { (title) }
            p class="a-lead" { (visit.plain("rooms-about-lead")) }
            @for part in ["rooms-about-evidence", "rooms-about-touch", "rooms-about-people"] {
                h2 { (visit.plain(&format!("{part}-title"))) }
                p { (visit.plain(part)) }
            }
            h2 { (visit.plain("rooms-about-program")) }
            p { (visit.say("rooms-about-version", &version)) }
            p { (visit.plain("rooms-about-municipalities")) }
            details class="ds-details" {
                summary { (visit.plain("rooms-about-licences")) }
                div class="a-scroll" tabindex="0" role="region" aria-label=(visit.plain("rooms-about-licences")) {
                    pre { (arvak_assets::notices()) }
                }
            }
        }
    };
    page::page(&visit, &title, &body)
}

async fn accessibility(visit: Visit) -> Markup {
    let title = visit.plain("rooms-accessibility");
    let body = html! {
        div class="a-narrow" {
            h1 { (title) }
            p class="a-lead" { (visit.plain("rooms-accessibility-lead")) }
            @for part in ["tried", "not-tried", "tell"] {
                h2 { (visit.plain(&format!("rooms-accessibility-{part}-title"))) }
                p { (visit.plain(&format!("rooms-accessibility-{part}"))) }
            }
        }
    };
    page::page(&visit, &title, &body)
}

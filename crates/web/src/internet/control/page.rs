//! The page: every domain with its proofs and what would show it, and the leaves.

use arvak_core::{EntryId, Status};
use arvak_probe::{
    Leave, control_file_address, control_mailbox, control_record_name, control_text,
};
use arvak_words::{Say, date, date_and_time};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::leaves::last_day;
use super::{HERE, known};
use crate::accounts::frame::{asked, hidden};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::program::{Control, Controlled, Proof, Way};
use crate::visit::Visit;
use crate::{page, parts};

/// The fields of the text to sign.
const TEMPLATE: [&str; 3] = ["mal_navn", "mal_omrader", "mal_til"];

/// The fields of a signed one.
const SIGNED: [&str; 6] = ["navn", "omrader", "underskrevet", "gjelder_til", "merknad", "fil"];

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    Ok(page(&visit, &Typed::default(), &Mistakes::default()).await?.into_response())
}

/// Where a domain stands on the page.
pub(super) fn place(domain: &Controlled) -> String {
    format!("domene-{}", domain.id.slug())
}

/// The field for the token of a domain's postmaster.
pub(super) fn token_field(domain: &Controlled) -> String {
    format!("kode-{}", domain.id.slug())
}

/// The field for the reason that a leave ends.
pub(super) fn reason_field(entry: EntryId) -> String {
    format!("grunn-{entry}")
}

pub(super) async fn page(
    visit: &Visit,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let control = known(visit).await?;
    let fields = Fields::new(visit, typed, mistakes);
    let title = visit.plain("internet-control");
    let done = asked(visit, "sagt");
    let done = ["sendt", "vist", "tillatelse", "slutt"].into_iter().find(|known| *known == done);
    let body = html! {
        a class="a-back" href="/internett" { (visit.plain("rooms-internet")) }
        h1 { (title) }
        (fields.summary())
        @if let Some(done) = done {
            p class="ds-alert" data-color="success" role="status" { (visit.plain(&format!("internet-control-done-{done}"))) }
        }
        p class="a-lead" { (visit.plain("internet-control-lead")) }
        h2 { (visit.plain("internet-control-domains")) }
        @if control.domains.is_empty() { p { (visit.plain("internet-control-no-domains")) } }
        @for domain in &control.domains { (of_domain(visit, domain, control.mails, &fields)) }
        (of_others(visit, &control, &fields))
    };
    Ok(page::page(visit, &title, &body))
}

/// How a domain stands, as one of the states whose signs people know.
fn standing(domain: &Controlled) -> (Status, &'static str) {
    let shows = |way: &dyn Fn(Way) -> bool| domain.proofs.iter().any(|proof| way(proof.way));
    if shows(&|way| way != Way::File) {
        (Status::Verified, "internet-control-proved")
    } else if shows(&|way| way == Way::File) {
        (Status::Partial, "internet-control-site-proved")
    } else {
        (Status::Missing, "internet-control-open")
    }
}

fn of_domain(visit: &Visit, domain: &Controlled, mails: bool, fields: &Fields<'_>) -> Markup {
    let (state, text) = standing(domain);
    let slug = domain.id.slug();
    let host = [("domain", Say::Text(&domain.host))];
    let is_whole = state == Status::Verified;
    html! {
        section class="a-check" id=(place(domain)) {
            div class="a-head" {
                h3 { (domain.host) }
                (parts::sign(state, &visit.plain(text)))
            }
            @for proof in &domain.proofs { (stands(visit, domain, proof)) }
            @if domain.proofs.is_empty() { p { (visit.say("internet-control-opens-nothing", &host)) } }
            p class="a-quiet" {
                @match domain.looked_at {
                    Some(at) => (visit.say("internet-control-looked", &[("at", Say::Owned(date_and_time(visit.lang, at)))])),
                    None => (visit.plain("internet-control-never-looked")),
                }
            }
            form method="post" action={ (HERE) "/let" } {
                (hidden("domene", slug))
                div class="a-actions" {
                    button class="ds-button" data-variant="secondary" data-size="sm" type="submit"
                        aria-label=(visit.say("internet-control-look-for", &host)) { (visit.plain("internet-control-look")) }
                }
            }
            details class="ds-details" open[fields.is_wrong(&token_field(domain))] {
                summary { (visit.plain(if is_whole { "internet-control-keep" } else { "internet-control-how" })) }
                div { (ways(visit, domain, mails, fields)) }
            }
        }
    }
}

/// A proof that stands: how, since when, until when, and what it opens.
fn stands(visit: &Visit, domain: &Controlled, proof: &Proof) -> Markup {
    let day = |at| Say::Owned(date(visit.lang, at));
    let times =
        [("since", day(proof.since)), ("seen", day(proof.seen)), ("until", day(proof.until))];
    let host = [("domain", Say::Text(&domain.host))];
    html! {
        p {
            strong { (visit.plain(&format!("internet-control-way-{}", proof.way.name()))) } ": "
            (visit.say(if proof.way == Way::Mail { "internet-control-entered" } else { "internet-control-since" }, &times))
            " " (visit.say(if proof.way == Way::File { "internet-control-opens-site" } else { "internet-control-opens-domain" }, &host))
            " " (parts::evidence(visit, proof.entry))
        }
    }
}

/// The ways to show it, each with what is to be published or entered.
fn ways(visit: &Visit, domain: &Controlled, mails: bool, fields: &Fields<'_>) -> Markup {
    let (slug, text) = (domain.id.slug(), control_text(&domain.token));
    let record = format!("{} TXT \"{text}\"", control_record_name(&domain.host));
    let file = control_file_address(&domain.host);
    html! {
        p { (visit.plain("internet-control-one-is-enough")) }
        h4 { (visit.plain("internet-control-way-record")) }
        p { (visit.plain("internet-control-record-how")) }
        (parts::copied(visit, &format!("txt-{slug}"), &record))
        h4 { (visit.plain("internet-control-way-file")) }
        p { (visit.say("internet-control-file-how", &[("file", Say::Text(&file))])) }
        (parts::copied(visit, &format!("tekst-{slug}"), &text))
        h4 { (visit.plain("internet-control-way-mail")) }
        @if mails { (mail(visit, domain, fields)) } @else { p { (visit.plain("internet-control-no-mail")) } }
    }
}

fn mail(visit: &Visit, domain: &Controlled, fields: &Fields<'_>) -> Markup {
    let slug = domain.id.slug();
    let address = control_mailbox(&domain.host);
    let host = [("domain", Say::Text(&domain.host))];
    html! {
        p { (visit.say("internet-control-mail-how", &[("address", Say::Text(&address))])) }
        @if let Some(until) = domain.mail_waits_until {
            form class="a-form" method="post" action={ (HERE) "/kode" } {
                (hidden("domene", slug))
                (fields.line(&token_field(domain), &visit.say("internet-control-token", &host),
                    Some(&visit.say("internet-control-token-hint", &[("until", Say::Owned(date_and_time(visit.lang, until)))]))))
                div class="a-actions" {
                    button class="ds-button" data-size="sm" type="submit" { (visit.plain("internet-control-enter")) }
                }
            }
        }
        form method="post" action={ (HERE) "/kode/send" } {
            (hidden("domene", slug))
            div class="a-actions" {
                button class="ds-button" data-variant="secondary" data-size="sm" type="submit" {
                    (visit.say("internet-control-send", &[("address", Say::Text(&address))]))
                }
            }
        }
    }
}

/// Leaves, and ranges that the operator wrote down.
fn of_others(visit: &Visit, control: &Control, fields: &Fields<'_>) -> Markup {
    let wrong = |names: &[&str]| names.iter().any(|name| fields.is_wrong(name));
    html! {
        h2 id="tillatelser" { (visit.plain("internet-leaves")) }
        p { (visit.plain("internet-leaves-lead")) }
        @if control.leaves.is_empty() { p { (visit.plain("internet-leaves-none")) } }
        @for (entry, leave) in &control.leaves { (one_leave(visit, *entry, leave, fields)) }
        details class="ds-details" open[wrong(&TEMPLATE)] {
            summary { (visit.plain("internet-leave-template")) }
            div { (template(visit, fields)) }
        }
        details class="ds-details" open[wrong(&SIGNED)] {
            summary { (visit.plain("internet-leave-new")) }
            div { (signed(visit, fields)) }
        }
        h2 { (visit.plain("internet-allowed")) }
        p { (visit.plain("internet-allowed-text")) }
        @if control.allowed.is_empty() {
            p { (visit.plain("internet-allowed-none")) }
        } @else {
            ul class="ds-list" { @for range in &control.allowed { li { code { (range) } } } }
        }
    }
}

fn one_leave(visit: &Visit, entry: EntryId, leave: &Leave, fields: &Fields<'_>) -> Markup {
    let ranges = leave.ranges.iter().map(ToString::to_string);
    let named: Vec<String> = leave.names.iter().cloned().chain(ranges).collect();
    let field = reason_field(entry);
    let times = [
        ("signed", Say::Owned(date(visit.lang, leave.signed))),
        ("until", Say::Owned(last_day(visit, leave.until))),
    ];
    html! {
        section class="a-check" {
            h3 { (named.join(", ")) }
            p { (visit.say("internet-leave-holds", &times)) " " (parts::evidence(visit, entry)) }
            details class="ds-details" open[fields.is_wrong(&field)] {
                summary { (visit.plain("internet-leave-end")) }
                div {
                    form class="a-form" method="post" action={ (HERE) "/tillatelse/slutt" } {
                        (hidden("bevis", &entry.to_string()))
                        (fields.line(&field, &visit.plain("internet-leave-reason"), None))
                        div class="a-actions" {
                            button class="ds-button" data-color="danger" data-size="sm" type="submit" { (visit.plain("internet-leave-end-do")) }
                        }
                    }
                }
            }
        }
    }
}

fn template(visit: &Visit, fields: &Fields<'_>) -> Markup {
    let kinds = ["undersokelse", "innlogging"]
        .map(|kind| (kind.to_owned(), visit.plain(&format!("internet-leave-for-{kind}"))));
    html! {
        p { (visit.plain("internet-leave-template-lead")) }
        form class="a-form" method="get" action={ (HERE) "/mal" } {
            (fields.select("mal_for", &visit.plain("internet-leave-for"), None, &kinds))
            (fields.area("mal_navn", &visit.plain("internet-leave-names"), Some(&visit.plain("internet-leave-names-hint")), 3))
            (fields.area("mal_omrader", &visit.plain("internet-leave-ranges"), Some(&visit.plain("internet-leave-ranges-hint")), 2))
            (fields.input("date", "mal_til", &visit.plain("internet-leave-until"), None))
            div class="a-actions" {
                button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("internet-leave-download")) }
            }
        }
    }
}

fn signed(visit: &Visit, fields: &Fields<'_>) -> Markup {
    html! {
        p { (visit.plain("internet-leave-new-lead")) }
        form class="a-form" method="post" action={ (HERE) "/tillatelse" } enctype="multipart/form-data" {
            (fields.file("fil", &visit.plain("internet-leave-signed-file"), Some(&visit.plain("tasks-evidence-file-hint")), ""))
            (fields.area("navn", &visit.plain("internet-leave-names"), Some(&visit.plain("internet-leave-names-hint")), 3))
            (fields.area("omrader", &visit.plain("internet-leave-ranges"), Some(&visit.plain("internet-leave-ranges-hint")), 2))
            div class="a-pair" {
                (fields.input("date", "underskrevet", &visit.plain("internet-leave-signed"), None))
                (fields.input("date", "gjelder_til", &visit.plain("internet-leave-until"), Some(&visit.plain("internet-leave-until-hint"))))
            }
            (fields.area("merknad", &visit.plain("internet-leave-note"), Some(&visit.plain("internet-leave-note-hint")), 2))
            div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("internet-leave-take")) } }
        }
    }
}

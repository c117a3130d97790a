//! Mails to one supplier: where they go, what became of each, and what can be done about it.

use arvak_core::EntityId;
use arvak_notices::is_address;
use arvak_store::supplier::{AddressRow, Fate, MailRow, SendingRow};
use arvak_suppliers::life::Event;
use arvak_words::{Lang, Say, date_and_time};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::asked::{self, Asked};
use super::{one, path};
use crate::accounts::frame::hidden;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::waves::{self, About, Names, WaveError};

/// Where mail to the supplier goes, with a form to change it.
pub(super) async fn address(
    visit: &Visit,
    id: &EntityId,
    may: bool,
    (typed, mistakes): (&Typed, &Mistakes),
) -> Result<Markup, Failure> {
    let known = visit.app.folder().operation().supplier_address(id).await?;
    let row = known.clone().unwrap_or(AddressRow {
        address: String::new(),
        leader: None,
        lang: Lang::default().tag().to_owned(),
    });
    let fields = Fields::new(visit, typed, mistakes)
        .usual("adresse", row.address.clone())
        .usual("leder", row.leader.clone().unwrap_or_default())
        .usual("sprak", row.lang.clone());
    let languages: Vec<_> = Lang::ALL
        .into_iter()
        .map(|lang| (lang.tag().to_owned(), visit.plain(&format!("login-language-{}", lang.tag()))))
        .collect();
    Ok(html! {
        dl class="a-facts" {
            div { dt { (visit.plain("wave-address")) } dd {
                @if known.is_some() { (row.address) } @else { (visit.plain("suppliers-unsaid")) }
            } }
            @if let Some(leader) = &row.leader { div { dt { (visit.plain("wave-leader")) } dd { (leader) } } }
        }
        @if may {
            details class="ds-details" id="adresse" open[typed.has("adresse")] {
                summary { (visit.plain("wave-address-change")) }
                div {
                    form class="a-form" method="post" action={ (path(id.slug())) "/adresse" } {
                        (fields.input("email", "adresse", &visit.plain("wave-address"), Some(&visit.plain("wave-address-hint"))))
                        (fields.input("email", "leder", &visit.plain("wave-leader"), Some(&visit.plain("wave-leader-hint"))))
                        (fields.select("sprak", &visit.plain("wave-language"), None, &languages))
                        div class="a-actions" { button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("wave-address-keep")) } }
                    }
                }
            }
        }
    })
}

/// Keeps where mail goes; an empty field forgets it.
pub(super) async fn set_address(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    whole(&visit)?;
    let (to, leader) = (typed.get("adresse").trim(), typed.some("leder").map(str::trim));
    let operation = visit.app.folder().operation();
    if to.is_empty() {
        operation.forget_supplier_address(&id).await?;
        return Ok(see_other(&path(&slug)));
    }
    let mut mistakes = Mistakes::default();
    for (field, text) in [("adresse", Some(to)), ("leder", leader)] {
        if text.is_some_and(|text| !is_address(text)) {
            mistakes.tell(field, visit.plain("wave-address-bad"));
        }
    }
    if !mistakes.is_empty() {
        return one::again(&visit, &id, &typed, &mistakes).await;
    }
    let lang: Lang = typed.get("sprak").parse().unwrap_or_default();
    let row = AddressRow {
        address: to.to_owned(),
        leader: leader.map(str::to_owned),
        lang: lang.tag().to_owned(),
    };
    operation.set_supplier_addresses(&[(id, row)], visit.app.real_clock().now()).await?;
    Ok(see_other(&path(&slug)))
}

/// What became of each mail of a request.
pub(super) async fn list(visit: &Visit, one: &Asked, may: bool) -> Result<Markup, Failure> {
    let operation = visit.app.folder().operation();
    let mails = operation.supplier_mails_of(&one.row.id).await?;
    let sending = operation.supplier_sending(&one.row.id).await?;
    let slug = one.row.supplier.slug();
    Ok(html! {
        @if !mails.is_empty() {
            h3 { (visit.plain("wave-mails")) }
            @if sending.as_ref().is_some_and(|sending| sending.wants_code) { p { (visit.plain("wave-with-code")) } }
            ul class="ds-list" {
                @for mail in &mails {
                    li {
                        (visit.plain(&format!("wave-kind-{}", mail.kind))) " – " (fate(visit, mail)) " "
                        span class="a-quiet" { (mail.address) }
                        @if mail.maybe_twice { " " (visit.plain("wave-maybe-twice")) }
                        @if may && matches!(mail.fate, Fate::Unsure(_) | Fate::Failed(_)) {
                            form method="post" action={ (path(slug)) "/post" } {
                                (hidden("foresporsel", one.row.id.as_str()))
                                (hidden("melding", &mail.id.to_string()))
                                button class="ds-button" data-variant="secondary" data-size="sm" type="submit" { (visit.plain("wave-again")) }
                            }
                        }
                    }
                }
            }
            @if may && one.stage.allows(Event::Renewed) {
                form method="post" action={ (path(slug)) "/post-ny" } {
                    (hidden("foresporsel", one.row.id.as_str()))
                    button class="ds-button" data-variant="secondary" data-size="sm" type="submit" { (visit.plain("wave-new-link")) }
                }
            }
        }
    })
}

fn fate(visit: &Visit, mail: &MailRow) -> String {
    let (name, at) = match mail.fate {
        Fate::Waits if mail.attempts > 0 => ("later", None),
        Fate::Waits => ("waits", None),
        Fate::Unsure(at) => ("unsure", Some(at)),
        Fate::Taken(at) => ("taken", Some(at)),
        Fate::Failed(at) => ("failed", Some(at)),
        Fate::Dropped(at) => ("dropped", Some(at)),
        Fate::Bounced(at) => ("bounced", Some(at)),
    };
    let at = at.map(|at| date_and_time(visit.lang, at)).unwrap_or_default();
    let said = match mail.fate {
        Fate::Failed(_) | Fate::Bounced(_) => mail.said.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let args = [("at", Say::Owned(at)), ("said", Say::Owned(said))];
    visit.say(&format!("wave-fate-{name}"), &args)
}

/// One that was given up, or of which it is not known whether it came, is sent again under the same name.
pub(super) async fn again(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    let asked = asked::one(&visit, &id, typed.get("foresporsel")).await?;
    let mail: i64 = typed.get("melding").parse().map_err(|_| Failure::Bad)?;
    let (operation, now) = (visit.app.folder().operation(), visit.app.real_clock().now());
    operation.send_supplier_mail_again(&asked.row.id, mail, now).await?;
    visit.app.notices().wake_post();
    Ok(see_other(&path(&slug)))
}

/// The request goes out once more, with a new link, to where mail goes now.
pub(super) async fn anew(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    whole(&visit)?;
    let asked = asked::one(&visit, &id, typed.get("foresporsel")).await?;
    let operation = visit.app.folder().operation();
    let known = operation.supplier_sending(&asked.row.id).await?;
    let Some(known) = known.filter(|_| asked.stage.allows(Event::Renewed)) else {
        return Ok(see_other(&path(&slug)));
    };
    let to = operation.supplier_address(&id).await?.unwrap_or(known.to);
    let sending = SendingRow { to, wants_code: known.wants_code, wave: known.wave };
    operation.set_supplier_sending(&asked.row.id, &sending).await?;
    let about = About { row: &asked.row, sending: &sending, asked_at: None, text: "" };
    let sent = waves::again(&visit.app.desk(), &Names::of(&visit), &about).await;
    sent.map_err(|error| failure(&visit, &error))?;
    visit.app.notices().wake_post();
    Ok(see_other(&path(&slug)))
}

/// What is asked further goes by mail too, where the request did. The question stands on the page, whether or not that works.
pub(super) async fn follow_up(visit: &Visit, asked: &Asked, text: &str) -> Result<(), Failure> {
    let operation = visit.app.folder().operation();
    let Some(sending) = operation.supplier_sending(&asked.row.id).await? else { return Ok(()) };
    let number = asked.events.iter().filter(|one| one.event == Event::FollowUp.name()).count();
    let asked_at = asked.when(Event::Sent);
    let about = About { row: &asked.row, sending: &sending, asked_at, text };
    let kind =
        (arvak_suppliers::letters::Kind::FollowUp, i64::try_from(number).unwrap_or(i64::MAX));
    match waves::note(&visit.app.desk(), &Names::of(visit), &about, kind, None).await {
        Ok(_) => visit.app.notices().wake_post(),
        Err(error) => tracing::warn!(%error, "a follow-up question does not go by mail"),
    }
    Ok(())
}

/// Whoever is limited to units asks nobody by mail: it goes out in the municipality's name.
pub(super) fn whole(visit: &Visit) -> Result<(), Failure> {
    if visit.limits().is_some() { Err(Failure::Forbidden) } else { Ok(()) }
}

/// What the visitor is told when nothing could be sent.
pub(super) fn failure(visit: &Visit, error: &WaveError) -> Failure {
    match error {
        WaveError::NoRelay | WaveError::NoCall => {
            Failure::Asked(visit.plain(&format!("wave-{}", error.code())))
        }
        WaveError::Due { .. } => Failure::Asked(visit.plain("suppliers-due-wrong")),
        WaveError::Refused(reason) => Failure::Asked(reason.clone()),
        error => {
            tracing::error!(%error, "mail to a supplier");
            Failure::Inside
        }
    }
}

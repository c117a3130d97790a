//! The last page: what will be sent and what not, and one button that records the inventory and looks.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::Actor;
use arvak_core::inventory::Item;
use arvak_store::drafts::{Texts, USUAL_ROLE};
use arvak_store::import::{compare, drafts};
use arvak_words::Say;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::choices::Step;
use super::frame::{Run, again, to};
use super::gate;
use super::inventory::{NotReady, items};
use super::inventory_pages::told;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::recording::{NotRecorded, record_as};
use crate::visit::Visit;

/// The kinds of traffic of a public look, as docs/probes.md lists them: what is done, and how it is said.
const SENT: [&str; 5] = ["dns", "mail", "https", "http", "control"];

/// What a public look never does.
const NOT_SENT: [&str; 5] = ["passwords", "ports", "mails", "others", "away"];

pub(super) async fn look(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let run = match Run::open(visit, &headers, Step::Look).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    Ok(look_page(&run, &Mistakes::default()).into_response())
}

/// Records what was chosen, ends the first run, and looks.
pub(super) async fn begin(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let run = match Run::open(visit, &headers, Step::Look).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    let refused = |sentence: String| {
        let mut mistakes = Mistakes::default();
        mistakes.tell("", sentence);
        again(look_page(&run, &mistakes))
    };
    let listed = match items(&run.choices, run.visit.words()) {
        Ok(listed) => listed,
        Err(why) => return Ok(refused(why_not(&run.visit, &why))),
    };
    match keep_inventory(&run, &listed).await {
        Ok(()) => {}
        Err(NotRecorded::Refused(sentence)) => return Ok(refused(sentence)),
        Err(NotRecorded::Failure(failure)) => return Err(failure),
    }
    let operation = run.visit.app.folder().operation();
    gate::end(operation).await?;
    gate::show_box(operation).await?;
    Ok(to(&super::start::start(&run.visit).await?))
}

async fn keep_inventory(run: &Run, listed: &[Item]) -> Result<(), NotRecorded> {
    let visit = &run.visit;
    let state = visit.view.state();
    let ids: BTreeSet<_> = listed.iter().map(|item| item.entity.id.clone()).collect();
    let texts = visit.view.store.texts_of(&ids).await?;
    let texts: BTreeMap<_, _> =
        texts.into_iter().map(|(id, body)| (id, Texts::from(body))).collect();
    let verdicts = compare(listed, state, &texts);
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let drafts = drafts(listed, &verdicts, state, &by, None)
        .map_err(|error| NotRecorded::undrafted(error, visit.words()))?;
    let actor = visit.actor().unwrap_or(Actor::Role(by));
    record_as(visit, &actor, drafts).await.map(drop)
}

fn why_not(visit: &Visit, why: &NotReady) -> String {
    match why {
        NotReady::Unanswered => visit.plain("first-run-unanswered"),
        NotReady::Domains(bad) => told(visit, bad),
        NotReady::Mistakes(mistakes) => {
            let told: Vec<String> =
                mistakes.iter().map(|mistake| visit.words().mistake(mistake)).collect();
            told.join("\n")
        }
    }
}

fn look_page(run: &Run, mistakes: &Mistakes) -> Markup {
    let visit = &run.visit;
    let typed = Typed::default();
    let fields = Fields::new(visit, &typed, mistakes);
    let domains = run.choices.domains().unwrap_or_default();
    let body = html! {
        p class="a-lead" { (visit.plain("first-run-undersokelse-lead")) }
        h2 { (visit.plain("first-run-look-sent")) }
        @for domain in &domains {
            h3 { (domain.as_str()) }
            ul class="ds-list" {
                @for kind in SENT {
                    li {
                        (visit.say(&format!("first-run-look-{kind}"),
                            &[("domain", Say::Text(domain.as_str()))]))
                    }
                }
            }
        }
        h2 { (visit.plain("first-run-look-not-sent")) }
        ul class="ds-list" {
            @for kind in NOT_SENT { li { (visit.plain(&format!("first-run-look-no-{kind}"))) } }
        }
        form class="a-form" method="post" action=(Step::Look.path()) {
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("first-run-look-begin")) }
            }
        }
    };
    run.page(Step::Look, &fields.summary(), &body)
}

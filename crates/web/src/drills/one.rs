//! One drill: what was agreed, what was done, what came back, the verdict and why; and what may be done with it now.

use arvak_core::drill::{MARK, Stimulus};
use arvak_core::{Instant, Outcome};
use arvak_drills::say::{self, exact};
use arvak_drills::{start, verdict};
use arvak_identity::Right;
use arvak_monitoring::{Finding, Shown, Way, shown};
use arvak_words::{Say, date_and_time};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::known::{self, One, Stage, Told};
use super::{HERE, path, words};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::visit::Visit;
use crate::{page, parts};

pub(super) async fn show(visit: Visit, Path(seal): Path<String>) -> Result<Response, Failure> {
    let one = known::of(&visit, &seal).await?;
    Ok(whole(&visit, &one, &Typed::default(), &Mistakes::default(), &Markup::default())
        .into_response())
}

/// The page once more, with what is wrong.
pub(super) fn again(visit: &Visit, one: &One, typed: &Typed, mistakes: &Mistakes) -> Response {
    let page = whole(visit, one, typed, mistakes, &Markup::default());
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// The page with what a person carries out now, and the mark. It stands in this answer alone.
pub(super) fn carried_out(visit: &Visit, one: &One) -> Response {
    let kept = &one.kept;
    let mark = kept.secret.plan.mark();
    let lines = say::does(&kept.definition.stimulus, &mark, visit.words());
    let stop = [("stop", Say::Text(&kept.definition.rules.stop))];
    let now = html! {
        section class="ds-alert" data-color="warning" aria-labelledby="na" {
            h2 id="na" { (visit.plain("drills-now")) }
            p { (visit.plain("drills-now-text")) }
            (parts::copied(visit, "steg", &lines.join("\n")))
            p { (visit.plain("drills-now-mark")) }
            (parts::copied(visit, "merke", &mark))
            p { (visit.say("drills-now-then", &stop)) }
        }
    };
    whole(visit, one, &Typed::default(), &Mistakes::default(), &now).into_response()
}

fn whole(visit: &Visit, one: &One, typed: &Typed, mistakes: &Mistakes, above: &Markup) -> Markup {
    let fields = Fields::new(visit, typed, mistakes);
    let title = match &one.told {
        Some(told) => told.gathered.record.plan.id.to_string(),
        None => visit.plain("drills-sealed-title"),
    };
    let body = html! {
        a class="a-back" href=(HERE) { (visit.plain("rooms-drills")) }
        h1 { (title) }
        (fields.summary())
        (above)
        @match &one.told {
            Some(told) => (opened(visit, one, told, &fields)),
            None => { p class="a-lead" { (visit.plain("drills-sealed-lead")) } (seal(visit, one)) },
        }
    };
    page::page(visit, &title, &body)
}

/// What everybody may see: the hash, and where it stands in the ledger.
fn seal(visit: &Visit, one: &One) -> Markup {
    let row = &one.kept.row;
    html! {
        h2 { (visit.plain("drills-seal")) }
        p { (visit.plain("drills-seal-text")) }
        dl class="a-facts" {
            div { dt { (visit.plain("drills-hash")) } dd { code class="a-hash" { (row.seal) } } }
            div { dt { (visit.plain("drills-made")) } dd { (date_and_time(visit.lang, row.made_at)) } }
            div { dt { (visit.plain("drills-entry")) } dd {
                @match row.entry {
                    Some(entry) => (parts::evidence(visit, entry)),
                    None => (visit.plain("drills-no-entry")),
                }
            } }
        }
    }
}

fn opened(visit: &Visit, one: &One, told: &Told, fields: &Fields<'_>) -> Markup {
    let is_open = one.kept.opened_at().is_some();
    html! {
        p class="a-lead" { (words::verdict(visit, &told.judged)) " " (words::rung(visit, &told.gathered.record.plan)) }
        @if !is_open { p class="ds-alert" data-color="info" { (visit.plain("drills-under-seal")) } }
        (outcome(visit, told))
        @if visit.may(Right::Drill) { (actions(visit, one, told, fields)) }
        (agreed(visit, one))
        (done(visit, one, told))
        (answers(visit, one, told))
        (seal(visit, one))
        @if is_open && visit.may(Right::Export) {
            h2 { (visit.plain("drills-export")) }
            p { (visit.plain("drills-export-text")) }
            div class="a-actions" {
                a class="ds-button" data-variant="secondary" href={ (path(one.seal())) "/eksport" } { (visit.plain("drills-export-get")) }
            }
        }
    }
}

/// The verdict, and why in plain words.
fn outcome(visit: &Visit, told: &Told) -> Markup {
    let (judged, record) = (&told.judged, &told.gathered.record);
    let shows = shown(record, judged);
    html! {
        h2 { (visit.plain("drills-verdict")) }
        p { (visit.plain(&format!("drills-why-{}", judged.verdict.name()))) }
        dl class="a-facts" {
            div { dt { (visit.plain("drills-stage")) } dd { (words::stage(visit, told)) } }
            @if let Some(t0) = judged.t0 {
                div { dt { (visit.plain("drills-t0")) } dd { (exact(t0, visit.words())) } }
                div { dt { (visit.plain("drills-deadline")) } dd { (exact(record.plan.deadline(t0), visit.words())) } }
                div { dt { (visit.plain("drills-listens")) } dd { (exact(record.plan.listens_until(t0), visit.words())) } }
            }
            @if let Some(seen) = judged.seen_at {
                div { dt { (visit.plain("drills-told-at")) } dd { (exact(seen, visit.words())) } }
                div { dt { (visit.plain("drills-took")) } dd { (words::took(visit, judged)) } }
            }
            @if let Some(grade) = judged.grade {
                div { dt { (visit.plain("drills-rests")) } dd { (visit.plain(&format!("drill-rests-{}", say::grade_name(grade)))) } }
            }
        }
        @if judged.is_within_skew { p { (visit.plain("drill-within-skew")) } }
        @if !shows.is_empty() {
            p { (visit.plain("drills-shows")) }
            ul class="ds-list" { @for one in &shows { li { (show_one(visit, one)) } } }
        }
    }
}

fn show_one(visit: &Visit, one: &Shown) -> Markup {
    let result = match one.result {
        Outcome::Supports => "outcome-supports",
        Outcome::Refutes => "outcome-refutes",
        Outcome::Inconclusive => "outcome-inconclusive",
    };
    html! {
        (visit.words().kind_title(one.kind, &visit.view.catalogue)) ": " (visit.plain(result)) " ("
        (visit.plain(&format!("basis-{}", one.basis.name()))) "), " (parts::thing(visit, &one.subject))
    }
}

/// What both sides agreed on, and what happens: the word MARK stands where the mark does.
fn agreed(visit: &Visit, one: &One) -> Markup {
    let definition = &one.kept.definition;
    let (expect, rules) = (&definition.expect, &definition.rules);
    let words = visit.words();
    let channels = expect.channels.iter().map(|channel| say::channel(channel, words));
    let agreed = rules.agreed.iter().map(|one| format!("{} ({})", one.who, one.on));
    let window = [
        ("from", Say::Owned(date_and_time(visit.lang, rules.from))),
        ("to", Say::Owned(date_and_time(visit.lang, rules.to))),
    ];
    html! {
        h2 { (visit.plain("drills-agreed")) }
        dl class="a-facts" {
            div { dt { (visit.plain("drills-supplier")) } dd { (parts::thing(visit, &expect.supplier)) } }
            div { dt { (visit.plain("drills-kind")) } dd { (visit.plain(&format!("drill-kind-{}", definition.kind.name()))) } }
            @if let Some(technique) = &definition.technique {
                div { dt { (visit.plain("drills-technique")) } dd { (technique) } }
            }
            @if let Some(source) = &definition.source {
                div { dt { (visit.plain("drills-source")) } dd { (parts::thing(visit, source)) } }
            }
            div { dt { (visit.plain("drills-within")) } dd { (words.span(expect.within)) } }
            div { dt { (visit.plain("drills-ways")) } dd { (channels.collect::<Vec<_>>().join(", ")) } }
            div { dt { (visit.plain("drills-window")) } dd { (visit.say("drills-window-text", &window)) } }
            div { dt { (visit.plain("drills-informed")) } dd { (rules.told.join(", ")) } }
            div { dt { (visit.plain("drills-parties")) } dd { (agreed.collect::<Vec<_>>().join(", ")) } }
            div { dt { (visit.plain("drills-stop-number")) } dd { (rules.stop) } }
        }
        details class="ds-details" {
            summary { (visit.plain("drills-what")) }
            div {
                p { (visit.plain("drills-what-text")) }
                (parts::copied(visit, "hva", &say::does(&definition.stimulus, MARK, words).join("\n")))
            }
        }
    }
}

/// What was done, and by whose word.
fn done(visit: &Visit, one: &One, told: &Told) -> Markup {
    let emissions = &told.gathered.record.emissions;
    html! {
        h2 { (visit.plain("drills-done")) }
        @if emissions.is_empty() { p { (visit.plain("drills-nothing-done")) } }
        @else {
            ul class="ds-list" {
                @for emission in emissions {
                    li {
                        (exact(emission.at, visit.words())) ": "
                        (visit.plain(match (emission.way, emission.is_done) {
                            (Way::Told, _) => "drills-done-told",
                            (Way::Sent, true) => "drills-done-sent",
                            (Way::Sent, false) if start::never_known(&one.kept.definition.stimulus) => "drills-done-cast",
                            (Way::Sent, false) => "drills-done-unsure",
                        }))
                        @if let Some(answered) = emission.answered {
                            ". " (visit.plain(&format!("drill-answered-{}", answered.name())))
                            @if !answered.is_expected() { " " strong { (visit.plain("drill-act-stopped-itself")) } }
                        }
                        br; span class="a-quiet" { "SHA-256 " } code class="a-hash" { (emission.sha256) }
                    }
                }
            }
        }
    }
}

/// What came back. The raw bytes are handed out, and never shown.
fn answers(visit: &Visit, one: &One, told: &Told) -> Markup {
    let findings = &told.judged.findings;
    let title = visit.plain("drills-answers");
    let heads = ["answer-at", "answer-way", "answer-code", "answer-raw"]
        .map(|id| visit.plain(&format!("drills-{id}")));
    html! {
        h2 { (title) }
        @if findings.is_empty() { p { (visit.plain("drill-nothing-came")) } }
        @else {
            table class="ds-table a-table" role="table" aria-label=(title) {
                thead role="rowgroup" { tr role="row" {
                    @for head in &heads { th role="columnheader" scope="col" { (head) } }
                } }
                tbody role="rowgroup" {
                    @for (number, finding) in findings.iter().enumerate() { (answer(visit, one, &heads, (number, finding))) }
                }
            }
        }
    }
}

fn answer(
    visit: &Visit,
    one: &One,
    heads: &[String; 4],
    (number, finding): (usize, &Finding),
) -> Markup {
    let [at, way, code, raw] = heads;
    let worth =
        finding.grade.map(|grade| visit.plain(&format!("drill-grade-{}", say::grade_name(grade))));
    let said = visit.plain(&format!("drill-code-{}", finding.code.name()));
    html! {
        tr role="row" {
            th role="rowheader" scope="row" data-l=(at) { (exact(finding.at, visit.words())) }
            td role="cell" data-l=(way) { (visit.plain(&format!("drills-way-{}", finding.channel.name()))) }
            td role="cell" data-l=(code) { span { (capitalised(&said)) @if let Some(worth) = worth { " " (worth) } } }
            td role="cell" data-l=(raw) {
                a class="ds-link" href={ (path(one.seal())) "/svar/" (number) } { (visit.plain("drills-answer-get")) }
            }
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// What may be done now.
fn actions(visit: &Visit, one: &One, told: &Told, fields: &Fields<'_>) -> Markup {
    if told.stage == Stage::Stopped {
        return html! {};
    }
    let now = visit.app.clock().now();
    let kept = &one.kept;
    let decided = verdict::decided(kept, &told.judged, now);
    let is_recorded = told.stage == Stage::Recorded;
    let may_record = decided.is_ok() && !is_recorded;
    html! {
        section class="a-now" aria-labelledby="gjor" {
            h2 id="gjor" { (visit.plain("drills-actions")) }
            @if told.stage == Stage::Planned { (begin(visit, one, now, fields)) }
            @if !is_recorded {
                @if may_record {
                    p { (visit.plain("drills-record-text")) }
                    (button(one, "dom", &visit.plain("drills-record"), "primary"))
                } @else if let (Err(refusal), true) = (&decided, told.judged.t0.is_some()) {
                    p { (refusal.say(visit.words())) }
                }
            }
            @if told.stage != Stage::Planned && !is_recorded { (word(visit, one, fields)) }
            @if !is_recorded {
                p { (visit.plain("drills-stop-text")) }
                (button(one, "stopp", &visit.plain("drills-stop"), "secondary"))
            }
            @if is_recorded { p { (visit.plain("drills-all-done")) } }
        }
    }
}

fn button(one: &One, act: &str, text: &str, variant: &str) -> Markup {
    html! {
        form method="post" action={ (path(one.seal())) "/" (act) } {
            div class="a-actions" { button class="ds-button" data-variant=(variant) type="submit" { (text) } }
        }
    }
}

/// Starting it, and saying that it was done.
fn begin(visit: &Visit, one: &One, now: Instant, fields: &Fields<'_>) -> Markup {
    let plan = &one.kept.secret.plan;
    if !plan.is_open(now) {
        let said = [
            ("from", Say::Owned(date_and_time(visit.lang, plan.from))),
            ("to", Say::Owned(date_and_time(visit.lang, plan.to))),
        ];
        return html! { p { (visit.say("drills-not-open", &said)) } };
    }
    let stimulus = &one.kept.definition.stimulus;
    let is_by_program = start::is_by_program(stimulus);
    let act = match stimulus {
        Stimulus::Act(deed) => say::itself(deed, visit.words()),
        _ => None,
    };
    let how = match act {
        Some(_) => "drills-start-act",
        None if is_by_program => "drills-start-program",
        None => "drills-start-person",
    };
    html! {
        @if let Some(act) = &act { p { (act) } }
        p { (visit.plain(how)) }
        form class="a-form" method="post" action={ (path(one.seal())) "/start" } {
            (tick("avtalt", "ja", &visit.plain("drills-start-agreed"), false))
            @if fields.is_wrong("avtalt") { p class="ds-validation-message" id="f-avtalt" { (visit.plain("drills-start-agreed-wrong")) } }
            div class="a-actions" { button class="ds-button" type="submit" {
                (visit.plain(if is_by_program || act.is_some() { "drills-start-do" } else { "drills-start-show" }))
            } }
        }
        @if !is_by_program {
            form class="a-form" method="post" action={ (path(one.seal())) "/gjort" } {
                @if act.is_some() { p { (visit.plain("drills-start-act-done")) } }
                (fields.input("number", "minutter", &visit.plain("drills-ago"), Some(&visit.plain("drills-ago-hint"))))
                div class="a-actions" { button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("drills-done-do")) } }
            }
        }
    }
}

/// What somebody here was told: always a word.
fn word(visit: &Visit, one: &One, fields: &Fields<'_>) -> Markup {
    if !one.kept.secret.plan.person {
        return html! {};
    }
    html! {
        details class="ds-details" open[fields.is_wrong("beskjed")] {
            summary { (visit.plain("drills-word")) }
            div {
                p { (visit.plain("drills-word-text")) }
                form class="a-form" method="post" action={ (path(one.seal())) "/beskjed" } {
                    (fields.area("beskjed", &visit.plain("drills-word-said"), Some(&visit.plain("drills-word-hint")), 3))
                    (fields.input("number", "siden", &visit.plain("drills-word-ago"), Some(&visit.plain("drills-ago-hint"))))
                    div class="a-actions" { button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("drills-word-do")) } }
                }
            }
        }
    }
}

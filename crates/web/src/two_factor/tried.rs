//! What is recorded of a service's log-in, newest first, and what a trial met, read off its transcript.

use arvak_core::state::EvidenceView;
use arvak_core::{EntityId, EntryId, Fact};
use arvak_probe::Event;
use arvak_probe::transcript::{LogInSeen, Transcript};
use maud::{Markup, html};

use crate::view::View;
use crate::visit::Visit;

/// Everything of a kind about a service that was neither withdrawn nor judged anew, the newest first.
pub(crate) fn recorded<'v>(view: &'v View, id: &EntityId, kind: &str) -> Vec<EvidenceView<'v>> {
    let Ok(kind) = kind.parse() else { return Vec::new() };
    let all = view.state().evidence(id, &kind);
    let mut all: Vec<_> = all.filter(|one| !one.withdrawn && !one.superseded).collect();
    all.sort_by_key(|one| std::cmp::Reverse((one.collected_at, one.entry)));
    all
}

/// The newest of them.
pub(super) fn newest<'v>(view: &'v View, id: &EntityId, kind: &str) -> Option<EvidenceView<'v>> {
    recorded(view, id, kind).into_iter().next()
}

/// What the trial that `entry` is evidence of met, step by step; nothing when it was no trial, or its transcript was erased.
pub(super) fn met(view: &View, entry: EntryId) -> Vec<LogInSeen> {
    let read = || {
        let Fact::Evidence(evidence) = view.store.entry(entry).ok()?.envelope.fact else {
            return None;
        };
        let bytes = view.store.blobs().get(evidence.transcript?).ok()?;
        let transcript = Transcript::decode(&bytes).ok()?;
        let events = transcript.events().filter_map(|event| match event {
            Event::LogIn(seen) => Some(seen.clone()),
            _ => None,
        });
        Some(events.collect())
    };
    read().unwrap_or_default()
}

/// The arms and the other ways in, as a table.
pub(super) fn table(visit: &Visit, met: &[LogInSeen]) -> Markup {
    let title = visit.plain("two-factor-tried");
    let heads =
        ["trial", "password", "end"].map(|head| visit.plain(&format!("two-factor-head-{head}")));
    let [trial, password, end] = &heads;
    html! {
        div class="a-scroll" tabindex="0" role="region" aria-label=(title) {
            table class="ds-table a-table" role="table" aria-label=(title) {
                thead role="rowgroup" {
                    tr role="row" { @for head in &heads { th role="columnheader" scope="col" { (head) } } }
                }
                tbody role="rowgroup" {
                    @for one in met {
                        tr role="row" {
                            th role="rowheader" scope="row" data-l=(trial) { (what(visit, one)) }
                            td role="cell" data-l=(password) {
                                @if let Some(seen) = &one.after_password { (said(visit, seen)) }
                            }
                            td role="cell" data-l=(end) { (said(visit, &one.seen)) }
                        }
                    }
                }
            }
        }
    }
}

/// What was tried.
pub(super) fn what(visit: &Visit, one: &LogInSeen) -> String {
    let of = |id: &str| if visit.words().has(id) { visit.plain(id) } else { one.trial.clone() };
    match (one.trial.as_str(), &one.way) {
        ("before", _) => visit.plain("two-factor-before"),
        ("way", Some(way)) => format!("{} ({way})", visit.plain("two-factor-way")),
        (arm, _) => of(&format!("mfa-arm-{arm}")),
    }
}

/// What was met; a code of a newer program as it is.
pub(super) fn said(visit: &Visit, code: &str) -> String {
    let id = format!("mfa-seen-{code}");
    if visit.words().has(&id) { visit.plain(&id) } else { code.to_owned() }
}

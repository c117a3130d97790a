//! Drills of the first suppliers: planned, carried out by hand, seen by most, and judged but for each tenth, as the demonstration
//! has them.

use std::path::Path;
use std::sync::Arc;

use arvak_core::{Instant, SourceFile, Span};
use arvak_drills::{Gathered, keep, plan, start, verdict};
use arvak_monitoring::{Evidently, shown};
use arvak_probe::ManualClock;
use arvak_store::drafts::USUAL_ROLE;
use arvak_store::{Folder, Reading};
use arvak_words::{Lang, Words};
use serde_json::json;

use crate::folder::append;
use crate::now;

/// The key that the suppliers' watches sign with.
const KEY: [u8; 32] = [7; 32];

pub(super) async fn make(folder: &Folder, data: &Path, count: usize, at: Instant) {
    let reading = Reading::open(data).await.unwrap();
    let (by, words) = (USUAL_ROLE.parse().unwrap(), Words::new(Lang::Nb));
    for number in 0..count {
        let text = definition(number, at);
        let file = SourceFile { name: "definition.toml", text: &text };
        let parsed = arvak_core::drill::parse(file).unwrap();
        let known = (reading.state(), &by, at);
        let planned = plan::plan(folder, (&parsed, text), Some(KEY.to_vec()), known).await.unwrap();
        let entry = append(folder, vec![planned.draft]).await[0];
        plan::noted(folder, &planned.id, entry).await.unwrap();
        let kept = arvak_drills::kept(folder, &planned.id).await.unwrap().unwrap();
        start::done_by_hand(folder, &kept, at).await.unwrap();
        if !number.is_multiple_of(7) {
            let bytes = alarm(&kept.secret.plan.mark(), at);
            keep(folder, &kept, (Evidently::Webhook, at), &bytes).await.unwrap();
        }
        if !number.is_multiple_of(10) {
            let gathered = Gathered::of(folder, &kept, at).await.unwrap();
            let judged = gathered.judged(Some(&KEY));
            let shows = shown(&gathered.record, &judged);
            let all = (&gathered, &judged);
            let drafts = verdict::drafts(folder, &kept, all, &shows, &words).unwrap();
            append(folder, drafts).await;
            verdict::recorded(folder, &kept, &judged, at).await.unwrap();
        }
    }
}

/// The seal of the newest drill.
pub(super) async fn newest(data: &Path) -> String {
    let folder = Folder::open(data, Arc::new(ManualClock::new(now()))).await.unwrap();
    let rows = folder.operation().drills().await.unwrap();
    folder.close().await.unwrap();
    rows.last().unwrap().seal.to_string()
}

fn definition(number: usize, at: Instant) -> String {
    let (from, to) = (at, at.plus(Span::from_days(6)));
    format!(
        "[drill]\nid = \"lev-{number}-innlogging\"\nkind = \"positive\"\ntechnique = \"T1110.001\"\nsource = \"system/sys-{number}\"\n\n\
         [stimulus]\nlevel = \"L2\"\nact = \"failed_log_in\"\nhost = \"lev-{number}.example\"\ntarget = \"MARK\"\n\n\
         [expect]\nsupplier = \"supplier/lev-{number}\"\nwithin = \"2h\"\nlisten = \"24h\"\nskew = \"2m\"\n\n\
         [[expect.channel]]\nby = \"webhook\"\n\n\
         [rules]\ntold = [\"IKT-leder\", \"driftssjefen hos leverandøren, ikke vakten\"]\n\
         agreed = [\n  {{ who = \"beredskapskoordinator\", on = 2026-01-10 }},\n  {{ who = \"driftssjefen hos leverandøren\", on = 2026-01-12 }},\n]\n\
         stop = \"+47 55 00 00 99\"\nfrom = {from}\nto = {to}\n"
    )
}

/// What the watch's program sends, signed as Standard Webhooks says.
fn alarm(mark: &str, at: Instant) -> Vec<u8> {
    let second = at.as_millis() / 1_000;
    let id = format!("msg_{second}");
    let body = json!({ "alarm": "Mange feil ved innlogging", "konto": mark }).to_string();
    let signed = arvak_notices::webhook::sign(&KEY, &id, second, body.as_bytes());
    format!(
        "POST /alarm HTTP/1.1\r\nwebhook-id: {id}\r\nwebhook-timestamp: {second}\r\nwebhook-signature: {signed}\r\n\r\n{body}"
    )
    .into_bytes()
}

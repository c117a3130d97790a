//! `arvak drill list`: all drills, and the times to detect.

use arvak_drills::verdict::sample;
use arvak_drills::{Gathered, say as drill};
use arvak_monitoring::figures;
use arvak_words::Words;
use serde_json::json;

use crate::exit::Exit;
use crate::settings::Settings;
use crate::wiring::recording::Recording;

pub(super) async fn run(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    super::sweep(&recording, None, &words).await?;
    let now = recording.clock.now();
    let (mut lines, mut values, mut samples) = (Vec::new(), Vec::new(), Vec::new());
    for kept in arvak_drills::all(&recording.folder).await? {
        let gathered = Gathered::of(&recording.folder, &kept, now).await?;
        let judged = gathered.judged(kept.secret.key.as_deref());
        let plan = &gathered.record.plan;
        values.push(json!({
            "id": kept.row.id, "supplier": plan.supplier, "kind": plan.kind, "level": plan.level,
            "technique": plan.technique, "verdict": judged.verdict, "grade": judged.grade,
            "detected_ms": judged.detected_ms, "recorded": kept.row.judged.is_some(),
        }));
        lines.push(drill::listed(&gathered.record, &judged, kept.row.judged.is_some(), &words));
        samples.extend(sample(plan, &judged));
    }
    recording.close().await?;
    let figures = figures(&samples);
    if settings.json {
        super::super::print(&json!({ "drills": values, "figures": figures }).to_string())?;
        return Ok(Exit::Done);
    }
    if lines.is_empty() {
        super::super::print(&words.plain("drill-no-drills"))?;
    }
    for line in lines {
        super::super::print(&line)?;
    }
    if !figures.is_empty() {
        super::super::print(&format!("\n{}", words.plain("drill-figures")))?;
    }
    for one in &figures {
        super::super::print(&format!("    {}", drill::figures(one, &words)))?;
    }
    Ok(Exit::Done)
}

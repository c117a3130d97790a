//! Nordvik tries whether its watch can be reached: a call-out test is planned with its ground, the first on the list is called at the moment that
//! was drawn, and answers in time. What is kept is kept by the functions that keep anybody's; only the mail and the telephone are missing.

use arvak_core::drill::callout::parse;
use arvak_core::{Digest, EntityId, Instant, SourceFile, Span};
use arvak_monitoring::callout::{Next, next};
use arvak_web::callouts::desk::{self, Kept, SetUp};
use arvak_words::Words;

use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// What the test is called.
const ID: &str = "vakta-1";

/// How long the agreed period lasts.
const PERIOD: Span = Span::from_days(3);

/// How long after its moment the worker calls, and how long after that somebody presses the button.
const CALLED_AFTER: Span = Span::from_millis(3_000);
const ANSWERED_AFTER: Span = Span::from_millis(6 * 60_000);

/// Plans it, and starts it: its ground is in the ledger from then on.
pub(super) async fn plan(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<()> {
    let (folder, now) = (&recording.folder, recording.clock.now());
    let text = definition(now);
    let file = SourceFile { name: "vakta.toml", text: &text };
    let definition = parse(file).map_err(|mistakes| {
        let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the call-out test: {}", told.join("; "))
    })?;
    let by: EntityId = "role/emergency_coordinator".parse()?;
    let about = arvak_drills::plan::organisation(reading.state())?;
    let set_up = SetUp { mail: true, ..SetUp::default() };
    let planned = desk::plan(folder, (&definition, text), (about, &by), &set_up, now).await?;
    let entry = recording.append(planned.draft, words).await?;
    desk::noted(folder, &planned.id, entry).await?;
    let kept = kept(recording).await?;
    let ground = desk::grounds(folder, &kept, &by, words)?;
    let (draft, due) = ground.ok_or_else(|| anyhow::anyhow!("{ID} has no ground"))?;
    let ground = recording.append(draft, words).await?;
    Ok(desk::start(folder, &kept, ground, (now, due)).await?)
}

/// The moment came: the first was called, and answered. It is recorded when the worker looks again.
pub(super) async fn answer(recording: &Recording, words: &Words) -> anyhow::Result<()> {
    let (folder, kept) = (&recording.folder, kept(recording).await?);
    let operation = folder.operation();
    let called = kept.plan.moment.plus(CALLED_AFTER);
    let (which, hash) = ((1, "mail", 1), Digest::of(b"the code in Nordvik's mail").0);
    anyhow::ensure!(operation.begin_call(ID, which, &hash, called).await?, "{ID} was not started");
    operation.call_sent(ID, which, called).await?;
    operation.acknowledge(&hash, called.plus(ANSWERED_AFTER)).await?;
    let record = kept.record(folder, recording.clock.now()).await?;
    anyhow::ensure!(next(&record) == Next::Record, "{ID} has no verdict");
    desk::finish(folder, &kept, &record, words).await?;
    Ok(())
}

async fn kept(recording: &Recording) -> anyhow::Result<Kept> {
    let kept = desk::kept(&recording.folder, ID).await?;
    kept.ok_or_else(|| anyhow::anyhow!("there is no call-out test {ID}"))
}

fn definition(now: Instant) -> String {
    let (from, to) = (now, now.plus(PERIOD));
    format!(
        "[callout]\nid = \"vakta\"\nwithin = \"30m\"\nnext_after = \"10m\"\n\n\
         [[person]]\nrole = \"role/emergency_coordinator\"\nname = \"Beredskapsvakta\"\nmail = \"vakt@nordvik.example\"\n\n\
         [[person]]\nrole = \"role/ict_lead\"\nname = \"IKT-vakta\"\nmail = \"ikt-vakt@nordvik.example\"\n\n\
         [rules]\ntold = [\"kommunedirektøren\", \"sentralbordet\"]\nagreed = [{{ who = \"kommunedirektøren\", on = 2026-01-10 }}]\n\
         stop = \"+47 55 00 00 99\"\nfrom = {from}\nto = {to}\n\n\
         [privacy]\npurpose = \"Å vite at noen kan nås når kommunen blir angrepet\"\n\
         legal_basis = \"GDPR artikkel 6 nr. 1 e, sivilbeskyttelsesloven § 15\"\nretention = \"90d\"\n\
         discussed = [{{ who = \"Fagforbundet, hovedtillitsvalgt\", on = 2026-01-08 }}]\n"
    )
}

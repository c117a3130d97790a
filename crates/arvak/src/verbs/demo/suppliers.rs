//! Nordvik's suppliers in the last weeks: they are asked anew, three answer and one does not; two of them are drilled, and one is
//! late; and one says that two factors are demanded where the canary got in with one. Everything is recorded as anybody's is.

use std::collections::BTreeMap;

use arvak_core::catalogue::guide::{Question, outcomes};
use arvak_core::fact::{Contest, Obligation, ObligationMet};
use arvak_core::{Digest, EntityId, Fact, Instant, Name, Outcome, SourceFile, Span};
use arvak_drills::{Gathered, keep, plan, start, verdict};
use arvak_monitoring::{Evidently, shown};
use arvak_store::drafts::{Texts, draft};
use arvak_store::supplier::RequestRow;
use arvak_suppliers::choose::{concerning, within};
use arvak_suppliers::compare::{REPLY_WORKING_DAYS, newest, reply_id};
use arvak_suppliers::life::Event;
use arvak_suppliers::receipt::Reply;
use arvak_suppliers::taking::{self, Taking};
use arvak_suppliers::{REPLY_DUE, typed};
use arvak_words::{Words, working_days_after};
use arvak_workbook::request_id;
use serde_json::json;

use super::callout;
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// They are asked anew on this day, and have a fortnight.
const ASKED: u32 = 71;
const DUE_DAYS: u32 = 14;

/// The supplier of each part.
const CONTRADICTED: &str = "supplier/nordvikregionen-ikt";
const GOOD: &str = "supplier/storjosky";
const LATE: &str = "supplier/krykkjelonn";
const SILENT: &str = "supplier/havelle-vannstyring";

/// The drills are planned and carried out on this day. What was seen is judged the day after, what was late when nobody listens
/// any more.
const DRILLED: u32 = 78;
const JUDGED: u32 = 80;

/// The supplier is asked about what does not fit, and replies.
const TOLD: u32 = 79;
const REPLIED: u32 = 83;

/// The municipality's own watch is called on a day that nobody knows from this one on, and what came of it is recorded by this one.
const CALLS: u32 = 80;
const CALLED: u32 = 84;

/// How long after the trace each of them told us.
const GOOD_AFTER: Span = Span::from_millis(22 * 60_000);
const LATE_AFTER: Span = Span::from_millis(9 * 3_600_000);

/// A minute, for what must come after something else.
const MINUTE: Span = Span::from_millis(60_000);

/// Who answers, on which day, and what was typed at each question.
type Answered = (&'static str, u32, &'static [(&'static str, &'static str)]);

/// What somebody at each supplier typed.
const ANSWERS: [Answered; 3] = [
    (
        CONTRADICTED,
        74,
        &[
            ("monitoring-done", "yes"),
            ("monitoring-systems", "Alt vi drifter for Nordvik, og katalogen."),
            ("monitoring-watch", "always"),
            ("monitoring-notice", "4"),
            ("preparedness-plan", "yes"),
            ("preparedness-duty", "yes"),
            ("preparedness-contact", "Vakta, 55 00 00 10"),
            ("measures-done", "Ny brannmur, og gjennomgang av alle kontoer."),
            ("measures-two-factor", "yes"),
            ("measures-patch-days", "7"),
            ("hosting-countries", "NO"),
            ("measures-backup", "yes"),
            ("measures-subsuppliers", "Silandhvelv AS"),
            ("countries-development", "NO"),
            ("countries-support", "NO"),
        ],
    ),
    (
        LATE,
        75,
        &[
            ("monitoring-done", "yes"),
            ("monitoring-systems", "Lønn og økonomi."),
            ("monitoring-watch", "office-hours"),
            ("monitoring-notice", "2"),
            ("assurance-report", "none"),
            ("preparedness-plan", "yes"),
            ("preparedness-duty", "yes"),
            ("preparedness-contact", "drift@krykkjelonn.example"),
            ("measures-done", "Nye rutiner for oppdatering."),
            ("measures-patch-days", "30"),
            ("hosting-countries", "NO, SE"),
            ("measures-backup", "yes"),
            ("measures-subsuppliers", "ingen"),
            ("countries-development", "NO, SE"),
            ("countries-support", "NO"),
        ],
    ),
    (
        GOOD,
        76,
        &[
            ("monitoring-done", "yes"),
            ("monitoring-systems", "Hele skykatalogen, med alle innlogginger."),
            ("monitoring-watch", "always"),
            ("monitoring-notice", "1"),
            ("preparedness-plan", "yes"),
            ("preparedness-duty", "yes"),
            ("preparedness-contact", "Vakta, 55 00 00 20"),
            ("measures-done", "Nøkler i stedet for passord for alle som drifter."),
            ("measures-patch-days", "3"),
            ("hosting-countries", "NO, FI"),
            ("measures-backup", "yes"),
            ("measures-subsuppliers", "ingen"),
            ("countries-development", "NO, FI"),
            ("countries-support", "NO, FI"),
        ],
    ),
];

/// The hands that the telling gives.
pub(super) struct Hands<'h> {
    pub(super) recording: &'h Recording,
    pub(super) settings: &'h Settings,
    pub(super) words: &'h Words,
}

impl Hands<'_> {
    /// What happens on a day.
    pub(super) async fn day(&self, day: u32) -> anyhow::Result<()> {
        if day == ASKED {
            for supplier in [CONTRADICTED, GOOD, LATE, SILENT] {
                self.ask(&supplier.parse()?).await?;
            }
        }
        for (supplier, _, typed) in ANSWERS.iter().filter(|(_, on, _)| *on == day) {
            self.answer(&supplier.parse()?, typed).await?;
        }
        if day == CALLS {
            callout::plan(self.recording, &self.reading().await?, self.words).await?;
        }
        match day {
            DRILLED => {
                self.drill(GOOD, "system/skykatalog", GOOD_AFTER).await?;
                self.drill(LATE, "system/lonn-og-okonomi", LATE_AFTER).await?;
            }
            CALLED => callout::answer(self.recording, self.words).await?,
            TOLD => {
                self.judge(GOOD).await?;
                self.tell().await?;
            }
            JUDGED => self.judge(LATE).await?,
            REPLIED => self.reply().await?,
            _ => {}
        }
        Ok(())
    }

    fn now(&self) -> Instant {
        self.recording.clock.now()
    }

    async fn reading(&self) -> anyhow::Result<Reading> {
        Reading::open(self.settings, None).await
    }

    async fn record(&self, by: &EntityId, fact: Fact, note: Option<&str>) -> anyhow::Result<()> {
        let texts = Texts { note: note.map(str::to_owned), ..Texts::default() };
        let key = format!("demo\n{}", serde_json::to_string(&fact)?);
        let draft = draft(fact, by, Some(&key), texts)?;
        self.recording.append(draft, self.words).await?;
        Ok(())
    }

    async fn ask(&self, supplier: &EntityId) -> anyhow::Result<()> {
        let (reading, now) = (self.reading().await?, self.now());
        let by: EntityId = "role/procurement".parse()?;
        let request = request_id(supplier, now)?;
        let due = now.plus(Span::from_days(DUE_DAYS));
        let taken = taking::due(reading.state(), &request, supplier, due, &by)?;
        self.record(&by, taken.fact, None).await?;
        for taken in taking::sent(&request, supplier, arvak_core::Basis::Statement, now)? {
            self.record(&by, taken.fact, None).await?;
        }
        let all = concerning(&reading.catalogue, reading.state(), supplier, now);
        // Also what was documented before: somebody ticked it.
        let every: Vec<Name> = all.iter().map(|one| one.question.id.clone()).collect();
        let row = RequestRow {
            id: request.clone(),
            supplier: supplier.clone(),
            questions: within(&all, &every),
            due,
            made_by: None,
            made_at: now,
            receipt: None,
        };
        let operation = self.recording.folder.operation();
        operation.add_supplier_request(&row).await?;
        for event in [Event::Made, Event::Sent] {
            operation.add_supplier_event(&request, event.name(), "", now).await?;
        }
        Ok(())
    }

    async fn answer(&self, supplier: &EntityId, answers: &[(&str, &str)]) -> anyhow::Result<()> {
        let (reading, now) = (self.reading().await?, self.now());
        let operation = self.recording.folder.operation();
        let rows = operation.supplier_requests().await?;
        let row = rows.into_iter().rev().find(|row| row.supplier == *supplier);
        let Some(row) = row else { anyhow::bail!("{supplier} was not asked") };
        let all = reading.catalogue.guide.questions.iter();
        let asked: Vec<&Question> = all.filter(|one| row.questions.contains(&one.id)).collect();
        let typed: BTreeMap<Name, typed::Typed> = answers
            .iter()
            .map(|(id, text)| {
                let text = (*text).to_owned();
                Ok((id.parse()?, typed::Typed { text, ..typed::Typed::default() }))
            })
            .collect::<anyhow::Result<_>>()?;
        let (answers, wrong) = typed::answers(&asked, &typed, &BTreeMap::new());
        anyhow::ensure!(wrong.is_empty(), "{supplier} answers what is no answer");
        let reply = Reply {
            request: row.id.clone(),
            supplier: supplier.clone(),
            answers,
            comments: BTreeMap::new(),
            further: Vec::new(),
        };
        self.take(&reply, &asked, now).await
    }

    /// What was sent in becomes evidence, as on the supplier's page.
    async fn take(&self, reply: &Reply, asked: &[&Question], now: Instant) -> anyhow::Result<()> {
        let canonical = reply.canonical(asked);
        let digest = Digest::of(&canonical);
        let blob = self.recording.folder.blobs().put(&canonical)?;
        let found = outcomes(asked, &reply.answers);
        let taking = Taking {
            reply,
            asked,
            found: &found,
            at: now,
            digest,
            is_met: false,
            words: self.words,
        };
        let by: EntityId = "role/supplier_contact".parse()?;
        let mut drafts = Vec::new();
        for taken in taking.facts()? {
            let texts = Texts { note: taken.note, ..Texts::default() };
            let mut one = draft(taken.fact, &by, Some(&taken.key), texts)?;
            if taken.with_files {
                one.blobs.push(blob);
            }
            drafts.push(one);
        }
        let entries = self.recording.append_all(drafts, self.words).await?;
        let open = asked.iter().filter(|one| one.is_asked(&reply.answers)).count();
        let receipt = json!({
            "digest": digest, "blob": blob, "at": now, "entries": entries,
            "answered": reply.count(), "asked": open, "files": [],
        });
        let operation = self.recording.folder.operation();
        for event in [Event::Opened, Event::Answered] {
            operation.add_supplier_event(&reply.request, event.name(), "", now).await?;
        }
        let receipt = receipt.to_string();
        Ok(operation.supplier_sent_in(&reply.request, Event::SentIn.name(), &receipt, now).await?)
    }

    /// A sealed drill: somebody at the source fails to log in to an account that nobody has, and the supplier's watch tells us.
    async fn drill(&self, supplier: &str, system: &str, after: Span) -> anyhow::Result<()> {
        let (folder, now) = (&self.recording.folder, self.now());
        let slug = supplier.trim_start_matches("supplier/");
        let text = definition(slug, supplier, system, now);
        let file = SourceFile { name: "definition.toml", text: &text };
        let parsed = arvak_core::drill::parse(file).map_err(|mistakes| {
            anyhow::anyhow!("the drill of {slug} has {} mistakes", mistakes.len())
        })?;
        let by: EntityId = "role/emergency_coordinator".parse()?;
        let reading = self.reading().await?;
        let key = Digest::of(format!("the key of {slug}'s watch").as_bytes()).0.to_vec();
        let planned =
            plan::plan(folder, (&parsed, text), Some(key.clone()), (reading.state(), &by, now))
                .await?;
        let entry = self.recording.append(planned.draft, self.words).await?;
        plan::noted(folder, &planned.id, entry).await?;
        let kept = self.kept(slug).await?;
        let begun = now.plus(MINUTE);
        start::done_by_hand(folder, &kept, begun).await?;
        let told = begun.plus(after);
        let bytes = alarm(&kept.secret.plan.mark(), &key, told);
        keep(folder, &kept, (Evidently::Webhook, told), &bytes).await?;
        Ok(())
    }

    async fn kept(&self, slug: &str) -> anyhow::Result<arvak_drills::Kept> {
        let id = format!("{slug}-innlogging-1");
        let kept = arvak_drills::kept(&self.recording.folder, &id).await?;
        kept.ok_or_else(|| anyhow::anyhow!("there is no drill {id}"))
    }

    async fn judge(&self, supplier: &str) -> anyhow::Result<()> {
        let (folder, now) = (&self.recording.folder, self.now());
        let kept = self.kept(supplier.trim_start_matches("supplier/")).await?;
        let gathered = Gathered::of(folder, &kept, now).await?;
        let judged = gathered.judged(kept.secret.key.as_deref());
        let shows = shown(&gathered.record, &judged);
        let drafts = verdict::drafts(folder, &kept, (&gathered, &judged), &shows, self.words)?;
        self.recording.append_all(drafts, self.words).await?;
        Ok(verdict::recorded(folder, &kept, &judged, now).await?)
    }

    /// The supplier is asked about what does not fit its answers.
    async fn tell(&self) -> anyhow::Result<()> {
        let (reading, supplier) = (self.reading().await?, CONTRADICTED.parse::<EntityId>()?);
        let found = newest(reading.state(), &supplier);
        let Some(found) = found.filter(|one| one.result == Outcome::Refutes) else { return Ok(()) };
        let due = working_days_after(self.now(), REPLY_WORKING_DAYS);
        let id = reply_id(found.entry).ok_or_else(|| anyhow::anyhow!("an entry"))?;
        let owner = Some("role/supplier_contact".parse()?);
        let fact = Obligation { id, kind: REPLY_DUE.parse()?, subject: supplier, due, owner };
        self.record(&"role/ict_lead".parse()?, Fact::Obligation(fact), None).await
    }

    /// It replies, which lifts nothing.
    async fn reply(&self) -> anyhow::Result<()> {
        let (reading, supplier) = (self.reading().await?, CONTRADICTED.parse::<EntityId>()?);
        let found = newest(reading.state(), &supplier);
        let Some(found) = found.filter(|one| one.result == Outcome::Refutes) else { return Ok(()) };
        let by: EntityId = "role/supplier_contact".parse()?;
        let said = "Siden for koden kan hoppes over i portalen. Feilen er meldt til leverandøren av portalen.";
        self.record(&by, Fact::Contest(Contest { of: found.entry }), Some(said)).await?;
        let Some(id) = reply_id(found.entry) else { return Ok(()) };
        if reading.state().obligations().any(|(one, met)| one.id == id && !met) {
            self.record(&by, Fact::ObligationMet(ObligationMet { id }), None).await?;
        }
        Ok(())
    }
}

fn definition(slug: &str, supplier: &str, system: &str, now: Instant) -> String {
    let (from, to) = (now.plus(Span::from_days(0)), now.plus(Span::from_days(6)));
    format!(
        "[drill]\nid = \"{slug}-innlogging\"\nkind = \"positive\"\ntechnique = \"T1110.001\"\nsource = \"{system}\"\n\n\
         [stimulus]\nlevel = \"L2\"\nact = \"failed_log_in\"\nhost = \"{slug}.example\"\ntarget = \"MARK\"\n\n\
         [expect]\nsupplier = \"{supplier}\"\nwithin = \"2h\"\nlisten = \"24h\"\nskew = \"2m\"\n\n\
         [[expect.channel]]\nby = \"webhook\"\n\n\
         [rules]\ntold = [\"IKT-leder\", \"driftssjefen hos leverandøren, ikke vakten\"]\n\
         agreed = [\n  {{ who = \"beredskapskoordinator\", on = 2026-01-10 }},\n  {{ who = \"driftssjefen hos leverandøren\", on = 2026-01-12 }},\n]\n\
         stop = \"+47 55 00 00 99\"\nfrom = {from}\nto = {to}\n"
    )
}

/// What the watch's program sends, signed as Standard Webhooks says.
fn alarm(mark: &str, key: &[u8], at: Instant) -> Vec<u8> {
    let second = at.as_millis() / 1_000;
    let id = format!("msg_{second}");
    let body = json!({ "alarm": "Mange feil ved innlogging", "konto": mark }).to_string();
    let signed = arvak_notices::webhook::sign(key, &id, second, body.as_bytes());
    format!(
        "POST /alarm HTTP/1.1\r\nwebhook-id: {id}\r\nwebhook-timestamp: {second}\r\nwebhook-signature: {signed}\r\n\r\n{body}"
    )
    .into_bytes()
}

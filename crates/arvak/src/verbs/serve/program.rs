//! What pages ask of the program: runs of the probes, the reply, what bettered a status without evidence.

use std::sync::Arc;

use arvak_core::{Digest, EntityId, EntryId, Instant, Outcome};
use arvak_drills::act::Carried;
use arvak_drills::leave::Lacks;
use arvak_exposure::checks;
use arvak_mfa::{Arm, Service, TRIALS_MAX, outline};
use arvak_outside::Package;
use arvak_probe::schedule::{Asked, Progress, due_checks, interval};
use arvak_probe::{CheckResult, Clock, Event, Probe, Stop, control_record_name, control_text};
use arvak_reports::markdown;
use arvak_store::Folder;
use arvak_web::{
    Bettered, BoxFuture, Checked, Control, Edition, KeptRecipe, Look, Looked, OfRecipe, Program,
    ProgramError, ReadyRecipe, RecipePlan, SentHome, TriedRecipe, WouldSend, Written,
};
use arvak_words::{Lang, Words};
use tokio::sync::mpsc::UnboundedSender;

use super::recipes;
use crate::cli::{self, Doors};
use crate::exit::{self, BadInput};
use crate::settings::Settings;
use crate::verbs::outside::{for_worker, taken};
use crate::verbs::report::reply::compose;
use crate::verbs::verify::{Asking, carry_out};
use crate::wiring::acts;
use crate::wiring::outside;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;
use crate::wiring::{back_door, canaries, doors, looking};

/// The program, as pages see it.
pub(in crate::verbs) struct Served {
    pub(super) folder: Folder,
    clock: Arc<dyn Clock>,
    pub(super) settings: Settings,
    pub(super) doors: Doors,
}

impl Served {
    /// Works on the folder that `recording` holds, by the settings and flags of this run.
    pub(super) fn new(recording: &Recording, settings: &Settings, doors: &Doors) -> Self {
        let mut settings = settings.clone();
        settings.colour = false;
        let (folder, clock) = (recording.folder.clone(), Arc::clone(&recording.clock));
        Self { folder, clock, settings, doors: doors.clone() }
    }

    pub(super) fn recording(&self) -> Recording {
        Recording { folder: self.folder.clone(), clock: Arc::clone(&self.clock) }
    }

    async fn looked(
        &self,
        look: Look,
        events: UnboundedSender<Progress>,
        stop: Stop,
    ) -> anyhow::Result<Looked> {
        let words = Words::new(self.settings.lang);
        let point = look.point.as_ref().map(arvak_core::Name::as_str);
        let proof_of = look.proof_of.as_ref();
        let asked = Asking { point, all: look.all, proof_of, doors: &self.doors };
        let recording = self.recording();
        let done = carry_out(&asked, &recording, &self.settings, &events, &stop, &words).await?;
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        Ok(Looked {
            finished: count(done.summary.conclusive + done.summary.inconclusive),
            supports: done.keep.kept(Outcome::Supports),
            refutes: done.keep.kept(Outcome::Refutes),
            inconclusive: done.keep.kept(Outcome::Inconclusive),
            failed: count(done.summary.failed.len()),
            stopped: done.summary.stopped,
        })
    }

    async fn written(&self, edition: Edition, lang: Lang) -> anyhow::Result<Written> {
        let settings = Settings { lang, ..self.settings.clone() };
        let reading = Reading::open(&settings, None).await?;
        let pages = reading.pages(&settings).await?;
        let edition = match edition {
            Edition::Internal => cli::Edition::Internal,
            Edition::Council => cli::Edition::Council,
            Edition::Public => cli::Edition::Public,
        };
        let reply = compose(&reading, &pages.page(), edition)?;
        let markdown = markdown(&reply);
        let digest = Digest::of(markdown.as_bytes());
        Ok(Written { reply, markdown, digest })
    }

    async fn all_bettered(&self) -> anyhow::Result<Vec<Bettered>> {
        let all = back_door::bettered(&self.settings, None).await?;
        let told = all.into_iter().map(|one| Bettered {
            at: one.at,
            entry: one.entry,
            fact: one.fact,
            reason: one.reason,
            claim: one.claim,
            subject: one.subject,
            from: one.from,
            to: one.to,
        });
        Ok(told.collect())
    }

    async fn records(&self) -> anyhow::Result<Vec<(String, String)>> {
        let reading = Reading::open(&self.settings, None).await?;
        let tokens = looking::tokens(&self.recording(), &reading).await?;
        let proved = doors::proved(reading.state(), reading.at);
        let open = tokens.into_iter().filter(|(domain, _)| !proved.contains(domain));
        let record = |(domain, token): (String, String)| {
            (control_record_name(&domain), control_text(&token))
        };
        Ok(open.map(record).collect())
    }
}

impl Served {
    /// What a trial of the service would send.
    async fn outlined(&self, service: &EntityId) -> anyhow::Result<Option<WouldSend>> {
        let kept = canaries::all(&self.folder).await?;
        Ok(kept.get(service).map(would_send))
    }

    async fn checked(&self) -> anyhow::Result<Vec<Checked>> {
        let reading = Reading::open(&self.settings, None).await?;
        let (state, catalogue) = (reading.state(), &reading.catalogue);
        let roots = doors::roots(&self.settings, &self.doors)?;
        let known = looking::Known::of(looking::Tokens::new(), &reading);
        let probes = canaries::probes(&self.folder, known, roots).await?;
        let due = due_checks(&probes, state, catalogue, reading.at, &Asked::Nothing);
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let of_probe = |probe: &Arc<dyn Probe>| Checked {
            probe: probe.name(),
            every: interval(&**probe, catalogue, state.is_raised()),
            checks: count(probe.plan(state).len()),
            due: count(due.iter().filter(|due| due.check.probe.as_str() == probe.name()).count()),
        };
        Ok(probes.iter().map(of_probe).collect())
    }
}

impl Served {
    /// Carries out the act of a drill. It goes on when the visitor leaves: half an act is worth less than none.
    async fn acted(&self, id: String) -> anyhow::Result<Result<Carried, Lacks>> {
        let (recording, settings) = (self.recording(), self.settings.clone());
        let flags = self.doors.clone();
        let acting = tokio::spawn(async move {
            let words = Words::new(settings.lang);
            let kept = arvak_drills::kept(&recording.folder, &id).await?;
            let kept = kept.ok_or_else(|| anyhow::anyhow!("there is no drill {id}"))?;
            let Some(deed) = acts::deed(&kept) else { return Ok(Err(Lacks::Act)) };
            acts::carry_out(&recording, (&kept, deed), &flags, &settings, &words).await
        });
        acting.await?
    }
}

/// What a trial of that log-in would send.
pub(super) fn would_send(target: &Service) -> WouldSend {
    let steps = outline(target);
    WouldSend {
        failures: steps.iter().map(|step| step.failures).sum(),
        steps: steps.into_iter().map(|step| (step.does.name(), step.at)).collect(),
        wrong_passwords: Arm::WRONG_PASSWORDS_MAX,
        trials: TRIALS_MAX,
    }
}

impl Program for Served {
    fn look(
        &self,
        look: Look,
        events: UnboundedSender<Progress>,
        stop: Stop,
    ) -> BoxFuture<'_, Result<Looked, ProgramError>> {
        Box::pin(async move { self.looked(look, events, stop).await.map_err(failed) })
    }

    fn reply(&self, edition: Edition, lang: Lang) -> BoxFuture<'_, Result<Written, ProgramError>> {
        Box::pin(async move { self.written(edition, lang).await.map_err(failed) })
    }

    fn bettered(&self) -> BoxFuture<'_, Result<Vec<Bettered>, ProgramError>> {
        Box::pin(async move { self.all_bettered().await.map_err(failed) })
    }

    fn judged(&self, probe: &str, transcript: &[u8]) -> Vec<CheckResult> {
        let judges = canaries::judges();
        let judge = judges.into_iter().find(|judge| judge.name() == probe);
        judge
            .and_then(|judge| judge.judge(transcript).ok())
            .map_or_else(Vec::new, |said| said.checks)
    }

    fn act(&self, drill: String) -> BoxFuture<'_, Result<Result<Carried, Lacks>, ProgramError>> {
        Box::pin(async move { self.acted(drill).await.map_err(failed) })
    }

    fn vantage(&self) -> Option<String> {
        self.settings.file.vantage.clone()
    }

    fn reference(&self, check: &str) -> Option<&'static str> {
        let ours = checks().iter().find(|known| known.id == check).map(|known| known.reference);
        let vendors = arvak_tenants::CHECKS.iter().find(|(id, _)| *id == check);
        ours.or_else(|| vendors.map(|(_, reference)| *reference))
    }

    fn would_send(
        &self,
        service: &EntityId,
    ) -> BoxFuture<'_, Result<Option<WouldSend>, ProgramError>> {
        let service = service.clone();
        Box::pin(async move { self.outlined(&service).await.map_err(failed) })
    }

    fn recipes(&self) -> Vec<ReadyRecipe> {
        recipes::ready()
    }

    fn recipe(
        &self,
        service: &EntityId,
    ) -> BoxFuture<'_, Result<Option<KeptRecipe>, ProgramError>> {
        let service = service.clone();
        Box::pin(async move { self.recipe_of(&service).await.map_err(failed) })
    }

    fn plan_recipe(
        &self,
        service: &EntityId,
        recipe: String,
    ) -> BoxFuture<'_, OfRecipe<RecipePlan>> {
        let service = service.clone();
        Box::pin(async move { self.planned(&service, &recipe).await.map_err(failed) })
    }

    fn try_recipe(
        &self,
        service: &EntityId,
        recipe: String,
        heard: UnboundedSender<Event>,
        stop: Stop,
    ) -> BoxFuture<'_, OfRecipe<Option<TriedRecipe>>> {
        let service = service.clone();
        Box::pin(async move { self.tried(&service, &recipe, heard, stop).await.map_err(failed) })
    }

    fn keep_recipe(&self, service: &EntityId, recipe: String) -> BoxFuture<'_, OfRecipe<()>> {
        let service = service.clone();
        Box::pin(async move { self.keep(&service, &recipe).await.map_err(failed) })
    }

    fn errand(&self, asking: String) -> BoxFuture<'_, Result<Option<String>, ProgramError>> {
        Box::pin(async move {
            let (recording, words) = (self.recording(), Words::new(self.settings.lang));
            let name = outside::answer(&asking, self.clock.now(), &self.settings, &words);
            let name = name.map_err(failed)?;
            let found = for_worker(&name, &recording, &self.doors, &self.settings, &words).await;
            Ok(found.map_err(failed)?.map(|(_, signed)| signed))
        })
    }

    fn seen(&self, seen: SentHome) -> BoxFuture<'_, Result<Vec<Digest>, ProgramError>> {
        Box::pin(async move {
            let SentHome { errand, seen, transcripts } = seen;
            let package = Package { errand, seen, transcripts };
            let (recording, words) = (self.recording(), Words::new(self.settings.lang));
            taken(&package, &recording, &self.settings, &words).await.map_err(failed)
        })
    }

    fn checks(&self) -> BoxFuture<'_, Result<Vec<Checked>, ProgramError>> {
        Box::pin(async move { self.checked().await.map_err(failed) })
    }

    fn control(&self) -> BoxFuture<'_, Result<Control, ProgramError>> {
        Box::pin(async move { self.controlled().await.map_err(failed) })
    }

    fn mail_token(
        &self,
        domain: String,
        lang: Lang,
    ) -> BoxFuture<'_, Result<String, ProgramError>> {
        Box::pin(async move { self.mailed(&domain, lang).await.map_err(failed) })
    }

    fn enter_token(
        &self,
        domain: String,
        token: String,
        lang: Lang,
    ) -> BoxFuture<'_, Result<(EntryId, Instant), ProgramError>> {
        Box::pin(async move { self.entered(&domain, &token, lang).await.map_err(failed) })
    }

    fn control_records(&self) -> BoxFuture<'_, Result<Vec<(String, String)>, ProgramError>> {
        Box::pin(async move { self.records().await.map_err(failed) })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn failed(error: anyhow::Error) -> ProgramError {
    if exit::is_full_disk(&error) {
        return ProgramError::Full;
    }
    match error.downcast_ref::<BadInput>() {
        Some(BadInput(sentence)) => ProgramError::Asked(sentence.clone()),
        None => ProgramError::Failed(format!("{error:#}")),
    }
}

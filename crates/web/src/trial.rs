//! A small municipality to try pages on: a data folder with the letter and a starter pack, one person who is logged in,
//! and checks that every page must pass.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use arvak_core::catalogue::SHIPPED;
use arvak_core::fact::{CatalogueAdoption, ClockKind, Method};
use arvak_core::{
    Catalogue, Digest, EntityId, EntryId, Evidence, Fact, Instant, Outcome, SourceFile, Span,
    inventory,
};
use arvak_identity::Role;
use arvak_probe::schedule::Progress;
use arvak_probe::{CheckOutcome, CheckResult, Clock as _, Event, Grade, ManualClock, Stop};
use arvak_reports::{Labels, Reply, markdown};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::import::{compare, drafts};
use arvak_store::{Answer, Folder};
use arvak_words::{Lang, Words};
use axum::body::to_bytes;
use axum::response::Response;
use scraper::{Html, Selector};
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedSender;

use crate::app::{App, Special};
use crate::first_run::choices::{Choices, RunsIct};
use crate::first_run::inventory::{items, offered};
use crate::live::Live;
use crate::program::{
    Bettered, BoxFuture, Checked, Control, Edition, KeptRecipe, Look, Looked, OfRecipe, Program,
    ProgramError, ReadyRecipe, RecipePlan, TriedRecipe, WouldSend, Written, WrongRecipe,
};
use crate::session::Who;
use crate::site::Site;
use crate::tours::Tours;
use crate::visit::Visit;

/// A program that can do nothing but name one DNS record, and what was bettered. Each reply that it writes is another text,
/// as when something is recorded all the time.
#[derive(Default)]
struct Idle {
    bettered: Vec<Bettered>,
    replies: AtomicU64,
    control: Arc<Mutex<Control>>,
}

/// The domain of the trial.
pub(crate) const HOST: &str = "heroy.kommune.no";

impl Program for Idle {
    fn look(
        &self,
        _: Look,
        _: UnboundedSender<Progress>,
        _: Stop,
    ) -> BoxFuture<'_, Result<Looked, ProgramError>> {
        Box::pin(async { Ok(Looked::default()) })
    }

    fn reply(&self, edition: Edition, _: Lang) -> BoxFuture<'_, Result<Written, ProgramError>> {
        let number = self.replies.fetch_add(1, Ordering::Relaxed);
        let reply = Reply {
            lang: "nb",
            title: format!("Svar i utgaven {}", edition.name()),
            about: vec![format!("Skrevet {number} ganger")],
            lead: "Brevet".to_owned(),
            points: Vec::new(),
            labels: Labels { checkpoint: "Sum".to_owned() },
            checkpoint: "note\n".to_owned(),
            how_to_check: "Slik".to_owned(),
        };
        let markdown = markdown(&reply);
        let digest = Digest::of(markdown.as_bytes());
        Box::pin(async move { Ok(Written { reply, markdown, digest }) })
    }

    fn bettered(&self) -> BoxFuture<'_, Result<Vec<Bettered>, ProgramError>> {
        Box::pin(async { Ok(self.bettered.clone()) })
    }

    fn checks(&self) -> BoxFuture<'_, Result<Vec<Checked>, ProgramError>> {
        let https = Checked { probe: "https", every: Span::from_days(3), checks: 7, due: 2 };
        Box::pin(async move { Ok(vec![https]) })
    }

    fn recipes(&self) -> Vec<ReadyRecipe> {
        let name = ["Portalen", "Portalen", "The portal"].map(str::to_owned);
        vec![ReadyRecipe { id: "portal", name, tested: None, toml: "login = \"/inn\"" }]
    }

    fn recipe(&self, _: &EntityId) -> BoxFuture<'_, Result<Option<KeptRecipe>, ProgramError>> {
        let address = "https://ansatt.heroy.kommune.no".to_owned();
        let kept = KeptRecipe { kind: "http-form".to_owned(), address, recipe: None };
        Box::pin(async move { Ok(Some(kept)) })
    }

    /// A recipe that says `galt` is wrong.
    fn plan_recipe(&self, _: &EntityId, recipe: String) -> BoxFuture<'_, OfRecipe<RecipePlan>> {
        let wrong = recipe.contains("galt").then(|| WrongRecipe {
            line: None,
            field: "steps[1].at".to_owned(),
            fault: "selector",
            why: "wrong".to_owned(),
        });
        let steps = vec![("wrong-password", "/inn".to_owned())];
        let would = WouldSend { steps, wrong_passwords: 1, trials: 3, failures: 4 };
        let hosts = vec![("ansatt.heroy.kommune.no".to_owned(), "undeclared")];
        let plan = RecipePlan { would, hosts };
        Box::pin(async move { Ok(wrong.map_or(Ok(plan), Err)) })
    }

    fn try_recipe(
        &self,
        _: &EntityId,
        _: String,
        heard: UnboundedSender<Event>,
        _: Stop,
    ) -> BoxFuture<'_, OfRecipe<Option<TriedRecipe>>> {
        let note = |code: &str, detail: &str| Event::Note {
            code: code.to_owned(),
            detail: detail.to_owned(),
        };
        let url = "https://ansatt.heroy.kommune.no/inn?token=1".to_owned();
        let events = [
            note("arm-begins", "wrong-code"),
            Event::Http { url, status: 200, headers: Vec::new() },
            note("recipe-step", "2 fill recipe-step"),
        ];
        for event in events {
            heard.send(event).unwrap();
        }
        let (verdict, reason) = ("unknown".to_owned(), "recipe-step".to_owned());
        let found = TriedRecipe { verdict, reason, next: "write-a-recipe".to_owned() };
        Box::pin(async move { Ok(Ok(Some(found))) })
    }

    fn keep_recipe(&self, service: &EntityId, recipe: String) -> BoxFuture<'_, OfRecipe<()>> {
        let service = service.clone();
        Box::pin(async move { Ok(self.plan_recipe(&service, recipe).await?.map(|_| ())) })
    }

    /// A transcript is a list of `id grade result` in words, a line each.
    fn judged(&self, probe: &str, transcript: &[u8]) -> Vec<CheckResult> {
        let text = String::from_utf8_lossy(transcript);
        let check = |line: &str| {
            let mut words = line.split(' ');
            let id = ["http.hsts", "cert.expiry", "tls.versions"]
                .into_iter()
                .find(|known| words.clone().next() == Some(known));
            let id = id?;
            words.next();
            let grade = if words.next() == Some("must") { Grade::Must } else { Grade::Info };
            let result = match words.next() {
                Some("pass") => CheckOutcome::Pass,
                _ => CheckOutcome::Fail,
            };
            let (seen, reason) = (format!("seen by {probe} <b>"), "a.reason".to_owned());
            Some(CheckResult { id, grade, result, seen, reason })
        };
        text.lines().filter_map(check).collect()
    }

    fn control(&self) -> BoxFuture<'_, Result<Control, ProgramError>> {
        let control = self.control.lock().unwrap().clone();
        Box::pin(async { Ok(control) })
    }

    /// The relay takes everything but what goes to a second domain.
    fn mail_token(&self, domain: String, _: Lang) -> BoxFuture<'_, Result<String, ProgramError>> {
        Box::pin(async move {
            if domain == HOST {
                return Ok(format!("postmaster@{domain}"));
            }
            Err(ProgramError::Failed("554 hemmelig.relay.example".to_owned()))
        })
    }

    /// Only `rett` is the token.
    fn enter_token(
        &self,
        _: String,
        token: String,
        _: Lang,
    ) -> BoxFuture<'_, Result<(EntryId, Instant), ProgramError>> {
        Box::pin(async move {
            if token == "rett" {
                return Ok((EntryId(0), Instant::NEVER));
            }
            Err(ProgramError::Asked("Koden er ikke den som ble sendt.".to_owned()))
        })
    }

    fn control_records(&self) -> BoxFuture<'_, Result<Vec<(String, String)>, ProgramError>> {
        let record = ("_arvak.heroy.kommune.no".to_owned(), "arvak-control=k3y".to_owned());
        Box::pin(async { Ok(vec![record]) })
    }
}

/// The municipality. Its folder is gone when it is dropped.
pub(crate) struct Trial {
    pub(crate) app: App,
    pub(crate) clock: Arc<ManualClock>,
    control: Arc<Mutex<Control>>,
    _dir: TempDir,
}

impl Trial {
    /// Nothing but the letter.
    pub(crate) async fn empty() -> Self {
        Self::of(Idle::default()).await
    }

    /// Nothing but the letter, and what was bettered.
    pub(crate) async fn bettered(bettered: Vec<Bettered>) -> Self {
        Self::of(Idle { bettered, ..Idle::default() }).await
    }

    /// Nothing but the letter, by a clock of that kind, and perhaps with tours.
    pub(crate) async fn touring(kind: ClockKind, tours: Option<Tours>) -> Self {
        Self::made(Idle::default(), kind, Special { tours, real_clock: None }).await
    }

    async fn of(program: Idle) -> Self {
        Self::made(program, ClockKind::Real, Special::default()).await
    }

    async fn made(program: Idle, kind: ClockKind, special: Special) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("data");
        let clock = Arc::new(ManualClock::new("2026-03-01T12:00:00Z".parse().unwrap()));
        let folder = Folder::create(&root, kind, clock.clone()).await.unwrap();
        let digest = folder.blobs().put_public(&Catalogue::pack(SHIPPED)).unwrap();
        let letters = vec!["kdd-ks-2022".parse().unwrap()];
        let fact = Fact::Catalogue(CatalogueAdoption { digest, letters });
        let mut adoption =
            draft(fact, &USUAL_ROLE.parse().unwrap(), None, Texts::default()).unwrap();
        adoption.blobs.push(digest);
        folder.append(vec![adoption]).await.unwrap();
        let live = Live::open(&root, clock.clone()).await.unwrap();
        tokio::spawn(live.clone().follow());
        let site = Site::at("https://arvak.example", Lang::Nb);
        let control = Arc::clone(&program.control);
        let app = App::with(folder, live, site, Arc::new(program), special);
        Self { app, clock, control, _dir: dir }
    }

    /// With the starter pack, and with that of proofs and leaves.
    pub(crate) async fn controlled(control: Control) -> Self {
        let trial = Self::started().await;
        trial.knows(control);
        trial
    }

    /// From now on that is known of proofs and leaves.
    pub(crate) fn knows(&self, control: Control) {
        *self.control.lock().unwrap() = control;
    }

    /// With the whole starter pack, run by an inter-municipal company.
    pub(crate) async fn started() -> Self {
        let trial = Self::empty().await;
        let words = Words::new(Lang::Nb);
        let all = |kind| -> Option<BTreeSet<String>> {
            Some(offered(kind, &words).into_iter().map(|(slug, _)| slug).collect())
        };
        let choices = Choices {
            municipality: Some("1818".to_owned()),
            runs_ict: Some(RunsIct::Intermunicipal),
            operator: "Helgeland IKT IKS".to_owned(),
            domains: Some(HOST.to_owned()),
            functions: all("function"),
            services: all("service"),
        };
        let items = items(&choices, &words).unwrap();
        let view = trial.app.live().view();
        let verdicts = compare(&items, view.state(), &BTreeMap::new());
        let by = USUAL_ROLE.parse().unwrap();
        let drafts = drafts(&items, &verdicts, view.state(), &by, None).unwrap();
        trial.append(drafts).await;
        trial
    }

    /// With everything that a file lists besides.
    pub(crate) async fn listed(&self, toml: &str) {
        let view = self.app.live().view();
        let known = view.state().entities().map(|entity| entity.id().clone()).collect();
        let file = SourceFile { name: "besides.toml", text: toml };
        let items = inventory::parse(&[file], &known).unwrap();
        let verdicts = compare(&items, view.state(), &BTreeMap::new());
        let by = USUAL_ROLE.parse().unwrap();
        self.append(drafts(&items, &verdicts, view.state(), &by, None).unwrap()).await;
    }

    /// Records facts as somebody's.
    pub(crate) async fn append(&self, drafts: Vec<arvak_core::Draft>) {
        let answers = self.app.folder().append(drafts).await.unwrap();
        for answer in answers {
            match answer {
                Answer::Taken(entry) | Answer::Known(entry) => {
                    self.app.live().settled(entry).await;
                }
                Answer::Refused(refused) => panic!("{}", refused.reason),
            }
        }
    }

    /// Somebody says of a thing that it is, or is not, so.
    pub(crate) async fn said(&self, kind: &str, about: &str, result: Outcome) {
        let evidence = Evidence {
            kind: kind.parse().unwrap(),
            subject: about.parse().unwrap(),
            result,
            basis: arvak_core::Basis::Statement,
            collected_at: self.clock.now(),
            valid_until: None,
            method: None,
            vantage: None,
            attributes: BTreeMap::new(),
            code: None,
            transcript: None,
            supersedes: None,
        };
        let by = USUAL_ROLE.parse().unwrap();
        let draft = draft(Fact::Evidence(evidence), &by, None, Texts::default()).unwrap();
        self.append(vec![draft]).await;
    }

    /// A probe looked at a thing and kept what it saw. Gives back where its transcript lies.
    pub(crate) async fn looked(
        &self,
        probe: &str,
        kind: &str,
        about: &str,
        transcript: &str,
    ) -> std::path::PathBuf {
        let blobs = self.app.folder().blobs();
        let digest = blobs.put(transcript.as_bytes()).unwrap();
        let evidence = Evidence {
            kind: kind.parse().unwrap(),
            subject: about.parse().unwrap(),
            result: Outcome::Supports,
            basis: arvak_core::Basis::Probe,
            collected_at: self.clock.now(),
            valid_until: None,
            method: Some(Method { name: probe.parse().unwrap(), version: 1 }),
            vantage: Some("outside".parse().unwrap()),
            attributes: BTreeMap::new(),
            code: None,
            transcript: Some(digest),
            supersedes: None,
        };
        let by = USUAL_ROLE.parse().unwrap();
        let mut draft = draft(Fact::Evidence(evidence), &by, None, Texts::default()).unwrap();
        draft.actor = arvak_core::Actor::Program(probe.parse().unwrap());
        draft.blobs = vec![digest];
        self.append(vec![draft]).await;
        blobs.path(digest)
    }

    /// A visit of somebody with those roles.
    pub(crate) fn visit(&self, lang: Lang, roles: &[Role]) -> Visit {
        self.visit_of("person/ada", lang, roles)
    }

    /// A visit of that person.
    pub(crate) fn visit_of(&self, person: &str, lang: Lang, roles: &[Role]) -> Visit {
        let who = Who {
            person: person.parse::<EntityId>().unwrap(),
            name: "Ada".to_owned(),
            roles: roles.to_vec(),
            units: Vec::new(),
            scopes: None,
            key: None,
        };
        let who = (!roles.is_empty()).then_some(who);
        let uri = "/".parse().unwrap();
        Visit { app: self.app.clone(), view: self.app.live().view(), lang, who, uri, once: None }
    }
}

/// The status and the text of an answer.
pub(crate) async fn read(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let bytes = to_bytes(answer.into_body(), 16 << 20).await.unwrap();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

/// Where an answer leads.
pub(crate) fn leads_to(answer: &Response) -> String {
    let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
    to.unwrap_or_default()
}

/// What every page must pass: one heading of the first rank, ids that stand once, a label at every field, no style or script of
/// its own, and no sentence that is missing.
pub(crate) fn sound(page: &str) -> Html {
    let html = Html::parse_document(page);
    let all = |selector: &str| {
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector).collect::<Vec<_>>()
    };
    assert_eq!(all("h1").len(), 1, "one h1: {page}");
    let mut ids = BTreeSet::new();
    for element in all("[id]") {
        let id = element.attr("id").unwrap();
        assert!(ids.insert(id.to_owned()), "#{id} stands twice");
    }
    for field in all("input, select, textarea") {
        if matches!(field.attr("type"), Some("hidden")) {
            continue;
        }
        let id = field.attr("id").unwrap_or_default();
        let labels = all("label").iter().filter(|label| label.attr("for") == Some(id)).count();
        assert_eq!(labels, 1, "{:?} has no label", field.html());
        for described in field.attr("aria-describedby").unwrap_or_default().split_whitespace() {
            assert!(ids.contains(described), "#{described} is not there");
        }
    }
    for link in all("a[href^='#']") {
        let to = link.attr("href").unwrap_or_default().trim_start_matches('#');
        assert!(to.is_empty() || ids.contains(to), "#{to} is not there");
    }
    assert!(all("[style], [onclick], style, script:not([src])").is_empty(), "own style or script");
    for missing in [
        "first-run-",
        "inventory-",
        "tasks-",
        "attribute-",
        "relation-",
        "things-",
        "single-sign-on-",
        "notices-",
    ] {
        let text: String = html.root_element().text().collect();
        assert!(!text.contains(missing), "{missing} in {text}");
    }
    html
}

//! Call-out tests from the start to the wire and back.

mod answering;
mod course;
mod planning;
mod ways;

use arvak_core::drill::callout::parse;
use arvak_core::{SourceFile, Span};
use arvak_identity::Role;
use arvak_monitoring::callout::CallPlan;
use arvak_notices::{Channels, Relay, RelayFile};
use arvak_probe::{Clock as _, Stop};
use arvak_store::Seal;
use arvak_store::drafts::USUAL_ROLE;
use arvak_words::{Lang, Words};
use axum::http::Method;

use super::desk::{Kept, Secret, grounds, kept, sealing};
use super::{ENTRANCE, ring};
use crate::scripted;
use crate::trial::{Trial, read};
use crate::walk::{ORIGIN, Walk};

/// Two on the list, by mail; a period of two weeks that began with the trial's clock.
const DEFINITION: &str = r#"
[callout]
id = "vakta"
within = "30m"
next_after = "10m"

[[person]]
role = "role/emergency_coordinator"
name = "Kari Vakt"
mail = "kari@heroy.example"

[[person]]
role = "role/ict_lead"
name = "Ola Drift"
mail = "ola@heroy.example"

[rules]
told = ["role/mayor"]
agreed = [{ who = "kommunedirektøren", on = 2026-02-10 }]
stop = "+47 22 33 44 55"
from = 2026-03-01T12:00:00Z
to = 2026-03-15T12:00:00Z

[privacy]
purpose = "Vite at noen kan nås"
legal_basis = "GDPR artikkel 6 nr. 1 e"
retention = "30d"
discussed = [{ who = "Fagforbundet", on = 2026-02-05 }]
"#;

/// The name of the test that is planned.
const ID: &str = "vakta-1";

/// A relay that listens at that port of this machine.
fn relay(port: u16) -> Option<Relay> {
    let file = RelayFile {
        relay: Some("127.0.0.1".to_owned()),
        port: Some(port),
        tls: Some("none".to_owned()),
        from: Some("Årvåk <arvak@heroy.example>".to_owned()),
        ..RelayFile::default()
    };
    Relay::of(&file, |_| Ok(String::new())).unwrap()
}

/// A municipality whose relay listens at that port, and that has no test.
async fn empty(port: u16) -> Walk {
    let mut trial = Trial::started().await;
    let channels = Channels { relay: relay(port), ..Channels::default() };
    trial.app = trial.app.clone().sending(channels);
    Walk::over(trial).await
}

/// The same, with a plan whose hash is in the ledger.
async fn planned(port: u16) -> Walk {
    planned_with(DEFINITION, Channels { relay: relay(port), ..Channels::default() }).await
}

/// A municipality with these channels, and the plan of this definition.
async fn planned_with(text: &str, channels: Channels) -> Walk {
    let mut trial = Trial::started().await;
    trial.app = trial.app.clone().sending(channels);
    let (folder, now) = (trial.app.folder().clone(), trial.clock.now());
    let definition = parse(SourceFile { name: "d.toml", text }).unwrap();
    let organisation = trial.app.live().view().organisation().unwrap().clone();
    let nonce = "0123456789abcdef0123456789abcdef".to_owned();
    let plan =
        CallPlan::of(ID.parse().unwrap(), (&definition, text), organisation.clone(), nonce, now);
    let plan = plan.unwrap();
    let seal = plan.seal();
    let secret = Secret { plan, definition: Some(text.to_owned()) };
    let secret = serde_json::to_vec(&secret).unwrap();
    let sealer = Seal::open(folder.layout()).unwrap();
    assert!(folder.operation().add_callout(&sealer, (ID, seal), &secret, now).await.unwrap());
    let by = USUAL_ROLE.parse().unwrap();
    let draft = sealing(seal, organisation, &by, now).unwrap();
    let entry = folder.append(vec![draft]).await.unwrap()[0].entry().unwrap();
    folder.operation().note_callout_entry(ID, entry).await.unwrap();
    Walk::over(trial).await
}

/// Records the ground and starts it.
async fn start(walk: &Walk) {
    let (folder, now) = (walk.trial.app.folder(), walk.trial.clock.now());
    let by = USUAL_ROLE.parse().unwrap();
    let words = Words::new(Lang::Nb);
    let (draft, due) = grounds(folder, &now_kept(walk).await, &by, &words).unwrap().unwrap();
    let ground = folder.append(vec![draft]).await.unwrap()[0].entry().unwrap();
    assert!(folder.operation().arm_callout(ID, ground, (now, due)).await.unwrap());
}

async fn now_kept(walk: &Walk) -> Kept {
    kept(walk.trial.app.folder(), ID).await.unwrap().unwrap()
}

/// A round, by a process that remembers nothing.
async fn round(walk: &Walk) {
    ring::once(&walk.trial.app, &Stop::default()).await.unwrap();
}

/// The moment comes.
async fn at_the_moment(walk: &Walk) {
    walk.trial.clock.set(now_kept(walk).await.plan.moment);
}

fn minutes(count: i64) -> Span {
    Span::from_millis(count * 60_000)
}

/// The body of a mail, with quoted-printable taken off.
fn text(mail: &str) -> String {
    let (_, body) = mail.split_once("\r\n\r\n").unwrap();
    body.replace("=\r\n", "").replace("=3D", "=")
}

/// The link in a mail.
fn link(mail: &str) -> String {
    let text = text(mail);
    let link = text.split_whitespace().find(|word| word.starts_with(ORIGIN));
    link.unwrap_or_else(|| panic!("no link in {text}")).to_owned()
}

/// Presses the button with what was pasted: the status and the page.
async fn press(walk: &Walk, pasted: &str) -> (u16, String) {
    let form = format!("kode={}", pasted.replace('#', "%23").replace(':', "%3A"));
    let answer = walk.send(&Method::POST, ENTRANCE, None, Some(ORIGIN), &form).await;
    read(answer).await
}

/// A page as somebody with a role sees it.
async fn seen(walk: &Walk, address: &str, role: Role) -> String {
    let cookie = walk.session(role).await;
    let (status, page) = walk.page(address, &cookie).await;
    assert_eq!(status, 200, "{page}");
    crate::trial::sound(&page);
    page
}

//! Notices from the fact to the wire, and the pages around them.

mod pages;
mod sending;
mod telling;

use arvak_core::{Fact, Instant, Span};
use arvak_identity::Role;
use arvak_notices::{Channels, Relay, RelayFile};
use arvak_probe::Stop;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::{MessageRow, NewAccount, PersonId};

use super::post::Post;
use super::{once, round};
use crate::app::App;
use crate::scripted;
use crate::trial::Trial;

pub(super) const SUPPLIER: &str = "supplier/helgeland-ikt-iks";

/// A municipality whose relay listens at that port, after its first run.
async fn relaying(port: u16) -> Trial {
    let mut trial = Trial::started().await;
    let file = RelayFile {
        relay: Some("127.0.0.1".to_owned()),
        port: Some(port),
        tls: Some("none".to_owned()),
        from: Some("Årvåk <arvak@heroy.example>".to_owned()),
        ..RelayFile::default()
    };
    let relay = Relay::of(&file, |_| Ok(String::new())).unwrap();
    trial.app = trial.app.clone().sending(Channels { relay, ..Channels::default() });
    trial.app.folder().operation().set_meta("first-run-over", "1").await.unwrap();
    trial
}

/// Somebody with an address, who wants everything at that pace.
async fn somebody(trial: &Trial, name: &str, role: Role, pace: &str, units: &[&str]) -> PersonId {
    let operation = trial.app.folder().operation();
    let new = NewAccount {
        name: name.to_owned(),
        user_name: name.to_owned(),
        email: Some(format!("{name}@heroy.example")),
        lang: "nb".to_owned(),
        roles: vec![role.name().to_owned()],
        units: units.iter().map(|unit| unit.parse().unwrap()).collect(),
    };
    let person = operation.add_account(&new, trial.app.clock().now()).await.unwrap().unwrap();
    operation.set_notice_choice(&person, "refuted expiring overdue", pace).await.unwrap();
    person
}

async fn tell(app: &App) {
    round::note_and_write(app).await.unwrap();
}

/// A round with sending, by a process that remembers nothing.
async fn send(app: &App) {
    once(app, &mut Post::default(), &Stop::default()).await.unwrap();
}

/// Everything in the outbox, whenever it is due.
async fn outbox(app: &App) -> Vec<MessageRow> {
    app.folder().operation().due_messages(Instant::NEVER).await.unwrap()
}

async fn record(trial: &Trial, fact: Fact) {
    let by = USUAL_ROLE.parse().unwrap();
    trial.append(vec![draft(fact, &by, None, Texts::default()).unwrap()]).await;
}

fn hours(hours: i64) -> Span {
    Span::from_millis(hours * 3_600_000)
}

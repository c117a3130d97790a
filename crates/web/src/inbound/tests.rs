//! What a supplier's system posts is kept before it is answered, and the answer tells nothing of what it was worth.

use arvak_core::{EntityId, Instant, Span};
use arvak_drills::{Gathered, Kept, address, plan, start};
use arvak_identity::Role;
use arvak_monitoring::{Code, Verdict};
use arvak_notices::webhook;
use arvak_probe::Clock as _;
use arvak_store::drafts::USUAL_ROLE;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};

use crate::trial::Trial;
use crate::walk::Walk;

const LISTED: &str = "[[supplier]]\nid = \"drift\"\nname = \"Drift AS\"\noperates_ict = true\n\n\
    [[supplier]]\nid = \"andre\"\nname = \"Andre AS\"\n\n[[system]]\nid = \"sak\"\nname = \"Sak\"\n";

/// A drill of which a person writes the line by hand.
pub(crate) const DEFINITION: &str = r#"
[drill]
id = "innlogging"
kind = "positive"
technique = "T1110.001"
source = "system/sak"

[stimulus]
level = "L1"
host = "fs01.example.no"
app = "sshd"
line = "Failed password for invalid user MARK"

[expect]
supplier = "supplier/drift"
within = "30m"
listen = "24h"

[[expect.channel]]
by = "webhook"

[[expect.channel]]
by = "person"

[rules]
told = ["IKT-leder"]
agreed = [{ who = "driftssjef", on = 2026-02-10 }]
stop = "+47 22 33 44 55"
from = 2026-02-20T00:00:00Z
to = 2026-03-20T00:00:00Z
"#;

pub(crate) fn supplier() -> EntityId {
    "supplier/drift".parse().unwrap()
}

/// A trial with the suppliers, the address of one, and a drill of it that was done.
pub(crate) async fn drilled() -> (Walk, address::Address) {
    let trial = Trial::started().await;
    trial.listed(LISTED).await;
    let walk = Walk::over(trial).await;
    let app = &walk.trial.app;
    let address = address::make(app.folder(), &supplier(), walk.trial.clock.now()).await.unwrap();
    planned(&walk).await;
    let kept = kept(&walk).await;
    start::done_by_hand(app.folder(), &kept, walk.trial.clock.now()).await.unwrap();
    (walk, address)
}

async fn planned(walk: &Walk) {
    let app = &walk.trial.app;
    let file = arvak_core::SourceFile { name: "d", text: DEFINITION };
    let definition = arvak_core::drill::parse(file).unwrap();
    let (view, by) = (app.live().view(), USUAL_ROLE.parse().unwrap());
    let about = (view.state(), &by, walk.trial.clock.now());
    let text = DEFINITION.to_owned();
    let planned = plan::plan(app.folder(), (&definition, text), None, about).await.unwrap();
    walk.trial.append(vec![planned.draft]).await;
    let entry = arvak_core::EntryId(app.live().view().state().size() - 1);
    plan::noted(app.folder(), &planned.id, entry).await.unwrap();
}

/// The newest drill.
pub(crate) async fn kept(walk: &Walk) -> Kept {
    arvak_drills::all(walk.trial.app.folder()).await.unwrap().pop().unwrap()
}

/// What was found of all that came, and the verdict.
pub(crate) async fn found(walk: &Walk) -> (Verdict, Vec<Code>) {
    let kept = kept(walk).await;
    let now = walk.trial.clock.now();
    let gathered = Gathered::of(walk.trial.app.folder(), &kept, now).await.unwrap();
    let judged = gathered.judged(kept.secret.key.as_deref());
    (judged.verdict, judged.findings.iter().map(|one| one.code).collect())
}

/// A post as the supplier's system makes it: id, when it says that it was signed, the body, the key.
fn post(code: &str, (id, signed, body): (&str, Instant, &str), key: &[u8]) -> Request<Body> {
    let second = signed.as_millis() / 1_000;
    let signature = webhook::sign(key, id, second, body.as_bytes());
    Request::post(format!("/mottak/{code}"))
        .header("webhook-id", id)
        .header("webhook-timestamp", second.to_string())
        .header("webhook-signature", signature)
        .header(header::AUTHORIZATION, "Bearer hemmelig-hos-leverandoren")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// The status, the headers but for the date, and the body.
async fn answered(walk: &Walk, request: Request<Body>) -> (u16, String, Vec<u8>) {
    let answer = walk.answer(request).await;
    let (parts, body) = answer.into_parts();
    let headers = format!("{:?}", parts.headers);
    (parts.status.as_u16(), headers, to_bytes(body, 1 << 20).await.unwrap().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_alarm_with_the_mark_makes_it_seen() {
    let (walk, address) = drilled().await;
    let mark = kept(&walk).await.secret.plan.mark();
    walk.trial.clock.advance(Span::from_millis(60_000));
    let body = format!("{{\"alert\":\"{mark}\"}}");
    let now = walk.trial.clock.now();
    let (status, _, text) =
        answered(&walk, post(&address.code, ("a-1", now, &body), address.key())).await;
    assert_eq!((status, text.len()), (202, 0));
    assert_eq!(found(&walk).await, (Verdict::Seen, vec![Code::Marked]));
    // The raw bytes hold what was signed, and no key of the sender's and no address of ours.
    let kept = kept(&walk).await;
    let gathered = Gathered::of(walk.trial.app.folder(), &kept, now).await.unwrap();
    let raw = gathered.bytes(&gathered.record.receipts[0].raw).unwrap();
    let raw = String::from_utf8(raw.to_vec()).unwrap();
    assert!(raw.ends_with(&format!("\r\n\r\n{body}")) && raw.contains("webhook-id: a-1"), "{raw}");
    assert!(!raw.contains("hemmelig") && !raw.contains(&address.code), "{raw}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_forges_replays_or_doubles_learns_nothing() {
    let (walk, address) = drilled().await;
    let mark = kept(&walk).await.secret.plan.mark();
    let now = walk.trial.clock.now();
    let old = Instant::from_millis(now.as_millis() - 20 * 60_000);
    let right = answered(&walk, post(&address.code, ("a", now, &mark), address.key())).await;
    let cases = [
        post(&address.code, ("b", now, &mark), b"another key that is long enough"),
        post(&address.code, ("c", old, &mark), address.key()),
        post(&address.code, ("a", now, &mark), address.key()),
        post(&address.code, ("d", now, "noe annet"), address.key()),
        Request::post(format!("/mottak/{}", address.code)).body(Body::from("tull")).unwrap(),
    ];
    for case in cases {
        assert_eq!(answered(&walk, case).await, right, "the same answer, to the last header");
    }
    let (verdict, codes) = found(&walk).await;
    assert_eq!(verdict, Verdict::Seen);
    let expected = [
        Code::Marked,
        Code::Forged,
        Code::Replayed,
        Code::Doubled,
        Code::Unmarked,
        Code::Unreadable,
    ];
    assert_eq!(codes, expected, "everything is kept, whatever it is worth");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_drill_on_is_answered_as_one_that_is() {
    let (walk, address) = drilled().await;
    let now = walk.trial.clock.now();
    let on = answered(&walk, post(&address.code, ("a", now, "alarm"), address.key())).await;
    let folder = walk.trial.app.folder();
    folder.operation().stop_drill(&kept(&walk).await.row.id, now).await.unwrap();
    let off = answered(&walk, post(&address.code, ("b", now, "alarm"), address.key())).await;
    assert_eq!(on, off);
    assert_eq!(found(&walk).await.1.len(), 1, "nothing is kept that no drill could be told by");
    let counts = folder.operation().inbound_counts().await.unwrap();
    let counts: Vec<_> = counts.iter().map(|one| (one.what.as_str(), one.count)).collect();
    assert_eq!(counts, [("webhook_left", 1), ("webhook_taken", 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_late_or_by_a_clock_that_differs_is_told_as_that() {
    let (walk, address) = drilled().await;
    let mark = kept(&walk).await.secret.plan.mark();
    walk.trial.clock.advance(Span::from_millis(40 * 60_000));
    let now = walk.trial.clock.now();
    // Their clock is five and a half minutes ahead: five are allowed, and a minute besides.
    let ahead = now.plus(Span::from_millis(330_000));
    answered(&walk, post(&address.code, ("a", ahead, &mark), address.key())).await;
    assert_eq!(found(&walk).await, (Verdict::SeenLate, vec![Code::Marked]));
    walk.trial.clock.advance(Span::from_days(3));
    let now = walk.trial.clock.now();
    answered(&walk, post(&address.code, ("b", now, &mark), address.key())).await;
    let (verdict, codes) = found(&walk).await;
    assert_eq!((verdict, codes.len()), (Verdict::SeenLate, 1), "we listen no more");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_none_and_a_body_that_is_too_large_are_refused() {
    let (walk, address) = drilled().await;
    let now = walk.trial.clock.now();
    let (status, ..) = answered(&walk, post("0", ("a", now, "x"), address.key())).await;
    assert_eq!(status, 404);
    let large = "x".repeat(300_000);
    let request = post(&address.code, ("a", now, &large), address.key());
    assert_eq!(answered(&walk, request).await.0, 413);
    let graded = post(&address.code, ("a", now, "BEGRENSET\nJf. sikkerhetsloven"), address.key());
    assert_eq!(answered(&walk, graded).await.0, 422);
    assert_eq!(found(&walk).await.1.len(), 0);
    // A new address makes the one before it worthless.
    let folder = walk.trial.app.folder();
    address::make(folder, &supplier(), now).await.unwrap();
    let request = post(&address.code, ("a", now, "x"), address.key());
    assert_eq!(answered(&walk, request).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_forged_posts_does_not_keep_out_the_signed_one() {
    let (walk, address) = drilled().await;
    let now = walk.trial.clock.now();
    let mark = kept(&walk).await.secret.plan.mark();
    let posts = walk.trial.app.posts();
    while posts.take(&supplier(), false, now).is_ok() {}
    let forged = post(&address.code, ("a", now, &mark), b"another key that is long enough");
    assert_eq!(answered(&walk, forged).await.0, 429);
    let right = post(&address.code, ("b", now, &mark), address.key());
    assert_eq!(answered(&walk, right).await.0, 202);
    assert_eq!(found(&walk).await, (Verdict::Seen, vec![Code::Marked]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_goes_to_the_drill_whose_mark_it_holds() {
    let (walk, address) = drilled().await;
    let first = kept(&walk).await;
    planned(&walk).await;
    let second = kept(&walk).await;
    let folder = walk.trial.app.folder();
    start::done_by_hand(folder, &second, walk.trial.clock.now()).await.unwrap();
    let now = walk.trial.clock.now();
    let mark = first.secret.plan.mark();
    answered(&walk, post(&address.code, ("a", now, &mark), address.key())).await;
    answered(&walk, post(&address.code, ("b", now, "alarm"), address.key())).await;
    let count = async |kept: &Kept| folder.operation().receipts(&kept.row.id).await.unwrap().len();
    assert_eq!((count(&first).await, count(&second).await), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_is_shown_to_whoever_may_drill_alone() {
    let (walk, address) = drilled().await;
    for (role, is_shown) in [(Role::IctLead, true), (Role::EmergencyCoordinator, true)] {
        let cookie = walk.session(role).await;
        let (status, page) = walk.page("/ovelser/adresser", &cookie).await;
        assert_eq!((status, page.contains(&address.code)), (200, is_shown));
    }
    for role in [Role::Auditor, Role::Administrator, Role::Contributor] {
        let cookie = walk.session(role).await;
        let (status, page) = walk.page("/ovelser/adresser", &cookie).await;
        assert!(status == 403 && !page.contains(&address.code), "{}", role.name());
    }
}

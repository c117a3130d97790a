//! What the page shows of proofs and leaves, and what it takes.

use arvak_core::{Actor, Digest, EntityId, EntryId, Fact};
use arvak_identity::Role;
use arvak_probe::{Clock as _, Leave};
use arvak_words::Lang;
use axum::extract::{FromRequest, Multipart};
use axum::http::{Request, header};
use axum::response::{IntoResponse as _, Response};
use scraper::Selector;

use super::{act, leaves, page};
use crate::failure::Failure;
use crate::form::{Asked, Typed};
use crate::program::{Control, Controlled, Proof, Way};
use crate::trial::{HOST, Trial, leads_to, read, sound};
use crate::visit::Visit;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn at(text: &str) -> arvak_core::Instant {
    format!("{text}T10:00:00Z").parse().unwrap()
}

fn domain(proofs: Vec<Proof>) -> Controlled {
    let id: EntityId = format!("domain/{HOST}").parse().unwrap();
    Controlled {
        id,
        host: HOST.to_owned(),
        token: TOKEN.to_owned(),
        proofs,
        looked_at: Some(at("2026-02-28")),
        mail_waits_until: None,
    }
}

fn proof(way: Way) -> Proof {
    let (since, seen, until) = (at("2026-01-05"), at("2026-02-28"), at("2026-03-30"));
    Proof { way, since, seen, until, entry: EntryId(0) }
}

fn leave() -> Leave {
    Leave {
        v: 1,
        names: ["sak.leverandor.example".to_owned()].into(),
        ranges: ["198.35.26.0/28".parse().unwrap()].into(),
        signed: at("2026-02-01"),
        until: at("2026-12-01"),
        document: Digest::of(b"signed"),
    }
}

async fn trial(proofs: Vec<Proof>) -> Trial {
    let control = Control {
        domains: vec![domain(proofs)],
        leaves: vec![(EntryId(1), leave())],
        allowed: vec!["10.4.0.0/24".parse().unwrap()],
        mails: true,
    };
    Trial::controlled(control).await
}

async fn shown(visit: Visit) -> String {
    let (status, page) = read(page::show(visit).await.into_response()).await;
    assert_eq!(status, 200, "{page}");
    sound(&page);
    page
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    Typed::of(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

async fn sent(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Multipart {
    let mut body = Vec::new();
    for (name, text) in fields {
        let part =
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    if let Some((name, bytes)) = file {
        let head = format!(
            "--x\r\ncontent-disposition: form-data; name=\"fil\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    let request = Request::post("/")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(axum::body::Body::from(body))
        .unwrap();
    Multipart::from_request(request, &()).await.unwrap()
}

const SIGNED: [(&str, &str); 5] = [
    ("navn", "sak.leverandor.example\nARKIV.leverandor.example"),
    ("omrader", "198.35.26.9/28"),
    ("underskrevet", "2026-02-20"),
    ("gjelder_til", "2026-12-31"),
    ("merknad", "Kari Vik"),
];

fn with<'a>(name: &str, text: &'a str) -> Vec<(&'static str, &'a str)> {
    SIGNED
        .into_iter()
        .map(|(known, usual)| (known, if known == name { text } else { usual }))
        .collect()
}

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

#[tokio::test(flavor = "multi_thread")]
async fn each_domain_says_what_shows_it_since_when_and_what_it_opens() {
    let trial = trial(vec![proof(Way::Record), proof(Way::File)]).await;
    for (lang, says) in [
        (Lang::Nb, ["Vist siden 5. jan. 2026, sist sett 28. feb. 2026", "og alt under det"]),
        (Lang::Nn, ["Vist sidan 5. jan. 2026, sist sett 28. feb. 2026", "og alt under det"]),
        (Lang::En, ["Shown since 5 Jan 2026, last seen 28 Feb 2026", "everything below it"]),
    ] {
        let page = shown(trial.visit(lang, &[Role::IctLead])).await;
        for text in says {
            assert!(page.contains(text), "{text}: {page}");
        }
        for text in [
            "_arvak.heroy.kommune.no TXT &quot;arvak-control=0123456789abcdef0123456789abcdef&quot;",
            "https://heroy.kommune.no/.well-known/arvak-control.txt",
            "postmaster@heroy.kommune.no",
            "sak.leverandor.example, 198.35.26.0/28",
            "10.4.0.0/24",
        ] {
            assert!(page.contains(text), "{text}: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_shows_the_website_alone_and_nothing_shows_nothing() {
    for (proofs, says, not) in [
        (vec![proof(Way::File)], "Bare nettstedet er vist", "og alt under det. "),
        (Vec::new(), "gjøres bare det enhver besøkende kan gjøre", "Vist siden"),
        (vec![proof(Way::Mail)], "Koden ble skrevet inn 28. feb. 2026", "Vist siden"),
    ] {
        let page = shown(trial(proofs).await.visit(Lang::Nb, &[Role::IctLead])).await;
        assert!(page.contains(says), "{says}: {page}");
        assert!(!page.contains(not), "{not}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_for_the_token_stands_only_while_one_waits_and_mail_only_where_it_can_be_sent() {
    let field = Selector::parse("input[name^='kode-']").unwrap();
    for (waits, mails, fields, says) in [
        (Some(at("2026-03-03")), true, 1, "Kan skrives inn til"),
        (None, true, 0, "Send kode til postmaster@heroy.kommune.no"),
        (None, false, 0, "Ingen e-postserver er satt opp"),
    ] {
        let domains = vec![Controlled { mail_waits_until: waits, ..domain(Vec::new()) }];
        let trial = Trial::controlled(Control { domains, mails, ..Control::default() }).await;
        let page = shown(trial.visit(Lang::Nb, &[Role::IctLead])).await;
        assert_eq!(sound(&page).select(&field).count(), fields);
        assert!(page.contains(says), "{says}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_for_one_domain_is_a_run_that_leads_back_to_it() {
    let trial = trial(Vec::new()).await;
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let answer = act::search(visit.clone(), typed(&[("domene", HOST)])).await.unwrap();
    assert_eq!(leads_to(&answer), "/kjoringer/1");
    let run = crate::runs::one(&trial.app, 1).await.unwrap();
    assert_eq!(run.proof_of.as_deref(), Some("domain/heroy.kommune.no"));
    assert_eq!(run.then.as_deref(), Some("/internett/kontroll#domene-heroy.kommune.no"));
    let strange = act::search(visit, typed(&[("domene", "andre.example")])).await;
    assert!(matches!(strange, Err(Failure::NotFound)), "{strange:?}");
}

async fn refused(answer: Result<Response, Failure>, says: &str) -> String {
    let (status, page) = read(answer.into_response()).await;
    assert_eq!(status, 422, "{says}: {page}");
    assert!(page.contains(says), "{says}: {page}");
    sound(&page);
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_sent_and_entered_and_a_wrong_one_is_told_at_its_field() {
    let one = Controlled { mail_waits_until: Some(at("2026-03-03")), ..domain(Vec::new()) };
    let mut other = one.clone();
    other.host = "andre.example".to_owned();
    other.id = trial(Vec::new()).await.visit(Lang::Nb, &[]).view.organisation().unwrap().clone();
    let slug = other.id.slug().to_owned();
    let control = Control { domains: vec![one, other], mails: true, ..Control::default() };
    let trial = Trial::controlled(control).await;
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let answer = act::send(visit.clone(), typed(&[("domene", HOST)])).await.unwrap();
    assert!(leads_to(&answer).contains("sagt=sendt"));
    let page =
        refused(act::send(visit.clone(), typed(&[("domene", &slug)])).await, "Koden kom ikke")
            .await;
    assert!(!page.contains("hemmelig"), "what the relay said is for the log: {page}");
    let field = format!("kode-{HOST}");
    let wrong = typed(&[("domene", HOST), (&field, "feil")]);
    refused(act::confirm(visit.clone(), wrong).await, "Koden er ikke den som ble sendt.").await;
    let right = typed(&[("domene", HOST), (&field, "rett")]);
    assert!(leads_to(&act::confirm(visit, right).await.unwrap()).contains("sagt=vist"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_leave_is_recorded_as_the_visitors_with_its_file() {
    let trial = trial(Vec::new()).await;
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    let file = sent(&SIGNED, Some(("lov.pdf", PDF))).await;
    let answer = leaves::take(visit, file).await.unwrap();
    assert_eq!(leads_to(&answer), "/internett/kontroll?sagt=tillatelse#tillatelser");
    let view = trial.app.live().view();
    let last = view.store.entry(EntryId(view.store.size() - 1)).unwrap();
    assert_eq!(last.envelope.actor, Actor::Person("person/ada".parse().unwrap()));
    let Fact::Evidence(evidence) = last.envelope.fact else { panic!() };
    assert_eq!(evidence.kind.as_str(), "scan.leave");
    let blobs = view.store.blobs();
    let written = blobs.get(evidence.transcript.unwrap()).unwrap();
    let written: Leave = serde_json::from_slice(&written).unwrap();
    let names: Vec<_> = written.names.iter().map(String::as_str).collect();
    assert_eq!(names, ["arkiv.leverandor.example", "sak.leverandor.example"]);
    assert_eq!(written.ranges, ["198.35.26.0/28".parse().unwrap()].into());
    assert_eq!(blobs.get(written.document).unwrap(), PDF);
    assert!(written.holds(trial.clock.now()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_leave_is_told_and_nothing_is_recorded() {
    let trial = trial(Vec::new()).await;
    let before = trial.app.live().view().store.size();
    let nothing: Vec<_> = with("navn", "")
        .into_iter()
        .map(|(n, t)| (n, if n == "omrader" { "" } else { t }))
        .collect();
    for (fields, file, says) in [
        (SIGNED.to_vec(), None, "Velg den underskrevne filen."),
        (SIGNED.to_vec(), Some(("lov.exe", PDF)), "lov.exe"),
        (nothing, Some(("lov.pdf", PDF)), "Nevn minst ett vertsnavn"),
        (
            with("navn", "<b>.example"),
            Some(("lov.pdf", PDF)),
            "«&lt;b&gt;.example» er ikke et vertsnavn.",
        ),
        (with("omrader", "198.35.26.0"), Some(("lov.pdf", PDF)), "198.35.26.0"),
        (with("omrader", "10.0.0.0/24"), Some(("lov.pdf", PDF)), "ikke adresser på internett"),
        (with("omrader", "8.0.0.0/8"), Some(("lov.pdf", PDF)), "for vidt"),
        (with("gjelder_til", "2028-01-01"), Some(("lov.pdf", PDF)), "høyst ett år"),
        (with("underskrevet", "2026-03-09"), Some(("lov.pdf", PDF)), "dato"),
    ] {
        let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
        refused(leaves::take(visit, sent(&fields, file).await).await, says).await;
    }
    assert_eq!(trial.app.live().view().store.size(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leave_ends_with_a_reason_and_no_other_evidence_does() {
    let trial = trial(Vec::new()).await;
    let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
    leaves::take(visit, sent(&SIGNED, Some(("lov.pdf", PDF))).await).await.unwrap();
    let entry = EntryId(trial.app.live().view().store.size() - 1);
    trial.knows(Control { leaves: vec![(entry, leave())], ..Control::default() });
    let (id, field) = (entry.to_string(), format!("grunn-{entry}"));
    let end = |pairs: &[(&str, &str)]| {
        leaves::stop(trial.visit(Lang::Nb, &[Role::IctLead]), typed(pairs))
    };
    refused(end(&[("bevis", &id)]).await, "Si hvorfor tillatelsen avsluttes.").await;
    let other = end(&[("bevis", "0"), ("grunn-0", "fordi")]).await;
    assert!(matches!(other, Err(Failure::NotFound)), "{other:?}");
    let ended = end(&[("bevis", &id), (&field, "Avtalen er over")]).await.unwrap();
    assert!(leads_to(&ended).contains("sagt=slutt"));
    let view = trial.app.live().view();
    let last = view.store.entry(EntryId(view.store.size() - 1)).unwrap();
    assert!(matches!(last.envelope.fact, Fact::Withdrawal(withdrawal) if withdrawal.of == entry));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_to_sign_is_a_file_with_what_is_known_filled_in() {
    let trial = trial(Vec::new()).await;
    let asked =
        |lang, query: &str| leaves::template(trial.visit(lang, &[Role::IctLead]), Asked::of(query));
    let query = "mal_navn=sak.example&mal_omrader=&mal_til=2026-06-30&mal_for=undersokelse";
    let answer = asked(Lang::Nn, query).await.unwrap();
    let head = answer.headers().get("content-disposition").unwrap().to_str().unwrap().to_owned();
    assert_eq!(head, "attachment; filename=\"loyve.md\"");
    let (_, text) = read(answer).await;
    assert!(text.contains("- sak.example") && text.contains("30. juni 2026"), "{text}");
    let (_, text) = read(asked(Lang::En, "mal_for=innlogging").await.unwrap()).await;
    assert!(text.contains("log-in") && text.contains("____"), "{text}");
    refused(asked(Lang::Nb, "mal_navn=a%20b..c").await, "ikke et vertsnavn").await;
}

//! A supplier answers over HTTP, as browsers do it: no account, one request, and nothing of anybody else's.

mod answering;
mod broken;
mod contradicted;
mod entering;
mod files;
mod looks;
mod reports;
mod reuse;

use arvak_core::{EntityId, Fact, Outcome};
use arvak_identity::Role;
use axum::body::Body;
use axum::http::{Method, Request, Response, header};

use crate::trial::{Trial, leads_to, read, sound};
use crate::walk::{ORIGIN, Walk};

const LISTED: &str = r#"
[[supplier]]
id = "nordlys"
name = "Nordlys Drift AS"
operates_ict = true
critical = true

[[supplier]]
id = "skjemavev"
name = "Skjemavev AS"
operates_ict = false
"#;

/// What most trials ask.
const QUESTIONS: [&str; 7] = [
    "monitoring-done",
    "monitoring-systems",
    "monitoring-watch",
    "preparedness-contact",
    "measures-done",
    "measures-sbom",
    "countries-support",
];

/// A municipality with suppliers, and somebody there who asks them.
struct There {
    walk: Walk,
    lead: String,
}

impl There {
    async fn new() -> Self {
        Self::with("").await
    }

    /// With more in the inventory.
    async fn with(more: &str) -> Self {
        let trial = Trial::started().await;
        trial.listed(&format!("{LISTED}{more}")).await;
        let walk = Walk::over(trial).await;
        let lead = walk.session(Role::IctLead).await;
        Self { walk, lead }
    }

    /// Sends a form of the municipality's.
    async fn act(&self, path: &str, form: &str) -> Response<Body> {
        self.walk.send(&Method::POST, path, Some(&self.lead), Some(ORIGIN), form).await
    }

    /// Asks a supplier; the code of the link.
    async fn ask(&self, slug: &str, questions: &[&str]) -> String {
        let questions: Vec<_> = questions.iter().map(|id| format!("spm={id}")).collect();
        let form = format!("frist=2026-03-20&{}", questions.join("&"));
        let answer = self.act(&format!("/leverandorer/{slug}/be"), &form).await;
        self.code(answer).await
    }

    /// The code on the page that shows a link once.
    async fn code(&self, answer: Response<Body>) -> String {
        let to = leads_to(&answer);
        let (status, page) = self.walk.page(&to, &self.lead).await;
        assert_eq!(status, 200, "{to}");
        let (_, rest) = page.split_once("/foresporsel#").expect(&page);
        let code: String = rest.chars().take_while(|sign| *sign != '<').collect();
        assert_eq!(code.len(), 43, "256 bits");
        let (_, again) = self.walk.page(&to, &self.lead).await;
        assert!(!again.contains(&code), "shown once");
        code
    }

    async fn come(&self, code: &str) -> Response<Body> {
        let form = format!("kode={code}");
        self.walk.send(&Method::POST, "/foresporsel", None, Some(ORIGIN), &form).await
    }

    /// Comes with a link; the cookie.
    async fn enter(&self, code: &str) -> String {
        let answer = self.come(code).await;
        assert_eq!(answer.status(), 303, "{:?}", read(answer).await);
        cookie(&answer)
    }

    async fn page(&self, path: &str, cookie: &str) -> (u16, String) {
        self.walk.page(path, cookie).await
    }

    /// Sends the questions' form with these fields and files, with the marks that the page has.
    async fn save(
        &self,
        cookie: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> (u16, String) {
        let (_, page) = self.page("/foresporsel/skjema", cookie).await;
        self.save_over(&page, cookie, fields, files).await
    }

    /// The same over a page that was loaded earlier.
    async fn save_over(
        &self,
        page: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> (u16, String) {
        let mut body = Vec::new();
        let mut field = |name: &str, text: &str| {
            let part = "--x\r\nContent-Disposition: form-data; name=";
            body.extend(format!("{part}\"{name}\"\r\n\r\n{text}\r\n").bytes());
        };
        for (name, mark) in marks(page) {
            field(&name, &mark);
        }
        for (name, text) in fields {
            field(name, text);
        }
        for (question, name, bytes) in files {
            let part = format!(
                "--x\r\nContent-Disposition: form-data; name=\"f.{question}\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend(part.bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--x--\r\n");
        let request = Request::post("/foresporsel/skjema")
            .header(header::COOKIE, cookie)
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        let answer = self.walk.answer(request.body(Body::from(body)).unwrap()).await;
        if answer.status() == 303 {
            let to = leads_to(&answer);
            return self.page(&to, cookie).await;
        }
        read(answer).await
    }

    /// Sends in what the page to look over shows.
    async fn send_in(&self, cookie: &str) -> (u16, String) {
        let (status, page) = self.page("/foresporsel/sjekk", cookie).await;
        assert_eq!(status, 200, "{page}");
        let sum = hidden(&page, "sum");
        self.send_sum(cookie, &sum).await
    }

    async fn send_sum(&self, cookie: &str, sum: &str) -> (u16, String) {
        let form = format!("sum={sum}");
        let sent =
            self.walk.send(&Method::POST, "/foresporsel/send", Some(cookie), Some(ORIGIN), &form);
        let answer = sent.await;
        if answer.status() == 303 {
            return self.page(&leads_to(&answer), cookie).await;
        }
        read(answer).await
    }

    /// What is recorded of a kind about a supplier, oldest first.
    fn said(&self, slug: &str, kind: &str) -> Vec<(Outcome, &'static str)> {
        let view = self.walk.trial.app.live().view();
        let id: EntityId = format!("supplier/{slug}").parse().unwrap();
        let all = view.state().evidence(&id, &kind.parse().unwrap());
        all.map(|one| (one.result, one.basis.name())).collect()
    }

    /// The notes of all that is recorded about a supplier.
    async fn notes(&self, slug: &str) -> String {
        let view = self.walk.trial.app.live().view();
        let id: EntityId = format!("supplier/{slug}").parse().unwrap();
        let mut notes = String::new();
        for entry in view.store.about(&id).await.unwrap() {
            let recorded = view.store.entry(entry).unwrap();
            if matches!(recorded.envelope.fact, Fact::Evidence(_)) {
                notes += &recorded.body.and_then(|body| body.note).unwrap_or_default();
                notes.push('\n');
            }
        }
        notes
    }
}

/// The cookie that an answer sets.
fn cookie(answer: &Response<Body>) -> String {
    let line = answer.headers().get(header::SET_COOKIE).unwrap().to_str().unwrap();
    line.split(';').next().unwrap().to_owned()
}

/// What a hidden field of a page holds.
fn hidden(page: &str, name: &str) -> String {
    let begin = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&begin).expect(page);
    rest.split('"').next().unwrap().to_owned()
}

/// The marks of a page of questions: names and values.
fn marks(page: &str) -> Vec<(String, String)> {
    let parts = page.split("name=\"m.").skip(1);
    let mark = |part: &str| {
        let (name, rest) = part.split_once("\" value=\"").unwrap();
        (format!("m.{name}"), rest.split('"').next().unwrap().to_owned())
    };
    parts.map(mark).collect()
}

/// Holds a page of the supplier's to what every page must be.
fn fine((status, page): (u16, String)) -> String {
    assert_eq!(status, 200, "{page}");
    sound(&page);
    page
}

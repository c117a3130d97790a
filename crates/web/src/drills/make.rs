//! Making a plan: from a file, or from a ready example that is changed on the page. Every mistake is told at its line.

use arvak_core::drill::{Definition, parse};
use arvak_core::{EntryId, Mistake, SourceFile, Span};
use arvak_drills::plan::{self, Planned};
use arvak_drills::say;
use arvak_store::drafts::{USUAL_ROLE, ungraded};
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::known::not_done;
use super::{HERE, path};
use crate::failure::Failure;
use crate::form::{self, Fields, Mistakes, Typed};
use crate::page;
use crate::recording::{NotRecorded, NotTaken, record};
use crate::see_other::see_other;
use crate::visit::Visit;

/// The ready examples, by their names in addresses.
const EXAMPLES: [(&str, &str); 4] = [
    ("innlogging", include_str!("../../../../examples/drills/norsk-drift-innlogging.toml")),
    ("agnkonto", include_str!("../../../../examples/drills/norsk-drift-agnkonto.toml")),
    ("taus-kilde", include_str!("../../../../examples/drills/taus-kilde.toml")),
    ("vakt", include_str!("../../../../examples/drills/norsk-drift-vakt.toml")),
];

/// Days that an example's window lasts: nobody on watch should know the week.
const WINDOW: Span = Span::from_days(30);

/// Most characters of a definition.
const TEXT_CHARS_MAX: usize = 100_000;

/// What a definition is called in what is told of its mistakes.
const FILE: &str = "definisjon";

/// What somebody wants planned.
pub(crate) struct Asked {
    /// The definition's text.
    pub(crate) text: String,
    /// The key of the webhook, where another than that of the supplier's address is used.
    pub(crate) key: Option<Vec<u8>>,
}

/// Why nothing was planned.
pub(crate) enum NotPlanned {
    /// What is wrong in the definition.
    Wrong(Vec<Mistake>),
    /// The rest.
    Taken(NotTaken),
}

impl From<NotTaken> for NotPlanned {
    fn from(error: NotTaken) -> Self {
        Self::Taken(error)
    }
}

impl From<NotRecorded> for NotPlanned {
    fn from(error: NotRecorded) -> Self {
        Self::Taken(error.into())
    }
}

pub(super) async fn show(
    visit: Visit,
    form::Asked(asked): form::Asked,
) -> Result<Response, Failure> {
    let chosen = EXAMPLES.iter().find(|(name, _)| *name == asked.get("eksempel"));
    let text = chosen.map(|(_, text)| with_window(&visit, text)).unwrap_or_default();
    let typed = Typed::default().with("definisjon", text);
    Ok(form_page(&visit, &typed, &Mistakes::default(), &Markup::default()).into_response())
}

/// The example with a window that begins tomorrow.
pub(crate) fn with_window(visit: &Visit, text: &str) -> String {
    let now = visit.app.clock().now();
    let day = |span: Span| {
        let at = now.plus(span).to_string();
        format!("{}T00:00:00Z", at.split('T').next().unwrap_or_default())
    };
    let lines = text.lines().map(|line| match line.split_once(" = ") {
        Some(("from", value)) if value.starts_with("20") => {
            format!("from = {}", day(Span::from_days(1)))
        }
        Some(("to", value)) if value.starts_with("20") => format!("to = {}", day(WINDOW)),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

pub(super) async fn make(visit: Visit, multipart: Multipart) -> Result<Response, Failure> {
    let (typed, key) = read(multipart).await?;
    let asked = Asked { text: typed.get("definisjon").to_owned(), key };
    if typed.get("gjor") != "forsegl" {
        return Ok(looked_over(&visit, &typed, &asked));
    }
    match planned(&visit, asked).await {
        Ok((planned, _)) => Ok(see_other(&path(planned.seal))),
        Err(NotPlanned::Wrong(wrong)) => Ok(refused(&visit, &typed, &told(&visit, &wrong))),
        Err(NotPlanned::Taken(NotTaken::Mistakes(mistakes))) => {
            Ok(refused(&visit, &typed, &mistakes))
        }
        Err(NotPlanned::Taken(NotTaken::Failure(failure))) => Err(failure),
    }
}

/// What the form holds; a file takes the place of what stands in the field. The key is no part of what is shown again.
async fn read(mut multipart: Multipart) -> Result<(Typed, Option<Vec<u8>>), Failure> {
    let (mut pairs, mut key) = (Vec::new(), None);
    let mut file = None;
    let refused = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::Bad,
    };
    while let Some(part) = multipart.next_field().await.map_err(refused)? {
        let field = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(refused)?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match field.as_str() {
            // One that cannot be read is none that is long enough, which is told then.
            "nokkel" if !bytes.trim_ascii().is_empty() => {
                key = Some(plan::key_of(&bytes).unwrap_or_default());
            }
            "fil" if !bytes.is_empty() => file = Some(text()),
            "definisjon" | "gjor" => pairs.push((field, text())),
            _ => {}
        }
    }
    if let Some(file) = file {
        pairs.retain(|(name, _)| name != "definisjon");
        pairs.push(("definisjon".to_owned(), file));
    }
    Ok((Typed::of(pairs), key))
}

/// The definition, when nothing is wrong in it.
fn definition(visit: &Visit, text: &str) -> Result<Definition, NotPlanned> {
    let mut mistakes = Mistakes::default();
    if text.is_empty() || text.chars().count() > TEXT_CHARS_MAX {
        mistakes.tell("definisjon", visit.plain("drills-definition-missing"));
    } else if let Err(error) = ungraded(text) {
        match NotRecorded::undrafted(error, visit.words()) {
            NotRecorded::Refused(sentence) => mistakes.tell("definisjon", sentence),
            NotRecorded::Failure(failure) => return Err(NotTaken::Failure(failure).into()),
        }
    }
    if !mistakes.is_empty() {
        return Err(NotTaken::Mistakes(mistakes).into());
    }
    parse(SourceFile { name: FILE, text }).map_err(NotPlanned::Wrong)
}

/// Seals the plan, and records its hash.
pub(crate) async fn planned(visit: &Visit, asked: Asked) -> Result<(Planned, EntryId), NotPlanned> {
    let definition = definition(visit, &asked.text)?;
    let by = USUAL_ROLE.parse().map_err(|_| NotTaken::Failure(Failure::Inside))?;
    let (folder, whole) = (visit.app.folder(), visit.app.live().view());
    let now = visit.app.clock().now();
    let now = whole.state().last_received().map_or(now, |last| last.max(now));
    let about = (whole.state(), &by, now);
    let planned = plan::plan(folder, (&definition, asked.text), asked.key, about).await;
    let planned = planned.map_err(|error| not_done(visit, error))?;
    let by_itself = Visit { once: None, ..visit.clone() };
    let entries = record(&by_itself, vec![planned.draft.clone()]).await?;
    let entry = entries.first().copied().ok_or(NotTaken::Failure(Failure::Inside))?;
    let noted = plan::noted(folder, &planned.id, entry).await;
    noted.map_err(|error| not_done(visit, error))?;
    Ok((planned, entry))
}

/// Every mistake, at its line.
fn told(visit: &Visit, wrong: &[Mistake]) -> Mistakes {
    let mut mistakes = Mistakes::default();
    for one in wrong {
        mistakes.tell("definisjon", visit.words().mistake(one));
    }
    mistakes
}

fn refused(visit: &Visit, typed: &Typed, mistakes: &Mistakes) -> Response {
    let page = form_page(visit, typed, mistakes, &Markup::default());
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// What both sides would agree on, before it is sealed.
fn looked_over(visit: &Visit, typed: &Typed, asked: &Asked) -> Response {
    let definition = match definition(visit, &asked.text) {
        Ok(definition) => definition,
        Err(NotPlanned::Wrong(wrong)) => return refused(visit, typed, &told(visit, &wrong)),
        Err(NotPlanned::Taken(NotTaken::Mistakes(mistakes))) => {
            return refused(visit, typed, &mistakes);
        }
        Err(NotPlanned::Taken(NotTaken::Failure(failure))) => return failure.into_response(),
    };
    let whole = visit.app.live().view();
    let fits = plan::fits(&definition, whole.state(), visit.app.clock().now());
    let agreed = say::agreed(&definition, visit.words());
    let above = html! {
        section class="ds-alert" data-color=(if fits.is_ok() { "success" } else { "warning" }) {
            h2 { (visit.plain("drills-checked")) }
            ul class="ds-list" { @for line in agreed.lines() { li { (line) } } }
            @match &fits {
                Ok(()) => p { (visit.plain("drills-checked-sound")) },
                Err(refusal) => p { (refusal.say(visit.words())) },
            }
        }
    };
    form_page(visit, typed, &Mistakes::default(), &above).into_response()
}

fn form_page(visit: &Visit, typed: &Typed, mistakes: &Mistakes, above: &Markup) -> Markup {
    let fields = Fields::new(visit, typed, mistakes);
    let title = visit.plain("drills-make");
    let body = html! {
        a class="a-back" href=(HERE) { (visit.plain("rooms-drills")) }
        h1 { (title) }
        p class="a-lead" { (visit.plain("drills-make-lead")) }
        (fields.summary())
        (above)
        h2 { (visit.plain("drills-examples")) }
        ul class="ds-list" {
            @for (name, _) in &EXAMPLES {
                li { a class="ds-link" href={ "/ovelser/ny?eksempel=" (name) } { (visit.plain(&format!("drills-example-{name}"))) } }
            }
        }
        form class="a-form" method="post" action="/ovelser/ny" enctype="multipart/form-data" {
            (fields.area("definisjon", &visit.plain("drills-definition"), Some(&visit.plain("drills-definition-hint")), 24))
            (fields.file("fil", &visit.plain("drills-file"), Some(&visit.plain("drills-file-hint")), ".toml"))
            (fields.file("nokkel", &visit.plain("drills-key"), Some(&visit.plain("drills-key-hint")), ".txt,.key"))
            div class="a-actions" {
                button class="ds-button" data-variant="secondary" type="submit" name="gjor" value="sjekk" { (visit.plain("drills-check")) }
                button class="ds-button" type="submit" name="gjor" value="forsegl" { (visit.plain("drills-seal-it")) }
            }
        }
    };
    page::page(visit, &title, &body)
}

//! Planning a call-out test on a page: from a file, or from the ready example that is changed there. Every mistake is told at its line; who would
//! be called, and on which ground, is shown before anything is sealed.

use arvak_core::drill::callout::{Callout, parse};
use arvak_core::{EntryId, Mistake, SourceFile};
use arvak_store::drafts::{USUAL_ROLE, ungraded};
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::HERE;
use super::desk::{self, CalloutError, Planned, SetUp};
use crate::drills::with_window;
use crate::failure::Failure;
use crate::form::{self, Fields, Mistakes, Typed};
use crate::page;
use crate::recording::{NotRecorded, NotTaken, record};
use crate::see_other::see_other;
use crate::visit::Visit;

/// The ready example.
const EXAMPLE: &str = include_str!("../../../../examples/callouts/vakta.toml");

/// Most characters of a definition.
const TEXT_CHARS_MAX: usize = 100_000;

/// What a definition is called in what is told of its mistakes.
const FILE: &str = "definisjon";

/// Why nothing was planned.
pub(crate) enum NotPlanned {
    /// What is wrong in the definition.
    Wrong(Vec<Mistake>),
    /// The rest.
    Taken(NotTaken),
}

impl<E: Into<NotTaken>> From<E> for NotPlanned {
    fn from(error: E) -> Self {
        Self::Taken(error.into())
    }
}

/// Why something was not done, in the visitor's language.
pub(super) fn not_done(visit: &Visit, error: CalloutError) -> NotRecorded {
    match error {
        CalloutError::NotNow(refusal) => NotRecorded::Refused(refusal.say(visit.words())),
        CalloutError::Undrafted(error) => NotRecorded::undrafted(error, visit.words()),
        error => NotRecorded::Failure(error.into()),
    }
}

/// Which ways are set up here.
async fn set_up(visit: &Visit) -> Result<SetUp, Failure> {
    let channels = visit.app.notices().channels();
    let hooks = visit.app.folder().operation().webhooks().await?;
    Ok(SetUp {
        mail: channels.relay.is_some(),
        sms: channels.sms.is_some(),
        webhooks: hooks.into_iter().map(|hook| hook.url).collect(),
    })
}

pub(super) async fn show(
    visit: Visit,
    form::Asked(asked): form::Asked,
) -> Result<Response, Failure> {
    let is_example = asked.get("eksempel") == "vakta";
    let text = if is_example { with_window(&visit, EXAMPLE) } else { String::new() };
    let typed = Typed::default().with(FILE, text);
    Ok(form_page(&visit, &typed, &Mistakes::default(), &Markup::default()).into_response())
}

pub(super) async fn make(visit: Visit, multipart: Multipart) -> Result<Response, Failure> {
    let typed = read(multipart).await?;
    let told = if typed.get("gjor") == "forsegl" {
        match planned(&visit, typed.get(FILE)).await {
            Ok((planned, _)) => return Ok(see_other(&format!("{HERE}/{}", planned.id))),
            Err(error) => error,
        }
    } else {
        match looked_over(&visit, typed.get(FILE)).await {
            Ok(above) => {
                return Ok(form_page(&visit, &typed, &Mistakes::default(), &above).into_response());
            }
            Err(error) => error,
        }
    };
    let mistakes = match told {
        NotPlanned::Wrong(wrong) => {
            let mut mistakes = Mistakes::default();
            for one in &wrong {
                mistakes.tell(FILE, visit.words().mistake(one));
            }
            mistakes
        }
        NotPlanned::Taken(NotTaken::Mistakes(mistakes)) => mistakes,
        NotPlanned::Taken(NotTaken::Failure(failure)) => return Err(failure),
    };
    let page = form_page(&visit, &typed, &mistakes, &Markup::default());
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// What the form holds; a file takes the place of what stands in the field.
async fn read(mut multipart: Multipart) -> Result<Typed, Failure> {
    let (mut pairs, mut file) = (Vec::new(), None);
    let refused = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::Bad,
    };
    while let Some(part) = multipart.next_field().await.map_err(refused)? {
        let field = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(refused)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match field.as_str() {
            "fil" if !bytes.is_empty() => file = Some(text),
            FILE | "gjor" => pairs.push((field, text)),
            _ => {}
        }
    }
    if let Some(file) = file {
        pairs.retain(|(name, _)| name != FILE);
        pairs.push((FILE.to_owned(), file));
    }
    Ok(Typed::of(pairs))
}

/// The definition, when nothing is wrong in it.
fn definition(visit: &Visit, text: &str) -> Result<Callout, NotPlanned> {
    let mut mistakes = Mistakes::default();
    if text.is_empty() || text.chars().count() > TEXT_CHARS_MAX {
        mistakes.tell(FILE, visit.plain("drills-definition-missing"));
    } else if let Err(error) = ungraded(text) {
        match NotRecorded::undrafted(error, visit.words()) {
            NotRecorded::Refused(sentence) => mistakes.tell(FILE, sentence),
            NotRecorded::Failure(failure) => return Err(failure.into()),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    parse(SourceFile { name: FILE, text }).map_err(NotPlanned::Wrong)
}

/// Draws the moment, seals the plan, and records its hash. Whoever is limited to units may not: the list is the whole municipality's.
pub(crate) async fn planned(visit: &Visit, text: &str) -> Result<(Planned, EntryId), NotPlanned> {
    whole(visit)?;
    let definition = definition(visit, text)?;
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let folder = visit.app.folder();
    let view = visit.app.live().view();
    let about = arvak_drills::plan::organisation(view.state());
    let about = about.map_err(crate::drills::failure)?;
    let now = visit.app.clock().now();
    let (about, set_up) = ((about, &by), set_up(visit).await?);
    let planned = desk::plan(folder, (&definition, text.to_owned()), about, &set_up, now).await;
    let planned = planned.map_err(|error| not_done(visit, error))?;
    let by_itself = Visit { once: None, ..visit.clone() };
    let entries = record(&by_itself, vec![planned.draft.clone()]).await?;
    let entry = entries.first().copied().ok_or(Failure::Inside)?;
    desk::noted(folder, &planned.id, entry).await.map_err(|error| not_done(visit, error))?;
    Ok((planned, entry))
}

/// Whether the visitor sees the whole municipality.
pub(super) fn whole(visit: &Visit) -> Result<(), Failure> {
    if visit.limits().is_some() { Err(Failure::Forbidden) } else { Ok(()) }
}

/// Who would be called, and on which ground; and whether it could be sealed now.
async fn looked_over(visit: &Visit, text: &str) -> Result<Markup, NotPlanned> {
    whole(visit)?;
    let definition = definition(visit, text)?;
    let fits = desk::fits(&definition, &set_up(visit).await?, visit.app.clock().now());
    Ok(html! {
        section class="ds-alert" data-color=(if fits.is_ok() { "success" } else { "warning" }) {
            h2 { (visit.plain("callout-checked")) }
            ul class="ds-list" {
                @for line in desk::agreed(&definition, &|role| visit.thing(role), visit.words()) { li { (line) } }
            }
            @match &fits {
                Ok(()) => p { (visit.plain("callout-checked-sound")) },
                Err(refusal) => p { (refusal.say(visit.words())) },
            }
        }
    })
}

fn form_page(visit: &Visit, typed: &Typed, mistakes: &Mistakes, above: &Markup) -> Markup {
    let fields = Fields::new(visit, typed, mistakes);
    let title = visit.plain("callout-make");
    let body = html! {
        a class="a-back" href=(HERE) { (visit.plain("rooms-callouts")) }
        h1 { (title) }
        p class="a-lead" { (visit.plain("callout-make-lead")) }
        (fields.summary())
        (above)
        p { a class="ds-link" href="/vaktprover/ny?eksempel=vakta" { (visit.plain("callout-example")) } }
        form class="a-form" method="post" action="/vaktprover/ny" enctype="multipart/form-data" {
            (fields.area(FILE, &visit.plain("drills-definition"), Some(&visit.plain("callout-definition-hint")), 24))
            (fields.file("fil", &visit.plain("drills-file"), Some(&visit.plain("drills-file-hint")), ".toml"))
            div class="a-actions" {
                button class="ds-button" data-variant="secondary" type="submit" name="gjor" value="sjekk" { (visit.plain("drills-check")) }
                button class="ds-button" type="submit" name="gjor" value="forsegl" { (visit.plain("drills-seal-it")) }
            }
        }
    };
    page::page(visit, &title, &body)
}

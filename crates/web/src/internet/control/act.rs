//! Looking for a proof now, and the token to the postmaster.

use arvak_core::{EntryId, Instant};
use axum::response::Response;

use super::{HERE, domain, page};
use crate::accounts::frame::again;
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::program::{Controlled, Look, ProgramError};
use crate::recording::NotTaken;
use crate::runs;
use crate::see_other::see_other;
use crate::visit::Visit;

pub(super) async fn search(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let domain = domain(&visit, typed.get("domene")).await?;
    let id = look(&visit, &domain).await?;
    Ok(see_other(&format!("/kjoringer/{id}")))
}

/// Starts a run that looks for record and file of this domain, and answers its number. One run at a time: another's would not
/// look for it.
pub(crate) async fn look(visit: &Visit, domain: &Controlled) -> Result<u64, Failure> {
    if visit.app.runs().active().is_some() {
        return Err(Failure::Asked(visit.plain("internet-control-busy")));
    }
    let by = visit.who.as_ref().map(|who| who.person.to_string());
    let look = Look { proof_of: Some(domain.id.clone()), ..Look::default() };
    let then = format!("{HERE}#{}", page::place(domain));
    runs::start(&visit.app, look, by, Some(then)).await
}

pub(super) async fn send(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let domain = domain(&visit, typed.get("domene")).await?;
    match mail(&visit, &domain).await {
        Ok(_) => Ok(see_other(&format!("{HERE}?sagt=sendt#{}", page::place(&domain)))),
        Err(error) => told(&visit, &typed, error).await,
    }
}

/// Sends a token to the domain's postmaster, and answers the address.
pub(crate) async fn mail(visit: &Visit, domain: &Controlled) -> Result<String, NotTaken> {
    let sent = visit.app.program().mail_token(domain.host.clone(), visit.lang).await;
    sent.map_err(|error| {
        let mut mistakes = Mistakes::default();
        match error {
            ProgramError::Asked(sentence) => mistakes.tell("", sentence),
            ProgramError::Failed(error) => {
                tracing::warn!(%error, "a token to a postmaster");
                mistakes.tell("", visit.plain("internet-control-not-sent"));
            }
            ProgramError::Full => return NotTaken::Failure(error.into()),
        }
        mistakes.into()
    })
}

pub(super) async fn confirm(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let domain = domain(&visit, typed.get("domene")).await?;
    let field = page::token_field(&domain);
    match enter(&visit, &domain, typed.get(&field), &field).await {
        Ok(_) => Ok(see_other(&format!("{HERE}?sagt=vist#{}", page::place(&domain)))),
        Err(error) => told(&visit, &typed, error).await,
    }
}

/// Records that the postmaster's token was entered; answers the entry, and until when it holds. What is wrong is told of `field`.
pub(crate) async fn enter(
    visit: &Visit,
    domain: &Controlled,
    token: &str,
    field: &str,
) -> Result<(EntryId, Instant), NotTaken> {
    let (program, token) = (visit.app.program(), token.to_owned());
    let entered = program.enter_token(domain.host.clone(), token, visit.lang).await;
    let (entry, until) = entered.map_err(|error| match error {
        ProgramError::Asked(sentence) => {
            let mut mistakes = Mistakes::default();
            mistakes.tell(field, sentence);
            mistakes.into()
        }
        error => NotTaken::Failure(error.into()),
    })?;
    visit.app.live().settled(entry).await;
    Ok((entry, until))
}

/// The page again, with what was wrong.
pub(super) async fn told(
    visit: &Visit,
    typed: &Typed,
    error: NotTaken,
) -> Result<Response, Failure> {
    match error {
        NotTaken::Failure(failure) => Err(failure),
        NotTaken::Mistakes(mistakes) => Ok(again(page::page(visit, typed, &mistakes).await?)),
    }
}

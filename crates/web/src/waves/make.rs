//! Making a wave: for each supplier a due date in the ledger, and then request, link, address and mail in one transaction.

use std::collections::BTreeMap;

use arvak_core::{Actor, Draft, EntityId, Instant, Name, Span, State};
use arvak_identity::{Secret, TokenKind};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::supplier::{AddressRow, NewAsked, NewMail, RequestRow, SendingRow, WhichAsked};
use arvak_store::{Answer, Operation, PersonId, Seal};
use arvak_suppliers::letters::Kind;
use arvak_suppliers::life::{DAYS_MOST, Event, link_ends, stage};
use arvak_suppliers::taking;
use arvak_suppliers::wave::Go;
use arvak_workbook::{ANSWER_DAYS, request_id};

use super::write::{About, random_name};
use super::{Desk, Names, WaveError};

/// How many requests are made in one transaction: a kill loses no more than what was not begun.
const AT_ONCE: usize = 250;

/// Who asks, and how.
pub struct Asking<'a> {
    /// What is known.
    pub state: &'a State,
    /// What things are called.
    pub names: &'a Names<'a>,
    /// By when an answer is expected; the usual days otherwise.
    pub due: Option<Instant>,
    /// Whether whoever opens a link is sent a code.
    pub wants_code: bool,
    /// Who makes it, when it is a person with an account.
    pub made_by: Option<PersonId>,
    /// Who records it.
    pub by: Actor,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The wave.
    pub wave: Name,
    /// How many requests were made.
    pub requests: usize,
    /// Requests that were there already: the supplier was asked earlier today.
    pub known: Vec<Name>,
}

/// The open request of each supplier that has one. Whatever has a new link made is open too.
pub async fn open_requests(
    operation: &Operation,
    now: Instant,
) -> Result<BTreeMap<EntityId, Name>, WaveError> {
    let mut open = BTreeMap::new();
    for one in operation.supplier_asked(WhichAsked::All).await? {
        let happened: Vec<Event> =
            one.events.iter().filter_map(|one| Event::from_name(&one.event)).collect();
        let ends = one.link.map(|link| link.ends_at);
        if stage(&happened, ends, now).is_open() {
            open.insert(one.row.supplier, one.row.id);
        }
    }
    Ok(open)
}

/// One request that is about to be made.
struct Ready {
    row: RequestRow,
    secret: Secret,
    sending: SendingRow,
    name: String,
    subject: String,
    body: String,
}

/// Makes the requests that the plan asks for. What was begun and not ended is ended by making the wave again: whoever has an open
/// request is left alone. `tell` hears how many there are so far.
pub async fn make(
    desk: &Desk,
    asking: &Asking<'_>,
    plan: &[(EntityId, Go)],
    tell: &(dyn Fn(usize) + Sync),
) -> Result<Made, WaveError> {
    let (_, call) = desk.ready()?;
    let (now, people_now) = (desk.folder.clock().now(), desk.people_clock.now());
    let latest = now.plus(Span::from_days(DAYS_MOST));
    let due = asking.due.unwrap_or_else(|| now.plus(Span::from_days(ANSWER_DAYS)));
    if due <= now || due > latest {
        return Err(WaveError::Due { days: DAYS_MOST });
    }
    let seal = desk.seal().await?;
    let operation = desk.folder.operation();
    let addresses = operation.supplier_addresses().await?;
    let day = arvak_words::iso_last_day(now.plus(Span::from_millis(1))).ok_or(WaveError::Inside)?;
    let mark: String = random_name()?.chars().take(6).collect();
    let wave: Name = format!("wave-{day}-{mark}").parse()?;
    // The same day's request on the command line has fixed the date.
    let fixed: BTreeMap<&Name, Instant> =
        asking.state.obligations().map(|(one, _)| (&one.id, one.due)).collect();
    let mut made = Made { wave: wave.clone(), requests: 0, known: Vec::new() };
    let asks = plan.iter().filter_map(|(id, go)| match go {
        Go::Asks(questions) => Some((id, questions, addresses.get(id)?)),
        _ => None,
    });
    let asks: Vec<_> = asks.collect();
    for some in asks.chunks(AT_ONCE) {
        let mut ready = Vec::new();
        let mut drafts = Vec::new();
        for (supplier, questions, to) in some {
            let id = request_id(supplier, now)?;
            let known = fixed.get(&id).copied();
            let due = known.unwrap_or(due);
            if known.is_none() {
                drafts.push(due_date(asking, &id, supplier, due)?);
            }
            let row = RequestRow {
                id,
                supplier: (*supplier).clone(),
                questions: (*questions).clone(),
                due,
                made_by: asking.made_by.clone(),
                made_at: now,
                receipt: None,
            };
            ready.push(written(desk, asking, (row, to, &wave), call)?);
        }
        refuse(desk.folder.append_whole(drafts).await?)?;
        let known = keep(desk, &seal, &ready, (now, people_now)).await?;
        made.requests += ready.len() - known.len();
        made.known.extend(known);
        tell(made.requests);
    }
    Ok(made)
}

/// By when the supplier must answer.
fn due_date(
    asking: &Asking<'_>,
    id: &Name,
    supplier: &EntityId,
    due: Instant,
) -> Result<Draft, WaveError> {
    let by = USUAL_ROLE.parse()?;
    let fact = taking::due(asking.state, id, supplier, due, &by)?;
    let draft = draft(fact.fact, &by, Some(&fact.key), Texts::default())?;
    Ok(Draft { actor: asking.by.clone(), ..draft })
}

/// Keeps them; the ids of those that were there already.
async fn keep(
    desk: &Desk,
    seal: &Seal,
    ready: &[Ready],
    (now, people_now): (Instant, Instant),
) -> Result<Vec<Name>, WaveError> {
    let hashes: Vec<[u8; 32]> = ready.iter().map(|one| *one.secret.hash().as_bytes()).collect();
    let new = ready.iter().zip(&hashes).map(|(one, hash)| NewAsked {
        request: &one.row,
        event: Event::Made.name(),
        link: hash,
        link_times: (people_now, link_ends(one.row.due, now, people_now)),
        sending: &one.sending,
        mail: NewMail {
            kind: Kind::Invitation.name(),
            number: 0,
            name: &one.name,
            address: &one.sending.to.address,
            subject: &one.subject,
            body: &one.body,
            code: Some(one.secret.reveal()),
        },
    });
    let new: Vec<_> = new.collect();
    Ok(desk.folder.operation().add_supplier_wave(seal, &new, people_now).await?)
}

fn written(
    desk: &Desk,
    asking: &Asking<'_>,
    (row, to, wave): (RequestRow, &AddressRow, &Name),
    call: &str,
) -> Result<Ready, WaveError> {
    let words = asking.names.words(&to.lang);
    let sending =
        SendingRow { to: to.clone(), wants_code: asking.wants_code, wave: Some(wave.clone()) };
    let about = About { row: &row, sending: &sending, asked_at: None, text: "" };
    let (subject, body) = about.letter(desk, asking.names, words, call, Kind::Invitation);
    let secret = TokenKind::Request.make().map_err(|_| WaveError::Inside)?;
    Ok(Ready { name: random_name()?, secret, sending, subject, body, row })
}

/// Whatever was refused, with its reason.
fn refuse(answers: Vec<Answer>) -> Result<(), WaveError> {
    let refused = answers.into_iter().find_map(|answer| match answer {
        Answer::Refused(refused) if refused.code != arvak_store::Refused::WITH_ANOTHER => {
            Some(refused)
        }
        _ => None,
    });
    refused.map_or(Ok(()), |refused| Err(WaveError::Refused(refused.reason)))
}

//! Noting what is new for each recipient, and writing what it is time to tell.

use arvak_core::Instant;
use arvak_identity::Right;
use arvak_notices::{Choice, Event, Recipient, Sight, Told, is_time, letter, once, payload, plan};
use arvak_store::{Account, NewMessage, Noted, Operation, To, ToNote, WaitingNotice};
use arvak_words::Lang;

use super::standing::standing;
use super::{place, sight, title};
use crate::app::App;
use crate::failure::Failure;
use crate::view::View;

/// Most messages that one round writes to a webhook.
const MESSAGES_MOST: usize = 200;

/// Somebody who may be told, and in which language; programs have none.
pub(super) struct Known {
    pub(super) to: To,
    pub(super) choice: Choice,
    pub(super) sight: Sight,
    pub(super) lang: Option<Lang>,
}

/// Notes and writes for everybody.
pub(super) async fn note_and_write(app: &App) -> Result<(), Failure> {
    let view = app.live().view();
    let events = standing(&view, app.notices().channels().expiring);
    for known in everybody(app, &view).await? {
        one(app, &view, &known, &events).await?;
    }
    Ok(())
}

/// Notes for one of them at once: before a first test message, what stands already must not become news.
pub(super) async fn note_for(app: &App, to: &To) -> Result<i64, Failure> {
    let view = app.live().view();
    let events = standing(&view, app.notices().channels().expiring);
    let operation = app.folder().operation();
    let known = everybody(app, &view).await?.into_iter().find(|known| known.to == *to);
    let known = known.ok_or(Failure::NotFound)?;
    match note(operation, &known, &events, app.clock().now()).await? {
        Some((id, _)) => Ok(id),
        None => Ok(operation.note(to, &ToNote::default(), app.clock().now()).await?),
    }
}

/// Everybody who may be told: accounts with an address, where there is a relay; and webhooks.
async fn everybody(app: &App, view: &View) -> Result<Vec<Known>, Failure> {
    let operation = app.folder().operation();
    let mut found = Vec::new();
    if app.notices().channels().relay.is_some() {
        for account in operation.accounts().await? {
            if account.email.is_none() {
                continue;
            }
            let choice = choice(operation, &account).await?;
            let sight = sight::of(&account, view.state());
            let lang = Some(account.lang.parse().unwrap_or_default());
            found.push(Known { to: To::Person(account.person), choice, sight, lang });
        }
    }
    for hook in operation.webhooks().await? {
        let (to, choice) = (To::Webhook(hook.id), Choice::everything());
        found.push(Known { to, choice, sight: Sight::All, lang: None });
    }
    Ok(found)
}

/// What a person chose, or what is usual.
pub(super) async fn choice(operation: &Operation, account: &Account) -> Result<Choice, Failure> {
    let kept = operation.notice_choice(&account.person).await?;
    Ok(match kept {
        Some((kinds, pace)) => Choice::from_text(&kinds, &pace),
        None => Choice::usual(sight::may(account, Right::Record)),
    })
}

pub(super) async fn one(
    app: &App,
    view: &View,
    known: &Known,
    events: &[Event],
) -> Result<(), Failure> {
    let (operation, now) = (app.folder().operation(), app.clock().now());
    let Some((id, recipient)) = note(operation, known, events, now).await? else { return Ok(()) };
    let waiting = operation.waiting_notices(id).await?;
    let Some(since) = waiting.iter().map(|notice| notice.noted_at).min() else { return Ok(()) };
    if !is_time(known.choice.pace, since, now) {
        return Ok(());
    }
    let (told, kept_back) = sift(&waiting, &recipient);
    let mut messages = match known.lang {
        Some(lang) => to_person(app, view, lang, &told, now),
        None => to_program(app, &told, now),
    };
    if !kept_back.is_empty() {
        // It goes out of the way without a message.
        operation.keep_back(id, &kept_back).await?;
    }
    messages.retain(|message| !message.tells.is_empty());
    if messages.is_empty() {
        return Ok(());
    }
    Ok(operation.put_in_messages(id, &messages, now).await?)
}

/// Notes what is new; the recipient's number, and who it is. `None` when there is nothing about it in the database, and
/// nothing to put there.
async fn note(
    operation: &Operation,
    known: &Known,
    events: &[Event],
    now: Instant,
) -> Result<Option<(i64, Recipient)>, Failure> {
    let noted = operation.noted(&known.to).await?;
    let recipient = Recipient {
        choice: known.choice.clone(),
        sight: known.sight.clone(),
        is_new: noted.is_none(),
    };
    let Noted { id, lasting } = noted.unwrap_or_else(|| Noted { id: 0, lasting: [].into() });
    let plan = plan(&recipient, &lasting, events);
    if plan.is_empty() && !recipient.is_new {
        return Ok(Some((id, recipient)));
    }
    if recipient.sight == Sight::Nothing && recipient.is_new {
        return Ok(None);
    }
    let pair = |event: &Event| {
        (event.key.clone(), serde_json::to_string(&event.told()).unwrap_or_default())
    };
    let news = ToNote {
        fresh: plan.fresh.iter().map(pair).collect(),
        silent: plan.silent.iter().map(pair).collect(),
        over: plan.over,
    };
    let id = operation.note(&known.to, &news, now).await?;
    Ok(Some((id, recipient)))
}

/// What may be told, and the numbers of what may not be told any more.
fn sift(waiting: &[WaitingNotice], recipient: &Recipient) -> (Vec<(i64, Told)>, Vec<i64>) {
    let (mut told, mut kept_back) = (Vec::new(), Vec::new());
    for notice in waiting {
        match serde_json::from_str::<Told>(&notice.what) {
            Ok(one) if recipient.may_be_told(&one) => {
                told.push((notice.id, Told { is_over: notice.is_over, ..one }));
            }
            _ => kept_back.push(notice.id),
        }
    }
    (told, kept_back)
}

fn to_person(
    app: &App,
    view: &View,
    lang: Lang,
    told: &[(i64, Told)],
    now: Instant,
) -> Vec<NewMessage> {
    let (tells, told): (Vec<i64>, Vec<Told>) = told.iter().cloned().unzip();
    let titles = |claim: &arvak_core::Name| title(view, lang, claim);
    let letter = letter(&once(&told), app.words(lang), &place(app, &titles), now);
    vec![NewMessage { subject: letter.subject, body: letter.text, tells }]
}

/// Programs are told of each event by itself.
fn to_program(app: &App, told: &[(i64, Told)], now: Instant) -> Vec<NewMessage> {
    let place = place(app, &|_| None);
    let message = |(id, one): &(i64, Told)| {
        let body = payload(one, &place, now);
        NewMessage { subject: String::new(), body, tells: vec![*id] }
    };
    told.iter().take(MESSAGES_MOST).map(message).collect()
}

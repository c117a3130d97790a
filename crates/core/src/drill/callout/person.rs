//! `[[person]]`: who is called, and by which ways.

use super::super::{LIST_MAX, TEXT_CHARS_MAX, field, phone};
use crate::EntityId;
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet, Value, host};

/// Most characters of an address (RFC 5321, section 4.5.3.1.3, without the angle brackets).
const ADDRESS_CHARS_MAX: usize = 254;

/// The ways, as they are written.
pub const WAYS: [&str; 3] = ["mail", "sms", "webhook"];

/// Somebody on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The role that they answer in: all that outlives the time for which people's times are kept.
    pub role: EntityId,
    /// What they are called.
    pub name: String,
    /// By which ways they are called, all at once.
    pub ways: Vec<Way>,
}

/// A way in which somebody is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// A mail to this address.
    Mail(String),
    /// A text message to this number, through the gateway that the operator configured.
    Sms(String),
    /// A signed webhook to this address, which an administrator registered.
    Webhook(String),
}

impl Way {
    /// As it is written.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Mail(_) => "mail",
            Self::Sms(_) => "sms",
            Self::Webhook(_) => "webhook",
        }
    }

    /// Where it leads.
    pub fn to(&self) -> &str {
        match self {
            Self::Mail(to) | Self::Sms(to) | Self::Webhook(to) => to,
        }
    }
}

pub(super) fn all(sheet: &mut Sheet<'_>, value: Value<'_, '_>) -> Option<Vec<Person>> {
    let list = sheet.list_in("person", value, "list_of_tables")?;
    if list.is_empty() {
        sheet.tell(value.span().start, Problem::new("empty_list").with("field", "person"));
        return None;
    }
    if list.len() > LIST_MAX {
        let problem = Problem::new("too_many").with("what", "records").with("count", list.len());
        sheet.tell(value.span().start, problem.with("most", LIST_MAX));
        return None;
    }
    let all: Vec<Option<Person>> = list.iter().map(|value| person(sheet, value)).collect();
    all.into_iter().collect()
}

fn person(sheet: &mut Sheet<'_>, value: Value<'_, '_>) -> Option<Person> {
    let record = Record::of(sheet, "person", value)?;
    record.only(sheet, || ["role", "name"].into_iter().chain(WAYS).collect());
    let role = record.need(sheet, "role");
    let role = role.and_then(|value| field::thing(sheet, "role", value, &["role"]));
    let name = record.need(sheet, "name");
    let name = name.and_then(|value| sheet.line_in("name", value, TEXT_CHARS_MAX));
    let mut ways = Vec::new();
    let mut is_sound = true;
    for way in WAYS {
        let Some(value) = record.get(way) else { continue };
        let read = match way {
            "mail" => mail(sheet, value).map(Way::Mail),
            "sms" => phone::number(sheet, way, value).map(Way::Sms),
            _ => {
                sheet.line_in(way, value, TEXT_CHARS_MAX).map(|text| Way::Webhook(text.to_owned()))
            }
        };
        is_sound &= read.is_some();
        ways.extend(read);
    }
    if ways.is_empty() && is_sound {
        sheet.tell(record.at, Problem::new("no_way").with("ways", WAYS.join(", ")));
        return None;
    }
    Some(Person { role: role?, name: name?.to_owned(), ways: Some(ways).filter(|_| is_sound)? })
}

/// An address of plain ASCII: something, an `@`, and a host.
pub(in crate::drill) fn mail(sheet: &mut Sheet<'_>, value: Value<'_, '_>) -> Option<String> {
    let text = sheet.line_in("mail", value, ADDRESS_CHARS_MAX)?;
    let is_address = text.rsplit_once('@').is_some_and(|(who, at)| {
        let signs =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
        !who.is_empty() && who.bytes().all(signs) && host(&at.to_ascii_lowercase()).is_some()
    });
    if is_address {
        return Some(text.to_owned());
    }
    let problem = Problem::new("bad_mail").with("field", "mail").with("text", text);
    sheet.tell(value.span().start, problem);
    None
}

//! Reading a recipe: each mistake with its line and its field.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{
    ACTS_MAX, Act, BadRecipe, Fault, Names, RECIPE_BYTES_MAX, RECIPE_VERSION, Recipe, Sign, Spot,
    What,
};
use crate::service;
use crate::web::Selector;

/// Most characters of a text in a recipe.
const TEXT_CHARS_MAX: usize = 500;

/// What is said of the recipe itself; everything else in it is as in `params`.
const OWN: [&str; 9] =
    ["version", "id", "name", "tested", "browser", "steps", "session", "second_factor", "refused"];

/// A field and what is wrong with it.
type Wrong = (String, Fault, String);

/// A value as a type.
fn typed<T: DeserializeOwned>(value: Value, at: &str) -> Result<T, Wrong> {
    service::typed(value, at).map_err(|(field, why)| (field, Fault::of_type(&why), why))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOwn {
    version: Option<u32>,
    id: Option<String>,
    name: Option<Names>,
    tested: Option<String>,
    browser: Option<bool>,
    steps: Option<Vec<Value>>,
    session: Option<Value>,
    second_factor: Option<Value>,
    refused: Option<Value>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawAct {
    open: Option<String>,
    fill: Option<What>,
    at: Option<String>,
    press: Option<String>,
    follow: Option<String>,
    choose: Option<String>,
    wait: Option<Wait>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Wait {
    NextCode,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawSign {
    text: Option<Value>,
    selector: Option<String>,
    address: Option<String>,
    status: Option<u16>,
    cookie: Option<String>,
}

/// A recipe from TOML.
pub(super) fn text(text: &str) -> Result<Recipe, BadRecipe> {
    let bad = |line, field: &str, fault, why: String| BadRecipe {
        line,
        field: field.to_owned(),
        fault,
        why,
    };
    if text.len() > RECIPE_BYTES_MAX {
        return Err(bad(
            None,
            "",
            Fault::TooLarge,
            format!("it is larger than {RECIPE_BYTES_MAX} bytes"),
        ));
    }
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map(|before| before.matches('\n').count() + 1);
        bad(line, "", Fault::NoToml, format!("it is no TOML: {}", error.message()))
    })?;
    let value = serde_json::to_value(table).map_err(|_| {
        bad(None, "", Fault::Form, "it holds a value that no recipe has".to_owned())
    })?;
    recipe(value)
        .map_err(|(field, fault, why)| bad(line_of(text, &field, &why), &field, fault, why))
}

/// A recipe from a table.
pub(super) fn table(value: Value) -> Result<Recipe, BadRecipe> {
    recipe(value).map_err(|(field, fault, why)| BadRecipe { line: None, field, fault, why })
}

fn recipe(value: Value) -> Result<Recipe, Wrong> {
    let Value::Object(fields) = value else {
        return Err((String::new(), Fault::Form, "it is no table".to_owned()));
    };
    let (own, form): (Map<_, _>, Map<_, _>) =
        fields.into_iter().partition(|(name, _)| OWN.contains(&name.as_str()));
    let is_of_version = |own: &RawOwn| own.version == Some(RECIPE_VERSION);
    let own: RawOwn = typed(Value::Object(own), "")?;
    let is_plain = own.steps.is_none()
        && own.session.is_none()
        && own.second_factor.is_none()
        && own.refused.is_none();
    if !(is_of_version(&own) || (is_plain && own.version.is_none())) {
        let why = format!("this program reads version = {RECIPE_VERSION}, and a recipe says so");
        return Err(("version".to_owned(), Fault::Version, why));
    }
    if own.id.as_ref().is_some_and(|id| !super::is_word(id)) {
        return Err((
            "id".to_owned(),
            Fault::Id,
            "a-z, 0-9 and - only, 60 characters at most".to_owned(),
        ));
    }
    let form = typed(Value::Object(form), "")?;
    Ok(Recipe {
        acts: own.steps.map(acts).transpose()?.unwrap_or_default(),
        session: signs(own.session, "session")?,
        second_factor: signs(own.second_factor, "second_factor")?,
        refused: signs(own.refused, "refused")?,
        id: own.id,
        name: own.name,
        tested: own.tested,
        browser: own.browser,
        form,
    })
}

fn acts(steps: Vec<Value>) -> Result<Vec<Act>, Wrong> {
    let whole = |fault, why: &str| Err(("steps".to_owned(), fault, why.to_owned()));
    if steps.is_empty() || steps.len() > ACTS_MAX {
        return whole(Fault::StepCount, &format!("there are 1 to {ACTS_MAX} of them"));
    }
    let mut acts = Vec::new();
    for (number, step) in steps.into_iter().enumerate() {
        acts.push(act(step, &format!("steps[{number}]"))?);
    }
    let fills =
        |wanted| acts.iter().any(|act| matches!(act, Act::Fill(what, _) if *what == wanted));
    if !fills(What::Password) {
        return whole(Fault::NoPassword, "none of them types the password (fill = \"password\")");
    }
    let last_typed = acts.iter().rposition(|act| matches!(act, Act::Fill(..)));
    let last_press = acts.iter().rposition(|act| matches!(act, Act::Press(_) | Act::Choose(_)));
    if last_press < last_typed {
        return whole(
            Fault::NothingPressed,
            "nothing is pressed after what was typed last (press = \"*\")",
        );
    }
    Ok(acts)
}

fn act(value: Value, at: &str) -> Result<Act, Wrong> {
    let raw: RawAct = typed(value, at)?;
    let wrong =
        |field: &str, fault, why: &str| Err((format!("{at}.{field}"), fault, why.to_owned()));
    let words = [
        raw.open.is_some(),
        raw.fill.is_some(),
        raw.press.is_some(),
        raw.follow.is_some(),
        raw.choose.is_some(),
        raw.wait.is_some(),
    ];
    if words.iter().filter(|is_there| **is_there).count() != 1 {
        let why = "a step has one of: open, fill, press, follow, choose, wait";
        return Err((at.to_owned(), Fault::OneWord, why.to_owned()));
    }
    if raw.at.is_some() && raw.fill.is_none() {
        return wrong("at", Fault::StrayPlace, "it belongs to fill");
    }
    let field = |name: &str| format!("{at}.{name}");
    if let Some(what) = raw.fill {
        let Some(text) = raw.at else {
            return wrong("at", Fault::NoPlace, "which control: its name, or a selector");
        };
        return Ok(Act::Fill(what, spot(text, field("at"))?));
    }
    if let Some(text) = raw.press {
        return Ok(Act::Press(spot(text, field("press"))?));
    }
    if let Some(text) = raw.follow {
        return Ok(Act::Follow(spot(text, field("follow"))?));
    }
    if let Some(text) = raw.choose {
        return Ok(Act::Choose(said(text, field("choose"))?.to_lowercase()));
    }
    if let Some(address) = raw.open {
        return Ok(Act::Open(said(address, field("open"))?));
    }
    Ok(Act::NextCode)
}

/// A text that says something, and not too much.
fn said(text: String, field: String) -> Result<String, Wrong> {
    let count = text.chars().count();
    if text.trim().is_empty() || count > TEXT_CHARS_MAX {
        return Err((field, Fault::Length, format!("it has 1 to {TEXT_CHARS_MAX} characters")));
    }
    Ok(text)
}

fn spot(text: String, field: String) -> Result<Spot, Wrong> {
    let text = said(text, field.clone())?;
    let read = Selector::read(&text);
    // Names of controls are words, with brackets in some frameworks; what looks like more is meant as a selector.
    let is_name = |c: char| c.is_alphanumeric() || "-_$.:[]@/".contains(c);
    if text != super::GOES_ON
        && !text.chars().all(is_name)
        && let Err(why) = read
    {
        return Err((field, Fault::Selector, why.to_owned()));
    }
    Ok(Spot { text, selector: read.ok() })
}

/// One sign, or several.
fn signs(value: Option<Value>, at: &str) -> Result<Vec<Sign>, Wrong> {
    match value {
        None => Ok(Vec::new()),
        Some(Value::Array(all)) => {
            let numbered = all.into_iter().enumerate();
            numbered.map(|(number, one)| sign(one, &format!("{at}[{number}]"))).collect()
        }
        Some(one) => Ok(vec![sign(one, at)?]),
    }
}

fn sign(value: Value, at: &str) -> Result<Sign, Wrong> {
    let raw: RawSign = typed(value, at)?;
    let selector = match raw.selector {
        Some(text) => {
            let read = Selector::read(&text);
            Some(read.map_err(|why| (format!("{at}.selector"), Fault::Selector, why.to_owned()))?)
        }
        None => None,
    };
    let texts = match raw.text {
        None => Vec::new(),
        Some(Value::String(text)) => vec![text],
        Some(several) => typed::<Vec<String>>(several, &format!("{at}.text"))?,
    };
    let (mut text, field) = (Vec::new(), |name: &str| format!("{at}.{name}"));
    for one in texts {
        text.push(said(one, field("text"))?);
    }
    let address = raw.address.map(|text| said(text, field("address"))).transpose()?;
    let cookie = raw.cookie.map(|text| said(text, field("cookie"))).transpose()?;
    let sign = Sign { text, selector, address, status: raw.status, cookie };
    if sign.is_empty() {
        let why = "it says nothing: text, selector, address, status or cookie";
        return Err((at.to_owned(), Fault::EmptySign, why.to_owned()));
    }
    Ok(sign)
}

/// The line that a field stands in, as recipes are mostly written: tables under their headers, one field a line. The header
/// when the field is not found.
fn line_of(text: &str, field: &str, why: &str) -> Option<usize> {
    // A field that is not known stands in the reason alone.
    let unknown = why.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
    let mut parts: Vec<&str> = field.split('.').filter(|part| !part.is_empty()).collect();
    parts.extend(unknown);
    let key = parts.pop()?;
    let (table, number) = match parts.first().copied().unwrap_or(key).split_once('[') {
        Some((table, rest)) => (table, rest.trim_end_matches(']').parse::<usize>().ok()),
        None => (parts.first().copied().unwrap_or_default(), None),
    };
    let lines = || text.lines().map(str::trim).enumerate();
    let is_header = |line: &str| {
        let name = line.trim_matches(['[', ']', ' ']);
        line.starts_with('[') && !table.is_empty() && name == table
    };
    let headers = lines().filter(|(_, line)| is_header(line));
    let from = headers.map(|(at, _)| at).nth(number.unwrap_or(0));
    let of_key = |line: &str| {
        let rest = line.strip_prefix(key);
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let is_end = |(at, line): &(usize, &str)| Some(*at) != from && line.starts_with('[');
    let body = lines().skip(from.unwrap_or(0)).take_while(|line| from.is_none() || !is_end(line));
    let found = body.filter(|(_, line)| of_key(line)).map(|(at, _)| at).next();
    found.or(from).map(|at| at + 1)
}

//! Other doors: old log-in pages, HTTP's own log-in, and what programs use.

use hyper::Method;
use hyper::header::{AUTHORIZATION, COOKIE, HeaderName};
use serde_json::{Map, Value};
use url::Url;

use super::ways::{basic_credential, seen, way};
use super::{Form, Opened, xmlrpc};
use crate::web::{Answer, Ask, Browser, Code, Landing, Leads, Sent, Walk, encoded, names_second};
use crate::{Arm, Secret, Seen, Trial, Way};

/// Names of the field for the name, and of that for the password, in what programs send.
const USERS: [&str; 6] = ["username", "user", "email", "login", "brukernavn", "name"];
const PASSWORDS: [&str; 5] = ["password", "passwd", "pass", "passord", "secret"];

/// The names that are usual together, for a place that takes no name too many.
const PAIRS: [(&str, &str); 3] =
    [("username", "password"), ("user", "password"), ("email", "password")];

/// Names of what a program gets for a password.
const TOKENS: [&str; 14] = [
    "access_token",
    "accesstoken",
    "token",
    "id_token",
    "jwt",
    "auth_token",
    "authtoken",
    "session_token",
    "sessiontoken",
    "session",
    "sessionid",
    "session_id",
    "bearer",
    "key",
];

pub(super) async fn all(form: &Form, trial: &mut Trial<'_, '_>) -> Vec<Way> {
    let Ok(login) = form.start() else { return Vec::new() };
    let mut ways = Vec::new();
    for written in &form.others {
        let (method, place) = written.trim().split_once(' ').unwrap_or(("", written.trim()));
        let way = match login.join(place) {
            Ok(url) => one(form, trial, &url, method.eq_ignore_ascii_case("POST")).await,
            Err(_) => way("other-path", Seen::Settings, place),
        };
        let is_over = matches!(way.seen, Seen::Session | Seen::Locked | Seen::Captcha);
        ways.push(way);
        if is_over {
            break;
        }
    }
    ways
}

/// One door, tried by what it shows: a form, a challenge, or nothing but a place to post to.
async fn one(form: &Form, trial: &mut Trial<'_, '_>, url: &Url, is_post: bool) -> Way {
    let mut browser = Browser::new(&form.how.scope);
    let path = url.path();
    let answer = match browser.go(trial, Sent::get(url.clone()), Leads::Anywhere).await {
        Ok(answer) => answer,
        Err(seen) => return way("other-path", seen, path),
    };
    if xmlrpc::is_door(url) {
        return xmlrpc::by_call(form, trial, url, &answer).await;
    }
    if !is_post {
        let challenges = answer.challenges();
        if challenges.iter().any(|scheme| scheme == "basic") {
            return by_challenge(form, trial, url).await;
        }
        let ask = Ask::of(&answer, &form.how.fields, false, false);
        if answer.is_html() && ask.is_some_and(|ask| ask.password.is_some() || ask.user.is_some()) {
            return by_form(form, trial, browser, answer).await;
        }
        if answer.is_ok() && form.how.marks.is_session(&answer) {
            return way("other-path", Seen::OpenToAll, path);
        }
        if challenges
            .iter()
            .any(|scheme| matches!(scheme.as_str(), "digest" | "ntlm" | "negotiate"))
        {
            return way(
                "other-path",
                Seen::Unexpected,
                format!("{path}: {}", challenges.join(" ")),
            );
        }
    }
    by_program(form, trial, url, &answer).await
}

/// HTTP's own log-in at a door that asks for it.
async fn by_challenge(form: &Form, trial: &mut Trial<'_, '_>, url: &Url) -> Way {
    let mut browser = Browser::new(&form.how.scope);
    browser.fields.push((AUTHORIZATION, basic_credential(trial)));
    let answer = match browser.get(trial, url).await {
        Ok(answer) => answer,
        Err(seen) => return way("http-basic", seen, url.path()),
    };
    let opened = form.opened(trial, &browser).await;
    let is_in = opened == Opened::Yes || (answer.is_ok() && !names_no(form, &answer));
    way("http-basic", if is_in { Seen::Session } else { seen(opened) }, url.path())
}

/// Whether a page, whatever its status, is one that turns somebody away.
fn names_no(form: &Form, answer: &Answer) -> bool {
    Walk::new(&form.how).landing(answer) != Landing::Other
}

/// A page of its own with a form.
async fn by_form(form: &Form, trial: &mut Trial<'_, '_>, browser: Browser, first: Answer) -> Way {
    const NAME: &str = "legacy-path";
    let path = first.url.path().to_owned();
    let mut walk = Walk::as_client(&form.how, browser);
    let password = trial.password(Arm::Right);
    let landed = match walk.password_from(trial, first, password, Code::Empty).await {
        Ok(landed) => landed,
        Err((seen, at)) => return way(NAME, seen, format!("{path}: {at}")),
    };
    if form.opened(trial, &walk.browser).await == Opened::Yes {
        return way(NAME, Seen::Session, path);
    }
    let seen = match walk.landing(&landed.answer) {
        Landing::Code => Seen::SecondFactorAsked,
        _ => form.got(trial, &walk, &landed.answer).await,
    };
    way(NAME, seen, path)
}

/// A place that programs post to.
async fn by_program(form: &Form, trial: &mut Trial<'_, '_>, url: &Url, shown: &Answer) -> Way {
    const NAME: &str = "api";
    let path = url.path();
    let mut met = Vec::new();
    let (lenient, strict) = posts(form, trial, url);
    let is_strict = |met: &[(u16, Seen)]| met.iter().any(|(status, _)| matches!(status, 400 | 422));
    for (number, sent) in lenient.iter().chain(&strict).enumerate() {
        if number == lenient.len() && !is_strict(&met) {
            break;
        }
        let mut browser = Browser::new(&form.how.scope);
        let answer = match browser.go(trial, sent.clone(), Leads::Anywhere).await {
            Ok(answer) => answer,
            Err(seen) => return way(NAME, seen, path),
        };
        let got = got(form, trial, &browser, &answer).await;
        if matches!(got, Seen::Session | Seen::SecondFactorAsked | Seen::Locked) {
            return way(NAME, got, path);
        }
        met.push((answer.status, got));
    }
    let is_gone = |status: u16| matches!(status, 404 | 405 | 410 | 501);
    if met.iter().all(|(status, _)| is_gone(*status)) && (is_gone(shown.status) || shown.is_ok()) {
        return way(NAME, Seen::Absent, path);
    }
    // Of several shapes one fits at most; that the others are not understood says nothing.
    let refused = met.iter().any(|(_, seen)| *seen == Seen::Refused);
    let other = met.iter().map(|(_, seen)| *seen).find(|seen| *seen != Seen::Refused);
    way(NAME, if refused { Seen::Refused } else { other.unwrap_or(Seen::Absent) }, path)
}

/// What programs send for a token. The first three name everything that the fields may be called, so that one of them is
/// understood by nearly every place, and none is taken for a wrong password. The others are for places that take no name
/// too many.
fn posts(form: &Form, trial: &Trial<'_, '_>, url: &Url) -> (Vec<Sent>, Vec<Sent>) {
    let canary = &trial.service().canary;
    let (user, password) = (canary.user.as_str(), canary.password.reveal());
    let fields = &form.how.fields;
    let json = |pairs: &[(&str, &str)]| {
        let body = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::String((*value).to_owned())));
        let body = Value::Object(body.collect::<Map<_, _>>()).to_string();
        Sent::post(url.clone(), "application/json", Secret::new(body))
    };
    let mut all: Vec<(&str, &str)> = USERS.iter().map(|name| (*name, user)).collect();
    all.extend(PASSWORDS.iter().map(|name| (*name, password)));
    all.extend(fields.user.as_deref().map(|name| (name, user)));
    all.extend(fields.password.as_deref().map(|name| (name, password)));
    let mut pairs: Vec<(String, Secret)> =
        all.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect();
    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    pairs.dedup_by(|(a, _), (b, _)| a == b);
    // The password for a token, as OAuth 2.0 had it (RFC 6749 section 4.3).
    pairs.push(("grant_type".to_owned(), Secret::new("password")));
    let plain =
        Sent::post(url.clone(), "application/x-www-form-urlencoded", Secret::new(encoded(&pairs)));
    let by_basic = Sent { method: Method::POST, ..Sent::get(url.clone()) };
    let by_basic = by_basic.with(AUTHORIZATION, basic_credential(trial));
    let mut strict = Vec::new();
    if let (Some(name), Some(word)) = (fields.user.as_deref(), fields.password.as_deref()) {
        strict.push(json(&[(name, user), (word, password)]));
    }
    strict.extend(PAIRS.iter().map(|(name, word)| json(&[(name, user), (word, password)])));
    (vec![json(&all), plain, by_basic], strict)
}

/// What an answer to a program is worth: whether it opens what needs a session.
async fn got(form: &Form, trial: &mut Trial<'_, '_>, browser: &Browser, answer: &Answer) -> Seen {
    if matches!(answer.status, 423 | 429) {
        return Seen::Locked;
    }
    if form.opened(trial, browser).await == Opened::Yes {
        return Seen::Session;
    }
    let tokens = answer.json().map(|json| tokens(&json)).unwrap_or_default();
    for (_, token) in &tokens {
        trial.hide(token.clone());
    }
    for (name, token) in &tokens {
        for (field, value) in spellings(name, token) {
            let mut twin = browser.twin();
            twin.fields.push((field, value));
            if form.opened(trial, &twin).await == Opened::Yes {
                return Seen::Session;
            }
        }
        // A token of access that was given for a password is a session, whatever it opens.
        if answer.is_ok()
            && name.starts_with("access")
            && !names_second(&without(&answer.text, token))
        {
            return Seen::Session;
        }
    }
    if answer.is_ok() && form.how.marks.is_session(answer) {
        return Seen::Session;
    }
    if names_second(&answer.text) {
        return Seen::SecondFactorAsked;
    }
    match answer.status {
        200..=299 if !tokens.is_empty() => Seen::Unexpected,
        500..=599 => Seen::ServerError,
        _ => Seen::Refused,
    }
}

fn without(text: &str, token: &Secret) -> String {
    text.replace(token.reveal(), "")
}

/// How a token is shown to a service.
fn spellings(name: &str, token: &Secret) -> Vec<(HeaderName, Secret)> {
    let text = token.reveal();
    vec![
        (COOKIE, Secret::new(format!("{name}={text}"))),
        (AUTHORIZATION, Secret::new(format!("Bearer {text}"))),
        (AUTHORIZATION, Secret::new(format!("Token {text}"))),
        (HeaderName::from_static("x-auth-token"), token.clone()),
        (HeaderName::from_static("x-api-key"), token.clone()),
    ]
}

/// Everything in an answer that may be a token, by its name in lower case.
fn tokens(json: &Value) -> Vec<(String, Secret)> {
    const TOKENS_MAX: usize = 4;
    const DEPTH_MAX: usize = 4;
    fn walk(value: &Value, depth: usize, found: &mut Vec<(String, Secret)>) {
        let Value::Object(fields) = value else { return };
        for (name, value) in fields {
            if found.len() >= TOKENS_MAX || depth > DEPTH_MAX {
                return;
            }
            let name = name.to_ascii_lowercase();
            match value {
                Value::String(text) if TOKENS.contains(&name.as_str()) && !text.is_empty() => {
                    found.push((name, Secret::new(text.clone())));
                }
                Value::Object(_) => walk(value, depth + 1, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(json, 0, &mut found);
    found
}

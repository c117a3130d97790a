//! XML-RPC as `WordPress` takes it: a name and a password with every call, and no code anywhere.

use url::Url;

use super::Form;
use super::ways::way;
use crate::web::{Answer, Browser, Sent};
use crate::{Secret, Seen, Trial, Way};

/// Whether an address is such a door.
pub(super) fn is_door(url: &Url) -> bool {
    url.path().ends_with("/xmlrpc.php")
}

/// Asks which sites the canary has, which changes nothing.
pub(super) async fn by_call(
    form: &Form,
    trial: &mut Trial<'_, '_>,
    url: &Url,
    shown: &Answer,
) -> Way {
    const NAME: &str = "api";
    let path = url.path();
    if matches!(shown.status, 404 | 410) {
        return way(NAME, Seen::Absent, path);
    }
    let canary = &trial.service().canary;
    let call = Secret::new(call(&canary.user, canary.password.reveal()));
    let sent = Sent::post(url.clone(), "text/xml", call);
    let answer = match Browser::new(&form.how.scope).once(trial, &sent).await {
        Ok(answer) => answer,
        Err(seen) => return way(NAME, seen, path),
    };
    way(NAME, seen(&answer), path)
}

fn call(user: &str, password: &str) -> String {
    let text = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let param =
        |value: &str| format!("<param><value><string>{}</string></value></param>", text(value));
    format!(
        "<?xml version=\"1.0\"?><methodCall><methodName>wp.getUsersBlogs</methodName><params>{}{}</params></methodCall>",
        param(user),
        param(password)
    )
}

/// A response is a fault, or has the result (the XML-RPC specification); everything else is none.
fn seen(answer: &Answer) -> Seen {
    let is_response = answer.text.contains("<methodResponse>");
    match answer.status {
        403 | 405 | 410 | 404 => Seen::Refused,
        423 | 429 => Seen::Locked,
        500..=599 => Seen::ServerError,
        200 if is_response && answer.text.contains("<fault>") => Seen::Refused,
        200 if is_response && answer.text.contains("<params>") => Seen::Session,
        _ => Seen::Unexpected,
    }
}

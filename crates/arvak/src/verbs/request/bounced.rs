//! `arvak request bounced FILE`: a mail came back.

use std::path::Path;

use arvak_web::waves::{self, Returned};
use arvak_words::{Say, Words};
use serde_json::json;

use super::read;
use super::wave::bad;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::recording::Recording;

pub(super) async fn run(file: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let bytes = read(file, &words)?;
    let recording = Recording::open(settings).await?;
    let found = waves::bounced(&recording.folder, &bytes).await;
    let found = found.map_err(|error| bad(error, &words))?;
    recording.close().await?;
    let name = file.display().to_string();
    match found {
        Returned::None(why) => {
            let why = words.plain(&format!("bounce-{}", why.code()));
            let said = [("file", Say::Owned(name)), ("why", Say::Owned(why))];
            Err(BadInput(words.say("bounce-none", &said)).into())
        }
        Returned::NotOurs => {
            Err(BadInput(words.say("bounce-not-ours", &[("file", Say::Owned(name))])).into())
        }
        Returned::NoFailure(request) => {
            if settings.json {
                super::super::print(&json!({ "request": request, "failed": false }).to_string())?;
            } else {
                let said = [("request", Say::Text(request.as_str()))];
                super::super::print(&words.say("bounce-no-failure", &said))?;
            }
            Ok(Exit::Done)
        }
        Returned::Failed { request, supplier, kind, is_new, status, said } => {
            if settings.json {
                let said = json!({
                    "request": request, "supplier": supplier, "mail": kind, "failed": true,
                    "new": is_new, "status": status, "said": said,
                });
                super::super::print(&said.to_string())?;
                return Ok(Exit::Done);
            }
            let args = [
                ("request", Say::Text(request.as_str())),
                ("status", Say::Text(&status)),
                ("said", Say::Text(&said)),
            ];
            let sentence = if is_new { "bounce-recorded" } else { "bounce-known" };
            super::super::print(&words.say(sentence, &args))?;
            Ok(Exit::Done)
        }
    }
}

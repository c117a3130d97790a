//! `arvak drill address SUPPLIER`: where its system posts, and with which key; made when there is none.

use arvak_core::EntityId;
use arvak_drills::address;
use arvak_words::{Say, Words};
use serde_json::json;

use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::verbs::serve::origin;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(
    supplier: &EntityId,
    (anew, revoke): (bool, bool),
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    let known = reading.state().entity(supplier).filter(|one| !one.is_retired());
    let named = [("supplier", Say::Owned(supplier.to_string()))];
    if !revoke && (supplier.kind() != "supplier" || known.is_none()) {
        let said = [("subject", Say::Owned(supplier.to_string()))];
        return Err(BadInput(words.say("judge-no-thing", &said)).into());
    }
    let recording = Recording::open(settings).await?;
    let (folder, now) = (&recording.folder, recording.clock.now());
    if revoke {
        let is_gone = address::revoke(folder, supplier, now).await?;
        recording.close().await?;
        if !is_gone {
            return Err(BadInput(words.say("drill-address-none", &named)).into());
        }
        if settings.json {
            super::super::print(&json!({ "supplier": supplier, "revoked": true }).to_string())?;
        } else {
            super::super::print(&words.say("drill-address-gone", &named))?;
        }
        return Ok(Exit::Done);
    }
    let one = match address::of(folder, supplier).await? {
        Some(known) if !anew => known,
        _ => address::make(folder, supplier, now).await?,
    };
    recording.close().await?;
    let url = arvak_web::inbound_address(&origin(settings), &one.code);
    if settings.json {
        let said = json!({ "supplier": supplier, "url": url, "key": one.key_written() });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    let said = [
        ("url", Say::Text(&url)),
        ("key", Say::Owned(one.key_written())),
        ("supplier", Say::Owned(supplier.to_string())),
    ];
    super::super::print(&words.say("drill-address-made", &said))?;
    Ok(Exit::Done)
}

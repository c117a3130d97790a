//! `arvak init`: a data folder with its ledger, keys and the letter.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arvak_core::fact::{ClockKind, Entity};
use arvak_core::{EntityId, Fact, municipality};
use arvak_probe::{Clock, SystemClock};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::{Folder, Layout};
use arvak_words::{Say, Words};

use crate::cli::Init;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::catalogue::adoption;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: &Init, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let path = settings.data.display().to_string();
    if is_used(&settings.data) {
        return Err(BadInput(words.say("init-exists", &[("path", Say::Text(&path))])).into());
    }
    let organisation = args.name.as_deref().map(|name| organisation(name, &words)).transpose()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let recording = make(settings, ClockKind::Real, clock, &words).await?;
    if let (Some(id), Some(name)) = (organisation, &args.name) {
        let entity = Entity { id, attributes: BTreeMap::default(), relations: Vec::new() };
        let texts = Texts { name: Some(name.clone()), ..Texts::default() };
        let draft = draft(Fact::Entity(entity), &USUAL_ROLE.parse()?, None, texts)?;
        recording.append(draft, &words).await?;
    }
    let key = recording.folder.layout().ledger_key().display().to_string();
    recording.close().await?;
    if settings.json {
        super::print(&serde_json::json!({ "data": path, "key": key }).to_string())?;
    } else {
        let args = [("path", Say::Text(&path)), ("key", Say::Text(&key))];
        super::print(&words.say("init-done", &args))?;
        super::print(&words.plain("init-next"))?;
    }
    Ok(Exit::Done)
}

/// Makes a data folder whose ledger goes by `clock`, and adopts the letter.
pub(crate) async fn make(
    settings: &Settings,
    kind: ClockKind,
    clock: Arc<dyn Clock>,
    words: &Words,
) -> anyhow::Result<Recording> {
    let folder = Folder::create(&settings.data, kind, Arc::clone(&clock)).await?;
    let recording = Recording { folder, clock };
    let draft = adoption(recording.folder.blobs(), &USUAL_ROLE.parse()?)?;
    recording.append(draft, words).await?;
    Ok(recording)
}

/// Whether there is something already where a data folder is to be made.
pub(super) fn is_used(data: &Path) -> bool {
    Layout::new(data).is_free().map_or_else(|_| data.exists(), |free| !free)
}

/// `organisation/` and the name in lower-case ASCII: «Sør-Varanger kommune» → `sor-varanger-kommune`.
fn organisation(name: &str, words: &Words) -> anyhow::Result<EntityId> {
    let slug = municipality::slug(name);
    format!("organisation/{slug}")
        .parse()
        .map_err(|_| BadInput(words.say("init-name", &[("name", Say::Text(name))])).into())
}

#[cfg(test)]
mod tests {
    use arvak_words::{Lang, Words};

    use super::organisation;

    #[test]
    fn an_organisation_is_named_in_plain_letters() {
        let words = Words::new(Lang::Nb);
        let slug = |name| organisation(name, &words).map(|id| id.to_string()).ok();
        assert_eq!(slug("Prøvedal").as_deref(), Some("organisation/provedal"));
        assert_eq!(
            slug("Kárášjohka – Karasjok").as_deref(),
            Some("organisation/karasjohka-karasjok")
        );
        assert_eq!(slug("Nærøysund kommune ").as_deref(), Some("organisation/naeroysund-kommune"));
        assert_eq!(slug("«»"), None);
    }
}

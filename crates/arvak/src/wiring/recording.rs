//! Recording facts: through this process' own writer, or through the one that holds the folder.

use std::sync::Arc;

use arvak_core::{Draft, EntryId};
use arvak_probe::Clock;
use arvak_store::{Answer, Folder, Layout, Refused};
use arvak_words::{Say, Words};

use super::clock::clock_of;
use crate::exit::BadInput;
use crate::settings::Settings;

/// A data folder that may be appended to.
pub(crate) struct Recording {
    pub(crate) folder: Folder,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Recording {
    /// Opens the folder that the settings name, by the clock that its ledger goes by.
    pub(crate) async fn open(settings: &Settings) -> anyhow::Result<Self> {
        no_folder(settings)?;
        let reading = arvak_store::Reading::open(&settings.data).await?;
        let kind = reading.genesis().map(|genesis| genesis.clock);
        let clock = clock_of(kind, reading.state().last_received());
        let folder = Folder::open(&settings.data, Arc::clone(&clock)).await?;
        Ok(Self { folder, clock })
    }

    /// Records all drafts, or none of them and tells why one may not be recorded.
    pub(crate) async fn append_all(
        &self,
        drafts: Vec<Draft>,
        words: &Words,
    ) -> anyhow::Result<Vec<EntryId>> {
        let answers = self.folder.append_whole(drafts).await?;
        let is_reason = |answer: &&Answer| matches!(answer, Answer::Refused(one) if one.code != Refused::WITH_ANOTHER);
        if let Some(reason) = answers.iter().find(is_reason) {
            recorded(reason.clone(), words)?;
        }
        answers.into_iter().map(|answer| recorded(answer, words)).collect()
    }

    /// Records one.
    pub(crate) async fn append(&self, draft: Draft, words: &Words) -> anyhow::Result<EntryId> {
        let ids = self.append_all(vec![draft], words).await?;
        ids.first().copied().ok_or_else(|| anyhow::anyhow!("the writer gave no answer"))
    }

    /// A clean stop.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        Ok(self.folder.close().await?)
    }
}

fn recorded(answer: Answer, words: &Words) -> anyhow::Result<EntryId> {
    match answer {
        Answer::Taken(id) | Answer::Known(id) => Ok(id),
        Answer::Refused(refused) => Err(BadInput(refusal(&refused, words)).into()),
    }
}

/// Why a draft was refused, for people.
pub(crate) fn refusal(refused: &Refused, words: &Words) -> String {
    let _ = words;
    refused.reason.clone()
}

/// Says what to do when there is no data folder.
pub(crate) fn no_folder(settings: &Settings) -> anyhow::Result<()> {
    if Layout::new(&settings.data).format().exists() {
        return Ok(());
    }
    let words = Words::new(settings.lang);
    let path = settings.data.display().to_string();
    Err(BadInput(words.say("no-folder", &[("path", Say::Owned(path))])).into())
}

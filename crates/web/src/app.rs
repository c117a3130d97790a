//! What every page works with.

use std::sync::Arc;

use arvak_probe::Clock;
use arvak_store::Folder;
use arvak_words::{Lang, Words};

use crate::accounts::Accounts;
use crate::live::Live;
use crate::notices::Notices;
use crate::program::Program;
use crate::runs::Runs;
use crate::site::Site;

/// One data folder with its pages. Clones share it.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    folder: Folder,
    live: Live,
    words: [Words; 3],
    site: Site,
    program: Arc<dyn Program>,
    runs: Runs,
    accounts: Accounts,
    notices: Notices,
}

impl App {
    /// Pages over `folder`; `program` does what only the program can.
    pub fn new(folder: Folder, live: Live, site: Site, program: Arc<dyn Program>) -> Self {
        let words = Lang::ALL.map(Words::new);
        let accounts = Accounts::new(&site);
        let (runs, notices) = (Runs::default(), Notices::default());
        let inner = Inner { folder, live, words, site, program, runs, accounts, notices };
        Self { inner: Arc::new(inner) }
    }

    /// The same, sending notices as the operator says; said once, before the pages are served.
    #[must_use]
    pub fn sending(self, channels: arvak_notices::Channels) -> Self {
        self.inner.notices.set_channels(channels);
        self
    }

    /// The data folder.
    pub fn folder(&self) -> &Folder {
        &self.inner.folder
    }

    /// What is known now.
    pub fn live(&self) -> &Live {
        &self.inner.live
    }

    /// All sentences in `lang`.
    pub fn words(&self, lang: Lang) -> &Words {
        let [nb, nn, en] = &self.inner.words;
        match lang {
            Lang::Nb => nb,
            Lang::Nn => nn,
            Lang::En => en,
        }
    }

    /// Where the pages stand.
    pub fn site(&self) -> &Site {
        &self.inner.site
    }

    /// What only the program can do.
    pub fn program(&self) -> &Arc<dyn Program> {
        &self.inner.program
    }

    /// Runs of the probes.
    pub(crate) fn runs(&self) -> &Runs {
        &self.inner.runs
    }

    /// Who is about to log in.
    pub(crate) fn accounts(&self) -> &Accounts {
        &self.inner.accounts
    }

    /// Notices, and how they are sent.
    pub(crate) fn notices(&self) -> &Notices {
        &self.inner.notices
    }

    /// The clock that the folder goes by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        self.inner.folder.clock()
    }
}

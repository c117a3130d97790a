//! What every page works with.

use std::sync::Arc;

use arvak_probe::Clock;
use arvak_store::Folder;
use arvak_words::{Lang, Words};

use crate::accounts::Accounts;
use crate::api::Meters;
use crate::inbound::Posts;
use crate::internet::Judged;
use crate::live::Live;
use crate::notices::Notices;
use crate::program::Program;
use crate::replies::Replies;
use crate::runs::Runs;
use crate::site::Site;
use crate::tours::Tours;
use crate::two_factor::recipe::tries::Tries;
use crate::work::Buckets;

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
    meters: Meters,
    special: Special,
    judged: Judged,
    buckets: Buckets,
    replies: Replies,
    tries: Tries,
    posts: Posts,
}

/// What differs from a municipality's own pages.
#[derive(Clone, Default)]
pub struct Special {
    /// The clock that people's telephones go by, where the folder goes by another one: a demonstration's is simulated, and
    /// one-time codes are not.
    pub real_clock: Option<Arc<dyn Clock>>,
    /// The tours of a demonstration.
    pub tours: Option<Tours>,
}

impl App {
    /// Pages over `folder`; `program` does what only the program can.
    pub fn new(folder: Folder, live: Live, site: Site, program: Arc<dyn Program>) -> Self {
        Self::with(folder, live, site, program, Special::default())
    }

    /// The same, with something special.
    pub fn with(
        folder: Folder,
        live: Live,
        site: Site,
        program: Arc<dyn Program>,
        special: Special,
    ) -> Self {
        let words = Lang::ALL.map(Words::new);
        let (accounts, runs) = (Accounts::new(&site), Runs::default());
        let (notices, meters) = (Notices::default(), Meters::default());
        let judged = Judged::default();
        let inner = Inner {
            folder,
            live,
            words,
            site,
            program,
            runs,
            accounts,
            notices,
            meters,
            special,
            judged,
            buckets: Buckets::default(),
            replies: Replies::default(),
            tries: Tries::default(),
            posts: Posts::default(),
        };
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

    /// Trials with recipes that are being written.
    pub(crate) fn tries(&self) -> &Tries {
        &self.inner.tries
    }

    /// How much was posted to suppliers' addresses.
    pub(crate) fn posts(&self) -> &Posts {
        &self.inner.posts
    }

    /// What judges said of transcripts.
    pub(crate) fn judged(&self) -> &Judged {
        &self.inner.judged
    }

    /// Texts of replies that were shown, and what was decided over which.
    pub(crate) fn replies(&self) -> &Replies {
        &self.inner.replies
    }

    /// How much of what costs much was asked for.
    pub(crate) fn buckets(&self) -> &Buckets {
        &self.inner.buckets
    }

    /// Who is about to log in.
    pub(crate) fn accounts(&self) -> &Accounts {
        &self.inner.accounts
    }

    /// Notices, and how they are sent.
    pub(crate) fn notices(&self) -> &Notices {
        &self.inner.notices
    }

    /// What is counted of requests.
    pub(crate) fn meters(&self) -> &Meters {
        &self.inner.meters
    }

    /// The tours, when this is a demonstration that was started as one.
    pub(crate) fn tours(&self) -> Option<&Tours> {
        self.inner.special.tours.as_ref().filter(|_| self.inner.live.view().is_simulated())
    }

    /// The clock that the folder goes by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        self.inner.folder.clock()
    }

    /// The clock that people go by: for one-time codes, sessions, links and keys.
    pub(crate) fn real_clock(&self) -> &Arc<dyn Clock> {
        self.inner.special.real_clock.as_ref().unwrap_or_else(|| self.clock())
    }
}

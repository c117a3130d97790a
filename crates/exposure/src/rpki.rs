//! The probe of routes: whether the addresses of web, mail and name servers are signed in the RPKI, and whether the routes to them
//! are what was signed. Nothing is asked of anybody but DNS: a validated set and a table of routes are imported.

mod checks;
mod file;
mod judge;
mod observe;
mod places;
mod table;
mod validity;

use std::fmt;
use std::sync::{Arc, OnceLock};

use arvak_core::State;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Probe, ProbeError,
};

pub(crate) use checks::CHECKS;
pub use file::{BYTES_MAX, BadImport, Imported, read_import};
pub use judge::AGE_MOST;
pub use table::{BadTable, Kind, Row, Table};
pub use validity::{Validity, validity};

use crate::plan;

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "rpki";

/// The version of what it asks and how it judges.
pub(crate) const VERSION: u32 = 1;

/// The code of tables that cannot be read.
pub(crate) const DAMAGED: &str = "rpki.damaged";

/// The evidence kind.
pub(crate) const KIND: &str = "routes.signed";

/// The tables that are at hand.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// The validated set.
    pub roas: Option<Arc<Table>>,
    /// The announced routes.
    pub routes: Option<Arc<Table>>,
}

/// Reads the tables; the error says why that failed.
type Load = dyn Fn() -> Result<Tables, String> + Send + Sync;

/// Tables that are read when the first look needs them.
struct Source {
    load: Box<Load>,
    loaded: OnceLock<Result<Tables, String>>,
}

/// Holds the addresses of a domain's servers against imported tables.
#[derive(Clone, Default)]
pub struct Rpki {
    source: Option<Arc<Source>>,
}

impl Rpki {
    /// With tables that are at hand.
    pub fn new(tables: Tables) -> Self {
        Self::reading(move || Ok(tables.clone()))
    }

    /// With tables that `load` reads when they are needed: a plan is made without them.
    pub fn reading(load: impl Fn() -> Result<Tables, String> + Send + Sync + 'static) -> Self {
        let source = Source { load: Box::new(load), loaded: OnceLock::new() };
        Self { source: Some(Arc::new(source)) }
    }

    /// The tables; none when there is nothing to read.
    fn tables(&self) -> Result<Tables, String> {
        let read = |source: &Arc<Source>| source.loaded.get_or_init(|| (source.load)()).clone();
        self.source.as_ref().map_or_else(|| Ok(Tables::default()), read)
    }
}

impl fmt::Debug for Rpki {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rpki").field("has_tables", &self.source.is_some()).finish()
    }
}

impl Probe for Rpki {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn gives(&self) -> &'static [&'static str] {
        &[KIND]
    }

    /// Without a validated set there is nothing to hold addresses against: then nobody has looked, and nothing is said.
    fn plan(&self, state: &State) -> Vec<Check> {
        if self.source.is_some() { plan::domains(state, NAME) } else { Vec::new() }
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(observe::observe(check, context, self.tables()))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        judge::judge(transcript)
    }
}

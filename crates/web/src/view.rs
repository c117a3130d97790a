//! What is known at an instant: everything that a page shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arvak_core::assess::{PointAssessment, Provenance, SubjectAssessment};
use arvak_core::catalogue::{Claim, Letter, Point};
use arvak_core::fact::{ClockKind, Value};
use arvak_core::{Assessment, Catalogue, EntityId, Instant, State, assess};
use arvak_store::{Error, Known, Reading};
use arvak_words::Naming;

use crate::kept::Kept;
use crate::seen::Seen;
use crate::sight::Sight;

/// The program and version that judges.
const ENGINE: &str = concat!("arvak ", env!("CARGO_PKG_VERSION"));

/// What people call a thing.
type NameOf = Box<dyn Fn(&EntityId) -> Option<String> + Send + Sync>;

/// What is known at an instant, judged. It never changes; [`crate::Live`] puts a newer one in its place.
pub struct View {
    /// The data folder as it was read, as far as it may be seen.
    pub store: Seen,
    earlier: Option<Arc<Known>>,
    /// What the facts amount to without what may not be seen.
    seen: Option<State>,
    /// The catalogue in force.
    pub catalogue: Arc<Catalogue>,
    /// The letter, judged.
    pub assessment: Assessment,
    /// The instant it is judged at.
    pub at: Instant,
    names: Arc<BTreeMap<EntityId, String>>,
    name_of: NameOf,
    /// What was found of it once.
    pub(crate) kept: Kept,
}

impl View {
    /// Everything that is recorded, judged at `at`.
    pub(crate) async fn now(store: Arc<Reading>, at: Instant) -> Result<Self, Error> {
        let ids: BTreeSet<EntityId> =
            store.state().entities().map(|entity| entity.id().clone()).collect();
        let texts = store.texts_of(&ids).await?;
        let names = texts.into_iter().filter_map(|(id, body)| Some((id, body.name?)));
        let names = Arc::new(names.collect());
        Self::build(store, None, at, names)
    }

    /// The same, judged at a later instant.
    pub(crate) fn later(&self, at: Instant) -> Result<Self, Error> {
        Self::build(Arc::clone(self.store.reading()), None, at, Arc::clone(&self.names))
    }

    /// What was known at an earlier instant, judged then; things have the names that they have now.
    pub(crate) async fn as_of(&self, at: Instant) -> Result<Self, Error> {
        let known = self.store.reading().as_of(at).await?;
        let store = Arc::clone(self.store.reading());
        Self::build(store, Some(known), at, Arc::clone(&self.names))
    }

    /// The same for somebody who sees only as much as `sight` says. What is judged stays as it was judged among all; what
    /// is not seen has no name but `hidden`.
    pub(crate) fn within(&self, sight: &Arc<Sight>, hidden: &str) -> Self {
        let sees = |id: &EntityId| sight.sees(id);
        let names = self.names.iter().filter(|(id, _)| sees(id));
        let names: BTreeMap<_, _> = names.map(|(id, name)| (id.clone(), name.clone())).collect();
        let names = Arc::new(names);
        let (known, sight_of_names) = (Arc::clone(&names), Arc::clone(sight));
        let hidden = hidden.to_owned();
        let name_of: NameOf = Box::new(move |id| {
            if sight_of_names.sees(id) { known.get(id).cloned() } else { Some(hidden.clone()) }
        });
        Self {
            store: self.store.within(Arc::clone(sight)),
            earlier: self.earlier.clone(),
            seen: Some(self.state().seen(sees)),
            catalogue: Arc::clone(&self.catalogue),
            assessment: self.assessment.seen(sees),
            at: self.at,
            names,
            name_of,
            kept: Kept::default(),
        }
    }

    fn build(
        store: Arc<Reading>,
        earlier: Option<Known>,
        at: Instant,
        names: Arc<BTreeMap<EntityId, String>>,
    ) -> Result<Self, Error> {
        let state = earlier.as_ref().map_or(store.state(), |known| &known.state);
        let catalogue = store.catalogue_in_force(state)?.unwrap_or_default();
        let at = state.last_received().map_or(at, |last| last.max(at));
        let tree = earlier.as_ref().map(|known| (known.size, known.root));
        let (tree_size, root) = tree.unwrap_or_else(|| (store.size(), store.root()));
        let provenance = Provenance { engine: ENGINE.to_owned(), tree_size, root: Some(root) };
        let assessment = assess(state, &catalogue, at).with_provenance(provenance);
        let known = Arc::clone(&names);
        let name_of: NameOf = Box::new(move |id| known.get(id).cloned());
        let (store, earlier) = (Seen::whole(store), earlier.map(Arc::new));
        let (seen, kept) = (None, Kept::default());
        Ok(Self { store, earlier, seen, catalogue, assessment, at, names, name_of, kept })
    }

    /// What the facts amount to, as far as it may be seen.
    pub fn state(&self) -> &State {
        if let Some(seen) = &self.seen {
            return seen;
        }
        self.earlier.as_ref().map_or(self.store.reading().state(), |known| &known.state)
    }

    /// The texts of the catalogue, and what people call things.
    pub fn naming(&self) -> Naming<'_> {
        Naming { catalogue: &self.catalogue, name_of: &*self.name_of }
    }

    /// What people call a thing, where it has a name of its own.
    pub fn name(&self, id: &EntityId) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// The municipality: the first organisation that is listed.
    pub fn organisation(&self) -> Option<&EntityId> {
        self.state().entities_of("organisation").next().map(|view| view.id())
    }

    /// How critical a thing is said to be, from 1 to 5; 0 when nobody said.
    pub(crate) fn criticality(&self, id: &EntityId) -> i64 {
        let thing = self.state().entity(id);
        match thing.and_then(|thing| thing.attribute("criticality")).map(|found| &found.value) {
            Some(Value::Int(level)) => *level,
            _ => 0,
        }
    }

    /// Whether the times in it are a demonstration's.
    pub fn is_simulated(&self) -> bool {
        self.state().genesis().is_some_and(|genesis| genesis.clock == ClockKind::Simulated)
    }

    /// The letter that was judged, with its texts.
    pub fn letter(&self) -> Option<&Letter> {
        let id = self.assessment.letter.as_ref()?;
        self.catalogue.letters.iter().find(|letter| letter.id == *id)
    }

    /// The letter's points, each with how it stands.
    pub fn points(&self) -> impl Iterator<Item = (&Point, &PointAssessment)> {
        let points = self.letter().map_or(&[][..], |letter| &letter.points);
        points.iter().zip(&self.assessment.points)
    }

    /// A claim of the letter, with its texts.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        let points = self.letter().into_iter().flat_map(|letter| &letter.points);
        points.flat_map(|point| &point.claims).find(|claim| claim.id.as_str() == id)
    }

    /// Everything that is judged of one thing: the claim, and how it stands for it.
    pub fn judged_of<'a>(
        &'a self,
        id: &'a EntityId,
    ) -> impl Iterator<Item = (&'a assess::ClaimAssessment, &'a SubjectAssessment)> {
        self.assessment.claims().filter_map(move |claim| {
            // Subjects stand in the order of their ids.
            let at = claim.subjects.binary_search_by(|subject| subject.subject.cmp(id)).ok()?;
            Some((claim, claim.subjects.get(at)?))
        })
    }
}

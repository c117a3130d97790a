//! An assessment as somebody may see it who is limited to some things.

use super::{Assessment, ClaimAssessment, Counts};
use crate::{EntityId, Status};

impl Assessment {
    /// The same assessment for the things that `sees` says yes to: each stands as it was judged among all, and claims,
    /// points and letter are summed up over these alone. A claim that is asked of other things only does not apply.
    #[must_use]
    pub fn seen(&self, sees: impl Fn(&EntityId) -> bool) -> Self {
        let mut left = self.clone();
        for claim in left.points.iter_mut().flat_map(|point| &mut point.claims) {
            claim.limit_to(&sees);
        }
        left.open_findings.retain(|finding| sees(&finding.subject));
        for finding in &mut left.open_findings {
            finding.successor = finding.successor.take().filter(&sees);
        }
        left.sum_up();
        left
    }
}

impl ClaimAssessment {
    fn limit_to(&mut self, sees: &impl Fn(&EntityId) -> bool) {
        self.excluded_by_statement.retain(sees);
        let all = self.subjects.len();
        self.subjects.retain(|subject| sees(&subject.subject));
        if self.subjects.len() == all {
            return;
        }
        self.counts = Counts::of(self.subjects.iter().map(|subject| subject.state));
        // What does not follow from the subjects may speak of the others.
        self.reasons.clear();
        self.next = None;
        self.strength = self.subjects.iter().map(|subject| subject.strength).min().flatten();
        self.state = self.counts.worst();
        if self.subjects.is_empty() {
            self.state = Status::NotApplicable;
        }
    }
}

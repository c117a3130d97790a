//! Call-out tests: the municipality's own on-call list is rung at a moment that is sealed beforehand, and somebody
//! acknowledges or nobody does.
//!
//! What is to happen is a [definition](arvak_core::drill::callout). A [`CallPlan`] adds a nonce, which also draws the moment. A
//! [`Call`] is one message to one person by one way. [`next()`] says from these what is to be done now, [`judge()`] what came of it.

mod course;
mod evidence;
mod plan;
mod record;
mod verdict;

pub use course::{ATTEMPTS_MAX, Due, GRACE, Next, RETRY, next};
pub use evidence::{METHOD, METHOD_VERSION, Shown, shown};
pub use plan::{CallPlan, CallStep, moment};
pub use record::{Call, CallRecord};
pub use verdict::{Judged, Reached, StepFound, Verdict, judge};

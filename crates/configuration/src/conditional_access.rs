//! Conditional-access policies of Microsoft Entra: who must show two factors, where, and for what.
//!
//! The export is the answer of Microsoft Graph to `GET /identity/conditionalAccess/policies` (resource type
//! `conditionalAccessPolicy`, version 1.0), as it is, as a bare list, or as PowerShell writes it.
//!
//! A policy says what *should* happen at one door. That every door leads there is for a probe to show, so what is found
//! here is never stronger than `configuration`.

mod clause;
mod cover;
mod judge;
mod policy;
mod roles;

#[cfg(test)]
mod tests;

use arvak_core::Instant;
use serde_json::Value;

use crate::Judgement;
use crate::json::{self, Object};
use crate::mistake::{Mistake, Told};
use policy::Policy;

/// The version of what is read and how it is judged.
pub const VERSION: u32 = 1;

/// The evidence kinds that it can give.
pub const GIVES: &[&str] =
    &["mfa.enforced", "access.legacy_login_blocked", "access.admins_two_factor"];

/// Most policies of an export. Entra allows 240 of a tenant.
const POLICIES_MAX: usize = 2_000;

/// The policies of a tenant, in the order of the file.
#[derive(Clone, Debug)]
pub struct Policies {
    all: Vec<Policy>,
}

impl Policies {
    pub(crate) fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        Self::of(&json::parse(text)?)
    }

    fn of(value: &Value) -> Result<Self, Vec<Mistake>> {
        let objects = json::objects(value, "policies", POLICIES_MAX)?;
        let mut told = Told::default();
        let all = objects
            .iter()
            .zip(1..)
            .filter_map(|(object, number)| Policy::read(*object, number, &mut told))
            .collect();
        told.or(Self { all })
    }

    /// The newest change that the file tells of.
    pub(crate) fn newest(&self) -> Option<Instant> {
        self.all.iter().filter_map(|policy| policy.changed_at).max()
    }
}

/// What policies show, when whoever asked knows which accounts are kept for emergencies: at most `left_out_most` others may
/// be left out. Without any policy in force nothing can be told, as in an export.
pub fn judge(policies: &Value, left_out_most: usize) -> Result<Judgement, Vec<Mistake>> {
    Ok(Policies::of(policies)?.judge_leaving_out(left_out_most))
}

/// What policies demand of one log-in that all of them apply to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demanded {
    /// Two factors, or nobody gets in at all.
    TwoFactors,
    /// A strength of the tenant's own, of which it is not said what it demands.
    Unclear,
    /// Nothing, or something else.
    Nothing,
}

/// What those of the policies that are in force demand of a log-in that they apply to.
pub fn demanded(policies: &Value) -> Result<Demanded, Vec<Mistake>> {
    let all = Policies::of(policies)?.all;
    let in_force = all.iter().filter(|policy| policy.state == policy::State::InForce);
    let each = in_force.map(|policy| match policy.demand {
        clause::Demand::Block | clause::Demand::TwoFactors => Demanded::TwoFactors,
        clause::Demand::Unknown(_) => Demanded::Unclear,
        clause::Demand::Or(_) | clause::Demand::Other => Demanded::Nothing,
    });
    Ok(each.min().unwrap_or(Demanded::Nothing))
}

/// Whether a value has the shape of such an export.
pub(crate) fn looks_like(value: &Value) -> bool {
    let is_policy = |object: &Object<'_>| {
        object.get("state").is_some()
            && (object.get("conditions").is_some() || object.get("grantControls").is_some())
    };
    let named = value.get("@odata.context").and_then(Value::as_str);
    named.is_some_and(|context| context.contains("conditionalAccess/policies"))
        || json::objects(value, "policies", POLICIES_MAX)
            .is_ok_and(|objects| !objects.is_empty() && objects.iter().all(is_policy))
}

//! What imported tables of routes say of an address: the few rows that a judge needs, out of a million.

use arvak_core::Instant;
use serde::{Deserialize, Serialize};

/// The tables that were at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteTables {
    /// When the validated set of the RPKI was made; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roas_at: Option<Instant>,
    /// When the table of announced routes was made; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routes_at: Option<Instant>,
}

/// The rows that are about one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteSeen {
    /// The address.
    pub address: String,
    /// Announced routes to it: those with the longest prefix, which packets follow.
    pub routes: Vec<RouteRow>,
    /// Authorisations whose prefix holds it.
    pub roas: Vec<RouteRow>,
}

/// A route, or an authorisation of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteRow {
    /// The prefix, in slash notation.
    pub prefix: String,
    /// Of an authorisation, the longest prefix that may be announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u8>,
    /// The AS; 0 for an origin that cannot be told.
    pub asn: u32,
    /// When the authorisation ends, where the set says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

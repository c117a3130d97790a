//! What a vendor's interface says of a tenant: whether its policies demand two factors, of whom, and who signed in without.
//!
//! Microsoft Entra ID is asked through Microsoft Graph 1.0 ([`Entra`]), Google Workspace through the Directory API of the
//! Admin SDK ([`Google`]). Both are asked to read and nothing else. What they say is of basis `configuration`: a policy says
//! what should happen, and only a log-in shows that it does. So nothing here ever amounts to *proven*.
//!
//! Everything goes through [`arvak_probe::Outbound`], to the hosts that the vendor's documentation names; which of them,
//! the operator chooses. A loopback address stands for a stand-in, and what a stand-in says is never evidence.
//!
//! Transcripts hold no name, no address and no id of anybody: answers are counted, and where a judge must tell one account
//! from another, they are numbered.

mod door;
mod entra;
mod google;
mod policy;
mod said;
mod secret;
mod settings;

pub use entra::{EntraPolicy, NAME as ENTRA};
pub use google::{GooglePolicy, NAME as GOOGLE};
pub use policy::{Policy, Vendor};
pub use secret::Secret;
pub use settings::{
    BadTenant, EMERGENCY_MAX, Entra, Google, PEOPLE_MAX, SERVICES_MAX, Tenant, parse,
};

/// The checks that people see: id, and where it is written what is right.
pub const CHECKS: &[(&str, &str)] = &[
    ("tenant.admins", "Microsoft: Require multifactor authentication for administrators"),
    ("tenant.emergency", "Microsoft: Manage emergency access accounts in Microsoft Entra ID"),
    ("tenant.legacy", "Microsoft: Block legacy authentication with Conditional Access"),
    (
        "tenant.registered",
        "Microsoft Graph 1.0: userRegistrationDetails; Google: User.isEnrolledIn2Sv",
    ),
    ("tenant.sign_ins", "Microsoft Graph 1.0: signIn"),
    (
        "tenant.two_factor",
        "Microsoft: Require multifactor authentication for all users; Google: User.isEnforcedIn2Sv",
    ),
    ("tenant.what_if", "Microsoft Graph 1.0: conditionalAccessRoot: evaluate"),
];

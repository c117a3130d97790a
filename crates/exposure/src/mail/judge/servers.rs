//! The mail servers that the domain names, or the one that the operator did.

use arvak_probe::Host;

use super::{Mx, View, dane, transport};
use crate::findings::Findings;
use crate::mail::sts::{self, Mode};
use crate::mail_server::{self, Role, Scene, judge_servers};

/// Judges what the servers said.
pub(super) fn judge(findings: &mut Findings, view: &View<'_>) {
    let is_named = view.servers.iter().any(|server| server.begin.role == Role::Named);
    let none = view.no_servers().filter(|_| !is_named);
    let mut promised = dane::promised(view);
    let mut names = vec![view.domain.to_owned()];
    if let Mx::Named(mx) = &view.mx {
        if let Some(policy) = transport::policy(view).filter(|policy| policy.mode != Mode::None) {
            let allowed = mx.hosts.iter().filter(|h| sts::allows(&policy.patterns, h.as_str()));
            promised.extend(allowed.map(Host::to_string));
        }
        // A server at a place of the operator's may be any of those that the domain names.
        if is_named {
            if !promised.is_empty() {
                promised.insert(view.domain.to_owned());
            }
            names.extend(mx.hosts.iter().map(Host::to_string));
        }
    }
    let is_looked_at = |host: &Host| {
        view.servers.iter().any(|server| server.begin.host == host.as_str() && server.is_greeting())
    };
    let is_cut_short = match &view.mx {
        Mx::Named(mx) if !is_named => !mx.hosts.iter().all(is_looked_at),
        _ => false,
    };
    let scene = Scene {
        is_cut_short,
        servers: mail_server::servers(view.transcript),
        none: none.map(|(result, code)| (result, code.to_owned())),
        names,
        promised,
        has_roots: view.transcript.roots.is_some(),
        now: view.transcript.started_at,
        domain: view.domain,
    };
    judge_servers(findings, &scene);
}

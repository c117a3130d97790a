//! What runs containers, and printers: services that are asked over HTTP.

use arvak_probe::transcript::ServiceSeen;

use super::text::{holds, member, readable};
use super::web::{Answer, get};
use super::{LOGIN_ASKED, NO_LOGIN, Speech, being, first, service, to_the_end, with};

pub(super) const SPEECHES: &[Speech] = &[
    Speech { name: "docker", steps: &[to_the_end(|host| get(host, "/version"))], hear: docker },
    Speech { name: "etcd", steps: &[to_the_end(|host| get(host, "/version"))], hear: etcd },
    Speech { name: "ipp", steps: &[to_the_end(|host| get(host, "/"))], hear: ipp },
    Speech { name: "kubelet", steps: &[to_the_end(|host| get(host, "/healthz"))], hear: kubelet },
    Speech {
        name: "kubernetes",
        steps: &[to_the_end(|host| get(host, "/version"))],
        hear: kubernetes,
    },
    // Whatever is sent to it would be printed, so nothing is.
    Speech { name: "printer", steps: &[], hear: |_| None },
];

fn docker(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    let is_it = holds(answer.body, "\"ApiVersion\"") && holds(answer.body, "\"KernelVersion\"");
    let version = member(answer.body, "Version").unwrap_or_default();
    is_it.then(|| with(being(service("docker"), version), NO_LOGIN))
}

fn etcd(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    let version = member(answer.body, "etcdserver")?;
    Some(being(service("etcd"), version))
}

fn kubernetes(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    if holds(answer.body, "\"gitVersion\"") && holds(answer.body, "\"goVersion\"") {
        let version = member(answer.body, "gitVersion").unwrap_or_default();
        return Some(being(service("kubernetes"), version));
    }
    let refuses = matches!(answer.status, 401 | 403);
    let is_status = member(answer.body, "kind") == Some(b"Status");
    (refuses && is_status).then(|| with(service("kubernetes"), LOGIN_ASKED))
}

fn kubelet(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    match (answer.status, &*readable(answer.body)) {
        (200, "ok") => Some(with(service("kubelet"), NO_LOGIN)),
        (401, "Unauthorized") => Some(with(service("kubelet"), LOGIN_ASKED)),
        _ => None,
    }
}

fn ipp(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    let server = answer.header("server").unwrap_or_default();
    let is_printer =
        ["CUPS", "IPP", "Printer", "JetDirect"].iter().any(|word| server.contains(word));
    is_printer.then(|| being(service("ipp"), server.as_bytes()))
}

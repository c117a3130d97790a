//! What is counted of requests, and everything that `/metrics` shows, in the text format of Prometheus.
//!
//! For keys and people with the right to read, and for nobody else: behind a proxy on this machine every request comes from
//! loopback, so where one comes from opens nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use arvak_core::Status;
use arvak_core::assess::Counts;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use super::problem::Problem;
use super::speak::is_api;
use crate::app::App;
use crate::runs;
use crate::visit::Visit;

/// The version of the format.
const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The upper bounds of the buckets of durations, in milliseconds.
const BOUNDS_MS: [u64; 10] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];

/// What is asked for: a page, the API, or a file that goes with the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Surface {
    Api,
    Assets,
    Pages,
}

impl Surface {
    fn of(path: &str) -> Self {
        if is_api(path) {
            Self::Api
        } else if path.starts_with("/s/") || path == "/favicon.ico" {
            Self::Assets
        } else {
            Self::Pages
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Assets => "assets",
            Self::Pages => "pages",
        }
    }
}

/// How long requests took.
#[derive(Clone, Debug, Default)]
struct Durations {
    buckets: [u64; BOUNDS_MS.len()],
    count: u64,
    sum: Duration,
}

/// Requests since the program began. The labels are few and fixed: nobody can make more of them by asking.
#[derive(Default)]
pub(crate) struct Meters {
    inner: Mutex<Counted>,
    health: tokio::sync::Mutex<Option<(Instant, bool)>>,
}

#[derive(Clone, Default)]
struct Counted {
    requests: BTreeMap<(Surface, &'static str, u16), u64>,
    durations: BTreeMap<Surface, Durations>,
}

impl Meters {
    fn count(&self, surface: Surface, method: &'static str, hundreds: u16, took: Duration) {
        let mut counted = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.requests.entry((surface, method, hundreds)).or_default() += 1;
        let durations = counted.durations.entry(surface).or_default();
        durations.count += 1;
        durations.sum += took;
        for (bucket, bound) in durations.buckets.iter_mut().zip(BOUNDS_MS) {
            *bucket += u64::from(took <= Duration::from_millis(bound));
        }
    }

    /// When it was last looked whether all is well, and whether it was.
    pub(super) const fn health(&self) -> &tokio::sync::Mutex<Option<(Instant, bool)>> {
        &self.health
    }

    fn counted(&self) -> Counted {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Counts a request, and how long it took.
pub(crate) async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let surface = Surface::of(request.uri().path());
    let method = match request.method().as_str() {
        "GET" | "HEAD" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    };
    let begun = Instant::now();
    let answer = next.run(request).await;
    let hundreds = answer.status().as_u16() / 100;
    app.meters().count(surface, method, hundreds, begun.elapsed());
    answer
}

pub(super) async fn metrics(visit: Visit) -> Result<Response, Problem> {
    let runs = runs::all(&visit.app).await?;
    let text = text(&visit, &runs);
    Ok(([(CONTENT_TYPE, FORMAT)], text).into_response())
}

fn text(visit: &Visit, runs: &[runs::Shown]) -> String {
    let mut out = String::new();
    state_of_things(&mut out, visit);
    let running = runs.iter().filter(|run| run.ended_at_ms.is_none()).count();
    let newest = runs.iter().filter_map(|run| run.ended_at_ms).max().unwrap_or(0);
    head(&mut out, "arvak_runs_under_way", "gauge", "Runs of the probes that go on.");
    let _ = writeln!(out, "arvak_runs_under_way {running}");
    head(&mut out, "arvak_run_ended_seconds", "gauge", "When the last run ended, in Unix time.");
    let _ = writeln!(out, "arvak_run_ended_seconds {}", newest / 1_000);
    requests(&mut out, &visit.app.meters().counted());
    if let Some(bytes) = resident_bytes() {
        head(&mut out, "process_resident_memory_bytes", "gauge", "Resident memory.");
        let _ = writeln!(out, "process_resident_memory_bytes {bytes}");
    }
    out
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn state_of_things(out: &mut String, visit: &Visit) {
    let assessment = &visit.view.assessment;
    let points = Counts::of(assessment.points.iter().map(|point| point.state));
    let claims = Counts::of(assessment.claims().map(|claim| claim.state));
    let subjects = assessment.claims().flat_map(|claim| &claim.subjects);
    let subjects = Counts::of(subjects.map(|subject| subject.state));
    let all = [
        ("arvak_points", "Points of the letter by state.", points),
        ("arvak_claims", "Claims of the letter by state.", claims),
        ("arvak_subjects", "Things that claims are about, by state.", subjects),
    ];
    for (name, help, counts) in all {
        head(out, name, "gauge", help);
        for state in Status::ALL {
            let _ = writeln!(out, "{name}{{state=\"{}\"}} {}", state.name(), counts.get(state));
        }
    }
    let size = visit.view.store.size();
    head(out, "arvak_entries", "gauge", "Entries of the ledger.");
    let _ = writeln!(out, "arvak_entries {size}");
    head(out, "arvak_things", "gauge", "Things that are listed and not retired.");
    let things = visit.view.state().entities().filter(|thing| !thing.is_retired()).count();
    let _ = writeln!(out, "arvak_things {things}");
    head(out, "arvak_assessed_at_seconds", "gauge", "The instant that is judged, in Unix time.");
    let _ =
        writeln!(out, "arvak_assessed_at_seconds {}", assessment.assessed_at.as_millis() / 1_000);
}

fn requests(out: &mut String, counted: &Counted) {
    head(out, "arvak_http_requests_total", "counter", "Requests that were answered.");
    for ((surface, method, hundreds), count) in &counted.requests {
        let _ = writeln!(
            out,
            "arvak_http_requests_total{{surface=\"{}\",method=\"{method}\",status=\"{hundreds}xx\"}} {count}",
            surface.name(),
        );
    }
    let name = "arvak_http_request_duration_seconds";
    head(out, name, "histogram", "How long requests took.");
    for (surface, durations) in &counted.durations {
        let surface = surface.name();
        for (count, bound) in durations.buckets.iter().zip(BOUNDS_MS) {
            let bound = seconds(Duration::from_millis(bound));
            let _ = writeln!(out, "{name}_bucket{{surface=\"{surface}\",le=\"{bound}\"}} {count}");
        }
        let (count, sum) = (durations.count, seconds(durations.sum));
        let _ = writeln!(out, "{name}_bucket{{surface=\"{surface}\",le=\"+Inf\"}} {count}");
        let _ = writeln!(out, "{name}_sum{{surface=\"{surface}\"}} {sum}");
        let _ = writeln!(out, "{name}_count{{surface=\"{surface}\"}} {count}");
    }
}

/// Seconds with their thousandths, such as `0.25`.
fn seconds(duration: Duration) -> String {
    let text = format!("{}.{:03}", duration.as_secs(), duration.subsec_millis());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Resident memory of this process, where the system tells (proc(5), `VmRSS`).
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bucket_holds_those_below_it_too() {
        let meters = Meters::default();
        for millis in [3, 30, 30_000] {
            meters.count(Surface::Pages, "GET", 2, Duration::from_millis(millis));
        }
        let mut out = String::new();
        requests(&mut out, &meters.counted());
        let line = |text: &str| assert!(out.lines().any(|line| line == text), "{text} in\n{out}");
        line("arvak_http_requests_total{surface=\"pages\",method=\"GET\",status=\"2xx\"} 3");
        line("arvak_http_request_duration_seconds_bucket{surface=\"pages\",le=\"0.005\"} 1");
        line("arvak_http_request_duration_seconds_bucket{surface=\"pages\",le=\"0.05\"} 2");
        line("arvak_http_request_duration_seconds_bucket{surface=\"pages\",le=\"10\"} 2");
        line("arvak_http_request_duration_seconds_bucket{surface=\"pages\",le=\"+Inf\"} 3");
        line("arvak_http_request_duration_seconds_sum{surface=\"pages\"} 30.033");
    }
}

//! Many services at once: one trial each, those of one canary one after the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use arvak_core::Name;
use arvak_probe::{BadTranscript, Clock, Context, Host, Net, Observation, Permits, Transcript};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::run::canary_key;
use crate::{
    Arm, Codes, Judged, PERMITS, Seen, Service, Tried, Way, judge, kind_of, read, try_service,
};

/// Most trials at once. Most of their time they wait for an answer, or for the next code.
const AT_ONCE_MAX: usize = 256;

/// Most trials at once of services at one door.
const AT_ONE_DOOR_MAX: usize = 16;

/// What every trial of a run shares.
#[derive(Clone)]
pub struct Run {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// From where we look.
    pub vantage: Name,
    /// Leave to send wrong passwords.
    pub permits: Arc<dyn Permits>,
}

/// A service and the door to it.
pub struct Job {
    /// The service.
    pub service: Service,
    /// The host that the transcript is about.
    pub host: Host,
    /// The place, such as `www.nordvik.example:443`: what is at one place shares a door, and waits its turn.
    pub place: String,
    /// The door to it.
    pub net: Net,
}

/// What a trial found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The service's id.
    pub id: String,
    /// The verdict.
    pub judged: Judged,
    /// What each arm met.
    pub arms: Vec<(Arm, Seen)>,
    /// What the other ways in met.
    pub ways: Vec<Way>,
    /// What was observed; nothing when the trial could not be carried out.
    pub observation: Option<Observation>,
}

/// Tries every service, and gives what was found in the order of the jobs.
pub async fn try_all(jobs: Vec<Job>, run: &Run) -> Vec<Found> {
    let places = Arc::new(Semaphore::new(AT_ONCE_MAX));
    let mut groups: BTreeMap<String, Vec<(usize, Job)>> = BTreeMap::new();
    for (number, job) in jobs.into_iter().enumerate() {
        groups.entry(canary_key(&job.service)).or_default().push((number, job));
    }
    let mut doors: BTreeMap<String, Arc<Semaphore>> = BTreeMap::new();
    let mut tasks = JoinSet::new();
    for jobs in groups.into_values() {
        let (run, places) = (run.clone(), Arc::clone(&places));
        let place = jobs.first().map(|(_, job)| job.place.clone()).unwrap_or_default();
        let door = doors.entry(place).or_insert_with(|| Arc::new(Semaphore::new(AT_ONE_DOOR_MAX)));
        let door = Arc::clone(door);
        tasks.spawn(async move {
            let codes = Codes::default();
            let mut found = Vec::new();
            for (number, job) in jobs {
                let (_turn, _place) = (door.acquire().await, places.acquire().await);
                found.push((number, try_one(&job, &run, &codes).await));
            }
            found
        });
    }
    let mut found = Vec::new();
    while let Some(done) = tasks.join_next().await {
        // A task that broke down has no verdict; whoever asked sees that one is missing.
        found.extend(done.unwrap_or_default());
    }
    found.sort_by_key(|(number, _)| *number);
    found.into_iter().map(|(_, found)| found).collect()
}

async fn try_one(job: &Job, run: &Run, codes: &Codes) -> Found {
    let service = &job.service;
    let without = |reason: &str| Found {
        id: service.id.clone(),
        judged: Judged::unknown(reason),
        arms: Vec::new(),
        ways: Vec::new(),
        observation: None,
    };
    let Some(mut kind) = kind_of(&service.params) else { return without("kind-not-supported") };
    let context = Context { net: &job.net, clock: &*run.clock, vantage: &run.vantage };
    let permits = &*run.permits;
    match try_service(service, &mut *kind, &job.host, &context, codes, permits).await {
        Err(error) => without(error.code()),
        Ok(observation) => match Transcript::of_probe(&observation.transcript, PERMITS) {
            Err(error) => without(error.code()),
            Ok(transcript) => found(&service.id, &read(&transcript), observation),
        },
    }
}

impl Found {
    /// What the observation of a probe called `probe` holds.
    pub fn of(id: &str, probe: &str, observation: &Observation) -> Result<Self, BadTranscript> {
        let transcript = Transcript::of_probe(&observation.transcript, probe)?;
        Ok(found(id, &read(&transcript), observation.clone()))
    }
}

fn found(id: &str, tried: &Tried, observation: Observation) -> Found {
    Found {
        id: id.to_owned(),
        judged: judge(tried),
        arms: tried.arms.iter().map(|(arm, attempt)| (*arm, attempt.end)).collect(),
        ways: tried.ways.clone(),
        observation: Some(observation),
    }
}

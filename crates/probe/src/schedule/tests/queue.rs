//! The ports in memory, with the promises that the ports' documentation makes.

use std::sync::Mutex;

use arvak_core::{Digest, EntityId, Instant, Name, Span};

use crate::ports::{Leased, NewJob};
use crate::{BoxFuture, Permits, PortError, Queue};

#[derive(Clone, Debug)]
struct Row {
    id: i64,
    job: NewJob,
    attempt: u32,
    lease_until: Option<Instant>,
}

impl Row {
    fn begins(&self) -> Instant {
        self.lease_until.unwrap_or(self.job.not_before)
    }
}

#[derive(Default)]
pub(super) struct MemoryQueue {
    rows: Mutex<Vec<Row>>,
    last_id: Mutex<i64>,
}

impl MemoryQueue {
    /// The jobs that it holds: attempts until now, and whether somebody has it.
    pub(super) fn held(&self) -> Vec<(u32, bool)> {
        let rows = self.rows.lock().unwrap();
        rows.iter().map(|row| (row.attempt, row.lease_until.is_some())).collect()
    }

    /// The instants from which jobs may begin.
    pub(super) fn begins(&self) -> Vec<i64> {
        self.rows.lock().unwrap().iter().map(|row| row.begins().as_millis()).collect()
    }

    /// Adds a job whose payload nobody can read.
    pub(super) fn add_nonsense(&self) {
        self.add(&NewJob {
            key: Digest::of(b"nonsense"),
            payload: b"{\"probe\":1}".to_vec(),
            not_before: Instant::from_millis(0),
            priority: 0,
        });
    }

    fn add(&self, job: &NewJob) -> bool {
        let mut rows = self.rows.lock().unwrap();
        if rows.iter().any(|row| row.job.key == job.key) {
            return false;
        }
        let mut id = self.last_id.lock().unwrap();
        *id += 1;
        rows.push(Row { id: *id, job: job.clone(), attempt: 0, lease_until: None });
        true
    }
}

impl Queue for MemoryQueue {
    fn enqueue<'a>(&'a self, jobs: &'a [NewJob]) -> BoxFuture<'a, Result<usize, PortError>> {
        Box::pin(async move { Ok(jobs.iter().filter(|job| self.add(job)).count()) })
    }

    fn lease<'a>(
        &'a self,
        most: usize,
        _worker: &'a str,
        lease_until: Instant,
        now: Instant,
    ) -> BoxFuture<'a, Result<Vec<Leased>, PortError>> {
        Box::pin(async move {
            let mut rows = self.rows.lock().unwrap();
            rows.sort_by_key(|row| (-row.job.priority, row.job.not_before, row.id));
            let free = rows.iter_mut().filter(|row| row.begins() <= now).take(most);
            let lease = |row: &mut Row| {
                row.attempt += 1;
                row.lease_until = Some(lease_until);
                let (key, payload) = (row.job.key, row.job.payload.clone());
                Leased { id: row.id, key, payload, attempt: row.attempt }
            };
            Ok(free.map(lease).collect())
        })
    }

    fn complete<'a>(&'a self, job: &'a Leased) -> BoxFuture<'a, Result<(), PortError>> {
        Box::pin(async move {
            let mut rows = self.rows.lock().unwrap();
            rows.retain(|row| row.id != job.id || row.attempt != job.attempt);
            Ok(())
        })
    }

    fn fail<'a>(
        &'a self,
        job: &'a Leased,
        retry_at: Instant,
    ) -> BoxFuture<'a, Result<(), PortError>> {
        Box::pin(async move {
            let mut rows = self.rows.lock().unwrap();
            let same = |row: &&mut Row| row.id == job.id && row.attempt == job.attempt;
            if let Some(row) = rows.iter_mut().find(same) {
                row.lease_until = None;
                row.job.not_before = retry_at;
            }
            Ok(())
        })
    }

    fn next_at(&self) -> BoxFuture<'_, Result<Option<Instant>, PortError>> {
        Box::pin(async move { Ok(self.rows.lock().unwrap().iter().map(Row::begins).min()) })
    }
}

/// Permits that are counted and never given back.
#[derive(Default)]
pub(super) struct Ration(Mutex<Vec<(EntityId, Instant)>>);

impl Permits for Ration {
    fn take<'a>(
        &'a self,
        _probe: &'a Name,
        subject: &'a EntityId,
        window: Span,
        most: u32,
        now: Instant,
    ) -> BoxFuture<'a, Result<bool, PortError>> {
        Box::pin(async move {
            let mut taken = self.0.lock().unwrap();
            let recent = |at: Instant| now.since(at) < window;
            let count = taken.iter().filter(|(of, at)| of == subject && recent(*at)).count();
            if count >= most as usize {
                return Ok(false);
            }
            taken.push((subject.clone(), now));
            Ok(true)
        })
    }
}

impl Ration {
    pub(super) fn taken(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

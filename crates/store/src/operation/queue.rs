//! The queue: a table. At least once: a job whose lease ended is leased again.

use arvak_core::{Digest, Instant};
use arvak_probe::ports::{Leased, NewJob};
use arvak_probe::{BoxFuture, PortError, Queue};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::Operation;
use crate::{Error, Result};

/// Most jobs that one call leases.
const LEASE_MOST: usize = 1_000;

const ADD: &str = "INSERT INTO job (key, payload, priority, not_before) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO NOTHING";

const LEASE: &str = "UPDATE job SET lease_until = ?1, worker = ?2, attempt = attempt + 1
WHERE id IN (
  SELECT id FROM job
  WHERE coalesce(lease_until, not_before) <= ?3
  ORDER BY priority DESC, not_before, id LIMIT ?4
) RETURNING id, key, payload, attempt, priority, not_before";

type Answer<'a, T> = BoxFuture<'a, std::result::Result<T, PortError>>;

impl Queue for Operation {
    fn enqueue<'a>(&'a self, jobs: &'a [NewJob]) -> Answer<'a, usize> {
        Box::pin(async move { self.add_jobs(jobs).await.map_err(port_error) })
    }

    fn lease<'a>(
        &'a self,
        most: usize,
        worker: &'a str,
        lease_until: Instant,
        now: Instant,
    ) -> Answer<'a, Vec<Leased>> {
        Box::pin(async move {
            self.lease_jobs(most, worker, lease_until, now).await.map_err(port_error)
        })
    }

    fn complete<'a>(&'a self, job: &'a Leased) -> Answer<'a, ()> {
        Box::pin(async move { self.complete_job(job).await.map_err(port_error) })
    }

    fn fail<'a>(&'a self, job: &'a Leased, retry_at: Instant) -> Answer<'a, ()> {
        Box::pin(async move { self.put_back(job, retry_at).await.map_err(port_error) })
    }

    fn next_at(&self) -> Answer<'_, Option<Instant>> {
        Box::pin(async move { self.next_begin().await.map_err(port_error) })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn port_error(error: Error) -> PortError {
    error.to_port("the queue")
}

impl Operation {
    async fn add_jobs(&self, jobs: &[NewJob]) -> Result<usize> {
        let mut transaction = self.begin().await?;
        let mut added = 0;
        for job in jobs {
            let done = sqlx::query(ADD)
                .bind(job.key.0.as_slice())
                .bind(job.payload.as_slice())
                .bind(job.priority)
                .bind(job.not_before.as_millis())
                .execute(&mut *transaction)
                .await
                .map_err(self.failed())?;
            added += usize::from(done.rows_affected() == 1);
        }
        transaction.commit().await.map_err(self.failed())?;
        Ok(added)
    }

    async fn lease_jobs(
        &self,
        most: usize,
        worker: &str,
        lease_until: Instant,
        now: Instant,
    ) -> Result<Vec<Leased>> {
        let most = i64::try_from(most.min(LEASE_MOST)).unwrap_or(0);
        let rows = sqlx::query(LEASE)
            .bind(lease_until.as_millis())
            .bind(worker)
            .bind(now.as_millis())
            .bind(most)
            .fetch_all(&self.pool)
            .await
            .map_err(self.failed())?;
        // RETURNING promises no order.
        let mut leased =
            rows.iter().map(leased_of).collect::<sqlx::Result<Vec<_>>>().map_err(self.failed())?;
        leased.sort_by_key(|(order, _)| *order);
        Ok(leased.into_iter().map(|(_, job)| job).collect())
    }

    async fn complete_job(&self, job: &Leased) -> Result<()> {
        sqlx::query("DELETE FROM job WHERE id = ? AND attempt = ?")
            .bind(job.id)
            .bind(i64::from(job.attempt))
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(())
    }

    async fn put_back(&self, job: &Leased, retry_at: Instant) -> Result<()> {
        sqlx::query(
            "UPDATE job SET lease_until = NULL, worker = NULL, not_before = ?1
             WHERE id = ?2 AND attempt = ?3 AND lease_until IS NOT NULL",
        )
        .bind(retry_at.as_millis())
        .bind(job.id)
        .bind(i64::from(job.attempt))
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(())
    }

    async fn next_begin(&self) -> Result<Option<Instant>> {
        let millis: Option<i64> =
            sqlx::query_scalar("SELECT min(coalesce(lease_until, not_before)) FROM job")
                .fetch_one(&self.pool)
                .await
                .map_err(self.failed())?;
        Ok(millis.map(Instant::from_millis))
    }
}

/// A job, and what it is ordered by.
fn leased_of(row: &SqliteRow) -> sqlx::Result<((i64, i64, i64), Leased)> {
    let id: i64 = row.try_get("id")?;
    let key: Vec<u8> = row.try_get("key")?;
    let attempt: i64 = row.try_get("attempt")?;
    let order = (-row.try_get::<i64, _>("priority")?, row.try_get("not_before")?, id);
    let bad = |what: &str| sqlx::Error::Decode(format!("job {id}: {what}").into());
    let job = Leased {
        id,
        key: Digest(key.try_into().map_err(|_| bad("its key has not 32 bytes"))?),
        payload: row.try_get("payload")?,
        attempt: u32::try_from(attempt).map_err(|_| bad("its attempt is no number of attempts"))?,
    };
    Ok((order, job))
}

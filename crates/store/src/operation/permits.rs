//! Permits for counted effects: durable before the first byte, never given back.

use arvak_core::{EntityId, Instant, Name, Span};
use arvak_probe::{BoxFuture, Permits, PortError};

use super::Operation;
use crate::Result;

impl Permits for Operation {
    fn take<'a>(
        &'a self,
        probe: &'a Name,
        subject: &'a EntityId,
        window: Span,
        most: u32,
        now: Instant,
    ) -> BoxFuture<'a, std::result::Result<bool, PortError>> {
        Box::pin(async move {
            self.take_permit(probe, subject, window, most, now)
                .await
                .map_err(|error| error.to_port("taking a permit"))
        })
    }
}

impl Operation {
    /// Counting and taking are one statement, so that two processes cannot both take the last one.
    /// What was taken by a clock that since was set back (after `now`) counts as well.
    async fn take_permit(
        &self,
        probe: &Name,
        subject: &EntityId,
        window: Span,
        most: u32,
        now: Instant,
    ) -> Result<bool> {
        let begins = now.as_millis().saturating_sub(window.as_millis());
        let taken = sqlx::query(
            "INSERT INTO permit (probe, subject, taken_at) SELECT ?1, ?2, ?3
             WHERE (SELECT count(*) FROM permit WHERE probe = ?1 AND subject = ?2 AND taken_at > ?4) < ?5",
        )
        .bind(probe.as_str())
        .bind(subject.as_str())
        .bind(now.as_millis())
        .bind(begins)
        .bind(i64::from(most))
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(taken.rows_affected() == 1)
    }
}

//! What pages ask about proofs of control and leaves, and the token to the postmaster.

use arvak_core::{EntryId, Instant};
use arvak_probe::Host;
use arvak_web::{Control, Controlled};
use arvak_words::{Lang, Words};

use super::Served;
use crate::exit::BadInput;
use crate::verbs::control::post;
use crate::wiring::reading::Reading;
use crate::wiring::{channels, control, doors, leaves, looking};

impl Served {
    /// How every listed domain stands, and which leaves hold.
    pub(super) async fn controlled(&self) -> anyhow::Result<Control> {
        let (recording, reading) = (self.recording(), Reading::open(&self.settings, None).await?);
        let tokens = looking::tokens(&recording, &reading).await?;
        let mut domains = Vec::new();
        for domain in reading.state().entities_of("domain") {
            let host = doors::host_of(&domain);
            let Some(token) = tokens.get(&host) else { continue };
            domains.push(Controlled {
                id: domain.id().clone(),
                token: token.clone(),
                proofs: control::proofs(&reading, domain.id()).await?,
                looked_at: control::newest_look(reading.state(), domain.id()),
                mail_waits_until: match host.parse() {
                    Ok(named) => post::waits_until(&named, &recording).await?,
                    Err(_) => None,
                },
                host,
            });
        }
        let allowed = self.doors.allow.iter().chain(&self.settings.file.net.allow);
        Ok(Control {
            domains,
            leaves: leaves::holding(&reading),
            allowed: allowed.copied().collect(),
            mails: channels::of(&self.settings, &self.doors)?.relay.is_some(),
        })
    }

    /// Sends a token to the domain's postmaster.
    pub(super) async fn mailed(&self, domain: &str, lang: Lang) -> anyhow::Result<String> {
        let (recording, words) = (self.recording(), Words::new(lang));
        let posted =
            post::post(&named(domain)?, &recording, &self.doors, &self.settings, &words).await?;
        Ok(posted.address)
    }

    /// Records that the postmaster's token was entered.
    pub(super) async fn entered(
        &self,
        domain: &str,
        token: &str,
        lang: Lang,
    ) -> anyhow::Result<(EntryId, Instant)> {
        let (recording, words) = (self.recording(), Words::new(lang));
        post::enter(&named(domain)?, token, &recording, &self.settings, &words).await
    }
}

fn named(domain: &str) -> anyhow::Result<Host> {
    domain.parse().map_err(|error: arvak_probe::BadHost| BadInput(error.to_string()).into())
}

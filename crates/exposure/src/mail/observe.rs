//! The questions of the mail probe.

use arvak_probe::net::RecordType;
use arvak_probe::{Check, Context, Observation, ProbeError, Recorder};

use super::spf::{self, Rest};
use super::spf_domain::has_macro;
use super::{DMARC_LABEL, REDIRECTS_MAX, VERSION};

/// Asks for MX, SPF (following its redirects) and DMARC.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let domain = check.host.as_str();
    // A failure stands in the transcript; the next question may still be answered.
    let _ = context.net.query(domain, RecordType::MX, &mut recorder).await;
    let dmarc = format!("{DMARC_LABEL}.{domain}");
    let _ = context.net.query(&dmarc, RecordType::TXT, &mut recorder).await;
    ask_spf(domain, context, &mut recorder).await;
    recorder.finish()
}

async fn ask_spf(domain: &str, context: &Context<'_>, recorder: &mut Recorder<'_>) {
    let mut name = domain.to_owned();
    for _ in 0..=REDIRECTS_MAX {
        let Ok(answer) = context.net.query(&name, RecordType::TXT, recorder).await else { return };
        let records: Vec<&str> = answer.data("TXT").filter(|text| spf::is_spf(text)).collect();
        let [record] = records.as_slice() else { return };
        match spf::parse(record) {
            Ok(found) if found.rest == Rest::Redirect => match found.redirect {
                Some(target) if !has_macro(&target) => name = target,
                _ => return,
            },
            _ => return,
        }
    }
}

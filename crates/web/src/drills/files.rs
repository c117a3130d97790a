//! What is handed out of a drill: everything that it takes to judge anew, as one file, and the raw bytes of an answer. Nothing of it is
//! shown by a browser as a page.

use std::io::{Cursor, Write as _};

use arvak_drills::export::{ENTRY, PROOF, exported};
use arvak_monitoring::{Evidently, File};
use axum::extract::Path;
use axum::response::Response;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::known::{self, not_done};
use crate::failure::Failure;
use crate::recording::NotRecorded;
use crate::rooms::evidence::{download, prove, whole};
use crate::visit::Visit;

pub(super) async fn export(visit: Visit, Path(seal): Path<String>) -> Result<Response, Failure> {
    let (name, bytes) = zipped(&visit, &seal).await?;
    Ok(download(&name, bytes))
}

/// The same files as `arvak drill export` writes, in one.
pub(crate) async fn zipped(visit: &Visit, seal: &str) -> Result<(String, Vec<u8>), Failure> {
    let one = known::of(visit, seal).await?;
    let files = exported(visit.app.folder(), &one.kept).await;
    let mut files = match files.map_err(|error| not_done(visit, error)) {
        Ok(files) => files,
        Err(NotRecorded::Refused(_)) => {
            return Err(Failure::Asked(visit.plain("drills-export-sealed")));
        }
        Err(NotRecorded::Failure(failure)) => return Err(failure),
    };
    // Whoever may not see all of the entry gets what there is without it.
    if let Some(entry) = one.kept.row.entry {
        files.push((ENTRY.to_owned(), whole(visit, entry)?.bytes));
        files.push((PROOF.to_owned(), prove(visit, entry).await?.into_bytes()));
    }
    let name = format!("arvak-{}.zip", one.kept.row.id);
    let packed = tokio::task::spawn_blocking(move || pack(&files)).await;
    match packed {
        Ok(Ok(bytes)) => Ok((name, bytes)),
        Ok(Err(error)) => {
            tracing::error!(%error, "the export of a drill");
            Err(Failure::Inside)
        }
        Err(_) => Err(Failure::Inside),
    }
}

fn pack(files: &[File]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(name.as_str(), how)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

pub(super) async fn receipt(
    visit: Visit,
    Path((seal, number)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (name, bytes) = raw(&visit, &seal, &number).await?;
    Ok(download(&name, bytes))
}

/// The raw bytes of an answer, counted from 0, with a name that tells what they are.
pub(crate) async fn raw(
    visit: &Visit,
    seal: &str,
    number: &str,
) -> Result<(String, Vec<u8>), Failure> {
    let one = known::of(visit, seal).await?;
    let told = one.told()?;
    let number: usize = number.parse().map_err(|_| Failure::NotFound)?;
    let receipt = told.gathered.record.receipts.get(number).ok_or(Failure::NotFound)?;
    let bytes = told.gathered.bytes(&receipt.raw).ok_or(Failure::NotFound)?.to_vec();
    let ending = match receipt.channel {
        Evidently::Webhook => "http",
        Evidently::Mail => "eml",
        Evidently::Person => "json",
        Evidently::File => "bin",
    };
    let digest = receipt.raw.to_string();
    Ok((format!("arvak-{}.{ending}", digest.get(..12).unwrap_or_default()), bytes))
}

//! `arvak request address …`: where mail to suppliers goes. It is kept beside the ledger, since an address may be a person's.

use std::path::Path;

use arvak_core::EntityId;
use arvak_csv::Fields;
use arvak_notices::is_address;
use arvak_probe::{Clock as _, SystemClock};
use arvak_store::supplier::AddressRow;
use arvak_words::{Lang, Say, Words};
use serde_json::json;

use super::read;
use crate::cli::Address;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// Most mistakes of a file that are told.
const MISTAKES_MAX: usize = 50;

pub(super) async fn run(args: Address, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    let recording = Recording::open(settings).await?;
    let operation = recording.folder.operation();
    let is_listed = |id: &EntityId| id.kind() == "supplier" && reading.state().entity(id).is_some();
    let all = match (&args.file, &args.supplier, &args.to) {
        (Some(file), ..) => of_file(file, &is_listed, &words)?,
        (None, Some(supplier), Some(to)) => {
            let lang = args.language.unwrap_or_default();
            let row = row(to, args.leader.as_deref(), lang).map_err(|wrong| {
                BadInput(words.say("address-wrong", &[("address", Say::Owned(wrong))]))
            })?;
            if !is_listed(supplier) {
                let said = [("supplier", Say::Owned(supplier.to_string()))];
                return Err(BadInput(words.say("address-not-listed", &said)).into());
            }
            vec![(supplier.clone(), row)]
        }
        (None, Some(supplier), None) if args.forget => {
            operation.forget_supplier_address(supplier).await?;
            Vec::new()
        }
        _ => Vec::new(),
    };
    operation.set_supplier_addresses(&all, SystemClock.now()).await?;
    let mut known = operation.supplier_addresses().await?;
    recording.close().await?;
    if let Some(supplier) = &args.supplier {
        known.retain(|id, _| id == supplier);
    }
    if settings.json {
        let all = known.iter().map(|(id, row)| {
            json!({ "supplier": id, "address": row.address, "leader": row.leader, "lang": row.lang })
        });
        super::super::print(&json!(all.collect::<Vec<_>>()).to_string())?;
        return Ok(Exit::Done);
    }
    if known.is_empty() {
        super::super::print(&words.plain("address-none"))?;
    }
    for (id, row) in &known {
        let said = [
            ("supplier", Say::Owned(id.to_string())),
            ("address", Say::Text(&row.address)),
            ("leader", Say::Text(row.leader.as_deref().unwrap_or("–"))),
            ("lang", Say::Text(&row.lang)),
        ];
        super::super::print(&words.say("address-line", &said))?;
    }
    Ok(Exit::Done)
}

/// Where mail goes; the address that is none otherwise.
fn row(to: &str, leader: Option<&str>, lang: Lang) -> Result<AddressRow, String> {
    let wrong = [Some(to), leader].into_iter().flatten().find(|one| !is_address(one));
    match wrong {
        Some(wrong) => Err(wrong.to_owned()),
        None => Ok(AddressRow {
            address: to.to_owned(),
            leader: leader.map(str::to_owned),
            lang: lang.tag().to_owned(),
        }),
    }
}

/// The lines of a file: supplier, address, leader, language. With one mistake nothing is kept, and all are told.
fn of_file(
    file: &Path,
    is_listed: &dyn Fn(&EntityId) -> bool,
    words: &Words,
) -> anyhow::Result<Vec<(EntityId, AddressRow)>> {
    let bytes = read(file, words)?;
    let name = file.display().to_string();
    let text = arvak_csv::decode(&bytes).map_err(|(row, column)| {
        BadInput(format!("{name}:{row}:{column}: no text (UTF-8, UTF-16 or Windows-1252)"))
    })?;
    // Norwegian Excel writes semicolons.
    let first = text.lines().next().unwrap_or_default();
    let usual = if first.contains(';') { ';' } else { ',' };
    let (separator, text) = arvak_csv::named_separator(&text).unwrap_or((usual, &text));
    let mut lines: std::collections::BTreeMap<u32, Vec<String>> = std::collections::BTreeMap::new();
    for field in Fields::of(text, separator) {
        let field = field.map_err(|(row, column)| {
            BadInput(format!("{name}:{row}:{column}: a quotation mark is never closed"))
        })?;
        lines.entry(field.row).or_default().push(field.text.trim().to_owned());
    }
    let (mut all, mut mistakes) = (Vec::new(), Vec::new());
    for (line, fields) in &lines {
        let field = |at: usize| fields.get(at).map(String::as_str).filter(|text| !text.is_empty());
        let (Some(supplier), Some(to)) = (field(0), field(1)) else {
            if fields.iter().any(|text| !text.is_empty()) {
                mistakes.push(
                    words.say("address-file-short", &[("line", Say::Number(i64::from(*line)))]),
                );
            }
            continue;
        };
        let id: Option<EntityId> = supplier.parse().ok().filter(|id| is_listed(id));
        let lang = field(3).map_or(Ok(Lang::default()), str::parse);
        let said = |sentence: &str, what: &str| {
            let args = [("line", Say::Number(i64::from(*line))), ("what", Say::Text(what))];
            words.say(sentence, &args)
        };
        match (id, lang, field(2)) {
            (None, ..) => mistakes.push(said("address-file-supplier", supplier)),
            (_, Err(_), _) => {
                mistakes.push(said("address-file-lang", field(3).unwrap_or_default()));
            }
            (Some(id), Ok(lang), leader) => match row(to, leader, lang) {
                Ok(row) => all.push((id, row)),
                Err(wrong) => mistakes.push(said("address-file-address", &wrong)),
            },
        }
    }
    if mistakes.is_empty() {
        return Ok(all);
    }
    mistakes.truncate(MISTAKES_MAX);
    Err(BadInput(format!("{name}:\n{}", mistakes.join("\n"))).into())
}

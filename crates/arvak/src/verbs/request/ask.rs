//! Writing a request: the mail's text and a workbook, and the date by which an answer is due.

use std::path::PathBuf;

use arvak_core::{Name, Span};
use arvak_ledger::durable;
use arvak_suppliers::taking;
use arvak_words::{Say, Words, date};
use arvak_workbook::{ANSWER_DAYS, Questionnaire, mail, questionnaire, request_id};
use serde_json::json;

use super::{drafted, questions, requests};
use crate::cli::Ask;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// How long a supplier has when nothing else is said.
const USUAL: Span = Span::from_days(ANSWER_DAYS);

pub(super) async fn run(args: Ask, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let reading = Reading::open(settings, None).await?;
    let missing = || BadInput(words.plain("request-no-supplier"));
    let supplier = args.supplier.ok_or_else(missing)?;
    let asked = questions(&reading, &supplier);
    if !reading.state().is_listed(&supplier) || asked.is_empty() {
        let listed = reading.state().entities_of("supplier");
        let listed: Vec<_> = listed.map(|view| view.id().to_string()).collect();
        let known = if listed.is_empty() { "–".to_owned() } else { listed.join(", ") };
        let said = [("supplier", Say::Owned(supplier.to_string())), ("known", Say::Owned(known))];
        return Err(BadInput(words.say("request-not-listed", &said)).into());
    }
    let request = request_id(&supplier, reading.at)?;
    let earlier = requests(&reading).find(|(one, _)| one.id == request).map(|(one, _)| one.due);
    let due = args.due.or(earlier).unwrap_or_else(|| reading.at.plus(USUAL));
    if due <= reading.at || earlier.is_some_and(|earlier| earlier != due) {
        let said = [("due", Say::Owned(date(words.lang(), earlier.unwrap_or(due))))];
        let id = if earlier.is_some() { "request-due-fixed" } else { "request-due-past" };
        return Err(BadInput(words.say(id, &said)).into());
    }
    let pages = reading.pages(settings).await?;
    let naming = pages.page().naming;
    let organisation = reading.state().entities_of("organisation").next();
    let organisation = organisation.map(|view| naming.thing(view.id(), &words));
    let supplier_name = naming.thing(&supplier, &words);
    let due_said = date(words.lang(), due);
    let sheet = Questionnaire {
        request: &request,
        supplier: &supplier,
        supplier_name: &supplier_name,
        asked_by: organisation.as_deref().unwrap_or_default(),
        due: &due_said,
        questions: &asked,
    };
    let workbook = questionnaire(&sheet, &words)?;
    let text = mail(&sheet, &words);
    std::fs::create_dir_all(&args.out)?;
    let files = ["txt", "xlsx"].map(|kind| args.out.join(format!("{request}.{kind}")));
    let [mail_file, workbook_file] = &files;
    durable::write_file(mail_file, text.as_bytes())?;
    durable::write_file(workbook_file, &workbook)?;
    let mut entry = None;
    if earlier.is_none() && !args.dry_run {
        let due = taking::due(reading.state(), &request, &supplier, due, &by)?;
        let draft = drafted(due, &by, &[])?;
        let recording = Recording::open(settings).await?;
        entry = Some(recording.append(draft, &words).await?);
        recording.close().await?;
    }
    if settings.json {
        let ids: Vec<_> = asked.iter().map(|question| &question.id).collect();
        let report = json!({
            "request": request, "supplier": supplier, "due": due, "questions": ids,
            "files": files, "entry": entry,
        });
        super::super::print(&report.to_string())?;
    } else {
        tell(&files, asked.len(), &request, &due_said, &words)?;
    }
    Ok(Exit::Done)
}

fn tell(
    files: &[PathBuf],
    count: usize,
    request: &Name,
    due: &str,
    words: &Words,
) -> anyhow::Result<()> {
    let args = [
        ("count", Say::Number(i64::try_from(count).unwrap_or(i64::MAX))),
        ("request", Say::Text(request.as_str())),
        ("due", Say::Text(due)),
    ];
    super::super::print(&words.say("request-written", &args))?;
    for file in files {
        super::super::print(&format!("  {}", file.display()))?;
    }
    super::super::print(&words.say("request-then", &args))?;
    Ok(())
}

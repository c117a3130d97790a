//! Links of documents.

use std::path::Path;

/// Links of the document `name` that lead nowhere: to a file that is not there, or to a heading
/// that the file does not have.
pub fn dead(root: &Path, name: &str, text: &str) -> Vec<String> {
    let folder = root.join(name).parent().map_or_else(|| root.to_path_buf(), Path::to_path_buf);
    let mut complaints = Vec::new();
    for target in targets(text) {
        if target.contains("://") || target.starts_with("mailto:") {
            continue;
        }
        let (file, heading) = target.split_once('#').unwrap_or((target, ""));
        let path = if file.is_empty() { root.join(name) } else { folder.join(file) };
        if !path.exists() {
            complaints.push(format!("{name}: {target} leads nowhere"));
        } else if !heading.is_empty() && path.extension().is_some_and(|found| found == "md") {
            let there = std::fs::read_to_string(&path).unwrap_or_default();
            if !headings(&there).any(|found| found == heading) {
                complaints.push(format!("{name}: {target}: there is no such heading"));
            }
        }
    }
    complaints
}

/// What stands between `](` and `)`.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The names by which a document's headings are linked to, as forges make them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

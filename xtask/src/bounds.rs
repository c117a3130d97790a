//! Bounds that a document names: each is held against the constant in the code that it names.

/// Everything that is wrong with the rows `| what | 16 MiB | `FILE` `CONSTANT` |` of `document`, held against the `files` of the
/// repository (name and content). A document without such a row is wrong too.
pub fn complaints(document: &str, files: &[(String, String)]) -> Vec<String> {
    let rows: Vec<_> = document.lines().filter_map(row).collect();
    if rows.is_empty() {
        return vec!["no row names a bound".to_owned()];
    }
    let wrong = rows.into_iter().filter_map(|(said, file, name)| {
        let Some(number) = number(said) else { return Some(format!("{said:?} is no number")) };
        let Some((_, text)) = files.iter().find(|(known, _)| known == file) else {
            return Some(format!("there is no file {file}"));
        };
        match constant(text, name) {
            None => Some(format!("{file} has no constant {name} that is a number")),
            Some(value) if value != number => {
                Some(format!("{name} is {value} in {file}, and {said:?} in the document"))
            }
            Some(_) => None,
        }
    });
    wrong.collect()
}

/// What a row says, and where it stands.
fn row(line: &str) -> Option<(&str, &str, &str)> {
    let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
    let (_, said, place) = (cells.next()?, cells.next()?, cells.next()?);
    let (file, name) = place.strip_prefix('`')?.strip_suffix('`')?.split_once("` `")?;
    Some((said, file, name))
}

/// `16 MiB` and `5,000` as numbers.
fn number(said: &str) -> Option<u64> {
    let (digits, unit) = said.split_once(' ').unwrap_or((said, ""));
    let times = match unit {
        "" => 1,
        "KiB" => 1024,
        "MiB" => 1024 * 1024,
        _ => return None,
    };
    Some(digits.replace(',', "").parse::<u64>().ok()? * times)
}

/// The value of a constant that is a number, or a product of numbers.
fn constant(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.contains(&format!("const {name}: ")))?;
    let (_, value) = line.split_once(" = ")?;
    let factors = value.strip_suffix(';')?.split(" * ");
    factors.map(|factor| factor.replace('_', "").parse::<u64>().ok()).product()
}

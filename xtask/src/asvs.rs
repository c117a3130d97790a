//! Which test shows which requirement of OWASP ASVS 5.0.0: what `docs/asvs.toml` must hold, and what it says.

use toml::{Table, Value};

/// The sections of the chapters that are mapped: the level of each requirement, in order. 2.1 has three requirements,
/// of levels 1, 2 and 2. (V4 and V9 to V17 are not mapped.)
const SECTIONS: [(&str, &str); 38] = [
    ("1.1", "22"),
    ("1.2", "1111122223"),
    ("1.3", "112222222223"),
    ("1.4", "222"),
    ("1.5", "123"),
    ("2.1", "122"),
    ("2.2", "112"),
    ("2.3", "12223"),
    ("2.4", "23"),
    ("3.1", "3"),
    ("3.2", "113"),
    ("3.3", "12223"),
    ("3.4", "11222233"),
    ("3.5", "11122333"),
    ("3.6", "3"),
    ("3.7", "22333"),
    ("5.1", "2"),
    ("5.2", "112333"),
    ("5.3", "113"),
    ("5.4", "222"),
    ("6.1", "122"),
    ("6.2", "111111112222"),
    ("6.3", "11223333"),
    ("6.4", "112233"),
    ("6.5", "22222333"),
    ("6.6", "2223"),
    ("6.7", "33"),
    ("6.8", "2222"),
    ("7.1", "222"),
    ("7.2", "1111"),
    ("7.3", "22"),
    ("7.4", "11222"),
    ("7.5", "223"),
    ("7.6", "22"),
    ("8.1", "1233"),
    ("8.2", "1123"),
    ("8.3", "133"),
    ("8.4", "23"),
];

/// How a requirement is answered: exactly one of them.
const ANSWERS: [&str; 3] = ["tests", "not_applicable", "gap"];

/// Every other field that there may be.
const FIELDS: [&str; 4] = ["id", "level", "asks", "where"];

/// The requirements of levels 1 and 2: id and level.
fn required() -> Vec<(String, i64)> {
    let of = |(section, levels): (&str, &'static str)| {
        let section = section.to_owned();
        levels.chars().zip(1..).filter_map(move |(level, number): (char, u32)| {
            let level = level.to_digit(10).filter(|level| *level < 3)?;
            Some((format!("{section}.{number}"), i64::from(level)))
        })
    };
    SECTIONS.into_iter().flat_map(of).collect()
}

fn requirements(text: &str) -> Result<Vec<Table>, String> {
    let table: Table = text.parse().map_err(|error| format!("asvs.toml: {error}"))?;
    let listed = table.get("requirement").and_then(Value::as_array);
    Ok(listed.into_iter().flatten().filter_map(|one| one.as_table().cloned()).collect())
}

fn text_of<'t>(requirement: &'t Table, field: &str) -> &'t str {
    requirement.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// Everything that is wrong with the mapping `text`, held against the `files` of the repository (name and content).
pub fn complaints(text: &str, files: &[(String, String)]) -> Vec<String> {
    let listed = match requirements(text) {
        Ok(listed) => listed,
        Err(why) => return vec![why],
    };
    let required = required();
    let mut complaints = Vec::new();
    for (id, level) in &required {
        let found: Vec<_> = listed.iter().filter(|one| text_of(one, "id") == id).collect();
        match found.as_slice() {
            [one] if one.get("level").and_then(Value::as_integer) == Some(*level) => {}
            [_] => complaints.push(format!("{id} is of level {level}")),
            other => complaints.push(format!("{id} stands {} times", other.len())),
        }
    }
    for one in &listed {
        let id = text_of(one, "id");
        if !required.iter().any(|(known, _)| known == id) {
            complaints.push(format!("{id:?} is no requirement of level 1 or 2 in these chapters"));
        }
        complaints.extend(wrong(one, files).into_iter().map(|wrong| format!("{id}: {wrong}")));
    }
    complaints
}

/// What is wrong with one requirement.
fn wrong(one: &Table, files: &[(String, String)]) -> Vec<String> {
    let mut wrong = Vec::new();
    let unknown =
        |name: &&String| !ANSWERS.contains(&name.as_str()) && !FIELDS.contains(&name.as_str());
    wrong.extend(one.keys().filter(unknown).map(|name| format!("{name:?} is no field")));
    if text_of(one, "asks").is_empty() {
        wrong.push("it does not say what it asks".to_owned());
    }
    let answers = ANSWERS.iter().filter(|name| one.contains_key(**name)).count();
    if answers != 1 {
        wrong.push(format!("one of {} is needed, not {answers}", ANSWERS.join(", ")));
    }
    let is_said = |name| !one.contains_key(name) || !text_of(one, name).is_empty();
    for name in ["not_applicable", "gap"].into_iter().filter(|name| !is_said(name)) {
        wrong.push(format!("{name} says nothing"));
    }
    if let Some(tests) = one.get("tests") {
        let names: Vec<_> =
            tests.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if names.is_empty() {
            wrong.push("tests names none".to_owned());
        }
        let missing = names.into_iter().filter(|name| !is_test(name, files));
        wrong.extend(missing.map(|name| format!("there is no test {name}")));
    }
    let place = text_of(one, "where");
    if one.contains_key("where") && !files.iter().any(|(name, _)| name == place) {
        wrong.push(format!("there is no file {place:?}"));
    }
    wrong
}

/// Whether the repository has a test of that name: package, modules (of the library, or below the name of a file or
/// folder in `tests/`) and function, as nextest shows it.
fn is_test(name: &str, files: &[(String, String)]) -> bool {
    let Some(((package, modules), function)) = name
        .rsplit_once("::")
        .and_then(|(front, function)| Some((front.split_once("::")?, function)))
    else {
        return false;
    };
    let folder = folder(package);
    files.iter().any(|(file, text)| {
        let place = file.strip_prefix(&folder).and_then(modules_of);
        let is_there = place.is_some_and(|place| {
            modules == place
                || modules.strip_suffix("tests").and_then(|front| front.strip_suffix("::"))
                    == Some(&place)
        });
        is_there && has_test(text, function)
    })
}

/// Where a package lies, with a slash at its end.
fn folder(package: &str) -> String {
    match package {
        "xtask" => "xtask/".to_owned(),
        "arvak-fuzz" => "fuzz/".to_owned(),
        name => format!("crates/{}/", name.strip_prefix("arvak-").unwrap_or(name)),
    }
}

/// The modules that a file of a package is: `a::b` for `src/a/b.rs`, `it::a` for `tests/it/a.rs`.
fn modules_of(file: &str) -> Option<String> {
    let place = file.strip_suffix(".rs")?;
    let place = place.strip_prefix("src/").or_else(|| place.strip_prefix("tests/"))?;
    let is_root = |part: &&str| !matches!(*part, "lib" | "main" | "mod");
    Some(place.split('/').filter(is_root).collect::<Vec<_>>().join("::"))
}

/// Whether a text has a function of that name, marked as a test right above it.
fn has_test(text: &str, function: &str) -> bool {
    text.match_indices(&format!("fn {function}(")).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().lines().rev().map(str::trim);
        let before = before.skip_while(|line| matches!(*line, "" | "async"));
        let mut above = before.take_while(|line| line.starts_with("#[") || line.starts_with("//"));
        above.any(|line| line == "#[test]" || line.starts_with("#[tokio::test"))
    })
}

/// The rows of the table in `docs/asvs.md`: chapter, requirements shown by tests, not applicable, gaps.
pub fn rows(text: &str) -> Vec<String> {
    let listed = requirements(text).unwrap_or_default();
    let mut chapters: Vec<&str> =
        SECTIONS.iter().filter_map(|(section, _)| section.split('.').next()).collect();
    chapters.dedup();
    let row = |name: &str, counted: &dyn Fn(&Table) -> bool| {
        let [shown, not_applicable, gaps] = ANSWERS.map(|answer| {
            listed.iter().filter(|one| counted(one) && one.contains_key(answer)).count()
        });
        format!("| {name} | {shown} | {not_applicable} | {gaps} |")
    };
    let of_chapter = |chapter: &&str| {
        let begins = format!("{chapter}.");
        row(&format!("V{chapter}"), &|one| text_of(one, "id").starts_with(&begins))
    };
    let mut rows: Vec<_> = chapters.iter().map(of_chapter).collect();
    rows.push(row("all", &|_| true));
    rows
}

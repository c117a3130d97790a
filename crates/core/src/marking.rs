//! Markings of graded information: sikkerhetsloven's four grades, and those of NATO and the EU. What bears one has no place
//! here (law 10), and every way in asks this one function.
//!
//! A marking is a line or header of its own, in capitals: `BEGRENSET`, `BEGRENSET iht. sikkerhetsloven § 5-4`, `Side 1 av
//! 3` after it, or a field that says so: `Gradering: Begrenset`. An ordinary sentence with the word `begrenset`, a company
//! with begrenset ansvar, and a hemmelig adresse are none.

/// A marking that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marking {
    /// The grade, as it is written in capitals.
    pub grade: &'static str,
    /// The line that it stands on, from 1.
    pub line: usize,
}

/// The grades, each in one spelling or more. What begins like another comes before it.
const GRADES: [&str; 18] = [
    "STRENGT HEMMELIG",
    "STRENGT HEMMELEG",
    "HEMMELIG",
    "HEMMELEG",
    "KONFIDENSIELT",
    "BEGRENSET",
    "AVGRENSA",
    "COSMIC TOP SECRET",
    "NATO SECRET",
    "NATO CONFIDENTIAL",
    "NATO RESTRICTED",
    "TRES SECRET UE",
    "TRÈS SECRET UE",
    "SECRET UE",
    "CONFIDENTIEL UE",
    "RESTREINT UE",
    "EU RESTRICTED",
    "EU CONFIDENTIAL",
];

/// The instruction that grades outside sikkerhetsloven have their ground in; only with its name are they markings.
const BY_INSTRUCTION: [&str; 2] = ["STRENGT FORTROLIG", "FORTROLIG"];

/// Fields whose value is a grade.
const LABELS: [&str; 8] = [
    "sikkerhetsgradering",
    "sikkerhetsgradert",
    "tryggingsgradering",
    "gradering",
    "gradert",
    "klassifisering",
    "securityclassification",
    "classification",
];

/// Most characters of a line that is looked at: a marking is short.
const LINE_CHARS_MAX: usize = 300;

/// The first marking in a text, if there is one.
pub fn graded(text: &str) -> Option<Marking> {
    // What is written at the end of a line on Windows is one end.
    let text = text.replace("\r\n", "\n");
    let lines = text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']);
    lines.zip(1..).find_map(|(line, number)| Some(Marking { grade: grade(line)?, line: number }))
}

/// The grade that a line marks.
fn grade(line: &str) -> Option<&'static str> {
    let kept: String = line.chars().filter(|c| !is_blank(*c)).take(LINE_CHARS_MAX + 1).collect();
    let kept = kept.trim_matches(is_ornament);
    if kept.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    labelled(kept).or_else(|| by_itself(kept))
}

/// Blanks say nothing, so that `B E G R E N S E T` is the same word.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}' || c == '\u{200b}'
}

fn is_ornament(c: char) -> bool {
    c.is_ascii_punctuation() || "•·–—«»“”…".contains(c)
}

fn by_itself(line: &str) -> Option<&'static str> {
    let found = GRADES.into_iter().find_map(|grade| Some((grade, after(line, grade)?)));
    if let Some((grade, rest)) = found {
        let capitals = line.strip_suffix(rest).is_some_and(is_capitals);
        return (names_the_law(rest) || (capitals && is_end(rest))).then_some(grade);
    }
    BY_INSTRUCTION.into_iter().find(|grade| after(line, grade).is_some_and(names_the_law))
}

/// `Gradering: Begrenset`. In *Klassifisering: Konfidensielt* that may be the house's own word, unless in capitals.
fn labelled(line: &str) -> Option<&'static str> {
    let (label, value) = line.split_once([':', '=', ';', ','])?;
    let label = label.trim_matches(is_ornament).to_lowercase();
    if !LABELS.contains(&label.as_str()) {
        return None;
    }
    let value = value.trim_matches(is_ornament);
    let (grade, rest) = GRADES.into_iter().find_map(|grade| Some((grade, after(value, grade)?)))?;
    let plain = label.contains("grader") || value.strip_suffix(rest).is_some_and(is_capitals);
    (plain && (is_end(rest) || names_the_law(rest))).then_some(grade)
}

/// What follows a grade at the beginning of a line, however it is written; both without blanks.
fn after<'t>(line: &'t str, grade: &str) -> Option<&'t str> {
    let mut rest = line.chars();
    for wanted in grade.chars().filter(|c| !is_blank(*c)) {
        let found = rest.next()?;
        if !found.to_uppercase().eq(wanted.to_uppercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}

fn is_capitals(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

/// Whether a line may end so after a marking: nothing, a page number, who may have it, or a second language.
fn is_end(rest: &str) -> bool {
    let rest = rest.trim_start_matches(is_ornament).to_uppercase();
    let is_page = |rest: &str| {
        let rest = rest.strip_prefix("SIDE").or(rest.strip_prefix("PAGE")).unwrap_or(rest);
        let rest = rest.replace("AV", "").replace("OF", "");
        rest.chars().all(|c| c.is_ascii_digit() || is_ornament(c))
    };
    rest.is_empty()
        || is_page(&rest)
        || rest.starts_with("RELTO")
        || rest.starts_with("RELEASABLETO")
        || GRADES.iter().any(|grade| after(&rest, grade).is_some_and(str::is_empty))
}

/// Whether a law or instruction is named as the ground.
fn names_the_law(rest: &str) -> bool {
    let rest = rest.to_lowercase();
    let rest = rest.trim_start_matches(is_ornament);
    let begins =
        ["iht", "i.h.t", "ihenhold", "jf", "jfr", "etter", "sikkerhetslov", "tryggingslov"];
    let law = [
        "sikkerhetslov",
        "sikkerheitslov",
        "tryggingslov",
        "tryggleikslov",
        "beskyttelsesinstruks",
    ];
    begins.iter().any(|word| rest.starts_with(word)) && law.iter().any(|word| rest.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marking_is_found_as_a_line_of_its_own() {
        for (text, grade) in [
            ("BEGRENSET", "BEGRENSET"),
            ("Notat\r\n\r\n   BEGRENSET   \r\nTekst", "BEGRENSET"),
            ("*** BEGRENSET ***", "BEGRENSET"),
            ("B E G R E N S E T", "BEGRENSET"),
            ("S T R E N G T   H E M M E L I G", "STRENGT HEMMELIG"),
            ("STRENGT HEMMELIG", "STRENGT HEMMELIG"),
            ("HEMMELIG – side 1 av 3", "HEMMELIG"),
            ("BEGRENSET iht. sikkerhetsloven § 5-4", "BEGRENSET"),
            ("Begrenset i henhold til sikkerhetsloven § 5-3 og 5-4", "BEGRENSET"),
            ("KONFIDENSIELT (jf. sikkerhetsloven §§ 5-3)", "KONFIDENSIELT"),
            ("AVGRENSA etter tryggingslova", "AVGRENSA"),
            ("NATO RESTRICTED", "NATO RESTRICTED"),
            ("NATO SECRET // REL TO NOR", "NATO SECRET"),
            ("RESTREINT UE/EU RESTRICTED", "RESTREINT UE"),
            ("STRENGT FORTROLIG iht. beskyttelsesinstruksen", "STRENGT FORTROLIG"),
            ("Gradering: Begrenset", "BEGRENSET"),
            ("Sikkerhetsgradering;BEGRENSET", "BEGRENSET"),
            ("Classification: NATO RESTRICTED", "NATO RESTRICTED"),
            (";;BEGRENSET;;", "BEGRENSET"),
        ] {
            assert_eq!(graded(text).map(|found| found.grade), Some(grade), "{text}");
        }
        assert_eq!(graded("a\nb\nBEGRENSET").unwrap().line, 3);
    }

    #[test]
    fn ordinary_words_are_no_marking() {
        for text in [
            "Tilgangen er begrenset til driftsnettet.",
            "Begrenset",
            "BEGRENSET ANSVAR",
            "BEGRENSET TILGANG FOR ELEVER",
            "Hemmelig adresse",
            "HEMMELIGE ADRESSER",
            "Dokumentet er ikke BEGRENSET",
            "Begrenset tid, jf. avtalen",
            "Konfidensielt",
            "Klassifisering: Konfidensielt",
            "Gradering: Ugradert",
            "Gradering: begrenset av hensyn til drift",
            "FORTROLIG",
            "NATO UNCLASSIFIED",
            "Vi behandler ikke opplysninger som er BEGRENSET eller høyere",
            "",
            "§ 5-3",
        ] {
            assert_eq!(graded(text), None, "{text}");
        }
    }
}

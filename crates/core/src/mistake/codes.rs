//! The closed list of mistakes and what each says in English.

/// A code and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// The code. It never changes its meaning.
    pub code: &'static str,
    /// The English text, with arguments as `{name}`.
    pub text: &'static str,
}

pub(super) enum Piece {
    Text(&'static str),
    Arg(&'static str),
}

impl CodeRow {
    /// The names of its arguments, in the order of the English text.
    pub fn args(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.pieces().filter_map(|piece| match piece {
            Piece::Arg(name) => Some(name),
            Piece::Text(_) => None,
        })
    }

    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece> + use<> {
        let parts = self.text.split('{').enumerate();
        parts.flat_map(|(index, part)| match part.split_once('}') {
            Some((name, rest)) if index > 0 => [Piece::Arg(name), Piece::Text(rest)],
            _ => [Piece::Text(part), Piece::Text("")],
        })
    }
}

const fn row(code: &'static str, text: &'static str) -> CodeRow {
    CodeRow { code, text }
}

/// Arguments that hold a code of [`TERMS`] instead of what somebody wrote.
pub const TERM_ARGS: &[&str] = &["found_type", "expected_type", "what", "language"];

/// The terms that arguments may hold, and their English texts.
pub const TERMS: &[(&str, &str)] = &[
    // Types of values.
    ("text", "a text in quotes"),
    ("whole_number", "a whole number"),
    ("fraction", "a number with decimals"),
    ("yes_no", "true or false"),
    ("list", "a list"),
    ("table", "a table"),
    ("date", "a date such as 2022-03-04"),
    ("date_or_time", "a date or time"),
    ("instant", "a time with its offset, such as 2026-02-01T12:00:00Z"),
    ("one_table", "one table, as [name] or { … }"),
    ("list_of_tables", "a list of tables, as [[name]] or [{ … }]"),
    ("three_texts", "a text in each language, under nb, nn and en"),
    ("span", "a length of time such as 7d, 4h, 15m or 90s"),
    ("references", "an id in quotes, or a list of ids"),
    // Parts of an expression.
    ("condition", "an attribute, `has RELATION`, `not` or `(`"),
    ("after_name", "`==`, `!=`, `<`, `<=`, `>`, `>=`, `is`, `and`, `or` or the end"),
    ("after_condition", "`and`, `or` or the end"),
    ("closing", "`and`, `or` or `)`"),
    ("opening", "`(`"),
    ("literal", "a whole number, or a lower-case 'word' in single quotes"),
    ("quoted_word", "a 'word' in single quotes"),
    ("flag_alone", "it alone, or `not` before it"),
    ("number", "a whole number"),
    ("comparison", "`>=`, `>`, `<=`, `<` or `==`"),
    ("relation", "the name of a relation"),
    ("thing_id", "an id such as supplier/norsk-drift"),
    ("thing_kind", "a kind of thing"),
    ("after_kind", "`where` or the end"),
    ("after_bound", "`and` or the end"),
    ("evidence_attribute", "the name of an attribute of the evidence"),
    ("claim", "the id of a claim"),
    ("is_worse_than", "`is worse than`"),
    ("state", "a state such as `verified`"),
    ("path", "KIND.RELATION, such as `service.endpoints`"),
    ("reach", "`each`, `any` or the end"),
    ("end", "the end"),
    // Things that can be too many or stand twice.
    ("claims", "claims"),
    ("points", "points"),
    ("kinds", "evidence kinds"),
    ("refuters", "refuters of one kind"),
    ("paths", "paths in one claim"),
    ("parts", "parts in one path"),
    ("things", "things"),
    ("references_many", "references in one field"),
    ("files", "files"),
    ("letter", "letter"),
    ("point", "point"),
    ("one_claim", "claim"),
    ("local_expiry", "local expiry of"),
    ("kind", "evidence kind"),
    ("refuter", "refuter"),
    ("thing", "thing"),
    ("records", "records of one sort"),
    ("record", "record"),
    ("guidance", "guidance to"),
    ("measure", "measure"),
    ("authority", "authority"),
    // Languages.
    ("nb", "Norwegian bokmål"),
    ("nn", "Norwegian nynorsk"),
    ("en", "English"),
];

/// Every mistake there is.
pub const CODES: &[CodeRow] = &[
    // Files.
    row("invalid_utf8", "byte {byte} of the line is not UTF-8; save the file as UTF-8"),
    row("toml_syntax", "this is not TOML: {message}"),
    row("file_too_long", "the file has {bytes} bytes, and {most} are allowed; split it"),
    row("nothing_here", "the file holds nothing; write at least one record or leave it out"),
    row("more_mistakes", "and {count} more mistakes; correct these first, and read again"),
    // Fields.
    row("unknown_field", "unknown field `{name}` in {of}; allowed here: {allowed}"),
    row("unknown_field_near", "unknown field `{name}` in {of}; did you mean `{near}`?"),
    row("missing_field", "{of} lacks `{field}`; add it"),
    row("wrong_type", "`{field}` is {found_type}; write {expected_type}"),
    row("out_of_range", "`{field}` is {number}; write a number from {least} to {most}"),
    row("unknown_word", "`{field}` cannot be `{name}`; allowed: {allowed}"),
    row("unknown_word_near", "`{field}` cannot be `{name}`; did you mean `{near}`?"),
    row("too_long", "`{field}` has {length} characters, and {most} are allowed; shorten it"),
    row("control_character", "`{field}` holds a control character or line break; remove it"),
    row("empty_text", "`{field}` is empty; write something or remove the field"),
    row("empty_list", "`{field}` is an empty list; write at least one or remove the field"),
    row(
        "bad_name",
        "`{field}` cannot be `{text}`; write `{near}` or something else of at most 100 characters, all of \
         a-z, 0-9, '.', '_' and '-', the first a letter or digit",
    ),
    row(
        "bad_host",
        "`{field}` cannot be `{text}`; write a host name in lower case ASCII (xn--… for other \
         letters), without https:// or a path",
    ),
    row("bad_span", "`{field}` cannot be `{text}`; write a length of time such as 7d, 4h or 15m"),
    row("bad_date", "`{field}` cannot be `{text}`; write a date such as 2022-03-04"),
    row("too_many", "there are {count} {what}, and {most} are allowed; split them"),
    row(
        "duplicate",
        "{what} `{id}` stands twice, first in {first_file} line {first_line}; give one of them \
         another id or remove it",
    ),
    // Expressions.
    row("expression_too_long", "this has {bytes} bytes, and {most} are allowed; shorten it"),
    row(
        "expression_too_deep",
        "this nests more than {most} levels; remove parentheses or split it",
    ),
    row("expression_unexpected", "found `{found}` where {expected_type} was expected"),
    row("expression_ends", "the text ends where {expected_type} was expected"),
    row("unknown_kind", "there is no kind of thing `{name}`; allowed: {allowed}"),
    row("unknown_kind_near", "there is no kind of thing `{name}`; did you mean `{near}`?"),
    row("unknown_attribute", "{of} has no attribute `{name}`; it has: {allowed}"),
    row("unknown_attribute_near", "{of} has no attribute `{name}`; did you mean `{near}`?"),
    row("unknown_relation", "{of} has no relation `{name}`; it has: {allowed}"),
    row("unknown_relation_near", "{of} has no relation `{name}`; did you mean `{near}`?"),
    row("no_flag", "`{name}` is no yes-or-no attribute; compare it with something"),
    row("not_comparable", "`{name}` cannot be compared like this; write {expected_type}"),
    row("time_unseen", "`{name}` is a time, which conditions cannot see; remove it"),
    row("number_too_large", "`{number}` is too large a number; write a smaller one"),
    row("no_order", "`{name}` holds words, which have no order; use `==` or `!=`"),
    row("wrong_target", "`{name}` cannot lead to `{id}`; it leads to: {allowed}"),
    // Catalogue.
    row("no_letter", "points and claims belong to a letter; begin the file with `[letter]`"),
    row(
        "unknown_letter",
        "no letter `{name}` comes before this one; put its file first, or correct `follows`",
    ),
    row("missing_text", "`{field}` has no text in {language}; add `{field}.{code}`"),
    row("unknown_point", "the letter has no point `{name}`; it has: {allowed}"),
    row("unknown_point_near", "the letter has no point `{name}`; did you mean `{near}`?"),
    row("no_claims", "point `{point}` has no claims; add a claim or remove the point"),
    row("unknown_claim", "there is no claim `{name}`; there are: {allowed}"),
    row("unknown_claim_near", "there is no claim `{name}`; did you mean `{near}`?"),
    row("claim_cycle", "claims wait for each other: {cycle}; remove one `applies_if`"),
    row(
        "claim_order",
        "claim `{claim}` refers to `{other}`, which stands later; move `{other}` before it",
    ),
    row(
        "evidence_unknown",
        "there is no evidence kind `{name}`; register it as a [[kind]] or choose one of the same \
         beginning: {allowed}",
    ),
    row("evidence_unknown_near", "there is no evidence kind `{name}`; did you mean `{near}`?"),
    row(
        "evidence_attribute",
        "evidence `{kind}` has no attribute `{name}`; its kind registers: {allowed}",
    ),
    row(
        "evidence_attribute_near",
        "evidence `{kind}` has no attribute `{name}`; did you mean `{near}`?",
    ),
    row(
        "wrong_subject",
        "evidence `{kind}` is about {subject}, and this leaf is about {found}; lead there with \
         `via`, or choose another kind",
    ),
    row(
        "via_start",
        "the path begins at `{found}`, and the claim is about `{expected}`; begin it there",
    ),
    row(
        "basis_out_of_reach",
        "no evidence `{kind}` is stronger than {strongest}, so {at_least} can never be met; lower \
         `at_least`, or raise `strongest` when a probe gives it",
    ),
    row(
        "raised_longer",
        "`within_raised` ({raised}) is longer than `within` ({within}); a raised situation can only \
         shorten it",
    ),
    row(
        "part_shape",
        "a part has exactly one of `evidence`, `at_least_n` (with `of`) and `not_overdue`; write one",
    ),
    row(
        "only_compensating",
        "claim `{claim}` can only be compensated; add a path without `gives` that meets it",
    ),
    row(
        "statement_alone",
        "claim `{claim}` can be met by a statement alone; ask for stronger evidence in a part of this \
         path",
    ),
    row(
        "unhealable",
        "nothing can heal refuter `{refuter}`; name a probe or procedure in `healed_by`",
    ),
    row(
        "no_machine_refuter",
        "no machine can refute claim `{claim}`: none of its evidence kinds has a refuter with \
         `machine = true`; add one",
    ),
    // The guide.
    row(
        "guidance_missing",
        "claim `{claim}` has no guidance, though others of its letter have; add a [[guidance]] for it",
    ),
    row("unknown_record", "there is no {what} `{name}`; there are: {allowed}"),
    row("unknown_record_near", "there is no {what} `{name}`; did you mean `{near}`?"),
    // Inventory.
    row(
        "ambiguous_reference",
        "`{text}` in `{field}` may be of several kinds; write one of: {allowed}",
    ),
    row("unknown_thing", "there is no `{id}`, named in `{field}`; add it or correct the name"),
    row("unknown_thing_near", "there is no `{id}`, named in `{field}`; did you mean `{near}`?"),
    row(
        "options_without_choice",
        "`option` belongs to questions with `answer = \"choice\"`, and this one has `{answer}`; remove \
         the options or change the answer",
    ),
    row(
        "unknown_condition",
        "`when` names `{id}`, and no earlier question of that id is answered by yes, no or a choice",
    ),
    row("unknown_condition_answer", "`{answer}` in `when_answer` is no answer of `{id}`"),
    row("repeated_reference", "`{field}` names `{id}` twice; remove one"),
    row("cycle", "`{relation}` leads back to where it began: {cycle}; remove one of them"),
    row(
        "thing_too_large",
        "`{id}` takes {bytes} bytes in the ledger, and {most} are allowed; name fewer things in its \
         relations",
    ),
    // Drills.
    row(
        "bad_technique",
        "`{field}` cannot be `{text}`; write a technique of MITRE ATT&CK such as T1110 or T1110.001",
    ),
    row("bad_phone", "`{field}` cannot be `{text}`; write a phone number such as +47 22 33 44 55"),
    row(
        "emergency_number",
        "`{field}` names {text}, an emergency number: it is never drilled and stops no drill; write \
         another number",
    ),
    row(
        "bad_host_port",
        "`{field}` cannot be `{text}`; write a host name and a port, such as log.nordvik.example:601",
    ),
    row(
        "mark_once",
        "`{field}` holds the word MARK {count} times; write it once, where the mark is to stand",
    ),
    row(
        "bad_account",
        "`{field}` cannot be `{text}`; write the name of an account: at most 60 of A-Z, a-z, 0-9, '.', '_' and '-'",
    ),
    row(
        "bad_file_name",
        "`{field}` cannot be `{text}`; write the name of a file without its folder: at most 60 of A-Z, a-z, 0-9, '.', \
         '_' and '-', the first no '.'",
    ),
    row(
        "bad_act_path",
        "`{field}` cannot be `{text}`; write a path that begins with / and holds no blank, `..`, `?`, `#`, `%` or MARK",
    ),
    row(
        "bad_resolver",
        "`{field}` cannot be `{text}`; write the address and port of your own name server, such as 10.0.0.53:53",
    ),
    row(
        "bad_mail",
        "`{field}` cannot be `{text}`; write a mail address such as vakt@nordvik.example",
    ),
    row("mark_told", "`{field}` holds the mark, and the supplier reads it; leave MARK out"),
    row("no_way", "a person cannot be called; write at least one of {ways}"),
    row("not_after", "`{field}` ends before `{other}`; correct one of them"),
    row("either_or", "`{field}` and `{other}` exclude each other; remove one"),
    row(
        "span_too_long",
        "`{field}` is {span}, and at most {most} is allowed; write a shorter time",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_and_terms_stand_once() {
        let codes: BTreeSet<_> = CODES.iter().map(|row| row.code).collect();
        assert_eq!(codes.len(), CODES.len());
        let terms: BTreeSet<_> = TERMS.iter().map(|(code, _)| code).collect();
        assert_eq!(terms.len(), TERMS.len());
    }

    #[test]
    fn a_text_is_cut_into_words_and_arguments() {
        let row = row("x", "no `{name}` in {of}; see {allowed}");
        assert_eq!(row.args().collect::<Vec<_>>(), ["name", "of", "allowed"]);
        assert_eq!(CODES[1].args().collect::<Vec<_>>(), ["message"]);
    }

    #[test]
    fn each_suggestion_stands_beside_a_list() {
        for row in CODES.iter().filter(|row| row.code.ends_with("_near")) {
            let plain = row.code.trim_end_matches("_near");
            assert!(CODES.iter().any(|other| other.code == plain), "{plain} is missing");
        }
    }
}

//! Mistakes in files, said with their place.

use arvak_core::Mistake;
use arvak_core::mistake::{Problem, TERM_ARGS};

use crate::{Say, Words};

impl Words {
    /// `inventory.toml:12:5: what is wrong; what to do`.
    pub fn mistake(&self, mistake: &Mistake) -> String {
        let Mistake { file, line, column, code, args } = mistake;
        let said = self.problem(&Problem { code, args: args.clone() });
        format!("{file}:{line}:{column}: {said}")
    }

    /// What is wrong, and what to do, without a place.
    pub fn problem(&self, problem: &Problem) -> String {
        let id = format!("mistake-{}", problem.code);
        if !self.has(&id) {
            // English stands with the codes themselves.
            return problem.to_string();
        }
        let shown: Vec<(&str, String)> = problem
            .args
            .iter()
            .map(|(name, value)| (name.as_str(), self.mistake_argument(name, value)))
            .collect();
        let args: Vec<_> = shown.iter().map(|(name, text)| (*name, Say::Text(text))).collect();
        self.say(&id, &args)
    }

    fn mistake_argument(&self, name: &str, value: &str) -> String {
        let term = format!("mistake-term-{value}");
        if TERM_ARGS.contains(&name) && self.has(&term) {
            return self.plain(&term);
        }
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use arvak_core::mistake::{CODES, TERMS};

    use crate::{Lang, Words};

    #[test]
    fn every_mistake_can_be_told_in_both_kinds_of_norwegian() {
        for lang in [Lang::Nb, Lang::Nn] {
            let words = Words::new(lang);
            let codes = CODES.iter().map(|row| format!("mistake-{}", row.code));
            let terms = TERMS.iter().map(|(term, _)| format!("mistake-term-{term}"));
            for id in codes.chain(terms) {
                assert!(words.has(&id), "{id} is missing in {}", lang.tag());
            }
        }
    }
}

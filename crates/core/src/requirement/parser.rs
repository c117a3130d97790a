//! The grammar of expressions. Reading stops at the first place that does not fit the grammar; names
//! that the vocabulary does not know are all told.
//!
//! ```text
//! quantifier = KIND [ "where" condition ]
//! condition  = all { "or" all }
//! all        = one { "and" one }
//! one        = "not" one | "(" condition ")" | "has" RELATION [ "where" "(" condition ")" ]
//!            | ATTRIBUTE [ COMPARISON ( NUMBER | 'WORD' ) ] | RELATION "is" KIND/SLUG
//! applies_if = CLAIM "is" "worse" "than" STATE
//! via        = KIND { "." RELATION } [ "each" | "any" ]
//! bounds     = ATTRIBUTE COMPARISON NUMBER { "and" ATTRIBUTE COMPARISON NUMBER }
//! ```

use super::lexer::{Sign, Token, token};
use super::scope::Scope;
use super::{AppliesIf, Bound, Comparison, Condition, Literal, Misread, Quantifier, Via};
use crate::mistake::Problem;
use crate::{EntityId, Name, Status};

/// Most bytes of an expression.
pub const EXPRESSION_BYTES_MAX: usize = 2_000;

/// Most levels of parentheses, `not` and `where (…)`.
pub const DEPTH_MAX: u32 = 32;

/// Reading stopped; why is among the parser's misreadings.
pub(super) struct Stop;

type Read<T> = Result<T, Stop>;

pub(super) struct Parser<'t> {
    text: &'t str,
    token: Token<'t>,
    next: usize,
    depth: u32,
    misread: Vec<Misread>,
}

/// Reads all of `text` with `read`.
pub(super) fn whole<'t, T>(
    text: &'t str,
    read: impl FnOnce(&mut Parser<'t>) -> Read<T>,
) -> Result<T, Vec<Misread>> {
    if text.len() > EXPRESSION_BYTES_MAX {
        let problem = Problem::new("expression_too_long")
            .with("bytes", text.len())
            .with("most", EXPRESSION_BYTES_MAX);
        return Err(vec![Misread { offset: 0, problem }]);
    }
    let (first, next) = token(text, 0);
    let mut parser = Parser { text, token: first, next, depth: 0, misread: Vec::new() };
    match read(&mut parser) {
        Ok(value) if parser.misread.is_empty() => Ok(value),
        _ => Err(parser.misread),
    }
}

impl Parser<'_> {
    pub(super) fn quantifier(&mut self) -> Read<Quantifier> {
        let (kind, scope) = self.kind("thing_kind")?;
        let condition = if self.take_word("where") { Some(self.condition(&scope)?) } else { None };
        let expected = if condition.is_some() { "after_condition" } else { "after_kind" };
        self.end(expected)?;
        Ok(Quantifier { kind, condition })
    }

    pub(super) fn only_condition(&mut self, scope: &Scope) -> Read<Condition> {
        let condition = self.condition(scope)?;
        self.end("after_condition")?;
        Ok(condition)
    }

    pub(super) fn applies_if(&mut self) -> Read<AppliesIf> {
        let claim = self.name("claim")?;
        for word in ["is", "worse", "than"] {
            if !self.take_word(word) {
                return Err(self.unexpected("is_worse_than"));
            }
        }
        let Some(worse_than) = Status::from_name(self.token.text) else {
            return Err(self.unexpected("state"));
        };
        self.advance();
        self.end("end")?;
        Ok(AppliesIf { claim, worse_than })
    }

    pub(super) fn via(&mut self) -> Read<(Name, Via, Scope)> {
        let Token { sign: Sign::Word, text, at } = self.token else {
            return Err(self.unexpected("path"));
        };
        let (first, rest) = text.split_once('.').unwrap_or((text, ""));
        let mut scope = self.scope_of(first, at);
        let kind = self.as_name(first, at, "path")?;
        let mut relations = Vec::new();
        let mut at = at + first.len() + 1;
        for step in rest.split('.').filter(|_| text.contains('.')) {
            scope = self.told(at, scope.step(step));
            relations.push(self.as_name(step, at, "path")?);
            at += step.len() + 1;
        }
        if relations.is_empty() {
            return Err(self.unexpected("path"));
        }
        self.advance();
        let every = !self.take_word("any");
        if every {
            self.take_word("each");
        }
        self.end(if every { "reach" } else { "end" })?;
        Ok((kind, Via { relations, every }, scope))
    }

    /// Comparisons over attributes of evidence, each with the byte at which it begins.
    pub(super) fn bounds(&mut self) -> Read<Vec<Bound>> {
        let mut bounds = Vec::new();
        loop {
            let at = self.token.at;
            let name = self.name("evidence_attribute")?;
            let comparison = match self.token.sign {
                Sign::Compare(comparison) if comparison != Comparison::NotEqual => comparison,
                _ => return Err(self.unexpected("comparison")),
            };
            self.advance();
            if self.token.sign != Sign::Digits {
                return Err(self.unexpected("number"));
            }
            bounds.push((at, (name, comparison, self.number()?)));
            if !self.take_word("and") {
                self.end("after_bound")?;
                return Ok(bounds);
            }
        }
    }

    fn condition(&mut self, scope: &Scope) -> Read<Condition> {
        let first = self.all(scope)?;
        let mut parts = vec![first];
        while self.take_word("or") {
            parts.push(self.all(scope)?);
        }
        Ok(single(parts, Condition::Or))
    }

    fn all(&mut self, scope: &Scope) -> Read<Condition> {
        let first = self.one(scope)?;
        let mut parts = vec![first];
        while self.take_word("and") {
            parts.push(self.one(scope)?);
        }
        Ok(single(parts, Condition::And))
    }

    fn one(&mut self, scope: &Scope) -> Read<Condition> {
        if self.take_word("not") {
            let inner = self.deeper(|parser| parser.one(scope))?;
            return Ok(Condition::Not(Box::new(inner)));
        }
        if self.token.sign == Sign::Open {
            return self.parenthesised(scope);
        }
        if self.take_word("has") {
            return self.has(scope);
        }
        let Token { sign: Sign::Word, text, at } = self.token else {
            return Err(self.unexpected("condition"));
        };
        if ["and", "or", "where", "is"].contains(&text) {
            return Err(self.unexpected("condition"));
        }
        self.advance();
        match self.token.sign {
            Sign::Compare(comparison) => {
                self.advance();
                self.comparison(scope, text, at, comparison)
            }
            Sign::Word if self.token.text == "is" => {
                self.advance();
                self.is(scope, text, at)
            }
            _ => self.flag(scope, text, at),
        }
    }

    fn parenthesised(&mut self, scope: &Scope) -> Read<Condition> {
        if self.token.sign != Sign::Open {
            return Err(self.unexpected("opening"));
        }
        self.advance();
        let inner = self.deeper(|parser| parser.condition(scope))?;
        if self.token.sign != Sign::Close {
            return Err(self.unexpected("closing"));
        }
        self.advance();
        Ok(inner)
    }

    fn has(&mut self, scope: &Scope) -> Read<Condition> {
        let Token { sign: Sign::Word, text, at } = self.token else {
            return Err(self.unexpected("relation"));
        };
        let there = self.told(at, scope.step(text));
        let relation = self.as_name(text, at, "relation")?;
        self.advance();
        let condition = if self.take_word("where") {
            Some(Box::new(self.parenthesised(&there)?))
        } else {
            None
        };
        Ok(Condition::Has(relation, condition))
    }

    fn comparison(
        &mut self,
        scope: &Scope,
        attribute: &str,
        at: usize,
        comparison: Comparison,
    ) -> Read<Condition> {
        let literal_at = self.token.at;
        let literal = match self.token.sign {
            Sign::Digits => Literal::Int(self.number()?),
            Sign::Quoted => {
                let word = self.as_name(self.token.text, literal_at, "literal")?;
                self.advance();
                Literal::Word(word)
            }
            _ => return Err(self.unexpected("literal")),
        };
        if let Some((literal_only, problem)) = scope.comparison(attribute, comparison, &literal) {
            self.tell(if literal_only { literal_at } else { at }, problem);
        }
        let name = self.as_name(attribute, at, "condition")?;
        Ok(Condition::Compare(name, comparison, literal))
    }

    fn is(&mut self, scope: &Scope, relation: &str, at: usize) -> Read<Condition> {
        let Ok(id) = self.token.text.parse::<EntityId>() else {
            return Err(self.unexpected("thing_id"));
        };
        let there = self.told(at, scope.step(relation));
        if let Err(problem) = there.holds(relation, &id) {
            self.tell(self.token.at, problem);
        }
        let relation = self.as_name(relation, at, "relation")?;
        self.advance();
        Ok(Condition::Is(relation, id))
    }

    fn flag(&mut self, scope: &Scope, attribute: &str, at: usize) -> Read<Condition> {
        let ends = matches!(self.token.sign, Sign::End | Sign::Close);
        if !ends && !["and", "or"].contains(&self.token.text) {
            return Err(self.unexpected("after_name"));
        }
        if let Err(problem) = scope.flag(attribute) {
            self.tell(at, problem);
        }
        Ok(Condition::Flag(self.as_name(attribute, at, "condition")?))
    }

    fn kind(&mut self, expected: &'static str) -> Read<(Name, Scope)> {
        let Token { sign: Sign::Word, text, at } = self.token else {
            return Err(self.unexpected(expected));
        };
        let scope = self.scope_of(text, at);
        let kind = self.as_name(text, at, expected)?;
        self.advance();
        Ok((kind, scope))
    }

    fn scope_of(&mut self, kind: &str, at: usize) -> Scope {
        self.told(at, Scope::of(kind))
    }

    fn name(&mut self, expected: &'static str) -> Read<Name> {
        if !matches!(self.token.sign, Sign::Word | Sign::Digits) {
            return Err(self.unexpected(expected));
        }
        let name = self.as_name(self.token.text, self.token.at, expected)?;
        self.advance();
        Ok(name)
    }

    fn number(&mut self) -> Read<i64> {
        let Ok(number) = self.token.text.parse() else {
            let problem = Problem::new("number_too_large").with("number", self.token.text);
            self.tell(self.token.at, problem);
            return Err(Stop);
        };
        self.advance();
        Ok(number)
    }

    fn as_name(&mut self, text: &str, at: usize, expected: &'static str) -> Read<Name> {
        text.parse().map_err(|_| {
            if self.misread.is_empty() {
                let problem = Problem::new("expression_unexpected");
                self.tell(at, problem.with("found", text).with("expected_type", expected));
            }
            Stop
        })
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth == DEPTH_MAX {
            self.tell(self.token.at, Problem::new("expression_too_deep").with("most", DEPTH_MAX));
            return Err(Stop);
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.token.sign == Sign::Word && self.token.text == word;
        if found {
            self.advance();
        }
        found
    }

    fn end(&mut self, expected: &'static str) -> Read<()> {
        match self.token.sign {
            Sign::End => Ok(()),
            _ => Err(self.unexpected(expected)),
        }
    }

    fn advance(&mut self) {
        (self.token, self.next) = token(self.text, self.next);
    }

    fn unexpected(&mut self, expected: &'static str) -> Stop {
        let Token { sign, text, at } = self.token;
        let problem = match sign {
            Sign::End => Problem::new("expression_ends"),
            Sign::Quoted => {
                Problem::new("expression_unexpected").with("found", format_args!("'{text}'"))
            }
            _ => Problem::new("expression_unexpected").with("found", text),
        };
        self.tell(at, problem.with("expected_type", expected));
        Stop
    }

    fn told(&mut self, at: usize, scope: Result<Scope, Problem>) -> Scope {
        scope.unwrap_or_else(|problem| {
            self.tell(at, problem);
            Scope::unknown()
        })
    }

    fn tell(&mut self, offset: usize, problem: Problem) {
        self.misread.push(Misread { offset, problem });
    }
}

fn single(mut parts: Vec<Condition>, several: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.len() {
        1 => parts.pop().unwrap_or(Condition::And(Vec::new())),
        _ => several(parts),
    }
}

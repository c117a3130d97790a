//! Expressions as text; what is written here is read again as the same expression.

use std::fmt;

use super::{AppliesIf, Comparison, Condition, Literal, Name, Quantifier, Via};

impl fmt::Display for Quantifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.condition {
            Some(condition) => write!(f, "{} where {condition}", self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl fmt::Display for AppliesIf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is worse than {}", self.claim, self.worse_than.name())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(parts) => {
                joined(f, parts, " and ", |part| matches!(part, Self::And(_) | Self::Or(_)))
            }
            Self::Or(parts) => joined(f, parts, " or ", |part| matches!(part, Self::Or(_))),
            Self::Not(inner) => match **inner {
                Self::And(_) | Self::Or(_) => write!(f, "not ({inner})"),
                _ => write!(f, "not {inner}"),
            },
            Self::Flag(name) => name.fmt(f),
            Self::Compare(name, comparison, literal) => {
                write!(f, "{name} {} {literal}", comparison.sign())
            }
            Self::Has(relation, None) => write!(f, "has {relation}"),
            Self::Has(relation, Some(condition)) => write!(f, "has {relation} where ({condition})"),
            Self::Is(relation, id) => write!(f, "{relation} is {id}"),
        }
    }
}

fn joined(
    f: &mut fmt::Formatter<'_>,
    parts: &[Condition],
    between: &str,
    in_parentheses: fn(&Condition) -> bool,
) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        if in_parentheses(part) {
            write!(f, "({part})")?;
        } else {
            write!(f, "{part}")?;
        }
    }
    Ok(())
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => number.fmt(f),
            Self::Word(word) => write!(f, "'{word}'"),
        }
    }
}

impl Comparison {
    /// All comparisons.
    pub const ALL: [Self; 6] =
        [Self::Equal, Self::NotEqual, Self::Less, Self::AtMost, Self::Greater, Self::AtLeast];

    /// The sign in expressions.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

impl Via {
    /// The expression for a claim about things of this kind: `service.endpoints each`.
    pub fn text(&self, kind: &Name) -> String {
        let steps: Vec<&str> = self.relations.iter().map(Name::as_str).collect();
        format!("{kind}.{} {}", steps.join("."), if self.every { "each" } else { "any" })
    }
}

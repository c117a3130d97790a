//! JSON in one way only, so that a hash over it can be computed again: members sorted by name, no blanks, whole numbers
//! alone. Of RFC 8785 this is the part that needs no rule for fractions; names of members are ASCII here.

use serde::Serialize;
use serde_json::Value;

/// `value` as canonical JSON; none when it holds what has no canonical form, which our own types do not.
pub fn canonical(value: &impl Serialize) -> Option<String> {
    let mut written = String::new();
    write(&serde_json::to_value(value).ok()?, &mut written)?;
    Some(written)
}

fn write(value: &Value, to: &mut String) -> Option<()> {
    match value {
        Value::Object(members) => {
            let mut names: Vec<_> = members.iter().collect();
            names.sort_by_key(|(name, _)| *name);
            to.push('{');
            for (index, (name, value)) in names.into_iter().enumerate() {
                to.push_str(if index == 0 { "" } else { "," });
                to.push_str(&serde_json::to_string(name).ok()?);
                to.push(':');
                write(value, to)?;
            }
            to.push('}');
        }
        Value::Array(values) => {
            to.push('[');
            for (index, value) in values.iter().enumerate() {
                to.push_str(if index == 0 { "" } else { "," });
                write(value, to)?;
            }
            to.push(']');
        }
        Value::Number(number) if number.as_i64().is_none() => return None,
        plain => to.push_str(&serde_json::to_string(plain).ok()?),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_are_sorted_and_nothing_is_said_twice() {
        let value = json!({ "b": [1, null, true], "a": "å\n\u{1}\u{7f}\"", "B": {} });
        assert_eq!(
            canonical(&value).unwrap(),
            "{\"B\":{},\"a\":\"å\\n\\u0001\u{7f}\\\"\",\"b\":[1,null,true]}"
        );
        assert_eq!(canonical(&json!({ "a": 1.5 })), None);
    }
}

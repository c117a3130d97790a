//! NIST's JSON schema as a judge.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let text = include_str!("../data/oscal_complete_schema_v1.2.1.json");
    let schema: Value = serde_json::from_str(text).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

/// What the schema says against a document.
pub(crate) fn objections(bytes: &[u8]) -> Vec<String> {
    let Ok(document) = serde_json::from_slice::<Value>(bytes) else {
        return vec!["no JSON".to_owned()];
    };
    SCHEMA
        .iter_errors(&document)
        .map(|error| {
            let text = error.to_string();
            format!("{}: {}", error.instance_path(), text.chars().take(300).collect::<String>())
        })
        .collect()
}

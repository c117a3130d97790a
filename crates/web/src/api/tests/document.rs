//! The `OpenAPI` document tells of every route of the API, and of no other; and of what each asks and how it may fail.

use std::collections::BTreeSet;

use arvak_identity::Access;
use serde_json::Value;

use super::support::Api;
use crate::routes::declared;

async fn document(api: &Api) -> Value {
    let answer = api.ask("GET", "/api/v1/openapi.json", &[], "").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    answer.json()
}

/// Method and path of each operation, with the operation.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &'_ Value)| -> Vec<(String, String)> {
        let methods = item.as_object().unwrap().keys();
        methods.map(|method| (method.to_uppercase(), path.clone())).collect()
    };
    let all = paths.iter().flat_map(of);
    all.map(|(method, path)| {
        let operation = &document["paths"][&path][method.to_lowercase()];
        (format!("{method} {path}"), operation)
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_of_the_api_is_described_and_nothing_else() {
    let api = Api::new().await;
    let document = document(&api).await;
    assert_eq!(document["openapi"], "3.1.0");
    let described: BTreeSet<String> =
        operations(&document).into_iter().map(|(named, _)| named).collect();
    let declared = declared(&api.trial.app);
    let of_api = declared.iter().filter(|route| route.path.starts_with("/api/v1"));
    let declared: BTreeSet<String> =
        of_api.map(|route| format!("{} {}", route.method, route.path)).collect();
    assert_eq!(described, declared);
    assert!(described.len() > 85, "{}", described.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_has_a_name_of_its_own_says_what_it_needs_and_how_it_may_fail() {
    let api = Api::new().await;
    let document = document(&api).await;
    let mut names = BTreeSet::new();
    for (named, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name.to_owned()), "{name} stands twice");
        for part in ["summary", "tags", "responses"] {
            assert!(!operation[part].is_null(), "{named} has no {part}");
        }
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{named}");
        for status in ["400", "401", "403", "404", "429", "500"] {
            assert_eq!(responses[status]["$ref"], "#/components/responses/Problem", "{named}");
        }
        if !named.starts_with("GET") {
            assert!(responses.contains_key("422") && responses.contains_key("415"), "{named}");
        }
    }
    for route in declared(&api.trial.app) {
        if !route.path.starts_with("/api/v1") {
            continue;
        }
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        let security = operation["security"].as_array().unwrap();
        match route.access {
            Access::May(right) => {
                assert!(operation["description"].as_str().unwrap().contains(right.name()));
                assert!(security.iter().any(|one| one.get("session").is_some()), "{operation}");
            }
            Access::LoggedIn => {
                let only: Vec<_> =
                    security.iter().flat_map(|one| one.as_object().unwrap().keys()).collect();
                assert_eq!(only, ["session"], "{}", route.path);
            }
            _ => assert!(security.is_empty()),
        }
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let names: Vec<_> = parameters.map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names.contains(&"Idempotency-Key"), route.once, "{}", route.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reference_in_the_document_leads_somewhere() {
    let api = Api::new().await;
    let document = document(&api).await;
    let mut left = vec![&document];
    let mut count = 0;
    while let Some(value) = left.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(to) = fields.get("$ref").and_then(Value::as_str) {
                    let pointer = to.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{to}");
                    count += 1;
                }
                left.extend(fields.values());
            }
            Value::Array(all) => left.extend(all),
            _ => {}
        }
    }
    assert!(count > 300, "{count}");
}

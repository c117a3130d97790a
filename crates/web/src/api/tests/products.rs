//! Lists of software over the API: taken in, found in parts, by what somebody may see.

use arvak_identity::{Right, Role};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::support::Api;

const BOM: &[u8] = include_bytes!("../../../../suppliers/tests/files/npm.spdx");
const CARGO: &[u8] = include_bytes!("../../../../suppliers/tests/files/cargo.cdx.json");

const LISTED: &str = r#"
[[unit]]
id = "helse"
name = "Helse"

[[role]]
id = "helsesjef"
name = "Helsesjef"

[[supplier]]
id = "nordlys"
name = "Nordlys Drift AS"

[[system]]
id = "vakt"
name = "Vaktsystem"

[[system]]
id = "sak"
name = "Sak"
"#;

fn list(system: &str, bytes: &[u8]) -> Value {
    json!({ "system": system, "supplier": "supplier/nordlys",
        "file": { "name": "a/list.spdx", "base64": STANDARD.encode(bytes) } })
}

async fn api() -> (Api, String) {
    let api = Api::new().await;
    api.trial.listed(LISTED).await;
    let key = api.whole_key().await;
    (api, key)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_taken_in_once_and_its_products_are_found_in_parts() {
    let (api, key) = api().await;
    let path = "/api/v1/software-lists";
    let first = api.send("POST", &key, path, &list("system/vakt", BOM)).await;
    assert_eq!(first.status, 201, "{first:?}");
    let again = api.send("POST", &key, path, &list("system/vakt", BOM)).await;
    assert_eq!(again.json()["entries"], first.json()["entries"]);
    api.send("POST", &key, path, &list("system/sak", CARGO)).await;
    let (mut all, mut next) = (Vec::new(), String::new());
    loop {
        let part = api.get(&key, &format!("/api/v1/products?limit=2{next}")).await.json();
        assert_eq!((&part["count"], &part["systems"]), (&json!(6), &json!(2)));
        let products = part["products"].as_array().unwrap();
        all.extend(products.iter().map(|one| one["name"].as_str().unwrap().to_owned()));
        let Some(after) = part["next"].as_str() else { break };
        next = format!("&after={after}");
    }
    assert_eq!(all.len(), 6, "{all:?}");
    let mut sorted = all.clone();
    sorted.sort();
    assert_eq!(all, sorted);
    let found = api.get(&key, "/api/v1/products?contains=DEBUG&system=system/vakt").await.json();
    let one = &found["products"][0];
    assert_eq!((&one["name"], &one["version"]), (&json!("debug"), &json!("4.3.4")));
    assert_eq!(
        (&one["source"], &one["entry"]),
        (&json!("supplier/nordlys"), &first.json()["entries"][0])
    );
    let none = api.get(&key, "/api/v1/products?purl=pkg:pypi/").await.json();
    assert_eq!((&none["products"], &none["next"]), (&json!([]), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_list_is_told_at_its_field() {
    let (api, key) = api().await;
    let path = "/api/v1/software-lists";
    let wrong = async |body: &Value| {
        let answer = api.send("POST", &key, path, body).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid"), "{answer:?}");
        answer
    };
    let bad =
        r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"purl":"x"},{"name":1}]}"#;
    let answer = wrong(&list("system/vakt", bad.as_bytes())).await;
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 3, "each mistake: {answer:?}");
    assert_eq!(answer.wrong().0, "#/file");
    assert_eq!(wrong(&list("system/ingen", BOM)).await.wrong().0, "#/system");
    assert_eq!(wrong(&list("supplier/nordlys", BOM)).await.wrong().0, "#/system");
    let mut other = list("system/vakt", BOM);
    other["supplier"] = json!("supplier/ingen");
    assert_eq!(wrong(&other).await.wrong().0, "#/supplier");
    other = list("system/vakt", BOM);
    other["file"]["base64"] = json!("=");
    assert_eq!(wrong(&other).await.wrong().0, "#/file/base64");
    let graded = [BOM, b"\nBEGRENSET\n"].concat();
    assert!(wrong(&list("system/vakt", &graded)).await.text.contains("BEGRENSET"));
    assert_eq!(api.get(&key, "/api/v1/products?system=system/ingen").await.status, 404);
    assert_eq!(api.get(&key, "/api/v1/products?farge=rod").await.status, 400);
    let reads = api.key(Role::IctLead, &[Right::Read]).await;
    assert_eq!(api.send("POST", &reads, path, &list("system/vakt", BOM)).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_limited_to_units_finds_no_product_of_other_units() {
    let (api, key) = api().await;
    api.send("POST", &key, "/api/v1/software-lists", &list("system/vakt", BOM)).await;
    let limited = api.limited_key(Role::IctLead, &["unit/helse"]).await;
    let found = api.get(&limited, "/api/v1/products").await.json();
    assert_eq!((&found["count"], &found["products"]), (&json!(0), &json!([])), "{found}");
    assert_eq!(api.get(&limited, "/api/v1/products?system=system/vakt").await.status, 404);
}

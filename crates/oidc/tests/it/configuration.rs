//! What an operator may write, and what is said of mistakes: all at once, each with its place and what to do.

use std::path::Path;

use arvak_oidc::{Mistake, ProviderFile, ProviderSettings, parse};

const GOOD: &str = r#"
slug = "entra"
name = "Nordvik kommune"
issuer = "https://login.microsoftonline.com/0f-tenant/v2.0"
client_id = "11-22"
secret_file = "keys/entra.secret"

[roles]
"g-ict" = ["ict_lead", "administrator"]
"g-all" = "auditor"

[units]
"g-ict" = "*"
"g-all" = ["unit/helse"]
"#;

fn read(path: &Path) -> Result<String, String> {
    match path.to_str().unwrap() {
        "keys/empty" => Ok(" \n".to_owned()),
        "keys/none" => Err("keys/none is not there: put it there".to_owned()),
        _ => Ok("secret\n".to_owned()),
    }
}

fn settings(texts: &[&str]) -> Result<Vec<ProviderSettings>, Vec<Mistake>> {
    let files: Vec<ProviderFile> = texts.iter().map(|text| toml::from_str(text).unwrap()).collect();
    parse(&files, &read)
}

/// The good file with one line in another's place, or before the tables.
fn with(line: &str) -> String {
    let key = line.split(" = ").next().unwrap();
    let kept = GOOD.lines().filter(|known| known.split(" = ").next() != Some(key));
    format!("{line}\n{}", kept.collect::<Vec<_>>().join("\n"))
}

fn mistake(line: &str) -> String {
    let mistakes = settings(&[&with(line)]).unwrap_err();
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    mistakes[0].to_string()
}

#[test]
fn what_is_well_written_is_taken() {
    let all = settings(&[GOOD]).unwrap();
    assert_eq!((all.len(), all[0].slug.as_str()), (1, "entra"));
    assert!(all[0].requirement.needs_amr(), "without classes, methods are needed");
    assert_eq!(all[0].groups_claim, "groups");
    let granted = all[0].grants.of(&["g-all".to_owned()]).unwrap();
    assert_eq!(granted.units.len(), 1);
    let by_acr = settings(&[&with("acr_values = [\"high\"]")]).unwrap();
    assert!(!by_acr[0].requirement.needs_amr());
}

#[test]
fn every_mistake_says_where_it_stands_and_what_to_do() {
    for (line, told) in [
        (
            "slug = \"Entra ID\"",
            "[[web.openid]] no. 1 (Entra ID), `slug`: write 1 to 40 of a-z, 0-9 and -, such as \"entra\"",
        ),
        ("name = \"\"", "`name`: write what people call it"),
        ("client_id = \"\"", "`client_id`: write what the provider calls this application"),
        (
            "secret_file = \"keys/empty\"",
            "`secret_file`: keys/empty is empty: put the secret in it",
        ),
        ("secret_file = \"keys/none\"", "`secret_file`: keys/none is not there: put it there"),
        (
            "issuer = \"login.example\"",
            "`issuer`: `login.example` cannot be used (it must begin with https://)",
        ),
        (
            "issuer = \"http://login.example\"",
            "`issuer`: `http://login.example/` cannot be used (it must begin with https://)",
        ),
        ("issuer = \"https://login.example/?x\"", "leave out what begins with ?"),
        (
            "issuer = \"https://login.microsoftonline.com/common/v2.0\"",
            "stands for every organisation",
        ),
        (
            "issuer = \"https://login.microsoftonline.com/organizations/v2.0\"",
            "stands for every organisation",
        ),
        ("hosts = [\"https://x.example\"]", "`hosts`: `https://x.example` is no HOST or HOST:PORT"),
        ("hosts = [\"x.example/y\"]", "`hosts`: `x.example/y` is no HOST"),
        ("client_auth = \"jwt\"", "`client_auth`: `jwt` is unknown: write \"basic\" or \"post\""),
        ("require = \"one\"", "`require`: `one` is unknown: write \"acr\" or \"amr\" or \"both\""),
        (
            "require = \"acr\"",
            "`acr_values`: these name the provider's classes of log-in that mean two factors",
        ),
        ("require = \"both\"", "`acr_values`: these name"),
        ("acr_values = [\"1\"]", "`acr_values`: `1` is given after one factor too: name a class"),
        ("acr_values = [\"entraid\"]", "`acr_values`: `entraid` is given after one factor too"),
        ("acr_values = [\"a b\"]", "`acr_values`: each is one word"),
        ("max_age_minutes = 0", "`max_age_minutes`: write 1 to 10080"),
        ("subject = \"email\"", "`subject`: `email` is unknown: write \"sub\" or \"oid\""),
        ("scopes = [\"open id\"]", "`scopes`: each is one word"),
        ("groups_claim = \"\"", "`groups_claim`: write the name of one claim"),
        ("acr_claim = \"a b\"", "`acr_claim`: write the name of one claim"),
    ] {
        let said = mistake(line);
        assert!(said.contains(told), "{line}: {said}");
    }
}

#[test]
fn roles_and_units_that_are_not_there_are_named() {
    let text = GOOD.replace("\"auditor\"", "\"auditr\"").replace("unit/helse", "helse");
    let mistakes = settings(&[&text]).unwrap_err();
    let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0]
            .contains("`roles.g-all`: `auditr` is no role: write one of administrator, ict_lead")
    );
    assert!(
        said[1].contains("`units.g-all`: `helse` is no unit: write one such as \"unit/helse\"")
    );
    let nobody = GOOD.split("[roles]").next().unwrap();
    assert!(settings(&[nobody]).unwrap_err()[0].to_string().contains("nobody could log in"));
    let empty = GOOD.replace("[\"unit/helse\"]", "[]");
    assert!(settings(&[&empty]).unwrap_err()[0].to_string().contains("an empty list"));
}

#[test]
fn all_mistakes_of_all_providers_are_told_at_once() {
    let broken = "slug = \"entra\"\nissuer = \"x\"";
    let mistakes = settings(&[GOOD, broken]).unwrap_err();
    let keys: Vec<(usize, &str)> =
        mistakes.iter().map(|mistake| (mistake.number, mistake.key.as_str())).collect();
    let expected = [
        (2, "slug"),
        (2, "name"),
        (2, "client_id"),
        (2, "issuer"),
        (2, "secret_file"),
        (2, "roles"),
    ];
    assert_eq!(keys, expected);
}

#[test]
fn an_unknown_key_is_refused_by_its_name() {
    let error = toml::from_str::<ProviderFile>("tenant = \"x\"").unwrap_err().to_string();
    assert!(error.contains("unknown field `tenant`"), "{error}");
}

use serde_json::json;

use super::*;

const WHOLE: &str = r##"version = 1
id = "portal"
login = "/inn"
protected = ["/min-side"]

[name]
nb = "Portalen"
nn = "Portalen"
en = "The portal"

[[steps]]
fill = "user"
at = "brukar[namn]"

[[steps]]
fill = "password"
at = "form#inn > input[type=password]"

[[steps]]
press = "*"

[[steps]]
choose = "Kode frå ein app"

[[steps]]
wait = "next-code"

[[steps]]
fill = "code"
at = "#kode"

[[steps]]
press = "button.vidare"

[session]
selector = "a[href*=logg-ut]"
cookie = "portal_"

[[refused]]
text = "Feil"

[[refused]]
status = 401
"##;

#[test]
fn every_step_and_sign_is_read() {
    let recipe = Recipe::parse(WHOLE).unwrap();
    let words: Vec<_> = recipe.acts.iter().map(Act::word).collect();
    assert_eq!(words, ["fill", "fill", "press", "choose", "wait", "fill", "press"]);
    assert_eq!((recipe.session.len(), recipe.refused.len(), recipe.second_factor.len()), (1, 2, 0));
    assert_eq!(recipe.refused[1].status, Some(401));
    assert_eq!(recipe.form.login.as_deref(), Some("/inn"));
    // The same as a table.
    let table: toml::Table = WHOLE.parse().unwrap();
    assert_eq!(Recipe::of(&serde_json::to_value(table).unwrap()).unwrap().acts, recipe.acts);
}

#[test]
fn a_mistake_names_its_line_and_its_field() {
    for (right, wrong, line, field) in [
        ("version = 1", "version = 2", 1, "version"),
        ("login = \"/inn\"", "login = 7", 3, "login"),
        ("login = \"/inn\"", "lgoin = \"/inn\"", 3, "lgoin"),
        ("fill = \"user\"", "fill = \"name\"", 12, "steps[0].fill"),
        ("at = \"brukar[namn]\"", "", 11, "steps[0].at"),
        ("at = \"form#inn > input[type=password]\"", "at = \"form >\"", 17, "steps[1].at"),
        ("choose = \"Kode frå ein app\"", "choose = \" \"", 23, "steps[3].choose"),
        ("wait = \"next-code\"", "wait = \"a while\"", 26, "steps[4].wait"),
        ("press = \"button.vidare\"", "press = \"*\"\nopen = \"/x\"", 32, "steps[6]"),
        ("selector = \"a[href*=logg-ut]\"", "selector = \"a:hover\"", 36, "session.selector"),
        ("text = \"Feil\"", "txet = \"Feil\"", 40, "refused[0].txet"),
        ("status = 401", "", 42, "refused[1]"),
        ("status = 401", "status = ", 43, ""),
    ] {
        let text = WHOLE.replacen(right, wrong, 1);
        assert_ne!(text, WHOLE);
        let bad = Recipe::parse(&text).unwrap_err();
        assert_eq!((bad.line, bad.field.as_str()), (Some(line), field), "{wrong}: {bad}");
    }
}

#[test]
fn steps_that_cannot_log_in_are_refused() {
    let with = |steps: &str| Recipe::parse(&format!("version = 1\nsteps = [{steps}]\n"));
    for steps in [
        "",
        "{ press = \"*\" }",
        "{ fill = \"user\", at = \"u\" }, { press = \"*\" }",
        "{ fill = \"password\", at = \"p\" }",
        "{ fill = \"password\", at = \"p\" }, { press = \"*\" }, { fill = \"code\", at = \"c\" }",
    ] {
        assert!(with(steps).is_err(), "{steps}");
    }
    assert!(with("{ fill = \"password\", at = \"p\" }, { press = \"*\" }").is_ok());
}

#[test]
fn a_recipe_comes_before_what_is_written_about_the_service() {
    let params =
        HttpForm { login: Some("/a".into()), protected: vec!["/x".into()], ..HttpForm::default() };
    let fields = json!({"user": "log", "code": ["c1", "c2"]});
    let text = "login = \"/b\"\nsession_mark = \"Hei\"\n[fields]\nuser = \"log\"\ncode = [\"c1\", \"c2\"]\n";
    for recipe in [json!(text), json!({"login": "/b", "session_mark": "Hei", "fields": fields})] {
        let whole = Recipe::of(&recipe).unwrap().applied(&params);
        assert_eq!(whole.login.as_deref(), Some("/b"));
        assert_eq!(
            (whole.protected, whole.session_mark),
            (vec!["/x".to_owned()], vec!["Hei".to_owned()])
        );
        assert_eq!((whole.fields.user.as_deref(), whole.fields.code.len()), (Some("log"), 2));
    }
}

#[test]
fn what_is_no_recipe_is_not_passed_over() {
    for recipe in [
        json!("lgoin = \"/b\""),
        json!({"steps": []}),
        json!([1]),
        json!("= broken"),
        json!(7),
        json!("no-such-product"),
    ] {
        assert!(Recipe::of(&recipe).is_err(), "{recipe}");
    }
}

#[test]
fn every_ready_recipe_is_read_and_bears_the_name_of_its_file() {
    for (id, text) in ready_all() {
        let recipe = Recipe::parse(text).unwrap_or_else(|bad| panic!("{id}: {bad}"));
        assert_eq!(recipe.id.as_deref(), Some(*id));
        let name = recipe.name.unwrap();
        assert!(![name.nb, name.nn, name.en].contains(&String::new()), "{id}");
        assert!(!recipe.acts.is_empty(), "{id}");
    }
}

//! A recipe: what is known of a product's log-in, as data that many services share. What it says comes before what is written
//! about the one service.

use serde_json::Value;

use crate::HttpForm;

/// Most bytes of a recipe that is written as text.
const RECIPE_BYTES_MAX: usize = 64 * 1024;

/// The parameters with what the recipe says; nothing when it is none: another shape, or a field that is not known.
pub(super) fn applied(params: &HttpForm, recipe: Option<&Value>) -> Option<HttpForm> {
    let Some(recipe) = recipe.filter(|recipe| !recipe.is_null()) else {
        return Some(params.clone());
    };
    let said: HttpForm = match recipe {
        Value::String(text) if text.len() <= RECIPE_BYTES_MAX => toml::from_str(text).ok()?,
        Value::Object(_) => serde_json::from_value(recipe.clone()).ok()?,
        _ => return None,
    };
    let mut whole = params.clone();
    whole.login = said.login.or(whole.login);
    whole.layout = said.layout.or(whole.layout);
    whole.fields.user = said.fields.user.or(whole.fields.user);
    whole.fields.password = said.fields.password.or(whole.fields.password);
    for (said, whole) in [
        (said.fields.code, &mut whole.fields.code),
        (said.protected, &mut whole.protected),
        (said.other_paths, &mut whole.other_paths),
        (said.session_mark, &mut whole.session_mark),
        (said.code_mark, &mut whole.code_mark),
        (said.refused_mark, &mut whole.refused_mark),
    ] {
        if !said.is_empty() {
            *whole = said;
        }
    }
    if !said.scope.is_empty() {
        whole.scope = said.scope;
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_recipe_comes_before_what_is_written_about_the_service() {
        let params = HttpForm {
            login: Some("/a".into()),
            protected: vec!["/x".into()],
            ..HttpForm::default()
        };
        let toml = json!(
            "login = \"/b\"\nsession_mark = \"Hei\"\n[fields]\nuser = \"log\"\ncode = [\"c1\", \"c2\"]\n"
        );
        for recipe in [
            toml,
            json!({"login": "/b", "session_mark": "Hei", "fields": {"user": "log", "code": ["c1", "c2"]}}),
        ] {
            let whole = applied(&params, Some(&recipe)).unwrap();
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
        let params = HttpForm::default();
        assert!(applied(&params, None).is_some() && applied(&params, Some(&json!(null))).is_some());
        for recipe in
            [json!("lgoin = \"/b\""), json!({"steps": []}), json!([1]), json!("= broken"), json!(7)]
        {
            assert!(applied(&params, Some(&recipe)).is_none(), "{recipe}");
        }
    }
}

//! `arvak recipe …`: log-ins as data: those that come with the program, and those of one's own.

mod record;

use std::io::Read as _;
use std::path::Path;

use arvak_mfa::{Names, RECIPE_BYTES_MAX, Recipe, ready_all};
use arvak_words::{Lang, Say, Words};
use serde_json::{Value, json};

use crate::cli::RecipeVerb;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;

pub(super) async fn run(verb: RecipeVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        RecipeVerb::List => list(settings),
        RecipeVerb::Show { id } => show(&id, settings),
        RecipeVerb::Check { file } => check(&file, settings),
        RecipeVerb::Record(args) => record::run(&args, settings).await,
    }
}

fn list(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let (mut values, mut lines) = (Vec::new(), Vec::new());
    for (id, text) in ready_all() {
        let recipe = Recipe::parse(text)?;
        let name = recipe.name.clone().unwrap_or_default();
        values.push(of_recipe(id, &name, &recipe));
        let tested = match &recipe.tested {
            Some(what) => words.say("recipe-tested", &[("what", Say::Text(what))]),
            None => words.plain("recipe-untested"),
        };
        lines.push(format!("{id}\n    {}\n    {tested}", named(&name, settings.lang)));
    }
    if settings.json {
        super::print(&json!({ "recipes": values }).to_string())?;
    } else {
        super::print(&lines.join("\n"))?;
    }
    Ok(Exit::Done)
}

fn of_recipe(id: &str, name: &Names, recipe: &Recipe) -> Value {
    json!({
        "id": id, "name": { "nb": name.nb, "nn": name.nn, "en": name.en }, "tested": recipe.tested,
        "browser": recipe.browser == Some(true), "steps": recipe.acts.len(),
    })
}

fn named(name: &Names, lang: Lang) -> &str {
    match lang {
        Lang::Nb => &name.nb,
        Lang::Nn => &name.nn,
        Lang::En => &name.en,
    }
}

fn show(id: &str, settings: &Settings) -> anyhow::Result<Exit> {
    let Some((_, text)) = ready_all().iter().find(|(known, _)| *known == id) else {
        let words = Words::new(settings.lang);
        return Err(BadInput(words.say("recipe-none-there", &[("id", Say::Text(id))])).into());
    };
    if settings.json {
        let table: Value = json!({ "id": id, "toml": text });
        super::print(&table.to_string())?;
    } else {
        super::print(text.trim_end())?;
    }
    Ok(Exit::Done)
}

fn check(file: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let text = read(file)?;
    let name = file.display().to_string();
    match Recipe::parse(&text) {
        Ok(recipe) => {
            if settings.json {
                super::print(&json!({ "sound": true, "steps": recipe.acts.len() }).to_string())?;
            } else {
                let count = i64::try_from(recipe.acts.len())?;
                let args = [("file", Say::Text(&name)), ("steps", Say::Number(count))];
                super::print(&Words::new(settings.lang).say("recipe-sound", &args))?;
            }
            Ok(Exit::Done)
        }
        Err(bad) if settings.json => {
            let (line, field, why) = (bad.line, &bad.field, &bad.why);
            let told = json!({ "sound": false, "line": line, "field": field, "why": why });
            super::print(&told.to_string())?;
            Ok(Exit::Found)
        }
        Err(bad) => Err(BadInput(format!("{name}: {bad}")).into()),
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    let bad = |error: std::io::Error| BadInput(format!("{}: {error}", path.display()));
    let most = u64::try_from(RECIPE_BYTES_MAX)? + 1;
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_string(&mut text).map_err(bad)?;
    } else {
        std::fs::File::open(path)
            .map_err(bad)?
            .take(most)
            .read_to_string(&mut text)
            .map_err(bad)?;
    }
    Ok(text)
}

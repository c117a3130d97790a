//! A recipe on its way between TOML and the fields of a form. What has no field of its own stays as TOML in one of them, so that
//! nothing is lost on the way there and back.

use toml::{Table, Value};

use crate::form::Typed;

/// What a step does, by the words of the form.
pub(super) const DOES: [&str; 8] =
    ["user", "password", "code", "press", "follow", "choose", "open", "next-code"];

/// Most steps of a form: one more than a recipe may have, so that whoever checks it can say so.
const STEPS_MOST: usize = 41;

/// The version of the form in which recipes are written.
const VERSION: i64 = 1;

/// One step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    /// One of [`DOES`].
    pub(super) does: String,
    /// Where, or what it is called, or which address.
    pub(super) at: String,
}

/// The fields of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) steps: Vec<Step>,
    login: String,
    /// One a line.
    protected: String,
    has_scripts: bool,
    session: String,
    second_factor: String,
    /// One a line.
    refused: String,
    /// Everything else, as TOML.
    rest: String,
}

/// What cannot be written down: the field of the form, and why, as the end of a word's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unwritten {
    /// The rest is no TOML.
    Rest,
    /// Something stands in a field and in the rest too.
    Twice(&'static str),
}

/// The fields that one part of a recipe goes into: our name, and that of the recipe.
const PARTS: [(&str, &str); 7] = [
    ("innlogging", "login"),
    ("krever", "protected"),
    ("skript", "browser"),
    ("okt", "session"),
    ("kode", "second_factor"),
    ("avvist", "refused"),
    ("steg", "steps"),
];

/// The field of the form that a field of the recipe is typed into, and the number of its step.
pub(super) fn field_of(field: &str) -> (String, Option<usize>) {
    let begin = field.split(['.', '[']).next().unwrap_or_default();
    if begin == "steps" {
        let number = field.strip_prefix("steps[").and_then(|rest| rest.split(']').next());
        let Some(number) = number.and_then(|number| number.parse::<usize>().ok()) else {
            return (String::new(), None);
        };
        let part = if field.contains("].") { "hvor" } else { "steg" };
        return (format!("{part}-{}", number + 1), Some(number + 1));
    }
    let own = PARTS.iter().find(|(_, recipe)| *recipe == begin);
    (own.map_or("resten", |(ours, _)| ours).to_owned(), None)
}

impl Draft {
    /// The fields of a recipe; nothing when it is no TOML.
    pub(super) fn of_toml(text: &str) -> Option<Self> {
        let mut rest: Table = text.parse().ok()?;
        let mut draft = Self { steps: steps(&mut rest), ..Self::default() };
        if rest.get("version") == Some(&Value::Integer(VERSION)) {
            rest.remove("version");
        }
        draft.login = text_of(&mut rest, "login");
        draft.protected = lines_of(&mut rest, "protected");
        draft.has_scripts = rest.get("browser") == Some(&Value::Boolean(true));
        if draft.has_scripts {
            rest.remove("browser");
        }
        draft.session = sign(&mut rest, "session", "selector");
        draft.second_factor = sign(&mut rest, "second_factor", "selector");
        draft.refused = sign(&mut rest, "refused", "text");
        draft.rest = toml::to_string(&rest).ok()?;
        Some(draft)
    }

    /// What was typed into the form.
    pub(super) fn of_typed(typed: &Typed) -> Self {
        let numbers = (1..=STEPS_MOST).take_while(|number| typed.has(&format!("steg-{number}")));
        let step = |number: usize| Step {
            does: typed.get(&format!("steg-{number}")).to_owned(),
            at: typed.get(&format!("hvor-{number}")).to_owned(),
        };
        let get = |name| typed.get(name).replace('\r', "");
        Self {
            steps: numbers.map(step).collect(),
            login: get("innlogging"),
            protected: get("krever"),
            has_scripts: typed.has("skript"),
            session: get("okt"),
            second_factor: get("kode"),
            refused: get("avvist"),
            rest: get("resten"),
        }
    }

    /// The same as the form holds it.
    pub(super) fn typed(&self) -> Typed {
        let fixed = [
            ("innlogging", &self.login),
            ("krever", &self.protected),
            ("okt", &self.session),
            ("kode", &self.second_factor),
            ("avvist", &self.refused),
            ("resten", &self.rest),
        ];
        let fixed = fixed.into_iter().map(|(name, text)| (name.to_owned(), text.clone()));
        let ticked = self.has_scripts.then(|| ("skript".to_owned(), "1".to_owned()));
        let steps = (1..).zip(&self.steps).flat_map(|(number, step): (usize, _)| {
            let (does, at) = (step.does.clone(), step.at.clone());
            [(format!("steg-{number}"), does), (format!("hvor-{number}"), at)]
        });
        Typed::of(fixed.chain(ticked).chain(steps))
    }

    pub(super) const fn has_scripts(&self) -> bool {
        self.has_scripts
    }

    /// A step that types nothing yet, at a place.
    pub(super) fn insert(&mut self, at: usize) {
        if self.steps.len() < STEPS_MOST && at <= self.steps.len() {
            self.steps.insert(at, Step { does: "press".to_owned(), at: String::new() });
        }
    }

    /// Without the step at a place.
    pub(super) fn remove(&mut self, at: usize) {
        if at < self.steps.len() {
            self.steps.remove(at);
        }
    }

    /// The recipe.
    pub(super) fn to_toml(&self) -> Result<String, Unwritten> {
        let mut whole: Table = self.rest.parse().map_err(|_| Unwritten::Rest)?;
        whole.entry("version").or_insert(Value::Integer(VERSION));
        let lines = |text: &str| {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            Value::Array(lines.map(Value::from).collect())
        };
        let said = |text: &str| !text.trim().is_empty();
        let sign =
            |key: &str, value: Value| Value::Table(Table::from_iter([(key.to_owned(), value)]));
        let steps = self.steps.iter().map(step).collect();
        let parts = [
            ("login", said(&self.login), Value::from(self.login.as_str())),
            ("protected", said(&self.protected), lines(&self.protected)),
            ("browser", self.has_scripts, Value::Boolean(true)),
            ("session", said(&self.session), sign("selector", Value::from(self.session.as_str()))),
            (
                "second_factor",
                said(&self.second_factor),
                sign("selector", Value::from(self.second_factor.as_str())),
            ),
            ("refused", said(&self.refused), sign("text", lines(&self.refused))),
            ("steps", !self.steps.is_empty(), Value::Array(steps)),
        ];
        for (name, is_said, value) in parts {
            if is_said && whole.insert(name.to_owned(), value).is_some() {
                return Err(Unwritten::Twice(name));
            }
        }
        toml::to_string(&whole).map_err(|_| Unwritten::Rest)
    }
}

/// The steps of a recipe, when all are such as the form has; else they stay.
fn steps(rest: &mut Table) -> Vec<Step> {
    let read = match rest.get("steps") {
        Some(Value::Array(all)) => all.iter().map(read_step).collect::<Option<Vec<_>>>(),
        _ => None,
    };
    let Some(steps) = read.filter(|steps| steps.len() <= STEPS_MOST) else { return Vec::new() };
    rest.remove("steps");
    steps
}

fn read_step(value: &Value) -> Option<Step> {
    let table = value.as_table()?;
    let get = |name: &str| table.get(name)?.as_str();
    let (does, at) = match (table.len(), get("fill"), get("wait")) {
        (2, Some(what @ ("user" | "password" | "code")), None) => (what, get("at")?),
        (1, None, Some("next-code")) => ("next-code", ""),
        (1, None, None) => {
            let (does, at) = table.iter().next()?;
            let is_known = ["press", "follow", "choose", "open"].contains(&does.as_str());
            (does.as_str(), at.as_str().filter(|_| is_known)?)
        }
        _ => return None,
    };
    // What the form would trim or leave out stays as it was written.
    is_kept(at).then(|| Step { does: does.to_owned(), at: at.to_owned() })
}

fn step(step: &Step) -> Value {
    let at = Value::from(step.at.as_str());
    let table = match step.does.as_str() {
        what @ ("user" | "password" | "code") => {
            Table::from_iter([("fill".to_owned(), Value::from(what)), ("at".to_owned(), at)])
        }
        "next-code" => Table::from_iter([("wait".to_owned(), Value::from("next-code"))]),
        other => Table::from_iter([(other.to_owned(), at)]),
    };
    Value::Table(table)
}

/// A text that a field of one line holds; anything else stays.
fn text_of(rest: &mut Table, name: &str) -> String {
    let found = rest.get(name).and_then(Value::as_str).filter(|text| is_line(text));
    let found = found.map(str::to_owned).unwrap_or_default();
    if !found.is_empty() {
        rest.remove(name);
    }
    found
}

fn is_line(text: &str) -> bool {
    !text.is_empty() && is_kept(text)
}

/// Whether a field of one line gives it back as it was.
fn is_kept(text: &str) -> bool {
    text == text.trim() && !text.contains(['\n', '\r']) && crate::form::seen(text) == text
}

/// Texts that a field of several lines holds; anything else stays.
fn lines_of(rest: &mut Table, name: &str) -> String {
    let Some(lines) = rest.get(name).and_then(lines) else { return String::new() };
    rest.remove(name);
    lines
}

fn lines(value: &Value) -> Option<String> {
    let texts = match value {
        Value::String(text) => vec![text.as_str()],
        Value::Array(all) => all.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?,
        _ => return None,
    };
    let is_whole = !texts.is_empty() && texts.iter().all(|text| is_line(text));
    is_whole.then(|| texts.join("\n"))
}

/// The one thing that a sign says, when it is that and nothing else.
fn sign(rest: &mut Table, name: &str, key: &str) -> String {
    let one = match rest.get(name) {
        Some(Value::Table(table)) => Some(table),
        Some(Value::Array(all)) if all.len() == 1 => all.first().and_then(Value::as_table),
        _ => None,
    };
    let value = one.filter(|table| table.len() == 1).and_then(|table| table.get(key));
    let told = match value {
        Some(Value::String(text)) if key == "selector" => is_line(text).then(|| text.clone()),
        Some(value) if key == "text" => lines(value),
        _ => None,
    };
    let Some(told) = told else { return String::new() };
    rest.remove(name);
    told
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a recipe says, however it is written: a lone sign is the same in a list of its own, and one text as in a list.
    fn said(text: &str) -> Table {
        let mut table: Table = text.parse().unwrap();
        table.entry("version").or_insert(Value::Integer(VERSION));
        for name in ["session", "second_factor", "refused"] {
            if let Some(Value::Array(all)) = table.get(name)
                && let [one] = all.as_slice()
            {
                let one = one.clone();
                table.insert(name.to_owned(), one);
            }
        }
        let several = |value: &mut Value| {
            if let Value::String(text) = value {
                *value = Value::Array(vec![Value::from(text.as_str())]);
            }
        };
        if let Some(refused) = table.get_mut("refused").and_then(Value::as_table_mut) {
            refused.get_mut("text").map(several);
        }
        table.get_mut("protected").map(several);
        table
    }

    const PORTAL: &str = r##"
        version = 1
        id = "portal"
        browser = true
        login = "/logg-inn"
        protected = ["/min-side"]
        session_mark = "Hei"
        steps = [{ fill = "user", at = "u" }, { fill = "password", at = "#p" }, { press = "*" },
            { choose = "kode fra en app" }, { wait = "next-code" }, { fill = "code", at = "#kode" }, { press = "b" }]
        refused = [{ text = "Feil" }, { status = 401 }]
        [session]
        selector = "a[href*=ut]"
        [second_factor]
        selector = "#kode"
        status = 200
    "##;

    #[test]
    fn what_has_a_field_goes_there_and_everything_else_stays_as_it_was() {
        let draft = Draft::of_toml(PORTAL).unwrap();
        assert_eq!(draft.steps.len(), 7);
        assert_eq!((draft.session.as_str(), draft.second_factor.as_str()), ("a[href*=ut]", ""));
        assert!(draft.rest.contains("session_mark") && draft.rest.contains("status = 401"));
        assert_eq!(
            Draft::of_typed(&draft.typed()),
            Draft { rest: draft.rest.trim().to_owned(), ..draft.clone() }
        );
        assert_eq!(said(&draft.to_toml().unwrap()), said(PORTAL));
    }

    #[test]
    fn a_field_that_stands_in_the_rest_too_is_told_and_so_is_a_rest_that_is_no_toml() {
        let mut draft = Draft::of_toml(PORTAL).unwrap();
        draft.rest.insert_str(0, "login = \"/annet\"\n");
        assert_eq!(draft.to_toml(), Err(Unwritten::Twice("login")));
        draft.rest = "login =".to_owned();
        assert_eq!(draft.to_toml(), Err(Unwritten::Rest));
        assert_eq!(Draft::of_toml("login ="), None);
    }

    #[test]
    fn a_field_of_the_recipe_leads_to_the_field_that_it_is_typed_into() {
        for (field, ours, number) in [
            ("steps[2]", "steg-3", Some(3)),
            ("steps[2].at", "hvor-3", Some(3)),
            ("steps", "", None),
            ("second_factor[1].selector", "kode", None),
            ("refused.text", "avvist", None),
            ("name.nb", "resten", None),
            ("", "resten", None),
        ] {
            assert_eq!(field_of(field), (ours.to_owned(), number), "{field}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_on_the_way_there_and_back(
            steps in proptest::collection::vec((0..DOES.len(), "[a-zæ#*. ]{1,8}"), 0..6),
            login in "[ -~æ\n]{0,6}",
            texts in proptest::collection::vec("[ -~\n]{0,5}", 0..3),
            is_list in any::<bool>(),
        ) {
            let steps = steps.into_iter().map(|(does, at)| step(&Step { does: DOES[does].to_owned(), at }));
            let mut table = Table::from_iter([
                ("version".to_owned(), Value::Integer(VERSION)),
                ("login".to_owned(), Value::from(login)),
                ("protected".to_owned(), Value::Array(texts.iter().map(|text| Value::from(text.as_str())).collect())),
            ]);
            let steps: Vec<Value> = steps.collect();
            if !steps.is_empty() {
                table.insert("steps".to_owned(), Value::Array(steps));
            }
            let sign = Table::from_iter([("text".to_owned(), Value::Array(texts.into_iter().map(Value::from).collect()))]);
            let sign = Value::Table(sign);
            table.insert("refused".to_owned(), if is_list { Value::Array(vec![sign]) } else { sign });
            let text = toml::to_string(&table).unwrap();
            let draft = Draft::of_toml(&text).unwrap();
            let back = Draft::of_typed(&draft.typed()).to_toml();
            prop_assert_eq!(said(&back.unwrap()), said(&text));
        }
    }
}

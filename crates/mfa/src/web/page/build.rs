//! Building a page from tags.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::{FORMS_MAX, INPUTS_MAX, LINKS_MAX, Page, TEXT_CHARS_MAX};
use crate::web::{Form, Input};

/// Most characters of a value that a page gives a control: state of some frameworks is long.
const VALUE_CHARS_MAX: usize = 200_000;

/// What gives a puzzle for people away, in names, classes and addresses.
const CAPTCHAS: [&str; 6] =
    ["captcha", "turnstile", "friendlycaptcha", "arkoselabs", "funcaptcha", "geetest"];

/// Where the reading stands.
#[derive(Default)]
struct Builder {
    page: Page,
    form: Option<usize>,
    ids: Vec<(String, usize)>,
    /// Controls that name their form, and those in none.
    loose: Vec<(Option<String>, Input)>,
    inputs: usize,
    /// Text that stood since the last control: the label of the next one, where nothing better is said.
    before: String,
    /// Labels by the id of their control, and those of controls by their place.
    labels: Vec<(String, String)>,
    label: Option<(Option<String>, String)>,
    /// How many controls there were when the label began.
    label_began: usize,
    link: Option<(String, String)>,
    button: Option<(Input, Option<String>, String)>,
    area: Option<(Input, Option<String>)>,
    choice: Option<Choice>,
    script: Option<String>,
    is_hidden_text: bool,
    /// Start tags so far.
    tags: usize,
}

/// A `select`.
struct Choice {
    input: Input,
    form: Option<String>,
    is_chosen: bool,
    is_first: bool,
}

pub(super) fn build(html: &str) -> Page {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut builder = Builder::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => builder.start(&tag),
            Ok(Token::EndTag(tag)) => builder.end(&String::from_utf8_lossy(&tag.name)),
            Ok(Token::String(text)) => builder.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    builder.finish()
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).chars().take(VALUE_CHARS_MAX).collect())
}

fn lower(tag: &StartTag<()>, name: &str) -> String {
    attribute(tag, name).unwrap_or_default().trim().to_ascii_lowercase()
}

fn names_captcha(text: &str) -> bool {
    CAPTCHAS.iter().any(|captcha| text.contains(captcha))
}

impl Builder {
    fn start(&mut self, tag: &StartTag<()>) {
        let number = self.tags;
        self.tags += 1;
        match String::from_utf8_lossy(&tag.name).as_ref() {
            "form" => self.begin_form(tag),
            "input" => self.input(tag, number),
            "textarea" => {
                let mut input = control(tag, "textarea", number);
                input.value.clear();
                self.area = Some((input, attribute(tag, "form")));
            }
            "select" => {
                self.choice = Some(Choice {
                    input: control(tag, "select", number),
                    form: attribute(tag, "form"),
                    is_chosen: false,
                    is_first: true,
                });
            }
            "option" => self.option(tag),
            "button" => {
                let kind = lower(tag, "type");
                let kind = if matches!(kind.as_str(), "button" | "reset") {
                    kind.as_str()
                } else {
                    "submit"
                };
                let input = control(tag, kind, number);
                self.button = Some((input, attribute(tag, "form"), String::new()));
            }
            "label" => {
                self.label = Some((attribute(tag, "for"), String::new()));
                self.label_began = self.inputs;
            }
            "a" | "area" => {
                if let Some(address) = attribute(tag, "href") {
                    self.link = Some((address, lower(tag, "title")));
                }
            }
            "base" if self.page.base.is_none() => self.page.base = attribute(tag, "href"),
            "meta" => self.meta(tag),
            "script" => {
                self.page.has_scripts = true;
                self.script = Some(String::new());
            }
            "style" | "title" | "noscript" | "template" => self.is_hidden_text = true,
            "img" | "svg" | "canvas" => self.picture(tag),
            "iframe" | "div" | "section" | "altcha-widget" => self.puzzle(tag),
            _ => {}
        }
        if matches!(
            tag.name.as_slice(),
            b"br" | b"p" | b"div" | b"li" | b"td" | b"h1" | b"h2" | b"label" | b"input"
        ) {
            self.text(" ");
        }
    }

    fn begin_form(&mut self, tag: &StartTag<()>) {
        // A form within a form is no form of its own.
        if self.form.is_some() || self.page.forms.len() >= FORMS_MAX {
            return;
        }
        let number = self.page.forms.len();
        if let Some(id) = attribute(tag, "id") {
            self.ids.push((id, number));
        }
        self.page.forms.push(Form {
            action: attribute(tag, "action"),
            is_post: lower(tag, "method") == "post",
            is_multipart: lower(tag, "enctype") == "multipart/form-data",
            inputs: Vec::new(),
        });
        self.form = Some(number);
    }

    fn input(&mut self, tag: &StartTag<()>, number: usize) {
        let kind = lower(tag, "type");
        let kind = if kind.is_empty() { "text" } else { kind.as_str() };
        if names_captcha(&lower(tag, "name")) && kind != "hidden" {
            self.page.has_captcha = true;
        }
        if tag.attributes.contains_key(b"disabled".as_slice()) {
            return;
        }
        let input = control(tag, kind, number);
        self.put(input, attribute(tag, "form"));
    }

    /// The words of a label stand behind the choice that they are of.
    fn tell_choice(&mut self, text: &str) {
        let last = match self.form.and_then(|number| self.page.forms.get_mut(number)) {
            Some(form) => form.inputs.last_mut(),
            None => self.loose.last_mut().map(|(_, input)| input),
        };
        let is_within = self.inputs > self.label_began;
        if let Some(input) = last.filter(|input| is_within && input.kind == "radio") {
            input.tell(text);
        }
    }

    /// Puts a control where it belongs, with what is said of it.
    fn put(&mut self, mut input: Input, form: Option<String>) {
        self.inputs += 1;
        if self.inputs > INPUTS_MAX {
            return;
        }
        if let Some((_, label)) = &self.label {
            input.tell(label);
        }
        if input.is_typed() {
            let near: String = self.before.chars().rev().take(40).collect();
            let near: String = near.chars().rev().collect();
            input.near = near.trim().to_lowercase();
            self.before.clear();
        }
        match (form, self.form) {
            (None, Some(number)) => {
                if let Some(form) = self.page.forms.get_mut(number) {
                    form.inputs.push(input);
                }
            }
            (form, _) => self.loose.push((form, input)),
        }
    }

    fn option(&mut self, tag: &StartTag<()>) {
        let Some(choice) = &mut self.choice else { return };
        let is_selected = tag.attributes.contains_key(b"selected".as_slice());
        if (is_selected && !choice.is_chosen) || choice.is_first {
            choice.input.value = attribute(tag, "value").unwrap_or_default();
            choice.is_chosen = is_selected;
        }
        choice.is_first = false;
    }

    fn meta(&mut self, tag: &StartTag<()>) {
        if lower(tag, "http-equiv") != "refresh" || self.page.refresh.is_some() {
            return;
        }
        let content = attribute(tag, "content").unwrap_or_default();
        let at = content.to_ascii_lowercase().find("url=");
        let address = at
            .and_then(|at| content.get(at + 4..))
            .map(|text| text.trim().trim_matches(['\'', '"']));
        self.page.refresh = address.filter(|text| !text.is_empty()).map(str::to_owned);
    }

    fn picture(&mut self, tag: &StartTag<()>) {
        let told = format!(
            "{} {} {} {}",
            lower(tag, "alt"),
            lower(tag, "class"),
            lower(tag, "id"),
            lower(tag, "src")
        );
        let is_code = ["qrcode", "qr-code", "qr code", "qr-kode", "qr_code", "otpauth"];
        self.page.has_enrolment |= is_code.iter().any(|code| told.contains(code));
        self.page.has_captcha |= names_captcha(&told);
    }

    fn puzzle(&mut self, tag: &StartTag<()>) {
        let told = format!("{} {} {}", lower(tag, "class"), lower(tag, "id"), lower(tag, "src"));
        self.page.has_captcha |= names_captcha(&told);
    }

    fn end(&mut self, name: &str) {
        match name {
            "form" => self.form = None,
            "label" => match self.label.take() {
                Some((Some(id), text)) => self.labels.push((id, text)),
                Some((None, text)) => self.tell_choice(&text),
                None => {}
            },
            "a" | "area" => {
                if let Some((address, text)) = self.link.take()
                    && self.page.links.len() < LINKS_MAX
                {
                    self.page.links.push((address, text.trim().to_lowercase()));
                }
            }
            "button" => {
                if let Some((mut input, form, text)) = self.button.take() {
                    input.tell(&text);
                    self.put(input, form);
                }
            }
            "textarea" => {
                if let Some((input, form)) = self.area.take() {
                    self.put(input, form);
                }
            }
            "select" => {
                if let Some(choice) = self.choice.take() {
                    self.put(choice.input, choice.form);
                }
            }
            "script" => {
                let script = self.script.take().unwrap_or_default();
                if self.page.script_leads.is_none() {
                    self.page.script_leads = leads(&script);
                }
            }
            "style" | "title" | "noscript" | "template" => self.is_hidden_text = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(script) = &mut self.script {
            script.push_str(text);
            return;
        }
        if let Some((input, _)) = &mut self.area {
            input.value.push_str(text);
            return;
        }
        if self.is_hidden_text {
            return;
        }
        self.page.has_enrolment |= text.contains("otpauth://");
        for place in [
            self.label.as_mut().map(|(_, label)| label),
            self.link.as_mut().map(|(_, link)| link),
            self.button.as_mut().map(|(_, _, button)| button),
            Some(&mut self.before),
        ]
        .into_iter()
        .flatten()
        {
            place.push_str(text);
        }
        if self.page.text.len() < TEXT_CHARS_MAX {
            self.page.text.push_str(text);
        }
    }

    fn finish(mut self) -> Page {
        let mut own = Form::default();
        for (form, input) in self.loose {
            let number = form.and_then(|id| self.ids.iter().find(|(known, _)| *known == id));
            match number.and_then(|(_, number)| self.page.forms.get_mut(*number)) {
                Some(form) => form.inputs.push(input),
                None => own.inputs.push(input),
            }
        }
        if !own.inputs.is_empty() {
            self.page.forms.push(own);
        }
        for input in self.page.forms.iter_mut().flat_map(|form| &mut form.inputs) {
            let id = input.told.split(' ').next().unwrap_or_default().to_owned();
            let of_id =
                |(known, _): &&(String, String)| !id.is_empty() && known.to_lowercase() == id;
            if let Some((_, label)) = self.labels.iter().find(of_id) {
                input.tell(label);
            }
        }
        self.page.text = self.page.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.page
    }
}

/// A control from its tag. The id comes first in what is told of it.
fn control(tag: &StartTag<()>, kind: &str, number: usize) -> Input {
    let told = ["id", "placeholder", "aria-label", "title", "class", "inputmode"];
    Input {
        name: attribute(tag, "name").unwrap_or_default(),
        kind: kind.to_owned(),
        value: attribute(tag, "value").unwrap_or_default(),
        autocomplete: lower(tag, "autocomplete"),
        told: told.map(|name| attribute(tag, name).unwrap_or_default().to_lowercase()).join(" "),
        near: String::new(),
        max_length: lower(tag, "maxlength").parse().ok(),
        is_checked: tag.attributes.contains_key(b"checked".as_slice()),
        tag: number,
    }
}

/// Where a script that does nothing else sends the visitor: `location.href = "…"`, `location.replace("…")`.
fn leads(script: &str) -> Option<String> {
    let after = script.split("location").nth(1)?;
    let after =
        after.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '.').trim_start();
    let after = after.strip_prefix(['=', '('])?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let address = after.get(1..)?.split(quote).next()?;
    (!address.is_empty() && address.len() < 2_000).then(|| address.to_owned())
}

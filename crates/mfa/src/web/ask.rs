//! What a page asks for: which form, and which of its controls take the name, the password and the code.

use super::guess::{
    is_aside, is_code, is_digit, is_hidden_code, is_password, is_search, is_user, remembers,
};
use super::{Answer, Draft, Form, Input};
use crate::{Fields, Secret};

/// Fewest controls of one digit that make a row for a code.
const DIGITS_MIN: usize = 4;

/// What a form asks for, by the numbers of its controls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ask {
    /// The number of the form on its page.
    pub(crate) form: usize,
    pub(crate) user: Option<usize>,
    pub(crate) password: Option<usize>,
    /// The controls that the code goes to: one, or one for each digit.
    pub(crate) code: Vec<usize>,
}

/// What goes into a form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled {
    pub(crate) user: Option<Secret>,
    pub(crate) password: Option<Secret>,
    pub(crate) code: Option<Secret>,
    /// Whether the controls of the code are left out altogether.
    pub(crate) leaves_code_out: bool,
    /// Whether boxes that let a device be remembered are ticked.
    pub(crate) remembers: bool,
}

impl Ask {
    /// What the page asks for; nothing when no form is a log-in. Once the password was sent, a form for a code comes first.
    pub(crate) fn of(
        answer: &Answer,
        fields: &Fields,
        password_was_sent: bool,
        is_code_page: bool,
    ) -> Option<Self> {
        let best = |is_code_page: bool| {
            let forms = answer.page.forms.iter().enumerate();
            let asks =
                forms.filter_map(|(number, form)| of_form(number, form, fields, is_code_page));
            asks.max_by_key(|ask| (ask.weight(password_was_sent), std::cmp::Reverse(ask.form)))
        };
        let sure = best(false);
        if !is_code_page
            || sure.as_ref().is_some_and(|ask| ask.password.is_some() || !ask.code.is_empty())
        {
            return sure;
        }
        best(true)
    }

    fn weight(&self, password_was_sent: bool) -> u8 {
        match (self.password.is_some(), !self.code.is_empty()) {
            (false, true) if password_was_sent => 4,
            (true, _) => 3,
            (false, true) => 2,
            (false, false) => 1,
        }
    }

    /// Whether the code is all that it asks for.
    pub(crate) fn is_code_alone(&self) -> bool {
        self.password.is_none() && !self.code.is_empty()
    }

    /// The form, filled in.
    pub(crate) fn draft(&self, answer: &Answer, filled: &Filled) -> Option<Draft> {
        let form = answer.page.forms.get(self.form)?;
        let mut values = Vec::new();
        values.extend(self.user.zip(filled.user.clone()));
        values.extend(self.password.zip(filled.password.clone()));
        values.extend(self.spread(form, filled.code.as_ref()));
        let boxes = form.inputs.iter().enumerate();
        let ticked = boxes.filter(|(_, input)| filled.remembers && remembers(input));
        Some(Draft {
            form: self.form,
            values,
            pressed: pressed(form),
            ticked: ticked.map(|(number, _)| number).collect(),
            left_out: if filled.leaves_code_out { self.code.clone() } else { Vec::new() },
        })
    }

    /// The code over its controls: whole into one, or cut into pieces of the same length.
    fn spread(&self, form: &Form, code: Option<&Secret>) -> Vec<(usize, Secret)> {
        spread(&self.code, form, code)
    }
}

/// A code over controls: whole into one, or cut into pieces of the same length.
pub(super) fn spread(
    controls: &[usize],
    form: &Form,
    code: Option<&Secret>,
) -> Vec<(usize, Secret)> {
    let Some(code) = code else { return Vec::new() };
    let hidden = |at: &&usize| form.inputs.get(**at).is_some_and(|input| input.kind == "hidden");
    let boxes: Vec<_> = controls.iter().filter(|at| !hidden(at)).copied().collect();
    let digits: Vec<char> = code.reveal().chars().collect();
    let size = digits.len().div_ceil(boxes.len().max(1)).max(1);
    let pieces = digits.chunks(size).map(|piece| Secret::new(piece.iter().collect::<String>()));
    let mut values: Vec<_> = boxes.iter().copied().zip(pieces).collect();
    // What a script would put together of the pieces.
    values.extend(controls.iter().filter(hidden).map(|at| (*at, code.clone())));
    values
}

/// The button that goes on.
pub(super) fn pressed(form: &Form) -> Option<usize> {
    let mut buttons = form.inputs.iter().enumerate().filter(|(_, input)| input.is_submit());
    buttons.find(|(_, input)| !is_aside(input)).map(|(number, _)| number)
}

fn of_form(number: usize, form: &Form, fields: &Fields, is_code_page: bool) -> Option<Ask> {
    let find = |wanted: &dyn Fn(&Input) -> bool| form.inputs.iter().position(wanted);
    let named = |name: &Option<String>| {
        name.as_ref().and_then(|name| find(&|input: &Input| input.name == *name))
    };
    let code = code_of(form, fields, is_code_page);
    let is_free = |at: &usize| !code.contains(at);
    let password = named(&fields.password).or_else(|| find(&is_password)).filter(is_free);
    let user = named(&fields.user).or_else(|| find(&is_user)).filter(is_free).or_else(|| {
        // What stands before a password is the name, whatever it is called.
        let password = password?;
        form.inputs.get(..password)?.iter().rposition(Input::is_typed).filter(is_free)
    });
    let ask = Ask { form: number, user: user.filter(|at| Some(*at) != password), password, code };
    let is_any = ask.user.is_some() || ask.password.is_some() || !ask.code.is_empty();
    // A name alone is the first of several steps only where there is something to send it with.
    let typed = form.inputs.iter().filter(|input| input.is_typed()).count();
    let is_name_alone = ask.password.is_none() && ask.code.is_empty();
    (is_any && !(is_name_alone && typed > 2)).then_some(ask)
}

fn code_of(form: &Form, fields: &Fields, is_code_page: bool) -> Vec<usize> {
    let all = || form.inputs.iter().enumerate();
    let numbers = |wanted: &dyn Fn(&Input) -> bool| -> Vec<usize> {
        all().filter(|(_, input)| wanted(input)).map(|(number, _)| number).collect()
    };
    let named = numbers(&|input| fields.code.contains(&input.name) && !input.name.is_empty());
    let digits = numbers(&is_digit);
    let hidden = numbers(&is_hidden_code);
    if digits.len() >= DIGITS_MIN && named.len() < DIGITS_MIN {
        let mut row = digits;
        row.extend(named.into_iter().chain(hidden));
        row.sort_unstable();
        row.dedup();
        return row;
    }
    if !named.is_empty() {
        return named;
    }
    let is_taken = |input: &Input| {
        Some(&input.name) == fields.user.as_ref() || Some(&input.name) == fields.password.as_ref()
    };
    let guessed = numbers(&|input| is_code(input) && !is_taken(input));
    if !guessed.is_empty() {
        return guessed.into_iter().take(1).collect();
    }
    // The page says that it is the one for the code, and there is one place to type.
    let typed = numbers(&Input::is_typed);
    let fits = numbers(&|input| input.is_typed() && !is_taken(input) && !is_search(input));
    if is_code_page && form.is_post && typed.len() == 1 { fits } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::Page;
    use super::*;

    fn answer(html: &str) -> Answer {
        Answer {
            url: "https://www.nordvik.example/in".parse().unwrap(),
            status: 200,
            headers: hyper::HeaderMap::new(),
            text: html.to_owned(),
            page: Page::read(html),
            cookies: Vec::new(),
            left_for: None,
        }
    }

    fn sent(html: &str, fields: &Fields, after: bool) -> String {
        let answer = answer(html);
        let ask = Ask::of(&answer, fields, after, false).unwrap();
        let secret = |text: &str| Some(Secret::new(text));
        let filled = Filled {
            user: secret("u"),
            password: secret("p"),
            code: secret("123456"),
            ..Filled::default()
        };
        ask.draft(&answer, &filled)
            .unwrap()
            .body(&answer)
            .unwrap()
            .content
            .unwrap()
            .1
            .reveal()
            .to_owned()
    }

    #[test]
    fn every_layout_is_filled_in() {
        let form = |inner: &str| format!("<form method=post>{inner}</form>");
        let none = Fields::default();
        for (html, after, content) in [
            (form("<input name=a><input name=b type=password>"), false, "a=u&b=p"),
            (
                form("<input name=user><input name=pw type=password><input name=otp>"),
                false,
                "user=u&pw=p&otp=123456",
            ),
            (form("<input name=email><button>Neste</button>"), false, "email=u"),
            (
                form("<input type=hidden name=user value=u><input name=pw type=password>"),
                false,
                "user=u&pw=p",
            ),
            (form("<input name=totp>"), true, "totp=123456"),
            (
                form(
                    &["c1", "c2", "c3", "c4", "c5", "c6"]
                        .map(|n| format!("<input name={n} maxlength=1>"))
                        .concat(),
                ),
                true,
                "c1=1&c2=2&c3=3&c4=4&c5=5&c6=6",
            ),
            (
                form(&format!("{}<input type=hidden name=code>", "<input maxlength=1>".repeat(6))),
                true,
                "code=123456",
            ),
        ] {
            assert_eq!(sent(&html, &none, after), content, "{html}");
        }
    }

    #[test]
    fn named_controls_come_first_and_a_search_is_no_log_in() {
        let html = "<form><input name=q type=search></form><form method=post><input name=k7><input name=k8></form>";
        let fields = Fields {
            user: Some("k7".into()),
            password: Some("k8".into()),
            code: vec!["k9".into()],
        };
        assert_eq!(sent(html, &fields, false), "k7=u&k8=p");
        assert_eq!(
            Ask::of(
                &answer("<form><input name=q type=search></form>"),
                &Fields::default(),
                false,
                false
            ),
            None
        );
    }

    #[test]
    fn the_button_that_goes_on_is_pressed() {
        let html = "<form method=post><input name=totp><button name=do value=cancel>Avbryt</button><button name=do value=ok>Bekreft</button></form>";
        assert_eq!(sent(html, &Fields::default(), true), "totp=123456&do=ok");
    }
}

//! Walking through a log-in as a recipe says: act after act, until the password has been answered, and then the code.
//!
//! What does not fit the page ends the trial there: somebody wrote down how it goes, and it goes otherwise.

use url::Url;

use super::ask::{pressed, spread};
use super::guess::remembers;
use super::marks::locking;
use super::walk::{Code, Landed, Landing, Stuck, Walk};
use super::{Answer, Draft, Element, Form, Sent};
use crate::recipe::GOES_ON;
use crate::trial::STEP_NOTE;
use crate::{Act, Secret, Seen, Spot, Trial, What};

/// What was typed on the page so far.
#[derive(Default)]
struct Typed {
    /// Controls by the number of their tag, and what went into them.
    values: Vec<(usize, Secret)>,
    chosen: Vec<usize>,
    left_out: Vec<usize>,
    has_password: bool,
}

/// Someone on a page.
struct Stand<'w, 'h> {
    walk: &'w mut Walk<'h>,
    password: Option<Secret>,
    code: Code,
    with_code: bool,
    typed: Typed,
}

/// Whether the recipe says how the code is given, and that was not done yet.
pub(super) fn tells_code(walk: &Walk<'_>) -> bool {
    let rest = walk.how.acts.get(walk.done..).unwrap_or_default();
    walk.done > 0 && rest.iter().any(|act| matches!(act, Act::Fill(What::Code, _)))
}

/// From the page at `start` until the password has been answered.
pub(super) async fn password(
    walk: &mut Walk<'_>,
    trial: &mut Trial<'_, '_>,
    start: Url,
    password: Secret,
    code: Code,
) -> Result<Landed, Stuck> {
    walk.done = 0;
    let opens_itself = matches!(walk.how.acts.first(), Some(Act::Open(_)));
    let first = match walk.how.acts.first() {
        Some(Act::Open(address)) => start.join(address).unwrap_or(start),
        _ => start,
    };
    walk.done = usize::from(opens_itself);
    let mut answer =
        walk.go(trial, Sent::get(first)).await.map_err(|seen| (seen, "log-in page".to_owned()))?;
    if opens_itself {
        tell(trial, 1, "open", Ok(Some(&answer)));
    }
    walk.warned = locking(&answer.page);
    let typed = Typed::default();
    let mut stand = Stand { walk, password: Some(password), code, with_code: false, typed };
    while let Some(act) = stand.next() {
        if answer.page.has_captcha {
            return Err((Seen::Captcha, stand.at(&act)));
        }
        if let Landing::Ends(seen @ (Seen::Locked | Seen::ServerError)) =
            stand.walk.landing(&answer)
        {
            return Err((seen, stand.at(&act)));
        }
        let is_answered = stand.typed.has_password && sends(&act);
        if let Some(next) = stand.act(trial, &answer, &act).await? {
            answer = next;
            if is_answered {
                break;
            }
        }
    }
    let with_code = stand.with_code;
    let answer = stand.onwards(trial, answer).await?;
    Ok(Landed { answer, with_code })
}

/// From the answer to the password to the answer to the code.
pub(super) async fn code(
    walk: &mut Walk<'_>,
    trial: &mut Trial<'_, '_>,
    answer: &Answer,
    code: Code,
) -> Result<Answer, Stuck> {
    let typed = Typed::default();
    let mut stand = Stand { walk, password: None, code, with_code: false, typed };
    let mut answer = answer.clone();
    while let Some(act) = stand.next() {
        if answer.page.has_captcha {
            return Err((Seen::Captcha, stand.at(&act)));
        }
        let is_answered = stand.with_code && sends(&act);
        if let Some(next) = stand.act(trial, &answer, &act).await? {
            answer = next;
            if is_answered {
                break;
            }
        }
    }
    stand.onwards(trial, answer).await
}

/// Tells those who listen how a step went, and which page came of it.
fn tell(trial: &Trial<'_, '_>, number: usize, word: &str, led: Result<Option<&Answer>, Seen>) {
    let told = match led {
        Ok(Some(page)) => {
            let mut url = page.url.clone();
            url.set_query(None);
            url.set_fragment(None);
            format!("{number} {word} done {} {url}", page.status)
        }
        Ok(None) => format!("{number} {word} done"),
        Err(seen) => format!("{number} {word} {}", seen.code()),
    };
    trial.tell(STEP_NOTE, &told);
}

/// Whether an act may send what was typed.
fn sends(act: &Act) -> bool {
    matches!(act, Act::Press(_) | Act::Choose(_))
}

impl Stand<'_, '_> {
    fn next(&mut self) -> Option<Act> {
        let act = self.walk.how.acts.get(self.walk.done).cloned();
        self.walk.done += usize::from(act.is_some());
        act
    }

    /// The step that was begun last, for people.
    fn at(&self, act: &Act) -> String {
        format!("step {}: {}", self.walk.done, act.word())
    }

    /// Goes on over pages that belong to no answer: "stay signed in?", "continue".
    async fn onwards(&mut self, trial: &mut Trial<'_, '_>, first: Answer) -> Result<Answer, Stuck> {
        let mut answer = first;
        while answer.left_for.is_none() && self.walk.landing(&answer) == Landing::Other {
            let next = self.walk.how.acts.get(self.walk.done);
            let is_there = match next {
                // Whichever button goes on may be any on a page that nobody foresaw.
                Some(Act::Press(spot)) if spot.text == GOES_ON => !self.typed.chosen.is_empty(),
                Some(Act::Press(spot)) => button(&answer, spot).is_some(),
                Some(Act::Follow(spot)) => link(&answer, spot).is_some(),
                Some(Act::Choose(text)) => Choice::of(&answer, text).is_some(),
                _ => false,
            };
            // What does not fit here may be meant for the next page.
            let Some(act) = is_there.then(|| self.next()).flatten() else { break };
            if let Some(next) = self.act(trial, &answer, &act).await? {
                answer = next;
            }
        }
        Ok(answer)
    }

    /// Does one act; a new page when it led to one. Those who listen hear of it.
    async fn act(
        &mut self,
        trial: &mut Trial<'_, '_>,
        answer: &Answer,
        act: &Act,
    ) -> Result<Option<Answer>, Stuck> {
        let done = self.carry_out(trial, answer, act).await;
        let led = done.as_ref().map(Option::as_ref).map_err(|(seen, _)| *seen);
        tell(trial, self.walk.done, act.word(), led);
        done
    }

    async fn carry_out(
        &mut self,
        trial: &mut Trial<'_, '_>,
        answer: &Answer,
        act: &Act,
    ) -> Result<Option<Answer>, Stuck> {
        let at = self.at(act);
        let misfit = || (Self::misfit(answer), self.at(act));
        let led = match act {
            Act::Open(address) => {
                let url = answer.url.join(address).map_err(|_| misfit())?;
                self.walk.go(trial, Sent::get(url)).await
            }
            Act::Follow(spot) => {
                let url = link(answer, spot).ok_or_else(misfit)?;
                self.walk.go(trial, Sent::get(url)).await
            }
            Act::Fill(what, spot) => {
                let control = control(answer, spot).ok_or_else(misfit)?;
                self.fill(trial, *what, answer, control).await.map_err(|seen| (seen, at))?;
                return Ok(None);
            }
            Act::Press(spot) => {
                let pressed = button(answer, spot).ok_or_else(misfit)?;
                return self
                    .press(trial, answer, pressed)
                    .await
                    .map(Some)
                    .map_err(|seen| (seen, at));
            }
            Act::Choose(text) => match Choice::of(answer, text).ok_or_else(misfit)? {
                Choice::Link(url) => self.walk.go(trial, Sent::get(url)).await,
                Choice::Button(place) => {
                    let led = self.press(trial, answer, Some(place)).await;
                    return led.map(Some).map_err(|seen| (seen, at));
                }
                Choice::Box(tag) => {
                    self.typed.chosen.push(tag);
                    return Ok(None);
                }
            },
            Act::NextCode => {
                trial.next_step().await;
                return Ok(None);
            }
        };
        self.typed = Typed { has_password: self.typed.has_password, ..Typed::default() };
        led.map(Some).map_err(|seen| (seen, at))
    }

    /// Why an act does not fit a page.
    fn misfit(answer: &Answer) -> Seen {
        match answer.status {
            404 | 410 => Seen::Absent,
            500..=599 => Seen::ServerError,
            _ if answer.page.has_scripts && answer.page.forms.is_empty() => Seen::NeedsScript,
            _ => Seen::RecipeStep,
        }
    }

    async fn fill(
        &mut self,
        trial: &mut Trial<'_, '_>,
        what: What,
        answer: &Answer,
        place: Place,
    ) -> Result<(), Seen> {
        let form = answer.page.forms.get(place.form).ok_or(Seen::RecipeStep)?;
        let tag_of = |number: usize| form.inputs.get(number).map(|input| input.tag);
        let canary = &trial.service().canary;
        match what {
            What::User => {
                let user = Secret::new(canary.user.clone());
                self.typed.values.extend(tag_of(place.input).map(|tag| (tag, user)));
            }
            What::Password => {
                let password = self.password.clone().unwrap_or_else(|| canary.password.clone());
                self.typed.values.extend(tag_of(place.input).map(|tag| (tag, password)));
                self.typed.has_password = true;
            }
            What::Code => {
                let controls = row(form, place.input);
                let code = match self.code {
                    Code::Of(arm) => Some(trial.code(arm).await.ok_or(Seen::NoSeed)?),
                    Code::Empty => None,
                    Code::LeftOut => {
                        self.typed.left_out.extend(controls.iter().filter_map(|at| tag_of(*at)));
                        None
                    }
                };
                self.with_code = true;
                let values = spread(&controls, form, code.as_ref());
                let values =
                    values.into_iter().filter_map(|(at, piece)| Some((tag_of(at)?, piece)));
                self.typed.values.extend(values);
            }
        }
        Ok(())
    }

    /// Sends what was typed, with that button or the one that goes on.
    async fn press(
        &mut self,
        trial: &mut Trial<'_, '_>,
        answer: &Answer,
        pressed: Option<Place>,
    ) -> Result<Answer, Seen> {
        let typed = std::mem::take(&mut self.typed);
        let draft = draft(answer, &typed, pressed, self.walk.remembers).ok_or(Seen::RecipeStep)?;
        self.walk.submit(trial, answer, &draft).await
    }
}

/// A control: the number of its form, and its own in it.
#[derive(Clone, Copy, Debug)]
struct Place {
    form: usize,
    input: usize,
}

/// What is sent of what was typed: the form of the button, or the one that something was typed into.
fn draft(
    answer: &Answer,
    typed: &Typed,
    button: Option<Place>,
    remembers_it: bool,
) -> Option<Draft> {
    let forms = &answer.page.forms;
    let is_typed = |form: &Form| {
        form.inputs.iter().any(|input| typed.values.iter().any(|(tag, _)| *tag == input.tag))
    };
    let number = match button {
        Some(place) => place.form,
        None => forms.iter().position(is_typed).or((forms.len() == 1).then_some(0))?,
    };
    let form = forms.get(number)?;
    let of_tag = |tag: usize| form.inputs.iter().position(|input| input.tag == tag);
    let all_of = |tags: &[usize]| tags.iter().filter_map(|tag| of_tag(*tag)).collect::<Vec<_>>();
    let values = typed.values.iter();
    let mut ticked = all_of(&typed.chosen);
    let boxes = form.inputs.iter().enumerate();
    ticked.extend(boxes.filter(|(_, b)| remembers_it && remembers(b)).map(|(at, _)| at));
    Some(Draft {
        form: number,
        values: values.filter_map(|(tag, value)| Some((of_tag(*tag)?, value.clone()))).collect(),
        pressed: button.map(|place| place.input).or_else(|| pressed(form)),
        ticked,
        left_out: all_of(&typed.left_out),
    })
}

/// The elements of a spot: controls of that name, and otherwise what the selector finds.
fn elements(answer: &Answer, spot: &Spot) -> Vec<Element> {
    spot.selector.as_ref().map(|selector| selector.find(&answer.text)).unwrap_or_default()
}

fn place(answer: &Answer, spot: &Spot, fits: impl Fn(&super::Input) -> bool) -> Option<Place> {
    let find = |wanted: &dyn Fn(&super::Input) -> bool| {
        let mut forms = answer.page.forms.iter().enumerate();
        forms.find_map(|(form, found)| {
            Some(Place { form, input: found.inputs.iter().position(wanted)? })
        })
    };
    find(&|input| input.name == spot.text && fits(input)).or_else(|| {
        let tags: Vec<_> = elements(answer, spot).iter().map(|element| element.tag).collect();
        find(&|input| tags.contains(&input.tag) && fits(input))
    })
}

fn control(answer: &Answer, spot: &Spot) -> Option<Place> {
    place(answer, spot, |input| input.is_typed() || input.kind == "hidden")
}

/// A button; inside, nothing when whichever goes on is meant.
#[expect(clippy::option_option, reason = "not there, or there and whichever goes on")]
fn button(answer: &Answer, spot: &Spot) -> Option<Option<Place>> {
    if spot.text == GOES_ON {
        return (!answer.page.forms.is_empty()).then_some(None);
    }
    place(answer, spot, |input| input.is_submit() || input.kind == "button").map(Some)
}

fn link(answer: &Answer, spot: &Spot) -> Option<Url> {
    let found = elements(answer, spot);
    let address = found.iter().find_map(|element| element.attribute("href"))?;
    answer.page.base(&answer.url).join(address).ok()
}

/// The controls that a code goes over: that one, or the row of single digits that begins with it.
fn row(form: &Form, first: usize) -> Vec<usize> {
    let is_digit =
        |at: &usize| form.inputs.get(*at).is_some_and(|input| input.max_length == Some(1));
    let row: Vec<_> = (first..form.inputs.len()).take_while(is_digit).collect();
    if row.len() > 1 { row } else { vec![first] }
}

/// What a text on a page lets one choose.
enum Choice {
    Link(Url),
    Button(Place),
    Box(usize),
}

impl Choice {
    fn of(answer: &Answer, text: &str) -> Option<Self> {
        let page = &answer.page;
        let says = |input: &super::Input| {
            input.told.contains(text)
                || input.value.to_lowercase().contains(text)
                || input.near.contains(text)
        };
        for (form, found) in page.forms.iter().enumerate() {
            for (input, control) in found.inputs.iter().enumerate().filter(|(_, c)| says(c)) {
                match control.kind.as_str() {
                    "radio" | "checkbox" => return Some(Self::Box(control.tag)),
                    "submit" | "image" | "button" => {
                        return Some(Self::Button(Place { form, input }));
                    }
                    _ => {}
                }
            }
        }
        let (address, _) = page.links.iter().find(|(_, told)| told.contains(text))?;
        page.base(&answer.url).join(address).ok().map(Self::Link)
    }
}

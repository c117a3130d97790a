//! A form of a page, filled in and not yet sent.

use super::form::Body;
use super::{Answer, Form, Input};
use crate::Secret;

/// What was typed into a form, by the numbers of its controls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// The number of the form on its page.
    pub(crate) form: usize,
    pub(crate) values: Vec<(usize, Secret)>,
    /// The button that sends it.
    pub(crate) pressed: Option<usize>,
    /// Boxes that are ticked besides.
    pub(crate) ticked: Vec<usize>,
    /// Controls that are left out altogether.
    pub(crate) left_out: Vec<usize>,
}

impl Draft {
    /// What is sent of it; nothing when the form is not there or leads nowhere.
    pub(crate) fn body(&self, answer: &Answer) -> Option<Body> {
        let form = answer.page.forms.get(self.form)?;
        let tags: Vec<_> =
            self.ticked.iter().filter_map(|at| Some(form.inputs.get(*at)?.tag)).collect();
        let chosen: Vec<&str> = self.radios(form).map(|input| input.name.as_str()).collect();
        let mut form = form.clone();
        for input in &mut form.inputs {
            if input.kind == "radio" && chosen.iter().any(|name| *name == input.name) {
                input.is_checked = tags.contains(&input.tag);
            }
        }
        let ticks = |input: &Input| tags.contains(&input.tag);
        let mut pairs = form.pairs(&self.values, self.pressed, ticks);
        let left: Vec<_> = self.left_out.iter().filter_map(|at| form.inputs.get(*at)).collect();
        pairs.retain(|(name, _)| left.iter().all(|input| input.name != *name));
        form.body(&answer.page.base(&answer.url), &pairs)
    }

    /// The round boxes that are chosen: the others of their name are not.
    fn radios<'f>(&'f self, form: &'f Form) -> impl Iterator<Item = &'f Input> {
        let ticked = self.ticked.iter().filter_map(|at| form.inputs.get(*at));
        ticked.filter(|input| input.kind == "radio")
    }
}

//! Finding all that a server accepts: offer everything, strike what it chooses, and ask again until it
//! refuses (RFC 5246 section 7.4.1.2: a server chooses one of what the client offers).

/// What is still offered and what was chosen so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Elimination {
    left: Vec<u16>,
    found: Vec<u16>,
}

/// A server chose what was not offered: nothing that it says can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotOffered;

impl Elimination {
    /// Begins with everything.
    pub(crate) fn new(all: &[u16]) -> Self {
        Self { left: all.to_vec(), found: Vec::new() }
    }

    /// What to offer now; empty at the end.
    pub(crate) fn offer(&self) -> &[u16] {
        &self.left
    }

    /// The server chose this one.
    pub(crate) fn chose(&mut self, choice: u16) -> Result<(), NotOffered> {
        let at = self.left.iter().position(|code| *code == choice).ok_or(NotOffered)?;
        self.left.remove(at);
        self.found.push(choice);
        Ok(())
    }

    /// What was chosen, in that order. Of a server with an order of its own, it is that order.
    pub(crate) fn found(&self) -> &[u16] {
        &self.found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// How a model server chooses.
    #[derive(Clone, Copy, Debug)]
    enum Choice {
        ItsOwnOrder,
        TheClientsOrder,
    }

    fn choose(accepted: &[u16], choice: Choice, offered: &[u16]) -> Option<u16> {
        match choice {
            Choice::ItsOwnOrder => accepted.iter().find(|code| offered.contains(code)).copied(),
            Choice::TheClientsOrder => offered.iter().find(|code| accepted.contains(code)).copied(),
        }
    }

    fn run(all: &[u16], accepted: &[u16], choice: Choice) -> (Vec<u16>, usize) {
        let mut elimination = Elimination::new(all);
        let mut tries = 0;
        while !elimination.offer().is_empty() {
            tries += 1;
            let Some(chosen) = choose(accepted, choice, elimination.offer()) else { break };
            elimination.chose(chosen).unwrap();
        }
        (elimination.found().to_vec(), tries)
    }

    proptest! {
        #[test]
        fn exactly_what_a_server_accepts_is_found_in_the_order_that_it_chooses_by(
            all in proptest::collection::btree_set(any::<u16>(), 0..80),
            picks in proptest::collection::vec(any::<prop::sample::Index>(), 0..40),
            stranger in any::<u16>(),
        ) {
            let all: Vec<u16> = all.into_iter().collect();
            let mut accepted: Vec<u16> = Vec::new();
            for pick in picks.iter().filter(|_| !all.is_empty()) {
                let code = all[pick.index(all.len())];
                if !accepted.contains(&code) {
                    accepted.push(code);
                }
            }
            let (found, tries) = run(&all, &accepted, Choice::ItsOwnOrder);
            prop_assert_eq!(&found, &accepted);
            prop_assert!(tries <= accepted.len() + 1);
            let (found, _) = run(&all, &accepted, Choice::TheClientsOrder);
            let mut in_clients_order = accepted.clone();
            in_clients_order.sort_unstable();
            prop_assert_eq!(found, in_clients_order);
            // A server that accepts more than is offered is not asked for it.
            let wider: Vec<u16> = accepted.iter().copied().chain([stranger]).collect();
            let (found, _) = run(&all, &wider, Choice::ItsOwnOrder);
            prop_assert!(found.iter().all(|code| all.contains(code)));
        }

        #[test]
        fn a_choice_that_was_not_offered_or_was_struck_is_noticed(
            all in proptest::collection::btree_set(0_u16..500, 1..40),
            other in 500_u16..,
        ) {
            let all: Vec<u16> = all.into_iter().collect();
            let mut elimination = Elimination::new(&all);
            prop_assert_eq!(elimination.chose(other), Err(NotOffered));
            elimination.chose(all[0]).unwrap();
            prop_assert_eq!(elimination.chose(all[0]), Err(NotOffered));
        }
    }
}

//! A line of questions, one after the other. Several lines run side by side; each tells what it hears,
//! and whoever wrote the hellos can read it again from that alone.

use std::sync::Arc;

use arvak_probe::transcript::{TlsAnswer, TlsHello};
use tokio::sync::mpsc;

use super::Version;
use super::answer::Answer;
use super::ask::Asker;
use super::eliminate::Elimination;
use super::hello::Hello;

/// One question and its answer, told.
#[derive(Debug)]
pub(crate) struct Told {
    /// What was asked.
    pub(crate) question: String,
    /// How many things were offered.
    pub(crate) offered: u16,
    /// What came back.
    pub(crate) answer: Answer,
}

/// Asks and tells.
#[derive(Clone)]
pub(crate) struct Lane {
    asker: Arc<Asker>,
    tell: mpsc::Sender<Told>,
}

/// How a line of eliminations is led.
pub(crate) struct Leading<'a> {
    /// The name of the question.
    pub(crate) question: String,
    /// The version that is asked for.
    pub(crate) version: Version,
    /// Everything that is offered at first.
    pub(crate) all: &'a [u16],
    /// The hello that offers these.
    pub(crate) hello: &'a (dyn Fn(&[u16]) -> Hello + Send + Sync),
    /// What a server chose of them.
    pub(crate) choice: fn(&TlsHello) -> Option<u16>,
}

impl Lane {
    /// A line that asks `asker` and tells `tell`.
    pub(crate) fn new(asker: Arc<Asker>, tell: mpsc::Sender<Told>) -> Self {
        Self { asker, tell }
    }

    /// Asks once. A connection that is closed without a word may be a server in distress, so that is asked
    /// once more.
    pub(crate) async fn ask(&self, question: &str, offered: usize, hello: &Hello) -> TlsAnswer {
        let answer = self.once(question, offered, hello, |answer| answer).await;
        if answer == TlsAnswer::Closed {
            return self.once(question, offered, hello, |answer| answer).await;
        }
        answer
    }

    async fn once(
        &self,
        question: &str,
        offered: usize,
        hello: &Hello,
        examine: impl FnOnce(Answer) -> Answer,
    ) -> TlsAnswer {
        let answer = examine(self.asker.ask(hello.clone()).await);
        let seen = answer.seen.clone();
        self.say(question, offered, answer).await;
        seen
    }

    async fn say(&self, question: &str, offered: usize, answer: Answer) {
        let offered = u16::try_from(offered).unwrap_or(u16::MAX);
        // Nobody listens any more when the look has ended.
        let _ = self.tell.send(Told { question: question.to_owned(), offered, answer }).await;
    }

    /// Finishes a handshake that begins with `hello`, and asks for another inside it.
    pub(crate) async fn ask_to_renegotiate(&self, question: &str, offered: usize, hello: Hello) {
        let answer = self.asker.ask_to_renegotiate(hello).await;
        self.say(question, offered, answer).await;
    }

    /// Asks for SSL 2.0.
    pub(crate) async fn ask_ssl2(&self, question: &str) {
        for answer in self.asker.ask_ssl2().await {
            self.say(question, super::hello::SSL2_CIPHERS.len(), answer).await;
        }
    }

    /// Finds all that the server accepts; in the order in which it chose.
    pub(crate) async fn eliminate(&self, leading: &Leading<'_>) -> Vec<u16> {
        let mut elimination = Elimination::new(leading.all);
        let mut is_closed = false;
        while !elimination.offer().is_empty() {
            let offered = elimination.offer().len();
            let hello = (leading.hello)(elimination.offer());
            let answer = self
                .once(&leading.question, offered, &hello, |answer| {
                    examine(answer, leading, &elimination)
                })
                .await;
            match answer {
                TlsAnswer::Hello(hello) if hello.version == leading.version.code() => {
                    is_closed = false;
                    let choice = (leading.choice)(&hello).map(|choice| elimination.chose(choice));
                    if choice != Some(Ok(())) {
                        break;
                    }
                }
                TlsAnswer::Closed if !is_closed => is_closed = true,
                _ => break,
            }
        }
        elimination.found().to_vec()
    }
}

/// A choice that was not offered makes the whole answer worthless.
fn examine(answer: Answer, leading: &Leading<'_>, elimination: &Elimination) -> Answer {
    let TlsAnswer::Hello(hello) = &answer.seen else { return answer };
    if hello.version != leading.version.code() {
        return answer;
    }
    match (leading.choice)(hello) {
        Some(choice) if elimination.offer().contains(&choice) => answer,
        Some(_) => Answer::unusable("tls.not_offered"),
        None => Answer::unusable("tls.no_choice"),
    }
}

//! The reply as one page that needs nothing else: for a browser, and for paper.

use maud::{DOCTYPE, Markup, PreEscaped, html as page};

use crate::{Claim, Mark, Point, Reply, Shown};

const STYLE: &str = include_str!("reply.css");

/// The whole reply.
pub fn html(reply: &Reply) -> String {
    let whole = page! {
        (DOCTYPE)
        html lang=(reply.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (reply.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        h1 { (reply.title) }
                        ul.about { @for line in &reply.about { li { (line) } } }
                        p.lead { (reply.lead) }
                    }
                    @for point in &reply.points { (section(point)) }
                    section.checkpoint {
                        h2 { (reply.labels.checkpoint) }
                        p { (reply.how_to_check) }
                        pre { (reply.checkpoint) }
                    }
                }
            }
        }
    };
    whole.into_string()
}

fn section(point: &Point) -> Markup {
    page! {
        section {
            h2 { span.id { (point.id) } " " (point.title) }
            p.state { (mark(&point.state)) " " span.counts { (point.counts) } }
            @for one in &point.claims { (claim(one)) }
        }
    }
}

fn claim(claim: &Claim) -> Markup {
    page! {
        article {
            h3 { span.id { (claim.id) } " " (claim.title) }
            p.state {
                @match &claim.state {
                    Shown::Here(state) => (mark(state)),
                    Shown::LeftOut(words) => span.left-out { (words) },
                }
                " " span.counts { (claim.counts) }
            }
            @if !claim.sentences.is_empty() {
                ul {
                    @for sentence in &claim.sentences {
                        @match sentence {
                            Shown::Here(sentence) => li { (sentence) },
                            Shown::LeftOut(words) => li.left-out { (words) },
                        }
                    }
                }
            }
            @if let Some(next) = &claim.next {
                p.next { (next) }
            }
        }
    }
}

fn mark(mark: &Mark) -> Markup {
    page! { span class={ "mark " (mark.code) } { (mark.sign) " " (mark.word) } }
}

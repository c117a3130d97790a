//! A text of a reply that somebody reviewed or approved, as it was then, and how it reads as a page.

use arvak_core::fact::ApprovalStage;
use arvak_core::{Digest, Instant};
use arvak_identity::Right;
use arvak_store::replies::{Decided, text};
use arvak_words::{Say, date_and_time};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::readable;
use crate::failure::Failure;
use crate::page;
use crate::program::Edition;
use crate::rooms::evidence::{actor, download};
use crate::visit::Visit;

/// Somebody read or approved a text of an edition.
pub(crate) struct Told {
    /// The text.
    pub(crate) digest: Digest,
    pub(crate) stage: ApprovalStage,
    /// Who, as long as the name is kept.
    pub(crate) by: String,
    pub(crate) at: Instant,
    /// Whether it was whoever looks at it now.
    own: bool,
}

impl Told {
    fn sentence(&self, visit: &Visit) -> String {
        let sentence = match self.stage {
            ApprovalStage::Approved => "rooms-approved-by",
            ApprovalStage::Reviewed => "rooms-reviewed-by",
        };
        let at = Say::Owned(date_and_time(visit.lang, self.at));
        visit.say(sentence, &[("name", Say::Text(&self.by)), ("at", at)])
    }
}

/// What was said of all texts of the edition, in order.
pub(crate) async fn told(visit: &Visit, edition: Edition) -> Result<Vec<Told>, Failure> {
    let visitor = visit.actor().ok();
    let mut all = Vec::new();
    for one in of_edition(visit, edition)? {
        all.push(Told {
            own: visitor.as_ref() == Some(&one.actor),
            digest: one.approval.report,
            stage: one.approval.stage,
            by: actor(visit, &one.actor).await?,
            at: one.at,
        });
    }
    Ok(all)
}

/// What the entries say of texts of the edition, in order.
pub(crate) fn of_edition(visit: &Visit, edition: Edition) -> Result<Vec<Decided>, Failure> {
    let mut all = visit.app.replies().decided(visit.view.store.reading())?.to_vec();
    all.retain(|one| one.approval.edition.as_str() == edition.name());
    Ok(all)
}

/// The bytes of a text of the edition that somebody decided over; [`Failure::NotFound`] when nobody did, or it is erased.
pub(crate) fn kept(visit: &Visit, edition: Edition, digest: &str) -> Result<Vec<u8>, Failure> {
    let digest = digest.parse().map_err(|_| Failure::NotFound)?;
    let decided = of_edition(visit, edition)?;
    text(visit.view.store.blobs(), &decided, digest).ok_or(Failure::NotFound)
}

/// What a page tells of decisions: over the text that is shown, what may be done with it, and which other texts there are.
pub(super) fn card(visit: &Visit, name: &str, shown: Digest, told: &[Told]) -> Markup {
    let here: Vec<&Told> = told.iter().filter(|one| one.digest == shown).collect();
    let mut others: Vec<&Told> = Vec::new();
    for one in told.iter().rev().filter(|one| one.digest != shown) {
        // Of each text the weightiest word alone: its page tells the rest.
        match others.iter_mut().find(|other| other.digest == one.digest) {
            Some(other) if one.stage == ApprovalStage::Approved => *other = one,
            Some(_) => {}
            None => others.push(one),
        }
    }
    // Nobody is asked for the same word twice.
    let said = |stage| here.iter().any(|one| one.own && one.stage == stage);
    let whole = visit.limits().is_none();
    let may_review = visit.may(Right::Review) && whole && !said(ApprovalStage::Reviewed);
    let may_approve = visit.may(Right::Approve) && whole && !said(ApprovalStage::Approved);
    let button = |to: &str, sentence: &str| {
        html! {
            form method="post" action={ "/svar/" (name) "/" (to) } {
                input type="hidden" name="bytes" value=(shown);
                button class="ds-button" data-variant="secondary" type="submit" { (visit.plain(sentence)) }
            }
        }
    };
    html! {
        section class="ds-card a-noprint" {
            h2 { (visit.plain("rooms-approval")) }
            @if here.is_empty() {
                p { (visit.plain("rooms-approval-none")) }
            } @else {
                ul class="ds-list" { @for one in here { li { (one.sentence(visit)) } } }
            }
            p class="a-quiet" { (visit.say("rooms-bytes", &[("digest", Say::Owned(shown.to_string()))])) }
            @if may_review || may_approve {
                div class="a-actions" {
                    @if may_review { (button("gjennomgatt", "rooms-review")) }
                    @if may_approve { (button("godkjent", "rooms-approve")) }
                }
            }
            @if !others.is_empty() {
                h3 { (visit.plain("rooms-other-texts")) }
                ul class="ds-list" {
                    @for one in others {
                        li { a class="ds-link" href={ "/svar/" (name) "/tekst/" (one.digest) } { (one.sentence(visit)) } }
                    }
                }
            }
        }
    }
}

pub(super) async fn page(
    visit: Visit,
    Path((name, digest)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let edition = readable(&visit, &name)?;
    let shown: Digest = digest.parse().map_err(|_| Failure::NotFound)?;
    let told = told(&visit, edition).await?;
    let Some(last) = told.iter().rfind(|one| one.digest == shown) else {
        return Err(Failure::NotFound);
    };
    let at = Say::Owned(date_and_time(visit.lang, last.at));
    let of = Say::Owned(visit.plain(&format!("rooms-edition-{name}")));
    let title = visit.say("rooms-text-title", &[("edition", of), ("at", at)]);
    let bytes = kept(&visit, edition, &digest).ok();
    let body = html! {
        a class="a-back" href={ "/svar/" (name) } { (visit.plain(&format!("rooms-edition-{name}"))) }
        div class="a-head" {
            h1 { (title) }
            div class="a-actions" {
                @if bytes.is_some() {
                    a class="ds-button" href={ "/svar/" (name) "/tekst/" (digest) "/fil" } { (visit.plain("rooms-download-reply")) }
                }
                button class="ds-button" data-variant="secondary" type="button" data-print hidden { (visit.plain("rooms-print")) }
            }
        }
        p class="a-lead" { (visit.plain("rooms-text-lead")) }
        (card(&visit, &name, shown, &told))
        @match bytes.as_deref().map(markdown_of) {
            Some(Some(markdown)) => { article { (written(markdown)) } }
            Some(None) => { p { (visit.plain("rooms-text-file")) } }
            None => { p { (visit.plain("rooms-text-gone")) } }
        }
    };
    Ok(page::page(&visit, &title, &body))
}

pub(super) async fn file(
    visit: Visit,
    Path((name, digest)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let edition = readable(&visit, &name)?;
    let bytes = kept(&visit, edition, &digest)?;
    let ending = if markdown_of(&bytes).is_some() { "md" } else { "bin" };
    let short = digest.get(..12).unwrap_or_default();
    Ok(download(&format!("svar-{name}-{short}.{ending}"), bytes))
}

/// The text of a reply as this program writes it. What was approved as a file may be another kind of file.
pub(crate) fn markdown_of(bytes: &[u8]) -> Option<&str> {
    let text = str::from_utf8(bytes).ok()?;
    text.starts_with("# ").then_some(text)
}

/// Markdown as a part of a page. Its headings go one level down, below the page's own; what is marked as HTML, a link or a
/// picture is text: a reply has none, and a file may come from anywhere.
fn written(markdown: &str) -> Markup {
    let events = Parser::new_ext(markdown, Options::empty()).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Some(Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(lower(level)))),
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock)
        | Event::End(TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock) => None,
        event => Some(event),
    });
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events);
    PreEscaped(out)
}

const fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::{markdown_of, written};

    #[test]
    fn a_text_reads_as_a_part_of_a_page_and_brings_nothing_of_its_own() {
        let text = "# Svar\n\n- Én\\_to\n\n## 1 Punkt\n\n**● Bekreftet** <script>x</script>\n\n<b>fet</b>\n\n[her](javascript:x) ![](http://a/b)\n\n    note <&>\n";
        assert_eq!(
            written(text).0,
            "<h2>Svar</h2>\n<ul>\n<li>Én_to</li>\n</ul>\n<h3>1 Punkt</h3>\n<p><strong>● Bekreftet</strong> \
             &lt;script&gt;x&lt;/script&gt;</p>\n<p>&lt;b&gt;fet&lt;/b&gt;</p>\n<p>her </p>\n<pre><code>note &lt;&amp;&gt;\n</code></pre>\n"
        );
    }

    #[test]
    fn only_a_text_that_begins_as_ours_do_is_shown() {
        assert_eq!(markdown_of(b"# Svar\n"), Some("# Svar\n"));
        assert_eq!(markdown_of(b"<!doctype html>"), None);
        assert_eq!(markdown_of(b"# \xff"), None);
    }
}

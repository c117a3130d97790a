//! The contract that every page keeps, for every role and in every language: found by following links, as people do. What a
//! browser would take minutes for is seen here in the text of the pages.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use arvak_core::fact::{ExemptionRequest, Obligation};
use arvak_core::{Fact, Outcome, Span};
use arvak_identity::Role;
use arvak_probe::Clock as _;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::Lang;
use axum::http::Method;
use scraper::{ElementRef, Html, Selector};

use crate::trial::{Trial, read};
use crate::visit::LANG_COOKIE;
use crate::walk::Walk;

/// So many pages of the same kind are looked at: `/ting/system/a` and `/ting/system/b` are alike.
const ALIKE: usize = 2;

/// Most bytes of a page before it is packed.
const PAGE_BYTES_MAX: usize = 160_000;

const SUPPLIER: &str = "supplier/helgeland-ikt-iks";

/// A municipality with a bit of everything.
async fn walk() -> Walk {
    let trial = Trial::started().await;
    trial
        .listed(
            r#"
[[role]]
id = "health_director"
name = "Helsesjef"

[[unit]]
id = "helse"
name = "Helse"
owner = ["health_director"]

[[system]]
id = "rart"
name = "<b>Rart</b> & \"navn\""
owner = ["health_director"]
criticality = 5
"#,
        )
        .await;
    trial.said("supplier.contacted", SUPPLIER, Outcome::Refutes).await;
    let by = USUAL_ROLE.parse().unwrap();
    let soon = trial.clock.now().plus(Span::from_days(9));
    for fact in [
        Fact::Obligation(Obligation {
            id: "measure.1b.1.000000000001.aaaaaaaa".parse().unwrap(),
            kind: "measure.due".parse().unwrap(),
            subject: SUPPLIER.parse().unwrap(),
            due: soon,
            owner: None,
        }),
        Fact::ExemptionRequest(ExemptionRequest {
            claim: "1b.1".parse().unwrap(),
            subject: SUPPLIER.parse().unwrap(),
            until: soon,
        }),
    ] {
        let texts = Texts { reason: Some("<i>Fordi</i>".to_owned()), ..Texts::default() };
        trial.append(vec![draft(fact, &by, None, texts).unwrap()]).await;
    }
    Walk::over(trial).await
}

/// The kind of a page: its first name, and how many follow.
fn kind(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let names: Vec<&str> = query.split('&').map(|one| one.split('=').next().unwrap()).collect();
    format!("{}/{}?{}", parts.first().unwrap_or(&""), parts.len(), names.join("&"))
}

fn select<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// Everything that is wrong with a page.
fn wrong(page: &str, lang: Lang) -> Vec<String> {
    let html = Html::parse_document(page);
    let mut wrong = Vec::new();
    let mut expect = |is_so: bool, what: String| {
        if !is_so {
            wrong.push(what);
        }
    };
    let language = html.root_element().attr("lang").unwrap_or_default().to_owned();
    expect(language == lang.tag(), format!("lang is `{language}`"));
    expect(page.len() <= PAGE_BYTES_MAX, format!("{} bytes", page.len()));
    expect(select(&html, "h1").len() == 1, format!("{} h1", select(&html, "h1").len()));
    expect(select(&html, "main").len() == 1, "main".to_owned());
    let title = select(&html, "head > title").first().map(|title| title.text().collect::<String>());
    expect(title.is_some_and(|title| title.len() > " – Årvåk".len()), "no title".to_owned());
    let mut above = 0;
    for heading in select(&html, "h1, h2, h3, h4, h5, h6") {
        let rank: u32 = heading.value().name()[1..].parse().unwrap();
        let text: String = heading.text().collect();
        expect(rank <= above + 1, format!("h{rank} «{text}» after h{above}"));
        expect(!text.trim().is_empty(), format!("an empty h{rank}"));
        above = rank;
    }
    let ids: Vec<&str> = select(&html, "[id]").iter().map(|one| one.attr("id").unwrap()).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    expect(ids.len() == unique.len(), format!("ids stand twice: {ids:?}"));
    for one in select(&html, "*") {
        for (name, _) in one.value().attrs() {
            expect(name != "style" && !name.starts_with("on"), format!("{name} at {}", one.html()));
        }
        for attribute in ["for", "aria-describedby", "aria-labelledby"] {
            let named = one.attr(attribute).unwrap_or_default().split_whitespace();
            for id in named {
                expect(unique.contains(id), format!("{attribute}={id} leads nowhere"));
            }
        }
    }
    expect(select(&html, "style").is_empty(), "a style of its own".to_owned());
    expect(select(&html, "script:not([src])").is_empty(), "a script of its own".to_owned());
    for field in select(&html, "input:not([type=hidden]), select, textarea") {
        let id = field.attr("id").unwrap_or_default();
        let labels =
            select(&html, "label").iter().filter(|one| one.attr("for") == Some(id)).count();
        expect(labels == 1, format!("{labels} labels of {}", field.html()));
    }
    for one in select(&html, "a, button, summary") {
        let text: String = one.text().collect();
        let has_name = !text.trim().is_empty() || one.attr("aria-label").is_some();
        expect(has_name, format!("without a name: {}", one.html()));
    }
    for table in select(&html, "table") {
        let named = Selector::parse("th[scope=col]").unwrap();
        expect(table.select(&named).next().is_some(), "a table without heads".to_owned());
    }
    for image in select(&html, "img") {
        expect(image.attr("alt").is_some(), image.html());
    }
    wrong
}

/// The addresses of our own pages that a page links to.
fn links(page: &str, here: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let own = |link: &ElementRef<'_>| {
        let to = link.attr("href")?.split('#').next()?.to_owned();
        let path = here.split('?').next().unwrap_or_default();
        let to = if to.starts_with('?') { format!("{path}{to}") } else { to };
        // Another language is looked at by itself.
        let is_page = to.starts_with('/') && !to.starts_with("/s/") && !to.contains("lang=");
        is_page.then_some(to)
    };
    select(&html, "a[href]").iter().filter_map(own).collect()
}

/// Looks at all pages that whoever has the cookie reaches by links; what is wrong, and how many there were.
async fn crawl(walk: &Walk, cookie: &str, lang: Lang) -> (Vec<String>, usize) {
    let mut next =
        VecDeque::from(["/".to_owned(), "/konto".to_owned(), "/konto/faktorer".to_owned()]);
    let mut seen: BTreeSet<String> = next.iter().cloned().collect();
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let (mut complaints, mut pages) = (Vec::new(), 0);
    let cookie = format!("{cookie}; {}={}", LANG_COOKIE.name(true), lang.tag());
    while let Some(address) = next.pop_front() {
        let answer = walk.send(&Method::GET, &address, Some(&cookie), None, "").await;
        let is_html = answer
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"));
        let leads = crate::trial::leads_to(&answer);
        let (status, page) = read(answer).await;
        let mut found = Vec::new();
        if status >= 400 {
            complaints.push(format!("{address}: {status}"));
        } else if !leads.is_empty() {
            found.push(leads);
        } else if is_html {
            pages += 1;
            complaints
                .extend(wrong(&page, lang).into_iter().map(|one| format!("{address}: {one}")));
            found.extend(links(&page, &address));
        }
        for to in found {
            if to != "/logg-ut" && seen.insert(to.clone()) {
                let count = alike.entry(kind(&to)).or_default();
                *count += 1;
                if *count <= ALIKE {
                    next.push_back(to);
                }
            }
        }
    }
    (complaints, pages)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_keeps_the_contract_for_every_role_in_every_language() {
    let walk = walk().await;
    let mut complaints = Vec::new();
    let limited: &[&str] = &["unit/helse"];
    let everybody = Role::ALL.into_iter().map(|role| (role, &[][..]));
    for (role, units) in everybody.chain([(Role::Contributor, limited)]) {
        let cookie = walk.session_within(role, units).await;
        for lang in Lang::ALL {
            let (wrong, pages) = crawl(&walk, &cookie, lang).await;
            assert!(pages >= 20, "{}: {pages} pages", role.name());
            let of = |one: String| format!("{} {} {units:?} {one}", role.name(), lang.tag());
            complaints.extend(wrong.into_iter().map(of));
        }
    }
    assert!(complaints.is_empty(), "{} mistakes\n{}", complaints.len(), complaints.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_for_anybody_keeps_the_contract_too() {
    let walk = walk().await;
    for lang in Lang::ALL {
        for address in
            ["/logg-inn", "/logg-ut", "/om", "/tilgjengelighet", "/lenke/feil", "/finnes-ikke"]
        {
            let cookie = format!("{}={}", LANG_COOKIE.name(true), lang.tag());
            let (_, page) = walk.page(address, &cookie).await;
            assert_eq!(wrong(&page, lang), [""; 0], "{address} {}", lang.tag());
        }
    }
}

#[test]
fn the_contract_notices_what_is_broken() {
    let page = |body: &str| {
        format!(
            "<!DOCTYPE html><html lang=nb><head><title>Side – Årvåk, eller noe</title></head><body><main>{body}</main></body></html>"
        )
    };
    assert_eq!(wrong(&page("<h1>En</h1><h2>To</h2>"), Lang::Nb), [""; 0]);
    for broken in [
        "<h1>En</h1><h1>To</h1>",
        "<h1>En</h1><h3>To</h3>",
        "<h1>En</h1><p style='color:red'>x</p>",
        "<h1>En</h1><p onclick='x()'>x</p>",
        "<h1>En</h1><p id=a></p><p id=a></p>",
        "<h1>En</h1><input id=a>",
        "<h1>En</h1><a href=/x></a>",
        "<h1>En</h1><script>x()</script>",
        "<h1>En</h1><table><tr><td>x</td></tr></table>",
        "<h1>En</h1><label for=b>x</label>",
    ] {
        assert!(!wrong(&page(broken), Lang::Nb).is_empty(), "{broken}");
    }
    assert!(!wrong(&page("<h1>En</h1>"), Lang::En).is_empty());
}

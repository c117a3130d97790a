//! All rooms: found by their links, and looked at in every language and width, in the light and in the dark.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use arvak_browser::{Chromium, Look, Scheme, Tab, axe};

use crate::served::Served;

/// So many pages of the same kind are looked at: `/ting/system/a` and `/ting/system/b` are alike.
const ALIKE: usize = 2;
/// At most this many pages.
const PAGES_MAX: usize = 120;

const LANGUAGES: [&str; 3] = ["nb", "nn", "en"];
const WIDTHS: [u32; 3] = [1280, 390, 320];
const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

/// What a page answers to whoever asks for it, and where it links to.
const LINKS: &str = r"(async () => {
    const answer = await fetch(ADDRESS);
    const text = await answer.text();
    if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) return [answer.status, []];
    const page = new DOMParser().parseFromString(text, 'text/html');
    return [answer.status, [...page.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))];
})()";

/// The kind of a page: the first name in its address, and how many follow.
fn kind(path: &str) -> String {
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    let first = parts.first().copied().unwrap_or_default();
    format!("{first}/{}", parts.len())
}

/// The addresses of all pages that can be reached by links from the front, a few of each kind.
pub(crate) async fn reached(tab: &Tab) -> anyhow::Result<Vec<String>> {
    let mut next = VecDeque::from(["/status".to_owned()]);
    let mut seen: BTreeSet<String> = next.iter().cloned().collect();
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let mut pages = Vec::new();
    while let Some(path) = next.pop_front() {
        let question = LINKS.replace("ADDRESS", &serde_json::to_string(&path)?);
        let (status, links): (u16, Vec<String>) = tab.ask(&question).await?;
        anyhow::ensure!(status < 400, "{path} answers {status}");
        if links.is_empty() {
            continue;
        }
        pages.push(path);
        for link in links {
            let path = link.split(['?', '#']).next().unwrap_or_default().to_owned();
            let is_page = path.starts_with('/') && !path.starts_with("/s/") && path != "/logg-ut";
            if is_page && pages.len() < PAGES_MAX && seen.insert(path.clone()) {
                let count = alike.entry(kind(&path)).or_default();
                *count += 1;
                if *count <= ALIKE {
                    next.push_back(path);
                }
            }
        }
    }
    Ok(pages)
}

/// Everything that is wrong with the page that the tab shows.
async fn wrong(tab: &Tab) -> anyhow::Result<Vec<String>> {
    let mut wrong = tab.complaints();
    let overflow = tab.overflow().await?;
    if overflow > 0 {
        wrong.push(format!("{overflow} px wider than the window"));
    }
    wrong.extend(tab.small_targets().await?.iter().map(|target| format!("small: {target}")));
    if let Some(found) = axe(tab).await? {
        wrong.extend(found.iter().map(|one| format!("{}: {}", one.rule, one.places.join(" | "))));
    }
    Ok(wrong)
}

/// Looks at a page in a language, in widths and schemes.
async fn look_at(
    tab: &Tab,
    address: &str,
    looks: &[(u32, Scheme)],
    complaints: &mut Vec<String>,
) -> anyhow::Result<()> {
    tab.open(address).await?;
    for (width, scheme) in looks {
        tab.look(&Look::new(*width, *scheme)).await?;
        tab.settled().await?;
        let found = wrong(tab).await?;
        complaints.extend(found.iter().map(|one| format!("{address} {width} {scheme:?}: {one}")));
    }
    Ok(())
}

/// All looks at a page of number `page`: everything, or a third of it in turn, so that over the pages each
/// language meets each width and scheme.
fn looks(page: usize, whole: bool) -> Vec<(&'static str, Vec<(u32, Scheme)>)> {
    if whole {
        let all = WIDTHS.iter().flat_map(|width| SCHEMES.map(|scheme| (*width, scheme)));
        let all: Vec<_> = all.collect();
        return LANGUAGES.iter().map(|lang| (*lang, all.clone())).collect();
    }
    let turn = |number: usize| (WIDTHS[(page + number) % 3], SCHEMES[(page / 3 + number) % 2]);
    LANGUAGES.iter().enumerate().map(|(number, lang)| (*lang, vec![turn(number)])).collect()
}

async fn all_rooms(whole: bool) {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let tab = served.logged_in(&chromium, "administrator").await;
    tab.open(&format!("{}/status", served.origin)).await.unwrap();
    let pages = reached(&tab).await.unwrap();
    println!("{} pages: {}", pages.len(), pages.join(" "));
    assert!(pages.len() >= 12, "{pages:?}");
    let mut complaints = tab.complaints();
    for (number, page) in pages.iter().enumerate() {
        for (lang, looks) in looks(number, whole) {
            let address = format!("{}{page}?lang={lang}", served.origin);
            look_at(&tab, &address, &looks, &mut complaints).await.unwrap();
        }
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn no_room_has_a_mistake_of_accessibility_or_breaks_the_policy() {
    all_rooms(false).await;
}

#[tokio::test]
#[ignore = "every room in every language, width and scheme takes minutes: scripts/test-full"]
async fn no_room_has_a_mistake_in_any_language_width_or_scheme() {
    all_rooms(true).await;
}

#[tokio::test]
async fn the_leaders_page_is_one_sheet_of_paper() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let tab = served.logged_in(&chromium, "administrator").await;
    for lang in LANGUAGES {
        tab.open(&format!("{}/leder?lang={lang}", served.origin)).await.unwrap();
        assert_eq!(tab.sheets().await.unwrap(), 1, "{lang}");
    }
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn every_room_can_be_read_without_scripts() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let tab = served.logged_in(&chromium, "administrator").await;
    tab.open(&format!("{}/status", served.origin)).await.unwrap();
    let pages = reached(&tab).await.unwrap();
    let look = Look { scripts: false, ..Look::new(390, Scheme::Light) };
    let plain = chromium.tab_of(tab.person(), &look).await.unwrap();
    for page in pages {
        plain.open(&format!("{}{page}", served.origin)).await.unwrap();
        let heads: i64 = plain.ask("document.querySelectorAll('h1').length").await.unwrap();
        assert_eq!(heads, 1, "{page}");
        let dead: Vec<String> = plain.ask(DEAD).await.unwrap();
        assert_eq!(dead, [""; 0], "{page}: buttons that do nothing without a script");
    }
    chromium.end().await.unwrap();
}

/// Buttons in sight that send no form.
const DEAD: &str = r"[...document.querySelectorAll('button')]
    .filter((one) => one.checkVisibility() && !(one.form && one.type === 'submit'))
    .map((one) => one.textContent.trim())";

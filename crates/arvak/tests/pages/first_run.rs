//! From the printed link to the first evidence.

use std::cell::Cell;

use arvak_browser::{Chromium, Look, Scheme, Tab, axe};
use arvak_demo::World;
use arvak_probe::{Clock as _, SystemClock};

use crate::served::Served;

/// How somebody proves who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Passkey,
    Password,
}

/// Somebody at a tab; each thing that they do is counted.
pub(crate) struct Person<'a> {
    tab: &'a Tab,
    /// Another tab, which stands for the telephone with the codes.
    telephone: &'a Tab,
    done: Cell<u32>,
    /// Whether axe-core looks at each page.
    looks: bool,
}

impl<'a> Person<'a> {
    pub(crate) fn new(tab: &'a Tab, telephone: &'a Tab) -> Self {
        Self { tab, telephone, done: Cell::new(0), looks: false }
    }

    fn count(&self) {
        self.done.set(self.done.get() + 1);
    }

    async fn fill(&self, selector: &str, text: &str) -> anyhow::Result<()> {
        self.count();
        self.tab.fill(selector, text).await
    }

    async fn click(&self, selector: &str) -> anyhow::Result<()> {
        self.count();
        self.tab.click(selector).await
    }

    async fn follow(&self, selector: &str) -> anyhow::Result<()> {
        self.count();
        self.tab.follow(selector).await
    }

    async fn is_at(&self, path: &str) -> anyhow::Result<()> {
        let url = self.tab.url().await?;
        anyhow::ensure!(url.contains(path), "{url} is not {path}: {}", self.main().await?);
        if self.looks
            && let Some(found) = axe(self.tab).await?
        {
            anyhow::ensure!(found.is_empty(), "{path}: {found:#?}");
        }
        Ok(())
    }

    async fn main(&self) -> anyhow::Result<String> {
        self.tab.ask("document.querySelector('main')?.innerText ?? document.body.innerText").await
    }

    /// Goes through the first run up to the page that ends it; how many things were done.
    pub(crate) async fn first_run(&self, link: &str, way: Way) -> anyhow::Result<u32> {
        let next = "main form.a-form button[type=submit]";
        self.tab.open(link).await?;
        self.is_at("/kom-i-gang/kommune").await?;
        self.fill("#f-sok", "Træna").await?;
        self.count();
        self.tab.press_and_follow("Enter").await?;
        self.follow("button[name=kommune]").await?;
        self.is_at("/kom-i-gang/drift").await?;
        self.click("input[name=drift][value=intermunicipal]").await?;
        self.follow(next).await?;
        self.is_at("/kom-i-gang/domener").await?;
        // Træna's own is proposed, which is nothing to do; ours to look at are on this machine.
        self.tab
            .fill(
                "#f-domener",
                "nordvik.example\nnordvik-kulturhus.example\nnordvik-vann.example\n",
            )
            .await?;
        self.follow(next).await?;
        self.is_at("/kom-i-gang/startpakke").await?;
        self.follow(next).await?;
        self.is_at("/kom-i-gang/administrator").await?;
        self.fill("#f-navn", "Kari Nordmann").await?;
        self.fill("#f-epost", "kari@nordvik.example").await?;
        self.follow(next).await?;
        self.is_at("/konto/faktorer").await?;
        self.choose_factors(way).await?;
        self.is_at("/kom-i-gang/undersokelse").await?;
        self.follow(next).await?;
        Ok(self.done.get())
    }

    async fn choose_factors(&self, way: Way) -> anyhow::Result<()> {
        if way == Way::Passkey {
            return self.follow("[data-passkey=create] button").await;
        }
        let secret: String =
            self.tab.ask("document.querySelector('details .a-id').textContent").await?;
        let code = self.telephone.one_time_code(&secret).await?;
        self.fill("#f-nytt-passord", "sommerfugler liker ikke regn i november").await?;
        self.fill("#f-kode", &code).await?;
        self.follow("form[action='/konto/faktorer'] button[type=submit]").await?;
        // The codes for the day on which the telephone is gone are shown once, with a way on.
        self.follow("main .a-actions a.ds-button").await
    }
}

#[tokio::test]
async fn from_the_link_to_the_first_evidence_there_are_at_most_twelve_things_to_do() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let world = World::start(SystemClock.now()).await.unwrap();
    let served = Served::new(&world);
    let tab = chromium.tab(&Look::new(1280, Scheme::Light)).await.unwrap();
    tab.add_authenticator().await.unwrap();
    let person = Person { looks: true, ..Person::new(&tab, &tab) };
    let done = person.first_run(served.link(), Way::Passkey).await.unwrap();
    assert!(done <= 12, "{done} things");
    person.is_at("/kjoringer/").await.unwrap();
    // The page goes on by itself when the look is over.
    tab.until("location.pathname === '/status'").await.unwrap();
    tab.settled().await.unwrap();
    let found: i64 =
        tab.ask("document.querySelectorAll('.a-first .a-points li').length").await.unwrap();
    let texts: i64 =
        tab.ask("document.querySelectorAll('.a-first details pre').length").await.unwrap();
    let shown = person.main().await.unwrap();
    assert!(found == 3 && texts == 3, "{found} findings, {texts} texts to send: {shown}");
    assert_eq!(tab.complaints(), [""; 0]);
    if let Some(found) = axe(&tab).await.unwrap() {
        assert!(found.is_empty(), "{found:#?}");
    }
    let evidence: i64 = tab
        .ask("fetch('/bevis').then((a) => a.text()).then((t) => t.split('/bevis/').length - 1)")
        .await
        .unwrap();
    assert!(evidence > 0, "the look left evidence");
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn the_first_run_works_without_scripts_too() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let world = World::start(SystemClock.now()).await.unwrap();
    let served = Served::new(&world);
    let look = Look { scripts: false, ..Look::new(390, Scheme::Light) };
    let tab = chromium.tab(&look).await.unwrap();
    let telephone = chromium.tab(&Look::new(390, Scheme::Light)).await.unwrap();
    telephone.open(&format!("{}/logg-inn", served.origin)).await.unwrap();
    let person = Person::new(&tab, &telephone);
    if let Err(error) = person.first_run(served.link(), Way::Password).await {
        tab.keep_picture("first-run-failed").await.unwrap();
        unreachable!("{error:#}; see target/look/first-run-failed.png");
    }
    // The page asks again by itself until the look is over, and then offers the way on.
    tab.until("!!document.querySelector('main a.ds-button[href=\\'/status\\']')").await.unwrap();
    tab.follow("main a.ds-button[href='/status']").await.unwrap();
    let heads: i64 = tab.ask("document.querySelectorAll('h1').length").await.unwrap();
    assert_eq!(heads, 1);
    chromium.end().await.unwrap();
}

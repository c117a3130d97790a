//! A supplier on a telephone: from the link to the receipt, with a script and without.

use arvak_browser::{Chromium, Look, Scheme};

use crate::person::Person;
use crate::served::Served;

const SUPPLIER: &str = "/leverandorer/nordvikregionen-ikt";

/// Asks the company that runs Nordvik's ICT, and takes the link that is shown once.
async fn link(lead: &Person) -> String {
    lead.open("/leverandorer").await;
    lead.is_sound().await;
    lead.open(SUPPLIER).await;
    lead.is_sound().await;
    lead.unfold("#be").await;
    // Also what is known already.
    let all =
        "document.querySelectorAll('input[name=spm]').forEach((box) => { box.checked = true; })";
    lead.tab.run(all).await.unwrap();
    lead.follow("form[action$='/be'] button[type=submit]").await;
    lead.is_sound().await;
    lead.tab.ask("document.getElementById('made').innerText").await.unwrap()
}

/// Picks an answer, as a thumb does.
async fn pick(me: &Person, question: &str, value: &str) {
    me.tab.click(&format!("input[name='a.{question}'][value='{value}']")).await.unwrap();
}

/// Waits until a question was kept by itself.
async fn kept(me: &Person, question: &str) {
    let said =
        format!("document.querySelector('#q-{question} [data-kept]').textContent === 'Lagret'");
    me.tab.until(&said).await.unwrap();
}

#[tokio::test]
async fn a_whole_request_is_answered_on_a_telephone() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::own_demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    let link = link(&lead).await;
    let (_, code) = link.rsplit_once('#').unwrap();
    let phone = Look::new(390, Scheme::Light);
    let stranger = Person::at(chromium.tab(&phone).await.unwrap(), &served);
    stranger.open("/foresporsel").await;
    stranger.is_sound().await;
    assert_eq!(stranger.tab.overflow().await.unwrap(), 0);
    let me = Person::at(chromium.tab(&phone).await.unwrap(), &served);
    // The code goes out of the address and into the form by itself, and is sent.
    me.tab.open(&link).await.unwrap();
    me.tab.until("location.pathname === '/foresporsel/skjema'").await.unwrap();
    me.tab.settled().await.unwrap();
    me.is_sound().await;
    let addresses: Vec<String> = me.tab.requests().into_iter().map(|one| one.url).collect();
    assert!(!addresses.iter().any(|url| url.contains(code)), "{addresses:?}");
    assert_eq!(me.tab.overflow().await.unwrap(), 0);
    assert_eq!(me.tab.small_targets().await.unwrap(), [""; 0]);
    // A question that waits for another comes when it is called for.
    let hidden = "document.getElementById('q-monitoring-watch').hidden";
    assert!(me.tab.ask::<bool>(hidden).await.unwrap());
    pick(&me, "monitoring-done", "yes").await;
    kept(&me, "monitoring-done").await;
    assert!(!me.tab.ask::<bool>(hidden).await.unwrap());
    pick(&me, "monitoring-watch", "always").await;
    me.tab.fill("textarea[name='a.monitoring-systems']", "Alt vi drifter").await.unwrap();
    me.tab.fill("input[name='a.monitoring-notice']", "fire").await.unwrap();
    me.tab.fill("input[name='a.preparedness-contact']", "55 55 55 55").await.unwrap();
    kept(&me, "monitoring-systems").await;
    let wrong = "document.querySelector('#q-monitoring-notice [data-said]').textContent.includes('helt tall')";
    me.tab.until(wrong).await.unwrap();
    me.tab
        .run("document.querySelector(\"input[name='a.monitoring-notice']\").value = ''")
        .await
        .unwrap();
    me.tab.fill("input[name='a.monitoring-notice']", "4").await.unwrap();
    // Somebody else of theirs sees what was kept, by the same link.
    let colleague = Person::at(chromium.tab(&phone).await.unwrap(), &served);
    colleague.tab.open(&link).await.unwrap();
    colleague.tab.until("location.pathname === '/foresporsel/skjema'").await.unwrap();
    let seen = "document.querySelector(\"textarea[name='a.monitoring-systems']\").value";
    assert_eq!(colleague.tab.ask::<String>(seen).await.unwrap(), "Alt vi drifter");
    // All others: nobody knows.
    let rest = "document.querySelectorAll('.a-question:not([hidden])').forEach((part) => { \
        const id = part.dataset.question; \
        if (id.startsWith('monitoring') || id === 'preparedness-contact') return; \
        const box = part.querySelector('input[value=unknown], input[value=\"~unknown\"]'); \
        if (box) box.click(); })";
    me.tab.run(rest).await.unwrap();
    me.follow("button[value=sjekk]").await;
    assert_eq!(me.path().await, "/foresporsel/sjekk");
    me.is_sound().await;
    assert_eq!(me.tab.overflow().await.unwrap(), 0);
    let seen = me.main().await;
    assert!(seen.contains("Hele døgnet, alle dager") && seen.contains("Vet ikke"), "{seen}");
    me.follow("form[action$='/send'] button[type=submit]").await;
    assert_eq!(me.path().await, "/foresporsel/kvittering");
    me.is_sound().await;
    assert_eq!(me.tab.overflow().await.unwrap(), 0);
    lead.open(SUPPLIER).await;
    lead.is_sound().await;
    let seen = lead.main().await;
    assert!(seen.contains("Sendt inn") && seen.contains("oppgitt av leverandøren"), "{seen}");
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn without_a_script_the_code_is_pasted_and_one_button_keeps_all() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::own_demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    let link = link(&lead).await;
    let plain = Look { scripts: false, ..Look::new(390, Scheme::Light) };
    let me = Person::at(chromium.tab(&plain).await.unwrap(), &served);
    me.tab.open(&link).await.unwrap();
    assert_eq!(me.path().await, "/foresporsel", "nothing happens by itself");
    me.put("#f-kode", &link).await;
    me.follow("form[data-code] button[type=submit]").await;
    assert_eq!(me.path().await, "/foresporsel/skjema");
    me.put("input[name='a.monitoring-done'][value=yes]", "yes").await;
    me.put("textarea[name='a.monitoring-systems']", "Alt").await;
    me.follow("form[data-autosave] > .a-actions button[value=lagre]").await;
    let seen = me.main().await;
    assert!(seen.contains("Lagret."), "{seen}");
    assert!(me.has("input[name='a.monitoring-done'][value=yes][checked]").await);
    chromium.end().await.unwrap();
}

#[tokio::test]
#[ignore = "takes pictures for people to look at: make look"]
async fn look_at_the_suppliers_pages() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::own_demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    let link = link(&lead).await;
    for (width, scheme) in [(1280, Scheme::Light), (390, Scheme::Light), (390, Scheme::Dark)] {
        let name = |page: &str| format!("{page}-{width}-{scheme:?}").to_lowercase();
        let look = Look::new(width, scheme);
        lead.tab.look(&look).await.unwrap();
        for (path, page) in [("/leverandorer", "leverandorer"), (SUPPLIER, "leverandor")] {
            lead.open(path).await;
            lead.tab.keep_picture(&name(page)).await.unwrap();
        }
        let me = Person::at(chromium.tab(&look).await.unwrap(), &served);
        me.open("/foresporsel").await;
        me.tab.keep_picture(&name("foresporsel")).await.unwrap();
        me.tab.open(&link).await.unwrap();
        me.tab.until("location.pathname === '/foresporsel/skjema'").await.unwrap();
        if !me.has("input[name='a.monitoring-done'][checked]").await {
            pick(&me, "monitoring-done", "yes").await;
            kept(&me, "monitoring-done").await;
        }
        me.tab.keep_picture(&name("skjema")).await.unwrap();
        me.open("/foresporsel/sjekk").await;
        me.tab.keep_picture(&name("sjekk")).await.unwrap();
    }
    chromium.end().await.unwrap();
}

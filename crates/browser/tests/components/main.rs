//! A page with every component, in the browser: the style sheet by itself, before any room uses it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use arvak_assets::{FONT, ICON, SCRIPT, STYLE, find, path};
use arvak_browser::{Chromium, Look, Scheme, axe};
use arvak_core::{Instant, Outcome, Status};
use arvak_pictures::{
    Caption, Day, Dependency, Expiry, Piece, Thing, Tick, Times, dependencies, expiry_calendar,
    states_over_time, time_line,
};

/// The policy that pages are sent with.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; \
    img-src 'self' data:; script-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

fn pictures() -> String {
    const DAY: i64 = 86_400_000;
    let at = |day: i64| Instant::from_millis(day * DAY);
    let caption = Caption { title: "Bilde", description: "Hva bildet viser." };
    let word = |status: &Status| (*status, status.name().to_owned());
    let words: Vec<_> = Status::ALL.iter().map(word).collect();
    let days: Vec<_> = (0..90)
        .map(|day| Day {
            label: format!("{day}. november"),
            counts: Status::ALL.iter().zip(1..).map(|(s, n)| (*s, (day / (10 * n)) % 4)).collect(),
            href: Some("#".to_owned()),
        })
        .collect();
    let piece = |day: i64, outcome| Piece {
        lane: format!("Innlogging {}", day % 3),
        at: at(day),
        until: Some(at(day + 7)),
        outcome,
        label: format!("Bevis fra dag {day}"),
        href: Some("#".to_owned()),
    };
    let pieces =
        [piece(2, Outcome::Supports), piece(9, Outcome::Refutes), piece(13, Outcome::Inconclusive)];
    let ticks = [0, 10, 20].map(|day| Tick { at: at(day), label: format!("dag {day}") });
    let times = Times { from: at(0), to: at(30), now: at(20), ticks: &ticks };
    let expiry = |day: i64| Expiry {
        at: at(day),
        status: Status::Verified,
        label: format!("Utløper dag {day}"),
        href: None,
    };
    let weeks = std::array::from_fn(|week| format!("uke {week}"));
    let thing = |id: usize| Thing {
        id: id.to_string(),
        label: format!("System nummer {id} med et navn"),
        note: "System · bekreftet".to_owned(),
        status: Status::ALL.get(id % 8).copied(),
    };
    let things: Vec<_> = (0..9).map(thing).collect();
    let needs: Vec<_> = (1..9)
        .map(|id: usize| Dependency {
            from: (id / 2).to_string(),
            to: id.to_string(),
            label: format!("{} avhenger av {id}", id / 2),
            href: Some("#".to_owned()),
        })
        .collect();
    [
        states_over_time(caption, &days, &words),
        time_line(Caption { title: "Tid", ..caption }, &pieces, times),
        expiry_calendar(
            Caption { title: "Utløp", ..caption },
            at(0),
            &weeks,
            &[expiry(3), expiry(4), expiry(40)],
        ),
        dependencies(Caption { title: "Avhengigheter", ..caption }, "0", &things, &needs),
    ]
    .iter()
    .map(|picture| picture.figure("Vis som liste").into_string())
    .collect()
}

/// Serves the page and the files on loopback, as long as the test runs; answers where.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let page = include_str!("page.html").replace("PICTURES", &pictures());
    let page = [("STYLE", STYLE), ("FONT", FONT), ("SCRIPT", SCRIPT), ("ICON", ICON)]
        .iter()
        .fold(page, |page, (place, name)| page.replace(place, path(name)));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, page) = (stream.unwrap(), page.clone());
            std::thread::spawn(move || {
                let mut asked = [0; 4096];
                let read = stream.read(&mut asked).unwrap_or(0);
                let asked = String::from_utf8_lossy(&asked[..read]);
                let address = asked.split(' ').nth(1).unwrap_or("/");
                let (mime, body) = match find(address) {
                    Some(asset) => (asset.mime, asset.bytes),
                    None => ("text/html; charset=utf-8", page.as_bytes()),
                };
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\nContent-Length: {}\r\n\
                     Content-Security-Policy: {POLICY}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
            });
        }
    });
    origin
}

#[tokio::test]
async fn every_component_is_accessible_in_every_width_and_in_the_dark() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let origin = serve();
    for width in [1280, 390, 320] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let tab = chromium.tab(&Look::new(width, scheme)).await.unwrap();
            tab.open(&origin).await.unwrap();
            let place = format!("{width} px, {scheme:?}");
            assert_eq!(tab.complaints(), [""; 0], "{place}");
            assert_eq!(tab.overflow().await.unwrap(), 0, "{place}");
            assert_eq!(tab.small_targets().await.unwrap(), [""; 0], "{place}");
            let shift = tab.layout_shift().await.unwrap();
            assert!(shift < 20, "{place}: the page moved by {shift} thousandths");
            if let Some(found) = axe(&tab).await.unwrap() {
                assert!(found.is_empty(), "{place}: {found:#?}");
            }
            tab.close().await.unwrap();
        }
    }
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn a_page_of_elsewhere_shows_that_the_checks_can_fail() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let origin = serve();
    let tab = chromium.tab(&Look::new(320, Scheme::Light)).await.unwrap();
    tab.open(&origin).await.unwrap();
    tab.run(
        "document.querySelector('main').insertAdjacentHTML('afterbegin', \
         '<img src=\"https://elsewhere.example/a.png\"><a href=\"#\" class=\"tiny\">x</a><i class=\"wide\"></i>'); \
         document.querySelector('.wide').style.cssText = 'display:block;width:900px;height:1px';",
    )
    .await
    .unwrap();
    tab.settled().await.unwrap();
    assert!(tab.overflow().await.unwrap() > 500);
    assert!(!tab.small_targets().await.unwrap().is_empty());
    assert!(tab.complaints().iter().any(|said| said.contains("elsewhere.example")));
    if let Some(found) = axe(&tab).await.unwrap() {
        assert!(found.iter().any(|finding| finding.rule == "image-alt"), "{found:#?}");
    }
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn the_slash_finds_the_search_and_escape_closes_the_menu() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let origin = serve();
    let tab = chromium.tab(&Look::new(390, Scheme::Light)).await.unwrap();
    tab.open(&origin).await.unwrap();
    // The first stop of the keyboard is the way past the navigation.
    tab.press("Tab").await.unwrap();
    let focus = "document.activeElement.className";
    assert_eq!(tab.ask::<String>(focus).await.unwrap(), "ds-skip-link");
    tab.press("/").await.unwrap();
    let id: String = tab.ask("document.activeElement.id").await.unwrap();
    assert_eq!(id, "f", "the search has the keyboard");
    tab.type_text("epost").await.unwrap();
    let left: i64 =
        tab.ask("document.querySelectorAll('#t tbody tr:not([hidden])').length").await.unwrap();
    assert_eq!(left, 1);
    let said: String =
        tab.ask("document.querySelector('[data-filter-count]').textContent").await.unwrap();
    assert_eq!(said, "1 rad");
    tab.run("document.querySelector('.a-menu summary').focus()").await.unwrap();
    tab.press("Enter").await.unwrap();
    let open = "document.querySelector('.a-menu').open";
    assert!(tab.ask::<bool>(open).await.unwrap());
    tab.press("Escape").await.unwrap();
    assert!(!tab.ask::<bool>(open).await.unwrap());
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn without_scripts_nothing_is_offered_that_needs_them() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let origin = serve();
    let look = Look { scripts: false, ..Look::new(390, Scheme::Light) };
    let tab = chromium.tab(&look).await.unwrap();
    tab.open(&origin).await.unwrap();
    let offered: bool = tab
        .ask("!!document.querySelector('.a-filter:not([hidden]), [data-copy]:not([hidden])')")
        .await
        .unwrap();
    assert!(!offered);
    chromium.end().await.unwrap();
}

#[tokio::test]
#[ignore = "takes pictures for people to look at: make look"]
async fn look_at_the_components() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let origin = serve();
    for width in [1280, 390, 320] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let tab = chromium.tab(&Look::new(width, scheme)).await.unwrap();
            tab.open(&origin).await.unwrap();
            tab.keep_picture(&format!("components-{width}-{scheme:?}").to_lowercase())
                .await
                .unwrap();
        }
    }
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn one_time_codes_are_those_of_the_standard() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let tab = chromium.tab(&Look::new(1280, Scheme::Light)).await.unwrap();
    tab.open(&serve()).await.unwrap();
    // RFC 6238, appendix B: the secret in base 32, and the time 1111111109; the last six digits.
    tab.run("Date.now = () => 1111111109000").await.unwrap();
    let code = tab.one_time_code("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ").await.unwrap();
    assert_eq!(code, "081804");
    chromium.end().await.unwrap();
}

//! Pictures of all pages, for people to look at.

use arvak_browser::{Chromium, Look, Scheme};

use crate::rooms::reached;
use crate::served::Served;

#[tokio::test]
#[ignore = "takes pictures for people to look at: make look"]
async fn look_at_every_room() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let tab = served.logged_in(&chromium, "administrator").await;
    tab.open(&format!("{}/status", served.origin)).await.unwrap();
    for page in reached(&tab).await.unwrap() {
        tab.open(&format!("{}{page}?lang=nb", served.origin)).await.unwrap();
        let name = page.trim_matches('/').replace('/', "-");
        for (width, scheme) in
            [(1280, Scheme::Light), (1280, Scheme::Dark), (390, Scheme::Light), (390, Scheme::Dark)]
        {
            tab.look(&Look::new(width, scheme)).await.unwrap();
            tab.settled().await.unwrap();
            tab.keep_picture(&format!("{name}-{width}-{scheme:?}").to_lowercase()).await.unwrap();
        }
    }
    chromium.end().await.unwrap();
}

//! What can be seen at a tab: pictures, sheets of paper, what was asked for, what is amiss.

use std::sync::PoisonError;

use chromiumoxide::cdp::browser_protocol::page::{CaptureScreenshotFormat, PrintToPdfParams};
use chromiumoxide::page::ScreenshotParams;

use super::{Request, Tab};
use crate::chromium::repository;

impl Tab {
    /// A picture of the whole page, as PNG.
    pub async fn picture(&self) -> anyhow::Result<Vec<u8>> {
        let whole = ScreenshotParams::builder()
            .format(CaptureScreenshotFormat::Png)
            .full_page(true)
            .capture_beyond_viewport(true);
        Ok(self.page.screenshot(whole.build()).await?)
    }

    /// Puts a picture of the whole page into `target/look`, for people to look at.
    pub async fn keep_picture(&self, name: &str) -> anyhow::Result<()> {
        let folder = repository().join("target/look");
        std::fs::create_dir_all(&folder)?;
        let mut file = std::fs::File::create(folder.join(format!("{name}.png")))?;
        Ok(std::io::Write::write_all(&mut file, &self.picture().await?)?)
    }

    /// How many sheets of paper the page takes, in the size that its style asks for.
    pub async fn sheets(&self) -> anyhow::Result<usize> {
        let how = PrintToPdfParams::builder().prefer_css_page_size(true).print_background(true);
        let pdf = self.page.pdf(how.build()).await?;
        // Each sheet is an object of its own; `/Pages` is the list of them.
        let pdf = String::from_utf8_lossy(&pdf);
        let objects = pdf.match_indices("/Type /Page");
        Ok(objects
            .filter(|(at, found)| pdf.as_bytes().get(at + found.len()) != Some(&b's'))
            .count())
    }

    /// What was asked for over the net since the last time; `data:` addresses are not.
    pub fn requests(&self) -> Vec<Request> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let requests = std::mem::take(&mut seen.requests).into_iter().map(|(_, request)| request);
        requests.filter(|request| request.url.starts_with("http")).collect()
    }

    /// What the browser complained about since the last time: the policy, scripts, missing files.
    pub fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner).complaints)
    }

    /// How many pixels the page is wider than the tab.
    pub async fn overflow(&self) -> anyhow::Result<i64> {
        self.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await
    }

    /// Links, buttons and fields that are smaller than 24 by 24 pixels and not part of a sentence
    /// (WCAG 2.2, 2.5.8).
    pub async fn small_targets(&self) -> anyhow::Result<Vec<String>> {
        self.ask(SMALL).await
    }

    /// How much the page moved by itself while it loaded (cumulative layout shift), in thousandths.
    pub async fn layout_shift(&self) -> anyhow::Result<i64> {
        self.ask(SHIFT).await
    }
}

const SMALL: &str = r"[...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
    .filter((one) => {
        const box = one.getBoundingClientRect();
        // What nobody can reach is no target: a field for password managers.
        if (one.closest('[aria-hidden=true]') && one.tabIndex < 0) return false;
        if (!box.width || !box.height || one.closest('p, li p, dd, td, th, figcaption, .ds-skip-link')) return false;
        if (one.matches('input[type=radio], input[type=checkbox]') && one.labels?.length) return false;
        // A link that fills its row through its ::after is as large as the row.
        if (one.matches('.a-points a, .a-counts a')) return false;
        return box.width < 24 || box.height < 24;
    })
    .map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`)";

const SHIFT: &str = r"new Promise((done) => {
    let sum = 0;
    const watch = new PerformanceObserver((list) => list.getEntries().forEach((one) => { sum += one.value; }));
    watch.observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => done(Math.round(sum * 1000))));
})";

//! Lists of folders that servers make, and which folders to ask for.

use arvak_probe::transcript::PageElement;

/// Folders that are often there.
pub(super) const FOLDERS: [&str; 10] = [
    "/backup/",
    "/uploads/",
    "/files/",
    "/wp-content/uploads/",
    "/images/",
    "/icons/",
    "/assets/",
    "/static/",
    "/js/",
    "/logs/",
];

/// Most folders that are taken from the page.
const FROM_PAGE_MAX: usize = 4;

/// The mark of a list.
pub(super) const MARK: &str = "listing";

/// Whether a page is the list of a folder: words that servers put in theirs, all of one line.
pub(super) fn is_listing(content: &[u8]) -> bool {
    const LISTS: [&[&str]; 8] = [
        // Apache, nginx, lighttpd, Caddy.
        &["<title>index of /", "<h1>index of /"],
        &["<title>index of /", "parent directory"],
        &["<title>index of /", "<a href=\"../\""],
        // IIS.
        &["[to parent directory]</a>"],
        // Python, and others that took its words.
        &["<title>directory listing for /", "<h1>directory listing for /"],
        // Tomcat, Jetty.
        &["<title>directory listing for", "<h1>directory listing for"],
        &["<title>directory: /", "<h1 class=\"title\">directory: /"],
        // Node's serve-index.
        &["<title>listing directory /", "id=\"files\""],
    ];
    let text = String::from_utf8_lossy(content).to_ascii_lowercase();
    LISTS.iter().any(|words| words.iter().all(|word| text.contains(word)))
}

/// The folders of the own host that the page loads from, in order, each once.
pub(super) fn folders(elements: &[PageElement]) -> Vec<String> {
    let mut folders: Vec<String> = Vec::new();
    for element in elements {
        let address = ["src", "href"].iter().find_map(|name| element.get(name)).unwrap_or_default();
        let is_here = address.starts_with('/') && !address.starts_with("//");
        let folder = address.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let plain = |folder: &String| {
            folder.len() > 1 && folder.bytes().all(|byte| byte.is_ascii_graphic())
        };
        let Some(folder) = folder.filter(|folder| is_here && plain(folder)) else { continue };
        if !folders.contains(&folder) && !FOLDERS.contains(&folder.as_str()) {
            folders.push(folder);
        }
        if folders.len() == FROM_PAGE_MAX {
            break;
        }
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::https::page::elements;

    #[test]
    fn lists_of_common_servers_are_known() {
        for page in [
            "<html><head><title>Index of /files/</title></head><body><h1>Index of /files/</h1><hr><pre><a href=\"../\">../</a>",
            "<title>Index of /icons</title><body><h1>Index of /icons</h1>",
            "<title>Directory listing for /</title></head><body><h1>Directory listing for /</h1>",
            "<body><H1>a.example - /x/</H1><pre><A HREF=\"/\">[To Parent Directory]</A><br>",
        ] {
            assert!(is_listing(page.as_bytes()), "{page}");
        }
        for page in
            ["<title>Index of services</title>", "Index of /", "", "<title>Index of /x</title>"]
        {
            assert!(!is_listing(page.as_bytes()), "{page}");
        }
    }

    #[test]
    fn folders_come_from_what_the_page_loads_here() {
        let page = "<script src=/app/js/a.js></script><script src=/app/js/b.js></script>\
                    <script src=//cdn.example/x/y.js></script><link rel=stylesheet href=/css/a.css>\
                    <script src=a.js></script><script src=/b.js></script>";
        assert_eq!(folders(&elements(page.as_bytes())), ["/app/js/", "/css/"]);
    }
}

//! The files that are asked for. Each has a pattern of what it holds: an answer counts only when its content
//! fits, so that a server that answers every name with a page of its own shows nothing.

use super::patterns::{
    commands, env, first_line, keys, logs, object_id, password_lines, php, sql, text_with,
    url_login,
};

/// How the content of a file is known.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    /// By its first bytes.
    Begins(&'static [&'static [u8]]),
    /// It is text, no page, and fits.
    Text(fn(&str) -> bool),
    /// It holds all of these, in any case of letters: for what is a page or XML.
    Holds(&'static [&'static str]),
}

/// A file that nobody should be able to fetch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exposable {
    /// Where it is; `{host}` stands for the host's name.
    pub(super) path: &'static str,
    /// What it is, as a code.
    pub(super) mark: &'static str,
    /// How it is known.
    pub(super) sign: Sign,
}

const fn file(path: &'static str, mark: &'static str, sign: Sign) -> Exposable {
    Exposable { path, mark, sign }
}

const ZIP: Sign = Sign::Begins(&[b"PK\x03\x04", b"PK\x05\x06"]);
const GZIP: Sign = Sign::Begins(&[b"\x1f\x8b\x08"]);
const SQL: Sign = Sign::Text(sql);
const ENV: Sign = Sign::Text(env);
const PHP: Sign = Sign::Text(php);
const KEY: Sign = Sign::Text(keys);
const LOG: Sign = Sign::Text(logs);

/// Every file, in the order in which they are asked for: what is worst and most common first.
pub(super) const FILES: [Exposable; 69] = [
    file("/.git/HEAD", "git", Sign::Text(|text| text.starts_with("ref: refs/") || object_id(text))),
    file("/.git/config", "git", Sign::Text(|text| text.contains("[core]"))),
    file("/.git/index", "git", Sign::Begins(&[b"DIRC"])),
    file("/.env", "env", ENV),
    file("/.env.local", "env", ENV),
    file("/.env.production", "env", ENV),
    file("/.env.bak", "env", ENV),
    file("/.env.old", "env", ENV),
    file("/api/.env", "env", ENV),
    file("/.svn/entries", "svn", Sign::Text(|text| first_line(text).parse::<u8>().is_ok())),
    file("/.svn/wc.db", "svn", Sign::Begins(&[b"SQLite format 3\0"])),
    file(
        "/.hg/requires",
        "hg",
        Sign::Text(|text| text.contains("revlogv1") || text.contains("dotencode")),
    ),
    file("/.bzr/branch-format", "bzr", Sign::Text(|text| text.starts_with("Bazaar"))),
    file("/.DS_Store", "ds_store", Sign::Begins(&[b"\0\0\0\x01Bud1"])),
    file("/.htpasswd", "passwords", Sign::Text(password_lines)),
    file(
        "/.htaccess",
        "settings",
        Sign::Text(|text| {
            ["RewriteEngine", "AuthType", "Require ", "Deny from", "<IfModule"]
                .iter()
                .any(|word| text.contains(word))
        }),
    ),
    file("/web.config", "settings", Sign::Holds(&["<configuration"])),
    file(
        "/appsettings.json",
        "settings",
        Sign::Text(|text| text.contains("\"ConnectionStrings\"")),
    ),
    file("/wp-config.php.bak", "source", PHP),
    file("/wp-config.php~", "source", PHP),
    file("/wp-config.php.old", "source", PHP),
    file("/wp-config.php.save", "source", PHP),
    file("/.wp-config.php.swp", "source", Sign::Begins(&[b"b0VIM "])),
    file("/config.php.bak", "source", PHP),
    file("/config.php~", "source", PHP),
    file("/index.php.bak", "source", PHP),
    file("/index.php~", "source", PHP),
    file("/configuration.php.bak", "source", PHP),
    file("/backup.zip", "backup", ZIP),
    file("/backup.tar.gz", "backup", GZIP),
    file("/backup.sql", "database", SQL),
    file("/backup.sql.gz", "backup", GZIP),
    file("/dump.sql", "database", SQL),
    file("/database.sql", "database", SQL),
    file("/db.sql", "database", SQL),
    file("/db.sqlite3", "database", Sign::Begins(&[b"SQLite format 3\0"])),
    file("/web.zip", "backup", ZIP),
    file("/site.zip", "backup", ZIP),
    file("/www.zip", "backup", ZIP),
    file("/{host}.zip", "backup", ZIP),
    file("/{host}.tar.gz", "backup", GZIP),
    file("/{host}.sql", "database", SQL),
    file("/phpinfo.php", "phpinfo", Sign::Holds(&["phpinfo()", "php version"])),
    file("/info.php", "phpinfo", Sign::Holds(&["phpinfo()", "php version"])),
    file("/server-status", "status", Sign::Holds(&["apache server status for"])),
    file("/server-info", "status", Sign::Holds(&["apache server information"])),
    file("/nginx_status", "status", Sign::Text(|text| text.starts_with("Active connections:"))),
    file("/actuator/env", "actuator", Sign::Text(|text| text.contains("\"propertySources\""))),
    file("/actuator/heapdump", "actuator", Sign::Begins(&[b"JAVA PROFILE 1.0", b"\x1f\x8b\x08"])),
    file(
        "/config/database.yml",
        "settings",
        Sign::Text(|text| text.contains("adapter:") && text.contains("database:")),
    ),
    file("/id_rsa", "key", KEY),
    file("/.ssh/id_rsa", "key", KEY),
    file("/.ssh/id_ed25519", "key", KEY),
    file("/server.key", "key", KEY),
    file("/privatekey.pem", "key", KEY),
    file(
        "/docker-compose.yml",
        "settings",
        Sign::Text(|text| {
            text_with(text, &["services:"]) && (text.contains("image:") || text.contains("build:"))
        }),
    ),
    file("/.aws/credentials", "key", Sign::Text(|text| text.contains("aws_access_key_id"))),
    file("/.git-credentials", "key", Sign::Text(url_login)),
    file(
        "/.npmrc",
        "key",
        Sign::Text(|text| text.contains("_authToken") || text.contains("_password")),
    ),
    file("/.docker/config.json", "key", Sign::Text(|text| text.contains("\"auths\""))),
    file("/.vscode/sftp.json", "key", Sign::Text(|text| text.contains("\"remotePath\""))),
    file("/.idea/workspace.xml", "settings", Sign::Holds(&["<project version"])),
    file("/WEB-INF/web.xml", "settings", Sign::Holds(&["<web-app"])),
    file("/.bash_history", "history", Sign::Text(commands)),
    file("/elmah.axd", "log", Sign::Holds(&["error log for"])),
    file("/trace.axd", "log", Sign::Holds(&["application trace"])),
    file("/debug.log", "log", LOG),
    file("/wp-content/debug.log", "log", LOG),
    file("/storage/logs/laravel.log", "log", LOG),
];

impl Exposable {
    /// Whether content is that of such a file.
    pub(super) fn fits(&self, content: &[u8]) -> bool {
        match self.sign {
            Sign::Begins(starts) => starts.iter().any(|start| content.starts_with(start)),
            Sign::Text(fits) => {
                let text = String::from_utf8_lossy(content);
                let text = text.trim_start_matches('\u{feff}');
                // A page is no file of settings, whatever words it holds.
                let is_page = text.trim_start().get(..1) == Some("<")
                    && !text.trim_start().starts_with("<?php");
                !content.contains(&0) && !is_page && fits(text)
            }
            Sign::Holds(words) => {
                let text = String::from_utf8_lossy(content).to_ascii_lowercase();
                words.iter().all(|word| text.contains(word))
            }
        }
    }

    /// The path on `host`.
    pub(super) fn path_on(&self, host: &str) -> String {
        self.path.replace("{host}", host)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What files of each mark begin with.
    const REAL: [(&str, &[u8]); 28] = [
        ("/.git/HEAD", b"ref: refs/heads/main\n"),
        ("/.git/HEAD", b"9d5ed678fe57bcca610140957afab571d0a2b7c1\n"),
        ("/.git/config", b"[core]\n\trepositoryformatversion = 0\n"),
        ("/.env", b"# app\nAPP_ENV=production\nDB_PASSWORD=\"x\"\n"),
        ("/.env", b"export SECRET_KEY=abc\nDEBUG=1\n"),
        ("/.env", b"FOO=bar\n"),
        ("/.git/index", b"DIRC\0\0\0\x02"),
        ("/.htpasswd", b"admin:rl.3StKT.4T8M\n"),
        ("/config/database.yml", b"production:\n  adapter: mysql2\n  database: folk\n"),
        ("/.svn/entries", b"12\n"),
        ("/.DS_Store", b"\0\0\0\x01Bud1\0\0"),
        ("/.htpasswd", b"ola:$apr1$abc$def\n"),
        ("/.htpasswd", b"kari:{SHA}abc=\nper:$2y$05$x\n"),
        ("/web.config", b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<configuration>\n  <system.webServer>"),
        ("/wp-config.php.bak", b"<?php\ndefine('DB_PASSWORD', 'x');"),
        ("/backup.zip", b"PK\x03\x04\x14"),
        ("/backup.tar.gz", b"\x1f\x8b\x08\0"),
        ("/dump.sql", b"-- MySQL dump 10.13\n"),
        ("/dump.sql", b"CREATE TABLE users (id int);"),
        ("/phpinfo.php", b"<!DOCTYPE html><title>PHP 8.2.7 - phpinfo()</title><h1>PHP Version 8.2.7</h1>"),
        ("/server-status", b"<html><h1>Apache Server Status for a.example (via 10.0.0.1)</h1>"),
        ("/nginx_status", b"Active connections: 2 \nserver accepts handled requests\n"),
        ("/id_rsa", b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn"),
        ("/docker-compose.yml", b"version: '3'\nservices:\n  web:\n    image: nginx\n"),
        ("/.aws/credentials", b"[default]\naws_access_key_id = AKIA\n"),
        ("/.git-credentials", b"https://ola:ghp_x@github.com\n"),
        ("/.bash_history", b"cd /var/www\nsudo systemctl restart nginx\nexit\n"),
        ("/debug.log", b"[01-Jan-2026 10:00:00 UTC] PHP Warning:  Undefined variable $x in /var/www/a.php on line 3"),
    ];

    /// What servers answer to any name.
    const NOT: [&[u8]; 8] = [
        b"<!doctype html><html><head><title>App</title></head><body><div id=app></div> [core] DB_PASSWORD=x",
        b"\n  <html><body><h1>404 Not Found</h1>ref: refs/heads</body></html>",
        b"Not found",
        b"{\"error\":\"not found\",\"path\":\"/.env\"}",
        b"",
        b"Access denied\nReference: 18.a=b\n",
        b"User-agent: *\nDisallow: /\n",
        b"OK",
    ];

    #[test]
    fn every_file_is_known_by_what_it_holds() {
        for (path, content) in REAL {
            let file = FILES.iter().find(|file| file.path == path).unwrap();
            assert!(file.fits(content), "{path} {}", String::from_utf8_lossy(content));
        }
    }

    #[test]
    fn what_a_server_says_to_every_name_is_no_file() {
        for file in FILES {
            for content in NOT {
                assert!(!file.fits(content), "{} {}", file.path, String::from_utf8_lossy(content));
            }
        }
    }

    #[test]
    fn no_name_is_asked_for_twice() {
        let mut paths: Vec<&str> = FILES.iter().map(|file| file.path).collect();
        paths.sort_unstable();
        assert!(paths.windows(2).all(|two| two[0] != two[1]));
    }

    proptest! {
        #[test]
        fn any_bytes_are_held_against_every_pattern_without_a_panic(
            content in proptest::collection::vec(any::<u8>(), 0..200),
            text in "([A-Z_]{0,4}[=:$\n] ?\\PC{0,6}){0,10}",
        ) {
            for file in FILES {
                let _ = (file.fits(&content), file.fits(text.as_bytes()));
            }
        }
    }
}

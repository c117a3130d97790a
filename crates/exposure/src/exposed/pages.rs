//! Pages that are known by what they hold: panels of administrators, pages that a server brings along,
//! pages for developers.

use crate::https::answer::Head;

/// Something that an answer must hold.
#[derive(Clone, Copy, Debug)]
pub(super) enum Needle {
    /// In the content, in lower case.
    Content(&'static str),
    /// A field with that lower-case name, whose value holds the text in any case.
    Field(&'static str, &'static str),
}

use Needle::{Content, Field};

/// A page that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// What it is, as a person says it.
    pub(super) name: &'static str,
    /// What an answer must hold, all of it.
    needles: &'static [Needle],
}

const fn known(name: &'static str, needles: &'static [Needle]) -> Known {
    Known { name, needles }
}

/// Where panels are. The front page is looked at too.
pub(super) const PANEL_PATHS: [&str; 20] = [
    "/wp-login.php",
    "/phpmyadmin/",
    "/pma/",
    "/adminer.php",
    "/administrator/",
    "/user/login",
    "/admin/login/",
    "/admin/",
    "/login",
    "/manager/html",
    "/console/login/LoginForm.jsp",
    "/solr/",
    "/zabbix/",
    "/owa/auth/logon.aspx",
    "/remote/login",
    "/dana-na/auth/url_default/welcome.cgi",
    "/vpn/index.html",
    "/global-protect/login.esp",
    "/+CSCOE+/logon.html",
    "/RDWeb/Pages/en-US/login.aspx",
];

/// Panels for administrators, and doors into the inner network.
pub(super) const PANELS: [Known; 34] = [
    known("WordPress", &[Content("wp-login.php"), Content("user_pass")]),
    known("phpMyAdmin", &[Content("phpmyadmin"), Content("pma_password")]),
    known("Adminer", &[Content("adminer"), Content("auth[driver]")]),
    known("Joomla", &[Content("joomla"), Content("com_login")]),
    known("Drupal", &[Content("user-login-form"), Content("drupal")]),
    known("Django admin", &[Content("csrfmiddlewaretoken"), Content("django")]),
    known("TYPO3", &[Content("typo3"), Content("userident")]),
    known("Umbraco", &[Content("umbraco"), Content("umbraco-login")]),
    known("Tomcat manager", &[Field("www-authenticate", "tomcat")]),
    known("WebLogic", &[Content("weblogic"), Content("j_password")]),
    known("Jenkins", &[Field("x-jenkins", "")]),
    known("Grafana", &[Content("<title>grafana</title>")]),
    known("Kibana", &[Field("kbn-name", "")]),
    known("Solr", &[Content("solr admin")]),
    known("Zabbix", &[Content("zabbix"), Content("name=\"password\"")]),
    known("GitLab", &[Content("gitlab"), Content("user_password")]),
    known("Nextcloud", &[Content("nextcloud"), Content("data-requesttoken")]),
    known("Roundcube", &[Content("roundcube"), Content("_pass")]),
    known("cPanel", &[Content("cpanel"), Content("login_form")]),
    known("Plesk", &[Content("plesk"), Content("login_name")]),
    known("Webmin", &[Content("login to webmin")]),
    known("Proxmox", &[Content("proxmox virtual environment")]),
    known("VMware", &[Content("vmware"), Content("id_eesx_welcome")]),
    known("Synology DSM", &[Content("synology"), Content("webman")]),
    known("Outlook on the web", &[Content("/owa/"), Content("passwordtext")]),
    known("Outlook on the web", &[Field("x-owa-version", "")]),
    known("Fortinet VPN", &[Content("fgt_lang")]),
    known("Ivanti Pulse VPN", &[Content("/dana-na/")]),
    known("Citrix Gateway", &[Content("citrix"), Content("/vpn/")]),
    known("GlobalProtect VPN", &[Content("globalprotect"), Content("login")]),
    known("Cisco VPN", &[Content("+cscoe+")]),
    known("RD Web Access", &[Content("rdweb"), Content("domainuserpasswd")]),
    known("HP printer", &[Field("server", "hp http server")]),
    known("Printer", &[Field("server", "virata-emweb")]),
];

/// Pages that servers bring along.
pub(super) const DEFAULTS: [Known; 9] = [
    known("nginx", &[Content("<title>welcome to nginx!</title>")]),
    known("Apache on Debian", &[Content("apache2 debian default page")]),
    known("Apache on Ubuntu", &[Content("apache2 ubuntu default page")]),
    known("Apache", &[Content("<html><body><h1>it works!</h1></body></html>")]),
    known("Apache on Red Hat", &[Content("test page for the"), Content("http server")]),
    known("IIS", &[Content("iisstart"), Content("iis")]),
    known("Tomcat", &[Content("<title>apache tomcat/"), Content("successfully installed tomcat")]),
    known("lighttpd", &[Content("<title>welcome page</title>"), Content("lighttpd")]),
    known("Caddy", &[Content("<title>caddy works!</title>")]),
];

/// Pages that show developers what went wrong.
pub(super) const DEBUGS: [Known; 14] = [
    known(
        "Django",
        &[Content("you're seeing this error because you have <code>debug = true</code>")],
    ),
    known("Laravel", &[Content("laravel"), Content("stack trace")]),
    known("Laravel", &[Content("ignition"), Content("facade\\")]),
    known("Symfony", &[Content("symfony exception")]),
    known("Symfony", &[Content("sf-toolbar"), Content("_profiler")]),
    known("Rails", &[Content("action controller: exception caught")]),
    known("Rails", &[Content("routing error"), Content("rails.root")]),
    known("Werkzeug", &[Content("werkzeug"), Content("debugger"), Content("traceback")]),
    known("Python", &[Content("traceback (most recent call last)")]),
    known("ASP.NET", &[Content("server error in '/"), Content("stack trace:")]),
    known(
        "ASP.NET Core",
        &[
            Content("an unhandled exception occurred while processing the request"),
            Content("stack"),
        ],
    ),
    known("PHP", &[Content("<b>fatal error</b>:"), Content("on line <b>")]),
    known("Java", &[Content("exception"), Content("at org.apache.catalina.")]),
    known("Node.js", &[Content("at layer.handle"), Content("node_modules")]),
];

/// The names of those of `pages` that an answer is; each once.
pub(super) fn which(pages: &[Known], head: &Head, content: &[u8]) -> Vec<&'static str> {
    let text = String::from_utf8_lossy(content).to_ascii_lowercase();
    let holds = |needle: &Needle| match needle {
        Content(word) => text.contains(word),
        Field(name, word) => {
            let mut values = head.all(name);
            values.any(|value| value.to_ascii_lowercase().contains(word))
        }
    };
    let fits = |known: &&Known| known.needles.iter().all(holds);
    let mut names: Vec<&'static str> = pages.iter().filter(fits).map(|known| known.name).collect();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::https::answer::{self, Reading};

    fn head(fields: &str) -> Head {
        match answer::read(format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes()) {
            Ok(Reading::Complete(head, _)) => head,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pages_are_known_by_all_of_what_they_hold() {
        let page = b"<form action=\"/wp-login.php\"><input id=\"User_Pass\">";
        assert_eq!(which(&PANELS, &head(""), page), ["WordPress"]);
        assert_eq!(which(&PANELS, &head("X-Jenkins: 2.4\r\n"), b""), ["Jenkins"]);
        let realm = "WWW-Authenticate: Basic realm=\"Tomcat Manager Application\"\r\n";
        assert_eq!(which(&PANELS, &head(realm), b""), ["Tomcat manager"]);
        assert!(which(&PANELS, &head(""), b"we moved from WordPress to something else").is_empty());
    }

    #[test]
    fn needles_are_written_in_lower_case() {
        for known in PANELS.iter().chain(&DEFAULTS).chain(&DEBUGS) {
            for needle in known.needles {
                let (Content(word) | Field(_, word)) = needle;
                assert_eq!(*word, word.to_lowercase(), "{}", known.name);
            }
        }
    }
}

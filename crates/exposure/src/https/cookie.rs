//! Cookies as a browser reads them (RFC 6265bis), without their values.

/// One `Set-Cookie`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cookie {
    /// Its name.
    pub(crate) name: String,
    /// Sent back over encrypted connections alone.
    pub(crate) secure: bool,
    /// Hidden from scripts.
    pub(crate) http_only: bool,
    /// `SameSite` in lower case, the last one.
    pub(crate) same_site: Option<String>,
    path: Option<String>,
    domain: Option<String>,
    /// Whether it takes an earlier cookie away.
    pub(crate) is_removal: bool,
}

/// What a cookie's name promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prefix {
    /// `__Host-`: set by this host, encrypted, for this host alone.
    Host,
    /// `__Secure-`: set encrypted.
    Secure,
}

impl Cookie {
    /// Reads a field's value; nothing when a browser would ignore it.
    pub(crate) fn read(value: &str) -> Option<Self> {
        let mut pieces = value.split(';');
        let first = pieces.next().unwrap_or_default();
        // Without a name the cookie's name is empty, and a browser takes it all the same.
        let name = first.split_once('=').map_or("", |(name, _)| name.trim());
        if first.trim().is_empty() || name.chars().any(char::is_control) {
            return None;
        }
        let mut cookie = Self { name: name.to_owned(), ..Self::default() };
        for piece in pieces {
            let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "secure" => cookie.secure = true,
                "httponly" => cookie.http_only = true,
                "samesite" => cookie.same_site = Some(value.to_ascii_lowercase()),
                "path" => cookie.path = Some(value.to_owned()),
                "domain" if !value.is_empty() => cookie.domain = Some(value.to_owned()),
                "max-age" => cookie.is_removal |= value == "0" || value.starts_with('-'),
                "expires" => cookie.is_removal |= value.contains("1970"),
                _ => {}
            }
        }
        Some(cookie)
    }

    /// Whether the name is one that programs give to what stands for a log-in or a session.
    pub(crate) fn is_session(&self) -> bool {
        const LIKE: [&str; 10] = [
            "sess",
            "login",
            "logged_in",
            "auth",
            "token",
            "jwt",
            "aspnet",
            "remember",
            "cfid",
            "passw",
        ];
        let name = self.name.to_ascii_lowercase();
        let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
        !self.is_against_forgery()
            && (LIKE.iter().any(|like| name.contains(like)) || words.any(|word| word == "sid"))
    }

    /// Whether the name is that of a token against forged requests, which scripts must be able to read.
    pub(crate) fn is_against_forgery(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        ["csrf", "xsrf", "forgery"].iter().any(|like| name.contains(like))
    }

    /// What the name promises.
    pub(crate) fn prefix(&self) -> Option<Prefix> {
        let starts = |prefix: &str| {
            self.name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        match () {
            () if starts("__Host-") => Some(Prefix::Host),
            () if starts("__Secure-") => Some(Prefix::Secure),
            () => None,
        }
    }

    /// Whether it keeps what its name promises; a browser refuses one that does not.
    pub(crate) fn keeps_promise(&self) -> bool {
        match self.prefix() {
            None => true,
            Some(Prefix::Secure) => self.secure,
            Some(Prefix::Host) => {
                self.secure && self.domain.is_none() && self.path.as_deref() == Some("/")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(value: &str) -> Cookie {
        Cookie::read(value).unwrap()
    }

    #[test]
    fn flags_are_read_whatever_their_case_and_order() {
        let cookie = read("SID=***; path=/ ; SECURE;HttpOnly; samesite = Lax; SameSite=Strict");
        assert!(cookie.secure && cookie.http_only && cookie.is_session());
        assert_eq!(cookie.same_site.as_deref(), Some("strict"));
        let bare = read("a=***");
        assert!(!bare.secure && !bare.http_only && bare.same_site.is_none() && !bare.is_session());
        assert_eq!(read("nameless").name, "");
        assert!(Cookie::read(" ; Secure").is_none());
    }

    #[test]
    fn names_of_sessions_are_told_from_others() {
        for name in [
            "PHPSESSID",
            "JSESSIONID",
            "connect.sid",
            "ASP.NET_SessionId",
            ".ASPXAUTH",
            "id_token",
            "__Host-sid",
        ] {
            assert!(read(&format!("{name}=***")).is_session(), "{name}");
        }
        for name in [
            "lang",
            "consent",
            "XSRF-TOKEN",
            "csrftoken",
            "_ga",
            "inside",
            ".AspNetCore.Antiforgery.x",
        ] {
            assert!(!read(&format!("{name}=***")).is_session(), "{name}");
        }
    }

    #[test]
    fn a_name_that_promises_must_be_kept() {
        assert!(read("__Host-a=***; Secure; Path=/").keeps_promise());
        assert!(!read("__Host-a=***; Secure; Path=/; Domain=a.example").keeps_promise());
        assert!(!read("__Host-a=***; Secure; Path=/x").keeps_promise());
        assert!(!read("__secure-a=***").keeps_promise());
        assert!(read("a=***").keeps_promise());
    }

    #[test]
    fn a_cookie_that_is_taken_away_is_told() {
        for value in
            ["a=; Max-Age=0", "a=; expires=Thu, 01 Jan 1970 00:00:00 GMT", "a=; max-age=-1"]
        {
            assert!(read(value).is_removal, "{value}");
        }
        assert!(!read("a=***; Max-Age=10").is_removal);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(value in "\\PC{0,80}") {
            if let Some(cookie) = Cookie::read(&value) {
                let _ = (cookie.is_session(), cookie.prefix(), cookie.keeps_promise());
            }
        }

        #[test]
        fn a_flag_is_heeded_wherever_it_stands(before in "(; ?[a-z]{1,5}(=[a-z]{0,5})?){0,3}", after in "(; ?[a-z]{1,5}){0,3}") {
            let value = format!("a=b{before}; Secure{after}");
            prop_assert!(read(&value).secure);
        }
    }
}

//! What can be seen of Nordvik from outside, and the days on which each fault comes and goes.
//!
//! Days count from the start of the simulation. The addresses are virtual: names resolve to them,
//! and [`World::reroute`](crate::World::reroute) says where each one really listens.

use std::net::Ipv4Addr;

use crate::calendar::{Since, since};

/// One web server: HTTPS on port 443, plain HTTP on port 80.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    /// Its host name.
    pub(crate) host: &'static str,
    /// The address that its name resolves to.
    pub(crate) address: Ipv4Addr,
    /// What its page says that it is, in Norwegian.
    pub(crate) title: &'static str,
    /// The certificates that it serves, by first day.
    pub(crate) certificates: &'static [Since<Certificate>],
    /// Whether plain HTTP redirects to HTTPS.
    pub(crate) redirects: &'static [Since<bool>],
    /// `max-age` of Strict-Transport-Security in seconds; 0 = the header is absent.
    pub(crate) hsts_max_age_s: &'static [Since<u32>],
    /// First and last day on which every connection is reset.
    pub(crate) away: Option<(u32, u32)>,
    /// What stands behind its first page.
    pub(crate) front: Front,
}

/// What stands behind the first page of a web server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Front {
    /// Nothing.
    Page,
    /// Remote access: a password, and a page for a code that can be passed by.
    Portal,
    /// The web mail: a password and a code.
    Mail,
    /// An OpenID provider.
    Provider,
}

/// A certificate; days may lie before the start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Certificate {
    /// Who signs it.
    pub(crate) issuer: Issuer,
    /// The name in it, when it is not that of the site.
    pub(crate) host: Option<&'static str>,
    /// The day from which it is valid.
    pub(crate) issued_day: i32,
    /// The day at whose start it expires.
    pub(crate) expires_day: i32,
}

/// Who signs a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Issuer {
    /// The authority in [`World::roots_pem`](crate::World::roots_pem).
    Trusted,
    /// An authority of the supplier's own that nobody else knows.
    Unknown,
}

/// One SSH server on port 22.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shell {
    /// Its host name.
    pub(crate) host: &'static str,
    /// The address that its name resolves to.
    pub(crate) address: Ipv4Addr,
    /// Whether it offers log-in by password.
    pub(crate) password: &'static [Since<bool>],
    /// Whether the canary can get in, with its key and a code.
    pub(crate) takes_canary: bool,
}

const YEAR_S: u32 = 31_536_000;

/// A certificate in order.
pub(crate) const SOUND: Certificate =
    Certificate { issuer: Issuer::Trusted, host: None, issued_day: -40, expires_day: 330 };

const GOOD: Site = Site {
    host: "",
    address: Ipv4Addr::LOCALHOST,
    title: "",
    certificates: &[since(0, SOUND)],
    redirects: &[since(0, true)],
    hsts_max_age_s: &[since(0, YEAR_S)],
    away: None,
    front: Front::Page,
};

const fn ip(domain: u8, host: u8) -> Ipv4Addr {
    Ipv4Addr::new(127, 77, domain, host)
}

/// The web servers.
pub(crate) const SITES: &[Site] = &[
    Site { host: "www.nordvik.example", address: ip(1, 10), title: "Nordvik kommune", ..GOOD },
    Site {
        host: "innsyn.nordvik.example",
        address: ip(1, 11),
        title: "Innsyn i saker og postlister",
        // Forgotten: it runs out on day 38 and is renewed five days later.
        certificates: &[
            since(0, Certificate { issued_day: -327, expires_day: 38, ..SOUND }),
            since(43, Certificate { issued_day: 42, expires_day: 407, ..SOUND }),
        ],
        ..GOOD
    },
    Site {
        host: "skjema.nordvik.example",
        address: ip(1, 12),
        title: "Elektroniske skjema",
        redirects: &[since(0, false), since(21, true)],
        ..GOOD
    },
    Site {
        host: "skole.nordvik.example",
        address: ip(1, 13),
        title: "Skoleportalen",
        hsts_max_age_s: &[since(0, 300), since(50, YEAR_S)],
        ..GOOD
    },
    Site {
        host: "ansatt.nordvik.example",
        address: ip(1, 14),
        title: "Ansattportalen",
        // The upgrade on day 57 loses the header, and nobody notices.
        hsts_max_age_s: &[since(0, YEAR_S), since(57, 0)],
        ..GOOD
    },
    Site {
        host: "trygg.nordvik.example",
        address: ip(1, 15),
        title: "Responssenteret",
        certificates: &[
            since(0, Certificate { issuer: Issuer::Unknown, ..SOUND }),
            since(64, Certificate { issued_day: 63, expires_day: 428, ..SOUND }),
        ],
        ..GOOD
    },
    Site {
        host: "epost.nordvik.example",
        address: ip(1, 16),
        title: "E-post på nett",
        front: Front::Mail,
        ..GOOD
    },
    Site {
        host: "kart.nordvik.example",
        address: ip(1, 17),
        title: "Kart og eiendom",
        certificates: &[since(0, Certificate { host: Some("kart.lomviskjema.example"), ..SOUND })],
        ..GOOD
    },
    Site {
        host: "barnehage.nordvik.example",
        address: ip(1, 18),
        title: "Barnehageportalen",
        hsts_max_age_s: &[since(0, 0)],
        ..GOOD
    },
    Site {
        host: "fjern.nordvik.example",
        address: ip(1, 19),
        title: "Fjerntilgang",
        away: Some((70, 74)),
        front: Front::Portal,
        ..GOOD
    },
    Site {
        host: "www.nordvik-kulturhus.example",
        address: ip(2, 10),
        title: "Nordvik kulturhus",
        redirects: &[since(0, false)],
        hsts_max_age_s: &[since(0, 0)],
        ..GOOD
    },
    Site {
        host: "vakt.nordvik-vann.example",
        address: ip(3, 10),
        title: "Nordvik vann: vaktportalen",
        // Certificates of 90 days, renewed in time by a machine.
        certificates: &[
            since(0, Certificate { issued_day: -58, expires_day: 32, ..SOUND }),
            since(2, Certificate { issued_day: 2, expires_day: 92, ..SOUND }),
            since(62, Certificate { issued_day: 62, expires_day: 152, ..SOUND }),
        ],
        hsts_max_age_s: &[since(0, 86_400)],
        ..GOOD
    },
    Site {
        host: "kunde.nordvikregionen-ikt.example",
        address: ip(4, 10),
        title: "Nordvikregionen IKT: kundeportalen",
        front: Front::Provider,
        ..GOOD
    },
];

/// The SSH servers.
pub(crate) const SHELLS: &[Shell] = &[
    Shell {
        host: "filer.nordvik.example",
        address: ip(1, 22),
        password: &[since(0, false)],
        takes_canary: true,
    },
    Shell {
        host: "drift.nordvikregionen-ikt.example",
        address: ip(4, 22),
        // Stated to be off; turned off on day 33, and on again by mistake after a rebuild.
        password: &[since(0, true), since(33, false), since(78, true)],
        takes_canary: false,
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_host_and_address_is_used_once() {
        let hosts: BTreeSet<_> =
            SITES.iter().map(|s| s.host).chain(SHELLS.iter().map(|s| s.host)).collect();
        let addresses: BTreeSet<_> =
            SITES.iter().map(|s| s.address).chain(SHELLS.iter().map(|s| s.address)).collect();
        assert_eq!(hosts.len(), SITES.len() + SHELLS.len());
        assert_eq!(addresses.len(), hosts.len());
    }

    #[test]
    fn every_table_begins_on_the_first_day_and_goes_forward() {
        fn sound<T>(changes: &[Since<T>]) -> bool {
            changes.first().is_some_and(|first| first.day == 0)
                && changes.windows(2).all(|pair| pair[0].day < pair[1].day)
        }
        for site in SITES {
            assert!(sound(site.certificates) && sound(site.redirects), "{}", site.host);
            assert!(sound(site.hsts_max_age_s), "{}", site.host);
        }
        assert!(SHELLS.iter().all(|shell| sound(shell.password)));
    }
}

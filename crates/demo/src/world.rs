//! The world outside the municipality's own walls, on loopback.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use arvak_core::Instant;
use tokio::task::JoinSet;

use crate::DemoError;
use crate::authority::Authorities;
use crate::calendar::{Calendar, Since};
use crate::dns::{Sockets, Zones, control_token};
use crate::log_in::{self, Canary, Houses, canaries};
use crate::sites::{Front, SHELLS, SITES, SOUND, Site};
use crate::ssh::Faces;
use crate::web::Wardrobe;
use crate::{door, ssh, web};

/// Nordvik's servers. They run until this is dropped, and only inside a tokio runtime.
#[derive(Debug)]
pub struct World {
    calendar: Calendar,
    dns: SocketAddr,
    reroute: BTreeMap<SocketAddr, SocketAddr>,
    roots_pem: String,
    servers: JoinSet<()>,
    houses: Houses,
    /// What the SSH server that takes the canary shows that it is.
    host_key: String,
}

impl World {
    /// Starts all servers; `from` is the start of day 0 and the first simulated now.
    pub async fn start(from: Instant) -> Result<Self, DemoError> {
        let calendar = Calendar::new(from);
        let authorities = Authorities::new(from)?;
        let sockets = Sockets::bind().await?;
        let mut world = Self {
            dns: sockets.address,
            reroute: BTreeMap::new(),
            roots_pem: authorities.roots_pem(),
            servers: JoinSet::new(),
            houses: Houses::new(&calendar)?,
            host_key: String::new(),
            calendar: calendar.clone(),
        };
        world.servers.spawn(sockets.serve(Arc::new(Zones::new()?), calendar.clone()));
        for site in SITES {
            let wardrobe = wardrobe(&authorities, site)?;
            let secure = world.listen(site.address, 443).await?;
            let plain = world.listen(site.address, 80).await?;
            world.servers.spawn(web::serve_https(
                secure,
                site,
                wardrobe,
                world.houses.clone(),
                calendar.clone(),
            ));
            world.servers.spawn(web::serve_http(plain, site, calendar.clone()));
            if site.front == Front::Mail {
                let tls = authorities.tls(site.host, &SOUND)?;
                let programs = world.listen(site.address, 993).await?;
                let mail = Arc::clone(&world.houses.mail);
                world.servers.spawn(log_in::serve_imap(programs, tls, mail));
            }
        }
        for shell in SHELLS {
            let faces = Faces::new(shell.host)?;
            let listener = world.listen(shell.address, 22).await?;
            if shell.takes_canary {
                faces.host_key().clone_into(&mut world.host_key);
            }
            let canary = Arc::clone(&world.houses.shell);
            world.servers.spawn(ssh::serve(listener, shell, faces, canary, calendar.clone()));
        }
        Ok(world)
    }

    /// Where the name server listens, UDP and TCP.
    pub const fn dns(&self) -> SocketAddr {
        self.dns
    }

    /// From what names resolve to (127.77.x.y and the usual port) to where that really listens.
    pub const fn reroute(&self) -> &BTreeMap<SocketAddr, SocketAddr> {
        &self.reroute
    }

    /// The root certificates that visitors trust, as PEM.
    pub fn roots_pem(&self) -> &str {
        &self.roots_pem
    }

    /// Moves the simulated now. New connections and questions see the world as it is then.
    pub fn set_time(&self, now: Instant) {
        self.calendar.set(now);
    }

    /// The token that proves control of `domain` when `_arvak.DOMAIN` holds `arvak-control=TOKEN`;
    /// none for a domain that is not Nordvik's. It is published from some day on, or never.
    pub fn token(&self, domain: &str) -> Option<String> {
        control_token(domain)
    }

    /// The key that one of the canaries shows, as OpenSSH writes it.
    pub fn canary_key(&self) -> Result<String, DemoError> {
        self.houses.shell.key_file()
    }

    /// The canaries that stand in this world's services; `key_file` is where [`canary_key`](Self::canary_key) lies.
    pub fn canaries(&self, key_file: &str) -> Vec<Canary> {
        canaries(&self.houses, key_file, &self.host_key)
    }

    async fn listen(
        &mut self,
        address: Ipv4Addr,
        port: u16,
    ) -> Result<tokio::net::TcpListener, DemoError> {
        let (listener, bound) = door::bind(address).await?;
        self.reroute.insert(SocketAddr::new(IpAddr::V4(address), port), bound);
        Ok(listener)
    }
}

fn wardrobe(authorities: &Authorities, site: &'static Site) -> Result<Wardrobe, DemoError> {
    let certificates = site.certificates.iter();
    certificates
        .map(|change| {
            let value = authorities.tls(site.host, &change.value)?;
            Ok(Since { day: change.day, value })
        })
        .collect()
}

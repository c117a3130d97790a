//! The web servers, visited by an ordinary TLS client whose clock is the simulated one.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use arvak_core::Instant;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{day, really, world};
use crate::World;
use crate::sites::SITES;

#[derive(Debug)]
struct Simulated(Instant);

impl TimeProvider for Simulated {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.as_millis() / 1000).unwrap();
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

fn roots(world: &World) -> Arc<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(world.roots_pem().as_bytes()).unwrap()).unwrap();
    Arc::new(roots)
}

/// The answer of a site as an ordinary visitor gets it on a day.
async fn visit(world: &World, host: &'static str, at: u32, path: &str) -> io::Result<String> {
    world.set_time(day(at));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let clock = Arc::new(Simulated(day(at)));
    let config = ClientConfig::builder_with_details(provider, clock)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots(world))
        .with_no_client_auth();
    let stream = TcpStream::connect(really(world, &address(host, 443))).await?;
    let name = ServerName::try_from(host).unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    ask(&mut stream, host, path).await
}

async fn visit_plain(world: &World, host: &str, at: u32, path: &str) -> io::Result<String> {
    world.set_time(day(at));
    let mut stream = TcpStream::connect(really(world, &address(host, 80))).await?;
    ask(&mut stream, host, path).await
}

async fn ask<S>(stream: &mut S, host: &str, path: &str) -> io::Result<String>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

fn address(host: &str, port: u16) -> String {
    let site = SITES.iter().find(|site| site.host == host).unwrap();
    format!("{}:{port}", site.address)
}

fn refused(answer: &io::Result<String>) -> Option<&CertificateError> {
    let error = answer.as_ref().err()?.get_ref()?.downcast_ref::<rustls::Error>()?;
    match error {
        rustls::Error::InvalidCertificate(error) => Some(error),
        _ => None,
    }
}

#[tokio::test]
async fn a_sound_site_answers_with_its_page_and_hsts_and_redirects() {
    let world = world().await;
    for host in
        ["www.nordvik.example", "epost.nordvik.example", "kunde.nordvikregionen-ikt.example"]
    {
        for at in [0, 45, 90] {
            let answer = visit(&world, host, at, "/").await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
            assert!(answer.contains("Strict-Transport-Security: max-age=31536000\r\n"), "{answer}");
            assert!(answer.contains(host));
            let plain = visit_plain(&world, host, at, "/a?b").await.unwrap();
            assert!(plain.starts_with("HTTP/1.1 301 "), "{plain}");
            assert!(plain.contains(&format!("Location: https://{host}/a?b\r\n")), "{plain}");
        }
    }
    let answer = visit(&world, "www.nordvik.example", 0, "/finnes-ikke").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
}

#[tokio::test]
async fn a_forgotten_certificate_runs_out_on_day_38_and_is_renewed_on_day_43() {
    let world = world().await;
    let host = "innsyn.nordvik.example";
    assert!(visit(&world, host, 37, "/").await.is_ok());
    for at in [39, 42] {
        let answer = visit(&world, host, at, "/").await;
        assert!(
            matches!(
                refused(&answer),
                Some(CertificateError::Expired | CertificateError::ExpiredContext { .. })
            ),
            "day {at}: {answer:?}"
        );
    }
    assert!(visit(&world, host, 43, "/").await.is_ok());
    assert!(visit(&world, host, 90, "/").await.is_ok());
}

#[tokio::test]
async fn the_response_centre_is_not_trusted_before_day_64() {
    let world = world().await;
    let answer = visit(&world, "trygg.nordvik.example", 63, "/").await;
    assert!(matches!(refused(&answer), Some(CertificateError::UnknownIssuer)), "{answer:?}");
    assert!(visit(&world, "trygg.nordvik.example", 64, "/").await.is_ok());
}

#[tokio::test]
async fn the_map_carries_another_hosts_name() {
    let world = world().await;
    for at in [0, 90] {
        let answer = visit(&world, "kart.nordvik.example", at, "/").await;
        assert!(
            matches!(
                refused(&answer),
                Some(
                    CertificateError::NotValidForName
                        | CertificateError::NotValidForNameContext { .. }
                )
            ),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn forms_redirect_from_day_21_and_the_culture_house_never_does() {
    let world = world().await;
    let status = |answer: String| answer.get(9..12).unwrap().to_owned();
    let forms = "skjema.nordvik.example";
    assert_eq!(status(visit_plain(&world, forms, 20, "/").await.unwrap()), "200");
    assert_eq!(status(visit_plain(&world, forms, 21, "/").await.unwrap()), "301");
    let house = "www.nordvik-kulturhus.example";
    assert_eq!(status(visit_plain(&world, house, 90, "/").await.unwrap()), "200");
}

#[tokio::test]
async fn hsts_comes_and_goes() {
    let world = world().await;
    let expected = [
        ("skole.nordvik.example", 49, Some("300")),
        ("skole.nordvik.example", 50, Some("31536000")),
        ("ansatt.nordvik.example", 56, Some("31536000")),
        ("ansatt.nordvik.example", 57, None),
        ("barnehage.nordvik.example", 90, None),
        ("vakt.nordvik-vann.example", 0, Some("86400")),
    ];
    for (host, at, seconds) in expected {
        let answer = visit(&world, host, at, "/").await.unwrap();
        let header = answer.lines().find_map(|l| l.strip_prefix("Strict-Transport-Security: "));
        let found = header.map(|value| value.strip_prefix("max-age=").unwrap());
        assert_eq!(found, seconds, "{host} on day {at}");
    }
}

#[tokio::test]
async fn remote_access_cannot_be_reached_from_day_70_to_74() {
    let world = world().await;
    let host = "fjern.nordvik.example";
    for (at, reachable) in [(69, true), (70, false), (74, false), (75, true)] {
        let answer = visit(&world, host, at, "/").await;
        assert_eq!(answer.is_ok(), reachable, "day {at}: {answer:?}");
        assert!(refused(&answer).is_none());
        assert_eq!(visit_plain(&world, host, at, "/").await.is_ok(), reachable, "day {at}");
    }
}

#[tokio::test]
async fn the_water_works_renew_in_time() {
    let world = world().await;
    for at in [0, 2, 31, 61, 62, 90] {
        assert!(visit(&world, "vakt.nordvik-vann.example", at, "/").await.is_ok(), "day {at}");
    }
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_off() {
    let world = world().await;
    let mut stream = TcpStream::connect(really(&world, "127.77.1.10:80")).await.unwrap();
    let mut answer = Vec::new();
    let (mut reading, mut writing) = stream.split();
    let flood = async {
        // The server closes before it has read all of this.
        let _: io::Result<()> = writing.write_all(&vec![b'a'; 1 << 20]).await;
    };
    let ((), read) = tokio::join!(flood, reading.read_to_end(&mut answer));
    assert!(read.is_err() || answer.starts_with(b"HTTP/1.1 400 "), "{read:?}");
}

//! Servers that are silent, slow, endless, absurd or lie: the look ends, and says why it cannot tell.

use std::net::SocketAddr;
use std::time::Duration;

use arvak_exposure::tls::{Options, Version};
use arvak_probe::transcript::TlsAnswer;
use arvak_probe::{CheckOutcome, Event, Limits};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::look::{HOST, Looked, look};
use crate::house::House;

/// What a server does with a hello.
#[derive(Clone, Copy, Debug)]
enum Manner {
    Silent,
    Drip,
    Flood,
    Close,
    Say(&'static [u8]),
    /// Says this again and again.
    Repeat(&'static [u8]),
    /// Accepts every suite that is offered, in every version, without end.
    AcceptsAll,
    /// Chooses a suite that nobody offered.
    ChoosesItsOwn,
    /// Answers the first hello as a server of TLS 1.2 would, and no other.
    FallsSilent,
    /// TLS 1.3 with one suite, for clients that send a share of a key at once.
    WantsShare,
    /// SSL 2.0 with two ciphers; everything else is closed.
    Ssl2,
}

async fn behave(mut stream: TcpStream, manner: Manner, number: usize) -> std::io::Result<()> {
    let mut hello = vec![0; 4096];
    let length = stream.read(&mut hello).await?;
    let hello = &hello[..length];
    match manner {
        Manner::FallsSilent if number == 0 => stream.write_all(&server_hello(hello, None)).await?,
        Manner::Silent | Manner::FallsSilent => std::future::pending::<()>().await,
        Manner::Drip => loop {
            stream.write_all(&[22]).await?;
            tokio::time::sleep(Duration::from_millis(100)).await;
        },
        Manner::Flood => {
            let block = [&[22, 3, 3, 0x40, 0][..], &[0; 0x4000]].concat();
            for _ in 0..1 << 16 {
                stream.write_all(&block).await?;
            }
        }
        Manner::Close => {}
        Manner::Say(bytes) => stream.write_all(bytes).await?,
        Manner::Repeat(bytes) => loop {
            stream.write_all(bytes).await?;
        },
        Manner::AcceptsAll => stream.write_all(&server_hello(hello, None)).await?,
        Manner::ChoosesItsOwn => stream.write_all(&server_hello(hello, Some(0xeeee))).await?,
        Manner::WantsShare => stream.write_all(&newest_hello(hello)).await?,
        Manner::Ssl2 => stream.write_all(&ssl2_answer(hello)).await?,
    }
    stream.shutdown().await?;
    Ok(())
}

/// A hello with the first suite that was offered, or another, and the end of the flight.
fn server_hello(hello: &[u8], other: Option<u16>) -> Vec<u8> {
    if hello.first() != Some(&22) {
        return Vec::new();
    }
    let session = usize::from(hello[43]);
    let first = &hello[46 + session..48 + session];
    let suite = other.map_or_else(|| first.to_vec(), |code| code.to_be_bytes().to_vec());
    let body = [&hello[9..11], &[7; 32], &[0], &suite[..], &[0]].concat();
    let mut message = vec![2, 0, 0, u8::try_from(body.len()).unwrap()];
    message.extend(body);
    message.extend([14, 0, 0, 0]);
    let mut record = vec![22, 3, 3, 0, u8::try_from(message.len()).unwrap()];
    record.extend(message);
    record
}

/// A hello of TLS 1.3 to one that offers AES-256 and holds the share of P-256 that anybody knows.
fn newest_hello(hello: &[u8]) -> Vec<u8> {
    const POINT: [u8; 5] = [0x04, 0x6b, 0x17, 0xd1, 0xf2];
    let has = |bytes: &[u8]| hello.windows(bytes.len()).any(|window| window == bytes);
    if !has(&POINT) {
        return b"\x15\x03\x03\x00\x02\x02\x6d".to_vec();
    }
    if !has(&[0x13, 0x02]) {
        return b"\x15\x03\x03\x00\x02\x02\x28".to_vec();
    }
    let extensions = [0, 43, 0, 2, 3, 4, 0, 51, 0, 5, 0, 23, 0, 1, 9];
    let body = [&[3, 3], &[7; 32][..], &[0, 0x13, 0x02, 0, 0, 15], &extensions].concat();
    let length = u8::try_from(body.len()).unwrap();
    [&[22, 3, 3, 0, length + 4, 2, 0, 0, length], &body[..]].concat()
}

fn ssl2_answer(hello: &[u8]) -> Vec<u8> {
    if hello.first() != Some(&0x80) {
        return Vec::new();
    }
    let mut message = vec![4, 0, 1, 0, 2, 0, 3, 0, 6, 0, 0];
    message.extend(b"der");
    message.extend([1, 0, 0x80, 7, 0, 0xc0]);
    [vec![0x80, u8::try_from(message.len()).unwrap()], message].concat()
}

async fn serve(manner: Manner) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for number in 0.. {
            let Ok((stream, _)) = listener.accept().await else { return };
            tokio::spawn(behave(stream, manner, number));
        }
    });
    address
}

async fn looked_at(manner: Manner) -> Looked {
    let mut house = House::new();
    house.roots_pem = crate::certificates::Authorities::new().roots_pem();
    house.limits = Limits { idle: Duration::from_millis(300), ..Limits::default() };
    let address = serve(manner).await;
    house.lead(HOST, 443, address);
    let question = Duration::from_millis(400);
    let total = Duration::from_secs(20);
    look(&house, &Options { question, total, ..Options::default() }).await
}

#[tokio::test]
async fn a_server_that_gives_no_answer_is_inconclusive_and_says_why() {
    for (manner, code) in [
        (Manner::Silent, "net.timeout"),
        (Manner::Drip, "tls.not_tls"),
        (Manner::Flood, "tls.out_of_order"),
        (Manner::Say(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "tls.not_tls"),
        (Manner::Say(b"SSH-2.0-odd\r\n"), "tls.not_tls"),
        (Manner::Say(b"\x16\x03\x03\xff\xff"), "tls.record_too_long"),
        (Manner::Say(b"\x16\x03\x03\x00\x04\x02\xff\xff\xff"), "tls.message_too_long"),
        (Manner::Repeat(b"\x15\x03\x03\x00\x02\x01\x70"), "tls.too_many_alerts"),
        (Manner::Repeat(b"\x16\x03\x03\x00\x00"), "tls.too_many_records"),
        (Manner::Say(b"\x16\x03\x03\x00\x04\x02\x00\x00\x00"), "tls.bad_hello"),
    ] {
        let looked = looked_at(manner).await;
        for id in ["tls.versions", "tls.ciphers", "tls.compression", "cert.chain"] {
            assert_eq!(looked.result(id), (CheckOutcome::Inconclusive, code), "{manner:?} {id}");
        }
        assert!(looked.shown("tls.versions").contains(HOST), "{}", looked.shown("tls.versions"));
        assert!(looked.transcript.is_worth_another_try() == code.starts_with("net."));
    }
}

#[tokio::test]
async fn a_server_that_refuses_everything_has_no_version() {
    for manner in [Manner::Close, Manner::Say(b"\x15\x03\x03\x00\x02\x02\x28")] {
        let looked = looked_at(manner).await;
        assert!(looked.versions().is_empty());
        assert!(looked.seen.versions.iter().all(|seen| seen.supported == Some(false)));
        let (result, reason) = looked.result("tls.versions");
        assert_eq!((result, reason), (CheckOutcome::Inconclusive, "nothing_accepted"));
    }
}

#[tokio::test]
async fn a_server_that_accepts_everything_is_asked_no_more_than_there_is() {
    let looked = looked_at(Manner::AcceptsAll).await;
    // It answers a hello of TLS 1.3 with TLS 1.2, so that is what it has.
    let versions = [Version::Ssl3, Version::Tls10, Version::Tls11, Version::Tls12];
    assert_eq!(looked.versions(), versions);
    assert_eq!(looked.result("tls.ciphers").0, CheckOutcome::Fail);
    let asked = looked.transcript.events().filter(|e| matches!(e, Event::TlsTry(_))).count();
    assert!(asked <= 1_010, "{asked}");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left_alone_soon() {
    let looked = looked_at(Manner::FallsSilent).await;
    assert_eq!(looked.result("tls.versions"), (CheckOutcome::Inconclusive, "net.timeout"));
    let connections = looked.transcript.events().filter(
        |event| matches!(event, Event::TlsTry(tried) if tried.answer != TlsAnswer::Failed("tls.silent".to_owned())),
    );
    let asked = connections.count();
    assert!(asked <= 11, "{asked}");
}

#[tokio::test]
async fn a_choice_that_was_not_offered_proves_nothing() {
    let looked = looked_at(Manner::ChoosesItsOwn).await;
    assert!(looked.versions().is_empty());
    let told = looked.result("tls.versions");
    assert_eq!(told, (CheckOutcome::Inconclusive, "tls.not_offered"));
}

#[tokio::test]
async fn a_server_that_asks_for_no_share_is_given_one_that_anybody_knows() {
    let looked = looked_at(Manner::WantsShare).await;
    assert_eq!(looked.versions(), [Version::Tls13]);
    assert_eq!(looked.seen.suites(Version::Tls13), [0x1302]);
    assert_eq!(looked.result("tls.versions"), (CheckOutcome::Pass, "good"));
    assert_eq!(looked.result("tls.key_exchange"), (CheckOutcome::Pass, "good"));
}

#[tokio::test]
async fn ssl_2_is_found_with_its_ciphers() {
    let looked = looked_at(Manner::Ssl2).await;
    assert_eq!(looked.versions(), [Version::Ssl2]);
    assert_eq!(looked.result("tls.versions"), (CheckOutcome::Fail, "insufficient"));
    assert_eq!(
        looked.shown("tls.ciphers"),
        "SSL_CK_RC4_128_WITH_MD5 SSL_CK_DES_192_EDE3_CBC_WITH_MD5"
    );
}

#[tokio::test]
async fn a_host_where_nothing_listens_is_inconclusive() {
    let mut house = House::new();
    house.roots_pem = crate::certificates::Authorities::new().roots_pem();
    house.place(HOST, 443);
    let looked = look(&house, &Options::default()).await;
    assert_eq!(looked.result("tls.versions"), (CheckOutcome::Inconclusive, "net.unreachable"));
}

/// A mail server that knows three words and then hands the connection to a TLS server.
pub(super) async fn mail_front(behind: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(hand_over(stream, behind));
        }
    });
    address
}

async fn hand_over(mut client: TcpStream, behind: SocketAddr) -> std::io::Result<()> {
    client.write_all(b"220 post ESMTP\r\n").await?;
    let mut client = BufReader::new(client);
    for reply in [&b"250-post\r\n250 STARTTLS\r\n"[..], b"220 go\r\n"] {
        let mut line = String::new();
        client.read_line(&mut line).await?;
        client.get_mut().write_all(reply).await?;
    }
    let mut server = TcpStream::connect(behind).await?;
    tokio::io::copy_bidirectional(client.get_mut(), &mut server).await?;
    Ok(())
}

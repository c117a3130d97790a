//! What SSH servers and services at ports send, and what other scanners write.

use arvak_exposure::imports::{self, Columns, Format};
use arvak_exposure::{ports, read_ssh_offer};
use bolero::check;

use crate::changed::Foreign;

#[test]
fn offers_of_ssh_servers() {
    let mut offer = vec![20; 17];
    for list in ["curve25519-sha256,kex-strict-s-v00@openssh.com", "ssh-ed25519", "aes128-ctr"] {
        offer.extend(u32::try_from(list.len()).unwrap().to_be_bytes());
        offer.extend(list.bytes());
    }
    offer.extend([0; 25]);
    assert_eq!(read_ssh_offer(&offer).unwrap().kex.len(), 2);
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&[&offer]);
        let Some(offer) = read_ssh_offer(&bytes) else { return };
        assert!(offer.kex.len() <= 128);
        assert!(offer.kex.iter().all(|name| name.len() <= 64 && name.is_ascii()));
    });
}

#[test]
fn answers_of_services() {
    let seeds: [&[u8]; 12] = [
        b"220 (vsFTPd 3.0.3)\r\n",
        b"HTTP/1.1 200 OK\r\nServer: CUPS/2.4\r\nContent-Length: 2\r\n\r\n{\"Version\" : \"24\",\"ApiVersion\":1}",
        b"\0\x01\0\0\0\x1f\x01\x2b\x0e\x01\x01\0\0\x03\0\x08Nordvik \x01\x04PLC1\x02\x031.2",
        b"\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\0\x08\0\0\0\0\0",
        b"\x4a\0\0\0\x0a8.0.36\0\x08\0\0\0abcdefgh\0\xff\xf7",
        b"RFB 003.008\n",
        b"\x30\x84\0\0\0\x1e\x02\x01\x01\x64defaultNamingContext",
        b"\x04\x01\0\x1a\0\0\x01\0\0\0\x0b\0\x06\x01\0\x11\0\x01\xff\x10\0\x03\xe8\0\0\x02",
        b"\x30\x35\x02\x01\x01\x04\x06public\xa2\x28\x06\x08\x2b\x06\x01\x02\x01\x01\x01\0\x04\x0fLinux",
        b"\0\0\0\x80\xfeSMB\x40\0",
        b"\x16\x82\0\x01\0\0\0\0\0\0\0\x20version=\"ntpd 4.2.8\"",
        b"-NOAUTH Authentication required.\r\n",
    ];
    check!().with_iterations(1_000).with_type::<(Foreign, Foreign)>().for_each(
        |(first, second)| {
            let said = [first.bytes(&seeds), second.bytes(&seeds)];
            for question in ports::questions() {
                let Some(seen) = ports::hear(question, &said) else { continue };
                assert_eq!(seen.name, question);
                assert!(seen.product.is_none_or(|product| product.chars().count() <= 80));
            }
        },
    );
}

#[test]
fn results_of_other_scanners() {
    let seeds: [(Format, &[u8]); 6] = [
        (Format::Nmap, include_bytes!("../../../crates/exposure/tests/it/imports/nmap.xml")),
        (Format::Nuclei, include_bytes!("../../../crates/exposure/tests/it/imports/nuclei.jsonl")),
        (Format::OpenVas, include_bytes!("../../../crates/exposure/tests/it/imports/openvas.xml")),
        (Format::Sslyze, include_bytes!("../../../crates/exposure/tests/it/imports/sslyze.json")),
        (Format::Testssl, include_bytes!("../../../crates/exposure/tests/it/imports/testssl.json")),
        (
            Format::Services,
            include_bytes!("../../../crates/exposure/tests/it/imports/tjenester.csv"),
        ),
    ];
    let columns = Columns::default();
    let host = "192.0.2.10".parse().unwrap();
    for (format, seed) in seeds {
        assert_eq!(imports::guess(seed), Some(format));
        assert!(imports::read(format, seed, &columns).is_ok());
        check!().with_iterations(300).with_type::<Foreign>().for_each(|foreign| {
            let bytes = foreign.bytes(&[seed]);
            let _ = imports::guess(&bytes);
            match imports::read(format, &bytes, &columns) {
                Ok(imported) => assert!(imports::judge(&imported, &host).checks.len() >= 2),
                Err(mistakes) => assert!((1..=imports::MISTAKES_MAX).contains(&mistakes.len())),
            }
        });
    }
}

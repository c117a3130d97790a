//! What others write about mail: SPF, DMARC, DKIM, MTA-STS and its policy file, TLS reports, TLSA; and what
//! mail servers say.

use arvak_exposure::read_record;
use bolero::check;

use crate::changed::Foreign;

/// One of each that keeps to its grammar, and starts of what does not.
const SEEDS: [&str; 10] = [
    "v=spf1 mx/24//64 a:%{d2}.nordvik.example include:_spf.%{o1r-}.example exists:%{ir}.x.example ip6:2001:db8::/32 redirect=b.example",
    "v=spf1 ip4:192.0.2.0/24 exp=why.%{d} ~all",
    "v=DMARC1; p=reject; sp=none; np=quarantine; adkim=s; pct=50; psd=n; t=y; rua=mailto:a@b.example!10m,mailto:c@d.example; fo=1:d",
    "v=DKIM1; k=ed25519; t=s:y; h=sha256:sha1; s=email; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB",
    "v=STSv1; id=20261128T130000;",
    "version: STSv1\r\nmode: enforce\r\nmx: *.nordvik.example\r\nmx: mail.nordvik.example\r\nmax_age: 604800\r\n",
    "v=TLSRPTv1; rua=mailto:tls@nordvik.example,https://rapport.example/v1",
    "3 1 1 abababababababababababababababababababababababababababababababab",
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\nab\r\n0\r\n\r\n",
];

#[test]
fn records_of_mail() {
    let seeds: Vec<&[u8]> = SEEDS.iter().map(|seed| seed.as_bytes()).collect();
    for seed in SEEDS {
        assert!(
            read_record(seed).iter().any(|read| read.contains("Ok(") || read.contains("Some(")),
            "{seed}"
        );
    }
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let text = String::from_utf8_lossy(&foreign.bytes(&seeds)).into_owned();
        assert_eq!(read_record(&text), read_record(&text), "the same text reads the same");
    });
}

//! Notifications that a mail came back, as any mail server writes them.

use arvak_suppliers::bounce::{self, BYTES_MAX, NoBounce};
use bolero::check;

use crate::changed::Foreign;

const SEEDS: [&str; 3] = [
    "From: MAILER-DAEMON@relay.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n no such user\r\n\r\n--B\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <f00d@c.example>\r\nSubject: x\r\n\r\ntext\r\n--B--\r\n",
    "From: <>\r\nContent-Type: multipart/report; boundary=C\r\n\r\n--C\r\nContent-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\nQWN0aW9uOiBmYWlsZWQNClN0YXR1czogNC4wLjANCg==\r\n--C\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-Id:\r\n <f00d@c.example>\r\n\r\n--C--\r\n",
    "Action: delayed\r\nStatus: 4.4.1\r\n\r\n",
];

#[test]
fn notifications_that_a_mail_came_back() {
    assert!(bounce::read(SEEDS[0].as_bytes()).unwrap().has_failed);
    assert_eq!(bounce::read(SEEDS[1].as_bytes()).unwrap().of, "f00d@c.example");
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&SEEDS.map(str::as_bytes));
        match bounce::read(&bytes) {
            Ok(bounce) => {
                assert!(!bounce.of.trim().is_empty());
                assert!(
                    !bounce.said.contains(char::is_control) && bounce.said.chars().count() <= 300
                );
                assert!(!bounce.status.contains(char::is_control));
            }
            Err(why) => {
                assert!(NoBounce::CODES.contains(&why.code()));
                assert!(why != NoBounce::TooLong || bytes.len() > BYTES_MAX);
            }
        }
    });
}

//! The files of the guides are files that are taken, but for what stands open in them.

use arvak_core::canary_guide::GUIDES;
use arvak_mfa::{kind_of, parse_target};

#[test]
fn the_file_of_every_guide_is_taken_and_its_kind_can_be_tried() {
    for guide in &GUIDES {
        let file =
            guide.file.replace("\"totp_seed\": \"…\"", "\"totp_seed\": \"GEZDGNBVGY3TQOJQ\"");
        let file = file.replace("SHA256:…", &format!("SHA256:{}", "A".repeat(43)));
        let service = parse_target("guide", file.as_bytes());
        let service = service.unwrap_or_else(|wrong| panic!("{}: {wrong:?}", guide.id));
        assert!(guide.kinds.contains(&service.params.kind()), "{}", guide.id);
        assert!(kind_of(&service.params).is_some(), "{}", guide.id);
    }
}

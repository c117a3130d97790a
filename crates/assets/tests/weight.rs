//! What pages load besides themselves: how much, from where, and that it can be found again.
#![expect(clippy::unwrap_used, reason = "tests")]

use arvak_assets::{FONT, ICON, SCRIPT, STYLE, all, find, notices, path};

fn text(name: &str) -> &'static str {
    let asset = all().iter().find(|asset| asset.name == name).unwrap();
    std::str::from_utf8(asset.bytes).unwrap()
}

#[test]
fn all_files_together_weigh_at_most_80_kilobytes_over_the_wire() {
    let wire = |asset: &arvak_assets::Asset| asset.brotli.unwrap_or(asset.bytes).len();
    for asset in all() {
        println!("{}: {} bytes, {} over the wire", asset.name, asset.bytes.len(), wire(asset));
    }
    let sum: usize = all().iter().map(wire).sum();
    assert!(sum <= 80_000, "{sum} bytes");
    assert!(text(SCRIPT).len() <= 15_000, "{} bytes of script", text(SCRIPT).len());
}

#[test]
fn every_file_is_found_at_its_address_and_no_other() {
    for asset in all() {
        assert_eq!(path(asset.name), asset.path);
        let found = find(asset.path.strip_prefix("/s/").unwrap()).unwrap();
        assert_eq!(found.name, asset.name);
        assert_eq!(find(asset.path).unwrap().name, asset.name);
    }
    assert_eq!(
        all().iter().map(|asset| asset.name).collect::<Vec<_>>(),
        [STYLE, FONT, SCRIPT, ICON]
    );
    for wrong in ["", "arvak.css", "0000000000000000/arvak.css", "../arvak.css", "/"] {
        assert!(find(wrong).is_none(), "{wrong}");
    }
    assert_eq!(path("missing.css"), "");
}

#[test]
fn what_is_packed_unpacks_to_the_same() {
    for asset in all() {
        if let Some(packed) = asset.gzip {
            let mut plain = Vec::new();
            let mut reader = flate2::read::GzDecoder::new(packed);
            std::io::Read::read_to_end(&mut reader, &mut plain).unwrap();
            assert_eq!(plain, asset.bytes, "{}", asset.name);
        }
        if let Some(mut packed) = asset.brotli {
            let mut plain = Vec::new();
            brotli::BrotliDecompress(&mut packed, &mut plain).unwrap();
            assert_eq!(plain, asset.bytes, "{}", asset.name);
        }
    }
    // The style and the script are packed, and the font is as it came.
    let packed: Vec<_> = all().iter().map(|asset| asset.brotli.is_some()).collect();
    assert_eq!(packed, [true, false, true, true]);
}

#[test]
fn style_and_script_ask_no_other_host_for_anything() {
    // Names of formats are written as addresses, and nobody asks them for anything.
    let style = text(STYLE)
        .replace("http://www.w3.org/2000/svg", "")
        .replace("http%3A%2F%2Fwww.w3.org", "");
    for (name, text) in [(STYLE, style.as_str()), (SCRIPT, text(SCRIPT))] {
        for foreign in ["http:", "https:", "@import", "url(//", "eval(", "Function("] {
            assert!(!text.contains(foreign), "{name}: {foreign}");
        }
    }
    assert!(text(STYLE).contains(&format!("url(\"{}\")", path(FONT))), "the font is ours");
}

#[test]
fn the_licences_of_what_is_not_ours_are_handed_on() {
    for part in ["Permission is hereby granted, free of charge", "SIL OPEN FONT LICENSE"] {
        assert!(notices().contains(part), "{part}");
    }
}

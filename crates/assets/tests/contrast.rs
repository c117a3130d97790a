//! The contrast of every pair of colours that pages use, in light and in dark, as WCAG 2.2 computes
//! it: 4.5 for text (1.4.3), 3 for edges and marks that carry meaning (1.4.11).
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;

type Colours = BTreeMap<String, [u8; 3]>;

/// The colours of one scheme, as the style sheet's last word on each.
fn scheme(selector: &str) -> Colours {
    let style = arvak_assets::all()[0].bytes;
    let style = std::str::from_utf8(style).unwrap().replace(['\n', ' '], "");
    let mut colours = Colours::new();
    for (at, _) in style.match_indices(selector) {
        let block = &style[at + selector.len()..];
        let block = &block[..block.find('}').unwrap()];
        for declaration in block.split(';') {
            let Some((name, value)) = declaration.split_once(":#") else { continue };
            colours.insert(name.to_owned(), colour(value));
        }
    }
    assert!(colours.len() > 100, "{selector}: {}", colours.len());
    colours
}

fn colour(hex: &str) -> [u8; 3] {
    let long = match hex.len() {
        3 => hex.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => hex.to_owned(),
    };
    [0, 2, 4].map(|at| u8::from_str_radix(&long[at..at + 2], 16).unwrap())
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126f64.mul_add(red, 0.7152f64.mul_add(green, 0.0722 * blue))
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Pairs of text and ground, by the ends of the tokens' names.
fn pairs() -> Vec<(String, String, f64)> {
    let token = |name: &str| format!("--ds-color-{name}");
    let mut pairs = Vec::new();
    let mut pair = |one: &str, ground: &str, least| pairs.push((token(one), token(ground), least));
    for ground in ["background-default", "background-tinted", "surface-default"] {
        let ground = format!("neutral-{ground}");
        for text in [
            "neutral-text-default",
            "neutral-text-subtle",
            "accent-text-subtle",
            "accent-text-default",
        ] {
            pair(text, &ground, 4.5);
        }
        // Edges and marks of states and of fields.
        for state in
            ["success", "brand1", "brand2", "info", "warning", "neutral", "danger", "accent"]
        {
            pair(&format!("{state}-border-default"), &ground, 3.0);
        }
    }
    for colour in ["success", "brand1", "brand2", "info", "warning", "danger", "neutral", "accent"]
    {
        for ground in ["background-tinted", "surface-tinted", "background-default"] {
            pair(&format!("{colour}-text-default"), &format!("{colour}-{ground}"), 4.5);
        }
        pair(&format!("{colour}-text-subtle"), &format!("{colour}-background-default"), 4.5);
    }
    for base in ["base-default", "base-hover", "base-active"] {
        pair("accent-base-contrast-default", &format!("accent-{base}"), 4.5);
        pair("danger-base-contrast-default", &format!("danger-{base}"), 4.5);
    }
    pair("focus-outer", "neutral-background-default", 3.0);
    for (text, ground, least) in [
        ("--a-top-text", "--a-top-background", 4.5),
        ("--a-top-quiet", "--a-top-background", 4.5),
        ("--a-top-text", "--a-top-hover", 4.5),
        ("--a-top-line", "--a-top-background", 3.0),
    ] {
        pairs.push((text.to_owned(), ground.to_owned(), least));
    }
    pairs
}

#[test]
fn every_pair_of_colours_has_the_contrast_that_wcag_asks() {
    let mut wrong = Vec::new();
    for name in ["[data-color-scheme=light]{", "[data-color-scheme=dark]{"] {
        let quoted = name.replace('=', "=\"").replace(']', "\"]");
        let mut colours = scheme(name);
        let style = std::str::from_utf8(arvak_assets::all()[0].bytes).unwrap();
        assert!(style.replace(['\n', ' '], "").contains(&quoted), "our own colours come last");
        colours.extend(own(&quoted));
        for (one, ground, least) in pairs() {
            let ratio = contrast(colours[&one], colours[&ground]);
            if ratio < least {
                wrong.push(format!("{name} {one} on {ground}: {ratio:.2} < {least}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Our own colours of one scheme.
fn own(selector: &str) -> Colours {
    let style = std::str::from_utf8(arvak_assets::all()[0].bytes).unwrap().replace(['\n', ' '], "");
    let (_, block) = style.split_once(selector).unwrap();
    let block = &block[..block.find('}').unwrap()];
    let named = block.split(';').filter_map(|line| line.split_once(":#"));
    named.map(|(name, value)| (name.to_owned(), colour(value))).collect()
}

#[test]
fn the_dark_colours_are_the_same_whether_chosen_or_from_the_machine() {
    let chosen = own("[data-color-scheme=\"dark\"]{");
    assert_eq!(chosen, own("[data-color-scheme=\"auto\"]{"));
    assert_eq!(chosen.len(), 22);
}

#[test]
fn contrast_is_computed_as_wcag_says() {
    assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 0.001);
    assert!((contrast(colour("777"), colour("ffffff")) - 4.48).abs() < 0.01);
}

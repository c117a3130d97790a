//! A QR picture as SVG, dark on light in dark pages too, for a camera must read it.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::{IdentityError, Result};

/// Empty modules around the picture, as the standard asks.
const QUIET: usize = 4;

/// `text` as a picture that pages may hold: no style, no script; `label` says what it is to whoever does not see it.
pub fn svg(text: &str, label: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| IdentityError::TooLong)?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            // Writing to a string cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"a-qr\" role=\"img\" aria-label=\"{}\" width=\"240\" height=\"240\" \
         viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>",
        escaped(label)
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_holds_no_style_and_no_script_and_its_label_is_escaped() {
        let svg = svg("otpauth://totp/x?secret=ABC", "Kode for \"x\" <y>").unwrap();
        assert!(svg.contains("aria-label=\"Kode for &quot;x&quot; &lt;y>\""), "{svg}");
        assert!(!svg.contains("style") && !svg.contains("script"), "{svg}");
        assert!(!svg.contains("ABC"), "the secret stands in the picture alone");
    }

    #[test]
    fn what_is_too_long_is_refused() {
        assert_eq!(svg(&"x".repeat(4000), "").unwrap_err().code(), "identity.too_long");
    }
}

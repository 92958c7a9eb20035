//! Any text as a style: read or refused; what is taken fits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offprint::style::{Paper, Style, Template, Theme};
use offprint::unit::Length;

fuzz_target!(|text: &str| {
    let _ = text.parse::<Template>();
    let _ = text.parse::<Paper>();
    let _ = text.parse::<Length>();
    if let Ok(theme) = Theme::parse(text)
        && let Ok(style) = Style::resolve(&theme.choices)
    {
        assert!(style.fits_together(), "what is accepted fits the paper");
    }
});

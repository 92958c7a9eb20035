//! Any bytes as any format: read, cleaned, printed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offprint::article::print;
use offprint::clean::{CleanOptions, clean};
use offprint::read::{Format, read};

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let format = match kind % 4 {
        0 => Format::Auto,
        1 => Format::Text,
        2 => Format::Markdown,
        _ => Format::Html,
    };
    let (manuscript, _) = read(bytes, format);
    let article = clean(manuscript, &CleanOptions::default()).article;
    let _ = print::to_markdown(&article);
    let _ = print::to_json(&article);
});

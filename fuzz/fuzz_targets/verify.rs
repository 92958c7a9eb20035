//! Any bytes as a PDF: a verdict or a reason, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use offprint::article::Article;
use offprint::verify::verify;

fuzz_target!(|bytes: &[u8]| {
    let _ = verify(bytes, &Article::default());
});

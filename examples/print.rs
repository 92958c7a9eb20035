//! Prints an article from Rust.
//!
//! `cargo run --release --example print -- article.txt article.pdf`

#![expect(clippy::print_stderr, reason = "it is a program")]

use std::error::Error;
use std::{env, fs};

use offprint::{Faces, PrintOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let mut names = env::args().skip(1);
    let (Some(article), Some(pdf)) = (names.next(), names.next()) else {
        return Err("name an article and a PDF".into());
    };
    let bytes = fs::read(article)?;
    let document = offprint::print(&bytes, &PrintOptions::default(), &Faces::embedded())?;
    for diagnostic in &document.diagnostics {
        eprintln!("{diagnostic}");
    }
    Ok(fs::write(pdf, document.pdf)?)
}

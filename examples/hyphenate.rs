//! Prints words with their divisions, to compare with TeX.
//!
//! Comes in: a language tag as argument, words on standard input, one a line. Goes out: on each
//! line the word as it came and the word divided: `hyphenation hy-phen-a-tion`. Never done here:
//! anything else.
//!
//! ```sh
//! cargo run --release --example hyphenate -- en-US < words
//! ```

use std::io::{self, BufRead, Write};

use offprint::article::Language;
use offprint::hyphenate::Dictionary;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tag = std::env::args().nth(1).unwrap_or_else(|| "en-US".to_owned());
    let language: Language = tag.parse()?;
    let dictionary = Dictionary::for_language(language)
        .ok_or_else(|| format!("there is no dictionary for {tag}"))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut divisions = Vec::new();
    for word in io::stdin().lock().lines() {
        let word = word?;
        dictionary.divide_into(&word, &mut divisions);
        write!(out, "{word} ")?;
        let mut from = 0;
        for division in &divisions {
            write!(out, "{}-", word.get(from..division.at).unwrap_or(""))?;
            from = division.at;
        }
        writeln!(out, "{}", word.get(from..).unwrap_or(""))?;
    }
    Ok(out.flush()?)
}

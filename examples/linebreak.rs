//! Breaks paragraphs given as JSON, as TeX would.
//!
//! Comes in: a file with one paragraph or a list of them, in the form of `tests/oracle/*.json`.
//! Goes out: pass, breaks and demerits of each, in the form of `tests/oracle/*.tex.json`.
//! Never done here: breaking; that is `offprint::linebreak`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]

use std::process::ExitCode;

#[path = "../tests/oracle/paragraph.rs"]
mod paragraph;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: linebreak FILE.json");
        return ExitCode::from(2);
    };
    let answer = std::fs::read_to_string(&path)
        .map_err(|error| error.to_string())
        .and_then(|text| paragraph::read(&text));
    match answer {
        Ok(paragraphs) => {
            let mut breaker = offprint::linebreak::Breaker::new();
            let lines: Vec<String> = paragraphs
                .iter()
                .map(|paragraph| paragraph.answer(&mut breaker).to_string())
                .collect();
            println!("[\n{}\n]", lines.join(",\n"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::from(2)
        }
    }
}

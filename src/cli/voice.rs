//! What is told: diagnostics, removals and errors as lines.
//!
//! Comes in: findings and how the person wants them told. Goes out: lines for standard error, for
//! people or as JSON. Never done here: deciding what is wrong.

use std::io::Write;

use offprint::clean::{Removal, RemovalSummary};
use offprint::diagnostic::{Diagnostic, Place, Severity};
use offprint::report::Savings;
use serde_json::{Value, json};

use super::args::{MessageFormat, ReportArgs};
use super::tally::Tally;
use super::trouble::Trouble;

/// How much of a removed text is shown, in characters.
const EXCERPT: usize = 60;

/// How the person wants things told. Lines are gathered in a buffer, so that those of one article
/// stay together when several are set at once.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Voice {
    json: bool,
    quiet: bool,
    verbose: bool,
    explain: bool,
    /// What was written is told, as to programs and to who wants to be told all.
    writes: bool,
}

impl Voice {
    /// The voice that was asked for.
    pub(super) fn new(report: &ReportArgs, explain: bool) -> Self {
        Self {
            json: report.message_format == MessageFormat::Json,
            quiet: report.quiet,
            verbose: report.verbose,
            explain,
            writes: report.verbose || report.message_format == MessageFormat::Json,
        }
    }

    /// Whether people are told more than errors.
    pub(super) fn is_human(self) -> bool {
        !self.json && !self.quiet
    }

    /// Whether programs listen.
    #[cfg(feature = "network")]
    pub(super) fn is_json(self) -> bool {
        self.json
    }

    /// Tells what was done, unless it is to be quiet.
    #[cfg(feature = "network")]
    pub(super) fn done(self, out: &mut Vec<u8>, file: &str, code: &'static str, message: &str) {
        let note = Diagnostic::note(code, Place::default(), message);
        Self { verbose: true, ..self }.diagnostics(out, file, &[note]);
    }

    /// The same voice, which tells what was written unless it is to be quiet.
    pub(super) fn telling(self) -> Self {
        Self { writes: true, ..self }
    }

    /// Tells what is odd and stops nothing.
    pub(super) fn odd(self, found: &[Trouble]) {
        let mut out = Vec::new();
        for trouble in found {
            let place = Place::default();
            let warning = Diagnostic::warning(trouble.code, place, trouble.message.as_str());
            let hint = trouble.hint.clone().unwrap_or_default();
            self.diagnostics(&mut out, "offprint", &[warning.hint(hint)]);
        }
        to_stderr(&out);
    }

    /// Tells an error.
    pub(super) fn trouble(self, out: &mut Vec<u8>, trouble: &Trouble) {
        if self.json {
            let line = json!({
                "severity": "error",
                "code": trouble.code,
                "file": trouble.file,
                "line": null,
                "page": null,
                "message": trouble.message,
                "hint": trouble.hint,
            });
            return push(out, format_args!("{line}"));
        }
        let message = printable(&trouble.message);
        match &trouble.file {
            Some(file) => push(out, format_args!("offprint: {}: {message}", printable(file))),
            None => push(out, format_args!("offprint: {message}")),
        }
        if let Some(hint) = &trouble.hint {
            push(out, format_args!("  help: {}", printable(hint)));
        }
    }

    /// Tells what the stages found.
    pub(super) fn diagnostics(self, out: &mut Vec<u8>, file: &str, found: &[Diagnostic]) {
        let least = match (self.quiet, self.verbose || self.explain) {
            (true, _) => return,
            (_, true) => Severity::Note,
            _ => Severity::Warning,
        };
        for diagnostic in found.iter().filter(|diagnostic| diagnostic.severity >= least) {
            if self.json {
                let Place { line, page } = diagnostic.place;
                let line = json!({
                    "severity": diagnostic.severity.word(),
                    "code": diagnostic.code,
                    "file": file,
                    "line": known(line),
                    "page": known(page),
                    "message": diagnostic.message,
                    "hint": diagnostic.hint,
                });
                push(out, format_args!("{line}"));
            } else {
                let place = at(file, diagnostic.place);
                let escaped = Diagnostic {
                    message: printable(&diagnostic.message),
                    hint: diagnostic.hint.as_deref().map(printable),
                    ..diagnostic.clone()
                };
                push(out, format_args!("{place}: {escaped}"));
            }
        }
    }

    /// Tells what cleaning took away: each passage with `--explain`, else one line for all.
    pub(super) fn removals(self, out: &mut Vec<u8>, file: &str, removals: &[Removal]) {
        if !self.explain {
            let summary = RemovalSummary::new(removals);
            if !summary.kinds.is_empty() {
                let message = format!("{summary}; --explain lists them");
                let kinds = summary.kinds.iter();
                let kinds: Vec<Value> = kinds
                    .map(|it| json!({ "kind": it.kind, "passages": it.passages }))
                    .collect();
                let facts = json!({ "passages": summary.passages(), "kinds": kinds });
                self.note(out, ("removals", Some(file)), &message, facts);
            }
            return;
        }
        for Removal { rule, pattern, score, text, place } in removals {
            if self.json {
                let line = json!({
                    "severity": "note",
                    "code": "removed",
                    "file": file,
                    "line": known(place.line),
                    "page": null,
                    "message": format!("removed by {rule}"),
                    "hint": null,
                    "rule": rule,
                    "pattern": pattern,
                    "score": score.map(|score| f64::from(score) / 100.0),
                    "text": text,
                });
                push(out, format_args!("{line}"));
            } else {
                let place = at(file, *place);
                let score = score.map(|score| format!(" ({:.2})", f64::from(score) / 100.0));
                let score = score.unwrap_or_default();
                push(
                    out,
                    format_args!("{place}: removed by {rule}{score}: \"{}\"", excerpt(text)),
                );
            }
        }
    }

    /// Tells that a PDF shows all of its article.
    pub(super) fn verified(self, out: &mut Vec<u8>, file: &str, words: usize, pages: usize) {
        let message = format!("verified: {words} words on {pages} pages, each in its place");
        let facts = json!({ "words": words, "pages": pages });
        self.note(out, ("verified", Some(file)), &message, facts);
    }

    /// Tells which knobs were turned to fill the pages that were asked for.
    pub(super) fn turned(self, out: &mut Vec<u8>, file: &str, turned: &[String], pages: usize) {
        if !turned.is_empty() {
            let message = format!("{}: {}", pages_of(pages), turned.join(", "));
            self.note(out, ("fitted", Some(file)), &message, json!({}));
        }
    }

    /// Tells what several articles came to: to programs always, to people where they watched,
    /// where they want to be told all, or where something went wrong.
    pub(super) fn tally(self, out: &mut Vec<u8>, tally: Tally, watched: bool) {
        let Tally { articles, set, failed, pages } = tally;
        if articles < 2 || !(self.json || self.verbose || watched || failed > 0) {
            return;
        }
        let failures = if failed > 0 { format!(", {failed} not set") } else { String::new() };
        let message = format!("{articles} articles: {set} set, {}{failures}", pages_of(pages));
        let facts =
            json!({ "articles": articles, "set": set, "failed": failed, "pages": pages });
        self.note(out, ("summary", None), &message, facts);
    }

    /// Tells what ink and paper an edition spares.
    pub(super) fn saved(self, out: &mut Vec<u8>, file: &str, saved: Option<&Savings>) {
        if let Some(saved) = saved {
            let facts = json!({
                "pages": saved.own.pages,
                "pages_standard": saved.standard.pages,
                "ink": saved.own.ink,
                "ink_standard": saved.standard.ink,
            });
            self.note(out, ("saved", Some(file)), &saved.to_string(), facts);
        }
    }

    /// Tells how pages came upon sheets.
    pub(super) fn sheets(self, out: &mut Vec<u8>, file: &str, sheets: Option<&str>) {
        if let Some(message) = sheets {
            self.note(out, ("imposed", Some(file)), message, json!({}));
        }
    }

    /// Tells what was written.
    pub(super) fn written(self, out: &mut Vec<u8>, file: &str, target: &str, pages: usize) {
        if self.writes {
            let message = format!("{target} written, {}", pages_of(pages));
            let facts = json!({ "output": target, "pages": pages });
            self.note(out, ("written", Some(file)), &message, facts);
        }
    }

    /// Tells what was done, of a file or of the whole; programs hear the facts besides.
    fn note(
        self,
        out: &mut Vec<u8>,
        (code, file): (&str, Option<&str>),
        message: &str,
        facts: Value,
    ) {
        if self.quiet {
            return;
        }
        if self.json {
            let mut line = json!({
                "severity": "note",
                "code": code,
                "file": file,
                "line": null,
                "page": null,
                "message": message,
                "hint": null,
            });
            if let (Value::Object(line), Value::Object(facts)) = (&mut line, facts) {
                line.extend(facts);
            }
            return push(out, format_args!("{line}"));
        }
        let message = printable(message);
        match file {
            Some(file) => push(out, format_args!("{}: note: {message}", printable(file))),
            None => push(out, format_args!("offprint: {message}")),
        }
    }
}

/// `1 page`, `2 pages`.
fn pages_of(pages: usize) -> String {
    format!("{pages} {}", if pages == 1 { "page" } else { "pages" })
}

/// Appends a line; a buffer in memory takes everything.
fn push(out: &mut Vec<u8>, line: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{line}");
}

/// `article.txt:118`, or the name alone where the line is unknown.
fn at(file: &str, place: Place) -> String {
    let name = printable(file);
    if place.line > 0 { format!("{name}:{}", place.line) } else { name }
}

/// A number that counts from 1, where 0 is unknown.
fn known(number: u32) -> Option<u32> {
    (number > 0).then_some(number)
}

/// The beginning of a text on one line.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => printable(&line[..end]) + "...",
        None => printable(&line),
    }
}

/// Control characters, and marks that turn the direction of text or end a line.
fn steers(c: char) -> bool {
    let turns = ['\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}'].contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c);
    c.is_control() || turns
}

/// The text with what could steer a terminal or forge a line written as an escape.
pub(super) fn printable(text: &str) -> String {
    if !text.contains(steers) {
        return text.to_owned();
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if steers(c) {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Writes to standard error. Where that is closed or full there is nobody left to tell.
pub(super) fn to_stderr(message: &[u8]) {
    let _ = std::io::stderr().lock().write_all(message);
}

//! Messages on standard error, for people or as JSON.

use std::io::Write;

use offprint::clean::{Removal, RemovalSummary};
use offprint::diagnostic::{self, Diagnostic, DiagnosticGroup, Place, Severity};
use offprint::pipeline::Document;
use serde_json::{Map, Value, json};

use super::args::{MessageFormat, ReportArgs};
use super::error::{CliError, Exit};
use super::picture_folder::NOT_DOWNLOADED;
use super::portable_name::is_bidi_control;

/// Most characters of a removed text that are shown.
const EXCERPT: usize = 60;
/// Most characters of a message or hint of a diagnostic that are shown: it can quote a long address.
const LONGEST_MESSAGE: usize = 500;

/// Kind and format of messages.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct MessageOptions {
    json: bool,
    quiet: bool,
    verbose: bool,
    explain: bool,
    /// Show which files were written.
    shows_written: bool,
}

impl MessageOptions {
    /// Creates the options of the command line.
    pub(super) fn new(report: &ReportArgs, explain: bool) -> Self {
        let json = report.message_format == MessageFormat::Json;
        Self {
            json,
            quiet: report.quiet,
            verbose: report.verbose,
            explain,
            shows_written: report.verbose || json,
        }
    }

    /// Creates the options of errors before all options are known.
    pub(super) fn of_errors(json: bool) -> Self {
        Self { json, ..Self::default() }
    }

    /// Returns whether messages other than errors are shown to people.
    pub(super) fn is_human(self) -> bool {
        !self.json && !self.quiet
    }

    /// Returns whether messages are JSON.
    pub(super) fn is_json(self) -> bool {
        self.json
    }

    /// Returns the same options, with messages about written files.
    pub(super) fn with_written(self) -> Self {
        Self { shows_written: true, ..self }
    }
}

/// Number of articles of a batch by their outcome.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct BatchCounts {
    /// All articles.
    pub(super) articles: usize,
    /// Articles that were set.
    pub(super) set: usize,
    /// Articles that failed.
    pub(super) failed: usize,
    /// Pages of those that were set.
    pub(super) pages: usize,
}

/// Messages that wait to be printed.
#[derive(Debug, Default)]
pub(super) struct Messages {
    options: MessageOptions,
    text: String,
}

impl Messages {
    /// Creates an empty list.
    pub(super) fn new(options: MessageOptions) -> Self {
        Self { options, text: String::new() }
    }

    /// Returns whether there is no message.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Prints the messages on standard error, and removes them. If it is closed or full, nobody can
    /// be told.
    pub(super) fn print(&mut self) {
        let _ = std::io::stderr().lock().write_all(self.text.as_bytes());
        self.text.clear();
    }

    /// Adds text as it is.
    pub(super) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds an error.
    pub(super) fn error(&mut self, error: &CliError) {
        if self.options.json {
            let mut object = message_object("error", error.code, &error.message);
            object.extend([
                ("file".to_owned(), error.file.clone().into()),
                ("hint".to_owned(), error.hint.clone().into()),
            ]);
            return self.json(object);
        }
        let message = printable(&error.message);
        match &error.file {
            Some(file) => self.line(&format!("offprint: {}: {message}", printable(file))),
            None => self.line(&format!("offprint: {message}")),
        }
        if let Some(hint) = &error.hint {
            self.line(&format!("  help: {}", printable(hint)));
        }
    }

    /// Adds errors that stop nothing, as warnings.
    pub(super) fn warnings(&mut self, errors: &[CliError]) {
        let warnings: Vec<Diagnostic> = errors
            .iter()
            .map(|error| {
                let warning =
                    Diagnostic::warning(error.code, Place::default(), error.message.as_str());
                Diagnostic { hint: error.hint.clone(), ..warning }
            })
            .collect();
        self.diagnostics("offprint", &warnings);
    }

    /// Adds what was done, unless `--quiet` is given.
    #[cfg(feature = "network")]
    pub(super) fn done(&mut self, file: &str, code: &'static str, message: &str) {
        self.note(code, Some(file), message, &[]);
    }

    /// Adds diagnostics: warnings, and with `--verbose` or `--explain` notes. Those of one kind share a
    /// message. For people, all pictures that were not downloaded share one warning.
    pub(super) fn diagnostics(&mut self, file: &str, found: &[Diagnostic]) {
        let least = match (self.options.quiet, self.options.verbose || self.options.explain) {
            (true, _) => return,
            (_, true) => Severity::Note,
            _ => Severity::Warning,
        };
        let groups = diagnostic::group(found);
        let is_missing =
            |group: &&DiagnosticGroup<'_>| group.shown[0].code == "picture-missing";
        if !self.options.json && groups.iter().any(|group| is_missing(&group)) {
            self.missing_pictures(file, groups.iter().filter(is_missing));
        }
        for group in &groups {
            if group.shown[0].severity < least {
                continue;
            }
            if self.options.json {
                self.json_group(file, group);
            } else if !is_missing(&group) {
                self.human_group(file, group);
            }
        }
    }

    /// Adds one line for all pictures that are not shown.
    fn missing_pictures<'g, 'd: 'g>(
        &mut self,
        file: &str,
        groups: impl Iterator<Item = &'g DiagnosticGroup<'d>>,
    ) {
        let (mut on_web, mut others) = (0, 0);
        let mut first: Option<&Diagnostic> = None;
        for group in groups {
            if group.shown[0].message.ends_with(NOT_DOWNLOADED) {
                on_web += group.count;
            } else {
                others += group.count;
                first = first.or(group.shown.first().copied());
            }
        }
        let mut parts = Vec::new();
        if let Some(first) = first {
            let more = match others {
                1 => String::new(),
                _ => format!(" ({others} pictures in all)"),
            };
            parts.push(shorten(&first.message) + &more);
        }
        if on_web > 0 {
            let be =
                if on_web == 1 { "is on the web and was" } else { "are on the web and were" };
            let help = if cfg!(feature = "network") {
                "--pictures all downloads them"
            } else {
                "this build of Offprint has no network code"
            };
            parts.push(format!("{} {be} not downloaded: {help}", counted(on_web, "picture")));
        }
        let place = first.map_or(Place::default(), |first| first.place);
        self.line(&format!("{}: warning: {}", at(file, place), parts.join("; ")));
    }

    fn human_group(&mut self, file: &str, group: &DiagnosticGroup<'_>) {
        let first = group.shown[0];
        let shown =
            Diagnostic { message: shorten(&first.message), hint: None, ..first.clone() };
        self.line(&format!("{}: {shown}", at(file, first.place)));
        if group.count > 1 {
            let mut others: Vec<String> =
                group.shown[1..].iter().filter_map(|it| describe_place(it, first)).collect();
            others.push(format!("{} in all", group.count));
            self.line(&format!("  also: {}", others.join("; ")));
        }
        if let Some(hint) = &first.hint {
            self.line(&format!("  help: {}", shorten(hint)));
        }
    }

    fn json_group(&mut self, file: &str, group: &DiagnosticGroup<'_>) {
        let first = group.shown[0];
        let mut object =
            message_object(first.severity.word(), first.code, &cut(&first.message));
        let places = group.shown.iter().map(|it| {
            json!({
                "line": known(it.place.line),
                "page": known(it.place.page),
                "message": cut(&it.message),
            })
        });
        object.extend([
            ("file".to_owned(), file.into()),
            ("line".to_owned(), known(first.place.line).into()),
            ("page".to_owned(), known(first.place.page).into()),
            ("hint".to_owned(), first.hint.as_deref().map(cut).into()),
            ("count".to_owned(), group.count.into()),
            ("places".to_owned(), places.collect()),
        ]);
        self.json(object);
    }

    /// Adds what cleaning removed: each passage with `--explain`, else one line for all.
    pub(super) fn removals(&mut self, file: &str, removals: &[Removal]) {
        if !self.options.explain {
            let summary = RemovalSummary::new(removals);
            if !summary.kinds.is_empty() {
                let kinds = summary.kinds.iter();
                let kinds: Vec<Value> = kinds
                    .map(|it| json!({ "kind": it.kind, "passages": it.passages }))
                    .collect();
                let facts = [("passages", summary.passages().into()), ("kinds", kinds.into())];
                let message = format!("{summary}; --explain lists them");
                self.note("removals", Some(file), &message, &facts);
            }
            return;
        }
        for Removal { rule, pattern, score, text, place } in removals {
            let score = score.map(|score| f64::from(score) / 100.0);
            if self.options.json {
                let mut object =
                    message_object("note", "removed", &format!("removed by {rule}"));
                object.extend([
                    ("file".to_owned(), file.into()),
                    ("line".to_owned(), known(place.line).into()),
                    ("rule".to_owned(), json!(rule)),
                    ("pattern".to_owned(), json!(pattern)),
                    ("score".to_owned(), score.into()),
                    ("text".to_owned(), json!(text)),
                ]);
                self.json(object);
            } else {
                let score = score.map(|score| format!(" ({score:.2})")).unwrap_or_default();
                let (place, text) = (at(file, *place), excerpt(text));
                self.line(&format!("{place}: removed by {rule}{score}: \"{text}\""));
            }
        }
    }

    /// Adds which keys of the configuration `file` in an article's folder change what the article says
    /// or who says it.
    pub(super) fn folder_configuration(&mut self, file: &str, keys: &[&'static str]) {
        let listed = keys.join(", ");
        let message = format!("this configuration sets {listed}; --config none ignores it");
        let facts = [("keys", json!(keys))];
        self.note("folder-configuration", Some(file), &message, &facts);
    }

    /// Adds that a PDF contains all of its article.
    pub(super) fn verified(&mut self, file: &str, words: usize, pages: usize) {
        let words_text = counted(words, "word");
        let message =
            format!("verified: {words_text} on {}, complete and in order", page_count(pages));
        let facts = [("words", words.into()), ("pages", pages.into())];
        self.note("verified", Some(file), &message, &facts);
    }

    /// Adds how a document was made: the changes of `--fit`, the imposition, the ink and paper that an
    /// edition saves.
    pub(super) fn document(&mut self, file: &str, document: &Document) {
        if !document.style_changes.is_empty() {
            let pages = page_count(document.pages);
            let message = format!("{pages}: {}", document.style_changes.join(", "));
            self.note("fitted", Some(file), &message, &[]);
        }
        if let Some(message) = &document.sheets {
            self.note("imposed", Some(file), message, &[]);
        }
        if let Some(savings) = &document.savings {
            let facts = [
                ("pages", savings.own.pages.into()),
                ("pages_standard", savings.standard.pages.into()),
                ("ink", savings.own.ink.into()),
                ("ink_standard", savings.standard.ink.into()),
            ];
            self.note("saved", Some(file), &savings.to_string(), &facts);
        }
    }

    /// Adds the summary of several articles: for programs always, for people if they saw a progress
    /// bar, if `--verbose` is given, or if an article failed.
    pub(super) fn summary(&mut self, counts: BatchCounts, had_bar: bool) {
        let BatchCounts { articles, set, failed, pages } = counts;
        let MessageOptions { json, verbose, .. } = self.options;
        if articles < 2 || !(json || verbose || had_bar || failed > 0) {
            return;
        }
        let failures = if failed > 0 { format!(", {failed} not set") } else { String::new() };
        let message =
            format!("{articles} articles: {set} set, {}{failures}", page_count(pages));
        let facts = [
            ("articles", articles.into()),
            ("set", set.into()),
            ("failed", failed.into()),
            ("pages", pages.into()),
        ];
        self.note("summary", None, &message, &facts);
    }

    /// Adds that a file was written, if that is to be shown.
    pub(super) fn written(&mut self, file: &str, target: &str, pages: usize) {
        if self.options.shows_written {
            let message = format!("{target} written, {}", page_count(pages));
            let facts = [("output", target.into()), ("pages", pages.into())];
            self.note("written", Some(file), &message, &facts);
        }
    }

    /// Adds a note about a file or about the run. The facts are for programs only.
    fn note(&mut self, code: &str, file: Option<&str>, message: &str, facts: &[(&str, Value)]) {
        if self.options.quiet {
            return;
        }
        if self.options.json {
            let mut object = message_object("note", code, message);
            object.insert("file".to_owned(), file.into());
            object.extend(facts.iter().map(|(name, fact)| ((*name).to_owned(), fact.clone())));
            return self.json(object);
        }
        let message = printable(message);
        match file {
            Some(file) => self.line(&format!("{}: note: {message}", printable(file))),
            None => self.line(&format!("offprint: {message}")),
        }
    }

    fn json(&mut self, object: Map<String, Value>) {
        self.line(&Value::Object(object).to_string());
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// Prints an error and returns its exit code.
pub(super) fn print_error(error: &CliError, options: MessageOptions) -> Exit {
    let mut messages = Messages::new(options);
    messages.error(error);
    messages.print();
    error.exit
}

/// Returns a message as a JSON object with all the keys that every message has.
fn message_object(severity: &str, code: &str, message: &str) -> Map<String, Value> {
    let mut object = Map::new();
    for (key, text) in [("severity", severity), ("code", code), ("message", message)] {
        object.insert(key.to_owned(), text.into());
    }
    for key in ["file", "line", "page", "hint"] {
        object.insert(key.to_owned(), Value::Null);
    }
    object
}

/// Returns `1 page`, `2 pages`.
pub(super) fn page_count(pages: usize) -> String {
    counted(pages, "page")
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Returns `article.txt:118`, or the name alone if the line is unknown.
fn at(file: &str, place: Place) -> String {
    let name = printable(file);
    if place.line > 0 { format!("{name}:{}", place.line) } else { name }
}

/// Returns the place of a diagnostic, and what its message quotes where the message of the `first` of
/// its kind quotes something else: "line 12 (`map.png`)". None if both are unknown.
fn describe_place(diagnostic: &Diagnostic, first: &Diagnostic) -> Option<String> {
    let Place { line, page } = diagnostic.place;
    let place = match (line, page) {
        (0, 0) => None,
        (0, page) => Some(format!("page {page}")),
        (line, _) => Some(format!("line {line}")),
    };
    let quoted = quoted_text(&diagnostic.message)
        .filter(|quoted| quoted_text(&first.message) != Some(quoted))
        .map(|quoted| format!("`{}`", excerpt(quoted)));
    match (place, quoted) {
        (Some(place), Some(quoted)) => Some(format!("{place} ({quoted})")),
        (place, quoted) => place.or(quoted),
    }
}

/// Returns what stands between the first two grave accents of a message.
fn quoted_text(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// Returns at most [`LONGEST_MESSAGE`] characters of a text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => text[..end].to_owned() + "...",
        None => text.to_owned(),
    }
}

/// Returns the beginning of a text with control characters escaped.
fn shorten(text: &str) -> String {
    printable(&cut(text))
}

/// Returns a number that counts from 1; none for 0, which stands for unknown.
pub(super) fn known(number: u32) -> Option<u32> {
    (number > 0).then_some(number)
}

/// Returns the beginning of a text on one line.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => printable(&line[..end]) + "...",
        None => printable(&line),
    }
}

/// Returns whether a character controls the terminal, ends a line, or changes the direction of text.
fn is_control(c: char) -> bool {
    c.is_control() || is_bidi_control(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Returns the text with control characters escaped, so that it cannot control a terminal or imitate
/// a line of its own.
pub(super) fn printable(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) {
            escaped.extend(c.escape_default());
        } else {
            escaped.push(c);
        }
    }
    escaped
}

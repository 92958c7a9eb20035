//! Characters that no face has, counted over a galley.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::shape::script_name;

use super::{Item, Line};

/// Number of characters that get a diagnostic each; the rest are counted.
const MAX_NAMED: usize = 20;

/// Occurrences of a character that no face has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Occurrences {
    count: u32,
    /// First place in the source.
    first: Place,
}

/// Characters that no face has.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct MissingGlyphs(BTreeMap<char, Occurrences>);

impl MissingGlyphs {
    fn add(&mut self, c: char, count: u32, first: Place) {
        self.0.entry(c).or_insert(Occurrences { count: 0, first }).count += count;
    }

    /// Adds the missing characters of a line from `place` of the source.
    pub(super) fn add_line(&mut self, line: &Line, place: Place) {
        for item in &line.items {
            if let Item::Text(text) = item {
                let missing = text.shaped.runs.iter().filter_map(|run| run.missing);
                missing.for_each(|c| self.add(c, 1, place));
            }
        }
    }

    /// Adds the missing characters of a later part of the text.
    pub(super) fn add_all(&mut self, later: Self) {
        for (c, Occurrences { count, first }) in later.0 {
            self.add(c, count, first);
        }
    }

    /// Returns the number of letters among them.
    pub(super) fn letters(&self) -> u64 {
        let letters = self.0.iter().filter(|(c, _)| c.is_alphabetic());
        letters.map(|(_, found)| u64::from(found.count)).sum()
    }

    /// Returns a warning for each script, one for each of the first characters that no script has
    /// alone, and one for the rest.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut scripts: BTreeMap<&str, MissingScript> = BTreeMap::new();
        let mut signs = Vec::new();
        for (&c, &found) in &self.0 {
            match script_name(c) {
                Some(script) => scripts.entry(font_script(script)).or_default().add(c, found),
                None => signs.push((c, found)),
            }
        }
        let scripts = scripts.into_iter().map(|(script, missing)| missing.diagnostic(script));
        let named = signs.iter().take(MAX_NAMED).map(|&(c, Occurrences { count, first })| {
            let times = if count == 1 { String::new() } else { format!(", {count} times") };
            let message = format!(
                "no face has the character U+{:04X} ({c}){times}; it is shown as a box with its code",
                u32::from(c)
            );
            Diagnostic::warning("missing-glyph", first, message)
                .hint("give a font that has it with --font FILE")
        });
        let rest = signs.get(MAX_NAMED).map(|(_, Occurrences { first, .. })| {
            let count = signs.len() - MAX_NAMED;
            let message = format!("{count} more characters are in no face and shown as boxes");
            Diagnostic::warning("missing-glyph", *first, message)
        });
        scripts.chain(named).chain(rest).collect()
    }
}

/// Characters of one script that no face has.
#[derive(Debug, Default)]
struct MissingScript {
    characters: Vec<char>,
    count: u32,
    first: Option<Place>,
}

impl MissingScript {
    fn add(&mut self, c: char, found: Occurrences) {
        self.characters.push(c);
        self.count += found.count;
        let first = self.first.map_or(found.first, |first| first.min(found.first));
        self.first = Some(first);
    }

    fn diagnostic(self, script: &str) -> Diagnostic {
        let Self { characters, count, first } = self;
        let message = match characters.as_slice() {
            [c] if count == 1 => {
                format!(
                    "no face has the {script} character {c}; it is shown as a box with its code"
                )
            }
            [c] => format!(
                "no face has the {script} character {c}, {count} times; it is shown as a box with \
                 its code"
            ),
            several => format!(
                "no face has {} {script} characters, {count} times in all; they are shown as boxes \
                 with their codes",
                several.len()
            ),
        };
        let first = first.expect("a script is there for one of its characters");
        let family = font_family(script);
        Diagnostic::warning("missing-glyph", first, message)
            .hint(format!("give a font for them with --font FILE, such as {family}"))
    }
}

/// Returns the script by whose name fonts are looked for: those of Japanese and Chinese have all of
/// their scripts.
fn font_script(script: &'static str) -> &'static str {
    match script {
        "Hiragana" | "Katakana" | "Bopomofo" | "Han" => "Chinese or Japanese",
        "Hangul" => "Korean",
        other => other,
    }
}

/// Returns the name of a free font family that has a script.
fn font_family(script: &str) -> String {
    match script {
        "Chinese or Japanese" => "Noto Serif CJK (package fonts-noto-cjk)".to_owned(),
        "Korean" => "Noto Serif CJK KR (package fonts-noto-cjk)".to_owned(),
        "Arabic" => "Noto Naskh Arabic (package fonts-noto-core)".to_owned(),
        "Latin" | "Greek" | "Cyrillic" => "Noto Serif (package fonts-noto-core)".to_owned(),
        other => format!("Noto Serif {other} or Noto Sans {other} (package fonts-noto-core)"),
    }
}

//! Editing: language detection and the typographic marks of that language.
//!
//! Takes an [`Article`] and gives the same article with its language set and with quotes, dashes,
//! ellipses and no-break spaces as that language has them (`docs/editing.md`). It must never lose,
//! add or reorder a word.

mod conventions;
mod dashes;
mod language;
mod quotations;
mod quotes;
mod spaces;
mod text;

use crate::article::{Article, Block, BlockKind, Inline, Language, walk};
use crate::diagnostic::{Diagnostic, Place};
use crate::jobs::Jobs;
use conventions::Conventions;
use text::EditableText;

/// Number of blocks from which starting threads is faster than editing on one.
const LEAST_BLOCKS_FOR_THREADS: usize = 256;
/// Number of blocks that a thread takes at a time.
const CHUNK: usize = 32;

/// Options of the editor.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct EditOptions {
    /// Language of the article. None takes the one that the article states, unless its words show
    /// another, else the detected one.
    pub language: Option<Language>,
}

/// Edits the article for setting. Afterwards `meta.language` is always set.
///
/// Editing an edited article changes nothing. The diagnostics are notes: the language, if it was
/// detected, and the numbers of marks and spaces that were set.
#[must_use]
pub fn edit(
    mut article: Article,
    options: &EditOptions,
    jobs: &Jobs,
) -> (Article, Vec<Diagnostic>) {
    let (main, mut notes) = choose_language(&article, options);
    article.meta.language = Some(main);
    language::mark_quotations(&mut article.blocks, main);

    let mut editor = Editor::new(main);
    editor.edit_lines(&mut [&mut article.meta.title]);
    editor.edit_lines(&mut [&mut article.meta.subtitle]);
    for note in &mut article.notes {
        editor.edit_blocks(&mut note.blocks, main);
    }
    let editors =
        if article.blocks.len() < LEAST_BLOCKS_FOR_THREADS { 1 } else { jobs.count() };
    let (_, counts) = jobs.map_with_workers(
        article.blocks.chunks_mut(CHUNK).collect(),
        vec![EditCounts::default(); editors],
        |counts| Editor { counts, ..Editor::new(main) },
        |editor| editor.counts,
        |editor, blocks: &mut [Block]| editor.edit_blocks(blocks, main),
    );
    let counts = counts.into_iter().fold(editor.counts, EditCounts::sum);
    notes.extend(counts.notes());
    (article, notes)
}

/// Returns the language of an article: the one in the options, else the one that the article states,
/// unless its words clearly show another, else the detected one. A note reports what was detected.
#[must_use]
pub fn choose_language(
    article: &Article,
    options: &EditOptions,
) -> (Language, Vec<Diagnostic>) {
    let mut notes = Vec::new();
    let language = match (options.language, article.meta.language) {
        (Some(given), _) => given,
        (None, Some(stated)) => check_stated_language(article, stated, &mut notes),
        (None, None) => detect_language(article, &mut notes),
    };
    (language, notes)
}

/// Returns the language that the article states, unless its words clearly show another.
fn check_stated_language(
    article: &Article,
    stated: Language,
    notes: &mut Vec<Diagnostic>,
) -> Language {
    let Some(found) = language::contradicting_language(&article.blocks, stated) else {
        return stated;
    };
    let message = format!("the article says its language is {stated}; it is set as {found}");
    let note = Diagnostic::note("language-differs", Place::default(), message);
    notes.push(note.hint("name it with --lang if it is another"));
    found
}

/// Returns the language that the words show, else English.
fn detect_language(article: &Article, notes: &mut Vec<Diagnostic>) -> Language {
    let found = language::detect_in_blocks(&article.blocks);
    let (language, message) = match found {
        Some(found) => {
            let percent = found.confidence * 100.0;
            let tag = found.language;
            (tag, format!("detected the language {tag} with {percent:.0} % confidence"))
        }
        None => {
            let message = "could not tell the language from the text; it is set as English";
            (Language::ENGLISH, message.to_owned())
        }
    };
    let note = Diagnostic::note("language-detected", Place::default(), message);
    notes.push(note.hint("name it with --lang if it is another"));
    language
}

/// Numbers of marks and spaces that were set.
#[derive(Debug, Default, Clone, Copy)]
struct EditCounts {
    quotes: usize,
    dashes: usize,
    spaces: usize,
}

impl EditCounts {
    fn sum(self, other: Self) -> Self {
        Self {
            quotes: self.quotes + other.quotes,
            dashes: self.dashes + other.dashes,
            spaces: self.spaces + other.spaces,
        }
    }

    fn notes(self) -> impl Iterator<Item = Diagnostic> {
        let kinds = [
            ("quotes-set", self.quotes, "quotes, apostrophes and primes"),
            ("dashes-set", self.dashes, "dashes, ellipses and signs"),
            ("spaces-tied", self.spaces, "spaces made no-break"),
        ];
        kinds.into_iter().filter(|(_, count, _)| *count > 0).map(|(code, count, what)| {
            Diagnostic::note(code, Place::default(), format!("set {count} {what}"))
        })
    }
}

/// Edits blocks, each by the conventions of its language.
struct Editor {
    conventions: Conventions,
    text: EditableText,
    counts: EditCounts,
}

impl Editor {
    fn new(language: Language) -> Self {
        Self {
            conventions: Conventions::of_language(language),
            text: EditableText::default(),
            counts: EditCounts::default(),
        }
    }

    fn set_language(&mut self, language: Language) {
        if language != self.conventions.language {
            self.conventions = Conventions::of_language(language);
        }
    }

    /// Edits blocks that stand in text of the language `around`.
    fn edit_blocks(&mut self, blocks: &mut [Block], around: Language) {
        for block in blocks {
            let language = block.language.unwrap_or(around);
            self.set_language(language);
            if let BlockKind::Verse(lines) = &mut block.kind {
                // A quotation may run from one line of verse to the next.
                let mut lines: Vec<_> = lines.iter_mut().map(|line| &mut line.text).collect();
                self.edit_lines(&mut lines);
            } else {
                for line in walk::lines_mut(block) {
                    self.edit_lines(&mut [line]);
                }
            }
            for part in walk::parts_mut(block) {
                self.edit_blocks(part, language);
            }
            self.set_language(around);
        }
    }

    /// Runs every pass over lines, as one text.
    fn edit_lines(&mut self, lines: &mut [&mut Vec<Inline>]) {
        let Self { conventions, text, counts } = self;
        for line in lines.iter_mut() {
            counts.quotes += quotations::set_marks(line, conventions.language);
        }
        text.load(lines);
        text.run_pass(|text, out| counts.dashes += dashes::set_dashes(text, out, conventions));
        if text.contains(quotes::is_straight) {
            text.run_pass(|text, out| {
                counts.quotes += quotes::set_quotes(text, out, conventions);
            });
        }
        text.run_pass(|text, out| counts.spaces += spaces::set_spaces(text, out, conventions));
        text.store(lines);
    }
}

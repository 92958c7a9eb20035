//! Editing: the article becomes what will be set.
//!
//! Comes in: an [`Article`] and the language wished. Goes out: the same article with its language
//! found and with quotes, dashes, ellipses and no-break spaces as that language sets them. Never
//! done here: losing or reordering a word, lengths.

mod dashes;
mod language;
mod manner;
mod quotes;
mod spaces;
mod strand;

use crate::article::{Article, Block, BlockKind, Inline, Language, walk};
use crate::diagnostic::{Diagnostic, Place};
use crate::jobs::Jobs;
use manner::Manner;
use strand::Strand;

/// Blocks from which more than one core is worth its start.
const WORTH_THREADS: usize = 256;
/// Blocks that an editor takes at a time.
const SHARE: usize = 32;

/// What the editor is told.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Brief {
    /// The language given; else the article's own, if that can be, else the one detected.
    pub language: Option<Language>,
}

/// Prepares the article for setting. Afterwards `meta.language` is always known.
///
/// Editing what was edited changes nothing. The diagnostics are notes: the language, when it was
/// detected, and how many marks and spaces were set.
#[must_use]
pub fn edit(mut article: Article, brief: &Brief, jobs: &Jobs) -> (Article, Vec<Diagnostic>) {
    let (main, mut notes) = language_of(&article, brief);
    article.meta.language = Some(main);
    language::mark_quotations(&mut article.blocks, main);

    let mut editor = Editor::new(main);
    editor.lines(&mut [&mut article.meta.title]);
    editor.lines(&mut [&mut article.meta.subtitle]);
    for note in &mut article.notes {
        editor.blocks(&mut note.blocks, main);
    }
    let editors = if article.blocks.len() < WORTH_THREADS { 1 } else { jobs.count() };
    let (_, tallies) = jobs.share(
        article.blocks.chunks_mut(SHARE).collect(),
        vec![Tally::default(); editors],
        (|tally| Editor { tally, ..Editor::new(main) }, |editor: Editor| editor.tally),
        |editor, blocks: &mut [Block]| editor.blocks(blocks, main),
    );
    let tally = tallies.into_iter().fold(editor.tally, Tally::and);
    notes.extend(tally.notes());
    (article, notes)
}

/// The language of an article: the one given, else the one it says, where its words do not surely
/// show another, else the one detected. What was found by looking is told.
#[must_use]
pub fn language_of(article: &Article, brief: &Brief) -> (Language, Vec<Diagnostic>) {
    let mut notes = Vec::new();
    let language = match (brief.language, article.meta.language) {
        (Some(given), _) => given,
        (None, Some(said)) => believed(article, said, &mut notes),
        (None, None) => detected(article, &mut notes),
    };
    (language, notes)
}

/// The language the article says it is in, unless its words are surely of another.
fn believed(article: &Article, said: Language, notes: &mut Vec<Diagnostic>) -> Language {
    let Some(found) = language::instead_of(&article.blocks, said) else { return said };
    let message = format!("the article says its language is {said}; it is set as {found}");
    let note = Diagnostic::note("language-differs", Place::default(), message);
    notes.push(note.hint("name it with --lang if it is another"));
    found
}

/// The language the prose shows; English where it shows none.
fn detected(article: &Article, notes: &mut Vec<Diagnostic>) -> Language {
    let found = language::of_blocks(&article.blocks);
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

/// How many marks of each kind were set.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    quotes: usize,
    dashes: usize,
    spaces: usize,
}

impl Tally {
    fn and(self, other: Self) -> Self {
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

/// Edits block after block in the manner of its language.
struct Editor {
    language: Language,
    manner: Manner,
    strand: Strand,
    tally: Tally,
}

impl Editor {
    fn new(language: Language) -> Self {
        Self {
            language,
            manner: Manner::of(language),
            strand: Strand::default(),
            tally: Tally::default(),
        }
    }

    fn speak(&mut self, language: Language) {
        if language != self.language {
            self.language = language;
            self.manner = Manner::of(language);
        }
    }

    fn blocks(&mut self, blocks: &mut [Block], around: Language) {
        for block in blocks {
            let language = block.language.unwrap_or(around);
            self.speak(language);
            match &mut block.kind {
                BlockKind::Verse(lines) => {
                    let mut lines: Vec<_> =
                        lines.iter_mut().map(|line| &mut line.text).collect();
                    self.lines(&mut lines);
                }
                _ => {
                    for line in walk::lines_mut(block) {
                        self.lines(&mut [line]);
                    }
                }
            }
            for part in walk::parts_mut(block) {
                self.blocks(part, language);
            }
            self.speak(around);
        }
    }

    /// Runs every pass over the lines of one block.
    fn lines(&mut self, lines: &mut [&mut Vec<Inline>]) {
        let Self { manner, strand, tally, .. } = self;
        strand.load(lines);
        strand.pass(|text, out| tally.dashes += dashes::set(text, out, manner));
        if strand.has(quotes::is_straight) {
            strand.pass(|text, out| tally.quotes += quotes::set(text, out, manner));
        }
        strand.pass(|text, out| tally.spaces += spaces::set(text, out, manner));
        strand.store(lines);
    }
}

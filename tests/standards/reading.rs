//! Reading: three readers give the words of the article.
//!
//! Lines that `--dump pages` marks as furniture are removed, and words that it shows to be divided at
//! a line's end are joined, before the words are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use offprint::article::{Article, Block, Inline, walk};
use offprint::clean::{CleanOptions, clean};
use offprint::edit::{EditOptions, edit};
use offprint::jobs::Jobs;
use offprint::pipeline::{PrintOptions, Stage, dump};
use offprint::read::{Format, read};
use offprint::style::{Choices, Style};

use super::readers::{ask, here};
use super::{FACES, articles, is_withheld, set};

/// Text that a reader gives between two spaces, and whether it goes on in the next line.
#[derive(Debug, Clone)]
struct Token {
    text: String,
    goes_on: bool,
}

/// Information of the dump about a page.
#[derive(Debug, Default)]
struct Page {
    /// The lines that Offprint added, without their spaces.
    furniture: Vec<String>,
    /// Words of the article with added parts, with and without these.
    mixed: Vec<(String, String)>,
    /// Ends of lines after which a word goes on without an added hyphen.
    divided: BTreeSet<String>,
}

/// Reads a dump of pages, in which added text stands in brackets.
fn pages_of(text: &str) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for line in text.lines() {
        if line.starts_with("page ") {
            pages.push(Page::default());
            continue;
        }
        let Some(page) = pages.last_mut() else { continue };
        let line = line.replace("[rule]", " ");
        if let Some(furniture) = line.strip_prefix("  furniture ") {
            let words = furniture.split_whitespace().skip(2);
            page.furniture.push(words.map(|word| outside(word).0).collect());
            continue;
        }
        let line = match line.strip_suffix(['|', '>']) {
            Some(line) => {
                // A line of code that is wrapped after a space divides no word.
                let last = line.rsplit(' ').next().unwrap_or_default();
                page.divided.insert(seen(&outside(last).0));
                line
            }
            None => line.trim_end_matches(['~', '/']),
        };
        // The mark of a wrapped line brings its white.
        let line = line.replace(" ]", "]");
        let is_whole = |word: &&str| word.contains('[') && word.contains(']');
        let mixed = line.split_whitespace().filter(is_whole);
        page.mixed.extend(mixed.map(outside));
    }
    // A longer line cannot be taken for a part of something else.
    for page in &mut pages {
        page.furniture.sort_by_key(|line| usize::MAX - line.len());
    }
    pages
}

/// A word of a dump as it is shown, and without what stands in brackets.
fn outside(word: &str) -> (String, String) {
    let (mut shown, mut rest, mut depth) = (String::new(), String::new(), 0);
    for letter in word.chars() {
        match letter {
            '[' if depth == 0 => depth = 1,
            ']' if depth == 1 => depth = 0,
            _ => {
                match letter {
                    '[' => depth += 1,
                    ']' => depth -= 1,
                    _ => {}
                }
                shown.push(letter);
                if depth == 0 {
                    rest.push(letter);
                }
            }
        }
    }
    (shown, rest)
}

/// A word without what nobody sees.
fn seen(word: &str) -> String {
    let unseen = |c: char| {
        matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{FEFF}')
            || matches!(c, '\u{2060}'..='\u{206F}')
    };
    word.chars().filter(|&c| !unseen(c)).collect()
}

/// Returns whether a word is more than a sign.
fn is_heard(word: &str) -> bool {
    word.contains(char::is_alphanumeric)
}

/// The words of a page as a reader gives it.
fn tokens(text: &str, page: &Page) -> Vec<Token> {
    let mut all = Vec::new();
    // pdfium has a mark of its own for a word that it has joined.
    for line in text.replace('\u{FFFE}', "\u{AD}\n").lines() {
        let words = line.split_whitespace();
        let token = |word: &str| Token { text: seen(word), goes_on: word.ends_with('\u{AD}') };
        let mut line: Vec<Token> = words.map(token).filter(|it| !it.text.is_empty()).collect();
        if let Some(last) = line.last_mut() {
            last.goes_on |= page.divided.contains(&last.text);
        }
        all.append(&mut line);
    }
    all
}

/// Returns the number of tokens from `at` on that give this text together.
fn length(text: &str, at: usize, tokens: &[Token]) -> Option<usize> {
    let (mut rest, mut length) = (text, 0);
    while !rest.is_empty() {
        rest = rest.strip_prefix(tokens.get(at + length)?.text.as_str())?;
        length += 1;
    }
    Some(length)
}

/// Removes a line of furniture, where it stands nearest to an end of the page.
fn remove_furniture(line: &str, tokens: &mut Vec<Token>) {
    let all = (0..tokens.len()).filter_map(|at| Some((at, length(line, at, tokens)?)));
    let nearest = all.min_by_key(|&(at, length)| at.min(tokens.len() - length - at));
    if let Some((at, length)) = nearest {
        tokens.drain(at..at + length);
    }
}

/// Removes added text from the lines of the article.
fn remove_added(mixed: &[(String, String)], tokens: &mut Vec<Token>) {
    for (shown, rest) in mixed {
        let shown = seen(shown);
        let found =
            (0..tokens.len()).find_map(|at| Some((at, length(&shown, at, tokens)?.max(1))));
        if let Some((at, length)) = found.filter(|_| !shown.is_empty()) {
            let goes_on = tokens[at + length - 1].goes_on;
            tokens.splice(at..at + length, [Token { text: seen(rest), goes_on }]);
        }
    }
}

/// The words of all pages as a reader gives them, without furniture and added text.
fn words_read(text: &str, pages: &[Page]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut goes_on = false;
    for (text, page) in text.split('\u{C}').zip(pages) {
        let mut tokens = tokens(text, page);
        page.furniture.iter().for_each(|line| remove_furniture(&seen(line), &mut tokens));
        remove_added(&page.mixed, &mut tokens);
        for token in tokens {
            match words.last_mut() {
                Some(last) if goes_on => last.push_str(&token.text),
                _ => words.push(token.text),
            }
            goes_on = token.goes_on;
        }
    }
    words.retain(|word| is_heard(word));
    words
}

/// Changes every inline of the blocks.
fn change(blocks: &mut [Block], with: &impl Fn(&mut Inline)) {
    for block in blocks {
        for line in walk::lines_mut(block) {
            change_line(line, with);
        }
        for part in walk::parts_mut(block) {
            change(part, with);
        }
    }
}

fn change_line(line: &mut [Inline], with: &impl Fn(&mut Inline)) {
    for inline in line {
        with(inline);
        match inline {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::NoBreak(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Abbreviation { text: inner, .. }
            | Inline::Foreign { text: inner, .. } => change_line(inner, with),
            _ => {}
        }
    }
}

/// The article as the press sets it; the marks of notes as text, for they are added, and readers
/// give them with the word before.
pub(super) fn prepared(bytes: &[u8], format: Format) -> Article {
    let cleaned = clean(read(bytes, format).0, &CleanOptions::default());
    let (mut article, _) = edit(cleaned.article, &EditOptions::default(), &Jobs::new(1));
    let labels: Vec<String> = article.notes.iter().map(|note| note.label.clone()).collect();
    label_references(&mut article, &labels);
    article
}

/// Makes references to notes text.
fn label_references(article: &mut Article, labels: &[String]) {
    change_all(article, &|inline| {
        if let Inline::NoteRef(index) = inline {
            *inline = Inline::Text(labels.get(*index).cloned().unwrap_or_default());
        }
    });
}

/// The words of the article in the order of its tags: each note that stands at the foot of a page is
/// read after the line that calls it first.
pub(super) fn words_by_tags(bytes: &[u8], format: Format) -> Vec<String> {
    let cleaned = clean(read(bytes, format).0, &CleanOptions::default());
    let (mut article, _) = edit(cleaned.article, &EditOptions::default(), &Jobs::new(1));
    let labels: Vec<String> = article.notes.iter().map(|note| note.label.clone()).collect();
    let mut notes: Vec<Option<String>> = article
        .notes
        .iter()
        .map(|note| {
            let blocks = note.blocks.clone();
            let mut own = Article { blocks, ..Article::default() };
            label_references(&mut own, &labels);
            Some(format!(" {} {}", note.label, walk::words(&own).join(" ")))
        })
        .collect();
    call_notes(&mut article.meta.title, &mut notes);
    call_in_blocks(&mut article.blocks, &mut notes);
    let called = article.notes.iter_mut().zip(&notes).filter(|(_, words)| words.is_none());
    for (note, _) in called {
        note.blocks.clear();
        note.label.clear();
    }
    label_references(&mut article, &labels);
    walk::words(&article)
}

fn call_in_blocks(blocks: &mut [Block], notes: &mut [Option<String>]) {
    for block in blocks {
        walk::lines_mut(block).into_iter().for_each(|line| call_notes(line, notes));
        walk::parts_mut(block).into_iter().for_each(|part| call_in_blocks(part, notes));
    }
}

/// Puts the notes that a line calls behind it.
fn call_notes(line: &mut Vec<Inline>, notes: &mut [Option<String>]) {
    let called: Vec<usize> = walk::inlines(line)
        .filter_map(|inline| match inline {
            Inline::NoteRef(note) => Some(*note),
            _ => None,
        })
        .collect();
    let words = called.into_iter().filter_map(|note| notes.get_mut(note)?.take());
    let words: String = words.collect();
    if !words.is_empty() {
        line.push(Inline::Text(words));
    }
}

/// The article without its narrow spaces: to `pdftotext -raw` they are none.
fn joined(mut article: Article) -> Article {
    change_all(&mut article, &|inline| {
        if let Inline::Text(text) = inline {
            *text = text.replace('\u{202F}', "");
        }
    });
    article
}

fn change_all(article: &mut Article, with: &impl Fn(&mut Inline)) {
    change_line(&mut article.meta.title, with);
    change(&mut article.blocks, with);
    article.notes.iter_mut().for_each(|note| change(&mut note.blocks, with));
}

/// Returns the words of an article that readers can give.
fn words_of(article: &Article) -> Vec<String> {
    let words = walk::words(article);
    words.iter().map(|word| seen(word)).filter(|word| is_heard(word)).collect()
}

/// Properties of an article that keep readers from giving all its words in order.
#[derive(Debug, Clone, Copy)]
struct Traits {
    /// Notes, tables and pictures stand where there is room for them, out of the order.
    apart: bool,
    /// Lines stand in columns, as those of tables and of code do.
    columns: bool,
    /// Letters are raised or lowered.
    shifted: bool,
}

impl Traits {
    fn of(article: &Article) -> Self {
        use offprint::article::BlockKind::{Figure, Picture, Preformatted, Table};
        let all = || {
            let notes = article.notes.iter().flat_map(|note| &note.blocks);
            walk::blocks(&article.blocks).chain(notes)
        };
        let apart = |it: &Block| matches!(it.kind, Table(_) | Figure { .. } | Picture(_));
        let columns = |it: &Block| matches!(it.kind, Table(_) | Preformatted(_));
        let shifted = |it: &Block| {
            let mut inlines = walk::lines(it).flat_map(walk::inlines);
            inlines.any(|it| matches!(it, Inline::Superscript(_) | Inline::Subscript(_)))
        };
        let is_typed = !article.meta.title.is_empty() && article.meta.byline.is_some();
        Self {
            apart: !article.notes.is_empty() || all().any(apart),
            columns: is_typed || all().any(columns),
            shifted: all().any(shifted),
        }
    }
}

/// Returns the difference of the words of a reader from those of the article; none if they agree.
fn departs(expected: &[String], found: &[String], in_order: bool) -> Option<String> {
    if in_order {
        let same = expected.iter().zip(found).take_while(|(a, b)| a == b).count();
        let some =
            |words: &[String]| words.iter().skip(same).take(6).cloned().collect::<Vec<_>>();
        let parts = same < expected.len().max(found.len());
        return parts
            .then(|| format!("word {same}: {:?} for {:?}", some(found), some(expected)));
    }
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    expected.iter().for_each(|word| *counts.entry(word).or_default() += 1);
    found.iter().for_each(|word| *counts.entry(word).or_default() -= 1);
    counts.retain(|_, count| *count != 0);
    (!counts.is_empty()).then(|| format!("words too few (too many below 0): {counts:?}"))
}

/// Asks every reader for the words of an article; what they say otherwise. Boxes for characters that
/// no face has are read as their codes by some, and such a PDF claims nothing.
fn misread(bytes: &[u8], order: &PrintOptions, what: &str, folder: &Path) -> Vec<String> {
    let Some(print) = set(bytes, order).filter(|print| !is_withheld(print)) else {
        return Vec::new();
    };
    fs::write(folder.join("article.pdf"), &print.pdf).expect("a file");
    let dump = dump(bytes, order, &FACES, Stage::Pages, false).expect("it can be set");
    let article = prepared(bytes, order.format);
    let pages = pages_of(&dump.text);
    assert_eq!(pages.len(), print.pages, "{what}");
    let traits = Traits::of(&article);
    let expected = words_of(&article);
    let joined = words_of(&joined(article));
    let mut all = Vec::new();
    for reader in here() {
        for command in reader.text {
            let poppler = command.first() == Some(&"pdftotext");
            let by_place = poppler && !command.contains(&"-raw");
            if by_place && traits.columns || reader.name == "pdfium" && traits.shifted {
                continue;
            }
            let text = ask(reader, command, folder, what);
            let found = words_read(&String::from_utf8_lossy(&text), &pages);
            let expected = if poppler && !by_place { &joined } else { &expected };
            let departs = departs(expected, &found, !traits.apart && !by_place);
            all.extend(departs.map(|departs| format!("{what}, {}: {departs}", reader.name)));
        }
    }
    all
}

/// Returns whether a text has letters that are written from right to left: `docs/pdf.md` tells
/// how each reader gives those.
fn is_turned(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.chars().any(|c| matches!(c, '\u{590}'..='\u{8FF}'))
}

#[test]
fn every_reader_gives_the_words_of_every_article() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut all = Vec::new();
    for path in articles("input").into_iter().chain(articles("tests/suite")) {
        let bytes = fs::read(&path).expect("an article");
        if !is_turned(&bytes) {
            let what = path.display().to_string();
            all.extend(misread(&bytes, &PrintOptions::default(), &what, folder.path()));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// Articles whose words readers could join or part wrongly.
const HARD: [(&str, &str); 3] = [
    (
        "code that is wrapped",
        "# Of Code\n\nIt is called so:\n\n```\nlet the_name = a_function(of_many, arguments_that(go_on, \
        and_on), until_the_line.is_full(), and_more, than_full());\n    indented_by_four();\n```\n\n\
        And that is all of it.\n",
    ),
    (
        "a compound and an address at every line's end",
        "# Of Ends\n\nThe well-known long-distance self-made half-hearted never-ending \
        state-of-the-art well-meant forget-me-not jack-in-the-box, and either/or, and and/or, see \
        <https://example.org/a/very/long/address/that/no/line/holds/whole/and-so-it-is-divided/here>, \
        then institutionalisation, internationalisation, disestablishment, uncharacteristically.\n",
    ),
    (
        "notes whose marks end lines",
        "# Of Notes\n\nA word[^1] and others[^2] stand here, and so does a line[^3] that is so long \
        that its end is met by a mark[^4] of a note[^5], or by two[^6].\n\n[^1]: One.\n[^2]: \
        Two.\n[^3]: Three.\n[^4]: Four.\n[^5]: Five.\n[^6]: Six.\n",
    ),
];

#[test]
fn every_reader_gives_the_words_that_are_divided() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut all = Vec::new();
    for (what, text) in HARD {
        for width in ["a5", "a6", "a4"] {
            let paper = width.parse().ok();
            let style =
                Style::resolve(&Choices { paper, ..Choices::default() }).expect("it fits");
            let order =
                PrintOptions { style, format: Format::Markdown, ..PrintOptions::default() };
            let what = format!("{what}, {width}");
            all.extend(misread(text.as_bytes(), &order, &what, folder.path()));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn every_reader_gives_an_initial_with_its_word() {
    let style = Style::resolve(&Choices { drop_cap: true, ..Choices::default() });
    let order = PrintOptions { style: style.expect("it fits"), ..PrintOptions::default() };
    let folder = tempfile::tempdir().expect("a folder");
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let mut all = Vec::new();
    for name in ["in-a-world-in-turmoil.txt", "self-reliance.txt", "letter-to-mrs-bixby.txt"] {
        let bytes = fs::read(input.join(name)).expect("an article");
        all.extend(misread(&bytes, &order, name, folder.path()));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

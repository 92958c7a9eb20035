//! Names of products, made from a template.
//!
//! Comes in: `--name`, and what is known of an article: its file before it is read, its title and
//! the like after. Goes out: the name of a file that is one on every system, and of several that
//! are the same the second and third with a number. Never done here: writing.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use offprint::article::{Metadata, plain_text};
use offprint::style::nearest;

use super::address::{DEVICES, safe};

/// The longest that a title or the like may be in a name, in bytes; systems allow 255 in all.
const LONGEST_FIELD: usize = 100;

/// What no name of a file may hold on some system.
const FORBIDDEN: &str = "/\\:*?\"<>|";

/// What a template may name.
const FIELDS: [(&str, Piece); 9] = [
    ("stem", Piece::Stem),
    ("ext", Piece::Extension),
    ("folder", Piece::Folder),
    ("n", Piece::Number),
    ("title", Piece::Title),
    ("slug", Piece::Slug),
    ("byline", Piece::Byline),
    ("date", Piece::Date),
    ("site", Piece::Site),
];

/// The value of `--name`: pieces that make the name of a file, without its ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameTemplate(Vec<Piece>);

/// A part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Words as they stand.
    Words(String),
    /// The article's name without its ending.
    Stem,
    /// The ending of the article's name.
    Extension,
    /// The name of the folder that it lies in.
    Folder,
    /// Its number among the articles.
    Number,
    /// The article's title, as it is read.
    Title,
    /// Its title in small letters, with hyphens between the words.
    Slug,
    /// Who wrote it.
    Byline,
    /// Its date, as it shows it.
    Date,
    /// Where it was published.
    Site,
}

impl Piece {
    /// Whether it is known only when the article was read.
    fn is_of_content(&self) -> bool {
        matches!(self, Self::Title | Self::Slug | Self::Byline | Self::Date | Self::Site)
    }
}

impl FromStr for NameTemplate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.strip_suffix(".pdf").unwrap_or(text);
        if text.contains(['/', '\\']) {
            return Err("a name holds no folder: name that with --out-dir".to_owned());
        }
        if text.is_empty() {
            return Err("a file needs a name".to_owned());
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once('{') {
            let (field, after) =
                after.split_once('}').ok_or_else(|| format!("`{{{after}` has no `}}`"))?;
            push(&mut pieces, words);
            pieces.push(piece(field)?);
            rest = after;
        }
        push(&mut pieces, rest);
        Ok(Self(pieces))
    }
}

fn push(pieces: &mut Vec<Piece>, words: &str) {
    if !words.is_empty() {
        pieces.push(Piece::Words(words.to_owned()));
    }
}

fn piece(field: &str) -> Result<Piece, String> {
    if let Some((_, piece)) = FIELDS.iter().find(|(name, _)| *name == field) {
        return Ok(piece.clone());
    }
    let names = FIELDS.map(|(name, _)| name);
    let advice = match nearest(field, &names) {
        Some(near) => format!("did you mean {{{near}}}?"),
        None => format!("there are {{{}}}", names.join("} {")),
    };
    Err(format!("`{{{field}}}` is no field of a name: {advice}"))
}

impl NameTemplate {
    /// Whether it names what is known only when the article was read.
    pub(crate) fn is_of_content(&self) -> bool {
        self.0.iter().any(Piece::is_of_content)
    }

    /// The name of the product of `article`, without its ending. `number` is its place among
    /// `count` articles, counted from 1. `meta` is what was read of it; without, it has no title.
    pub(crate) fn name(
        &self,
        article: &Path,
        (number, count): (usize, usize),
        meta: Option<&Metadata>,
    ) -> OsString {
        let digits = count.to_string().len();
        let folder = article.parent().and_then(Path::file_name);
        let stem = || article.file_stem().unwrap_or_default().to_owned();
        let title = || meta.map(|meta| plain_text(&meta.title)).unwrap_or_default();
        // An article without a title is called as its file.
        let or_stem = |name: String| if name.is_empty() { stem() } else { name.into() };
        let of = |fact: fn(&Metadata) -> Option<&String>| {
            OsString::from(meta.and_then(fact).map(|fact| plain(fact)).unwrap_or_default())
        };
        let mut name = OsString::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => name.push(words),
                Piece::Stem => name.push(stem()),
                Piece::Extension => name.push(article.extension().unwrap_or_default()),
                Piece::Folder => name.push(folder.unwrap_or_default()),
                Piece::Number => name.push(format!("{number:0digits$}")),
                Piece::Title => name.push(or_stem(plain(&title()))),
                Piece::Slug => name.push(or_stem(slug(&title()))),
                Piece::Byline => name.push(of(|meta| meta.byline.as_ref())),
                Piece::Date => name.push(of(|meta| meta.date.as_ref())),
                Piece::Site => name.push(of(|meta| meta.site.as_ref())),
            }
        }
        if self.is_of_content() { whole(&name, stem()) } else { name }
    }
}

/// Words as a part of a name: what no system forbids, on one line, not too long.
fn plain(text: &str) -> String {
    let fine = |c: char| if c.is_control() || FORBIDDEN.contains(c) { ' ' } else { c };
    let fine: String = text.chars().map(fine).collect();
    let mut plain = String::new();
    for word in fine.split_whitespace() {
        let space = usize::from(!plain.is_empty());
        let room = LONGEST_FIELD.saturating_sub(plain.len() + space);
        let end = word.char_indices().map(|(at, c)| at + c.len_utf8());
        let end = end.take_while(|end| *end <= room).last().unwrap_or(0);
        if end < word.len() && !plain.is_empty() {
            break;
        }
        plain.push_str(if space > 0 { " " } else { "" });
        plain.push_str(word.get(..end).unwrap_or_default());
    }
    plain.trim_matches(['.', ' ']).to_owned()
}

/// A title in small letters, with hyphens between the words.
fn slug(title: &str) -> String {
    let joined: String = title.chars().filter(|c| !"'\u{2018}\u{2019}".contains(*c)).collect();
    safe(&joined.to_lowercase()).trim_matches(['.', '-']).to_owned()
}

/// The whole name, where parts of it may be missing or mean something to a system.
fn whole(name: &OsString, stem: OsString) -> OsString {
    let Some(text) = name.to_str() else { return name.clone() };
    let text = text.trim_matches(|c: char| c.is_whitespace() || "-_,.".contains(c));
    if text.is_empty() {
        return stem;
    }
    if DEVICES.contains(&text.to_lowercase().as_str()) {
        return format!("article-{text}").into();
    }
    text.into()
}

/// The names that are taken.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Paths in lower case.
    taken: BTreeSet<String>,
    /// The first number to try for a path without one: those below it are taken.
    next: BTreeMap<String, usize>,
}

impl Names {
    /// The path of a file of this name: the second of a name has a 2, the third a 3. Names that
    /// differ in capitals alone are the same to some systems.
    pub(crate) fn take(&mut self, folder: &Path, name: OsString, ending: &str) -> PathBuf {
        let path_of = |nth: usize| {
            let mut file = name.clone();
            if nth > 1 {
                file.push(format!("-{nth}"));
            }
            file.push(".");
            file.push(ending);
            folder.join(file)
        };
        let first = path_of(1);
        let key = first.to_string_lossy().to_lowercase();
        if self.taken.insert(key.clone()) {
            return first;
        }
        let next = self.next.entry(key).or_insert(2);
        loop {
            let path = path_of(*next);
            *next += 1;
            if self.taken.insert(path.to_string_lossy().to_lowercase()) {
                return path;
            }
        }
    }
}

//! Names of products, made from a template.
//!
//! Comes in: `--name`, and what is known of an article before it is read. Goes out: the name of a
//! file. Never done here: seeing whether two names are the same.

use std::ffi::OsString;
use std::path::Path;
use std::str::FromStr;

use offprint::style::nearest;

/// What a template may name.
const FIELDS: [(&str, Piece); 4] = [
    ("stem", Piece::Stem),
    ("ext", Piece::Extension),
    ("folder", Piece::Folder),
    ("n", Piece::Number),
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
    /// The name of the product of `article`, without its ending. `number` is its place among
    /// `count` articles, counted from 1.
    pub(crate) fn name(&self, article: &Path, number: usize, count: usize) -> OsString {
        let digits = count.to_string().len();
        let folder = article.parent().and_then(Path::file_name);
        let mut name = OsString::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => name.push(words),
                Piece::Stem => name.push(article.file_stem().unwrap_or_default()),
                Piece::Extension => name.push(article.extension().unwrap_or_default()),
                Piece::Folder => name.push(folder.unwrap_or_default()),
                Piece::Number => name.push(format!("{number:0digits$}")),
            }
        }
        name
    }
}

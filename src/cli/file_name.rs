//! File names of output, made from the template of `--name`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use offprint::article::{Metadata, plain_text};
use offprint::style::{TemplatePiece, parse_template};

use super::portable_name::{FORBIDDEN, is_device_name, safe_name, without_bidi_controls};

/// Greatest length of a title or the like in a name, in bytes. Systems allow 255 for the name.
const LONGEST_FIELD: usize = 100;

/// Field of a file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameField {
    /// Name of the article's file without its extension.
    Stem,
    /// Extension of the article's file.
    Extension,
    /// Name of the folder of the article.
    Folder,
    /// Number of the article.
    Number,
    /// Title.
    Title,
    /// Title in lower case, with hyphens between the words.
    Slug,
    /// Author.
    Byline,
    /// Date as the article shows it.
    Date,
    /// Name of the publication.
    Site,
}

const FIELDS: [(&str, NameField); 9] = [
    ("stem", NameField::Stem),
    ("ext", NameField::Extension),
    ("folder", NameField::Folder),
    ("n", NameField::Number),
    ("title", NameField::Title),
    ("slug", NameField::Slug),
    ("byline", NameField::Byline),
    ("date", NameField::Date),
    ("site", NameField::Site),
];

/// Value of `--name`: a template of a file name without its extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameTemplate(Vec<TemplatePiece<NameField>>);

/// Number of an article among those of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ArticleNumber {
    /// Position, counted from 1.
    pub(crate) position: usize,
    /// Number of articles.
    pub(crate) count: usize,
}

impl FromStr for NameTemplate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.strip_suffix(".pdf").unwrap_or(text);
        if text.contains(['/', '\\']) {
            return Err("a name cannot contain a folder: use --out-dir".to_owned());
        }
        if text.is_empty() {
            return Err("the name is empty".to_owned());
        }
        parse_template(text, &FIELDS).map(Self).map_err(|error| error.to_string())
    }
}

impl NameTemplate {
    /// Returns whether the name is known only after the article is read.
    pub(crate) fn needs_content(&self) -> bool {
        use NameField::{Byline, Date, Extension, Folder, Number, Site, Slug, Stem, Title};
        self.0.iter().any(|piece| match piece {
            TemplatePiece::Field(Title | Slug | Byline | Date | Site) => true,
            TemplatePiece::Field(Stem | Extension | Folder | Number)
            | TemplatePiece::Words(_) => false,
        })
    }

    /// Returns the name of the output for `article`, without extension. `metadata` is what was read
    /// of the article.
    pub(crate) fn file_name(
        &self,
        article: &Path,
        number: ArticleNumber,
        metadata: Option<&Metadata>,
    ) -> OsString {
        let digits = number.count.to_string().len();
        let folder = article.parent().and_then(Path::file_name);
        let stem = || article.file_stem().unwrap_or_default().to_owned();
        let title = || metadata.map(|it| plain_text(&it.title)).unwrap_or_default();
        // An article without a title is named after its file.
        let or_stem = |name: String| if name.is_empty() { stem() } else { name.into() };
        let fact = |of: fn(&Metadata) -> Option<&String>| {
            OsString::from(metadata.and_then(of).map_or_else(String::new, |it| plain(it)))
        };
        let mut name = OsString::new();
        for piece in &self.0 {
            let field = match piece {
                TemplatePiece::Words(words) => {
                    name.push(words);
                    continue;
                }
                TemplatePiece::Field(field) => field,
            };
            match field {
                NameField::Stem => name.push(stem()),
                NameField::Extension => name.push(article.extension().unwrap_or_default()),
                NameField::Folder => name.push(folder.unwrap_or_default()),
                NameField::Number => name.push(format!("{:0digits$}", number.position)),
                NameField::Title => name.push(or_stem(plain(&title()))),
                NameField::Slug => name.push(or_stem(slug(&title()))),
                NameField::Byline => name.push(fact(|it| it.byline.as_ref())),
                NameField::Date => name.push(fact(|it| it.date.as_ref())),
                NameField::Site => name.push(fact(|it| it.site.as_ref())),
            }
        }
        let name = without_bidi_controls(&name);
        if self.needs_content() { usable_name(&name, stem()) } else { name }
    }
}

/// Returns a value for a name: without forbidden characters, on one line, not too long.
fn plain(text: &str) -> String {
    let fine = |c: char| if c.is_control() || FORBIDDEN.contains(c) { ' ' } else { c };
    let fine: String = text.chars().map(fine).collect();
    let mut plain = String::new();
    for word in fine.split_whitespace() {
        let space = usize::from(!plain.is_empty());
        let left = LONGEST_FIELD.saturating_sub(plain.len() + space);
        let end = word.char_indices().map(|(at, c)| at + c.len_utf8());
        let end = end.take_while(|end| *end <= left).last().unwrap_or(0);
        if end < word.len() && !plain.is_empty() {
            break;
        }
        plain.push_str(if space > 0 { " " } else { "" });
        plain.push_str(&word[..end]);
    }
    plain.trim_matches(['.', ' ']).to_owned()
}

/// Returns a title in lower case, with hyphens between the words.
fn slug(title: &str) -> String {
    let joined: String = title.chars().filter(|c| !"'\u{2018}\u{2019}".contains(*c)).collect();
    safe_name(&joined.to_lowercase()).trim_matches(['.', '-']).to_owned()
}

/// Returns the name without separators at its ends, which remain of empty fields; `stem` if nothing
/// is left. A name that systems reserve for a device gets a prefix.
fn usable_name(name: &OsString, stem: OsString) -> OsString {
    let Some(text) = name.to_str() else { return name.clone() };
    let text = text.trim_matches(|c: char| c.is_whitespace() || "-_,.".contains(c));
    if text.is_empty() {
        return stem;
    }
    if is_device_name(text) {
        return format!("article-{text}").into();
    }
    text.into()
}

/// File names that are in use.
#[derive(Debug, Default)]
pub(crate) struct UsedNames {
    /// Paths in lower case.
    taken: BTreeSet<String>,
    /// Next number to try for a path; all below it are in use.
    next: BTreeMap<String, usize>,
}

impl UsedNames {
    /// Returns an unused path for a file of this name: the second with a name ends in `-2`, the third
    /// in `-3`. Names that differ in case only are the same on some systems.
    pub(crate) fn unused_path(
        &mut self,
        folder: &Path,
        name: OsString,
        ending: &str,
    ) -> PathBuf {
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

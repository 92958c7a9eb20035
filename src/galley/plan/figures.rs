//! Pictures and figures in the plan of a galley.

use std::borrow::Cow;

use crate::article::{Block, Inline, Picture, plain_text, walk};
use crate::diagnostic::{Diagnostic, Place};
use crate::picture::{PictureError, PictureSize};
use crate::style::{PictureMode, SMALL_PICTURE};

use super::{Context, Font, Indents, LayoutTask, Planner, TaskContent};
use crate::galley::picture::{PlacedPicture, depth_of_rows, printed_size};
use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::structure::Tag;
use crate::galley::{GalleyPicture, PictureId, Role, to_u32};

/// A photograph gets at most one part in this many of the rows of a page.
const PHOTOGRAPH_PART: u32 = 2;
/// A caption gets at most one part in this many of the rows of a page; the picture has the rest.
const CAPTION_PART: u32 = 3;
/// Characters of a caption to the measure, by experience with the face of captions.
const CAPTION_CHARACTERS: usize = 70;
/// Greatest width and height, in pixels, of a picture that shows nothing and counts readers.
const COUNTER_PIXELS: u32 = 2;
/// Greatest height of a picture inside a line, in hundredths of the leading; higher ones are set
/// below their paragraph.
const MAX_HEIGHT_IN_LINE: i64 = 130;
/// Greatest number of places that a message lists.
const MAX_PLACES: usize = 5;
/// Endings of the names of picture files.
const PICTURE_ENDINGS: [&str; 8] = ["jpg", "jpeg", "png", "gif", "webp", "svg", "avif", "tiff"];
/// Characters of an address that a message shows.
const MAX_SOURCE_CHARACTERS: usize = 80;

impl Planner<'_> {
    /// Plans a figure: its content, then its caption, on one page.
    pub(super) fn figure(
        &mut self,
        content: &[Block],
        caption: &[Inline],
        at: Context<'_>,
    ) -> bool {
        self.display(at, |planner, at| {
            let first = planner.tasks.len();
            let group = if caption.is_empty() { at } else { planner.enter(Tag::Group, at) };
            planner.blocks(content, Context { caption, ..group });
            if caption.is_empty() {
                return;
            }
            let shown = &mut planner.tasks[first..];
            shown.iter_mut().for_each(|task| task.entry.keep.with_next = true);
            // The caption stands on the next row.
            if let Some(last) = shown.last_mut() {
                last.entry.space_below = 0;
            }
            planner.caption(caption, group);
        })
    }

    /// Plans a figure or a table that may float to the head of the next page, if it is in the
    /// article's own column. Text goes on below a float as if it were not there. Returns true if a
    /// paragraph after it follows running text.
    pub(super) fn float(
        &mut self,
        at: Context<'_>,
        plan_content: impl FnOnce(&mut Self) -> bool,
    ) -> bool {
        let first = self.tasks.len();
        let may_float = self.styles.floats
            && at.indents == Indents::default()
            && self.label.is_none()
            && !at.in_note;
        let follows_text = plan_content(self);
        let tasks = &mut self.tasks[first..];
        let is_part = |task: &LayoutTask| {
            matches!(task.entry.role, Role::Picture | Role::Caption | Role::Cell)
                && !task.entry.keep.page_before
        };
        // A frame that says what is missing is as good as a line of text, and stays where it is.
        let shows = tasks.iter().any(|task| {
            !matches!(task.content, TaskContent::Framed(_) | TaskContent::Caption(_))
        });
        if !may_float || !shows || !tasks.iter().all(is_part) {
            return follows_text;
        }
        tasks[0].figure = tasks.len();
        at.follows_text
    }

    /// Plans the caption of a picture or a table. It has the addresses of the links of its pictures.
    pub(super) fn caption(&mut self, text: &[Inline], at: Context<'_>) -> &mut LayoutTask {
        let mut flat = self.flatten(text, at);
        for suffix in std::mem::take(&mut self.picture_suffixes) {
            flat.push_suffix(suffix, SpanStyle::default());
        }
        let at = Context { font: self.styles.caption, ..at };
        let task = self.push(Role::Caption, TaskContent::Caption(flat), at);
        task.entry.keep.together = true;
        task
    }

    /// Plans the picture of a block. Returns true if a paragraph after it follows running text.
    pub(super) fn picture_block(&mut self, picture: &Picture, at: Context<'_>) -> bool {
        let link = picture.link.as_deref();
        self.displayed_picture(LinkedPicture { picture, link }, at)
    }

    /// Plans a picture of its own, which may float. Returns true if a paragraph after it follows
    /// running text.
    pub(super) fn displayed_picture(
        &mut self,
        picture: LinkedPicture<'_>,
        at: Context<'_>,
    ) -> bool {
        self.float(at, |planner| {
            planner.display(at, |planner, at| planner.picture(picture, at))
        })
    }

    fn picture(&mut self, linked: LinkedPicture<'_>, at: Context<'_>) {
        let article_pictures = self.article_pictures;
        let picture = linked.picture;
        let image = match article_pictures.picture(&picture.source) {
            Ok(image) => image,
            Err(error) => return self.missing_picture(linked, &error, at),
        };
        if image.width.max(image.height) <= COUNTER_PIXELS {
            return;
        }
        let mut frame = self.picture_frame(at);
        if image.is_photograph {
            let Font { size, .. } = self.styles.text;
            let rows = self.styles.page_rows / PHOTOGRAPH_PART;
            frame.height = frame.height.min(depth_of_rows(rows, self.styles.leading, size));
        }
        let size = printed_size(image, picture, frame);
        let link = linked.link.map(|target| self.inline.add_link(target, SpanStyle::default()));
        // The alternative text is the picture's own, else its title, else the caption.
        let caption = || Some(plain_text(at.caption)).filter(|text| !text.is_empty());
        let alt = picture.words().map(str::to_owned).or_else(caption);
        if alt.is_none() {
            self.undescribed.push(at.place);
        }
        let is_decorative = alt.as_ref().is_some_and(|alt| alt.trim().is_empty());
        let tag = Tag::Figure { alt: alt.clone().map(String::into_boxed_str) };
        let around = link.map_or(at, |passage| {
            // A link is an inline element and needs a block around it.
            let block = self.enter(Tag::Paragraph, at);
            self.enter(Tag::PictureLink(passage), block)
        });
        let node = (!is_decorative).then(|| self.add_node_with_language(tag, around));
        let id = PictureId(to_u32(self.pictures.len()));
        self.pictures.push(GalleyPicture { image: image.clone(), alt });
        let content = TaskContent::Picture(PlacedPicture { id, size, link });
        let task = self.push_in(node, Role::Picture, content, at);
        task.entry.keep.together = true;
        self.picture_address(linked, at);
    }

    /// Plans the address of the link around a picture, or its number: after the caption, else on a
    /// line below the picture. The address of a picture file is of no use on paper.
    fn picture_address(&mut self, linked: LinkedPicture<'_>, at: Context<'_>) {
        let Some(target) = linked.link.filter(|target| !is_picture_file(target)) else {
            return;
        };
        let words = linked.picture.words().filter(|words| !words.trim().is_empty());
        let text = [Inline::Text(words.unwrap_or("\u{2026}").to_owned())];
        let Some(suffix) = self.inline.addresses.suffix(target, &text) else { return };
        if !at.caption.is_empty() {
            return self.picture_suffixes.push(suffix);
        }
        self.keep_last_with_next();
        let mut flat = FlatText::default();
        flat.push_suffix(suffix, SpanStyle::default());
        let at = Context { font: self.styles.caption, ..at };
        let task = self.push_in(None, Role::Caption, TaskContent::Caption(flat), at);
        task.entry.keep.together = true;
    }

    /// Returns the greatest size of a picture here, which leaves room for its caption.
    fn picture_frame(&self, at: Context<'_>) -> PictureSize {
        let styles = self.styles;
        let caption = caption_rows(at.caption).min(styles.page_rows / CAPTION_PART);
        let rows = styles.page_rows - caption;
        let width = styles.measure - at.indents.left - at.indents.right;
        PictureSize {
            width: match styles.pictures {
                PictureMode::Small => width.min(styles.measure / SMALL_PICTURE),
                PictureMode::All | PictureMode::Grey | PictureMode::None => width,
            },
            height: depth_of_rows(rows, styles.leading, styles.text.size),
        }
    }

    /// Plans a framed text in the place of a picture that cannot be shown.
    fn missing_picture(
        &mut self,
        linked: LinkedPicture<'_>,
        error: &PictureError,
        at: Context<'_>,
    ) {
        let LinkedPicture { picture, link } = linked;
        self.report_missing(picture, error, at);
        let told = plain_text(at.caption);
        if !told.is_empty() && walk::is_told(picture.words().unwrap_or(""), &told) {
            return self.picture_address(linked, at);
        }
        let Some(replacement) = PictureReplacement::of(picture) else {
            return self.report_lost_link(linked, at);
        };
        // A file name that is not of the article has no structure element.
        let (flat, node) = match replacement {
            PictureReplacement::Words(words) => {
                (self.picture_words(&words, link, at), Some(self.add_node(Tag::Paragraph, at)))
            }
            PictureReplacement::FileName(name) => {
                self.report_lost_link(linked, at);
                (FlatText::plain(&name, SpanStyle::default()), None)
            }
        };
        let at = Context { font: self.styles.caption, ..at };
        let task = self.push_in(node, Role::Picture, TaskContent::Framed(flat), at);
        task.entry.keep.together = true;
    }

    /// Flattens the words that stand for a picture, with the link around it.
    pub(super) fn picture_words(
        &mut self,
        words: &str,
        link: Option<&str>,
        at: Context<'_>,
    ) -> FlatText {
        let words = Inline::Text(words.to_owned());
        match link {
            Some(target) => {
                let link = Inline::Link { target: target.to_owned(), text: vec![words] };
                self.flatten(&[link], at)
            }
            None => self.flatten(&[words], at),
        }
    }

    /// Reports the pictures that are shown without an alternative text, as one diagnostic.
    pub(super) fn report_undescribed(&mut self) {
        let Some(&place) = self.undescribed.first() else { return };
        let (count, verb) = match self.undescribed.len() {
            1 => ("a picture".to_owned(), "has"),
            many => (format!("{many} pictures"), "have"),
        };
        let mut lines: Vec<u32> = self.undescribed.iter().map(|place| place.line).collect();
        lines.retain(|&line| line > 0);
        lines.dedup();
        let more = if lines.len() > MAX_PLACES { ", ..." } else { "" };
        let first: Vec<String> = lines.iter().take(MAX_PLACES).map(u32::to_string).collect();
        let places = match lines.len() {
            0 | 1 => String::new(),
            _ => format!(" (lines {}{more})", first.join(", ")),
        };
        let message = format!("{count} {verb} no description for screen readers{places}");
        let hint = "say in the alternative text what a picture shows; an empty one marks an \
                    ornament, and a file name is none";
        let diagnostic = Diagnostic::warning("picture-undescribed", place, message);
        self.diagnostics.push(diagnostic.hint(hint));
    }

    /// Reports the links to the article's own site that have no address in print.
    pub(super) fn report_links_of_site(&mut self) {
        let count = self.inline.addresses.left_out;
        if count > 0 {
            let message =
                format!("{count} links to the article's own site have no address in print");
            let note = Diagnostic::note("links-of-site", Place::default(), message);
            self.diagnostics.push(note.hint("--links all prints the addresses of all links"));
        }
    }

    /// Reports the link around a picture that is not shown and has no words. A link to the file of a
    /// picture is as lost as the picture itself.
    fn report_lost_link(&mut self, linked: LinkedPicture<'_>, at: Context<'_>) {
        let Some(target) = linked.link.filter(|target| !is_picture_file(target)) else {
            return;
        };
        let message = format!(
            "the link of a picture that is not shown is left out: `{}`",
            shortened(target)
        );
        let hint = "give the picture an alternative text, which then has the link";
        self.diagnostics
            .push(Diagnostic::warning("picture-link", at.place, message).hint(hint));
    }

    fn report_missing(&mut self, picture: &Picture, error: &PictureError, at: Context<'_>) {
        let source = shortened(&picture.source);
        if self.styles.pictures == PictureMode::None {
            let message =
                format!("the picture `{source}` is left out, as --pictures none says");
            return self.diagnostics.push(Diagnostic::note(
                "picture-left-out",
                at.place,
                message,
            ));
        }
        let message = format!("the picture `{source}` is not shown: {error}");
        let hint = match error {
            PictureError::Unavailable(_) => {
                "put the file where the article names it, in its folder or below"
            }
            PictureError::Format
            | PictureError::Malformed(_)
            | PictureError::TooLarge
            | PictureError::Excessive(_) => "save it anew as PNG or JPEG",
        };
        let diagnostic = Diagnostic::warning("picture-missing", at.place, message).hint(hint);
        self.diagnostics.push(diagnostic);
    }

    /// Splits a paragraph into its text and those of its pictures that do not stand in a line of it.
    /// A picture that cannot be shown is left to its words, unless it is all that the paragraph has.
    pub(super) fn split_pictures<'t>(
        &mut self,
        text: &'t [Inline],
        at: Context<'_>,
    ) -> (Cow<'t, [Inline]>, Vec<LinkedPicture<'t>>) {
        let all: Vec<LinkedPicture<'_>> = walk::pictures(text)
            .into_iter()
            .map(|(picture, link)| LinkedPicture { picture, link })
            .collect();
        let highest = self.styles.leading.fraction(MAX_HEIGHT_IN_LINE, 100);
        let frame = self.picture_frame(Context { indents: Indents::default(), ..at });
        let alone = all.len() == 1 && without(text, &all).iter().all(is_blank);
        let article_pictures = self.article_pictures;
        let mut displayed = Vec::new();
        for linked in all {
            let picture = linked.picture;
            match article_pictures.picture(&picture.source) {
                Ok(image) if alone || printed_size(image, picture, frame).height > highest => {
                    displayed.push(linked);
                }
                Err(_) if alone => displayed.push(linked),
                Err(error) => self.report_missing(picture, &error, at),
                Ok(_) => {}
            }
        }
        if displayed.is_empty() {
            return (Cow::Borrowed(text), displayed);
        }
        (Cow::Owned(without(text, &displayed)), displayed)
    }
}

/// Picture that stands by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct LinkedPicture<'t> {
    /// Picture.
    pub(super) picture: &'t Picture,
    /// Target of the link around it.
    pub(super) link: Option<&'t str>,
}

/// True for the address of a file of a picture, such as a larger copy of the one that links to it.
fn is_picture_file(target: &str) -> bool {
    let path = &target[..target.find(['?', '#']).unwrap_or(target.len())];
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    PICTURE_ENDINGS.contains(&ending.as_str())
}

fn as_picture(inline: &Inline) -> Option<&Picture> {
    if let Inline::Picture(picture) = inline { Some(picture) } else { None }
}

/// Returns a copy of `text` without these pictures.
fn without(text: &[Inline], pictures: &[LinkedPicture<'_>]) -> Vec<Inline> {
    let is_removed = |inline: &Inline| {
        as_picture(inline)
            .is_some_and(|one| pictures.iter().any(|it| std::ptr::eq(one, it.picture)))
    };
    let kept = text.iter().filter(|inline| !is_removed(inline));
    kept.map(|inline| {
        let mut copy = inline.clone();
        if let (Some(inner), Some(from)) = (copy.inner_mut(), inline.inner()) {
            *inner = without(from, pictures);
        }
        copy
    })
    .collect()
}

/// Returns true if an inline shows nothing.
fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(words) => words.trim().is_empty(),
        Inline::LineBreak => true,
        Inline::Code(_) | Inline::Picture(_) | Inline::NoteRef(_) => false,
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strike(inner)
        | Inline::Superscript(inner)
        | Inline::Subscript(inner)
        | Inline::NoBreak(inner)
        | Inline::Foreign { text: inner, .. }
        | Inline::Abbreviation { text: inner, .. }
        | Inline::Quotation(inner)
        | Inline::Link { text: inner, .. } => inner.iter().all(is_blank),
    }
}

/// Text in the place of a picture.
enum PictureReplacement {
    /// Alternative text or title.
    Words(String),
    /// Name of its file.
    FileName(String),
}

impl PictureReplacement {
    /// Returns the text in the place of a picture; none for a decorative picture, and for one of the
    /// web without words: its file has a name for machines.
    fn of(picture: &Picture) -> Option<Self> {
        if let Some(words) = picture.words() {
            let words = words.trim();
            return (!words.is_empty()).then(|| Self::Words(words.to_owned()));
        }
        let source = &picture.source;
        if source.starts_with("http") {
            return None;
        }
        let path = &source[..source.find(['?', '#']).unwrap_or(source.len())];
        let name = &path[path.rfind('/').map_or(0, |slash| slash + 1)..];
        let has_name = !source.starts_with("data:") && !source.starts_with("embedded:");
        let name = if has_name && !name.is_empty() { name } else { "\u{2026}" };
        Some(Self::FileName(name.to_owned()))
    }
}

/// Returns an address for a message: its first characters, those without a glyph as escapes.
fn shortened(address: &str) -> String {
    let first: String = address.chars().take(MAX_SOURCE_CHARACTERS).collect();
    let cut = if first.len() < address.len() { "..." } else { "" };
    format!("{}{cut}", first.escape_debug())
}

/// Estimates the rows of a caption.
fn caption_rows(caption: &[Inline]) -> u32 {
    if caption.is_empty() {
        return 0;
    }
    to_u32(plain_text(caption).chars().count() / CAPTION_CHARACTERS + 1)
}

//! Pictures and figures in the plan of the galley.
//!
//! Comes in: pictures, and what is said of them. Goes out: tasks; diagnostics for those that
//! cannot be shown. Never done here: decoding, setting.

use crate::article::{Block, Inline, Picture, plain_text, walk};
use crate::diagnostic::{Diagnostic, Place};
use crate::picture::PictureError;
use crate::unit::Length;

use super::{Indents, LayoutTask, Planner, TaskContent};
use crate::galley::picture::{depth_of, size};
use crate::galley::spans::{Flat, SpanStyle};
use crate::galley::structure::Tag;
use crate::galley::{GalleyPicture, PictureId, Role};

/// A picture leaves its caption no more than this part of the rows of a page.
const CAPTION_PART: u32 = 3;
/// Characters of a caption to the measure, by experience with the face of captions.
const CAPTION_CHARACTERS: usize = 70;
/// A picture of no more pixels than this on either side shows nothing: it counts readers.
const COUNTER_PIXELS: u32 = 2;
/// A picture inside a paragraph that is higher than this, in hundredths of the leading, is set
/// below the paragraph.
pub(super) const HIGHEST_IN_LINE: i64 = 130;
/// Characters of an address that a message shows.
const LONGEST_SOURCE: usize = 80;

impl Planner<'_> {
    /// A figure: its content, then its caption, on one page.
    pub(super) fn figure(
        &mut self,
        content: &[Block],
        caption: &[Inline],
        indents: Indents,
        place: Place,
    ) {
        self.display(|planner| {
            let first = planner.tasks.len();
            planner.caption_rows = caption_rows(caption);
            planner.told = Some(plain_text(caption)).filter(|text| !text.is_empty());
            planner.blocks(content, indents);
            planner.caption_rows = 0;
            planner.told = None;
            if caption.is_empty() {
                return;
            }
            for task in planner.tasks.iter_mut().skip(first) {
                task.keep.with_next = true;
            }
            // The caption stands on the next row.
            if planner.tasks.len() > first {
                planner.last(|task| task.space_below = 0);
            }
            planner.after_text = false;
            planner.caption(caption, indents, place);
        });
    }

    /// Plans a figure or a table that may stand at the head of the next page, where it is of the
    /// article's own column. The text goes on below it as if it were not there.
    pub(super) fn movable(&mut self, indents: Indents, inside: impl FnOnce(&mut Self)) {
        let (first, after_text) = (self.tasks.len(), self.after_text);
        let own = indents == Indents::default() && self.label.is_none() && !self.in_note();
        inside(self);
        let count = self.tasks.len() - first;
        let Some(tasks) = self.tasks.get_mut(first..).filter(|_| own && self.styles.floats)
        else {
            return;
        };
        let is_part = |task: &LayoutTask| {
            matches!(task.role, Role::Picture | Role::Caption | Role::Cell)
                && !task.keep.page_before
        };
        // A frame that says what is missing is as good as a line of text, and stays where it is.
        let shows = tasks.iter().any(|task| {
            !matches!(task.setting, TaskContent::Framed(..) | TaskContent::Caption(..))
        });
        if shows
            && tasks.iter().all(is_part)
            && let Some(task) = tasks.first_mut()
        {
            task.figure = count;
            self.after_text = after_text;
        }
    }

    /// What is said of a picture or a table.
    pub(super) fn caption(&mut self, text: &[Inline], indents: Indents, place: Place) {
        let flat = self.flat(text);
        let setting = TaskContent::Caption(flat, self.styles.caption);
        self.push(Role::Caption, setting, indents, place);
        self.last(|task| task.keep.together = true);
    }

    /// A picture that stands by itself.
    pub(super) fn picture(&mut self, picture: &Picture, indents: Indents, place: Place) {
        let album = self.album;
        match album.picture(&picture.source) {
            Ok(plate) => {
                let frame = self.frame(indents);
                let size = size(plate, picture, frame);
                if plate.width.max(plate.height) <= COUNTER_PIXELS {
                    return;
                }
                // Who cannot see a picture is told its text, else its title, else its caption.
                let alt = picture.words().map(str::to_owned).or(self.told.clone());
                let adorns = alt.as_ref().is_some_and(|alt| alt.trim().is_empty());
                let tag = Tag::Figure { alt: alt.clone().map(String::into_boxed_str) };
                let node = (!adorns).then(|| self.structure.add(tag, self.inside, None));
                let id = self.show(GalleyPicture { image: plate.clone(), alt });
                self.push(Role::Picture, TaskContent::Picture(id, size), indents, place);
                self.last(|task| {
                    task.keep.together = true;
                    task.node = node;
                });
            }
            Err(fault) => self.missing_picture(picture, &fault, indents, place),
        }
    }

    fn show(&mut self, shown: GalleyPicture) -> PictureId {
        self.pictures.push(shown);
        PictureId(u32::try_from(self.pictures.len() - 1).unwrap_or(u32::MAX))
    }

    /// The largest place for a picture here.
    fn frame(&self, indents: Indents) -> (Length, Length) {
        let styles = self.styles;
        let rows =
            styles.depth.saturating_sub(self.caption_rows.min(styles.depth / CAPTION_PART));
        let width = styles.measure - indents.left - indents.right;
        (width, depth_of(rows, styles.leading, styles.text.size))
    }

    /// A framed line in the place of a picture that cannot be shown.
    fn missing_picture(
        &mut self,
        picture: &Picture,
        fault: &PictureError,
        indents: Indents,
        place: Place,
    ) {
        self.report_missing(picture, fault, place);
        let Some(text) = instead_of(picture) else { return };
        let (Instead::Words(shown) | Instead::Name(shown)) = &text;
        let flat = Flat::plain(shown, SpanStyle::default());
        self.push(
            Role::Picture,
            TaskContent::Framed(flat, self.styles.caption),
            indents,
            place,
        );
        // Whoever listens is told the article's words, and not how we call a file.
        let words = matches!(text, Instead::Words(_));
        let node = words.then(|| self.structure.add(Tag::Paragraph, self.inside, None));
        self.last(|task| {
            task.keep.together = true;
            task.node = node;
        });
    }

    pub(super) fn report_missing(
        &mut self,
        picture: &Picture,
        fault: &PictureError,
        place: Place,
    ) {
        let source: String = picture.source.chars().take(LONGEST_SOURCE).collect();
        let cut = if source.len() < picture.source.len() { "..." } else { "" };
        let message =
            format!("the picture `{}{cut}` is not shown: {fault}", source.escape_debug());
        let hint = match fault {
            PictureError::Unavailable(_) => {
                "put the file where the article names it, in its folder or below"
            }
            _ => "save it anew as PNG or JPEG",
        };
        self.diagnostics
            .push(Diagnostic::warning("picture-missing", place, message).hint(hint));
    }

    /// The pictures of a paragraph that do not stand in a line of it, and its words without them;
    /// none where there are none. A picture that cannot be had is left to its words, unless it is
    /// all that the paragraph has.
    pub(super) fn take_pictures<'t>(
        &mut self,
        text: &'t [Inline],
        place: Place,
    ) -> Option<(Vec<Inline>, Vec<&'t Picture>)> {
        let all: Vec<&Picture> = walk::inlines(text).filter_map(as_picture).collect();
        if all.is_empty() {
            return None;
        }
        let highest = self.styles.leading.fraction(HIGHEST_IN_LINE, 100);
        let frame = self.frame(Indents::default());
        let alone = all.len() == 1 && without(text, &all).iter().all(is_blank);
        let album = self.album;
        let mut displayed = Vec::new();
        for picture in all {
            match album.picture(&picture.source) {
                Ok(plate) if alone || size(plate, picture, frame).1 > highest => {
                    displayed.push(picture);
                }
                Err(_) if alone => displayed.push(picture),
                Err(fault) => self.report_missing(picture, &fault, place),
                Ok(_) => {}
            }
        }
        (!displayed.is_empty()).then(|| (without(text, &displayed), displayed))
    }
}

fn as_picture(inline: &Inline) -> Option<&Picture> {
    match inline {
        Inline::Picture(picture) => Some(picture),
        _ => None,
    }
}

/// `text` without these pictures.
fn without(text: &[Inline], pictures: &[&Picture]) -> Vec<Inline> {
    let kept = text.iter().filter(|inline| {
        as_picture(inline)
            .is_none_or(|one| !pictures.iter().any(|other| std::ptr::eq(one, *other)))
    });
    kept.map(|inline| {
        let mut copy = inline.clone();
        if let (Some(inner), Some(from)) = (copy.inner_mut(), inline.inner()) {
            *inner = without(from, pictures);
        }
        copy
    })
    .collect()
}

/// Whether an inline shows nothing.
fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(words) => words.trim().is_empty(),
        Inline::LineBreak => true,
        _ => inline.inner().is_some_and(|inner| inner.iter().all(is_blank)),
    }
}

/// What is shown in the place of a picture.
enum Instead {
    /// What the article says of it.
    Words(String),
    /// The name of its file.
    Name(String),
}

/// What is shown in the place of a picture; nothing for one that only adorns, and for one of the
/// web without words: its file has a name for machines.
fn instead_of(picture: &Picture) -> Option<Instead> {
    if let Some(words) = picture.words() {
        let words = words.trim();
        return (!words.is_empty()).then(|| Instead::Words(words.to_owned()));
    }
    if picture.source.starts_with("http") {
        return None;
    }
    let name = picture.source.split(['?', '#']).next().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    let nameless = ["data:", "embedded:"].iter().any(|it| picture.source.starts_with(it));
    let name = if nameless || name.is_empty() { "\u{2026}" } else { name };
    Some(Instead::Name(name.to_owned()))
}

/// About how many rows a caption will take.
fn caption_rows(caption: &[Inline]) -> u32 {
    if caption.is_empty() {
        return 0;
    }
    let characters = plain_text(caption).chars().count();
    u32::try_from(characters / CAPTION_CHARACTERS + 1).unwrap_or(u32::MAX)
}

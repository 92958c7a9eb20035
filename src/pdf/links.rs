//! Links: where on a page they lie, which may be live.
//!
//! Comes in: placed lines and their links. Goes out: rectangles with their addresses. Never done
//! here: an address opened, or one with a scheme that could run something.

use std::collections::BTreeMap;

use super::Job;
use super::lines::{self, Standing};
use crate::diagnostic::{Diagnostic, Place};
use crate::font::Faces;
use crate::galley::{Galley, Item, Line, LinkId};
use crate::paginate::Page;
use crate::unit::Length;

/// Schemes that may be live; any other stays text.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// A piece of a link on one line. Lengths are from the upper left corner of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// Which link.
    pub(super) id: LinkId,
    /// Left edge.
    pub(super) left: Length,
    /// Upper edge.
    pub(super) top: Length,
    /// Right edge.
    pub(super) right: Length,
    /// Lower edge.
    pub(super) bottom: Length,
}

/// Height above and depth below the baseline of the greatest type in `line`.
pub(super) fn extent(line: &Line, faces: &Faces) -> (Length, Length) {
    let runs = line.items.iter().filter_map(|item| match item {
        Item::Text(text) => Some(&text.shaped.runs),
        _ => None,
    });
    runs.flatten().fold((Length::ZERO, Length::ZERO), |(above, below), run| {
        let face = faces.face(run.face);
        let em = i64::from(face.units_per_em);
        let ascent = run.size.fraction(i64::from(face.ascent), em);
        let descent = run.size.fraction(-i64::from(face.descent), em);
        (above.max(ascent), below.max(descent))
    })
}

/// The pieces of live links on a page, in reading order.
pub(super) fn on_page(page: &Page, job: &Job<'_>) -> Vec<Link> {
    if job.galley.links.is_empty() {
        return Vec::new();
    }
    let mut links = Vec::new();
    for standing in lines::of(page, job.galley) {
        on_line(&standing, job, &mut links);
    }
    links.retain(|link| address(job.galley, link.id).is_some());
    links
}

fn on_line(standing: &Standing<'_>, job: &Job<'_>, links: &mut Vec<Link>) {
    let line = standing.line;
    let scaled = |width: Length| width.fraction(i64::from(line.scaling), 1000);
    let first = links.len();
    let mut pen = standing.x + line.x;
    let mut open: Option<LinkId> = None;
    for item in &line.items {
        let (width, link, is_space) = match item {
            Item::Text(text) => {
                let glyphs: usize = text.shaped.runs.iter().map(|run| run.glyphs.len()).sum();
                let tracking = text.tracking * i64::try_from(glyphs).unwrap_or(0);
                (scaled(text.shaped.advance + tracking), text.link, false)
            }
            Item::Space { width, link, .. } => (scaled(*width) + line.word_space, *link, true),
            Item::Kern(width) | Item::Rule { width, .. } | Item::Picture { width, .. } => {
                (*width, open, true)
            }
        };
        match (link, links.get_mut(first..).and_then(<[Link]>::last_mut)) {
            (Some(id), Some(last)) if open == Some(id) => {
                if !is_space {
                    last.right = pen + width;
                }
            }
            (Some(id), _) if !is_space => {
                let (above, below) = extent(line, job.faces);
                links.push(Link {
                    id,
                    left: pen,
                    top: standing.y - above,
                    right: pen + width,
                    bottom: standing.y + below,
                });
                open = Some(id);
            }
            (Some(_), _) => {}
            (None, _) => open = None,
        }
        pen += width;
    }
}

/// The address of a link as a URI of ASCII characters, when its scheme may be live.
pub(super) fn address(galley: &Galley, id: LinkId) -> Option<String> {
    let target = galley.links.get(id.0 as usize)?.trim();
    let (scheme, rest) = target.split_once(':')?;
    if rest.is_empty() || !SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let mut uri = String::with_capacity(target.len());
    for byte in target.bytes() {
        if byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            for half in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(half), 16).unwrap_or('0');
                uri.push(digit.to_ascii_uppercase());
            }
        }
    }
    Some(uri)
}

/// Says which links of the pages are not live, each once.
pub(super) fn dropped(job: &Job<'_>) -> Vec<Diagnostic> {
    if job.galley.links.is_empty() {
        return Vec::new();
    }
    let mut first_pages = BTreeMap::new();
    for page in job.pages {
        for standing in lines::of(page, job.galley) {
            for item in &standing.line.items {
                if let Item::Text(text) = item
                    && let Some(LinkId(id)) = text.link
                {
                    first_pages.entry(id).or_insert(page.number);
                }
            }
        }
    }
    let dead =
        first_pages.into_iter().filter(|&(id, _)| address(job.galley, LinkId(id)).is_none());
    dead.map(|(id, page)| {
        let target = job.galley.links.get(id as usize).map_or("", |target| target);
        let message = format!("the link to `{}` is not live", target.escape_debug());
        Diagnostic::warning("link-not-live", Place { line: 0, page }, message)
            .hint("only http, https and mailto addresses become live links")
    })
    .collect()
}

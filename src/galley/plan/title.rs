//! Title block in the plan of a galley: headline, subtitle, byline, QR code.

use crate::article::{Inline, LinkUse, Metadata, plain_text};
use crate::diagnostic::{Diagnostic, Place};
use crate::font::FaceStyle;
use crate::galley::qr::qr_code;
use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::{Keep, Role};
use crate::unit::Length;

use super::{Context, DISPLAY_ROWS, Indents, Planner, TaskContent};

impl Planner<'_> {
    /// Plans the title block.
    pub(super) fn title_block(&mut self, meta: &Metadata, at: Context<'_>) {
        let right = self.qr_code(meta.source.as_deref(), at);
        let indents = Indents { right, ..Indents::default() };
        let at = Context { place: meta.place, indents, ..at };
        if !meta.title.is_empty() {
            let flat = self.flatten(&meta.title, at);
            let task = self.push_heading(Role::Title, flat, self.styles.title, at);
            task.entry.title = Some(plain_text(&meta.title));
            self.add_anchor(&plain_text(&meta.title));
        }
        if !meta.subtitle.is_empty() {
            let flat = self.flatten(&meta.subtitle, at);
            self.push_heading(Role::TitleLine, flat, self.styles.subtitle, at);
        }
        for line in self.bylines(meta, at) {
            self.push_heading(Role::TitleLine, line, self.styles.byline, at);
        }
        for task in &mut self.tasks {
            task.entry.keep = Keep { together: true, with_next: true, ..Keep::default() };
        }
        if let Some(last) = self.tasks.last_mut() {
            last.entry.space_below = DISPLAY_ROWS;
        }
    }

    /// Adds the QR code of the source beside the title block, if the style has one, and returns the
    /// width that it takes from the measure.
    fn qr_code(&mut self, source: Option<&str>, at: Context<'_>) -> Length {
        if !self.styles.qr_code {
            return Length::ZERO;
        }
        let address = source.filter(|source| LinkUse::is_source(source));
        let Some(code) = address.and_then(qr_code) else {
            let message = match address {
                Some(_) => "the source's address is too long for a QR code",
                None => "there is no QR code, since no address of the source is known",
            };
            let diagnostic = Diagnostic::warning("qr-missing", Place::default(), message);
            self.diagnostics.push(diagnostic.hint("give a short address with --source"));
            return Length::ZERO;
        };
        let taken = code.side + self.styles.leading;
        self.push(Role::QrCode, TaskContent::QrCode(code), at);
        taken
    }

    /// Returns the lines under the headline: byline, date and site on one, the source on the next.
    fn bylines(&mut self, meta: &Metadata, at: Context<'_>) -> Vec<FlatText> {
        let plain = SpanStyle::default();
        let face = FaceStyle { italic: true, bold: false };
        let byline = meta.byline.iter().map(|text| (text, SpanStyle { face, ..plain }));
        let others = meta.dateline.iter().chain(&meta.date).chain(&meta.site);
        let mut line = FlatText::default();
        for (text, look) in byline.chain(others.map(|text| (text, plain))) {
            if !line.text.is_empty() {
                line.push_text(" \u{B7} ", plain);
            }
            line.push_text(text, look);
        }
        let mut lines = vec![line];
        lines.retain(|line| !line.text.is_empty());
        lines.extend(meta.source.as_ref().map(|source| {
            if !LinkUse::is_source(source) {
                return FlatText::plain(source, plain);
            }
            let text = vec![Inline::Text(source.clone())];
            self.flatten(&[Inline::Link { target: source.clone(), text }], at)
        }));
        lines
    }
}

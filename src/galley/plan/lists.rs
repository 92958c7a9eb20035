//! Lists and definition lists in the plan of a galley.

use crate::article::{Block, BlockKind, Definition, Inline, ListItem, Marker};
use crate::diagnostic::Place;
use crate::galley::check_box;
use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::structure::{ListNumbering, Tag};
use crate::galley::to_i64;
use crate::shape::Font;
use crate::unit::Length;

use super::{Context, DISPLAY_ROWS, HungLabel, Planner};

/// Greatest number of characters for which a label gets room; longer ones reach into the text.
const MAX_LABEL_CHARACTERS: usize = 8;

impl Planner<'_> {
    pub(super) fn list(
        &mut self,
        marker: Marker,
        tight: bool,
        items: &[ListItem],
        at: Context<'_>,
    ) -> bool {
        let is_nested = self.label.is_some() || at.indents.left > Length::ZERO;
        // A list that begins an item: the item's own label would make room for the list's.
        self.label_alone(Context { place: Place::default(), ..at });
        let (numbering, room) = match marker {
            Marker::Bullet => (ListNumbering::Bullets, self.styles.inset.fraction(3, 4)),
            Marker::Label => {
                let first = items.first().map_or("", |item| &item.label);
                let labels = items.iter().map(|item| item.label.as_str());
                (ListNumbering::from_label(first), self.label_room(labels, at.font))
            }
        };
        let plan_items = |planner: &mut Self, at| {
            let list = planner.enter(Tag::List { numbering }, planner.indent(at, room));
            for (index, item) in items.iter().enumerate() {
                let first = planner.tasks.len();
                planner.list_item(marker, item, list);
                if !tight && index > 0 {
                    // An item has a task at least for its label.
                    let task = &mut planner.tasks[first];
                    task.entry.space_above = task.entry.space_above.max(DISPLAY_ROWS);
                }
            }
        };
        if is_nested {
            plan_items(self, at);
            return false;
        }
        self.display(at, plan_items)
    }

    fn list_item(&mut self, marker: Marker, item: &ListItem, list: Context<'_>) {
        let check_box = item.done.map(check_box::sign);
        let label = match (marker, check_box) {
            (Marker::Bullet, check_box) => check_box.unwrap_or("\u{2022}").to_owned(),
            (Marker::Label, None) => item.label.clone(),
            // A task of a numbered list keeps its number.
            (Marker::Label, Some(check_box)) => format!("{}\u{A0}{check_box}", item.label),
        };
        let at = self.enter(Tag::Item, list);
        self.hang_label(&label, SpanStyle::default(), at);
        if let Some(done) = item.done {
            self.describe_check_box(item, done, at);
        }
        let sole = matches!(
            &*item.blocks,
            [] | [Block { kind: BlockKind::Paragraph(_), language: None, .. }]
        );
        let body = self.enter(Tag::Body, at);
        self.labelled_blocks(&item.blocks, Context { sole, place: Place::default(), ..body });
    }

    /// Gives the next task a label to hang out.
    pub(super) fn hang_label(&mut self, label: &str, look: SpanStyle, at: Context<'_>) {
        let node = self.add_node(Tag::Label { alt: None }, at);
        self.label = Some(HungLabel { flat: FlatText::plain(label, look), node });
    }

    /// Gives the label that waits the words of its check box, after the number of the item.
    fn describe_check_box(&mut self, item: &ListItem, done: bool, at: Context<'_>) {
        let (words, language) = check_box::words(done, at.language);
        let alt = [&*item.label, words].join(" ").trim_start().into();
        let label = self.label.as_ref().expect("a label was hung out");
        let node = self.inline.structure.node_mut(label.node);
        node.tag = Tag::Label { alt: Some(alt) };
        node.language = (language != at.language).then_some(language);
    }

    /// Gives a label that waits a line of its own, before what has no room to hang it.
    pub(super) fn label_alone(&mut self, at: Context<'_>) {
        if self.label.is_some() {
            self.paragraph(&[], at);
            self.keep_last_with_next();
        }
    }

    /// Plans the blocks beside a label; if they show nothing, the label is still shown.
    pub(super) fn labelled_blocks(&mut self, blocks: &[Block], at: Context<'_>) {
        let at = Context { follows_text: false, ..at };
        self.blocks(blocks, at);
        if self.label.is_some() {
            self.paragraph(&[], at);
        }
    }

    /// Returns the room for labels: the usual inset, more for labels of many characters.
    pub(super) fn label_room<'l>(
        &self,
        labels: impl Iterator<Item = &'l str>,
        font: Font,
    ) -> Length {
        let longest = labels.map(|label| label.chars().count()).max().unwrap_or(0);
        // A figure is about half an em wide; the space after the label is half an em more.
        let halves = to_i64(longest.min(MAX_LABEL_CHARACTERS)) + 1;
        font.size.fraction(halves, 2).max(self.styles.inset)
    }

    pub(super) fn definitions(&mut self, definitions: &[Definition], at: Context<'_>) -> bool {
        self.display(at, |planner, at| {
            let list = planner.enter(Tag::List { numbering: ListNumbering::Other }, at);
            for definition in definitions {
                let item = planner.enter(Tag::Item, list);
                let label = planner.enter(Tag::Label { alt: None }, item);
                for term in &definition.terms {
                    let at = Context { place: Place::default(), ..label };
                    planner.paragraph(&[Inline::Strong(term.clone())], at);
                    planner.keep_last_with_next();
                }
                let body = planner.enter(Tag::Body, item);
                let body = planner.indent(body, planner.styles.inset);
                for meaning in &definition.meanings {
                    planner.blocks(meaning, body);
                }
            }
        })
    }
}

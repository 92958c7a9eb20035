//! Conversion of paragraphs that look like headings into headings.
//!
//! Converts short paragraphs in bold or in capitals, each above running text. Must never convert
//! a single one, or any in a text that uses bold or capitals otherwise.

use crate::article::{Block, BlockKind, Inline, plain_text, walk};

/// Words of a heading at most.
const LONGEST: usize = 12;

/// Such paragraphs that an article has at least: one alone may be anything.
const SEVERAL: usize = 2;

/// The part of the paragraphs of a look, in hundredths, that head something where they are
/// headings.
const MOSTLY: usize = 80;

/// The level of the least heading there is.
const LEAST: u8 = 6;

/// Styling by which a paragraph stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Bold as a whole.
    Bold,
    /// In capitals as a whole.
    Capitals,
}

/// Makes headings of what looks like them.
pub(super) fn to_headings(blocks: &mut Vec<Block>) {
    part(blocks);
    for look in [Look::Bold, Look::Capitals] {
        let like: Vec<usize> = (0..blocks.len())
            .filter(|&at| blocks.get(at).is_some_and(|block| look_of(block) == Some(look)))
            .collect();
        let heads = |at: &usize| {
            let [block, after, ..] = blocks.get(*at..).unwrap_or(&[]) else { return false };
            is_label(block) && is_text(after) && look_of(after) != Some(look)
        };
        let made: Vec<usize> = like.iter().copied().filter(|at| heads(at)).collect();
        // Where many paragraphs of that look head nothing, it is the text's manner.
        if made.len() >= SEVERAL && made.len() * 100 >= like.len() * MOSTLY {
            for (number, at) in made.iter().enumerate() {
                make(blocks, *at, made.get(..number).unwrap_or(&[]));
            }
        }
    }
}

/// Parts labels in bold from the text on the next line of the same paragraph, where several have
/// one.
fn part(blocks: &mut Vec<Block>) {
    let ends = |block: &Block| {
        let label = label_end(block)?;
        let BlockKind::Paragraph(text) = &block.kind else { return None };
        let words = plain_text(text.get(..label)?);
        is_short(words.trim()).then_some(label)
    };
    if blocks.iter().filter_map(ends).count() < SEVERAL {
        return;
    }
    for mut block in std::mem::take(blocks) {
        let label = ends(&block);
        let (place, language) = (block.place, block.language);
        if let (Some(label), BlockKind::Paragraph(text)) = (label, &mut block.kind) {
            let rest = text.split_off(label);
            let rest = rest.into_iter().skip_while(|inline| *inline == Inline::LineBreak);
            let kind = BlockKind::Paragraph(rest.collect());
            let rest = Block { language, ..Block::new(kind, place) };
            if let Some(Inline::Strong(inner)) = text.first_mut() {
                while inner.last() == Some(&Inline::LineBreak) {
                    inner.pop();
                }
            }
            blocks.push(block);
            blocks.push(rest);
        } else {
            blocks.push(block);
        }
    }
}

/// Returns the number of inlines at the start of a paragraph that are a line in bold with text
/// below.
fn label_end(block: &Block) -> Option<usize> {
    let BlockKind::Paragraph(text) = &block.kind else { return None };
    let Some(Inline::Strong(inner)) = text.first() else { return None };
    let broken = inner.last() == Some(&Inline::LineBreak);
    let breaks =
        text.get(1..)?.iter().take_while(|inline| **inline == Inline::LineBreak).count();
    let inner_breaks = inner.iter().filter(|inline| **inline == Inline::LineBreak).count();
    let line = broken && inner_breaks == 1 || breaks > 0 && inner_breaks == 0;
    (line && text.len() > 1 + breaks && !inner.is_empty()).then_some(1)
}

/// Makes a paragraph a heading: beside those `made` before it, below the others.
fn make(blocks: &mut [Block], at: usize, made: &[usize]) {
    let (before, rest) = blocks.split_at_mut(at);
    let above = before.iter().enumerate().rev().find_map(|(at, block)| match block.kind {
        BlockKind::Heading { level, .. } if made.contains(&at) => Some(level),
        BlockKind::Heading { level, .. } => Some(level + 1),
        _ => None,
    });
    let Some(block) = rest.first_mut() else { return };
    if let BlockKind::Paragraph(text) = &mut block.kind {
        let text = std::mem::take(text).into_iter().flat_map(|inline| match inline {
            // A heading is bold by itself.
            Inline::Strong(inner) => inner,
            other => vec![other],
        });
        let level = above.unwrap_or(1).min(LEAST);
        block.kind = BlockKind::Heading { level, text: text.collect() };
    }
}

fn look_of(block: &Block) -> Option<Look> {
    let BlockKind::Paragraph(text) = &block.kind else { return None };
    if walk::inlines(text).any(|inline| matches!(inline, Inline::Picture(_))) {
        return None;
    }
    if is_strong(text) {
        return Some(Look::Bold);
    }
    let words = plain_text(text);
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().count() > 3 && letters().all(char::is_uppercase);
    capitals.then_some(Look::Capitals)
}

fn is_strong(text: &[Inline]) -> bool {
    let blank =
        |inline: &Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
    let mut said = text.iter().filter(|inline| !blank(inline)).peekable();
    said.peek().is_some() && said.all(|inline| matches!(inline, Inline::Strong(_)))
}

/// True if a paragraph is short and no sentence.
fn is_label(block: &Block) -> bool {
    let BlockKind::Paragraph(text) = &block.kind else { return false };
    if walk::inlines(text).any(|inline| matches!(inline, Inline::LineBreak)) {
        return false;
    }
    let words = plain_text(text);
    is_short(words.trim())
}

fn is_short(words: &str) -> bool {
    words.split_whitespace().count() <= LONGEST
        && words.starts_with(|c: char| c.is_alphanumeric() || "¿¡\"“„«‘(".contains(c))
        && words.chars().any(char::is_alphabetic)
        && !words.ends_with(['.', ',', ';', ':', '”', '"', '。', '、', '：'])
}

fn is_text(block: &Block) -> bool {
    !matches!(
        block.kind,
        BlockKind::Heading { .. }
            | BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::NoPageBreak
    )
}

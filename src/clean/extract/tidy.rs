//! Removal of blocks and spaces that only serve the looks of a page.
//!
//! Removes empty paragraphs, spaces at line ends, rules that separate nothing, repeated pictures
//! and file names in place of alternative texts; lines of signs become rules. Must never remove a
//! word that tells something.

use super::captions;
use super::meta;
use crate::article::{Block, BlockKind, Inline, Marker, Picture, plain_text, walk};
use crate::read::html;

/// Signs of which people make a rule, and how many it takes.
const RULE_SIGNS: [char; 9] = ['_', '-', '*', '=', '~', '–', '—', '•', '·'];
const RULE_LENGTH: usize = 3;

/// Ends of the names of picture files.
const PICTURES: [&str; 10] =
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".bmp", ".tif", ".tiff"];

/// Words with which programs that make pages announce a picture to those who listen.
const ANNOUNCED: [&str; 5] = ["Image", "Photo", "Picture", "Bild", "Foto"];

/// Tidies the blocks of an article with this title.
pub(super) fn article(blocks: &mut Vec<Block>, title: &str) {
    within(blocks);
    captioned(blocks);
    // Programs put the title where nobody said what a picture shows.
    let title = Some(title).filter(|title| !title.is_empty());
    for block in blocks.iter_mut() {
        let BlockKind::Picture(picture) = &mut block.kind else { continue };
        if picture.alt.as_deref() == title && !captions::is_near(&picture.source) {
            picture.alt = None;
        }
    }
    let is_rule = |block: &Block| block.kind == BlockKind::Rule;
    while blocks.last().is_some_and(is_rule) {
        blocks.pop();
    }
    let rules = blocks.iter().take_while(|block| is_rule(block)).count();
    blocks.drain(..rules);
}

/// Words of a line under a picture at most.
const CAPTION: usize = 40;

/// Lines under pictures that begin with what is said of the picture become captions.
fn captioned(blocks: &mut Vec<Block>) {
    let says = |picture: &Block, line: &Block| {
        let BlockKind::Picture(picture) = &picture.kind else { return false };
        let Some(alt) = &picture.alt else { return false };
        let BlockKind::Paragraph(text) = &line.kind else { return false };
        let text = plain_text(text);
        alt.contains(' ')
            && text.starts_with(alt.trim_end_matches('.'))
            && text.split_whitespace().count() <= CAPTION
    };
    let mut rest = std::mem::take(blocks).into_iter().peekable();
    while let Some(mut block) = rest.next() {
        if let Some(line) = rest.next_if(|line| says(&block, line))
            && let BlockKind::Paragraph(caption) = line.kind
        {
            let picture = std::mem::replace(&mut block.kind, BlockKind::Rule);
            let content = vec![Block::new(picture, block.place)];
            block.kind = BlockKind::Figure { content, caption };
        }
        blocks.push(block);
    }
}

/// Tidies blocks, the innermost first.
pub(super) fn within(blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        walk::parts_mut(block).into_iter().for_each(within);
        if !matches!(block.kind, BlockKind::Verse(_)) {
            for line in walk::lines_mut(block) {
                trim(line);
                joined(line);
            }
        }
        match &mut block.kind {
            BlockKind::Picture(picture) => settle(picture),
            BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } if is_rule(text) => {
                block.kind = BlockKind::Rule;
            }
            BlockKind::Figure { content, caption } => {
                pictures_alone(content);
                without_number(caption);
            }
            BlockKind::List { marker: Marker::Bullet, items, .. } => {
                items.retain(|item| !item.blocks.is_empty());
            }
            _ => {}
        }
    }
    blocks.retain(|block| !is_empty(block));
    unwrap_galleries(blocks);
    blocks.dedup_by(|block, before| match (&block.kind, &before.kind) {
        (BlockKind::Rule, BlockKind::Rule) => true,
        (BlockKind::Picture(one), BlockKind::Picture(other)) => one.source == other.source,
        _ => false,
    });
}

/// Lists of nothing but pictures become the pictures.
fn unwrap_galleries(blocks: &mut Vec<Block>) {
    let shown =
        |block: &Block| matches!(block.kind, BlockKind::Picture(_) | BlockKind::Figure { .. });
    let is_gallery = |block: &Block| match &block.kind {
        BlockKind::List { marker: Marker::Bullet, items, .. } => {
            items.iter().all(|item| item.done.is_none() && item.blocks.iter().all(shown))
        }
        _ => false,
    };
    if !blocks.iter().any(is_gallery) {
        return;
    }
    for block in std::mem::take(blocks) {
        let gallery = is_gallery(&block);
        match block.kind {
            BlockKind::List { items, .. } if gallery => {
                blocks.extend(items.into_iter().flat_map(|item| item.blocks));
            }
            kind => blocks.push(Block { kind, ..block }),
        }
    }
}

fn is_empty(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => text.is_empty(),
        BlockKind::Quote(inner) | BlockKind::Together(inner) => inner.is_empty(),
        BlockKind::List { items, .. } => items.is_empty(),
        BlockKind::Figure { content, caption } => content.is_empty() && caption.is_empty(),
        _ => false,
    }
}

/// Takes blanks and line breaks off both ends of a line.
fn trim(line: &mut Vec<Inline>) {
    let blank = line.iter_mut().position(|inline| !is_blank(inline, true));
    line.drain(..blank.unwrap_or(line.len()));
    while line.last_mut().is_some_and(|last| is_blank(last, false)) {
        line.pop();
    }
}

/// Takes the blanks off one end of an inline; says whether nothing is left of it.
fn is_blank(inline: &mut Inline, at_start: bool) -> bool {
    match inline {
        Inline::LineBreak => true,
        Inline::Text(text) => {
            // An ideographic space opens a paragraph, and is its author's.
            let blank = |c: char| matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{200B}');
            let kept = if at_start {
                text.trim_start_matches(blank)
            } else {
                text.trim_end_matches(blank)
            };
            if kept.len() < text.len() {
                *text = kept.to_owned();
            }
            text.trim().is_empty()
        }
        other => other.inner_mut().is_some_and(|inner| {
            if at_start && inner.first_mut().is_some_and(|first| is_blank(first, true)) {
                inner.remove(0);
            } else if !at_start && inner.last_mut().is_some_and(|last| is_blank(last, false)) {
                inner.pop();
            }
            inner.is_empty()
        }),
    }
}

fn is_rule(line: &[Inline]) -> bool {
    if walk::inlines(line).any(|inline| matches!(inline, Inline::Picture(_) | Inline::Code(_)))
    {
        return false;
    }
    let text = plain_text(line);
    let mut signs = text.chars().filter(|sign| !sign.is_whitespace());
    let Some(first) = signs.next().filter(|sign| RULE_SIGNS.contains(sign)) else {
        return false;
    };
    let mut count = 1;
    signs.all(|sign| {
        count += 1;
        sign == first
    }) && count >= RULE_LENGTH
}

/// Joins links that lead to the same place side by side, takes pictures that stand twice, and parts
/// the others from the words beside them.
fn joined(line: &mut Vec<Inline>) {
    for inline in line.iter_mut() {
        if let Inline::Picture(picture) = inline {
            settle(picture);
        } else if let Some(inner) = inline.inner_mut() {
            joined(inner);
        }
    }
    line.dedup_by(|inline, before| match (inline, before) {
        (Inline::Link { target, text }, Inline::Link { target: same, text: whole }) => {
            let joins = target == same && !text.is_empty();
            if joins {
                whole.append(text);
            }
            joins
        }
        (Inline::Picture(one), Inline::Picture(other)) => one.source == other.source,
        _ => false,
    });
    let shows = |inline: &Inline| matches!(inline, Inline::Picture(_));
    if !line.iter().any(shows) {
        return;
    }
    for inline in std::mem::take(line) {
        let ends = line.last().is_some_and(|before| match before {
            Inline::Text(text) => text.ends_with(char::is_alphanumeric) && shows(&inline),
            Inline::Picture(_) => true,
            _ => false,
        });
        let begins = match &inline {
            Inline::Text(text) => text.starts_with(char::is_alphanumeric),
            other => shows(other),
        };
        if ends && begins {
            line.push(Inline::Text(" ".to_owned()));
        }
        line.push(inline);
    }
}

/// Pictures of a figure without the word that announces them.
fn pictures_alone(content: &mut Vec<Block>) {
    let announced = |block: &Block| {
        let BlockKind::Paragraph(text) = &block.kind else { return false };
        let pictures = walk::inlines(text).any(|inline| matches!(inline, Inline::Picture(_)));
        let words: String = walk::inlines(text)
            .filter_map(|inline| match inline {
                Inline::Text(words) => Some(words.as_str()),
                _ => None,
            })
            .collect();
        pictures && ANNOUNCED.contains(&words.trim())
    };
    let old = std::mem::take(content);
    for block in old {
        match &block.kind {
            BlockKind::Paragraph(text) if announced(&block) => {
                let pictures = walk::pictures(text).into_iter();
                let kinds = pictures.map(|(picture, link)| {
                    let link = link.map(str::to_owned);
                    BlockKind::Picture(Box::new(Picture { link, ..picture.clone() }))
                });
                content.extend(kinds.map(|kind| Block::new(kind, block.place)));
            }
            _ => content.push(block),
        }
    }
}

/// Takes the number of a picture in its gallery off the first line of a caption.
fn without_number(caption: &mut Vec<Inline>) {
    let number = |text: &str| {
        (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if let [Inline::Text(text), Inline::LineBreak, ..] = caption.as_slice()
        && number(text.trim())
    {
        caption.drain(..2);
    }
}

/// Cleans the alternative text and the title of a picture. The name of its file is no help to a
/// reader in place of the picture.
fn settle(picture: &mut Picture) {
    let source = picture.source.clone();
    for text in [&mut picture.alt, &mut picture.title] {
        let Some(words) = text.as_mut() else { continue };
        if words.contains('<') && words.contains('>') {
            *words = meta::plain(&html::words_of_markup(words));
        }
        if is_file_name(words, &source) && !captions::is_near(&source) {
            *text = None;
        } else if let Some(name) = without_ending(words) {
            *words = name.replace('_', " ");
        }
    }
}

/// A name of a file without its ending.
fn without_ending(words: &str) -> Option<&str> {
    PICTURES.iter().find_map(|ending| {
        let at = words.len().checked_sub(ending.len())?;
        let (name, end) = (words.get(..at)?, words.get(at..)?);
        end.eq_ignore_ascii_case(ending).then_some(name)
    })
}

/// True if words are only the name of a file: one word with the ending of one, that of the
/// picture's own file, or with the signs and numbers that cameras and editors write.
fn is_file_name(words: &str, source: &str) -> bool {
    let words = words.trim();
    if words.is_empty() || words.contains(char::is_whitespace) {
        return false;
    }
    let name = without_ending(words);
    let path = source.split(['?', '#']).next().expect("a text has a first part");
    let file = path.rsplit('/').next().expect("a text has a last part");
    let file = without_ending(file).unwrap_or(file);
    let has = |wanted: fn(char) -> bool| words.contains(wanted);
    let technical = has(|c| c == '_') || has(|c| c == '-') && has(|c| c.is_ascii_digit());
    // A formula has other signs besides.
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.&+%".contains(c);
    name.is_some()
        || technical && words.chars().all(plain)
        || words.contains('-') && words.eq_ignore_ascii_case(file)
}

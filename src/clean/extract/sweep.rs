//! Removal of boxes of links, forms and share bars within the article.
//!
//! Must never remove a heading, a list, code or a table that belongs to the text. The thresholds of
//! [`is_clutter`] are those of Readability's `cleanConditionally`.

use super::choose::weight;
use super::links::Site;
use super::names;
use super::stats::Ledger;
use crate::read::html::{self, HtmlNodeId, HtmlTree};

/// Letters up to which an element that is called a share bar is one.
const SHARE: f32 = 500.0;

/// Letters up to which an element that is called a button or a rating is one.
const BUTTON: f32 = 40.0;

/// The part of its letters that are links, in a box that only leads elsewhere.
const ONLY_LINKS: f32 = 0.75;

/// Commas from which on an element is text, whatever else it holds.
const PROSE_COMMAS: f32 = 10.0;

/// Sweeps within `roots`.
pub(super) fn sweep(
    ledger: &mut Ledger<'_>,
    roots: &[HtmlNodeId],
    site: &Site,
    measured: bool,
    by_name: bool,
) {
    for root in roots {
        shares(ledger, *root);
        players(ledger, *root);
        elements(ledger, *root);
        if measured {
            for names in
                [&["form", "fieldset"][..], &["table"], &["ul", "ol"], &["div", "section"]]
            {
                clutter(ledger, *root, names, site, by_name);
            }
        }
        headings(ledger, *root, by_name);
        labels(ledger, *root);
    }
}

/// Headings of what went: nothing is left below them.
fn labels(ledger: &mut Ledger<'_>, root: HtmlNodeId) {
    let tree = ledger.tree;
    let level = |id| tree.name(id).strip_prefix('h').and_then(|it| it.parse::<u8>().ok());
    for id in listed(ledger, root, &["h2", "h3", "h4", "h5", "h6"]) {
        let mut headed = false;
        let after = std::iter::successors(tree.next(id), |id| tree.next(*id));
        for next in after.take(NEAR) {
            let stats = ledger.of(next);
            if ledger.is_gone(next) {
                headed |= stats.chars > 0.0;
            } else if stats.chars > 0.0 || stats.images > 0.0 {
                let over = level(next) <= level(id) && level(next).is_some();
                if headed && over {
                    ledger.take(id, "link-box", 0.0);
                }
                break;
            }
        }
    }
}

/// Elements behind a heading up to which one is looked for that stayed.
const NEAR: usize = 8;

/// The elements of some names within a root, the last first, so that what is within another is
/// judged before it.
fn listed(ledger: &Ledger<'_>, root: HtmlNodeId, names: &[&str]) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let mut found = ledger.walk(root);
    found.retain(|id| *id != root && names.contains(&tree.name(*id)));
    found.reverse();
    found
}

/// Buttons to pass the article on.
fn shares(ledger: &mut Ledger<'_>, root: HtmlNodeId) {
    let tree = ledger.tree;
    for id in ledger.walk(root) {
        if id == root || !tree.is_element(id) {
            continue;
        }
        let name = tree.label(id);
        let named =
            names::has_part(&name, &["share", "sharing", "sharedaddy", "addthis", "addtoany"]);
        let stats = ledger.of(id);
        // Buttons that print and keep, and what others thought of it.
        let button = matches!(tree.name(id), "a" | "button")
            && names::has_part(&name, &["print", "pin", "save", "bookmark"]);
        let rated = matches!(tree.name(id), "div" | "span")
            && names::has_part(&name, &["rating", "ratings", "votes"]);
        let small = (button || rated) && stats.chars > 0.0 && stats.chars < BUTTON;
        if named && stats.chars < SHARE || small {
            ledger.take(id, "share-bar", stats.chars);
        }
    }
}

/// Letters of the words on a player, at most.
const PLAYER: f32 = 120.0;

/// Removes the text of video and audio players. Films and recordings leave a line.
fn players(ledger: &mut Ledger<'_>, root: HtmlNodeId) {
    let tree = ledger.tree;
    for id in ledger.walk(root) {
        if id == root || !tree.is_element(id) || ledger.is_out(id) {
            continue;
        }
        let stats = ledger.of(id);
        if stats.chars == 0.0 || stats.chars > SHARE || stats.images > 1.0 {
            continue;
        }
        let name = tree.label(id);
        let moves = tree.descend(id).any(|inner| {
            matches!(tree.name(inner), "video" | "audio" | "iframe" | "embed" | "object")
        });
        let called = names::has_part(&name, &["player", "video", "audio"]);
        let shows = tree.name(id) == "figure" && stats.images == 0.0 && (moves || called);
        let in_table = tree.ancestors(id).any(|up| tree.name(up) == "table");
        let reads = || ledger.walk(id).into_iter().any(|inner| ledger.is_prose_block(inner));
        // The words and the icon with which a page offers to read itself aloud.
        let offers = names::has_part(&name, &["audio", "listen", "speech", "tts", "readaloud"])
            && stats.chars <= PLAYER;
        let plays = (names::has_part(&name, &["player"]) || offers)
            && matches!(tree.name(id), "div" | "section" | "span")
            && !in_table
            && !reads();
        if shows || plays {
            take_around_media(ledger, id);
        }
    }
}

/// Takes what a player shows, except the film or the recording itself.
fn take_around_media(ledger: &mut Ledger<'_>, player: HtmlNodeId) {
    let tree = ledger.tree;
    if !tree.descend(player).any(|inner| html::is_media(tree, inner)) {
        ledger.take(player, "caption-of-film", ledger.of(player).chars);
        return;
    }
    let parts: Vec<HtmlNodeId> = tree.elements(player).collect();
    for part in parts {
        if html::is_media(tree, part) {
            continue;
        }
        if ledger.of(part).chars > 0.0 {
            take_around_media(ledger, part);
        }
    }
}

/// Elements that never hold the article.
fn elements(ledger: &mut Ledger<'_>, root: HtmlNodeId) {
    let names = [
        "object", "embed", "footer", "link", "aside", "iframe", "input", "textarea", "select",
        "button", "nav",
    ];
    // A check box that cannot be switched is no control.
    let is_fixed = |tree: &HtmlTree, id: HtmlNodeId| {
        tree.name(id) == "input"
            && tree.attribute(id, "type").is_some_and(|it| it.eq_ignore_ascii_case("checkbox"))
            && tree.attribute(id, "disabled").is_some()
    };
    for id in listed(ledger, root, &names) {
        if !is_fixed(ledger.tree, id)
            && !is_side_note(ledger, id)
            && !html::is_media(ledger.tree, id)
            && !is_picture_object(ledger.tree, id)
        {
            ledger.take(id, "page-furniture", ledger.of(id).chars);
        }
    }
}

/// True for an `object` that is a picture, or holds one.
fn is_picture_object(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let is_picture = |id: HtmlNodeId| {
        tree.attribute(id, "type").is_some_and(|kind| kind.starts_with("image"))
    };
    matches!(tree.name(id), "object" | "embed")
        && tree.descend(id).any(|inner| {
            is_picture(inner) || tree.name(inner) == "img" || html::is_media(tree, inner)
        })
}

/// True for an `aside` with a numbered list whose first number is raised in the text beside it.
fn is_side_note(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let Some(list) = tree.first(id, "ol").filter(|_| tree.name(id) == "aside") else {
        return false;
    };
    let number = tree.attribute(list, "start").unwrap_or("1").trim();
    let Some(parent) = tree.parent(id) else { return false };
    let beside = tree.elements(parent).filter(|other| *other != id);
    beside.into_iter().any(|other| {
        tree.descend(other)
            .any(|call| tree.name(call) == "sup" && tree.words(call).trim() == number)
    })
}

/// Headings whose names speak against them.
fn headings(ledger: &mut Ledger<'_>, root: HtmlNodeId, by_name: bool) {
    for id in listed(ledger, root, &["h1", "h2"]) {
        let name = ledger.tree.label(id).to_ascii_lowercase();
        let other = names::is_surely_other(&name)
            || names::is_mostly_other(&name)
            || names::has_part(&name, &["share", "widget", "tags", "contact", "shopping"]);
        if other && weight(ledger.tree, id, by_name) < 0.0 {
            ledger.take(id, "unlikely-name", weight(ledger.tree, id, by_name));
        }
    }
}

fn clutter(
    ledger: &mut Ledger<'_>,
    root: HtmlNodeId,
    names: &[&str],
    site: &Site,
    by_name: bool,
) {
    for id in listed(ledger, root, names) {
        let tree = ledger.tree;
        if tree.name(id) == "table" && is_data(tree, id) {
            continue;
        }
        let sheltered = tree.ancestors(id).take_while(|around| *around != root).any(|around| {
            ledger.is_listing(around) || tree.name(around) == "table" && is_data(tree, around)
        });
        if sheltered
            || tree
                .descend(id)
                .any(|inner| tree.name(inner) == "math" || ledger.is_listing(inner))
            || holds_data(ledger, id)
        {
            continue;
        }
        let weight = weight(tree, id, by_name);
        let stats = ledger.of(id);
        // A division that holds no blocks is a paragraph without its tag.
        let paragraph = matches!(tree.name(id), "div" | "section") && !ledger.holds_blocks(id);
        let density = stats.link_density();
        let leads_away = matches!(tree.name(id), "div" | "section") && site.holds_all(tree, id);
        if quotes_network(tree, id) || shows_pictures(ledger, id) {
            continue;
        }
        let attribute = |name| tree.attribute(id, name).unwrap_or("");
        let of_looks = weight < 0.0
            && names::is_of_looks(attribute("class"), attribute("id"))
            && density < PROSE_LINKS
            && ledger.prose(id) >= stats.chars * MOSTLY
            && stats.chars > 0.0;
        if of_looks {
            ledger.spare(id, "unlikely-name", weight);
        } else if weight < 0.0 && !(paragraph && ledger.is_prose_block(id)) {
            ledger.take_unless_prose(id, "unlikely-name", weight);
        } else if !paragraph
            && (leads_away && density > ONLY_LINKS
                || stats.commas < PROSE_COMMAS && is_clutter(ledger, id, weight))
        {
            ledger.take_unless_prose(id, "link-box", density);
        }
    }
}

/// True if an element shows a post of a social network that the article quotes.
fn quotes_network(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let mut quotes = tree.descend(id).filter(|inner| tree.name(*inner) == "blockquote");
    quotes.any(|quote| {
        names::has_part(&tree.label(quote), &["tweet", "media"])
            || tree.attribute(quote, "cite").is_some()
    }) && !tree.descend(id).any(|inner| names::has_part(&tree.label(inner), &["comment"]))
}

/// Letters of a caption in a row of pictures, at most.
const ROW_CAPTION: f32 = 300.0;

/// Parts of the names of pictures that are no part of an article.
const SMALL_PICTURES: [&str; 9] =
    ["avatar", "icon", "icons", "logo", "logos", "related", "share", "sponsor", "sponsors"];

/// True for a gallery or a row of pictures with their captions, or for a film: it has no links but
/// those to larger copies of its pictures, and no fields.
fn shows_pictures(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let stats = ledger.of(id);
    if stats.inputs > 0.0 || tree.name(id) == "form" {
        return false;
    }
    let nodes = ledger.walk(id);
    let films = nodes.iter().filter(|inner| html::is_media(tree, **inner)).count();
    #[expect(clippy::cast_precision_loss, reason = "a part of a page is far below 2^24")]
    let shown = stats.images + films as f32;
    let is_larger = |link: HtmlNodeId| {
        let target = tree.attribute(link, "href").unwrap_or("").trim();
        let path = target.split(['?', '#']).next().expect("a text has a first part");
        let ending = path.rsplit('.').next().expect("a text has a last part");
        target.is_empty()
            || target.starts_with('#')
            || ["jpg", "jpeg", "png", "gif", "webp", "svg", "avif"]
                .iter()
                .any(|known| ending.eq_ignore_ascii_case(known))
    };
    let is_small = |inner: HtmlNodeId| {
        let side = tree.attribute(inner, "width").and_then(|side| side.parse::<u32>().ok());
        side.is_some_and(|side| side <= SMALL_SIDE)
            || names::has_part(&tree.label(inner), &SMALL_PICTURES)
    };
    let of =
        |name: &'static str| nodes.iter().copied().filter(move |it| tree.name(*it) == name);
    shown > 0.0
        && stats.chars <= shown * ROW_CAPTION
        && of("a").all(|link| {
            is_larger(link) || ledger.of(link).chars > 0.0 && stats.link_density() < OTHER_LINKS
        })
        && !of("a")
            .any(|link| !is_larger(link) && tree.descend(link).any(|it| tree.name(it) == "img"))
        && !of("img").all(is_small) | (films > 0)
        && !names::has_part(&tree.label(id), &SMALL_PICTURES)
        && !of("h2").chain(of("h3")).any(|heading| tree.first(heading, "a").is_some())
}

/// Longest width of a picture that is an icon, in CSS pixels.
const SMALL_SIDE: u32 = 64;

/// The part of its letters that are links, such as those of credits, in a row of pictures at most.
const OTHER_LINKS: f32 = 0.3;

/// True if most text of an element is in data tables.
fn holds_data(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let tables = tree.descend(id).skip(1).filter(|inner| tree.name(*inner) == "table");
    let data = tables.filter(|table| !ledger.is_gone(*table) && is_data(tree, *table));
    let chars: f32 = data.map(|table| ledger.of(table).chars).sum();
    chars > 0.0 && chars >= ledger.of(id).chars * MOSTLY
}

/// The part of its letters that are links, in a box of running text, at most.
const PROSE_LINKS: f32 = 0.4;

/// The part of its letters that stand in tables or running text, in what is there for them.
const MOSTLY: f32 = 0.7;

/// True if an element with few commas holds links, pictures or fields rather than text.
fn is_clutter(ledger: &Ledger<'_>, id: HtmlNodeId, weight: f32) -> bool {
    let tree = ledger.tree;
    let stats = ledger.of(id);
    let list = matches!(tree.name(id), "ul" | "ol")
        || stats.chars > 0.0 && stats.listed / stats.chars > 0.9;
    let figure = tree.ancestors(id).any(|around| tree.name(around) == "figure");
    let density = stats.link_density();
    let few_words = stats.heading_density() < 0.9
        && stats.chars < 25.0
        && (stats.images == 0.0 || stats.images > 2.0)
        && density > 0.0;
    let clutter = !figure && stats.images > 1.0 && stats.paragraphs / stats.images < 0.5
        || !list && stats.items - 100.0 > stats.paragraphs
        || stats.inputs > (stats.paragraphs / 3.0).floor()
        || !list && !figure && few_words
        || !list && weight < 25.0 && density > 0.2
        || weight >= 25.0 && density > 0.5
        || stats.embeds == 1.0 && stats.chars < 75.0
        || stats.embeds > 1.0
        || stats.images == 0.0 && stats.textish == 0.0 && (stats.chars == 0.0 || density > 0.0);
    // A list of pictures, one an item, is a gallery.
    let gallery = list
        && stats.items > 0.0
        && stats.items == stats.images
        && tree.elements(id).all(|item| tree.elements(item).count() <= 1);
    clutter && !gallery
}

/// True if a table holds data: it says so, or is large.
pub(super) fn is_data(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    if tree.attribute(id, "role") == Some("presentation")
        || tree.attribute(id, "datatable") == Some("0")
    {
        return false;
    }
    if tree.attribute(id, "summary").is_some_and(|text| !text.is_empty()) {
        return true;
    }
    let tells = |inner: HtmlNodeId| {
        matches!(tree.name(inner), "caption" | "col" | "colgroup" | "tfoot" | "thead" | "th")
    };
    if tree.descend(id).any(tells) {
        return true;
    }
    if tree.descend(id).skip(1).any(|inner| tree.name(inner) == "table") {
        return false;
    }
    let rows: Vec<HtmlNodeId> =
        tree.descend(id).filter(|inner| tree.name(*inner) == "tr").collect();
    let widest = rows.iter().map(|row| tree.elements(*row).count()).max().unwrap_or(0);
    widest > 1 && rows.len() > 1 && (rows.len() >= 10 || widest > 4 || rows.len() * widest > 10)
}

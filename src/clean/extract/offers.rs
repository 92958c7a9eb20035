//! Removal of offers within the text, and of counters of galleries.
//!
//! Must never remove a table, or running text in which a price stands.

use super::names;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Letters of an offer, at most.
const OFFER: f32 = 1500.0;

/// The part of its letters that are running text, in an offer, at most.
const OFFER_PROSE: f32 = 0.5;

/// Letters of a line with a price, at most: a few words beside it.
const PRICE_LINE: f32 = 40.0;

/// The part of the article's text that its offers have, at most.
const PART: f32 = 0.25;

/// Offers in an article, at most.
const OFFERS: usize = 3;

/// Letters of the counter of a gallery, at most.
const COUNTER: f32 = 60.0;

/// Parts of names of boxes that sell.
const SHOPS: [&str; 16] = [
    "buy", "buybox", "cart", "checkout", "deal", "deals", "offer", "offers", "plan", "plans",
    "price", "pricing", "product", "purchase", "shop", "shopping",
];

/// Beginnings of words that sell, in the languages of most shops.
const SELLS: [&str; 24] = [
    "buy",
    "subscri",
    "purchase",
    "checkout",
    "kauf",
    "bestell",
    "abonn",
    "warenkorb",
    "achet",
    "panier",
    "compra",
    "carrito",
    "suscr",
    "assin",
    "acquist",
    "carrello",
    "kopen",
    "bestel",
    "winkel",
    "köp",
    "kup",
    "zamów",
    "купить",
    "購入",
];

/// Signs and codes of currencies.
const CURRENCIES: [&str; 15] =
    ["€", "$", "£", "¥", "₹", "₽", "₺", "₩", "eur", "usd", "gbp", "chf", "zł", "kr", "kč"];

/// Takes out offers and counters.
pub(super) fn take(ledger: &mut Ledger<'_>, roots: &[HtmlNodeId]) {
    let tree = ledger.tree;
    for root in roots {
        let all = ledger.of(*root).chars;
        let mut offers: Vec<HtmlNodeId> = Vec::new();
        for id in ledger.walk(*root) {
            let inner = offers.last().is_some_and(|offer| tree.is_within(id, *offer));
            if id == *root || inner || ledger.is_out(id) {
                continue;
            }
            if is_counter(ledger, id) {
                ledger.take(id, "gallery-counter", 0.0);
            } else if matches!(tree.name(id), "div" | "section" | "aside")
                && ledger.of(id).chars <= OFFER.min(all * PART)
                && is_offer(ledger, id)
            {
                offers.push(id);
            }
        }
        // A page with many offers is about them.
        let text: f32 = offers.iter().map(|offer| ledger.of(*offer).chars).sum();
        if offers.len() <= OFFERS && text <= all * PART {
            for offer in offers {
                ledger.take(offer, "offer", ledger.of(offer).chars);
            }
        }
    }
}

/// True if a box has a line with a price and sells, by its name or by its words.
fn is_offer(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let stats = ledger.of(id);
    if ledger.prose(id) > stats.chars * OFFER_PROSE
        || tree.descend(id).any(|inner| matches!(tree.name(inner), "table" | "h1" | "pre"))
    {
        return false;
    }
    let lines: Vec<String> =
        ledger.leaves(id).into_iter().map(|leaf| ledger.words(leaf).to_lowercase()).collect();
    let priced = lines.iter().any(|line| {
        let short = line.chars().count();
        short as f32 <= PRICE_LINE && has_price(line)
    });
    let sells = || {
        lines
            .iter()
            .flat_map(|line| line.split_whitespace())
            .any(|word| SELLS.iter().any(|start| word.starts_with(start)))
    };
    lines.len() > 1 && priced && (names::has_part(&tree.label(id), &SHOPS) || sells())
}

/// True if a line has a number with a currency beside it: `19.90 €`, `$5`, `EUR 12`.
fn has_price(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let digit = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let bare = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !"€$£¥₹₽₺₩".contains(c));
        word.trim_matches(|c: char| c.is_ascii_digit() || ".,".contains(c)).to_owned()
    };
    words.iter().enumerate().any(|(at, word)| {
        let currency = CURRENCIES.contains(&bare(word).as_str());
        let beside = |index: Option<usize>| {
            index.and_then(|index| words.get(index)).is_some_and(|word| digit(word))
        };
        currency && (digit(word) || beside(at.checked_sub(1)) || beside(Some(at + 1)))
    })
}

/// True for the counter of a gallery: `2/28 photos © Agency`, in a figure or beside a picture.
fn is_counter(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let stats = ledger.of(id);
    let line = matches!(tree.name(id), "div" | "p" | "span" | "figcaption")
        && !ledger.holds_blocks(id)
        && (3.0..=COUNTER).contains(&stats.chars);
    line && near_picture(tree, id) && {
        let words = ledger.words(id);
        let Some((number, rest)) = words.split_once('/') else { return false };
        let rest = rest.trim_start();
        let (of, after) =
            rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        let is_number = |text: &str| {
            (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let counted = number.trim().parse::<u32>().ok().zip(of.parse::<u32>().ok());
        // A fraction or a date has other words behind it.
        let after: Vec<&str> = after.split_whitespace().collect();
        is_number(number.trim())
            && is_number(of)
            && counted.is_some_and(|(number, of)| number <= of && of > 1)
            && (after.is_empty() || after.len() <= 6 && !after.concat().ends_with('.'))
    }
}

fn near_picture(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let mut around = tree.ancestors(id).take(2);
    around.any(|up| {
        tree.name(up) == "figure"
            || names::has_part(&tree.label(up), &["gallery", "slide", "slideshow", "carousel"])
    })
}

//! Page breaks that a page's styles ask for.
//!
//! Comes in: a [`Tree`]. Goes out: [`Breaks`]: before and after which elements a page begins or must
//! not, and which stay on one. Never done here: any other style.
//!
//! A style of the element counts most, then the last rule of the page that names it. Rules for paper
//! count, rules for screens alone do not. How special a selector is makes no difference.

use std::collections::BTreeMap;

use super::select::Selector;
use super::tree::{NodeId, Tree};

/// Rules beyond which no more are looked at: each is tried on every element.
const MOST_RULES: usize = 64;
/// Rules that lie deeper in `@media` and the like are left out.
const DEEPEST: usize = 8;

/// What is wished of the place before or after an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// A new page.
    Page,
    /// None.
    Avoid,
    /// Whatever comes.
    Auto,
}

/// What is wished of an element.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wishes {
    /// Of the place before it.
    pub(super) before: Option<Wish>,
    /// Of the place after it.
    pub(super) after: Option<Wish>,
    /// Of all places in it.
    inside: Option<Wish>,
}

impl Wishes {
    /// Whether it stays on one page.
    pub(super) fn is_kept(&self) -> bool {
        self.inside == Some(Wish::Avoid)
    }

    /// These, and those of `other` where nothing is wished here.
    fn or(self, other: Self) -> Self {
        Self {
            before: self.before.or(other.before),
            after: self.after.or(other.after),
            inside: self.inside.or(other.inside),
        }
    }

    /// Reads `break-before: page; page-break-inside: avoid`.
    fn read(declarations: &str) -> Self {
        let mut wishes = Self::default();
        for declaration in declarations.to_ascii_lowercase().split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let property = property.trim();
            let property = property.strip_prefix("page-").unwrap_or(property);
            let value = value.trim().trim_end_matches("!important").trim_end();
            let wish = match value {
                "always" | "page" | "left" | "right" | "recto" | "verso" => Wish::Page,
                "avoid" | "avoid-page" => Wish::Avoid,
                _ => Wish::Auto,
            };
            match property {
                "break-before" => wishes.before = Some(wish),
                "break-after" => wishes.after = Some(wish),
                "break-inside" => wishes.inside = Some(wish),
                _ => {}
            }
        }
        wishes
    }
}

/// What is wished of the elements of a page.
#[derive(Debug, Default)]
pub(super) struct Breaks(BTreeMap<NodeId, Wishes>);

impl Breaks {
    /// Reads the styles of a page.
    pub(super) fn of(tree: &Tree) -> Self {
        let mut rules = Vec::new();
        for id in tree.descend(Tree::ROOT).filter(|id| tree.name(*id) == "style") {
            let text: String = tree.children(id).filter_map(|id| tree.text(id)).collect();
            if text.contains("break-") {
                gather(&without_comments(&text), 0, &mut rules);
            }
        }
        let mut wishes: BTreeMap<NodeId, Wishes> = BTreeMap::new();
        for (selector, wish) in rules {
            for id in selector.select(tree) {
                let mut wish = wish;
                if flows(tree.name(id)) {
                    wish.inside = None;
                }
                let known = wishes.entry(id).or_default();
                *known = wish.or(*known);
            }
        }
        Self(wishes)
    }

    /// What is wished of an element.
    pub(super) fn wishes(&self, tree: &Tree, id: NodeId) -> Wishes {
        let own = tree.attribute(id, "style").filter(|style| style.contains("break-"));
        let own = own.map(Wishes::read).unwrap_or_default();
        own.or(self.0.get(&id).copied().unwrap_or_default())
    }
}

/// Whether what a rule says of such elements as a whole is meant for other things than text that
/// flows: `p { break-inside: avoid }` would leave every page short.
fn flows(name: &str) -> bool {
    matches!(name, "html" | "body" | "main" | "article" | "p" | "li")
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// Gathers the rules about page breaks of a style sheet, those for paper included.
fn gather(css: &str, depth: usize, rules: &mut Vec<(Selector, Wishes)>) {
    let mut rest = css;
    while let Some((head, after)) = rest.split_once('{') {
        let body = block(after);
        rest = after.get(body.len() + 1..).unwrap_or("");
        // What ends in a semicolon before the rule is a statement of its own, as `@import`.
        let head = head.rsplit([';', '}']).next().unwrap_or(head).trim();
        if let Some(condition) = head.strip_prefix('@') {
            let condition = condition.to_ascii_lowercase();
            if depth < DEEPEST && is_for_paper(&condition) {
                gather(body, depth + 1, rules);
            }
            continue;
        }
        let wishes = Wishes::read(body);
        if wishes == Wishes::default() {
            continue;
        }
        for selector in head.split(',') {
            if rules.len() >= MOST_RULES {
                return;
            }
            rules.extend(Selector::parse(selector).map(|selector| (selector, wishes)));
        }
    }
}

/// What stands before the brace that closes a block.
fn block(css: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in css.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return css.get(..at).unwrap_or(css),
            '}' => depth -= 1,
            _ => {}
        }
    }
    css
}

/// Whether a rule `@...` holds rules that are for paper too.
fn is_for_paper(condition: &str) -> bool {
    let Some(media) = condition.strip_prefix("media") else {
        return condition.starts_with("supports") || condition.starts_with("layer");
    };
    media.split(',').any(|query| {
        let query = query.trim();
        !query.starts_with("not print") && (query.contains("print") || query.starts_with("all"))
    })
}

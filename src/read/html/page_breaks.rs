//! Page breaks in the styles of a page (CSS Fragmentation).
//!
//! The `style` attribute of an element takes precedence over the style sheets of the page, and a
//! later rule over an earlier one. Rules for print count, rules for screens alone do not. The
//! specificity of selectors is ignored.

use std::collections::BTreeMap;

use super::selector::Selector;
use super::tree::{HtmlNodeId, HtmlTree};

/// Most rules that are applied: each is tried on every element.
const MOST_RULES: usize = 64;

/// Most levels of `@media` and the like around a rule that is applied.
const MOST_DEPTH: usize = 8;

/// Value of a break property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BreakRule {
    /// A page break.
    Page,
    /// No page break.
    Avoid,
    /// No rule.
    Auto,
}

/// Break properties of an element.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageBreakRules {
    /// `break-before`.
    pub(super) before: Option<BreakRule>,
    /// `break-after`.
    pub(super) after: Option<BreakRule>,
    /// `break-inside`.
    inside: Option<BreakRule>,
}

impl PageBreakRules {
    /// True for an element that is kept on one page.
    pub(super) fn is_kept(&self) -> bool {
        self.inside == Some(BreakRule::Avoid)
    }

    /// Adds the properties of `other` that are not set here.
    fn or(self, other: Self) -> Self {
        Self {
            before: self.before.or(other.before),
            after: self.after.or(other.after),
            inside: self.inside.or(other.inside),
        }
    }

    /// Parses `break-before: page; page-break-inside: avoid`.
    fn parse(declarations: &str) -> Self {
        let mut rules = Self::default();
        for declaration in declarations.to_ascii_lowercase().split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let property = property.trim();
            let property = property.strip_prefix("page-").unwrap_or(property);
            let value = value.trim().trim_end_matches("!important").trim_end();
            let rule = match value {
                "always" | "page" | "left" | "right" | "recto" | "verso" => BreakRule::Page,
                "avoid" | "avoid-page" => BreakRule::Avoid,
                _ => BreakRule::Auto,
            };
            match property {
                "break-before" => rules.before = Some(rule),
                "break-after" => rules.after = Some(rule),
                "break-inside" => rules.inside = Some(rule),
                _ => {}
            }
        }
        rules
    }
}

/// Break properties of the elements of a page, from its style sheets.
#[derive(Debug, Default)]
pub(super) struct PageBreakStyles(BTreeMap<HtmlNodeId, PageBreakRules>);

impl PageBreakStyles {
    /// Reads the style sheets of a page.
    pub(super) fn new(tree: &HtmlTree) -> Self {
        let mut sheet = Vec::new();
        for id in tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "style") {
            let text: String = tree.children(id).filter_map(|id| tree.text(id)).collect();
            if text.contains("break-") {
                collect_rules(&without_comments(&text), 0, &mut sheet);
            }
        }
        let mut styles: BTreeMap<HtmlNodeId, PageBreakRules> = BTreeMap::new();
        for (selector, rules) in sheet {
            for id in selector.select(tree) {
                let known = styles.entry(id).or_default();
                let inside = rules.inside.filter(|_| !is_running_text(tree.name(id)));
                *known = PageBreakRules { inside, ..rules }.or(*known);
            }
        }
        Self(styles)
    }

    /// Returns the break properties of an element.
    pub(super) fn rules(&self, tree: &HtmlTree, id: HtmlNodeId) -> PageBreakRules {
        let own = tree.attribute(id, "style").filter(|style| style.contains("break-"));
        let own = own.map(PageBreakRules::parse).unwrap_or_default();
        own.or(self.0.get(&id).copied().unwrap_or_default())
    }
}

/// True for elements to which a rule `break-inside` of a style sheet does not apply:
/// `p { break-inside: avoid }` would leave every page short.
fn is_running_text(name: &str) -> bool {
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

/// Collects the rules about page breaks of a style sheet, including those for print.
fn collect_rules(css: &str, depth: usize, rules: &mut Vec<(Selector, PageBreakRules)>) {
    let mut rest = css;
    while let Some((head, after)) = rest.split_once('{') {
        let body = block(after);
        rest = after.get(body.len() + 1..).unwrap_or("");
        // A statement such as `@import` before the rule ends in a semicolon.
        let head = head.rsplit([';', '}']).next().expect("split gives one part or more").trim();
        if let Some(condition) = head.strip_prefix('@') {
            let condition = condition.to_ascii_lowercase();
            if depth < MOST_DEPTH && is_for_print(&condition) {
                collect_rules(body, depth + 1, rules);
            }
            continue;
        }
        let parsed = PageBreakRules::parse(body);
        if parsed == PageBreakRules::default() {
            continue;
        }
        for selector in head.split(',') {
            if rules.len() >= MOST_RULES {
                return;
            }
            rules.extend(Selector::parse(selector).map(|selector| (selector, parsed)));
        }
    }
}

/// Returns the text before the brace that closes a block.
fn block(css: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in css.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return &css[..at],
            '}' => depth -= 1,
            _ => {}
        }
    }
    css
}

/// True for a rule `@...` whose rules apply to print too.
fn is_for_print(condition: &str) -> bool {
    let Some(media) = condition.strip_prefix("media") else {
        return condition.starts_with("supports") || condition.starts_with("layer");
    };
    media.split(',').any(|query| {
        let query = query.trim();
        !query.starts_with("not print") && (query.contains("print") || query.starts_with("all"))
    })
}

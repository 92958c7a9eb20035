//! CSS selectors without pseudo-classes (Selectors Level 4).

use super::tree::{HtmlNodeId, HtmlTree};

/// List of complex selectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// Complex selectors, of which one must match; each has its compound selectors from right to
    /// left.
    alternatives: Vec<Vec<CompoundSelector>>,
}

/// Compound selector: conditions for one element.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CompoundSelector {
    conditions: Vec<SimpleSelector>,
    /// Combinator between the compound selector to the left and this one.
    combinator: Combinator,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Combinator {
    /// A space.
    Descendant,
    /// `>`
    Child,
    /// `+`
    NextSibling,
    /// `~`
    SubsequentSibling,
}

/// Simple selector: one condition for an element.
#[derive(Debug, Clone, PartialEq, Eq)]
enum SimpleSelector {
    Name(String),
    Universal,
    Class(String),
    /// Name of an attribute that is present.
    Attribute(String),
    /// Name of an attribute, operator and value.
    AttributeValue(String, AttributeOperator, String),
}

/// Operator between an attribute and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AttributeOperator {
    /// `=`
    Equals,
    /// `~=`
    HasWord,
    /// `^=`
    StartsWith,
    /// `$=`
    EndsWith,
    /// `*=`
    Contains,
    /// `|=`
    IsSubtag,
}

impl Selector {
    /// Parses a selector; none for a text that is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let alternatives = split_outside(text, ',');
        let alternatives: Option<Vec<_>> =
            alternatives.into_iter().map(parse_complex).collect();
        alternatives.map(|alternatives| Self { alternatives })
    }

    /// True for a selector that cannot be words of a text: it has a class, an id, an attribute or a
    /// combinator other than a space.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        let is_certain = |compound: &CompoundSelector| {
            let is_name = |condition: &SimpleSelector| {
                matches!(condition, SimpleSelector::Name(_) | SimpleSelector::Universal)
            };
            compound.combinator != Combinator::Descendant
                || !compound.conditions.iter().all(is_name)
        };
        self.alternatives.iter().all(|complex| complex.iter().any(is_certain))
    }

    /// Returns the elements that match, in the order of the page.
    #[must_use]
    pub fn select(&self, tree: &HtmlTree) -> Vec<HtmlNodeId> {
        tree.descend(HtmlTree::ROOT)
            .filter(|id| tree.is_element(*id))
            .filter(|id| self.alternatives.iter().any(|complex| matches(tree, *id, complex)))
            .collect()
    }
}

/// True if an element matches compound selectors, from right to left.
fn matches(tree: &HtmlTree, id: HtmlNodeId, complex: &[CompoundSelector]) -> bool {
    let Some((compound, rest)) = complex.split_first() else { return true };
    if !compound.conditions.iter().all(|condition| satisfies(tree, id, condition)) {
        return false;
    }
    if rest.is_empty() {
        return true;
    }
    let mut before = std::iter::successors(tree.previous(id), |id| tree.previous(*id));
    match compound.combinator {
        Combinator::Descendant => tree.ancestors(id).any(|up| matches(tree, up, rest)),
        Combinator::Child => tree.parent(id).is_some_and(|up| matches(tree, up, rest)),
        Combinator::NextSibling => before
            .find(|id| tree.is_element(*id))
            .is_some_and(|sibling| matches(tree, sibling, rest)),
        Combinator::SubsequentSibling => before.any(|sibling| matches(tree, sibling, rest)),
    }
}

fn satisfies(tree: &HtmlTree, id: HtmlNodeId, condition: &SimpleSelector) -> bool {
    match condition {
        SimpleSelector::Universal => tree.is_element(id),
        SimpleSelector::Name(name) => tree.name(id) == name,
        SimpleSelector::Class(class) => tree
            .attribute(id, "class")
            .is_some_and(|names| names.split_whitespace().any(|name| name == class)),
        SimpleSelector::Attribute(name) => tree.attribute(id, name).is_some(),
        SimpleSelector::AttributeValue(name, operator, value) => {
            tree.attribute(id, name).is_some_and(|given| match operator {
                AttributeOperator::Equals => given == value,
                AttributeOperator::HasWord => given.split_whitespace().any(|it| it == value),
                AttributeOperator::StartsWith => given.starts_with(value.as_str()),
                AttributeOperator::EndsWith => given.ends_with(value.as_str()),
                AttributeOperator::Contains => given.contains(value.as_str()),
                AttributeOperator::IsSubtag => {
                    given == value || given.starts_with(&format!("{value}-"))
                }
            })
        }
    }
}

/// Splits text at a sign outside brackets and quotation marks.
fn split_outside(text: &str, sign: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_usize, None);
    for (at, ch) in text.char_indices() {
        match (quote, ch) {
            (Some(open), _) if ch == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if depth > 0 => quote = Some(ch),
            (None, '[') => depth += 1,
            (None, ']') => depth = depth.saturating_sub(1),
            (None, _) if ch == sign && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + ch.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Parses the compound selectors of a complex selector; returns them from right to left.
fn parse_complex(text: &str) -> Option<Vec<CompoundSelector>> {
    let mut complex: Vec<CompoundSelector> = Vec::new();
    let mut combinator = Combinator::Descendant;
    for word in split_outside(text.trim(), ' ').into_iter().filter(|word| !word.is_empty()) {
        match word {
            ">" => combinator = Combinator::Child,
            "+" => combinator = Combinator::NextSibling,
            "~" => combinator = Combinator::SubsequentSibling,
            _ => {
                for (at, part) in split_outside(word, '>').into_iter().enumerate() {
                    if at > 0 {
                        combinator = Combinator::Child;
                    }
                    complex.push(CompoundSelector {
                        conditions: parse_compound(part)?,
                        combinator,
                    });
                    combinator = Combinator::Descendant;
                }
            }
        }
    }
    complex.reverse();
    (!complex.is_empty()).then_some(complex)
}

/// Parses the conditions of one element: `p.lead[lang]`.
fn parse_compound(text: &str) -> Option<Vec<SimpleSelector>> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let split_word = |text: &str| text.find(|c| !is_word(c)).unwrap_or(text.len());
    let mut conditions = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        match first {
            '*' => {
                conditions.push(SimpleSelector::Universal);
                rest = after;
            }
            '.' | '#' => {
                let (name, more) = after.split_at(split_word(after));
                if name.is_empty() {
                    return None;
                }
                let name = name.to_owned();
                conditions.push(if first == '.' {
                    SimpleSelector::Class(name)
                } else {
                    let id = "id".to_owned();
                    SimpleSelector::AttributeValue(id, AttributeOperator::Equals, name)
                });
                rest = more;
            }
            '[' => {
                let end = closing_bracket(after)?;
                conditions.push(parse_attribute(&after[..end])?);
                rest = &after[end + 1..];
            }
            _ if is_word(first) && conditions.is_empty() => {
                let (name, more) = rest.split_at(split_word(rest));
                conditions.push(SimpleSelector::Name(name.to_ascii_lowercase()));
                rest = more;
            }
            _ => return None,
        }
    }
    (!conditions.is_empty()).then_some(conditions)
}

/// Returns the offset of the bracket that closes, in bytes.
fn closing_bracket(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, ch) in text.char_indices() {
        match quote {
            Some(open) if ch == open => quote = None,
            Some(_) => {}
            None if matches!(ch, '"' | '\'') => quote = Some(ch),
            None if ch == ']' => return Some(at),
            None => {}
        }
    }
    None
}

fn parse_attribute(text: &str) -> Option<SimpleSelector> {
    let Some((name, value)) = text.split_once('=') else {
        let name = text.trim();
        let valid =
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_:".contains(c));
        return valid.then(|| SimpleSelector::Attribute(name.to_owned()));
    };
    let operator = match name.chars().last() {
        Some('~') => AttributeOperator::HasWord,
        Some('^') => AttributeOperator::StartsWith,
        Some('$') => AttributeOperator::EndsWith,
        Some('*') => AttributeOperator::Contains,
        Some('|') => AttributeOperator::IsSubtag,
        _ => AttributeOperator::Equals,
    };
    let name = name.trim_end_matches(['~', '^', '$', '*', '|']).trim().to_ascii_lowercase();
    let value = value.trim().trim_matches(['"', '\'']).to_owned();
    (!name.is_empty()).then_some(SimpleSelector::AttributeValue(name, operator, value))
}

//! Properties that the elements of a drawing declare.

use resvg::usvg::roxmltree::{Document, Node};
use std::collections::BTreeMap;

use simplecss::{
    AttributeOperator, DeclarationTokenizer, Element, PseudoClass, Rule, StyleSheet,
};

use super::budget::{Budget, Part};
use super::source::as_float;

/// Time to compare an element with a selector, without combinators.
const STEP: f64 = 60.0;
/// Time of a byte of an attribute that a selector is compared with.
const COMPARED_BYTE: f64 = 2.5;
/// Time of a declaration on an element.
const DECLARATION: f64 = 250.0;
/// Time to parse a rule, for each style sheet: every one sorts the rules of all before it.
const RULE: f64 = 100.0;
/// Time to parse a byte of a style sheet.
const SHEET_BYTE: f64 = 20.0;
/// Time of a byte of styles for each place where the parser expects a name that is not there: it
/// counts the lines and columns before the place. Styles are parsed twice.
const MISS_BYTE: f64 = 1.0;
/// Bytes of memory of a copy of a declaration.
const COPY_MEMORY: f64 = 48.0;
/// Bytes of memory for a byte of a style sheet: a rule of three bytes is a record with two lists.
const SHEET_MEMORY: f64 = 40.0;

/// A property whose value may refer to another element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    Fill,
    Stroke,
    MarkerStart,
    MarkerMid,
    MarkerEnd,
    ClipPath,
    Mask,
    Filter,
}

impl Property {
    /// Returns the properties that a name in a style stands for.
    fn named(name: &str) -> &'static [Self] {
        match name {
            "fill" => &[Self::Fill],
            "stroke" => &[Self::Stroke],
            "marker" => &[Self::MarkerStart, Self::MarkerMid, Self::MarkerEnd],
            "marker-start" => &[Self::MarkerStart],
            "marker-mid" => &[Self::MarkerMid],
            "marker-end" => &[Self::MarkerEnd],
            "clip-path" => &[Self::ClipPath],
            "mask" => &[Self::Mask],
            "filter" => &[Self::Filter],
            _ => &[],
        }
    }

    /// Returns the name of the elements that it refers to. Gradients hold nothing that is drawn.
    pub(super) fn target(self) -> &'static str {
        match self {
            Self::Fill | Self::Stroke => "pattern",
            Self::MarkerStart | Self::MarkerMid | Self::MarkerEnd => "marker",
            Self::ClipPath => "clipPath",
            Self::Mask => "mask",
            Self::Filter => "filter",
        }
    }
}

/// Elements that another refers to.
#[derive(Debug, Clone, Default)]
pub(super) struct Declared {
    fill: Vec<usize>,
    stroke: Vec<usize>,
    /// At the start, in the middle, at the end.
    markers: [Vec<usize>; 3],
    /// Elements that are drawn with it: clip paths, masks, filters, what it links to.
    pub(super) links: Vec<usize>,
    /// Elements of any kind that it names itself.
    pub(super) named: Vec<usize>,
}

impl Declared {
    /// Returns what its children inherit.
    pub(super) fn inherited(&self) -> Self {
        Self { links: Vec::new(), named: Vec::new(), ..self.clone() }
    }

    /// Returns the number of references.
    pub(super) fn count(&self) -> usize {
        let markers: usize = self.markers.iter().map(Vec::len).sum();
        let lists = [&self.fill, &self.stroke, &self.links, &self.named];
        markers + lists.map(Vec::len).iter().sum::<usize>()
    }

    /// Returns the patterns that paint it.
    pub(super) fn paints(&self) -> impl Iterator<Item = usize> + '_ {
        self.fill.iter().chain(&self.stroke).copied()
    }

    /// Returns its markers: at the ends, and at all vertices between.
    pub(super) fn markers(&self) -> (impl Iterator<Item = usize>, impl Iterator<Item = usize>) {
        let [start, middle, end] = &self.markers;
        (start.iter().chain(end).copied(), middle.iter().copied())
    }
}

/// The style sheets of a drawing.
pub(super) struct Styles<'d> {
    rules: Vec<Rule<'d>>,
    /// Numbers of selectors by their combinators for descendants; a selector with other combinators
    /// counts several times.
    selectors: BTreeMap<i32, f64>,
    /// Attributes other than the class are compared in part.
    compares_attributes: bool,
    /// Most bytes that a selector is compared with on any element.
    longest: f64,
}

impl<'d> Styles<'d> {
    /// Parses the style sheets.
    ///
    /// # Errors
    /// If they take too much time or memory: the reason, a clause without a full stop.
    pub(super) fn read(
        document: &'d Document<'_>,
        budget: &mut Budget,
    ) -> Result<Self, String> {
        let is_css = |node: &Node<'_, '_>| {
            node.has_tag_name("style")
                && matches!(node.attribute("type"), None | Some("text/css"))
        };
        let texts = document.descendants().filter(is_css).filter_map(|node| node.text());
        let texts: Vec<&str> = texts.collect();
        let count_in =
            |text: &str, bytes: &[u8]| text.bytes().filter(|it| bytes.contains(it)).count();
        let count =
            |bytes: &[u8]| as_float(texts.iter().map(|text| count_in(text, bytes)).sum());
        let bytes = as_float(texts.iter().map(|text| text.len()).sum());
        budget.hold(bytes * SHEET_MEMORY)?;
        // Every selector of a list has a copy of the declarations.
        budget.hold(count(b",") * count(b":") * COPY_MEMORY)?;
        budget.spend(Part::Styles, texts.iter().map(|text| missing_time(text)).sum())?;
        let sorted = count(b"{,") * as_float(texts.len()) * RULE;
        budget.spend(Part::Styles, bytes * SHEET_BYTE + sorted)?;
        let mut sheet = StyleSheet::new();
        texts.iter().for_each(|text| sheet.parse_more(text));
        let mut selectors = BTreeMap::new();
        for rule in &sheet.rules {
            let selector = rule.selector.to_string();
            let others = selector.matches(['>', '+']).count();
            let descendants = selector.matches(' ').count().saturating_sub(others * 2);
            let descendants = i32::try_from(descendants).unwrap_or(i32::MAX);
            *selectors.entry(descendants).or_insert(0.0) += as_float(others + 1);
        }
        let mut styles = Self {
            rules: sheet.rules,
            selectors,
            compares_attributes: texts.iter().any(|text| text.contains("~=")),
            longest: 0.0,
        };
        let elements = document.descendants().filter(Node::is_element);
        styles.longest = elements.map(|it| styles.compared_bytes(&it)).fold(0.0, f64::max);
        Ok(styles)
    }

    /// Returns the bytes of an element that a selector may be compared with.
    fn compared_bytes(&self, node: &Node<'_, '_>) -> f64 {
        let all = self.compares_attributes;
        let compared = node.attributes().filter(|it| all || it.name() == "class");
        as_float(compared.map(|attribute| attribute.value().len()).sum())
    }

    /// Returns the time to parse the style attribute of an element, which is `level` deep, and to
    /// compare the element with all selectors, at most. A selector with combinators may be compared
    /// with every choice of the elements around it.
    pub(super) fn matching_time(&self, node: &Node<'_, '_>, level: i32) -> f64 {
        let own = STEP + self.compared_bytes(node) * COMPARED_BYTE;
        let around = STEP + self.longest * COMPARED_BYTE;
        let time = |(&descendants, &count): (&i32, &f64)| {
            let descendants = descendants.min(level);
            let choices: f64 = (0..descendants)
                .map(|nth| f64::from(level - nth) / f64::from(nth + 1))
                .product();
            count * (own + (choices - 1.0).max(0.0) * around)
        };
        let attribute = node.attribute("style").map_or(0.0, missing_time);
        attribute + self.selectors.iter().map(time).sum::<f64>()
    }

    /// Returns what `node` declares or inherits. Where it declares a property several times, all
    /// count: which of them wins is not asked. `find` gives the element that an id names, and whether
    /// the property may refer to it. `time` grows by the time of the declarations.
    pub(super) fn declared(
        &self,
        node: &Node<'d, '_>,
        inherited: Declared,
        mut find: impl FnMut(Property, &str) -> Option<(usize, bool)>,
        time: &mut f64,
    ) -> Declared {
        let mut declared = inherited.clone();
        let mut is_own = [false; 5];
        let mut add = |name: &str, value: &str| {
            for &property in Property::named(name) {
                let found: Vec<_> = ids(value).filter_map(|id| find(property, id)).collect();
                declared.named.extend(found.iter().map(|(target, _)| target));
                let targets = found.iter().filter(|(_, counts)| *counts).map(|(it, _)| *it);
                let (place, own, above) = match property {
                    Property::Fill => (&mut declared.fill, 0, &inherited.fill),
                    Property::Stroke => (&mut declared.stroke, 1, &inherited.stroke),
                    Property::MarkerStart => {
                        (&mut declared.markers[0], 2, &inherited.markers[0])
                    }
                    Property::MarkerMid => (&mut declared.markers[1], 3, &inherited.markers[1]),
                    Property::MarkerEnd => (&mut declared.markers[2], 4, &inherited.markers[2]),
                    Property::ClipPath | Property::Mask | Property::Filter => {
                        declared.links.extend(targets);
                        continue;
                    }
                };
                if !is_own[own] {
                    place.clear();
                    is_own[own] = true;
                }
                if value.trim() == "inherit" {
                    place.extend(above);
                }
                place.extend(targets);
            }
        };
        for attribute in node.attributes() {
            if attribute.name() == "style" {
                for declaration in DeclarationTokenizer::from(attribute.value()) {
                    add(declaration.name, declaration.value);
                }
            } else {
                add(attribute.name(), attribute.value());
            }
        }
        for rule in &self.rules {
            if rule.selector.matches(&Styled(*node)) {
                *time += as_float(rule.declarations.len()) * DECLARATION;
                for declaration in &rule.declarations {
                    add(declaration.name, declaration.value);
                }
            }
        }
        declared
    }
}

/// Returns the time that the parser takes for the places in styles where it expects a name in vain: at
/// the end of a declaration, after a number, at a colour that begins with a digit.
fn missing_time(styles: &str) -> f64 {
    let mut before = b' ';
    let mut misses = 1_usize;
    for byte in styles.bytes() {
        let is_after_number = matches!(before, b'0'..=b'9' | b'+' | b'-' | b'.')
            && !matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z');
        let is_end = matches!(byte, b';' | b'}' | b'!' | b'#' | b'@');
        misses += usize::from(is_after_number || is_end);
        before = byte;
    }
    as_float(misses) * as_float(styles.len()) * MISS_BYTE
}

/// The ids in a value: `url(#id)`, several for filters.
fn ids(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let (inside, _) = rest.split_once(')')?;
        inside.trim().trim_matches(['\'', '"']).trim().strip_prefix('#')
    })
}

/// An element as style sheets see it.
struct Styled<'n, 'd>(Node<'n, 'd>);

impl Element for Styled<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Styled)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Styled)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        class == PseudoClass::FirstChild && self.prev_sibling_element().is_none()
    }
}

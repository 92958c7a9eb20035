//! Properties that the elements of a drawing declare.

use resvg::usvg::roxmltree::{Document, Node};
use simplecss::{
    AttributeOperator, DeclarationTokenizer, Element, PseudoClass, Rule, StyleSheet,
};

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
}

impl<'d> Styles<'d> {
    pub(super) fn read(document: &'d Document<'_>) -> Self {
        let mut sheet = StyleSheet::new();
        let is_css = |node: &Node<'_, '_>| {
            node.has_tag_name("style")
                && matches!(node.attribute("type"), None | Some("text/css"))
        };
        for text in document.descendants().filter(is_css).filter_map(|node| node.text()) {
            sheet.parse_more(text);
        }
        let counts = |rule: &Rule<'_>| {
            rule.declarations.iter().any(|it| !Property::named(it.name).is_empty())
        };
        Self { rules: sheet.rules.into_iter().filter(counts).collect() }
    }

    /// Returns what `node` declares or inherits. Where it declares a property several times, all
    /// count: which of them wins is not asked. `find` gives the element that an id names, and whether
    /// the property may refer to it.
    pub(super) fn declared(
        &self,
        node: &Node<'d, '_>,
        inherited: Declared,
        mut find: impl FnMut(Property, &str) -> Option<(usize, bool)>,
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
                for declaration in &rule.declarations {
                    add(declaration.name, declaration.value);
                }
            }
        }
        declared
    }
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

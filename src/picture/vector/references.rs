//! References in a drawing's source: rings, depth, copies.
//!
//! A drawing is converted and drawn by functions that call themselves for every element and every
//! reference. A ring of references, or a chain that is too deep, overflows the stack, and elements
//! that are used many times by others that are used many times fill the memory. All of that is
//! counted here before the drawing is converted, without recursion and in linear time, with what the
//! conversion takes for each element.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node};

use super::budget::{Budget, Part};
use super::source::{as_float, href};
use super::styles::{Declared, Property, Styles};
use super::weight::{self, Weight};

/// The deepest nesting of elements, references followed. Deep drawings of programs have some
/// thirty levels. A level takes some 4 KiB of stack, so that all take half of what a thread has that
/// asks for none.
pub(super) const MOST_DEPTH: u64 = 256;
/// Time of a comparison in the search for elements that refer to themselves.
const COMPARISON: f64 = 40.0;
/// Time to compare a gradient, pattern, clip path, mask or filter with another: of every element, with
/// those of all before it.
const DISTINCT: f64 = 0.5;
/// Time of a reference that an element declares or inherits, and its bytes of memory.
const REFERENCE: f64 = 30.0;
const REFERENCE_MEMORY: f64 = 16.0;

/// Elements that are drawn only where something refers to them.
const DEFINITIONS: [&str; 14] = [
    "defs",
    "pattern",
    "marker",
    "mask",
    "clipPath",
    "symbol",
    "filter",
    "linearGradient",
    "radialGradient",
    "style",
    "script",
    "title",
    "desc",
    "metadata",
];
/// Elements that are searched for references to themselves.
const SEARCHED: [&str; 4] = ["pattern", "clipPath", "mask", "filter"];
/// Elements whose `href` leads to what is drawn for them.
const LINKING: [&str; 3] = ["use", "pattern", "feImage"];
/// Elements that the conversion compares, to list each once.
const DISTINCT_ELEMENTS: [&str; 6] =
    ["linearGradient", "radialGradient", "pattern", "clipPath", "mask", "filter"];
/// Elements that are painted.
const PAINTED: [&str; 11] = [
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "textPath", "use",
];
/// Those of them that are text. The conversion keeps what paints each run of text several times:
/// for the run, for the lines over, through and under it, and for its outlines.
const TEXT: [&str; 3] = ["text", "tspan", "textPath"];
const PAINTS_OF_TEXT: f64 = 12.0;
/// Elements that have markers at their vertices.
const MARKED: [&str; 4] = ["path", "line", "polyline", "polygon"];

/// Size of a drawing, or of an element with all that it refers to.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    /// Elements, copies included. They are counted in floating point, which does not overflow.
    copies: f64,
    /// Cost of the copies.
    weight: Weight,
    /// Levels of elements.
    depth: u64,
}

impl Counts {
    fn new(weight: Weight) -> Self {
        Self { copies: 1.0, weight, depth: 0 }
    }

    /// Adds copies of another element, which do not change the levels.
    fn add_times(&mut self, part: &Self, count: f64) {
        self.copies += part.copies * count;
        self.weight.add_times(&part.weight, count);
    }

    /// Adds an element within this one or beside it.
    fn add(&mut self, part: &Self, count: f64) {
        self.add_times(part, count);
        self.depth = self.depth.max(part.depth);
    }
}

/// Comparisons in the search for elements that refer to themselves.
#[derive(Debug, Clone, Copy, Default)]
struct SearchCost {
    /// In an element, where it is looked through once.
    at_once: f64,
    /// In all the definitions within it.
    all: f64,
}

/// Reason why elements have results: [`fold`] visits the root, and each element after its edges.
const VISITED: &str = "the root and the elements that it leads to are visited";

/// Takes the time and memory of converting a drawing, and returns its levels of elements.
///
/// # Errors
/// The reason why it cannot be converted, a clause without a full stop.
pub(super) fn check(document: &Document<'_>, budget: &mut Budget) -> Result<u64, String> {
    let graph = Graph::new(document, budget)?;
    let copied = graph.check_copies(budget)?;
    let drawn = graph.check_drawn(budget)?;
    Ok(drawn.max(copied))
}

/// The elements in the order of the file, and what each refers to. Elements are numbers.
struct Graph<'d> {
    nodes: Vec<Node<'d, 'd>>,
    parents: Vec<usize>,
    /// The number behind the last element within each.
    ends: Vec<usize>,
    levels: Vec<u32>,
    /// Elements that the `use` elements copy; none for those that the conversion leaves out.
    uses: Vec<Option<usize>>,
    /// Properties that are declared on each, or inherited.
    declared: Vec<Declared>,
    /// Elements in a clip path, whose colours do not count.
    is_clip: Vec<bool>,
    /// References that the conversion removes: elements within what they refer to.
    removed: usize,
    /// Costs of parsing and of converting each element.
    parsed: Vec<Weight>,
    converted: Vec<Weight>,
}

impl<'d> Graph<'d> {
    fn new(document: &'d Document<'_>, budget: &mut Budget) -> Result<Self, String> {
        let nodes: Vec<_> = document.descendants().filter(Node::is_element).collect();
        let numbers: HashMap<_, _> =
            nodes.iter().zip(0..).map(|(it, at)| (it.id(), at)).collect();
        let parent = |node: &Node<'_, '_>| {
            node.parent_element().and_then(|it| numbers.get(&it.id()).copied()).unwrap_or(0)
        };
        let parents: Vec<usize> = nodes.iter().map(parent).collect();
        let mut ends: Vec<usize> = (1..=nodes.len()).collect();
        let mut levels = vec![0_u32; nodes.len()];
        for at in 1..nodes.len() {
            levels[at] = levels[parents[at]] + 1;
            if u64::from(levels[at]) > MOST_DEPTH {
                return Err(too_deep());
            }
        }
        for at in (1..nodes.len()).rev() {
            ends[parents[at]] = ends[parents[at]].max(ends[at]);
        }
        let mut graph = Self {
            nodes,
            parents,
            ends,
            levels,
            uses: Vec::new(),
            declared: Vec::new(),
            is_clip: Vec::new(),
            removed: 0,
            parsed: Vec::new(),
            converted: Vec::new(),
        };
        graph.resolve(document, budget)?;
        Ok(graph)
    }

    /// Finds what each element refers to.
    fn resolve(
        &mut self,
        document: &'d Document<'_>,
        budget: &mut Budget,
    ) -> Result<(), String> {
        // Of several elements with one id the first is used, and the last paints.
        let mut first = HashMap::new();
        let mut last = HashMap::new();
        for (at, node) in self.nodes.iter().enumerate() {
            if let Some(id) = node.attribute("id") {
                first.entry(id).or_insert(at);
                last.insert(id, at);
            }
        }
        self.uses = self.copied(&first);
        let styles = Styles::read(document, budget)?;
        let matching = |at: usize| {
            let level = i32::try_from(self.levels[at]).expect("levels are limited");
            styles.matching_time(&self.nodes[at], level)
        };
        let times: Vec<f64> = (0..self.nodes.len()).map(matching).collect();
        // The graph compares them once before the conversion does.
        let mut compared = budget.clone();
        compared.spend(Part::Styles, times.iter().sum())?;
        let mut removed = 0;
        for (at, mut time) in times.into_iter().enumerate() {
            let inherited = match at {
                0 => Declared::default(),
                _ => self.declared[self.parents[at]].inherited(),
            };
            let (nodes, ends) = (&self.nodes, &self.ends);
            let find = |property: Property, id: &str| {
                let target = last.get(id).copied()?;
                let is_meant = nodes[target].tag_name().name() == property.target();
                // The conversion removes references from within the element they lead to.
                let is_removed = is_meant && (target..ends[target]).contains(&at);
                removed += usize::from(is_removed);
                Some((target, is_meant && !is_removed))
            };
            let selected = time;
            let mut declared = styles.declared(&self.nodes[at], inherited, find, &mut time);
            let references = as_float(declared.count());
            compared.spend(Part::Styles, time - selected)?;
            compared.spend(Part::References, references * REFERENCE)?;
            compared.hold(references * REFERENCE_MEMORY)?;
            let mut parsed = Weight::parsed();
            parsed.work.add(Part::Styles, time);
            self.parsed.push(parsed);
            if self.name(at) != "use"
                && LINKING.contains(&self.name(at))
                && let Some(target) = href(&self.nodes[at]).and_then(|id| last.get(id))
                && *target != at
            {
                declared.links.push(*target);
            }
            self.is_clip.push(match at {
                0 => false,
                _ => self.is_clip[self.parents[at]] || self.name(at) == "clipPath",
            });
            self.declared.push(declared);
        }
        self.removed = removed;
        let texts = document.descendants().filter_map(|node| node.text());
        let texts = as_float(texts.map(str::len).sum());
        for (node, &level) in self.nodes.iter().zip(&self.levels) {
            let paths = weight::path_of_text(node).filter_map(|id| first.get(id));
            let path = paths.filter_map(|&at| self.nodes[at].attribute("d")).map(str::len);
            let path = as_float(path.sum());
            self.converted.push(Weight::converted(node, level.into(), texts, path));
        }
        Ok(())
    }

    /// Returns the element that each `use` copies. The conversion leaves out one that is within what it copies, and
    /// one that copies what holds another that leads back to it.
    fn copied(&self, ids: &HashMap<&str, usize>) -> Vec<Option<usize>> {
        let target = |at: usize| {
            let id = (self.name(at) == "use").then(|| href(&self.nodes[at])).flatten()?;
            ids.get(id).copied()
        };
        let targets: Vec<Option<usize>> = (0..self.nodes.len()).map(target).collect();
        let mut left_out = vec![false; self.nodes.len()];
        let mut holds_itself = vec![false; self.nodes.len()];
        for (at, target) in targets.iter().enumerate() {
            let Some(target) = *target else { continue };
            if target < at && at < self.ends[target] {
                holds_itself[target] = true;
            }
            if let Some(back) = targets[target]
                && back < at
                && at < self.ends[back]
            {
                left_out[target] = true;
            }
        }
        let kept = |at: usize, target: Option<usize>| {
            target.filter(|&it| it != at && !left_out[at] && !holds_itself[it])
        };
        targets.iter().enumerate().map(|(at, target)| kept(at, *target)).collect()
    }

    fn name(&self, at: usize) -> &'d str {
        self.nodes[at].tag_name().name()
    }

    fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < self.ends[at]).then(|| {
                next = self.ends[child];
                child
            })
        })
    }

    /// Takes the copies that `use` makes, which the conversion makes of the source itself, and the
    /// search for elements that refer to themselves: in every pattern, clip path, mask and filter it
    /// looks through all that an element there refers to.
    fn check_copies(&self, budget: &mut Budget) -> Result<u64, String> {
        let parts = |at: usize| self.children(at).chain(self.uses[at]);
        let edges = |at: usize| parts(at).collect();
        let counts = fold(self.nodes.len(), edges, |at, counts: &[Option<Counts>]| {
            let mut sum = Counts::new(self.parsed[at]);
            for part in parts(at).filter_map(|part| counts[part].as_ref()) {
                sum.add(part, 1.0);
            }
            sum.depth += 1;
            sum
        })?;
        let depth = take(&counts, budget)?.depth;
        // Elements that are not drawn are not searched.
        let size = |at: usize| counts[at].map_or(0.0, |counts| counts.copies);
        let searches = fold(self.nodes.len(), edges, |at, searches: &[Option<SearchCost>]| {
            let named = self.declared[at].named.iter().map(|&target| size(target));
            let mut sum = SearchCost { at_once: 1.0 + named.sum::<f64>(), all: 0.0 };
            for part in parts(at).filter_map(|part| searches[part]) {
                sum.at_once += part.at_once;
                sum.all += part.all;
            }
            if SEARCHED.contains(&self.name(at)) {
                sum.all += sum.at_once;
            }
            sum
        })?;
        // The search begins anew for each that it finds.
        let comparisons = searches[0].expect(VISITED).all * as_float(self.removed + 1);
        budget.spend(Part::References, comparisons * COMPARISON)?;
        Ok(depth)
    }

    /// Takes what is drawn: elements with all that they refer to.
    fn check_drawn(&self, budget: &mut Budget) -> Result<u64, String> {
        let edges = |at: usize| {
            let declared = &self.declared[at];
            let mut edges: Vec<usize> = self.drawn_children(at).chain(self.uses[at]).collect();
            edges.extend(&declared.links);
            edges.extend(self.paints(at));
            let (ends, middle) = self.markers(at);
            edges.extend(ends.chain(middle));
            edges
        };
        let counts = fold(self.nodes.len(), edges, |at, counts: &[Option<Counts>]| {
            self.drawn(at, |part| counts[part].as_ref().expect(VISITED))
        })?;
        let all = take(&counts, budget)?;
        let is_shared = |at: usize| DISTINCT_ELEMENTS.contains(&self.name(at));
        if (0..self.nodes.len()).any(is_shared) {
            budget.spend(Part::References, all.copies * all.copies * DISTINCT)?;
        }
        Ok(all.depth)
    }

    /// The counts of an element with all that it draws, from those of its parts.
    fn drawn<'c>(&self, at: usize, of: impl Fn(usize) -> &'c Counts) -> Counts {
        let mut sum = Counts::new(self.converted[at]);
        for part in self.drawn_children(at).chain(self.declared[at].links.iter().copied()) {
            sum.add(of(part), 1.0);
        }
        let mut paints = Counts::default();
        for part in self.paints(at).map(&of) {
            paints.add(part, 1.0);
        }
        if paints.copies > 0.0 && TEXT.contains(&self.name(at)) {
            // A run may be a single letter, where each has a place of its own.
            let texts = self.nodes[at].descendants().filter_map(|node| node.text());
            let letters = as_float(texts.map(str::len).sum());
            let once = paints;
            paints.add_times(&once, (letters + 1.0) * PAINTS_OF_TEXT - 1.0);
        }
        sum.add_times(&paints, 1.0);
        // What a `use` copies, and what stands at the vertices of a path, may be painted as that is
        // itself, and inherits from around it.
        let mut guests = Counts::default();
        let level = f64::from(self.levels[at]) * weight::LEVEL;
        let mut add = |part: &Counts, times: f64| {
            guests.add(part, times);
            guests.add_times(&paints, part.copies * times);
            guests.weight.work.add(Part::Elements, part.copies * times * level);
        };
        self.uses[at].into_iter().for_each(|it| add(of(it), 1.0));
        let (ends, middle) = self.markers(at);
        ends.for_each(|it| add(of(it), 1.0));
        middle.for_each(|it| add(of(it), vertices(&self.nodes[at])));
        sum.add_times(&guests, 1.0);
        sum.depth = 1 + sum.depth.max(guests.depth + paints.depth);
        sum
    }

    fn drawn_children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.children(at).filter(|&child| !DEFINITIONS.contains(&self.name(child)))
    }

    fn paints(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let painted = PAINTED.contains(&self.name(at)) && !self.is_clip[at];
        self.declared[at].paints().filter(move |_| painted)
    }

    /// Returns the markers at the ends of a shape, and those at all vertices between.
    fn markers(&self, at: usize) -> (impl Iterator<Item = usize>, impl Iterator<Item = usize>) {
        let marked = MARKED.contains(&self.name(at));
        // The conversion leaves out markers within themselves.
        let counts =
            move |marker: &usize| marked && !(*marker..self.ends[*marker]).contains(&at);
        let (ends, middle) = self.declared[at].markers();
        (ends.filter(counts), middle.filter(counts))
    }
}

/// Visits the first of `count` elements and all that `edges` lead to, each after all that it leads
/// to, and returns what `visit` makes of each.
///
/// # Errors
/// If edges form a ring.
fn fold<T: Clone>(
    count: usize,
    edges: impl Fn(usize) -> Vec<usize>,
    visit: impl Fn(usize, &[Option<T>]) -> T,
) -> Result<Vec<Option<T>>, String> {
    let mut done = vec![None; count];
    let mut is_open = vec![false; count];
    let mut path: Vec<(usize, Vec<usize>)> = Vec::new();
    if count > 0 {
        is_open[0] = true;
        path.push((0, edges(0)));
    }
    while let Some((at, waiting)) = path.last_mut() {
        let at = *at;
        match waiting.pop() {
            Some(next) if is_open[next] => {
                return Err("its elements refer to each other in a ring".to_owned());
            }
            Some(next) if done[next].is_some() => {}
            Some(next) => {
                is_open[next] = true;
                path.push((next, edges(next)));
            }
            None => {
                done[at] = Some(visit(at, &done));
                is_open[at] = false;
                path.pop();
            }
        }
    }
    Ok(done)
}

/// Takes what the whole drawing takes, and returns its counts.
///
/// # Errors
/// If it is beyond a limit.
fn take(counts: &[Option<Counts>], budget: &mut Budget) -> Result<Counts, String> {
    let all = counts[0].expect(VISITED);
    if all.depth > MOST_DEPTH {
        return Err(too_deep());
    }
    budget.spend_all(&all.weight.work)?;
    budget.hold(all.weight.memory)?;
    Ok(all)
}

/// Vertices of a shape, at most.
fn vertices(node: &Node<'_, '_>) -> f64 {
    let data = node.attribute("d").or_else(|| node.attribute("points")).unwrap_or("");
    // Every number has digits of its own, and a command without numbers is a letter. An arc becomes
    // four curves at most.
    let mut is_number = false;
    let mut parts = 2_usize;
    for byte in data.bytes() {
        let was = is_number;
        is_number = byte.is_ascii_digit();
        parts += usize::from(!was && is_number || byte.is_ascii_alphabetic());
    }
    as_float(parts)
}

fn too_deep() -> String {
    format!("its elements are nested more than {MOST_DEPTH} deep")
}

//! References in a drawing's source: rings, depth, copies.
//!
//! A drawing is converted and drawn by functions that call themselves for every element and every
//! reference. A ring of references, or a chain that is too deep, overflows the stack, and elements
//! that are used many times by others that are used many times fill the memory. All of that is
//! counted here before the drawing is converted, without recursion and in linear time.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node};

use super::styles::{Declared, Property, Styles};

/// The deepest nesting of elements, references followed. Deep drawings of programs have some
/// thirty levels. A level takes some 4 KiB of stack, so that all take half of what a thread has that
/// asks for none.
pub(super) const MOST_DEPTH: u64 = 256;
/// The most elements that are drawn, each counted as often as it is used.
const MOST_DRAWN: u64 = 1_000_000;
/// The most comparisons that the conversion makes in search of elements that refer to themselves.
const MOST_COMPARED: u64 = 20_000_000;

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
/// Elements that are painted.
const PAINTED: [&str; 11] = [
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "textPath", "use",
];
/// Those of them that are text. The conversion keeps what paints each run of text several times:
/// for the run, for the lines over, through and under it, and for its outlines.
const TEXT: [&str; 3] = ["text", "tspan", "textPath"];
const PAINTS_OF_TEXT: u64 = 12;
/// Elements that have markers at their vertices.
const MARKED: [&str; 4] = ["path", "line", "polyline", "polygon"];

/// Size of a drawing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Elements, copies included.
    pub(super) copies: u64,
    /// Levels of elements.
    pub(super) depth: u64,
}

/// Comparisons in the search for elements that refer to themselves.
#[derive(Debug, Clone, Copy, Default)]
struct SearchCost {
    /// In an element, where it is looked through once.
    at_once: u64,
    /// In all the definitions within it.
    all: u64,
}

/// Reason why elements have results: [`fold`] visits the root, and each element after its edges.
const VISITED: &str = "the root and the elements that it leads to are visited";

/// Checks that a drawing can be converted, and returns its size.
///
/// # Errors
/// The reason why it cannot, a clause without a full stop.
pub(super) fn check(document: &Document<'_>) -> Result<Counts, String> {
    let graph = Graph::new(document)?;
    let copied = graph.check_copies()?;
    let drawn = graph.check_drawn()?;
    Ok(Counts { copies: drawn.copies.max(copied.copies), depth: drawn.depth.max(copied.depth) })
}

/// The elements in the order of the file, and what each refers to. Elements are numbers.
struct Graph<'d> {
    nodes: Vec<Node<'d, 'd>>,
    parents: Vec<usize>,
    /// The number behind the last element within each.
    ends: Vec<usize>,
    /// Elements that the `use` elements copy; none for those that the conversion leaves out.
    uses: Vec<Option<usize>>,
    /// Properties that are declared on each, or inherited.
    declared: Vec<Declared>,
    /// Elements in a clip path, whose colours do not count.
    is_clip: Vec<bool>,
    /// References that the conversion removes: elements within what they refer to.
    removed: u64,
}

impl<'d> Graph<'d> {
    fn new(document: &'d Document<'_>) -> Result<Self, String> {
        let nodes: Vec<_> = document.descendants().filter(Node::is_element).collect();
        let numbers: HashMap<_, _> =
            nodes.iter().zip(0..).map(|(it, at)| (it.id(), at)).collect();
        let parent = |node: &Node<'_, '_>| {
            node.parent_element().and_then(|it| numbers.get(&it.id()).copied()).unwrap_or(0)
        };
        let parents: Vec<usize> = nodes.iter().map(parent).collect();
        let mut ends: Vec<usize> = (1..=nodes.len()).collect();
        let mut levels = vec![0_u64; nodes.len()];
        for at in 1..nodes.len() {
            levels[at] = levels[parents[at]] + 1;
            if levels[at] > MOST_DEPTH {
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
            uses: Vec::new(),
            declared: Vec::new(),
            is_clip: Vec::new(),
            removed: 0,
        };
        graph.resolve(document);
        Ok(graph)
    }

    /// Finds what each element refers to.
    fn resolve(&mut self, document: &'d Document<'_>) {
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
        let styles = Styles::read(document);
        let mut removed = 0;
        for at in 0..self.nodes.len() {
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
                removed += u64::from(is_removed);
                Some((target, is_meant && !is_removed))
            };
            let mut declared = styles.declared(&self.nodes[at], inherited, find);
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

    /// Checks the copies that `use` makes, which the conversion makes of the source itself, and the
    /// search for elements that refer to themselves: in every pattern, clip path, mask and filter it
    /// looks through all that an element there refers to.
    fn check_copies(&self) -> Result<Counts, String> {
        let parts = |at: usize| self.children(at).chain(self.uses[at]);
        let edges = |at: usize| parts(at).collect();
        let counts = fold(self.nodes.len(), edges, |at, counts: &[Option<Counts>]| {
            let mut sum = Counts { copies: 1, depth: 0 };
            for part in parts(at).filter_map(|part| counts[part]) {
                sum.copies = sum.copies.saturating_add(part.copies);
                sum.depth = sum.depth.max(part.depth);
            }
            Counts { depth: sum.depth + 1, ..sum }
        })?;
        let all = within_limits(&counts)?;
        // Elements that are not drawn are not searched.
        let size = |at: usize| counts[at].map_or(0, |counts| counts.copies);
        let searches = fold(self.nodes.len(), edges, |at, searches: &[Option<SearchCost>]| {
            let named = self.declared[at].named.iter().map(|&target| size(target));
            let mut sum = SearchCost { at_once: named.fold(1, u64::saturating_add), all: 0 };
            for part in parts(at).filter_map(|part| searches[part]) {
                sum.at_once = sum.at_once.saturating_add(part.at_once);
                sum.all = sum.all.saturating_add(part.all);
            }
            if SEARCHED.contains(&self.name(at)) {
                sum.all = sum.all.saturating_add(sum.at_once);
            }
            sum
        })?;
        // The search begins anew for each that it finds.
        let search = searches[0].expect(VISITED);
        if search.all.saturating_mul(self.removed + 1) > MOST_COMPARED {
            return Err("too many of its elements refer to others".to_owned());
        }
        Ok(all)
    }

    /// Checks what is drawn: elements with all that they refer to.
    fn check_drawn(&self) -> Result<Counts, String> {
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
            self.drawn(at, |part| counts[part].expect(VISITED))
        })?;
        within_limits(&counts)
    }

    /// The counts of an element with all that it draws, from those of its parts.
    fn drawn(&self, at: usize, of: impl Fn(usize) -> Counts) -> Counts {
        let mut sum = Counts { copies: 1, depth: 0 };
        for part in self.drawn_children(at).chain(self.declared[at].links.iter().copied()) {
            let part = of(part);
            sum.copies = sum.copies.saturating_add(part.copies);
            sum.depth = sum.depth.max(part.depth);
        }
        let mut paints = Counts::default();
        for part in self.paints(at).map(&of) {
            paints.copies = paints.copies.saturating_add(part.copies);
            paints.depth = paints.depth.max(part.depth);
        }
        if paints.copies > 0 && TEXT.contains(&self.name(at)) {
            // A run may be a single letter, where each has a place of its own.
            let texts = self.nodes[at].descendants().filter_map(|node| node.text());
            let letters: usize = texts.map(str::len).sum();
            let times = (letters as u64 + 1) * PAINTS_OF_TEXT;
            paints.copies = paints.copies.saturating_mul(times);
        }
        sum.copies = sum.copies.saturating_add(paints.copies);
        // What a `use` copies, and what stands at the vertices of a path, may be painted as that is
        // itself.
        let mut guests = Counts::default();
        let mut add = |part: Counts, times: u64| {
            let painted = part.copies.saturating_mul(paints.copies + 1).saturating_mul(times);
            guests.copies = guests.copies.saturating_add(painted);
            guests.depth = guests.depth.max(part.depth);
        };
        self.uses[at].into_iter().for_each(|it| add(of(it), 1));
        let (ends, middle) = self.markers(at);
        ends.for_each(|it| add(of(it), 1));
        middle.for_each(|it| add(of(it), vertices(&self.nodes[at])));
        sum.copies = sum.copies.saturating_add(guests.copies);
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

/// The counts of the whole drawing.
///
/// # Errors
/// If they are beyond a limit.
fn within_limits(counts: &[Option<Counts>]) -> Result<Counts, String> {
    let all = counts[0].expect(VISITED);
    if all.depth > MOST_DEPTH {
        return Err(too_deep());
    }
    if all.copies > MOST_DRAWN { Err(too_many()) } else { Ok(all) }
}

/// The id that a `href` names in the same drawing.
fn href<'n>(node: &Node<'n, '_>) -> Option<&'n str> {
    const XLINK: &str = "http://www.w3.org/1999/xlink";
    let value = node.attribute((XLINK, "href")).or_else(|| node.attribute("href"))?;
    value.trim().strip_prefix('#')
}

/// Vertices of a shape, at most.
fn vertices(node: &Node<'_, '_>) -> u64 {
    let data = node.attribute("d").or_else(|| node.attribute("points")).unwrap_or("");
    // Every number has digits of its own, and a command without numbers is a letter. An arc becomes
    // four curves at most.
    let mut is_number = false;
    let mut parts = 2;
    for byte in data.bytes() {
        let was = is_number;
        is_number = byte.is_ascii_digit();
        parts += u64::from(!was && is_number || byte.is_ascii_alphabetic());
    }
    parts
}

fn too_deep() -> String {
    format!("its elements are nested more than {MOST_DEPTH} deep")
}

fn too_many() -> String {
    format!("it repeats its elements more than {MOST_DRAWN} times")
}

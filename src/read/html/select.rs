//! CSS selectors, as far as people type them at a shell.
//!
//! Comes in: `article.post > p, #main [role=note]`. Goes out: which elements of a page it names.
//! Never done here: pseudo-classes; a selector that cannot be read is no selector.

use super::tree::{NodeId, Tree};

/// A selector that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// Any of these; of each the steps from right to left.
    choices: Vec<Vec<Step>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    tests: Vec<Test>,
    /// How the step to its left is found from here.
    towards: Towards,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Towards {
    Ancestor,
    Parent,
    Previous,
    Earlier,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Name(String),
    Any,
    Class(String),
    /// Name, operator (`=`, `~`, `^`, `$`, `*`, `|`, or `?` for its mere presence), value.
    Attribute(String, char, String),
}

impl Selector {
    /// Reads a selector; `None` for what is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let choices: Option<Vec<Vec<Step>>> =
            split(text, ',').iter().map(|choice| steps(choice)).collect();
        choices.filter(|choices| !choices.is_empty()).map(|choices| Self { choices })
    }

    /// Whether it can only be a selector, and not words that someone looks for: it has a class,
    /// an id, an attribute or a combinator.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.choices.iter().all(|steps| {
            let tests = steps.iter().flat_map(|step| &step.tests);
            tests.clone().any(|test| !matches!(test, Test::Name(_) | Test::Any))
                || steps.iter().any(|step| step.towards != Towards::Ancestor)
        })
    }

    /// The elements it names, in the order of the page.
    #[must_use]
    pub fn select(&self, tree: &Tree) -> Vec<NodeId> {
        tree.descend(Tree::ROOT)
            .filter(|id| tree.is_element(*id))
            .filter(|id| self.choices.iter().any(|steps| matches(tree, *id, steps)))
            .collect()
    }
}

fn matches(tree: &Tree, id: NodeId, steps: &[Step]) -> bool {
    let Some((step, rest)) = steps.split_first() else { return true };
    if !step.tests.iter().all(|test| passes(tree, id, test)) {
        return false;
    }
    if rest.is_empty() {
        return true;
    }
    let before =
        |id: &NodeId| std::iter::successors(tree.previous(*id), |id| tree.previous(*id));
    match step.towards {
        Towards::Ancestor => tree.ancestors(id).any(|up| matches(tree, up, rest)),
        Towards::Parent => tree.parent(id).is_some_and(|up| matches(tree, up, rest)),
        Towards::Previous => before(&id)
            .find(|id| tree.is_element(*id))
            .is_some_and(|near| matches(tree, near, rest)),
        Towards::Earlier => before(&id).any(|far| matches(tree, far, rest)),
    }
}

fn passes(tree: &Tree, id: NodeId, test: &Test) -> bool {
    match test {
        Test::Any => tree.is_element(id),
        Test::Name(name) => tree.name(id) == name,
        Test::Class(class) => tree
            .attribute(id, "class")
            .is_some_and(|names| names.split_whitespace().any(|name| name == class)),
        Test::Attribute(name, operator, value) => {
            tree.attribute(id, name).is_some_and(|given| match operator {
                '=' => given == value,
                '~' => given.split_whitespace().any(|word| word == value),
                '^' => given.starts_with(value.as_str()),
                '$' => given.ends_with(value.as_str()),
                '*' => given.contains(value.as_str()),
                '|' => given == value || given.starts_with(&format!("{value}-")),
                _ => true,
            })
        }
    }
}

/// Parts text at a sign that is not within brackets or quotation marks.
fn split(text: &str, sign: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_usize, None);
    for (at, ch) in text.char_indices() {
        match (quote, ch) {
            (Some(open), _) if ch == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if depth > 0 => quote = Some(ch),
            (None, '[') => depth += 1,
            (None, ']') => depth = depth.saturating_sub(1),
            (None, _) if ch == sign && depth == 0 => {
                parts.push(text.get(start..at).unwrap_or(""));
                start = at + ch.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or(""));
    parts
}

/// The steps of one choice from right to left.
fn steps(text: &str) -> Option<Vec<Step>> {
    let mut steps: Vec<Step> = Vec::new();
    let mut towards = Towards::Ancestor;
    for word in split(text.trim(), ' ').into_iter().filter(|word| !word.is_empty()) {
        match word {
            ">" => towards = Towards::Parent,
            "+" => towards = Towards::Previous,
            "~" => towards = Towards::Earlier,
            _ => {
                for (at, part) in split(word, '>').into_iter().enumerate() {
                    if at > 0 {
                        towards = Towards::Parent;
                    }
                    let tests = compound(part)?;
                    steps.push(Step { tests, towards });
                    towards = Towards::Ancestor;
                }
            }
        }
    }
    steps.reverse();
    (!steps.is_empty()).then_some(steps)
}

/// The tests of one element: `p.lead[lang]`.
fn compound(text: &str) -> Option<Vec<Test>> {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut tests = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..)?;
        let end = |text: &str| text.find(|c| !word(c)).unwrap_or(text.len());
        match first {
            '*' => {
                tests.push(Test::Any);
                rest = after;
            }
            '.' | '#' => {
                let (name, more) = after.split_at(end(after));
                if name.is_empty() {
                    return None;
                }
                tests.push(match first {
                    '.' => Test::Class(name.to_owned()),
                    _ => Test::Attribute("id".to_owned(), '=', name.to_owned()),
                });
                rest = more;
            }
            '[' => {
                let (inside, more) = after.split_at(closing(after)?);
                tests.push(attribute(inside)?);
                rest = more.get(1..)?;
            }
            _ if word(first) && tests.is_empty() => {
                let (name, more) = rest.split_at(end(rest));
                tests.push(Test::Name(name.to_ascii_lowercase()));
                rest = more;
            }
            _ => return None,
        }
    }
    (!tests.is_empty()).then_some(tests)
}

/// The byte of the bracket that closes.
fn closing(text: &str) -> Option<usize> {
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

fn attribute(text: &str) -> Option<Test> {
    let Some((name, value)) = text.split_once('=') else {
        let name = text.trim();
        let valid =
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_:".contains(c));
        return valid.then(|| Test::Attribute(name.to_owned(), '?', String::new()));
    };
    let operator = name.chars().last().filter(|c| "~^$*|".contains(*c));
    let name = name.trim_end_matches(['~', '^', '$', '*', '|']).trim();
    let value = value.trim().trim_matches(['"', '\'']);
    (!name.is_empty()).then(|| {
        Test::Attribute(name.to_ascii_lowercase(), operator.unwrap_or('='), value.to_owned())
    })
}

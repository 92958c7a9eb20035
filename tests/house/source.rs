//! Source files as the rules see them.

use std::collections::{BTreeMap, BTreeSet};

use super::{files_below, text_of};

/// A file of `src/`.
pub(super) struct Source {
    /// Its path from the root.
    pub(super) path: String,
    /// Its module: `galley::words`.
    pub(super) module: Vec<String>,
    /// Its text as it is.
    pub(super) text: String,
    /// Its text with comments and the contents of strings blanked, line by line.
    pub(super) code: String,
}

impl Source {
    fn read(path: String) -> Self {
        let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        let text = text_of(&path);
        let code = without_comments_and_strings(&text);
        Self { path, module, text, code }
    }

    /// The room it stands in: the first part of its module.
    pub(super) fn room(&self) -> &str {
        &self.module[0]
    }

    /// Lines that are neither blank nor comment.
    pub(super) fn code_lines(&self) -> usize {
        self.code.lines().filter(|line| !line.trim().is_empty()).count()
    }

    /// Every path it names that begins with `crate`, `self`, `super` or an outside crate, with
    /// its line; `public` keeps what is only handed on by `pub use`.
    pub(super) fn paths(&self, public: bool) -> Vec<(usize, Vec<String>)> {
        let mut code = self.code.clone();
        let mut found = Vec::new();
        for (at, handed_on, tree) in uses(&self.code) {
            if public || !handed_on {
                let line = 1 + self.code[..at].matches('\n').count();
                found.extend(expand(tree).into_iter().map(|path| (line, parts(&path))));
            }
            blank(&mut code, at, tree.len());
        }
        for (number, line) in code.lines().enumerate() {
            found.extend(inline_paths(line).map(|path| (number + 1, parts(path))));
        }
        found
    }

    /// Name, first line and length in lines of every function.
    pub(super) fn functions(&self) -> Vec<(String, usize, usize)> {
        let lines: Vec<&str> = self.code.lines().collect();
        let mut found = Vec::new();
        for (start, line) in lines.iter().enumerate() {
            let Some((before, name)) = line.split_once("fn ") else { continue };
            if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next();
            let Some(length) = body_length(&lines[start..]) else { continue };
            found.push((name.unwrap_or_default().to_owned(), start + 1, length));
        }
        found
    }
}

/// All of `src/`.
pub(super) fn sources() -> Vec<Source> {
    files_below("src", ".rs").into_iter().map(Source::read).collect()
}

/// Returns the imports of each module, by file. Declaring a module and re-exporting it with
/// `pub use` is no import.
pub(super) fn imports(sources: &[Source]) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let modules: BTreeSet<Vec<String>> =
        sources.iter().map(|file| file.module.clone()).collect();
    let mut graph = BTreeMap::new();
    for file in sources {
        let targets = file.paths(false);
        let targets =
            targets.iter().filter_map(|(_, path)| resolve(path, &file.module, &modules));
        let targets = targets.filter(|target| *target != file.module).collect();
        graph.insert(file.module.clone(), targets);
    }
    graph
}

/// The file that a path means: the longest beginning of it that is one.
fn resolve(
    path: &[String],
    from: &[String],
    modules: &BTreeSet<Vec<String>>,
) -> Option<Vec<String>> {
    // The children of the two roots are the rooms.
    let root = ["lib", "main"].contains(&from[0].as_str());
    let mut base = if root { Vec::new() } else { from.to_vec() };
    let mut rest = path;
    match path.first().map(String::as_str) {
        Some("crate") => {
            base.clear();
            rest = &rest[1..];
        }
        Some("self") => rest = &rest[1..],
        Some("super") => {
            while rest.first().is_some_and(|part| part == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        _ => {
            // A child module, or an outside crate, which is none of ours.
            base.extend(rest.first().cloned());
            if !modules.contains(&base) {
                return None;
            }
            rest = &rest[1..];
        }
    }
    base.extend(rest.iter().cloned());
    while !base.is_empty() && !modules.contains(&base) {
        base.pop();
    }
    (!base.is_empty()).then_some(base)
}

fn parts(path: &str) -> Vec<String> {
    let path = path.split(" as ").next().unwrap_or_default();
    path.split("::")
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Every `use`: where its tree begins, whether it is public, the tree without semicolon.
fn uses(code: &str) -> Vec<(usize, bool, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let handed_on = trimmed.starts_with("pub");
        let after_pub = match trimmed.strip_prefix("pub") {
            Some(rest) => rest.trim_start_matches(|c: char| c != ' ').trim_start(),
            None => trimmed,
        };
        if let Some(tree) = after_pub.strip_prefix("use ") {
            let start = at + line.len() - tree.len();
            let end = code[start..].find(';').map_or(code.len(), |end| start + end);
            found.push((start, handed_on, &code[start..end]));
        }
        at += line.len();
    }
    found
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expand(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, inner)) = tree.split_once('{') else { return vec![tree.to_owned()] };
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                let part = inner[start..at].trim();
                start = (at + 1).min(inner.len());
                if !part.is_empty() {
                    found.extend(expand(&format!("{before}{part}")));
                }
            }
            _ => {}
        }
    }
    found
}

/// Paths in a line of code: two names or more with `::` between them.
fn inline_paths(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
        .map(|path| path.trim_end_matches(':'))
        .filter(|path| path.contains("::") && !path.starts_with(':'))
}

fn blank(code: &mut String, at: usize, length: usize) {
    let blanks: String =
        code[at..at + length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
    code.replace_range(at..at + length, &blanks);
}

/// Lines from a signature to the brace that closes its body; `None` for one without a body.
fn body_length(lines: &[&str]) -> Option<usize> {
    let (mut braces, mut brackets) = (0_i32, 0_i32);
    for (number, line) in lines.iter().enumerate() {
        for c in line.chars() {
            match c {
                '{' => braces += 1,
                '}' => braces -= 1,
                '[' | '(' => brackets += 1,
                ']' | ')' => brackets -= 1,
                ';' if braces == 0 && brackets == 0 => return None,
                _ => {}
            }
            if c == '}' && braces == 0 {
                return Some(number + 1);
            }
        }
    }
    None
}

/// The same lines with comments, and what stands in strings and characters, taken out.
fn without_comments_and_strings(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("r\"") || rest.starts_with("r#") {
            raw_string_length(rest).unwrap_or(0)
        } else if c == '"' {
            1 + string_length(&rest[1..])
        } else if c == '\'' {
            character_length(rest).unwrap_or(0)
        } else {
            0
        };
        if skip == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            code.extend(rest[..skip].chars().filter(|c| *c == '\n'));
            rest = &rest[skip..];
        }
    }
    code
}

/// Length of the rest of a string, the closing quote included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of `r#"..."#`; `None` where it is a raw name such as `r#type`.
fn raw_string_length(text: &str) -> Option<usize> {
    let hashes = text[1..].chars().take_while(|c| *c == '#').count();
    let inner = text[1 + hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    Some(2 + hashes + inner.find(&close)? + close.len())
}

/// Length of a character such as `'{'`; `None` where the quote begins a lifetime.
fn character_length(text: &str) -> Option<usize> {
    let inner = &text[1..];
    if inner.starts_with('\\') {
        let after = inner.char_indices().nth(2)?.0;
        return Some(1 + after + inner[after..].find('\'')? + 1);
    }
    let (after, close) = inner.char_indices().nth(1)?;
    (close == '\'').then_some(1 + after + 1)
}

#[test]
fn imports_are_read_from_every_form_of_use() {
    let source = |module: &str, text: &str| Source {
        path: String::new(),
        module: module.split("::").map(str::to_owned).collect(),
        text: text.to_owned(),
        code: without_comments_and_strings(text),
    };
    let sources = [
        source(
            "a",
            "use crate::b::{self, c::{D, E as F}};\npub use inner::G;\n// use crate::d;",
        ),
        source("a::inner", "use super::H;\nfn f() { crate::b::g(\"crate::d\", '\"', '{') }"),
        source("b", "pub(crate) use self::c::D;"),
        source("b::c", "fn g<'l>(x: &'l str) { super::f(r#\"crate::a\"#) }"),
        source("d", ""),
    ];
    let imported = |module: &str| {
        let module: Vec<String> = module.split("::").map(str::to_owned).collect();
        let targets = &imports(&sources)[&module];
        targets.iter().map(|target| target.join("::")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(imported("a"), "b b::c", "trees are expanded; pub use and comments are not");
    assert_eq!(imported("a::inner"), "a b", "super, and paths within code; strings are not");
    assert_eq!(imported("b"), "", "handed on");
    assert_eq!(imported("b::c"), "b", "raw strings are not");
    let lengths = source("f", "fn a() {\n}\nfn b(\n) -> [u8; 2] {\n '}';\n}\n").functions();
    let lengths: Vec<usize> = lengths.iter().map(|function| function.2).collect();
    assert_eq!(lengths, [2, 4], "functions are counted by their braces");
}

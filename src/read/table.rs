//! Recognition of tables, drawings and source code, which keep their columns.

use super::line_syntax;
use super::source_line::SourceLine;
use crate::article::BlockKind;

/// Returns lines as they are, without their common indent.
pub(super) fn preformatted(lines: &[SourceLine<'_>]) -> BlockKind {
    let filled = || lines.iter().filter(|line| !line.is_blank());
    let least = filled().map(|line| line.indent).min().unwrap_or(0);
    let lines: Vec<String> = lines.iter().map(|line| line.expanded(least)).collect();
    BlockKind::Preformatted(lines.join("\n").trim_end_matches('\n').to_owned())
}

/// True for a table: aligned columns, pipes, dotted leaders.
pub(super) fn is_table(lines: &[SourceLine<'_>]) -> bool {
    let count = lines.len();
    if count < 2 {
        return lines.first().is_some_and(|line| is_drawn(line.text) || is_leader(line.text));
    }
    let drawn = lines.iter().filter(|line| is_drawn(line.text)).count();
    let piped = lines.iter().filter(|line| line.text.matches('|').count() >= 2).count();
    let leaders = lines.iter().filter(|line| is_leader(line.text)).count();
    if drawn * 2 >= count || (piped + drawn) * 3 >= count * 2 || leaders * 2 >= count {
        return true;
    }
    // The columns after gaps are compared with those of the line before.
    let (mut aligned, mut gapped, mut wide, mut apart, mut continued) = (0, 0, 0, 0, 0);
    let mut before: Vec<u32> = Vec::new();
    let mut before_counted = true;
    for line in lines {
        let gaps = gaps(line);
        if gaps.is_empty() && line.indent >= 4 && before.contains(&line.indent) {
            // The next line of a cell.
            continued += 1;
            continue;
        }
        gapped += usize::from(!gaps.is_empty());
        apart += usize::from(gaps.iter().any(|gap| gap.size >= 8));
        wide += usize::from(gaps.iter().any(|gap| gap.size >= 3));
        let meets = gaps.iter().any(|gap| before.contains(&gap.end))
            || has_aligned_figures(line, &gaps, &before);
        if meets {
            aligned += 1 + usize::from(!before_counted);
        }
        before_counted = meets;
        before = gaps.iter().map(|gap| gap.end).collect();
    }
    // A reference with a hanging label is one row, not a table.
    if gapped >= 2 {
        (gapped, aligned) = (gapped + continued, aligned + continued);
    }
    let evenly = is_even(lines);
    if apart * 2 >= count {
        return true;
    }
    gapped * 10 >= count * 6 && (aligned * 2 >= count || wide * 10 >= count * 8) && !evenly
}

/// True for a line with a gap as between two columns.
pub(super) fn has_gap(line: &SourceLine<'_>) -> bool {
    line.text.contains('|') || !gaps(line).is_empty()
}

/// True for a line that ends in figures which are aligned at their right, within a few columns.
fn has_aligned_figures(line: &SourceLine<'_>, gaps: &[ColumnGap], before: &[u32]) -> bool {
    let figures = line.text.ends_with(|c: char| c.is_ascii_digit());
    let near = |gap: &ColumnGap| before.iter().any(|other| other.abs_diff(gap.end) <= 4);
    figures && gaps.iter().any(|gap| gap.size >= 2 && near(gap))
}

/// Gap of two spaces or more between words.
struct ColumnGap {
    /// Column of the word after it.
    end: u32,
    /// Number of spaces.
    size: u32,
}

/// Returns the gaps of a line. Two spaces after the end of a sentence, as typists set them, are
/// none.
fn gaps(line: &SourceLine<'_>) -> Vec<ColumnGap> {
    let mut found = Vec::new();
    if !line.text.contains("  ") && !line.text.contains('\t') {
        return found;
    }
    let (mut column, mut spaces, mut before) = (0_u32, 0_u32, ' ');
    // The space after a marker separates no columns; after an option such as `-r` it does.
    let option = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    let mut after_marker = !line.text.strip_prefix('-').is_some_and(option);
    for c in line.expanded(0).chars() {
        if c == ' ' {
            spaces += 1;
        } else {
            let sentence = matches!(before, '.' | '!' | '?' | ':' | '"' | ')' | '\'' | '”');
            let wanted = if sentence { 3 } else { 2 };
            if spaces >= wanted && column > spaces && !after_marker && found.len() < 64 {
                found.push(ColumnGap { end: column, size: spaces });
            }
            if spaces > 0 && column > spaces {
                after_marker = false;
            }
            after_marker &= column < line.indent + 4;
            (spaces, before) = (0, c);
        }
        column += 1;
    }
    found
}

/// True for lines that a program spread to one width, as old formatters did: prose, not a table.
fn is_even(lines: &[SourceLine<'_>]) -> bool {
    let widest = lines.iter().map(|line| line.width).max().unwrap_or(0);
    let body = lines.len() - 1;
    let even = lines.iter().take(body).filter(|line| line.width + 1 >= widest).count();
    body >= 2 && even * 10 >= body * 8 && widest >= 50
}

/// True for `Chapter one ........ 12`.
pub(super) fn is_leader(text: &str) -> bool {
    (text.contains("....") || text.contains(". . . .")) && {
        let after = text.trim_end_matches(|c: char| c.is_alphanumeric());
        after.len() < text.len() && after.trim_end().ends_with('.')
    }
}

/// True for a line that is mostly signs of drawings: boxes, arrows, rules of a table.
fn is_drawn(text: &str) -> bool {
    // Most lines are words and need no closer look.
    let words = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    if words * 2 > text.len() {
        return false;
    }
    let (mut signs, mut all) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        let draws = matches!(
            c,
            '|' | '+' | '-' | '=' | '_' | '/' | '\\' | '<' | '>' | '^' | '*' | '#' | '~'
        ) || matches!(c, '\u{2500}'..='\u{259F}' | '\u{2190}'..='\u{21FF}');
        signs += usize::from(draws);
    }
    all >= 3 && signs * 2 >= all
}

/// True for indented lines that are source code or commands.
pub(super) fn is_code(lines: &[SourceLine<'_>]) -> bool {
    if let [line] = lines {
        // A single command or path.
        let bare = line_syntax::starts_lower(line.text)
            || line.text.starts_with(['/', '~', '.', '$', '-']);
        let link = line.text.contains("://") && !line.text.contains(' ');
        return is_code_line(line.text)
            || bare && !link && line.text.is_ascii() && !line_syntax::ends_sentence(line.text);
    }
    let like = lines.iter().filter(|line| is_code_line(line.text)).count();
    like * 5 >= lines.len() * 2 && like > 0
}

/// Beginnings of lines that are code in most languages.
const CODE_STARTS: [&str; 34] = [
    "$ ", "# ", "% ", ">>> ", "#include", "#define", "def ", "class ", "import ", "from ",
    "use ", "return", "if (", "for (", "while (", "//", "/*", "*/", "#!", "<?", "</",
    "static ", "void ", "int ", "struct ", "let ", "const ", "var ", "sudo ", "./", "my $",
    "cd ", "echo ", "C: ",
];

fn is_code_line(text: &str) -> bool {
    let sentence = line_syntax::ends_sentence(text)
        && line_syntax::starts_upper(text)
        && text.contains(' ');
    let ends = text.ends_with([';', '{', '}', '\\', '=']) || text.ends_with("();");
    let ends = ends
        && !(text.ends_with(';') && line_syntax::starts_upper(text) && !text.contains('('));
    let starts = CODE_STARTS.iter().any(|start| text.starts_with(start));
    let call = text.split_once('(').is_some_and(|(name, _)| {
        name.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
    });
    let assigns = [" = ", ":=", "->", "==", " => ", "::", "&&", "||"];
    let tagged = text.starts_with('<') && text.ends_with('>');
    let options = text.contains(" --") && !text.contains(" -- ") && !text.contains(". ");
    !sentence && (ends || starts || call || tagged || options)
        || assigns.iter().any(|sign| text.contains(sign))
}

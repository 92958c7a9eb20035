//! MathML formulas as text in one line, with superscripts and subscripts.

use super::inline_builder::{InlineBuilder, InlineStyle};
use super::tree::{HtmlNodeId, HtmlTree};

/// Adds a formula to a line.
pub(super) fn add_formula(
    tree: &HtmlTree,
    id: HtmlNodeId,
    line: &mut InlineBuilder,
    place: u32,
) {
    let spoken = tree.attribute(id, "alttext");
    let has_signs =
        tree.descend(id).any(|id| matches!(tree.name(id), "mi" | "mn" | "mo" | "mtext"));
    match spoken {
        Some(spoken) if !has_signs => line.add_code(spoken, place),
        _ => FormulaWriter { tree, line, place }.write_children(id),
    }
}

struct FormulaWriter<'f> {
    tree: &'f HtmlTree,
    line: &'f mut InlineBuilder,
    /// Line of the source.
    place: u32,
}

impl FormulaWriter<'_> {
    fn write_children(&mut self, id: HtmlNodeId) {
        for child in self.tree.children(id) {
            self.write_node(child);
        }
    }

    fn write_node(&mut self, id: HtmlNodeId) {
        let tree = self.tree;
        if let Some(text) = tree.text(id) {
            if !text.trim().is_empty() {
                self.text(text);
            }
            return;
        }
        let parts: Vec<HtmlNodeId> = tree.elements(id).collect();
        match (tree.name(id), parts.as_slice()) {
            ("annotation" | "annotation-xml", _) => {}
            ("mi", _) if tree.words(id).trim().chars().count() == 1 => {
                self.line.open_style(InlineStyle::Emphasis);
                self.write_children(id);
                self.line.close_style();
            }
            ("mo", _) => self.write_operator(tree.words(id).trim()),
            ("msup" | "mover", [base, above]) => {
                self.write_node(*base);
                self.write_styled(InlineStyle::Superscript, *above);
            }
            ("msub" | "munder", [base, below]) => {
                self.write_node(*base);
                self.write_styled(InlineStyle::Subscript, *below);
            }
            ("msubsup" | "munderover", [base, below, above]) => {
                self.write_node(*base);
                self.write_styled(InlineStyle::Subscript, *below);
                self.write_styled(InlineStyle::Superscript, *above);
            }
            ("mfrac", [numerator, denominator]) => {
                self.write_grouped(*numerator);
                self.text("/");
                self.write_grouped(*denominator);
            }
            ("msqrt", _) => {
                self.text("√(");
                self.write_children(id);
                self.text(")");
            }
            ("mroot", [base, index]) => {
                self.write_styled(InlineStyle::Superscript, *index);
                self.text("√");
                self.write_grouped(*base);
            }
            ("mtr" | "mlabeledtr", cells) => {
                for (at, cell) in cells.iter().enumerate() {
                    if at > 0 {
                        self.text(", ");
                    }
                    self.write_children(*cell);
                }
                self.text("; ");
            }
            _ => self.write_children(id),
        }
    }

    fn text(&mut self, text: &str) {
        self.line.add_text(text, self.place);
    }

    /// Writes an operator, with spaces around a relation or a binary operator.
    fn write_operator(&mut self, sign: &str) {
        let relates = sign.chars().count() == 1 && "=+−-<>≤≥≠≈≡→⇒∈±×⋅∼⊂∪∩∧∨⟺↦".contains(sign);
        match sign {
            // Invisible: applied to, times, separator, plus.
            "\u{2061}" | "\u{2062}" | "\u{2063}" | "\u{2064}" => {}
            "," | ";" => self.text(&format!("{sign} ")),
            _ if relates => self.text(&format!(" {} ", sign.replace('-', "−"))),
            _ => self.text(sign),
        }
    }

    /// Writes a part of a fraction, in parentheses if it has more than one sign.
    fn write_grouped(&mut self, id: HtmlNodeId) {
        let single =
            self.tree.descend(id).filter(|id| self.tree.text(*id).is_some()).count() <= 1;
        if single {
            return self.write_node(id);
        }
        self.text("(");
        self.write_node(id);
        self.text(")");
    }

    fn write_styled(&mut self, style: InlineStyle, id: HtmlNodeId) {
        self.line.open_style(style);
        self.write_node(id);
        self.line.close_style();
    }
}

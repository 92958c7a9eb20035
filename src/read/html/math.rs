//! Formulas of a page as text that can be read.
//!
//! Comes in: a MathML element. Goes out: its signs in a line, raised and lowered where they are.
//! Never done here: setting a formula in two dimensions.

use super::line::{Line, Wrap};
use super::tree::{NodeId, Tree};

/// Adds a formula to a line.
pub(super) fn formula(tree: &Tree, id: NodeId, line: &mut Line, place: u32) {
    let spoken = tree.attribute(id, "alttext");
    let has_signs =
        tree.descend(id).any(|id| matches!(tree.name(id), "mi" | "mn" | "mo" | "mtext"));
    match spoken {
        Some(spoken) if !has_signs => line.code(spoken, place),
        _ => Formula { tree, line, place }.all(id),
    }
}

struct Formula<'f> {
    tree: &'f Tree,
    line: &'f mut Line,
    place: u32,
}

impl Formula<'_> {
    fn all(&mut self, id: NodeId) {
        for child in self.tree.children(id) {
            self.one(child);
        }
    }

    fn one(&mut self, id: NodeId) {
        let tree = self.tree;
        if let Some(text) = tree.text(id) {
            if !text.trim().is_empty() {
                self.text(text);
            }
            return;
        }
        let parts: Vec<NodeId> = tree.elements(id).collect();
        match (tree.name(id), parts.as_slice()) {
            ("annotation" | "annotation-xml", _) => {}
            ("mi", _) if tree.words(id).trim().chars().count() == 1 => {
                self.wrapped(Wrap::Emphasis, |formula| formula.all(id));
            }
            ("mo", _) => self.operator(tree.words(id).trim()),
            ("msup" | "mover", [base, raised]) => {
                self.one(*base);
                self.wrapped(Wrap::Superscript, |formula| formula.one(*raised));
            }
            ("msub" | "munder", [base, lowered]) => {
                self.one(*base);
                self.wrapped(Wrap::Subscript, |formula| formula.one(*lowered));
            }
            ("msubsup" | "munderover", [base, lowered, raised]) => {
                self.one(*base);
                self.wrapped(Wrap::Subscript, |formula| formula.one(*lowered));
                self.wrapped(Wrap::Superscript, |formula| formula.one(*raised));
            }
            ("mfrac", [above, below]) => {
                self.grouped(*above);
                self.text("/");
                self.grouped(*below);
            }
            ("msqrt", _) => {
                self.text("√(");
                self.all(id);
                self.text(")");
            }
            ("mroot", [base, index]) => {
                self.wrapped(Wrap::Superscript, |formula| formula.one(*index));
                self.text("√");
                self.grouped(*base);
            }
            ("mtr" | "mlabeledtr", cells) => {
                for (at, cell) in cells.iter().enumerate() {
                    if at > 0 {
                        self.text(", ");
                    }
                    self.all(*cell);
                }
                self.text("; ");
            }
            _ => self.all(id),
        }
    }

    fn text(&mut self, text: &str) {
        self.line.text(text, self.place);
    }

    /// A sign that relates what stands on its sides has white around it.
    fn operator(&mut self, sign: &str) {
        let relates = matches!(
            sign,
            "=" | "+"
                | "−"
                | "-"
                | "<"
                | ">"
                | "≤"
                | "≥"
                | "≠"
                | "≈"
                | "≡"
                | "→"
                | "⇒"
                | "∈"
                | "±"
                | "×"
                | "⋅"
                | "∼"
                | "⊂"
                | "∪"
                | "∩"
                | "∧"
                | "∨"
                | "⟺"
                | "↦"
        );
        match sign {
            // Invisible: applied to, times, separator, plus.
            "\u{2061}" | "\u{2062}" | "\u{2063}" | "\u{2064}" => {}
            "," | ";" => self.text(&format!("{sign} ")),
            _ if relates => self.text(&format!(" {} ", sign.replace('-', "−"))),
            _ => self.text(sign),
        }
    }

    /// A part of a fraction, in brackets where it is more than one sign.
    fn grouped(&mut self, id: NodeId) {
        let single =
            self.tree.descend(id).filter(|id| self.tree.text(*id).is_some()).count() <= 1;
        if single {
            return self.one(id);
        }
        self.text("(");
        self.one(id);
        self.text(")");
    }

    fn wrapped(&mut self, wrap: Wrap, inside: impl FnOnce(&mut Self)) {
        self.line.open(wrap);
        inside(self);
        self.line.close();
    }
}

//! Transformations of the plane.
//!
//! Comes in: six numbers. Goes out: a [`Matrix`] that can be combined and applied (ISO 32000-1,
//! 8.3.4). Never done here: knowing what is moved.

/// A transformation `[a b c d e f]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    /// What leaves everything where it is.
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A shift.
    pub(super) fn shift(right: f64, up: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, right, up])
    }

    /// This transformation, then the other.
    pub(super) fn times(&self, then: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [k, l, m, n, o, p] = then.0;
        Self([
            a * k + b * m,
            a * l + b * n,
            c * k + d * m,
            c * l + d * n,
            e * k + f * m + o,
            e * l + f * n + p,
        ])
    }

    /// Where a point comes to lie.
    pub(super) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

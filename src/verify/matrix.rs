//! Transformations of the plane (ISO 32000-1, 8.3.4).

/// Transformation `[a b c d e f]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    /// Identity.
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Creates a translation.
    pub(super) fn translation(right: f64, up: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, right, up])
    }

    /// Combines this transformation with the one that follows.
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

    /// Transforms a point.
    pub(super) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

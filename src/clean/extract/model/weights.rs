//! Weights of the features, from `weights.txt`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Fitted numbers.
static FITTED: LazyLock<Weights> = LazyLock::new(|| Weights::read(include_str!("weights.txt")));

/// Weights of a linear model: log-odds times a thousand, for a feature of 100.
#[derive(Debug, Default)]
pub(super) struct Weights {
    /// Weights by the part of the file and the feature.
    parts: BTreeMap<&'static str, BTreeMap<&'static str, i64>>,
}

impl Weights {
    /// Returns the weights of the program.
    pub(super) fn fitted() -> &'static Self {
        &FITTED
    }

    /// Reads lines of a part, a feature and a weight.
    fn read(text: &'static str) -> Self {
        let mut weights = Self::default();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut fields = line.split(' ');
            let mut field = || fields.next().expect("a line has three fields");
            let (part, name, weight) = (field(), field(), field());
            let weight = weight.parse().expect("a weight is an integer");
            weights.parts.entry(part).or_default().insert(name, weight);
        }
        weights
    }

    fn find(&self, part: &str, name: &str) -> Option<i64> {
        self.parts.get(part).and_then(|part| part.get(name)).copied()
    }

    /// Returns what every block scores.
    pub(super) fn bias(&self) -> i64 {
        self.find("model", "bias").expect("the fit has a bias")
    }

    /// Returns the price of a change between blocks that stay and blocks that do not.
    pub(super) fn price(&self) -> i64 {
        self.find("model", "price").expect("the fit has a price")
    }

    /// Returns the letters, in hundredths of those that the rules chose, that the model must add on
    /// a kind of page to lead; `None` for a kind on which the rules lead.
    pub(super) fn least(&self, kind: &str) -> Option<usize> {
        self.find("lead", kind).and_then(|least| usize::try_from(least).ok())
    }

    /// Returns the weights of columns, all of which the fit has.
    pub(super) fn of_columns(&self, names: &[String]) -> Vec<i64> {
        let weight = |name: &String| self.find("block", name);
        names.iter().map(|name| weight(name).expect("the fit has every feature")).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::extract::model::weights::Weights;

    #[test]
    fn the_fitted_file_can_be_read() {
        let weights = Weights::fitted();
        assert!(weights.price() > 0);
        assert_eq!(weights.least("product"), Some(0));
        assert_eq!(weights.least("recipe"), None);
    }
}

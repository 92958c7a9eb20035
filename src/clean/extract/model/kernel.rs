//! Labelling of a sequence of scores with the least cost.
//!
//! Works on numbers alone. The score of a place speaks for keeping it if it is positive. The labels
//! with the greatest sum of kept scores, less a price for each change, are the result: the
//! algorithm of Viterbi for two states.

/// Returns for each place whether it is kept. Among equal labellings the first place that differs
/// is dropped, from the end.
pub(super) fn label(scores: &[i64], price: i64) -> Vec<bool> {
    // The best sums up to a place that is dropped and kept, and whether the place before was kept.
    let (mut dropped, mut kept) = (0_i64, 0_i64);
    let mut from: Vec<[bool; 2]> = Vec::with_capacity(scores.len());
    for (nth, score) in scores.iter().enumerate() {
        let price = if nth == 0 { 0 } else { price };
        let drop_after_keep = kept.saturating_sub(price) > dropped;
        let keep_after_keep = kept >= dropped.saturating_sub(price);
        let next_dropped = dropped.max(kept.saturating_sub(price));
        let next_kept = kept.max(dropped.saturating_sub(price)).saturating_add(*score);
        (dropped, kept) = (next_dropped, next_kept);
        from.push([drop_after_keep, keep_after_keep]);
    }
    let mut labels = vec![false; scores.len()];
    let mut now = kept > dropped;
    for (label, [drop_after_keep, keep_after_keep]) in labels.iter_mut().zip(from).rev() {
        *label = now;
        now = if now { keep_after_keep } else { drop_after_keep };
    }
    labels
}

#[cfg(test)]
mod tests {
    use crate::clean::extract::model::kernel::label;

    fn worth(scores: &[i64], price: i64, labels: &[bool]) -> i64 {
        let kept: i64 =
            scores.iter().zip(labels).filter(|(_, keep)| **keep).map(|(score, _)| score).sum();
        let changes = labels.windows(2).filter(|pair| pair[0] != pair[1]).count();
        kept - price * i64::try_from(changes).expect("few")
    }

    #[test]
    fn labels_are_the_best_of_all() {
        // Every sequence of five scores of five values, with three prices, against all labellings.
        let values = [-7_i64, -2, 0, 3, 8];
        for code in 0..5_usize.pow(5) {
            let scores: Vec<i64> =
                (0..5).map(|at| values[code / 5_usize.pow(at) % 5]).collect();
            for price in [0, 4, 9] {
                let best = (0..1_u32 << 5)
                    .map(|bits| {
                        let labels: Vec<bool> = (0..5).map(|at| bits & 1 << at != 0).collect();
                        worth(&scores, price, &labels)
                    })
                    .max();
                let found = label(&scores, price);
                assert_eq!(Some(worth(&scores, price, &found)), best, "{scores:?} {price}");
            }
        }
    }

    #[test]
    fn a_price_smooths_a_lone_change() {
        assert_eq!(label(&[9, -1, 9], 0), [true, false, true]);
        assert_eq!(label(&[9, -1, 9], 1), [true, true, true]);
        assert_eq!(label(&[], 1), Vec::<bool>::new());
    }
}

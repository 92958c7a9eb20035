//! Words divided late: found is what is found with all divided.

use offprint::linebreak::{Breaker, Inside, Item, LineBreak, Measures, Rules, Setting};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{PT, space};

/// The price of each division.
const PENALTY: i32 = 50;
/// A hyphen, what of it sticks out, and what sticks out of any box.
const HYPHEN: i64 = 4 * PT;
const HUNG: i64 = 2 * PT;
const LEFT: i64 = PT;

/// A word by the widths of its parts.
type Word = Vec<i64>;

/// The items of words, of which those are divided that `divides` names.
fn items(words: &[Word], divides: impl Fn(usize) -> bool) -> Vec<Item> {
    let boxed =
        |width: i64| Item::Box { width, elastic: width, left: LEFT, right: HUNG, word: 0 };
    let joint = Item::Discretionary {
        pre: HYPHEN,
        post: 0,
        nobreak: 0,
        penalty: PENALTY,
        pre_right: HUNG,
        post_left: LEFT,
    };
    let mut items = Vec::new();
    for (nth, word) in words.iter().enumerate() {
        if nth > 0 {
            items.push(space());
        }
        if divides(nth) {
            for (at, part) in word.iter().enumerate() {
                items.extend((at > 0).then_some(joint));
                items.push(boxed(*part));
            }
        } else {
            items.push(boxed(word.iter().sum()));
        }
    }
    items
}

/// Where a word divides.
fn insides(word: &Word) -> Vec<Inside> {
    let mut width = 0;
    let ends = word.iter().map(|part| {
        width += part;
        Inside { end: width + HYPHEN - HUNG, begin: width + LEFT, elastic: width }
    });
    let mut ends: Vec<_> = ends.collect();
    ends.pop();
    ends
}

/// What does not depend on how items are counted.
fn seen(setting: &Setting) -> (i64, Vec<LineBreak>) {
    let line = |line: &LineBreak| LineBreak { item: 0, start: 0, ..*line };
    (setting.demerits, setting.lines.iter().map(line).collect())
}

/// How often each way was gone: no word divided, some, all.
#[derive(Debug, Default)]
struct Ways([usize; 3]);

fn check(
    words: &[Word],
    wide: i64,
    rules: &Rules,
    ways: &mut Ways,
) -> Result<(), TestCaseError> {
    let measures = Measures { lines: vec![wide - 10 * PT, wide] };
    let mut breaker = Breaker::new();
    let all = items(words, |_| true);
    let wanted = breaker.alternatives(&all, &measures, rules, &[0]);
    let wanted = wanted[0].as_ref().map(seen);
    let whole = items(words, |_| false);
    if let Some(found) = breaker.undivided(&whole, &measures, rules, PENALTY) {
        ways.0[0] += 1;
        prop_assert_eq!(Some(seen(&found)), wanted);
        return Ok(());
    }
    let divide = |item: usize| insides(&words[item / 2]);
    let reached = breaker.reach(&whole, &measures, (rules, HYPHEN), divide);
    let Some(reached) = reached else { return Ok(()) };
    let some = items(words, |word| reached[word * 2]);
    if let Some(found) = breaker.divided(&some, &measures, rules) {
        ways.0[1] += 1;
        prop_assert_eq!(Some(seen(&found)), wanted);
        return Ok(());
    }
    ways.0[2] += 1;
    Ok(())
}

#[test]
fn what_is_divided_late_is_set_as_if_all_had_been() {
    let part = 4 * PT..24 * PT;
    let word = proptest::collection::vec(part, 1..4);
    let words = proptest::collection::vec(word, 1..90);
    let mut ways = Ways::default();
    let seen = std::cell::RefCell::new(&mut ways);
    let config =
        ProptestConfig { cases: 1_500, failure_persistence: None, ..Default::default() };
    let judged = TestRunner::new(config).run(
        &(words, 60..400_i64, any::<bool>()),
        |(words, wide, ragged)| {
            let rules = Rules::fine(20);
            let rules = if ragged { rules.ragged(11 * PT) } else { rules };
            check(&words, wide * PT, &rules, &mut seen.borrow_mut())
        },
    );
    judged.unwrap_or_else(|error| panic!("{error}"));
    assert!(ways.0.iter().all(|&count| count > 20), "{ways:?}");
}

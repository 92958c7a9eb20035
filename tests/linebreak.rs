//! Tests of `linebreak`: against TeX, exhaustion, properties.

#![expect(clippy::expect_used, reason = "a test that cannot go on should say why")]

use offprint::linebreak::{
    BreakItem, Breaker, LastResort, LineMeasures, ParagraphBreaks, Pass, Rules, first_fit,
};
use proptest::prelude::*;

#[path = "oracle/exhaustive.rs"]
mod exhaustive;
#[path = "oracle/paragraph.rs"]
mod paragraph;

use paragraph::Paragraph;

const PT: i64 = 65_536;

fn break_lines(items: &[BreakItem], measures: &LineMeasures, rules: &Rules) -> ParagraphBreaks {
    Breaker::new().break_lines(items, measures, rules)
}

fn recorded(name: &str) -> Vec<Paragraph> {
    let path = format!("{}/tests/oracle/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the recorded paragraphs are in the tree");
    paragraph::read(&text).expect("the recorded paragraphs are well formed")
}

/// Every paragraph of a file must have TeX's pass, breaks, demerits and overfull flag.
fn agrees_with_tex(name: &str, count: usize) {
    let path = format!("{}/tests/oracle/{name}.tex.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the answers are in the tree");
    let answers: Vec<serde_json::Value> =
        serde_json::from_str(&text).expect("answers are JSON");
    let paragraphs = recorded(name);
    assert_eq!((paragraphs.len(), answers.len()), (count, count), "{name} is complete");
    let mut breaker = Breaker::new();
    for (paragraph, answer) in paragraphs.iter().zip(&answers) {
        assert_eq!(&paragraph.answer(&mut breaker), answer, "{name}, {}", paragraph.id);
    }
}

#[test]
fn the_frog_king_is_broken_as_by_tex() {
    agrees_with_tex("frog-king", 9);
}

#[test]
fn paragraphs_in_libertinus_are_broken_as_by_tex() {
    agrees_with_tex("libertinus-paragraphs", 87);
}

#[test]
fn random_paragraphs_are_broken_as_by_tex() {
    agrees_with_tex("random-paragraphs", 120);
}

#[test]
fn the_frog_king_at_measure_390_has_the_paper_s_twelve_lines() {
    let frog = frog("frog-390-plain");
    let setting = break_lines(&frog.items, &frog.measures, &Rules::tex(&frog.parameters));
    let badness: Vec<i64> = setting.lines.iter().map(|line| line.badness).collect();
    assert_eq!(badness, [63, 0, 2, 100, 0, 2, 15, 0, 34, 1, 5, 0], "badness of each line");
    let hyphens: Vec<usize> =
        (1..).zip(&setting.lines).filter(|(_, line)| line.hyphen).map(|(n, _)| n).collect();
    assert_eq!(hyphens, [2, 4], "beau-tiful and aston-ished are divided");
    assert_eq!(setting.demerits, 46_024, "with plain TeX's parameters");
}

#[test]
fn the_frog_king_at_measure_500_needs_no_hyphen() {
    let frog = frog("frog-500-plain");
    let setting = break_lines(&frog.items, &frog.measures, &Rules::tex(&frog.parameters));
    assert_eq!((setting.lines.len(), setting.demerits), (10, 6_612), "lines and demerits");
    assert!(setting.lines.iter().all(|line| !line.hyphen), "no line ends in a hyphen");
}

fn frog(id: &str) -> Paragraph {
    let mut all = recorded("frog-king");
    let at =
        all.iter().position(|paragraph| paragraph.id == id).expect("the example is recorded");
    all.swap_remove(at)
}

#[test]
fn a_bad_file_is_told_from_a_good_one() {
    for (text, part) in [
        ("", "not JSON"),
        ("[1]", "paragraph 0: not an object"),
        (r#"{"line_widths":[],"items":[]}"#, "empty"),
        (r#"{"line_widths":[1],"items":[{"t":"blob"}]}"#, "unknown kind"),
        (r#"{"line_widths":[1],"items":[{"t":"box","w":"x"}]}"#, "not an integer"),
    ] {
        let error = paragraph::read(text).expect_err("the text is wrong");
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn nothing_to_set_gives_no_lines() {
    let setting = break_lines(&[], &LineMeasures::uniform(PT), &Rules::fine(20));
    assert_eq!(setting, ParagraphBreaks::default(), "no items");
}

#[test]
fn a_word_too_long_stands_alone_and_is_told() {
    let items = [word(50), space(), word(200), space(), word(50)];
    let setting = break_lines(&items, &LineMeasures::uniform(100 * PT), &Rules::fine(20));
    let ends: Vec<usize> = setting.lines.iter().map(|line| line.item).collect();
    assert_eq!(ends, [1, 3, 5], "each word has its line");
    assert!(setting.overfull && setting.lines[1].overfull, "and the second is too long");
}

#[test]
fn edges_that_stick_out_make_room_for_a_word() {
    let hung = |right| {
        let last =
            BreakItem::Box { width: 52 * PT, elastic: 0, left: 0, right: right * PT, word: 0 };
        let items = [word(45), space(), last, space(), word(60)];
        break_lines(&items, &LineMeasures::uniform(100 * PT), &Rules::fine(20))
    };
    assert!(!hung(3).overfull, "two words fit when the second hangs by 3 pt");
    assert_eq!(hung(3).lines[0].item, 3, "and end the first line");
    assert_eq!(hung(3).lines[0].shortfall, 0, "which needs no stretch: 45 + 6 + 52 - 3 = 100");
}

fn word(points: i64) -> BreakItem {
    let width = points * PT;
    BreakItem::Box { width, elastic: width, left: 0, right: 0, word: 0 }
}

fn space() -> BreakItem {
    BreakItem::Glue { width: 6 * PT, stretch: 3 * PT, order: 0, shrink: 2 * PT }
}

/// Any item at all, sensible or not.
fn any_item() -> impl Strategy<Value = BreakItem> {
    let width = prop_oneof![8 => -9 * PT..40 * PT, 1 => any::<i64>()];
    let w = move || width.clone();
    prop_oneof![
        (w(), w(), w(), w(), 0..3_u32).prop_map(|(width, elastic, left, right, word)| {
            BreakItem::Box { width, elastic, left, right, word }
        }),
        (w(), w(), any::<u8>(), w()).prop_map(|(width, stretch, order, shrink)| {
            BreakItem::Glue { width, stretch, order, shrink }
        }),
        prop_oneof![any::<i32>(), -99..99].prop_map(|penalty| BreakItem::Penalty { penalty }),
        w().prop_map(|width| BreakItem::Kern { width }),
        (w(), w(), w(), any::<i32>(), w(), w()).prop_map(
            |(pre, post, nobreak, penalty, pre_right, post_left)| {
                BreakItem::Discretionary { pre, post, nobreak, penalty, pre_right, post_left }
            }
        ),
    ]
}

/// Items of a likely text: words, some divided, with white and protrusion.
fn text(words: std::ops::Range<usize>) -> impl Strategy<Value = Vec<BreakItem>> {
    let part = (5 * PT..30 * PT, 0..3 * PT, 0..3 * PT, 0..4_u32);
    let word = proptest::collection::vec((part, any::<bool>()), 1..3);
    proptest::collection::vec(word, words).prop_map(|words| {
        let mut items = Vec::new();
        for word in words {
            for (at, ((width, left, right, word), hyphen)) in word.into_iter().enumerate() {
                if at > 0 {
                    let pre = if hyphen { 4 * PT } else { 0 };
                    items.push(BreakItem::Discretionary {
                        pre,
                        post: 0,
                        nobreak: 0,
                        penalty: 50,
                        pre_right: pre / 2,
                        post_left: 0,
                    });
                }
                items.push(BreakItem::Box { width, elastic: width, left, right, word });
            }
            items.push(space());
        }
        items.pop();
        items
    })
}

/// Fine rules with nothing but their last pass, in which any setting is admitted.
fn last_pass(give: u16) -> Rules {
    let pass = Pass { widen: give, narrow: give, ..Pass::plain(i64::MAX) };
    Rules { passes: vec![pass], spread: 1_000, ..Rules::fine(20) }
}

fn ends(setting: &ParagraphBreaks) -> Vec<usize> {
    setting.lines.iter().map(|line| line.item).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_items_make_it_panic_and_the_last_line_ends_the_paragraph(
        items in proptest::collection::vec(any_item(), 0..60),
        lines in proptest::collection::vec(prop_oneof![0..300 * PT, any::<i64>()], 0..4),
        tex in any::<bool>(),
        looseness in -2..3_i32,
    ) {
        let measures = LineMeasures { lines };
        let mut rules = if tex { Rules::tex(&Default::default()) } else { Rules::fine(20) };
        rules.looseness = looseness;
        let mut breaker = Breaker::new();
        let settings = [
            Some(breaker.break_lines(&items, &measures, &rules)),
            Some(first_fit(&items, &measures, &rules)),
        ];
        let others = breaker.alternatives(&items, &measures, &rules, &[-1, 0, 1]);
        let more = breaker.best_breaks(&items, &measures, &rules, 3);
        for setting in settings.into_iter().chain(others).flatten().chain(more) {
            let ends = ends(&setting);
            prop_assert!(ends.is_sorted_by(|a, b| a < b), "breaks rise: {:?}", ends);
            let last = if items.is_empty() { None } else { Some(items.len()) };
            prop_assert_eq!(ends.last().copied(), last, "the last line ends the paragraph");
            for &end in &ends[..ends.len().saturating_sub(1)] {
                prop_assert!(exhaustive::legal(&items, end), "item {} is no break", end);
            }
        }
    }

    #[test]
    fn the_best_setting_is_never_worse_than_first_fit(items in text(1..80), wide in 40..300_i64) {
        let (measures, rules) = (LineMeasures::uniform(wide * PT), last_pass(20));
        let best = break_lines(&items, &measures, &rules);
        let greedy = first_fit(&items, &measures, &rules);
        prop_assert!(best.demerits <= greedy.demerits, "{best:?} against {greedy:?}");
    }

    #[test]
    fn no_setting_of_a_small_paragraph_is_better(items in text(1..7), wide in 40..120_i64) {
        let (measures, rules) = (LineMeasures::uniform(wide * PT), last_pass(20));
        let best = break_lines(&items, &measures, &rules);
        let (demerits, _) = exhaustive::best(&items, wide * PT, &rules);
        prop_assert_eq!(best.demerits, demerits, "breaks {:?}", ends(&best));
        let own = exhaustive::demerits(&items, &ends(&best), wide * PT, &rules);
        prop_assert_eq!(own, Some(demerits), "the setting costs what it says");
    }

    #[test]
    fn the_second_best_settings_are_the_second_best(items in text(1..7), wide in 40..120_i64) {
        let (measures, rules) = (LineMeasures::uniform(wide * PT), last_pass(20));
        let best = break_lines(&items, &measures, &rules);
        // Nothing is pruned when every state may yet win.
        let rules = Rules { adjacent: [0, 0, 0, 0, 0, 0, 0, 0, i64::MAX / 8], ..rules };
        let natural = Breaker::new().best_breaks(&items, &measures, &rules, 4);
        let lines = natural[0].lines.len();
        let all = exhaustive::all(&items, wide * PT, &rules, lines);
        let found: Vec<i64> = natural.iter().map(|setting| setting.demerits).collect();
        prop_assert_eq!(&found, &all[..all.len().min(4)], "natural {:?}", ends(&best));
    }

    #[test]
    fn variants_have_the_number_of_lines_asked_for(items in text(10..60), wide in 60..250_i64) {
        let (measures, rules) = (LineMeasures::uniform(wide * PT), last_pass(20));
        let best = break_lines(&items, &measures, &rules);
        let found = Breaker::new().alternatives(&items, &measures, &rules, &[-1, 0, 1]);
        for (offset, setting) in [-1, 0, 1].into_iter().zip(&found) {
            if let Some(setting) = setting {
                let lines = i64::try_from(setting.lines.len()).expect("few lines");
                let natural = i64::try_from(best.lines.len()).expect("few lines");
                prop_assert_eq!(lines, natural + offset, "lines of the variant");
                prop_assert!(setting.demerits >= best.demerits, "no variant is better");
            }
        }
        prop_assert_eq!(found[1].as_ref().map(|s| s.demerits), Some(best.demerits), "natural");
    }

    #[test]
    fn more_give_in_the_glyphs_never_costs_more(items in text(5..60), wide in 60..250_i64) {
        let measures = LineMeasures::uniform(wide * PT);
        let cost = |give| {
            let rules = Rules { adjacent: [0; 9], ..last_pass(give) };
            break_lines(&items, &measures, &rules).demerits
        };
        prop_assert!(cost(0) >= cost(10) && cost(10) >= cost(20), "cost falls with give");
    }

    #[test]
    fn the_widths_of_the_lines_add_up(items in text(1..60), wide in 60..250_i64) {
        let measures = LineMeasures::uniform(wide * PT);
        let mut rules = Rules::fine(20);
        rules.protrusion = false;
        let setting = break_lines(&items, &measures, &rules);
        for line in &setting.lines {
            let mut width: i64 = items[line.start..line.item].iter().map(natural).sum();
            if let Some(BreakItem::Discretionary { pre, .. }) = items.get(line.item) {
                width += pre;
            }
            prop_assert_eq!(width, wide * PT - line.shortfall, "{:?}", line);
        }
    }
}

fn natural(item: &BreakItem) -> i64 {
    match *item {
        BreakItem::Box { width, .. }
        | BreakItem::Glue { width, .. }
        | BreakItem::Kern { width } => width,
        BreakItem::Discretionary { nobreak, .. } => nobreak,
        BreakItem::Penalty { .. } => 0,
    }
}

#[test]
fn the_last_resort_of_fine_rules_is_ranked() {
    assert_eq!(Rules::fine(20).last_resort, LastResort::Ranked, "loose lines are told apart");
}

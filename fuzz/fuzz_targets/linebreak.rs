//! Paragraphs of any items: never a panic, legal lines.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use offprint::linebreak::{BreakItem, Breaker, LineMeasures, Rules, TexParameters};

#[derive(Debug, Arbitrary)]
enum Any {
    Box { width: i64, elastic: i32, left: i32, right: i32, word: u32 },
    Glue { width: i64, stretch: i64, order: u8, shrink: i64 },
    Penalty(i32),
    Kern(i64),
    Discretionary { pre: i64, post: i64, nobreak: i64, penalty: i32, edges: (i32, i32) },
}

#[derive(Debug, Arbitrary)]
struct Paragraph {
    items: Vec<Any>,
    measures: Vec<i64>,
    tex: bool,
    looseness: i8,
}

fuzz_target!(|paragraph: Paragraph| {
    let items: Vec<BreakItem> = paragraph.items.into_iter().take(400).map(item).collect();
    let measures = LineMeasures { lines: paragraph.measures };
    let rules = if paragraph.tex {
        let looseness = i32::from(paragraph.looseness);
        Rules::tex(&TexParameters { looseness, ..TexParameters::default() })
    } else {
        Rules::fine(20)
    };
    let mut breaker = Breaker::new();
    let setting = breaker.break_lines(&items, &measures, &rules);
    if let Some(last) = setting.lines.last() {
        assert_eq!(last.item, items.len(), "the last line ends with the paragraph");
    }
    assert!(setting.lines.is_sorted_by(|a, b| a.item <= b.item), "breaks rise");
    let _ = breaker.alternatives(&items, &measures, &rules, &[0, 1, -1]);
});

fn item(any: Any) -> BreakItem {
    match any {
        Any::Box { width, elastic, left, right, word } => BreakItem::Box {
            width,
            elastic: elastic.into(),
            left: left.into(),
            right: right.into(),
            word,
        },
        Any::Glue { width, stretch, order, shrink } => {
            BreakItem::Glue { width, stretch, order: order % 4, shrink }
        }
        Any::Penalty(penalty) => BreakItem::Penalty { penalty },
        Any::Kern(width) => BreakItem::Kern { width },
        Any::Discretionary { pre, post, nobreak, penalty, edges } => BreakItem::Discretionary {
            pre,
            post,
            nobreak,
            penalty,
            pre_right: edges.0.into(),
            post_left: edges.1.into(),
        },
    }
}

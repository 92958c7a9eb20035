//! Scratch.
use offprint::article::*;
use offprint::diagnostic::Place;
use offprint::font::Faces;
use offprint::jobs::Jobs;
use offprint::picture::*;
use offprint::style::*;
use offprint::*;
fn para(t: &str) -> Block {
    Block::new(BlockKind::Paragraph(vec![Inline::Text(t.into())]), Place::line(1))
}
fn table(text: &str) -> Table {
    let rows = text.lines().enumerate().map(|(r, l)| Row {
        cells: l
            .split('|')
            .map(|c| Cell { header: r == 0, blocks: vec![para(c.trim())], ..Cell::default() })
            .collect(),
    });
    Table { head: 1, rows: rows.collect(), caption: vec![Inline::Text("Table 1. Ships entered at the harbour office in the spring of 1871, with their tonnage.".into())], ..Table::default() }
}
fn main() {
    let faces = Faces::embedded();
    let prose = "The harbour office keeps a ledger in which every vessel is entered by name, tonnage and draught, together with the berth that it was given and the hour at which she came in. ".repeat(3);
    let svg = std::fs::read("/tmp/setting/chart.svg").unwrap();
    let wide: Vec<String> = (0..12).map(|c| format!("Measurement{c}")).collect();
    let row: Vec<String> = (0..12).map(|c| format!("extraordinarily{c}")).collect();
    let mut long = "Number|What was entered|Berth".to_owned();
    for n in 1..60 {
        long += &format!(
            "\n{n}|{}|{}",
            prose.split(' ').cycle().skip(n).take(3 + n % 17).collect::<Vec<_>>().join(" "),
            n * 37 % 11
        );
    }
    let fig = Block::new(BlockKind::Figure { content: vec![Block::new(BlockKind::Picture(Picture { source: "chart.svg".into(), alt: Some("A chart".into()), ..Picture::default() }), Place::line(2))], caption: vec![Inline::Text("Figure 1. Vessels entered in each month of 1871. The winter was mild, and the channel stayed free of ice all through January and February.".into())] }, Place::line(2));
    let missing = Block::new(
        BlockKind::Picture(Picture {
            source: "gone.png".into(),
            alt: Some(
                "A ship at anchor in the roads, her sails furled, seen from the mole".into(),
            ),
            ..Picture::default()
        }),
        Place::line(3),
    );
    let link = |t: &str, w: &str| Inline::Link {
        target: t.into(),
        text: vec![Inline::Text(w.into())],
    };
    let t = |w: &str| Inline::Text(w.into());
    let rich = Block::new(
        BlockKind::Paragraph(vec![
            t("The rule is told by "),
            link("https://example.org/tides", "the tide service"),
            t(" and by "),
            link(
                "https://example.org/harbours/of-the-north/pilotage/approaches.html?chapter=7&page=12&edition=second#soundings",
                "the pilot",
            ),
            t("; "),
            Inline::Strike(vec![t("a falling glass raises the water by a foot")]),
            t(". The H"),
            Inline::Subscript(vec![t("2")]),
            t("O under the keel, 10"),
            Inline::Superscript(vec![t("3")]),
            t(" metres, and "),
            link("https://example.org/tides", "again"),
            t("."),
        ]),
        Place::line(1),
    );
    let li = |d: Option<bool>, w: &str| ListItem {
        done: d,
        label: String::new(),
        blocks: vec![para(w)],
    };
    let tasks = Block::new(
        BlockKind::List {
            marker: Marker::Bullet,
            tight: true,
            items: vec![
                li(Some(true), "copy the times and heights of the day"),
                li(Some(false), "ask the harbour office"),
                li(None, "an item that is no task"),
            ],
        },
        Place::line(1),
    );
    let defs = Block::new(
        BlockKind::Definitions(vec![
            Definition {
                terms: vec![vec![t("Drying height")]],
                meanings: vec![vec![para(
                    "How far a bank stands above chart datum. At low water springs it can be walked on, and one may look for the things that others have lost.",
                )]],
            },
            Definition {
                terms: vec![vec![t("Springs")], vec![t("Neaps")]],
                meanings: vec![vec![para("The great tides, and the small ones.")]],
            },
        ]),
        Place::line(1),
    );
    let blocks = vec![
        rich,
        tasks,
        defs,
        para(&prose),
        fig,
        para(&prose),
        Block::new(
            BlockKind::Table(table(
                "Ship|From|Cargo|Tons\nAlma|Riga|Timber, and some flax in bales|120\nBoreas|Bergen|Stockfish|96\nCirce|Cádiz|Wine, oranges, cork|1,204",
            )),
            Place::line(4),
        ),
        para(&prose),
        Block::new(
            BlockKind::Table(table(
                "Ship|Master|Remarks\nAlma|J. Petersen|Came in with the tide at six in the morning and lay at the east quay until the Thursday, when she was warped to the dolphin to make room for the packet.\nBoreas|O. Lund|Leaking at the garboard strake; the cargo was landed at once.\nCirce|M. Delgado|Nothing of note.",
            )),
            Place::line(4),
        ),
        para(&prose),
        missing,
        para(&prose),
        Block::new(BlockKind::Table(table(&long)), Place::line(4)),
        para(&prose),
        Block::new(
            BlockKind::Table(table(&format!(
                "{}\n{}\n{}",
                wide.join("|"),
                row.join("|"),
                row.join("|")
            ))),
            Place::line(4),
        ),
        para(&prose),
    ];
    let meta = Metadata {
        title: vec![Inline::Text("The Harbour Ledger of Goole, and What It Tells".into())],
        byline: Some("A. Clerk".into()),
        date: Some("3 May 1871".into()),
        source: Some("https://example.org/harbour/ledger-of-goole".into()),
        ..Metadata::default()
    };
    let article = Article { meta, blocks, ..Article::default() };
    let style = Style::resolve(&Choices { qr: true, ..Choices::default() }).unwrap();
    let jobs = Jobs::new(1);
    let embedded = [("chart.svg".to_owned(), svg)].into();
    let fetcher = Fetcher::default();
    let album = Album::gather(
        &article,
        Sources { embedded: &embedded, fetcher: &fetcher },
        &Wishes { grey: false, frame: (style.measure(), style.depth()) },
        &faces,
        &jobs,
    );
    let mut c = galley::Compositor::new(&article, &album, &style, &faces);
    let mut g = c.set(&jobs);
    let plan = paginate::plan(&g, &style);
    c.settle(&mut g, &paginate::choices(&plan));
    let mut pages = paginate::place(&g, &plan, &style);
    decorate::decorate(&mut pages, &g, &article.meta, &style, &faces);
    let (bytes, d) = pdf::write(&pdf::Job {
        pages: &pages,
        galley: &g,
        faces: &faces,
        paper: style.paper,
        meta: &article.meta,
        modified: None,
        duplex: false,
        standard: pdf::Standard::default(),
        attachment: None,
        jobs: &jobs,
    })
    .unwrap();
    std::fs::write("/tmp/setting/show.pdf", bytes).unwrap();
    for d in g.diagnostics.iter().chain(&d) {
        println!("{d}");
    }
}

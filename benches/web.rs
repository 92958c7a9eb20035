//! Benchmarks of a saved page of the web, stage by stage.
//!
//! Comes in: a page of 300 KB made here, with what real ones have: scripts and styles, menus,
//! related links, comments, and an article of two thousand words with headings, lists, links, a
//! table, code and pictures that are far away. Goes out: the time of each stage and of the whole,
//! on one core and on all. Never done here: decoding a picture.

use std::fmt::Write as _;

use divan::Bencher;
use offprint::article::Article;
use offprint::clean::{CleanOptions, clean};
use offprint::edit::{EditOptions, edit};
use offprint::font::Faces;
use offprint::galley::Compositor;
use offprint::jobs::Jobs;
use offprint::paginate::{place_lines, plan_pages};
use offprint::pdf::{Job, Standard, write};
use offprint::picture::ArticlePictures;
use offprint::pipeline::{PrintOptions, print};
use offprint::read::{Format, Manuscript, read};
use offprint::style::Style;

/// About four thousand words, most of them once, as in an article.
const TEXT: &str = concat!(
    include_str!("../input/self-reliance.txt"),
    include_str!("../input/in-a-world-in-turmoil.txt"),
    include_str!("../input/apache-licence.txt"),
    include_str!("../input/cc0-licence.txt"),
);

/// Bytes of the page.
const SIZE: usize = 300_000;
/// Words of its article.
const WORDS: usize = 2_000;

fn main() {
    // Phrases, patterns and fonts that every article meets are made ready before anything is
    // measured.
    std::hint::black_box(print(page().as_bytes(), &order(0), &Faces::embedded()).is_ok());
    divan::main();
}

fn order(jobs: usize) -> PrintOptions {
    PrintOptions { format: Format::Html, jobs, ..PrintOptions::default() }
}

/// The page.
fn page() -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html lang=en><head><title>On Self-Reliance | The Crier</title>\
         <meta property='og:title' content='On Self-Reliance'><meta name=author content='R. W. \
         Emerson'><link rel=canonical href='https://crier.example/essay'>",
    );
    for n in 0..40 {
        let _ = write!(page, "<meta property='x:{n}' content='{n} of what machines read'>");
        let _ =
            write!(page, "<style>.c{n} > a:hover {{ margin: {n}px; color: #{n:03x} }}</style>");
    }
    page += "</head><body class='single post'><header><nav><ul>";
    for n in 0..80 {
        let _ = write!(page, "<li class=menu-item><a href='/section/{n}'>Section {n}</a></li>");
    }
    page += "</ul></nav></header><main><article class=post><h1>On Self-Reliance</h1>\
             <p class=byline>By <a rel=author href=/e>R. W. Emerson</a></p><div \
             class=entry-content>";
    article(&mut page);
    page += "</div></article><section class=comments><h3>Comments</h3>";
    let mut words = TEXT.split_whitespace().cycle();
    for n in 0..120 {
        let said: Vec<&str> = words.by_ref().take(60).collect();
        let _ = write!(
            page,
            "<div class=comment id=c{n}><b>Reader {n}</b><p>{}</p></div>",
            said.join(" ")
        );
    }
    page += "</section></main><aside class=sidebar><ul>";
    for n in 0..100 {
        let _ = write!(
            page,
            "<li><a href='/{n}'><img src='/t{n}.jpg' alt=''>What else happened in the year {n}</a></li>"
        );
    }
    page += "</ul></aside><footer>© The Crier</footer><script>";
    while page.len() < SIZE {
        page += "function f(a,b){return a<b&&b>0?f(b-1,a):{'k':[a,b,\"</p>\"]}};";
    }
    page + "</script></body></html>"
}

/// The article of the page.
fn article(page: &mut String) {
    let words: Vec<&str> = TEXT.split_whitespace().take(WORDS).collect();
    for (n, words) in words.chunks(70).enumerate() {
        let (first, rest) = words.split_at(words.len() / 2);
        let _ = write!(
            page,
            "<p class='wp-block-paragraph'>{} <a href='https://elsewhere.example/{n}'>so it is \
             said</a>, {} <em>and more</em>.</p>",
            first.join(" "),
            rest.join(" ")
        );
        *page += match n % 7 {
            1 => "<h2>Of another matter</h2>",
            3 => FIGURE,
            4 => "<ul><li>To thine own self</li><li>Trust thyself</li><li>Insist</li></ul>",
            5 => TABLE,
            6 => "<pre><code>fn main() {\n    println!(\"consistency\");\n}\n</code></pre>",
            _ => "",
        };
    }
}

const FIGURE: &str = "<figure><img loading=lazy data-src='https://crier.example/a.jpg' width=800 \
                      height=600 alt='A man'><figcaption>By the river</figcaption></figure>";
const TABLE: &str = "<table><tr><th>Year<th>Copies</tr><tr><td>1841<td>1,500</tr><tr><td>1847\
                     <td>2,200</tr></table>";

fn manuscript() -> Manuscript {
    read(page().as_bytes(), Format::Html).0
}

fn cleaned() -> Article {
    clean(manuscript(), &CleanOptions::default()).article
}

fn edited() -> Article {
    edit(cleaned(), &EditOptions::default(), &Jobs::new(1)).0
}

/// Bytes to a tree.
#[divan::bench]
fn a_read(bencher: Bencher<'_, '_>) {
    let page = page();
    bencher.bench_local(|| read(page.as_bytes(), Format::Html));
}

/// The tree to an article.
#[divan::bench]
fn b_clean(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(manuscript)
        .bench_local_values(|manuscript| clean(manuscript, &CleanOptions::default()));
}

/// Quotes, dashes, spaces, language.
#[divan::bench]
fn c_edit(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(cleaned)
        .bench_local_values(|article| edit(article, &EditOptions::default(), &Jobs::new(1)));
}

/// Lines.
#[divan::bench]
fn d_galley(bencher: Bencher<'_, '_>) {
    let (article, style, faces) = (edited(), Style::default(), Faces::embedded());
    bencher.bench_local(|| {
        Compositor::new(&article, &ArticlePictures::default(), &style, &faces)
            .set(&Jobs::new(1))
            .galley
            .entries
            .len()
    });
}

/// The choice of pages.
#[divan::bench]
fn e_pages(bencher: Bencher<'_, '_>) {
    let (article, style, faces) = (edited(), Style::default(), Faces::embedded());
    let album = ArticlePictures::default();
    let galley = Compositor::new(&article, &album, &style, &faces).set(&Jobs::new(1)).galley;
    bencher.bench_local(|| plan_pages(&galley, &style, None).map(|plan| plan.regions.len()));
}

/// Pages to bytes.
#[divan::bench]
fn f_pdf(bencher: Bencher<'_, '_>) {
    let (article, style, faces) = (edited(), Style::default(), Faces::embedded());
    let (album, jobs) = (ArticlePictures::default(), Jobs::new(1));
    let galley = Compositor::new(&article, &album, &style, &faces).set(&jobs).galley;
    let pages =
        place_lines(&galley, &plan_pages(&galley, &style, None).unwrap_or_default(), &style);
    bencher.bench_local(|| {
        write(&Job {
            pages: &pages,
            galley: &galley,
            faces: &faces,
            paper: style.paper,
            imposition: None,
            meta: &article.meta,
            modified: None,
            jobs: &jobs,
            duplex: false,
            standard: Standard::default(),
            attachment: None,
        })
        .map_or(0, |written| written.0.len())
    });
}

/// All of it, faces opened anew as a process does, on so many cores; 0 for all. The bar is 60 ms.
#[divan::bench(args = [1, 0])]
fn whole(bencher: Bencher<'_, '_>, jobs: usize) {
    let page = page();
    bencher.bench_local(|| {
        let faces = Faces::embedded();
        print(page.as_bytes(), &order(jobs), &faces).map_or(0, |print| print.pdf.len())
    });
}

//! Extraction of the article of a web page.
//!
//! Takes a parsed page and the options; gives the [`Article`], a [`Removal`] for each part that was
//! left out, and a warning if no article was found. Must never drop a word without reporting it.

mod article_choice;
mod captions;
mod carried;
mod choose;
mod claims;
mod code;
mod contents;
mod dates;
mod ending;
mod headline;
mod hidden;
mod json_ld;
mod kind;
mod labels;
mod lead;
mod links;
mod listing;
mod meta;
mod model;
mod names;
mod offers;
mod permalinks;
mod prune;
mod quotation_sources;
mod recipe;
mod stats;
mod sweep;
mod thin;
mod thread;
mod tidy;
mod title;
mod within;

use std::collections::{BTreeMap, BTreeSet};

use self::article_choice::ArticleChoice;
use self::carried::CarriedText;
use self::stats::{ElementRemoval, Ledger};
use super::options::CleanOptions;
use super::removal::{DROPPED, Removal};
use crate::article::{Article, Inline, Metadata, PageKind, plain_text};
use crate::diagnostic::{Diagnostic, Place};
use crate::read::embedded::EmbeddedFiles;
use crate::read::html::{self, HtmlNodeId, HtmlTree, PageNodes, Selector, WebPage};
use crate::read::paragraph_split;

/// Letters that an article has at least; with less, a gentler way is tried. (Readability's.)
const ENOUGH: f32 = 500.0;

/// Attempts of extraction, from the most to the least aggressive.
const WAYS: [Way; 4] = [
    Way { unlikely: true, by_name: true, measured: true },
    Way { unlikely: false, by_name: true, measured: true },
    Way { unlikely: false, by_name: false, measured: true },
    Way { unlikely: false, by_name: false, measured: false },
];

/// Settings of one attempt.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// Removes elements with unlikely names before looking for the article.
    unlikely: bool,
    /// Counts the names of elements.
    by_name: bool,
    /// Removes elements that hold links and pictures rather than text.
    measured: bool,
}

/// Result of extraction.
#[derive(Debug)]
pub(super) struct Extracted {
    pub(super) article: Article,
    pub(super) removals: Vec<Removal>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Returns the address that a page states as its own.
pub(super) fn stated_address(page: &WebPage) -> Option<String> {
    meta::metadata(page).source
}

/// Finds the article of a page.
pub(super) fn extract(
    page: &WebPage,
    options: &CleanOptions,
    embedded: &mut EmbeddedFiles,
) -> Extracted {
    let mut meta = meta::metadata(page);
    let headline = plain_text(&meta.title);
    let shown = choose_article(&page.tree, options, &headline);
    let kind = shown.kind;
    meta.kind = Some(kind);
    let texts = match options.content {
        Some(_) => Vec::new(),
        None => find_carried_texts(page, &shown),
    };
    let mut extracted = match choose_carried_text(&texts, options, &headline, &shown) {
        Some((text, mut choice)) => {
            choice.diagnostics.push(report_carried_text(text));
            choice.kind = kind;
            let mut extracted = make_article(&text.page, choice, meta, embedded);
            let body = page.tree.first(HtmlTree::ROOT, "body");
            let around: BTreeSet<HtmlNodeId> = body
                .into_iter()
                .flat_map(|body| std::iter::once(body).chain(page.tree.ancestors(body)))
                .collect();
            extracted.removals = removals(&shown.ledger, &[], &around, &BTreeMap::new());
            extracted
        }
        None => make_article(page, model::refine(shown), meta, embedded),
    };
    if kind == PageKind::Recipe && options.content.is_none() {
        let note = recipe::complete(&mut extracted.article, &page.tree);
        extracted.diagnostics.extend(note);
    }
    extracted.diagnostics.extend(thin::name_kind(kind));
    extracted
}

/// Returns the blocks of a page in numbers, for the fit of the model.
pub(super) fn dump_blocks(page: &WebPage, options: &CleanOptions) -> String {
    let headline = plain_text(&meta::metadata(page).title);
    let shown = choose_article(&page.tree, options, &headline);
    let texts = find_carried_texts(page, &shown);
    match choose_carried_text(&texts, options, &headline, &shown) {
        Some(_) => String::new(),
        None => model::dump(shown),
    }
}

/// Chooses the elements that hold the article, in the tree of a page.
fn choose_article<'t>(
    tree: &'t HtmlTree,
    options: &CleanOptions,
    headline: &str,
) -> ArticleChoice<'t> {
    let mut diagnostics = Vec::new();
    let mut ledger = Ledger::new(tree);
    obey(&mut ledger, options);
    code::take(&mut ledger);
    permalinks::take(&mut ledger);
    html::note_elements(tree).into_iter().for_each(|id| ledger.protect(id));
    if let Some(roots) = named(tree, options, &mut diagnostics) {
        hidden::take(&mut ledger);
        let kind = kind::kind(&ledger);
        return ArticleChoice { diagnostics, ..ArticleChoice::new(ledger, roots, kind) };
    }
    let mut shown = ledger.clone();
    hidden::take(&mut ledger);
    let kind = kind::kind(&ledger);
    let choice = choose_roots(ledger, headline, kind, diagnostics);
    // Only a page that shows little can have its article among what it hides.
    let least = (choice.prose() * MUCH_MORE).max(ENOUGH);
    if hidden::show(&mut shown) < least {
        return choice;
    }
    hidden::take(&mut shown);
    let mut other = choose_roots(shown, headline, kind, Vec::new());
    if other.prose() < least {
        return choice;
    }
    let line = other.roots.first().map_or(0, |root| tree.line(*root));
    let message = "the article is in text that the page hides";
    let note = Diagnostic::note("hidden-article", Place::line(line), message);
    other.diagnostics.push(note.hint("name another part with --content SELECTOR"));
    other
}

/// Least ratio of the running text of another copy to that of the article found, for taking it.
const MUCH_MORE: f32 = 2.0;

/// Letters of running text below which a page shows no article.
const EMPTY: f32 = 200.0;

/// Returns the texts that the page carries for its scripts and that may be much more than the
/// article it shows.
fn find_carried_texts(page: &WebPage, shown: &ArticleChoice<'_>) -> Vec<CarriedText> {
    let prose = shown.prose();
    // Lists and short lines are a text too.
    let is_empty = prose < EMPTY && letters_of(&shown.ledger, &shown.roots) < ENOUGH;
    carried::find(page, to_whole(prose * MUCH_MORE), is_empty)
}

/// Returns the carried text with the most running text and the choice in it, if it is much more
/// than the article that the page shows.
fn choose_carried_text<'t>(
    texts: &'t [CarriedText],
    options: &CleanOptions,
    headline: &str,
    shown: &ArticleChoice<'_>,
) -> Option<(&'t CarriedText, ArticleChoice<'t>)> {
    let least = (shown.prose() * MUCH_MORE).max(ENOUGH / 2.0);
    let choices =
        texts.iter().map(|text| (text, choose_article(&text.page.tree, options, headline)));
    // Of equals the first on the page.
    choices
        .filter(|(_, choice)| choice.prose() >= least)
        .reduce(|best, next| if next.1.prose() > best.1.prose() { next } else { best })
}

/// Returns a note that the article is a text which the page carries for its scripts.
fn report_carried_text(text: &CarriedText) -> Diagnostic {
    let message = format!("the text is from {}: the page shows less of it", text.source);
    let note = Diagnostic::note("carried-text", Place::line(text.line), message);
    note.hint("--content SELECTOR takes a part of what the page shows")
}

/// Returns a number of letters as a whole number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of letters"
)]
fn to_whole(letters: f32) -> usize {
    letters.max(0.0) as usize
}

/// Makes the article of the chosen elements.
fn make_article(
    page: &WebPage,
    choice: ArticleChoice<'_>,
    mut meta: Metadata,
    embedded: &mut EmbeddedFiles,
) -> Extracted {
    let ArticleChoice { mut ledger, roots, kind, mut diagnostics, reasons, .. } = choice;
    diagnostics.extend(spared(&ledger, &roots));
    let leads = lead::find(&ledger, &roots, &plain_text(&meta.title));
    headline::take(&mut ledger, &roots, &mut meta);
    let roots = with_leads(&mut ledger, leads, roots, &mut meta);
    diagnostics.extend(thin::report(&ledger, &roots, kind));
    let nodes = PageNodes { roots: &roots, gone: &ledger.gone, heads: &ledger.heads };
    let mut body = page.body(nodes, embedded);
    tidy::article(&mut body.blocks, &plain_text(&meta.title));
    labels::to_headings(&mut body.blocks);
    diagnostics.extend(code::take_text_numbers(&mut body.blocks));
    body.notes.iter_mut().for_each(|note| tidy::within(&mut note.blocks));
    paragraph_split::split_long_paragraphs(&mut body.blocks, &mut diagnostics);
    let around: BTreeSet<HtmlNodeId> =
        roots.iter().flat_map(|root| ledger.tree.ancestors(*root)).collect();
    let removals = removals(&ledger, &roots, &around, &reasons);
    let article = Article { meta, blocks: body.blocks, notes: body.notes };
    Extracted { article, removals, diagnostics }
}

/// Letters of a lead that becomes the subtitle, at most.
const SUBTITLE: usize = 320;

/// The roots with the leads above them. The first one becomes the subtitle if there is none.
fn with_leads(
    ledger: &mut Ledger<'_>,
    leads: Vec<HtmlNodeId>,
    roots: Vec<HtmlNodeId>,
    meta: &mut Metadata,
) -> Vec<HtmlNodeId> {
    let mut all = Vec::new();
    for lead in leads {
        // The rules for the headline may have taken it.
        let taken = |verdict: &ElementRemoval| {
            verdict.node == lead && matches!(verdict.rule, "subtitle" | "byline" | "headline")
        };
        let words = ledger.tree.words(lead).split_whitespace().collect::<Vec<_>>().join(" ");
        let told = plain_text(&meta.subtitle);
        if ledger.verdicts.iter().any(taken) || title::same(&told, &words) {
            continue;
        }
        if told.is_empty() && all.is_empty() && words.chars().count() <= SUBTITLE {
            ledger.take(lead, "subtitle", 0.0);
            meta.subtitle = vec![Inline::Text(words)];
        } else {
            ledger.put_back(lead);
            all.push(lead);
        }
    }
    all.extend(roots);
    all
}

/// Marks what `--keep` and `--drop` name by selectors.
fn obey(ledger: &mut Ledger<'_>, options: &CleanOptions) {
    for pattern in &options.keep {
        if let Some(selector) = Selector::parse(pattern).filter(Selector::is_certain) {
            selector.select(ledger.tree).into_iter().for_each(|id| ledger.keep(id));
        }
    }
    for pattern in &options.drop {
        if let Some(selector) = Selector::parse(pattern).filter(Selector::is_certain) {
            for id in selector.select(ledger.tree) {
                ledger.take(id, DROPPED, 0.0);
            }
        }
    }
}

/// Returns the elements that `--content` names.
fn named(
    tree: &HtmlTree,
    options: &CleanOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<HtmlNodeId>> {
    let wish = options.content.as_ref()?;
    let selected =
        Selector::parse(wish).map(|selector| selector.select(tree)).unwrap_or_default();
    // Of elements within each other the outer one holds all.
    let outer: Vec<HtmlNodeId> = selected
        .iter()
        .copied()
        .filter(|id| !tree.ancestors(*id).any(|up| selected.contains(&up)))
        .collect();
    if outer.is_empty() {
        let message = format!("--content `{wish}` names nothing on this page");
        let warning = Diagnostic::warning("content-not-found", Place::default(), message);
        diagnostics.push(warning.hint("the article was looked for as without it"));
        return None;
    }
    Some(outer)
}

/// Chooses the elements that hold the article, in ever gentler ways; the whole page where there is
/// none.
fn choose_roots<'t>(
    ledger: Ledger<'t>,
    headline: &str,
    kind: PageKind,
    mut diagnostics: Vec<Diagnostic>,
) -> ArticleChoice<'t> {
    let tree = ledger.tree;
    let body = tree.first(HtmlTree::ROOT, "body").unwrap_or(HtmlTree::ROOT);
    let site = links::Site::of(tree);
    let mut seen = ledger;
    quotation_sources::protect(&mut seen);
    let mut best: Option<(f32, Ledger<'t>, Vec<HtmlNodeId>)> = None;
    for way in WAYS {
        let (ledger, roots) =
            attempt(&seen, way, &Search { body, headline, kind, site: &site });
        let letters = letters_of(&ledger, &roots);
        if kind == PageKind::Article
            && listing::is_small_part(&seen, letters)
            && !kind::states_article(tree)
        {
            let search = Search { body, headline, kind: PageKind::Listing, site: &site };
            let (ledger, roots) = attempt(&seen, way, &search);
            if letters_of(&ledger, &roots) > letters {
                let found = ArticleChoice::new(ledger, roots, PageKind::Listing);
                return ArticleChoice { diagnostics, seen: Some(seen), ..found };
            }
        }
        if letters >= ENOUGH || claims::is_whole(&ledger, &roots, &seen) {
            let found = ArticleChoice::new(ledger, roots, kind);
            return ArticleChoice { diagnostics, seen: Some(seen), ..found };
        }
        if best.as_ref().is_none_or(|(most, ..)| letters > *most) {
            best = Some((letters, ledger, roots));
        }
    }
    match best {
        Some((letters, ledger, roots)) if letters > 0.0 => {
            let found = ArticleChoice::new(ledger, roots, kind);
            ArticleChoice { diagnostics, seen: Some(seen), ..found }
        }
        _ => {
            let warning = Diagnostic::warning(
                "no-article-found",
                Place::default(),
                "no article was found on the page, which is set whole",
            );
            diagnostics.push(warning.hint("name the article with --content SELECTOR"));
            ArticleChoice { diagnostics, ..ArticleChoice::new(seen, vec![body], kind) }
        }
    }
}

/// Letters of an article.
fn letters_of(ledger: &Ledger<'_>, roots: &[HtmlNodeId]) -> f32 {
    let left = roots.iter().filter(|root| !ledger.is_out(**root));
    left.map(|root| ledger.of(*root).chars).sum()
}

/// Page on which an attempt looks for the article, and its kind.
struct Search<'s> {
    body: HtmlNodeId,
    headline: &'s str,
    kind: PageKind,
    site: &'s links::Site,
}

/// Looks for the article in one way, and takes out of it what does not belong to it.
fn attempt<'t>(
    seen: &Ledger<'t>,
    way: Way,
    search: &Search<'_>,
) -> (Ledger<'t>, Vec<HtmlNodeId>) {
    let mut ledger = seen.clone();
    let thread = search.kind == PageKind::Thread;
    let listing = search.kind == PageKind::Listing;
    let mut roots = match search.kind {
        PageKind::Thread => thread::roots(&ledger),
        PageKind::Listing => listing::roots(&ledger),
        PageKind::Article | PageKind::Documentation | PageKind::Recipe | PageKind::Product => {
            Vec::new()
        }
    };
    let measured = way.measured && !listing;
    if thread {
        thread::tidy(&mut ledger);
    } else {
        prune::comments(&mut ledger);
        if way.unlikely {
            prune::unlikely(&mut ledger);
        }
    }
    if roots.is_empty() {
        roots = choose::choose(&ledger, search.body, way.by_name).roots;
        roots = claims::settle(&ledger, roots, search.headline);
        roots = within::settle(&ledger, roots);
        if search.kind == PageKind::Recipe {
            roots = recipe::with_parts(&ledger, roots);
        }
    }
    let roots = within::with_picture(&ledger, roots);
    if measured {
        contents::take(&mut ledger, &roots);
        captions::take(&mut ledger, &roots);
        links::take(&mut ledger, &roots, search.site, search.kind);
        if !matches!(search.kind, PageKind::Product | PageKind::Listing) {
            offers::take(&mut ledger, &roots);
        }
    }
    let by_name = way.by_name && !thread;
    if !thread && !listing {
        ending::take_author_boxes(&mut ledger, &roots);
    }
    sweep::sweep(&mut ledger, &roots, search.site, measured, by_name);
    if measured {
        ending::take(&mut ledger, &roots);
    }
    (ledger, roots)
}

/// Words of what was spared that its note quotes.
const QUOTED: usize = 8;

/// A note for each part that a rule would have taken and that reads like the article.
fn spared(ledger: &Ledger<'_>, roots: &[HtmlNodeId]) -> Vec<Diagnostic> {
    let tree = ledger.tree;
    let within = |id| !ledger.is_out(id) && roots.iter().any(|root| tree.is_within(id, *root));
    let parts = ledger.spared.iter().filter(|verdict| within(verdict.node));
    parts
        .filter(|verdict| ledger.of(verdict.node).chars > 0.0)
        .map(|verdict| {
            let words = ledger.words(verdict.node);
            let first: Vec<&str> = words.split_whitespace().take(QUOTED).collect();
            let message = format!(
                "kept `{}...`, which {} would take: it reads like the article",
                first.join(" "),
                verdict.rule
            );
            let place = Place::line(tree.line(verdict.node));
            Diagnostic::note("kept-prose", place, message)
                .hint("--drop with a selector or some of its words removes it")
        })
        .collect()
}

/// All that went, in the order of the page: by a rule, or because it stands outside the article.
/// The elements `around` the article are not named themselves.
fn removals(
    ledger: &Ledger<'_>,
    roots: &[HtmlNodeId],
    around: &BTreeSet<HtmlNodeId>,
    reasons: &BTreeMap<HtmlNodeId, String>,
) -> Vec<Removal> {
    let tree = ledger.tree;
    let mut removals = Vec::new();
    let by_rule: BTreeMap<HtmlNodeId, &ElementRemoval> =
        ledger.verdicts.iter().map(|verdict| (verdict.node, verdict)).collect();
    let mut next = Some(HtmlTree::ROOT);
    // The root that the walk is in, and the node at which it leaves it.
    let mut leaves_at = None;
    let mut inside = false;
    while let Some(now) = next {
        if inside && leaves_at == Some(now) {
            inside = false;
        }
        if roots.contains(&now) {
            inside = true;
            leaves_at = tree.beyond(now, HtmlTree::ROOT);
        }
        let by_rule = by_rule.get(&now).filter(|_| !around.contains(&now));
        if by_rule.is_some() || !inside && !around.contains(&now) {
            let text = tree.words(now).split_whitespace().collect::<Vec<_>>().join(" ");
            let (rule, score) = by_rule
                .map_or(("outside-article", 0.0), |verdict| (verdict.rule, verdict.score));
            if !text.is_empty() && !matches!(tree.name(now), "head" | "script" | "style") {
                removals.push(Removal {
                    rule,
                    // Only the model gives reasons.
                    pattern: reasons.get(&now).map_or_else(String::new, String::clone),
                    score: (score != 0.0).then_some(hundredths(score)),
                    text,
                    place: Place::line(tree.line(now)),
                });
            }
            next = tree.beyond(now, HtmlTree::ROOT);
        } else {
            next = tree.children(now).next().or_else(|| tree.beyond(now, HtmlTree::ROOT));
        }
    }
    removals
}

#[expect(clippy::cast_possible_truncation, reason = "rounded, and far below 2^31")]
fn hundredths(score: f32) -> i32 {
    (score * 100.0).round() as i32
}

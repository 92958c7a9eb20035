//! Settings of articles, made from options, theme and edition.

use std::env;
use std::path::{Path, PathBuf};

use offprint::clean::CleanOptions;
use offprint::hyphenate::Exceptions;
use offprint::pdf::Standard;
use offprint::pipeline::{MetadataOverrides, PrintOptions};
use offprint::style::{Choices, Edition, Paper, PictureMode, Style, THEMES, Theme};
use offprint::unit::Length;

use super::args::{
    CleaningArgs, MetaArgs, OutputArgs, PageArgs, ReadingArgs, RunningArgs, SetArgs, VerifyArgs,
};
use super::config::ResolvedConfig;
use super::error::CliError;
use super::input::{self, MOST_TEXT, MOST_WORDS};

/// Settings of the articles of a folder.
#[derive(Debug)]
pub(super) struct ArticleSettings {
    /// Options of the pipeline.
    pub(super) options: PrintOptions,
    /// Font files of the text family.
    pub(super) fonts: Vec<PathBuf>,
    /// Attach the article to its PDF.
    pub(super) attach: bool,
    /// A theme in the article's folder sets the running head or the footer.
    pub(super) has_foreign_heads: bool,
}

/// Latest date with a year of four digits, as PDF dates have: the end of 9999, in seconds since 1970.
const LAST_TIMESTAMP: i64 = 253_402_300_799;

impl ArticleSettings {
    /// Creates the settings for a configuration. `default_paper` is used if no paper is chosen.
    pub(super) fn new(
        config: &ResolvedConfig,
        default_paper: Option<Paper>,
    ) -> Result<Self, CliError> {
        let SetArgs { output, reading, page, sheets, meta, running, cleaning, quality, .. } =
            &config.args;
        let mut themed = match &page.theme {
            Some(path) => read_theme(path, config.is_from_beside("theme"))?.choices,
            None => Choices::default(),
        };
        let mut chosen = choices(page, running.clone());
        if themed.paper.is_none() {
            chosen.paper = chosen.paper.or(default_paper);
        }
        let has_foreign_heads = has_foreign_heads(config, &chosen, &themed);
        let imposition = sheets.resolve(&mut chosen, &mut themed)?;
        // Options override the edition, and the edition overrides the theme.
        let size = chosen.paper.or(themed.paper).unwrap_or(Paper::A4);
        let is_landscape = chosen.landscape || themed.landscape;
        let size = if is_landscape { size.landscape() } else { size };
        let compare_with = match page.edition {
            Edition::LowInk => Style::resolve(&chosen.clone().or(themed.clone())).ok(),
            _ => None,
        };
        let choices = chosen.or(page.edition.choices_over(themed, size));
        let style =
            Style::resolve(&choices).map_err(|error| CliError::usage(error.to_string()))?;
        let exceptions = match &page.hyphenation_exceptions {
            Some(path) => {
                read_exceptions(path, config.is_from_beside("hyphenation-exceptions"))?
            }
            None => Exceptions::default(),
        };
        let options = PrintOptions {
            style,
            imposition,
            compare_with,
            standard: standard(output)?,
            exceptions,
            target_pages: page.fit,
            refuse_boxes: !output.force_boxes,
            report: quality.report.is_some() || quality.strict,
            timestamp: timestamp()?,
            sites: config.sites.clone(),
            ..reading_options(reading.clone(), cleaning.clone(), meta.clone())
        };
        let (fonts, attach) = (page.font.clone(), output.attach_source);
        Ok(Self { options, fonts, attach, has_foreign_heads })
    }
}

/// Returns whether a theme in the article's folder sets the running head or the footer, and no option
/// sets them. The built-in themes are not in a folder.
fn has_foreign_heads(config: &ResolvedConfig, chosen: &Choices, themed: &Choices) -> bool {
    let theme = config.args.page.theme.as_deref().and_then(Path::to_str);
    let is_foreign =
        config.is_from_beside("theme") && theme.is_none_or(|name| Theme::named(name).is_none());
    is_foreign
        && (chosen.headline.is_none() && themed.headline.is_some()
            || chosen.footer.is_none() && themed.footer.is_some())
}

/// Returns the files that settings are read from.
pub(super) fn settings_files(args: &SetArgs) -> Vec<PathBuf> {
    let PageArgs { theme, hyphenation_exceptions, font, .. } = &args.page;
    theme.iter().chain(hyphenation_exceptions).chain(font).cloned().collect()
}

/// Returns the options with which `offprint verify` reads the article.
pub(super) fn verify_options(args: VerifyArgs) -> PrintOptions {
    reading_options(args.reading, args.cleaning, args.meta)
}

fn reading_options(
    reading: ReadingArgs,
    cleaning: CleaningArgs,
    meta: MetaArgs,
) -> PrintOptions {
    let CleaningArgs { content, keep, drop, .. } = cleaning;
    let MetaArgs { title, author, date, source } = meta;
    PrintOptions {
        format: reading.from,
        clean: CleanOptions { content, keep, drop },
        language: reading.lang.0,
        meta: MetadataOverrides { title, author, date, source },
        ..PrintOptions::default()
    }
}

/// Returns the standard of the PDF, which must allow the attachment.
fn standard(args: &OutputArgs) -> Result<Standard, CliError> {
    if !args.attach_source {
        return Ok(args.pdf_standard);
    }
    args.pdf_standard.with_attachment().ok_or_else(|| {
        CliError::usage("PDF/A-2 does not allow --attach-source")
            .hint("choose --pdf-standard a3a or none, or leave out --attach-source")
    })
}

/// Reads a list of hyphenated words. The text of a file that the configuration beside an article
/// names is not shown.
fn read_exceptions(path: &Path, is_from_beside: bool) -> Result<Exceptions, CliError> {
    let bytes = input::read_regular_file(path, MOST_WORDS)?;
    Exceptions::parse(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        let refusal = if is_from_beside {
            let message = format!("line {}: not a word such as man-u-script", error.line);
            CliError::usage(message)
                .hint("--hyphenation-exceptions with this file shows the word")
        } else {
            CliError::usage(error.to_string())
        };
        refusal.about(path.display().to_string())
    })
}

/// Returns the built-in theme of this name, or else reads that of this file. The text of a file that
/// the configuration beside an article names is not shown.
fn read_theme(path: &Path, is_from_beside: bool) -> Result<Theme, CliError> {
    let name = path.display().to_string();
    let file;
    let text = match Theme::named(&name) {
        Some(text) => text,
        None if !path.exists() && !name.contains(['.', '/', '\\']) => {
            let hint = match Theme::nearest(&name) {
                Some(near) => format!("did you mean {near}?"),
                None => {
                    let names = THEMES.map(|(name, _)| name).join(", ");
                    format!("the themes are {names}; or name a .toml file")
                }
            };
            return Err(CliError::usage(format!("there is no theme `{name}`")).hint(hint));
        }
        None => {
            file = input::read_regular_file(path, MOST_TEXT)?;
            &String::from_utf8_lossy(&file)
        }
    };
    Theme::parse(text).map_err(|error| CliError::toml(error, path, !is_from_beside))
}

fn choices(page: &PageArgs, running: RunningArgs) -> Choices {
    Choices {
        paper: page.paper,
        landscape: page.landscape,
        margin: page.margin,
        duplex: page.duplex,
        font_size: page.font_size,
        leading: page.leading,
        headline: running.headline,
        footer: running.footer,
        first_page: running.first_page,
        grey: page.grey,
        columns: page.columns,
        expansion: page.expansion,
        notes: page.notes,
        qr: page.qr,
        links: page.links,
        pictures: page.pictures.unwrap_or(PictureMode::All),
        headings: None,
        body: None,
        gutter: Length::ZERO,
        punch: false,
        toc: page.toc,
        drop_cap: page.drop_cap,
    }
}

/// Returns the creation date of the PDF, if the environment gives one (specification of
/// reproducible-builds.org).
fn timestamp() -> Result<Option<i64>, CliError> {
    let Some(value) = env::var_os("SOURCE_DATE_EPOCH").filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let seconds = value.to_str().and_then(|text| text.parse::<i64>().ok());
    match seconds.filter(|seconds| (0..=LAST_TIMESTAMP).contains(seconds)) {
        Some(seconds) => Ok(Some(seconds)),
        None => Err(CliError::usage(format!(
            "SOURCE_DATE_EPOCH is `{}`, not a number of seconds since 1970",
            value.to_string_lossy()
        ))
        .hint("set it to the output of `date +%s`, or unset it")),
    }
}

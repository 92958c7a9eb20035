//! Dialects of Markdown: conversion of their marks to CommonMark.
//!
//! Must never change code, nor the number of lines, by which diagnostics name places.

use std::collections::BTreeMap;

use super::converter::{BlockLines, ConvertedLine, DialectConverter, convert_inlines};
use super::inline_scan::{MarkReplacement, Spot};
use super::tally::{Findings, Signs};
use super::{emoji, fences, math, myst, obsidian, pandoc, pandoc_tables, site_generators};

/// Converts the dialects in a text. Returns the text with the same number of lines.
pub(super) fn convert(text: &str, findings: &mut Findings) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let signs = Signs {
        obsidian: obsidian::is_signed(text),
        templates: site_generators::is_signed(text),
        myst: myst::is_signed(&lines),
        citations: text.contains("[@") || text.contains("[-@"),
    };
    let mut converter = DialectConverter {
        signs,
        findings,
        examples: 0,
        example_labels: BTreeMap::new(),
        depth: 0,
        read_block: convert_block,
        read_mark: convert_mark,
    };
    let converted = converter.convert_lines(&lines, 1);
    let labels = std::mem::take(&mut converter.example_labels);
    let converted = convert_inlines(converted, &mut converter, &labels);
    let mut text = String::with_capacity(text.len());
    for line in converted {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// Converts the block at the start of lines, if it is code or has marks of a dialect.
fn convert_block(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
    in_list: bool,
) -> Option<Vec<ConvertedLine>> {
    if let Some(fence) = fences::fence(block.lines) {
        return Some(myst::convert_fence(converter, block, fence).unwrap_or_else(|| {
            let code = block.lines.iter().take(fence.lines);
            code.map(|line| ConvertedLine::Done((*line).to_owned())).collect()
        }));
    }
    if let Some(count) = fences::raw_lines(block.lines, block.opens && !in_list) {
        let raw = block.lines.iter().take(count);
        return Some(raw.map(|line| ConvertedLine::Done((*line).to_owned())).collect());
    }
    math::convert_display(converter, block)
        .or_else(|| site_generators::convert_block(converter, block))
        .or_else(|| obsidian::convert_block(converter, block))
        .or_else(|| myst::convert_block(converter, block))
        .or_else(|| pandoc_tables::convert_table(converter, block))
        .or_else(|| pandoc::convert_block(converter, block))
}

/// Returns the replacement of the mark at a place.
fn convert_mark(spot: Spot<'_>) -> Option<MarkReplacement> {
    math::convert_inline(spot)
        .or_else(|| site_generators::convert_inline(spot))
        .or_else(|| myst::convert_inline(spot))
        .or_else(|| obsidian::convert_inline(spot))
        .or_else(|| pandoc::convert_inline(spot))
        .or_else(|| emoji::convert_inline(spot))
}

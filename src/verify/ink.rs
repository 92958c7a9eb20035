//! Ink on a page: words that overlap, are covered, or are outside the page.

use super::matrix::Matrix;

/// Distance by which rounding can move something out of the page, in points.
const TOLERANCE: f64 = 0.5;

/// Share of a word that another can take up by the overhang of its letters.
const OVERHANG: f64 = 0.25;

/// Share of a word under later ink that makes it unreadable.
const COVERED: f64 = 0.5;

/// Most pairs of words that are compared.
const MOST_PAIRS: usize = 20_000_000;

/// Rectangle on the page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) bottom: f64,
    pub(super) right: f64,
    pub(super) top: f64,
}

/// Word on the page.
#[derive(Debug, Clone, PartialEq)]
struct InkWord {
    text: String,
    /// Area between the base line and the height of small letters.
    area: Area,
    /// It belongs to the article.
    in_article: bool,
}

/// Words and shapes of a page.
#[derive(Debug, Default)]
pub(super) struct Ink {
    words: Vec<InkWord>,
    open: Option<InkWord>,
    /// Shapes with the number of words before them, and whether they cover what is below.
    shapes: Vec<InkShape>,
}

#[derive(Debug)]
struct InkShape {
    area: Area,
    /// Words that were shown before.
    before: usize,
    /// It is a filled rectangle or a picture.
    covers: bool,
}

impl Area {
    /// Returns the smallest area with all points; none without points.
    pub(super) fn around(points: &[(f64, f64)]) -> Option<Self> {
        let mut points = points.iter();
        let &(x, y) = points.next()?;
        let first = Self { left: x, bottom: y, right: x, top: y };
        Some(points.fold(first, |area, &(x, y)| Self {
            left: area.left.min(x),
            bottom: area.bottom.min(y),
            right: area.right.max(x),
            top: area.top.max(y),
        }))
    }

    fn joined(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }

    fn size(&self) -> f64 {
        (self.right - self.left).max(0.0) * (self.top - self.bottom).max(0.0)
    }

    /// Returns the size of the part that both have, in square points.
    fn shared(&self, other: &Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.top.min(other.top) - self.bottom.max(other.bottom);
        width.max(0.0) * height.max(0.0)
    }

    /// Returns whether the areas are farther apart than `distance`, across or along the page.
    fn is_apart(&self, other: &Self, distance: f64) -> bool {
        let across = (self.left - other.right).max(other.left - self.right);
        let along = (self.bottom - other.top).max(other.bottom - self.top);
        across.max(along) > distance
    }

    /// Returns whether the area is outside another by more than rounding.
    fn exceeds(&self, outer: &Self) -> bool {
        self.left < outer.left - TOLERANCE
            || self.bottom < outer.bottom - TOLERANCE
            || self.right > outer.right + TOLERANCE
            || self.top > outer.top + TOLERANCE
    }
}

impl Ink {
    /// Adds a letter that is `width` wide, at `place`.
    pub(super) fn add_letter(
        &mut self,
        place: &Matrix,
        width: f64,
        size: f64,
        text: &str,
        in_article: bool,
    ) {
        /// Height of a small letter, in ems.
        const SMALL: f64 = 0.4;
        /// Distance between letters that follow each other and are not of one word, in ems: more than
        /// spaced capitals have, less than a letter is wide.
        const APART: f64 = 0.15;
        let corners = [(0.0, 0.0), (width, 0.0), (width, size * SMALL), (0.0, size * SMALL)];
        let Some(area) = Area::around(&corners.map(|(x, y)| place.apply(x, y))) else { return };
        let edge = place.apply(size, 0.0);
        let origin = place.apply(0.0, 0.0);
        let em = (edge.0 - origin.0).hypot(edge.1 - origin.1);
        // A label and its text, or two lines, can follow each other without a space, and letters of the
        // other direction can stand within a word.
        if self.open.as_ref().is_some_and(|word| word.area.is_apart(&area, APART * em)) {
            self.close();
        }
        match &mut self.open {
            Some(word) => {
                word.text.push_str(text);
                word.area = word.area.joined(&area);
            }
            None => self.open = Some(InkWord { text: text.to_owned(), area, in_article }),
        }
    }

    /// Ends the open word.
    pub(super) fn close(&mut self) {
        self.words.extend(self.open.take());
    }

    /// Adds a shape with these corners.
    pub(super) fn add_shape(&mut self, points: &[(f64, f64)], covers: bool) {
        self.close();
        if let Some(area) = Area::around(points) {
            self.shapes.push(InkShape { area, before: self.words.len(), covers });
        }
    }

    /// Returns what is outside the page: words of the article outside `trimmed`, and other ink outside
    /// `page`.
    pub(super) fn outside(&self, page: &Area, trimmed: &Area) -> Vec<String> {
        let words = self.words.iter().filter(|word| {
            let outer = if word.in_article { trimmed } else { page };
            word.area.exceeds(outer)
        });
        let words = words.map(|word| format!("the word `{}`", word.text));
        let shapes = self.shapes.iter().filter(|shape| shape.area.exceeds(page));
        words.chain(shapes.map(|_| "a shape".to_owned())).collect()
    }

    /// Returns the words that overlap others, or are covered by later ink.
    pub(super) fn hidden(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (index, word) in self.words.iter().enumerate() {
            let later = self.shapes.iter().filter(|shape| shape.covers && shape.before > index);
            let covered: f64 = later
                .take(MOST_PAIRS / self.words.len().max(1))
                .map(|shape| shape.area.shared(&word.area))
                .fold(0.0, f64::max);
            if covered > COVERED * word.area.size() && word.area.size() > 0.0 {
                found.push(format!("the word `{}` is covered", word.text));
            }
        }
        let mut words: Vec<&InkWord> = self.words.iter().collect();
        words.sort_by(|a, b| a.area.bottom.total_cmp(&b.area.bottom));
        let mut pairs = 0;
        for (index, word) in words.iter().enumerate() {
            let nearby =
                words[index + 1..].iter().take_while(|it| it.area.bottom < word.area.top);
            for other in nearby {
                pairs += 1;
                if pairs > MOST_PAIRS {
                    found.push("some words are too many to compare".to_owned());
                    return found;
                }
                let smaller = word.area.size().min(other.area.size());
                if word.area.shared(&other.area) > OVERHANG * smaller {
                    found.push(format!(
                        "the words `{}` and `{}` overlap",
                        word.text, other.text
                    ));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::ink::Ink;
    use crate::verify::matrix::Matrix;

    fn add_words(ink: &mut Ink, words: &[(&str, f64, f64)]) {
        for &(text, x, y) in words {
            ink.add_letter(&Matrix::translation(x, y), 6.0, 10.0, text, true);
        }
    }

    #[test]
    fn lines_that_follow_each_other_without_a_space_are_words_of_their_own() {
        let mut ink = Ink::default();
        // Around the third word, if the first two were one.
        add_words(&mut ink, &[("1", 0.0, 40.0), ("a", 100.0, 14.0)]);
        ink.close();
        add_words(&mut ink, &[("b", 50.0, 27.0)]);
        ink.close();
        assert!(ink.hidden().is_empty(), "{:?}", ink.hidden());
        add_words(&mut ink, &[("c", 51.0, 27.0)]);
        ink.close();
        assert_eq!(ink.hidden(), ["the words `b` and `c` overlap"]);
    }

    #[test]
    fn letters_of_the_other_direction_stand_within_a_word() {
        let mut ink = Ink::default();
        add_words(&mut ink, &[("\u{5d0}", 6.0, 40.0)]);
        ink.close();
        // The figure stands to the left of the letter before it, and the word goes on to the right.
        add_words(&mut ink, &[("2", 0.0, 40.0), ("b", 12.0, 40.0)]);
        ink.close();
        assert!(ink.hidden().is_empty(), "{:?}", ink.hidden());
        add_words(&mut ink, &[("c", 8.0, 40.0)]);
        ink.close();
        assert_eq!(ink.hidden().len(), 2, "over the letters beside it: {:?}", ink.hidden());
    }
}

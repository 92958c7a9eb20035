//! Margins that printers cannot print.

use crate::diagnostic::{Diagnostic, Place};
use crate::style::Style;
use crate::unit::Length;

/// Border of the paper that office printers leave blank, in millimetres. Their data sheets name 3 to
/// 6.
const UNPRINTED_MM: f64 = 3.0;

/// Returns a warning if a margin of pages that are printed as they are is within the border that
/// printers leave blank.
#[doc(hidden)]
#[must_use]
pub fn check_margins(style: &Style) -> Option<Diagnostic> {
    let margin = style.margin;
    let sides = [margin.top, margin.right, margin.bottom, margin.left];
    let least = sides.into_iter().min().expect("a page has four sides");
    (least < Length::from_mm(UNPRINTED_MM)).then(|| {
        let message = format!(
            "a margin of {least} is in the border of {UNPRINTED_MM} mm that printers leave blank"
        );
        Diagnostic::warning("unprintable-margin", Place::default(), message)
            .hint("give wider margins with their unit, such as --margin 15mm")
    })
}

#[cfg(test)]
mod tests {
    use crate::report::check_margins;
    use crate::style::{Choices, Style};
    use crate::unit::{Length, Sides};

    #[test]
    fn margins_below_three_millimetres_are_reported() {
        let style = |left: f64| {
            let inch = Length::from_pt(72.0);
            let margin =
                Sides { top: inch, right: inch, bottom: inch, left: Length::from_mm(left) };
            Style::resolve(&Choices { margin: Some(margin), ..Choices::default() }).unwrap()
        };
        assert!(check_margins(&style(3.0)).is_none());
        let warning = check_margins(&style(2.9)).unwrap();
        assert_eq!(warning.code, "unprintable-margin");
    }
}

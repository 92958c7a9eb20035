//! The one integration binary; each module tests one room or one promise.

mod clean;
mod cli;
mod edit;
mod fonts;
mod galley;
mod house;
mod hyphenate;
mod linebreak;
mod pages;
mod pdf;
mod read;
mod style;

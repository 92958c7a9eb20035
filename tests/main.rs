//! The one integration binary, a module for each promise.

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

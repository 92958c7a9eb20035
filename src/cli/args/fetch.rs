//! Options for what is fetched.
//!
//! Comes in: what was typed. Goes out: [`FetchArgs`]. Never done here: going anywhere.

/// What is fetched.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct FetchArgs {
    /// Fetch the pictures that articles show from the web
    ///
    /// Without it a page is fetched alone, and pictures come from the article's file and folder
    /// (docs/network.md).
    #[arg(long, hide_short_help = true)]
    pub(crate) remote_images: bool,
}

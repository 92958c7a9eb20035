//! Options for what goes over the network.
//!
//! Comes in: what was typed. Goes out: arguments, each well formed by itself. Never done here:
//! going anywhere.

/// What is fetched.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct FetchArgs {
    /// Fetch the pictures that articles show from the web
    ///
    /// Without it a page is fetched alone, and pictures come from the article's file and folder.
    #[arg(long)]
    pub(crate) remote_images: bool,
}

//! Decoration: pages get their running head, their footer and their folio.
//!
//! Comes in: pages, templates, what is known of the article. Goes out: the same pages with
//! furniture. Never done here: moving a page break or a line of the galley.

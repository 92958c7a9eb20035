//! `offprint mail`: articles are set and attached to a mail message.

use std::env;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use lettre::Address;
use lettre::message::Mailbox;

use super::args::{MailArgs, MessageArgs, SetArgs};
use super::batch;
use super::config::Config;
use super::error::{CliError, Exit};
use super::input::{self, Input};
use super::messages::{MessageOptions, page_count};
use super::network::mail::{
    MailAttachment, MailContent, SmtpOptions, parse_mailbox, send_message, smtp_credentials,
};
use super::outcome::{FinishedPdf, Outcome};
use super::output::{self, Target};
use super::plan::{ArticleTask, Product, RunPlan};
use super::portable_name::{safe_name, without_bidi_controls};

/// Sets the articles and attaches them to one message. If one cannot be set, no message is sent.
pub(super) fn run(
    args: &MailArgs,
    config: &Config,
    message_options: MessageOptions,
) -> Result<Exit, CliError> {
    refuse_folder_options(&args.set)?;
    let options = &args.message;
    let smtp = smtp_options(options)?;
    let sender = sender(options)?;
    let plan = RunPlan::new(config, &args.set, Some(Product::InMemory), None)?;
    let (mut documents, mut is_complete) = (Vec::new(), true);
    let mut exit = Exit::Done;
    batch::for_each_outcome(&plan, |mut outcome, name, task| {
        is_complete &= !outcome.failed;
        let kept = outcome.pdf.take();
        documents.extend(kept.map(|document| MailedDocument::new(name, task, &plan, document)));
        exit = exit.max(outcome.print());
    })?;
    let mut outcome = Outcome::new(message_options);
    if is_complete {
        let mail = Mail { args, sender, smtp, plan: &plan, documents: &documents };
        if let Err(mut error) = mail.deliver(&mut outcome) {
            if error.file.is_none() {
                error.file = documents.first().map(|document| document.name.clone());
            }
            outcome.fail(&error);
        }
    } else {
        let message = "no message is sent, because not every article could be set";
        outcome.fail(&CliError::new(Exit::NotSet, "no-message", message));
    }
    Ok(exit.max(outcome.print()))
}

/// Refuses options that concern folders and stages.
fn refuse_folder_options(args: &SetArgs) -> Result<(), CliError> {
    let output = &args.output;
    let options = [("--out-dir", output.out_dir.is_some()), ("--dump", output.dump.is_some())];
    match options.iter().find(|(_, is_given)| *is_given) {
        Some((option, _)) => Err(CliError::usage(format!("{option} is not for mail"))
            .hint("name the file of the message with --output FILE.eml")),
        None => Ok(()),
    }
}

/// Returns the options for the mail server, if one is named.
fn smtp_options(args: &MessageArgs) -> Result<Option<SmtpOptions>, CliError> {
    let Some(server) = args.smtp.clone() else { return Ok(None) };
    let password_file = match args.smtp_password_file.as_deref() {
        Some(path) if path.as_os_str() == "-" => Some(Input::Stdin.read()?),
        Some(path) => Some(input::read_file(path)?),
        None => None,
    };
    let credentials =
        args.smtp_user.clone().map(|user| smtp_credentials(user, password_file.as_deref()));
    Ok(Some(SmtpOptions {
        server,
        credentials: credentials.transpose()?,
        plain: args.smtp_plain,
        trusted_certificates: args.smtp_ca.as_deref().map(input::read_file).transpose()?,
    }))
}

/// Returns the sender: `--from`, else the variable EMAIL, else, for a draft, the user at localhost,
/// which the mail program replaces.
fn sender(args: &MessageArgs) -> Result<Mailbox, CliError> {
    if let Some(sender) = &args.sender {
        return Ok(sender.clone());
    }
    if let Some(email) = env::var("EMAIL").ok().filter(|email| !email.trim().is_empty()) {
        return parse_mailbox(&email)
            .map_err(|why| CliError::usage(format!("the variable EMAIL is `{email}`: {why}")));
    }
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| env::var(name).ok());
    let local = Address::new(user.as_deref().unwrap_or("offprint"), "localhost");
    match (local, &args.smtp) {
        (Ok(address), None) => Ok(Mailbox::new(None, address)),
        _ => Err(CliError::usage("the message has no sender")
            .hint("give your address with --from, or in the variable EMAIL")),
    }
}

/// Document that is to be attached.
struct MailedDocument {
    /// Name of the article in messages.
    name: String,
    /// Name of the attachment.
    file_name: String,
    document: FinishedPdf,
}

impl MailedDocument {
    /// Names the attachment: a volume after its title, an article by `--name` or after its file.
    fn new(name: &str, task: &ArticleTask, plan: &RunPlan, document: FinishedPdf) -> Self {
        let title = plan.bind.then(|| safe_name(&document.title())).filter(|it| !it.is_empty());
        let by_template = || {
            let meta = match &document {
                FinishedPdf::Set(print) => Some(&print.meta),
                FinishedPdf::Given(..) => None,
            };
            let name = plan.name.as_ref()?.file_name(&task.path(), task.number, meta);
            Some(name.to_string_lossy().into_owned())
        };
        let stem = title.or_else(by_template).unwrap_or_else(|| input_stem(&task.input));
        Self { name: name.to_owned(), file_name: format!("{stem}.pdf"), document }
    }
}

/// Returns the name of an input without its extension.
fn input_stem(input: &Input) -> String {
    match input {
        Input::File(path) => {
            let stem = path.file_stem().unwrap_or(Path::new("article").as_os_str());
            stem.to_string_lossy().into_owned()
        }
        Input::Address(address) => address.file_name(),
        Input::Stdin => "article".to_owned(),
    }
}

/// Message to be composed and delivered.
struct Mail<'m> {
    args: &'m MailArgs,
    sender: Mailbox,
    smtp: Option<SmtpOptions>,
    plan: &'m RunPlan,
    documents: &'m [MailedDocument],
}

impl Mail<'_> {
    /// Composes the message, writes it to a file, and sends it if a mail server is named.
    fn deliver(&self, outcome: &mut Outcome) -> Result<(), CliError> {
        let content = self.content()?;
        let message = content.build_message()?;
        let recipients = content.to.iter().chain(&content.cc);
        let recipients: Vec<&str> = recipients.map(|it| it.email.as_ref()).collect();
        let recipients = recipients.join(", ");
        let names: Vec<&str> = self.documents.iter().map(|it| it.name.as_str()).collect();
        let names = names.join(", ");
        if let Some(target) = self.target() {
            let file = target.name();
            match &target {
                Target::Stdout => outcome.product = message.formatted(),
                Target::Path(path) => {
                    output::write(path, &message.formatted(), self.plan.force)
                        .map_err(|error| error.about(file.as_str()))?;
                }
            }
            let text = format!("message to {recipients} written to {file}");
            outcome.messages.done(&names, "written", &text);
        }
        if let Some(smtp) = &self.smtp {
            send_message(&message, smtp)?;
            let text = format!("sent to {recipients} by {}", smtp.server);
            outcome.messages.done(&names, "sent", &text);
        }
        Ok(())
    }

    /// Returns the file of the message: that of `--output`, or, without a mail server, one beside the
    /// first article.
    fn target(&self) -> Option<Target> {
        if let Some(path) = &self.args.set.output.output {
            return Some(Target::parse(path.clone()));
        }
        if self.smtp.is_some() {
            return None;
        }
        Some(match self.plan.tasks.first().map(|task| &task.input) {
            Some(Input::File(path)) => {
                let path = path.with_extension("eml");
                let name = path.file_name().map(without_bidi_controls).unwrap_or_default();
                Target::Path(path.with_file_name(name))
            }
            Some(Input::Address(address)) => {
                Target::Path(PathBuf::from(format!("{}.eml", address.file_name())))
            }
            Some(Input::Stdin) | None => Target::Stdout,
        })
    }

    fn content(&self) -> Result<MailContent, CliError> {
        let args = &self.args.message;
        let title = self.documents.first().map(|it| it.document.title());
        let title = title.filter(|title| !title.is_empty());
        let subject = args.subject.clone().or(title).unwrap_or_else(|| "An article".to_owned());
        let summaries = self.documents.iter().map(|it| document_summary(&it.document));
        let text: Vec<String> = args.text.iter().cloned().chain(summaries).collect();
        let attachments = self.documents.iter().map(|it| MailAttachment {
            name: it.file_name.clone(),
            pdf: it.document.bytes().to_vec(),
        });
        Ok(MailContent {
            from: self.sender.clone(),
            to: args.to.clone(),
            cc: args.cc.clone(),
            subject,
            text: text.join("\n\n"),
            attachments: attachments.collect(),
            date: message_date(self.plan)?,
            draft: self.smtp.is_none(),
        })
    }
}

/// Returns lines with the title, byline, date, source and length of a document.
fn document_summary(document: &FinishedPdf) -> String {
    let mut lines = vec![document.title()];
    if let FinishedPdf::Set(print) = document {
        let byline = [print.meta.byline.as_deref(), print.meta.date.as_deref()];
        lines.push(byline.into_iter().flatten().collect::<Vec<_>>().join(", "));
        lines.extend(print.meta.source.clone());
    }
    lines.push(format!("PDF, {}", page_count(document.pages())));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// Returns the date of the message, in seconds since 1970: `SOURCE_DATE_EPOCH`, else the current time.
fn message_date(plan: &RunPlan) -> Result<u64, CliError> {
    let fixed = plan.settings.first().and_then(|setting| setting.options.timestamp);
    if let Some(seconds) = fixed {
        return Ok(seconds.unsigned_abs());
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map(|now| now.as_secs()).map_err(|_| {
        CliError::usage("the clock is before 1970").hint("set it, or set SOURCE_DATE_EPOCH")
    })
}

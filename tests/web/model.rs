//! Pages whose blocks the model labels: products and listings.

use offprint::article::PageKind;
use offprint::article::print::to_markdown;
use offprint::clean::CleanOptions;

use super::cleaned;

/// Returns the page of a product, with furniture above and below its description.
fn product() -> String {
    let menu = |words: [&str; 4]| -> String {
        words.map(|word| format!("<li><a href=/{word}>{word}</a></li>")).concat()
    };
    let cards: String = (1..7)
        .map(|nth| {
            format!(
                "<li class=card><a href=/boat/{nth}><h3>Dinghy number {nth}</h3><span class=price>\
                 €{nth}99</span></a></li>"
            )
        })
        .collect();
    format!(
        "<html lang=en><head><title>Oak tiller</title><script type='application/ld+json'>\
         {{\"@type\":\"Product\",\"name\":\"Oak tiller\"}}</script></head><body>\
         <header class=header><nav class=nav><ul>{}</ul></nav></header>\
         <main><h1>Oak tiller</h1><div class=product-description>\
         <p>This tiller is cut from one piece of oak, steamed to its curve, and oiled four times \
         before it leaves the yard, so that it keeps its shape in salt water.</p>\
         <p>It fits the rudders of all boats between four and seven metres, and comes with the \
         bolts, the pins and a drawing that shows how to set it.</p>\
         <figure><img src=tiller.jpg alt=''><figcaption>The tiller of a boat of six metres\
         </figcaption></figure></div></main>\
         <section class=related><h2>Customers also looked at</h2><ul>{cards}</ul></section>\
         <footer class=footer><ul>{}</ul><p>© The yard</p></footer></body></html>",
        menu(["Boats", "Sails", "Ropes", "Paint"]),
        menu(["Imprint", "Privacy", "Shipping", "Jobs"]),
    )
}

#[test]
fn each_removal_by_the_model_names_the_features_that_weighed_most() {
    let cleaned = cleaned(&product(), &CleanOptions::default());
    assert_eq!(cleaned.article.meta.kind, Some(PageKind::Product));
    let text = to_markdown(&cleaned.article);
    for kept in ["cut from one piece of oak", "comes with the bolts", "tiller of a boat of six"]
    {
        assert!(text.contains(kept), "{kept} stays:\n{text}");
    }
    assert!(!text.contains("Sails") && !text.contains("Imprint"), "{text}");
    let by_model: Vec<_> =
        cleaned.removals.iter().filter(|removal| removal.rule == "model").collect();
    assert!(!by_model.is_empty(), "{:?}", cleaned.removals);
    for removal in by_model {
        assert!(!removal.pattern.is_empty(), "{removal:?} has a reason");
        let message = removal.diagnostic().message;
        assert!(message.contains("against which speak"), "{message}");
    }
}

#[test]
fn no_word_of_a_page_that_the_model_labels_is_lost() {
    let page = product();
    let cleaned = cleaned(&page, &CleanOptions::default());
    let mut told = to_markdown(&cleaned.article);
    cleaned.removals.iter().for_each(|removal| told += &removal.text);
    let words = ["Boats", "Paint", "Dinghy number 1", "€699", "Imprint", "Jobs", "© The yard"];
    for word in words {
        assert!(told.contains(word), "{word} is in the article or in a removal:\n{told}");
    }
}

#[test]
fn what_keep_names_stays_whatever_the_weights_say() {
    let options = CleanOptions { keep: vec![".related".to_owned()], ..CleanOptions::default() };
    let text = to_markdown(&cleaned(&product(), &options).article);
    assert!(text.contains("Customers also looked at"), "{text}");
    assert!(!text.contains("Imprint"), "{text}");
}

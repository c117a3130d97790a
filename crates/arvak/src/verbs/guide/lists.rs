//! `arvak guide lists`: what others ask, and how it stands by the letter's claims.

use arvak_core::catalogue::guide::{FollowUpList, ListItem};
use arvak_core::{Assessment, Name, Status};
use arvak_words::Say;
use serde_json::{Value, json};

use super::{in_three, origin_json};
use crate::exit::BadInput;
use crate::render::guide as render;
use crate::render::status::Page;
use crate::wiring::reading::Reading;

pub(super) fn told(
    reading: &Reading,
    id: Option<&Name>,
    page: &Page<'_>,
) -> anyhow::Result<(Value, String)> {
    let assessment = reading.assess();
    let all = &reading.catalogue.guide.lists;
    let shown: Vec<_> = all.iter().filter(|list| id.is_none_or(|id| list.id == *id)).collect();
    if let (Some(id), true) = (id, shown.is_empty()) {
        let known: Vec<_> = all.iter().map(|list| list.id.as_str()).collect();
        let args = [("id", Say::Text(id.as_str())), ("known", Say::Owned(known.join(", ")))];
        return Err(BadInput(page.words.say("guide-unknown", &args)).into());
    }
    let value = shown.iter().map(|list| list_json(list, &assessment)).collect();
    let standing = |item: &ListItem| standing(item, &assessment);
    let lists: Vec<_> = shown.iter().map(|list| render::list(list, &standing, page)).collect();
    Ok((value, lists.join("\n\n")))
}

/// How an item stands by the claims that it bears on; nothing when the letter asks for none of them.
fn standing(item: &ListItem, assessment: &Assessment) -> Option<Status> {
    item.standing(|claim| assessment.claim(claim.as_str()).map(|judged| judged.state))
}

fn list_json(list: &FollowUpList, assessment: &Assessment) -> Value {
    let item = |item: &ListItem| {
        json!({
            "id": item.id, "title": in_three(&item.title), "under": item.under,
            "claims": item.claims, "measures": item.measures, "evidence": item.evidence,
            "emphasised": item.emphasised,
            "state": standing(item, assessment).map(Status::name),
            "origin": origin_json(&item.origin),
        })
    };
    json!({
        "id": list.id, "title": in_three(&list.title), "authority": list.authority,
        "complete": list.complete, "items": list.items.iter().map(item).collect::<Vec<_>>(),
        "origin": origin_json(&list.origin),
    })
}

//! From what was chosen to the inventory that is recorded: the organisation, its domains and websites, whoever runs
//! ICT, and what was ticked of the starter pack with the systems that it rests on. All of it goes through the
//! reader of inventory files, so that no mistake gets past it.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::fact::{self, Attribute, Relation};
use arvak_core::inventory::{self, Item};
use arvak_core::municipality::{Municipality, slug};
use arvak_core::{Basis, EntityId, Mistake, SourceFile, vocabulary};
use arvak_probe::Host;
use arvak_store::export::among_themselves;
use arvak_words::{Say, Words};
use arvak_workbook::starter;
use serde_json::{Value, json};

use super::choices::{BadDomains, Choices, RunsIct};

/// What its own file is called in a mistake.
const FILE: &str = "first-run.toml";

/// Why nothing can be recorded yet.
#[derive(Debug)]
pub enum NotReady {
    /// A page was left out.
    Unanswered,
    /// The domains are none.
    Domains(BadDomains),
    /// The reader of inventories found mistakes.
    Mistakes(Vec<Mistake>),
}

/// Everything that was chosen, as the files of an inventory would list it.
pub fn items(choices: &Choices, words: &Words) -> Result<Vec<Item>, NotReady> {
    let municipality = choices.municipality().ok_or(NotReady::Unanswered)?;
    let runs_ict = choices.runs_ict.ok_or(NotReady::Unanswered)?;
    let domains = choices.domains().map_err(NotReady::Domains)?;
    let own = own_file(&municipality, runs_ict, &choices.operator, &domains, words);
    let pack: Vec<_> = starter::pack(words).collect();
    let mut sources: Vec<_> = pack.iter().map(|(name, text)| SourceFile { name, text }).collect();
    sources.push(SourceFile { name: FILE, text: &own });
    let mut items = inventory::parse(&sources, &BTreeSet::new()).map_err(NotReady::Mistakes)?;
    keep_chosen(&mut items, choices);
    let supplier = items.iter().find(|item| item.entity.id.kind() == "supplier");
    let supplier = supplier.map(|item| item.entity.id.clone());
    for item in &mut items {
        if item.entity.id.kind() == "system" {
            run_by(item, runs_ict, supplier.as_ref());
        }
        if item.entity.id.as_str() == "service/nettsted" {
            lead_to_website(item, &domains);
        }
    }
    Ok(among_themselves(items))
}

/// The organisation, its domains with the website of each, and who runs ICT.
fn own_file(
    municipality: &Municipality,
    runs_ict: RunsIct,
    operator: &str,
    domains: &[Host],
    words: &Words,
) -> String {
    let organisation =
        words.say("first-run-organisation", &[("name", Say::Text(municipality.name))]);
    let mut file = record(
        "organisation",
        &[
            ("id", json!(municipality.slug())),
            ("name", json!(organisation)),
            ("operates_ict", json!(runs_ict.name())),
        ],
    );
    let assumed = words.plain("first-run-website-assumed");
    for host in domains.iter().map(Host::as_str) {
        file +=
            &record("domain", &[("id", json!(host)), ("name", json!(host)), ("host", json!(host))]);
        let website = website(host);
        file += &record(
            "endpoint",
            &[
                ("id", json!(website)),
                ("name", json!(website)),
                ("note", json!(assumed)),
                ("host", json!(website)),
                ("port", json!(443)),
                ("kind", json!("https")),
                ("in_domain", json!([host])),
            ],
        );
    }
    file + &supplier(runs_ict, operator, words)
}

/// The website that a domain usually has.
fn website(domain: &str) -> String {
    format!("www.{domain}")
}

/// The company that runs ICT, or the supplier on whom most hangs. A municipality that runs ICT itself has none unless
/// one is named.
fn supplier(runs_ict: RunsIct, operator: &str, words: &Words) -> String {
    let named = operator.trim();
    if named.is_empty() && runs_ict != RunsIct::Intermunicipal {
        return String::new();
    }
    let unnamed = words.plain("first-run-operator-unnamed");
    let name = if named.is_empty() { unnamed.as_str() } else { named };
    let id = Some(slug(name)).filter(|id| !id.is_empty()).unwrap_or_else(|| "ikt".to_owned());
    let id: String = id.chars().take(80).collect();
    let mut fields = vec![("id", json!(id)), ("name", json!(name)), ("critical", json!(true))];
    if runs_ict == RunsIct::Intermunicipal {
        fields.push(("operates_ict", json!(true)));
    }
    record("supplier", &fields)
}

/// A record of TOML. Its texts, numbers and lists are written as JSON writes them.
fn record(kind: &str, fields: &[(&str, Value)]) -> String {
    let lines: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    format!("[[{kind}]]\n{}\n", lines.concat())
}

/// Leaves out the functions and services that were not ticked, and the systems that nothing kept rests on.
fn keep_chosen(items: &mut Vec<Item>, choices: &Choices) {
    let ticked = |id: &EntityId, chosen: Option<&BTreeSet<String>>| {
        chosen.is_some_and(|chosen| chosen.contains(id.slug()))
    };
    items.retain(|item| match item.entity.id.kind() {
        "function" => ticked(&item.entity.id, choices.functions.as_ref()),
        "service" => ticked(&item.entity.id, choices.services.as_ref()),
        _ => true,
    });
    let needed: BTreeMap<EntityId, Vec<EntityId>> = items
        .iter()
        .map(|item| {
            let to = item.entity.relations.iter().flat_map(|relation| relation.to.clone());
            (item.entity.id.clone(), to.collect())
        })
        .collect();
    let mut reached: BTreeSet<EntityId> = BTreeSet::new();
    let mut open: Vec<EntityId> =
        needed.keys().filter(|id| id.kind() != "system").cloned().collect();
    while let Some(id) = open.pop() {
        if let Some(to) = needed.get(&id)
            && reached.insert(id)
        {
            open.extend(to.iter().cloned());
        }
    }
    items.retain(|item| reached.contains(&item.entity.id));
}

/// Says who runs a system where the starter pack leaves it open. With many suppliers nobody knows before asking.
fn run_by(item: &mut Item, runs_ict: RunsIct, supplier: Option<&EntityId>) {
    let word = match runs_ict {
        RunsIct::Own => "self",
        RunsIct::Intermunicipal => "supplier",
        RunsIct::SaasMix => return,
    };
    let is_said = item.entity.attributes.keys().any(|name| name.as_str() == "operator");
    let (Ok(name), Ok(word)) = ("operator".parse(), word.parse()) else { return };
    if is_said {
        return;
    }
    let (value, basis) = (fact::Value::Word(word), Basis::Statement);
    item.entity.attributes.insert(name, Attribute { value, basis, class: None });
    if let (RunsIct::Intermunicipal, Some(supplier)) = (runs_ict, supplier) {
        relate(item, "operated_by", supplier.clone());
    }
}

fn lead_to_website(item: &mut Item, domains: &[Host]) {
    let website = domains
        .first()
        .and_then(|host| format!("endpoint/{}", website(host.as_str())).parse().ok());
    if let Some(website) = website {
        relate(item, "endpoints", website);
    }
}

fn relate(item: &mut Item, relation: &str, to: EntityId) {
    let Ok(relation) = relation.parse() else { return };
    item.entity.relations.push(Relation { relation, to: vec![to], at_least: 1, grace_hours: 0 });
    // The order in which the reader of inventories gives them, so that a form or a file says the same.
    let place = |one: &Relation| {
        vocabulary::RELATIONS.iter().position(|row| row.name == one.relation.as_str())
    };
    item.entity.relations.sort_by_key(place);
}

/// What the starter pack offers of a kind: slug and name, in its order.
pub fn offered(kind: &str, words: &Words) -> Vec<(String, String)> {
    let pack: Vec<_> = starter::pack(words).collect();
    let sources: Vec<_> = pack.iter().map(|(name, text)| SourceFile { name, text }).collect();
    let items = inventory::parse(&sources, &BTreeSet::new()).unwrap_or_default();
    let of_kind = items.into_iter().filter(|item| item.entity.id.kind() == kind);
    of_kind.map(|item| (item.entity.id.slug().to_owned(), item.name.unwrap_or_default())).collect()
}

#[cfg(test)]
mod tests {
    use arvak_words::Lang;

    use super::*;

    fn choices(runs_ict: RunsIct, operator: &str) -> Choices {
        let words = Words::new(Lang::Nb);
        let all = |kind| Some(offered(kind, &words).into_iter().map(|(slug, _)| slug).collect());
        Choices {
            municipality: Some("1818".to_owned()),
            runs_ict: Some(runs_ict),
            operator: operator.to_owned(),
            domains: Some("heroy.kommune.no".to_owned()),
            functions: all("function"),
            services: all("service"),
            ..Choices::default()
        }
    }

    fn told(choices: &Choices) -> Vec<Item> {
        items(choices, &Words::new(Lang::Nb)).unwrap_or_else(|why| panic!("{why:?}"))
    }

    fn found<'i>(items: &'i [Item], id: &str) -> &'i Item {
        items.iter().find(|item| item.entity.id.as_str() == id).unwrap_or_else(|| panic!("{id}"))
    }

    fn related(item: &Item, relation: &str) -> Vec<String> {
        let relations = item.entity.relations.iter();
        let of = relations.filter(|one| one.relation.as_str() == relation);
        of.flat_map(|one| &one.to).map(ToString::to_string).collect()
    }

    #[test]
    fn an_inter_municipal_company_runs_what_the_pack_leaves_open() {
        let items = told(&choices(RunsIct::Intermunicipal, "Helgeland IKT IKS"));
        let company = found(&items, "supplier/helgeland-ikt-iks");
        assert_eq!(company.name.as_deref(), Some("Helgeland IKT IKS"));
        assert_eq!(
            related(found(&items, "system/epj"), "operated_by"),
            ["supplier/helgeland-ikt-iks"]
        );
        assert!(related(found(&items, "system/e-resept"), "operated_by").is_empty());
        assert_eq!(found(&items, "organisation/heroy").name.as_deref(), Some("Herøy kommune"));
        assert_eq!(
            related(found(&items, "service/nettsted"), "endpoints"),
            ["endpoint/www.heroy.kommune.no"]
        );
    }

    #[test]
    fn who_runs_ict_alone_needs_no_supplier_and_a_nameless_company_is_listed_all_the_same() {
        let kinds = |items: &[Item]| {
            items.iter().filter(|item| item.entity.id.kind() == "supplier").count()
        };
        assert_eq!(kinds(&told(&choices(RunsIct::Own, ""))), 0);
        assert_eq!(kinds(&told(&choices(RunsIct::SaasMix, ""))), 0);
        assert_eq!(kinds(&told(&choices(RunsIct::SaasMix, "Sky AS"))), 1);
        assert_eq!(kinds(&told(&choices(RunsIct::Intermunicipal, "  "))), 1);
    }

    #[test]
    fn what_is_not_ticked_is_left_out_with_the_systems_that_only_it_needs() {
        let mut few = choices(RunsIct::Own, "");
        few.functions = Some(BTreeSet::from(["sykesignal".to_owned()]));
        few.services = Some(BTreeSet::new());
        let items = told(&few);
        let of = |kind: &str| items.iter().filter(|item| item.entity.id.kind() == kind).count();
        assert_eq!((of("function"), of("service"), of("system")), (1, 0, 0));
        assert!(found(&items, "function/sykesignal").entity.relations.is_empty());
        few.services = Some(BTreeSet::from(["epj".to_owned()]));
        let items = told(&few);
        found(&items, "system/epj");
        found(&items, "system/virtualisering");
        assert!(items.iter().all(|item| item.entity.id.as_str() != "system/legevaktjournal"));
    }

    #[test]
    fn nothing_is_told_before_every_page_is_answered() {
        let words = Words::new(Lang::Nb);
        assert!(matches!(items(&Choices::default(), &words), Err(NotReady::Unanswered)));
        let mut choices = choices(RunsIct::Own, "");
        choices.domains = Some("ikke et domene".to_owned());
        assert!(matches!(items(&choices, &words), Err(NotReady::Domains(_))));
    }

    #[test]
    fn names_that_would_deceive_a_reader_of_toml_are_names_all_the_same() {
        let name = "A\"\n[[service]]\nid = \"x\" IKS";
        let told = items(&choices(RunsIct::Intermunicipal, name), &Words::new(Lang::Nb));
        // A name is one line; the reader says so, and nothing else comes of it.
        assert!(matches!(told, Err(NotReady::Mistakes(found)) if found.len() == 1));
    }

    #[test]
    fn every_municipality_becomes_an_inventory_in_every_language() {
        for lang in Lang::ALL {
            let words = Words::new(lang);
            for one in arvak_core::municipality::all().iter().step_by(60) {
                let choices = Choices {
                    municipality: Some(one.number.to_owned()),
                    domains: Some(one.usual_domain()),
                    ..choices(RunsIct::Intermunicipal, "")
                };
                let items =
                    items(&choices, &words).unwrap_or_else(|why| panic!("{}: {why:?}", one.name));
                assert!(items.len() > 90, "{}", one.name);
            }
        }
    }
}

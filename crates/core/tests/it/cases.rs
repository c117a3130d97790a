//! Random cases in the form of the model, with more in them than its own: several kinds of things,
//! completeness of inventories, three strata, instants at which something ends, numbers in any order,
//! and withdrawals of what cannot be withdrawn.

use serde_json::{Value, json};

use crate::random::Random;

const STATES: [&str; 7] =
    ["refuted", "missing", "stale", "partial", "exempt", "compensated", "verified"];
const SUBJECTS: [&str; 4] = ["s/1", "s/2", "t/1", "t/1/2"];
const KINDS: [&str; 3] = ["a", "a", "b"];

pub(crate) fn random_case(random: &mut Random) -> Value {
    let mut facts = facts(random);
    let claims = claims(random);
    let at = instant(random, &facts, &claims);
    renumber(random, &mut facts);
    random.shuffle(&mut facts);
    json!({"at": at, "facts": facts, "claims": claims})
}

fn facts(random: &mut Random) -> Vec<Value> {
    let mut facts = Vec::new();
    let mut time = 0i64;
    for subject in SUBJECTS {
        if random.percent(60) {
            facts.push(
                json!({"fact": "subject", "subject": subject, "in_scope": random.percent(95)}),
            );
        }
    }
    for fact in &mut facts {
        fact["received"] = json!(time);
    }
    for _ in 0..random.below(31) {
        time += random.one_of(&[0, 0, 0, 1, 3]);
        let mut fact = fact(random, time, facts.len());
        fact["received"] = json!(time);
        facts.push(fact);
    }
    for (seq, fact) in facts.iter_mut().enumerate() {
        fact["seq"] = json!(seq);
    }
    facts
}

fn fact(random: &mut Random, time: i64, seq: usize) -> Value {
    let subject = random.one_of(&SUBJECTS);
    match random.below(100) {
        0..76 => {
            let about_inventory = random.percent(8);
            let inventory = random.one_of(&["inventory/s", "inventory/t"]);
            json!({"fact": "evidence",
                "kind": if about_inventory { "inventory.complete" } else { random.one_of(&KINDS) },
                "subject": if about_inventory { inventory } else { subject },
                "result": random.one_of(&["supports", "supports", "refutes", "inconclusive"]),
                "strength": random.below(5) + 1,
                "collected": time - random.one_of(&[0, 0, 0, 1, 2, 5]),
                "valid_until": random.one_of(&[None, Some(time), Some(time + 1), Some(time + 4)])})
        }
        // Of whatever: of what is no support, of itself, of what comes later.
        76..84 => json!({"fact": "withdrawal", "of": random.below(seq + 2)}),
        84..93 => json!({"fact": "exemption", "claim": random.one_of(&["1", "2", "3", "4"]),
            "subject": subject, "until": time + random.one_of(&[0, 1, 2, 6])}),
        _ => json!({"fact": "subject", "subject": subject, "in_scope": random.percent(60)}),
    }
}

fn claims(random: &mut Random) -> Vec<Value> {
    let mut claims = Vec::new();
    for place in 1..=3 {
        let other = (place > 1 && random.percent(60))
            .then(|| json!([(random.below(place - 1) + 1).to_string(), random.one_of(&STATES)]));
        claims
            .push(json!({"id": place.to_string(), "subject_kind": random.one_of(&["s", "s", "t"]),
            "applies_if_worse": other, "any_of": paths(random)}));
    }
    claims
}

fn paths(random: &mut Random) -> Vec<Value> {
    let paths = (0..random.one_of(&[0, 1, 1, 2, 2, 3])).map(|_| {
        let leaves = (0..random.one_of(&[1, 1, 1, 2, 3])).map(|_| {
            json!({"kind": random.one_of(&KINDS), "at_least": random.below(5) + 1,
                "within": random.one_of(&[None, Some(0), Some(3), Some(8)])})
        });
        let leaves: Vec<Value> = leaves.collect();
        json!({"all_of": leaves, "compensates": random.percent(35)})
    });
    paths.collect()
}

/// The last instant, an earlier one, or one at which something ends or is about to.
fn instant(random: &mut Random, facts: &[Value], claims: &[Value]) -> i64 {
    let times = |name: &str| -> Vec<i64> {
        facts.iter().filter_map(|fact| fact.get(name)?.as_i64()).collect()
    };
    let mut instants: Vec<i64> =
        ["received", "valid_until", "until"].into_iter().flat_map(times).collect();
    let texts = serde_json::to_string(claims).unwrap();
    for within in [3, 8] {
        if texts.contains(&format!("\"within\":{within}")) {
            instants.extend(times("collected").iter().map(|collected| collected + within));
        }
    }
    let last = times("received").into_iter().max().unwrap_or(0);
    let near = random.one_of(&[0, 0, 0, -1]);
    match random.below(4) {
        0 => last,
        1 => last + random.one_of(&[0, 1, 5, 20]),
        _ if instants.is_empty() => last,
        _ => random.one_of(&instants) + near,
    }
}

/// Gives facts of one instant each other's numbers, withdrawals following; a scope fact keeps its own,
/// for the order of scope facts means something.
fn renumber(random: &mut Random, facts: &mut [Value]) {
    let mut fresh: Vec<usize> = (0..facts.len()).collect();
    for at in 1..facts.len() {
        let other = random.below(at + 1);
        let same = facts[at]["received"] == facts[other]["received"];
        let moves = |fact: &Value| fact["fact"] != "subject";
        if same && moves(&facts[at]) && moves(&facts[other]) {
            fresh.swap(at, other);
        }
    }
    for (fact, seq) in facts.iter_mut().zip(&fresh) {
        fact["seq"] = json!(seq);
        if let Some(of) = fact.get("of").and_then(Value::as_u64) {
            let of = usize::try_from(of).unwrap();
            fact["of"] = json!(fresh.get(of).copied().unwrap_or(of));
        }
    }
}

//! What is written about tenants, and transcripts of what vendors said, which other ledgers may hand over.

use arvak_core::Basis;
use arvak_probe::Probe as _;
use arvak_tenants::{EntraPolicy, GooglePolicy, parse};
use bolero::check;

use crate::changed::Foreign;

#[test]
fn tenants() {
    let seeds = [
        r#"{"kind":"entra","tenant":"nordvik.example","client_id":"6f0c","client_secret":"hemmelig","people":["a-1"]}"#,
        r#"{"kind":"google","admin":"it@nordvik.example","key":{"client_email":"a@b.example","private_key":"hemmelig"}}"#,
    ];
    for seed in seeds {
        assert!(parse(seed.as_bytes()).is_ok());
    }
    let vendors = ["graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us"];
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        // A secret goes to a vendor or stays on this machine, whatever is written.
        if let Ok(tenant) = parse(text.as_bytes())
            && !tenant.is_stand_in()
        {
            let first = tenant.hosts().first().cloned().unwrap();
            let others = ["microsoftgraph.chinacloudapi.cn", "admin.googleapis.com"];
            assert!(vendors.iter().chain(&others).any(|known| *known == first), "{first}");
        }
    });
}

#[test]
fn transcripts_of_vendors() {
    let events = r#"{"at_ms":0,"event":"api_answer","what":"defaults","path":"/","status":200,"whole":true,"content":false},
        {"at_ms":1,"event":"api_answer","what":"policies","path":"/","status":200,"whole":true,"content":[{"state":"enabled","conditions":{"users":{"includeUsers":["All"],"excludeUsers":["emergency-1"]},"applications":{"includeApplications":["All"]},"clientAppTypes":["all"]},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}]},
        {"at_ms":2,"event":"api_answer","what":"accounts","path":"/","status":200,"whole":true,"counts":{"people":2,"enforced":2}}"#;
    let seed = |probe: &str, host: &str| {
        format!(
            r#"{{"v":1,"probe":"{probe}","method_version":1,"subject":"service/m365","host":"{host}","domain":"{host}","vantage":"outside","started_at":"2026-11-29T10:00:00Z","finished_at":"2026-11-29T10:00:01Z","events":[{events}]}}"#
        )
    };
    let seeds = [
        seed("entra_policy", "graph.microsoft.com"),
        seed("google_policy", "admin.googleapis.com"),
        seed("entra_policy", "127.0.0.1"),
    ];
    let seeds = seeds.each_ref().map(String::as_str);
    let (entra, google) = (EntraPolicy::judge_alone(), GooglePolicy::judge_alone());
    assert!(!entra.judge(seeds[0].as_bytes()).unwrap().is_inconclusive());
    assert!(!google.judge(seeds[1].as_bytes()).unwrap().is_inconclusive());
    assert!(entra.judge(seeds[2].as_bytes()).unwrap().is_inconclusive());
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        for judged in [entra.judge(text.as_bytes()), google.judge(text.as_bytes())] {
            let Ok(judged) = judged else { continue };
            assert!(judged.verdicts.iter().all(|said| said.basis == Basis::Configuration));
        }
    });
}

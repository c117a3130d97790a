//! What a mistake looks like: a sound file with one piece of it written otherwise. `§` stands before
//! the character at which the mistake must be told; where it stands in another piece, it is told at the
//! id of the claim.

/// A mistake: the code, what stands in the sound file (the first is meant), and what is written instead.
pub(super) type Case = (&'static str, &'static str, &'static str);

/// Where a mistake of a whole claim is told.
pub(super) const CLAIM: &str = "id = \"1.2\"";

const RULE: &str = r#"for_each = "service where internet_facing""#;
const WHERE: &str = r#""days_left >= 14""#;
const VIA: &str = r#""service.endpoints each""#;
const APPLIES: &str = r#""1.1 is worse than verified""#;
const OTHER: &str = r#"{ evidence = "login.ok", at_least = "probe", within = "30d" }"#;

/// Mistakes in a catalogue.
pub(super) const CATALOGUE: &[Case] = &[
    // Fields.
    ("toml_syntax", "strongest = \"document\"", "strongest = §document"),
    ("unknown_field", "[letter]", "§colour = 'red'\n[letter]"),
    ("unknown_field_near", "[[point]]", "[[§points]]"),
    ("unknown_field_near", r#"nb = "Brevet""#, r#"§nb_ = "Brevet", nb = "Brevet""#),
    ("missing_field", "[[claim]]\nid = \"1.1\"\n", "§[[claim]]\n"),
    ("missing_field", "[[claim]]\nid = \"1.2\"\npoint = \"1a\"\n", "§[[claim]]\nid = \"1.2\"\n"),
    ("wrong_type", "[letter]", "§[[letter]]"),
    ("wrong_type", "id = \"1a\"", "id = §1"),
    ("wrong_type", "id = \"1a\"", "id = §1.0"),
    (
        "wrong_type",
        "any_of = [{ evidence = \"login.ok\", at_least = \"probe\", within = \"30d\" }]",
        "any_of = §\"login.ok\"",
    ),
    ("wrong_type", "machine = true", "machine = §\"yes\""),
    ("wrong_type", "validity = \"7d\"", "validity = §7"),
    ("wrong_type", "source_date = 2026-01-01", "source_date = §[\"2026-01-01\"]"),
    (
        "wrong_type",
        "source = \"Us\"\nsource_date = 2026-01-01",
        "source = §2026-01-01\nsource_date = 2026-01-01",
    ),
    (
        "wrong_type",
        "title = { nb = \"Punktet\", nn = \"Punktet\", en = \"The point\" }",
        "title = §\"The point\"",
    ),
    ("wrong_type", "healed_by = [\"https\"]", "healed_by = §\"https\""),
    ("unknown_word", "next = \"write_document\"", "next = §\"hope\""),
    ("unknown_word_near", "provenance = \"secondary\"", "provenance = §\"secondry\""),
    ("unknown_word", APPLIES, r#"§"1.1 is worse than refuted""#),
    ("control_character", "\"Brutt\"", "§\"Br\\u0007utt\""),
    ("empty_text", "\"Brutt\"", "§\" \""),
    (
        "empty_list",
        "any_of = [{ evidence = \"login.ok\", at_least = \"probe\", within = \"30d\" }]",
        "any_of = §[]",
    ),
    (
        "empty_list",
        "of = [{ evidence = \"plan.ok\", at_least = \"statement\" }, { evidence = \"login.ok\", at_least = \"probe\" }]",
        "of = §[]",
    ),
    ("bad_name", "owner = \"ict_lead\"", "owner = §\"ICT lead\""),
    ("bad_span", "validity = \"7d\"", "validity = §\"7 days\""),
    ("bad_span", "validity = \"7d\"", "validity = §\"0d\""),
    ("bad_date", "source_date = 2026-01-01", "source_date = §\"1 January 2026\""),
    ("bad_date", "source_date = 2026-01-01", "source_date = §2026-01-01T10:00:00Z"),
    ("out_of_range", "at_least_n = 1", "at_least_n = §3"),
    (
        "repeated_reference",
        "attributes = [\"days_left\"]",
        "attributes = [\"days_left\", §\"days_left\"]",
    ),
    // Letters, points and claims.
    (
        "no_letter",
        "[letter]\nid = \"letter\"\ntitle = { nb = \"Brevet\", nn = \"Brevet\", en = \"The letter\" }\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\n\n",
        "§",
    ),
    (
        "unknown_letter",
        "[letter]\nid = \"letter\"",
        "[letter]\nfollows = §\"earlier\"\nid = \"letter\"",
    ),
    (
        "missing_text",
        "[[point]]\nid = \"1a\"\ntitle = { nb = \"Punktet\", nn = \"Punktet\", en = \"The point\" }",
        "[[point]]\nid = \"1a\"\ntitle = §{ nb = \"Punktet\", en = \"The point\" }",
    ),
    (
        "missing_text",
        "[[point]]\nid = \"1a\"\ntitle = { nb = \"Punktet\",",
        "[[point]]\nid = \"1a\"\ntitle = §{",
    ),
    (
        "missing_text",
        "[[point]]\nid = \"1a\"\ntitle = { nb = \"Punktet\", nn = \"Punktet\", en = \"The point\" }",
        "[[point]]\nid = \"1a\"\ntitle = §{ nb = \"Punktet\", nn = \"Punktet\" }",
    ),
    ("unknown_point", "id = \"1.2\"\npoint = \"1a\"", "id = \"1.2\"\npoint = §\"second\""),
    ("unknown_point_near", "id = \"1.2\"\npoint = \"1a\"", "id = \"1.2\"\npoint = §\"1b\""),
    (
        "no_claims",
        "[[claim]]\nid = \"1.1\"",
        "§[[point]]\nid = \"2\"\ntitle = { nb = \"To\", nn = \"To\", en = \"Two\" }\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\n\n[[claim]]\nid = \"1.1\"",
    ),
    ("duplicate", "[[claim]]\nid = \"1.2\"", "[[claim]]\nid = §\"1.1\""),
    (
        "duplicate",
        "[[point]]\nid = \"1a\"",
        "[[point]]\nid = \"1a\"\ntitle = { nb = \"To\", nn = \"To\", en = \"Two\" }\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\n\n[[point]]\nid = §\"1a\"",
    ),
    (
        "duplicate",
        "[[kind]]\nid = \"login.ok\"",
        "[[kind]]\nid = \"login.ok\"\ntitle = { nb = \"Inn\", nn = \"Inn\", en = \"In\" }\nsubject = \"service\"\nstrongest = \"probe\"\nnext = \"run_probe\"\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\n\n[[kind.refuter]]\nid = \"login.weak\"\ntitle = { nb = \"Svak\", nn = \"Svak\", en = \"Weak\" }\nhealed_by = [\"login_trial\"]\nmachine = true\n\n[[kind]]\nid = §\"login.ok\"",
    ),
    (
        "unknown_condition",
        "[[kind]]\nid = \"login.ok\"",
        "[[question]]\nid = \"q\"\nof = \"supplier\"\nclaims = [\"1.1\"]\nevidence = \"login.ok\"\nanswer = \"text\"\ntext = { nb = \"Å?\", nn = \"Å?\", en = \"O?\" }\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\nwhen = §\"later\"\nwhen_answer = [\"yes\"]\n\n[[kind]]\nid = \"login.ok\"",
    ),
    (
        "unknown_condition_answer",
        "[[kind]]\nid = \"login.ok\"",
        "[[question]]\nid = \"q\"\nof = \"supplier\"\nclaims = [\"1.1\"]\nevidence = \"login.ok\"\nanswer = \"yes_no\"\ntext = { nb = \"Å?\", nn = \"Å?\", en = \"O?\" }\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\n\n[[question]]\nid = \"r\"\nof = \"supplier\"\nclaims = [\"1.1\"]\nevidence = \"login.ok\"\nanswer = \"text\"\ntext = { nb = \"Å?\", nn = \"Å?\", en = \"O?\" }\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\nwhen = \"q\"\nwhen_answer = [\"yes\", §\"sure\"]\n\n[[kind]]\nid = \"login.ok\"",
    ),
    (
        "options_without_choice",
        "[[kind]]\nid = \"login.ok\"",
        "[[question]]\nid = \"q\"\nof = \"supplier\"\nclaims = [\"1.1\"]\nevidence = \"login.ok\"\nanswer = \"text\"\ntext = { nb = \"Å?\", nn = \"Å?\", en = \"O?\" }\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\noption = §[{ id = \"a\", text = { nb = \"A\", nn = \"A\", en = \"A\" } }]\n\n[[kind]]\nid = \"login.ok\"",
    ),
    (
        "duplicate",
        "[[kind]]\nid = \"login.ok\"",
        "[[expiry]]\nevidence = \"login.ok\"\nwithin = \"1d\"\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\n\n[[expiry]]\nevidence = §\"login.ok\"\nwithin = \"1d\"\nsource = \"Us\"\nsource_date = \"2026-01-01\"\nprovenance = \"own\"\n\n[[kind]]\nid = \"login.ok\"",
    ),
    (
        "duplicate",
        "[[kind.refuter]]\nid = \"login.open\"",
        "[[kind.refuter]]\nid = \"login.open\"\ntitle = { nb = \"Å\", nn = \"Å\", en = \"O\" }\nhealed_by = [\"x\"]\n\n[[kind.refuter]]\nid = §\"login.open\"",
    ),
    ("unknown_claim", APPLIES, r#"§"home is worse than verified""#),
    ("unknown_claim_near", APPLIES, r#"§"1.3 is worse than verified""#),
    ("claim_cycle", APPLIES, r#"§"1.2 is worse than verified""#),
    (
        "claim_cycle",
        RULE,
        "for_each = \"service where internet_facing\"\napplies_if = §\"1.2 is worse than partial\"",
    ),
    // Which things.
    ("unknown_kind", RULE, "for_each = \"§car where internet_facing\""),
    ("unknown_kind_near", RULE, "for_each = \"§servic\""),
    ("unknown_kind", "for_each = \"service\"", "for_each = \"§inventory\""),
    ("unknown_kind_near", "subject = \"endpoint\"", "subject = §\"endpoints\""),
    ("unknown_attribute", RULE, "for_each = \"service where §colour\""),
    ("unknown_attribute_near", RULE, "for_each = \"service where §internet_facin\""),
    ("unknown_relation", RULE, "for_each = \"service where has §friends\""),
    ("unknown_relation_near", RULE, "for_each = \"service where has §endpoint\""),
    ("unknown_relation_near", VIA, "\"service.§endpoint each\""),
    ("no_flag", RULE, "for_each = \"service where §login\""),
    ("no_order", RULE, "for_each = \"service where §login > 'form'\""),
    ("not_comparable", RULE, "for_each = \"service where login == §3\""),
    ("not_comparable", RULE, "for_each = \"service where criticality > §'high'\""),
    ("not_comparable", RULE, "for_each = \"service where internet_facing == §1\""),
    (
        "time_unseen",
        "for_each = \"service\"",
        "for_each = \"service where has needed_by where (has plans where (has exercised_by where (§planned_at > 3)))\"",
    ),
    ("wrong_target", RULE, "for_each = \"service where operated_by is §system/epj\""),
    ("number_too_large", RULE, "for_each = \"service where criticality > §99999999999999999999\""),
    ("expression_unexpected", RULE, "for_each = \"§'service'\""),
    ("expression_unexpected", RULE, "for_each = \"service §with internet_facing\""),
    ("expression_unexpected", RULE, "for_each = \"service where §== 3\""),
    ("expression_unexpected", RULE, "for_each = \"service where login §=> 3\""),
    ("expression_unexpected", RULE, "for_each = \"service where criticality == 3 §criticality\""),
    ("expression_unexpected", RULE, "for_each = \"service where (criticality == 3 §criticality)\""),
    (
        "expression_unexpected",
        RULE,
        "for_each = \"service where has endpoints where §port == 443\"",
    ),
    ("expression_unexpected", RULE, "for_each = \"service where criticality == §high\""),
    ("expression_unexpected", RULE, "for_each = \"service where has §'endpoints'\""),
    ("expression_unexpected", RULE, "for_each = \"service where operated_by is §drift\""),
    ("expression_ends", RULE, "for_each = \"service where§\""),
    // Ways to meet it.
    ("part_shape", OTHER, "§{ at_least = \"probe\" }"),
    (
        "part_shape",
        OTHER,
        "§{ evidence = \"login.ok\", at_least = \"probe\", not_overdue = \"x\" }",
    ),
    (
        "part_shape",
        "{ evidence = \"plan.ok\", at_least = \"statement\" }",
        "§{ not_overdue = \"plan.due\" }",
    ),
    ("evidence_unknown", OTHER, "{ evidence = §\"login.second_factor\", at_least = \"probe\" }"),
    ("evidence_unknown", OTHER, "{ evidence = §\"mfa\", at_least = \"probe\" }"),
    ("evidence_unknown_near", OTHER, "{ evidence = §\"log-in.ok\", at_least = \"probe\" }"),
    ("evidence_attribute", WHERE, "\"§hours >= 14\""),
    (
        "evidence_attribute",
        OTHER,
        "{ evidence = \"login.ok\", at_least = \"probe\", where = \"§hours >= 14\" }",
    ),
    ("evidence_attribute_near", WHERE, "\"days_left > 1 and §day_left >= 14\""),
    ("expression_unexpected", WHERE, "\"§(days_left >= 14)\""),
    ("expression_unexpected", WHERE, "\"days_left §!= 14\""),
    ("expression_unexpected", WHERE, "\"days_left >= §'14'\""),
    ("expression_unexpected", WHERE, "\"days_left >= 14 §or days_left >= 15\""),
    ("wrong_subject", OTHER, "{ evidence = §\"web.ok\", at_least = \"probe\" }"),
    (
        "wrong_subject",
        "{ evidence = \"web.ok\", at_least = \"probe\", within = \"7d\", within_raised = \"1d\", where = \"days_left >= 14\", via = \"service.endpoints each\" }",
        "{ evidence = §\"login.ok\", at_least = \"probe\", via = \"service.endpoints each\" }",
    ),
    ("via_start", VIA, "\"§supplier.operates.endpoints each\""),
    ("expression_unexpected", VIA, "\"§service\""),
    ("expression_unexpected", VIA, "\"service.endpoints §all\""),
    ("expression_unexpected", VIA, "\"service.endpoints any §each\""),
    ("expression_unexpected", APPLIES, "\"§'1.1' is worse than verified\""),
    ("expression_unexpected", APPLIES, "\"1.1 §worse than verified\""),
    ("expression_unexpected", APPLIES, "\"1.1 is worse than §good\""),
    ("basis_out_of_reach", OTHER, "{ evidence = \"login.ok\", at_least = §\"exercise\" }"),
    ("unknown_word", "within_raised = \"1d\"", "within_raised = \"1d\", seen_from = §\"inside\""),
    ("raised_longer", "within_raised = \"1d\"", "within_raised = §\"8d\""),
    ("raised_longer", "within_raised = \"30d\"", "within_raised = §\"91d\""),
    (
        "only_compensating",
        OTHER,
        "{ gives = \"compensated\", evidence = \"login.ok\", at_least = \"probe\" }",
    ),
    ("no_machine_refuter", OTHER, "{ evidence = \"plan.ok\", at_least = \"document\" }"),
    (
        "no_machine_refuter",
        OTHER,
        "{ evidence = \"plan.ok\", at_least = \"document\" }, { gives = \"compensated\", evidence = \"login.ok\", at_least = \"probe\" }",
    ),
    (
        "statement_alone",
        OTHER,
        "{ evidence = \"login.ok\", at_least = \"probe\" }, §{ all_of = [{ evidence = \"plan.ok\", at_least = \"statement\" }, { not_overdue = \"x\" }] }",
    ),
    (
        "statement_alone",
        OTHER,
        "{ evidence = \"login.ok\", at_least = \"probe\" }, §{ not_overdue = \"x\" }",
    ),
    (
        "statement_alone",
        OTHER,
        "{ evidence = \"login.ok\", at_least = \"probe\" }, §{ at_least_n = 1, of = [{ evidence = \"plan.ok\", at_least = \"statement\" }, { evidence = \"login.ok\", at_least = \"probe\" }] }",
    ),
    (
        "unhealable",
        "[[kind.refuter]]\nid = \"web.broken\"\ntitle = { nb = \"Brutt\", nn = \"Brote\", en = \"Broken\" }\nhealed_by = [\"https\"]",
        "§[[kind.refuter]]\nid = \"web.broken\"\ntitle = { nb = \"Brutt\", nn = \"Brote\", en = \"Broken\" }\nhealed_by = []",
    ),
    (
        "unhealable",
        "[[kind.refuter]]\nid = \"web.broken\"\ntitle = { nb = \"Brutt\", nn = \"Brote\", en = \"Broken\" }\nhealed_by = [\"https\"]\n",
        "§[[kind.refuter]]\nid = \"web.broken\"\ntitle = { nb = \"Brutt\", nn = \"Brote\", en = \"Broken\" }\n",
    ),
    // The guide.
    ("missing_field", "[[guidance]]\nclaim = \"1.1\"\n", "§[[guidance]]\n"),
    (
        "unknown_field",
        "[[list.item]]\nid = \"area.1\"",
        "[[list.item]]\nid = \"area.1\"\n§owner = \"me\"",
    ),
    (
        "missing_text",
        "{ nb = \"Hva to\", nn = \"Kva to\", en = \"What two\" }",
        "§{ nb = \"Hva to\", nn = \"Kva to\" }",
    ),
    ("wrong_type", "{ nb = \"Fordi\", nn = \"Fordi\", en = \"Because\" }", "§\"Because\""),
    ("unknown_claim", "claims = [\"1.1\"]", "claims = [§\"backup\"]"),
    (
        "unknown_claim_near",
        "[[framework.mapping]]\nclaim = \"1.1\"",
        "[[framework.mapping]]\nclaim = §\"1.10\"",
    ),
    ("evidence_unknown_near", "evidence = \"plan.ok\"\nemph", "evidence = §\"plan.okay\"\nemph"),
    ("bad_date", "emphasised = 2026-01-02", "emphasised = §\"January\""),
    ("unknown_record", "measures = [\"2.9.2\"]", "measures = [§\"backup\"]"),
    ("unknown_record_near", "measures = [\"2.9.4\"]", "measures = [§\"2.9.5\"]"),
    ("unknown_record", "to = \"others\"", "to = §\"nobody-here\""),
    ("unknown_record_near", "under = \"area\"", "under = §\"areas\""),
    ("duplicate", "[[guidance]]\nclaim = \"1.2\"", "[[guidance]]\nclaim = §\"1.1\""),
    ("duplicate", "id = \"area.1\"", "id = §\"area\""),
    ("repeated_reference", "claims = [\"1.1\", \"1.2\"]", "claims = [\"1.1\", §\"1.1\"]"),
    ("out_of_range", "measures = 4", "measures = §0"),
    (
        "missing_field",
        "[[authority]]\nid = \"them\"\nsucceeded_by = \"others\"\nsucceeded_from = 2023-12-01\n",
        "§[[authority]]\nid = \"them\"\nsucceeded_by = \"others\"\n",
    ),
    (
        "cycle",
        "id = \"others\"",
        "id = \"others\"\nsucceeded_by = §\"them\"\nsucceeded_from = 2026-01-01",
    ),
    ("wrong_type", "in_force = true", "in_force = §\"yes\""),
    ("unknown_word", "starts = \"incident\"", "starts = §\"someday\""),
    ("bad_span", "within = \"24h\"", "within = §\"soon\""),
    ("unknown_word", "level = \"raised\"", "level = §\"high\""),
];

/// Mistakes in an inventory.
pub(super) const INVENTORY: &[Case] = &[
    ("unknown_kind", "[[organisation]]", "[[§company]]\nid = \"x\"\n\n[[organisation]]"),
    ("unknown_kind_near", "[[organisation]]", "[[§organization]]\nid = \"x\"\n\n[[organisation]]"),
    ("unknown_kind", "[[organisation]]", "[[§inventory]]\nid = \"x\"\n\n[[organisation]]"),
    ("wrong_type", "[[exercise]]", "§[exercise]"),
    ("unknown_field", "criticality = 5", "§colour = 5"),
    ("unknown_field_near", "criticality = 5", "§critcality = 5"),
    (
        "missing_field",
        "[[supplier]]\nid = \"drift\"",
        "[[supplier]]\nid = \"drift\"\n\n§[[supplier]]\nname = \"Ukjent\"",
    ),
    ("wrong_type", "criticality = 5", "criticality = §\"high\""),
    ("wrong_type", "planned_at = 2026-03-01T10:00:00Z", "planned_at = §2026-03-01"),
    ("wrong_type", "operated_by = \"drift\"", "operated_by = §3"),
    ("out_of_range", "criticality = 5", "criticality = §6"),
    ("number_too_large", "criticality = 5", "criticality = §99999999999999999999"),
    ("unknown_word", "login = \"form\"", "login = §\"password\""),
    ("unknown_word_near", "login = \"form\"", "login = §\"forms\""),
    ("unknown_word", "basis = \"document\"", "basis = §\"probe\""),
    ("control_character", "name = \"Journal\"", "name = §\"\"\"Jour\nnal\"\"\""),
    ("empty_text", "name = \"Journal\"", "name = §\"\""),
    ("empty_list", "endpoints = [\"web\"]", "endpoints = §[]"),
    ("empty_list", "of = [\"db-1\", \"db-2\"], at_least = 1,", "of = §[],"),
    ("bad_name", "id = \"helse\"", "id = §\"Helse og omsorg\""),
    ("bad_name", "operated_by = \"drift\"", "operated_by = §\"Norsk Drift AS\""),
    ("bad_host", "host = \"epj.nordvik.example\"", "host = §\"https://epj.nordvik.example/\""),
    ("duplicate", "id = \"db-2\"\n", "id = \"db-2\"\n\n[[system]]\nid = §\"db-2\"\n"),
    ("wrong_target", "operated_by = \"drift\"", "operated_by = §\"system/app\""),
    ("ambiguous_reference", "part_of = \"organisation/nordvik\"", "part_of = §\"nordvik\""),
    ("unknown_thing", "operated_by = \"drift\"", "operated_by = §\"skytjenester\""),
    ("unknown_thing_near", "operated_by = \"drift\"", "operated_by = §\"drfit\""),
    ("repeated_reference", "[\"db-1\", \"db-2\"]", "[\"db-1\", \"db-2\", §\"db-1\"]"),
    (
        "cycle",
        "part_of = \"organisation/nordvik\"",
        "part_of = §\"unit/b\"\n\n[[unit]]\nid = \"b\"\npart_of = \"unit/helse\"",
    ),
    ("cycle", "id = \"app\"", "id = \"app\"\nruns_on = §\"app\""),
];

/// Mistakes in the definition of a drill.
pub(super) const DRILL: &[Case] = &[
    ("toml_syntax", "kind = \"positive\"", "kind = §positive"),
    ("unknown_field_near", "[rules]", "[§rule]\nx = 1\n\n[rules]"),
    ("wrong_type", "[drill]", "§[[drill]]"),
    ("bad_technique", "technique = \"T1110.001\"", "technique = §\"T1110.1\""),
    ("bad_technique", "technique = \"T1110.001\"", "technique = §\"1110\""),
    ("wrong_target", "source = \"system/fagsystem\"", "source = §\"service/fagsystem\""),
    ("wrong_target", "supplier = \"supplier/norsk-drift\"", "supplier = §\"Norsk Drift AS\""),
    ("unknown_word", "kind = \"positive\"", "kind = §\"surprise\""),
    ("unknown_word_near", "level = \"L1\"", "level = §\"L0\""),
    (
        "mark_once",
        "\"Failed password for invalid user MARK",
        "§\"Failed password for invalid user x",
    ),
    ("mark_once", "line = \"Failed", "line = §\"MARK Failed"),
    (
        "either_or",
        "socket = \"/dev/log\"",
        "socket = §\"/dev/log\"\ntcp = \"log.nordvik.example:601\"",
    ),
    ("bad_host_port", "socket = \"/dev/log\"", "tcp = §\"log.nordvik.example\""),
    ("bad_host_port", "socket = \"/dev/log\"", "tcp = §\"log.nordvik.example:0\""),
    ("bad_host", "host = \"fs01.nordvik.example\"", "host = §\"FS01\""),
    ("bad_span", "within = \"30m\"", "within = §\"soon\""),
    ("span_too_long", "within = \"30m\"", "within = §\"90d\""),
    ("span_too_long", "skew = \"2m\"", "skew = §\"1h\""),
    ("not_after", "listen = \"24h\"", "listen = §\"10m\""),
    ("not_after", "to = 2026-03-15", "to = §2026-03-01"),
    ("wrong_type", "from = 2026-03-01T00:00:00Z", "from = §2026-03-01"),
    ("unknown_word", "by = \"webhook\"", "by = §\"pigeon\""),
    (
        "repeated_reference",
        "[[expect.channel]]\nby = \"person\"",
        "§[[expect.channel]]\nby = \"webhook\"",
    ),
    ("unknown_field", "by = \"person\"", "by = \"person\"\n§from = \"soc.example\""),
    ("emergency_number", "stop = \"+47 22 33 44 55\"", "stop = §\"1 1 2\""),
    ("emergency_number", "stop = \"+47 22 33 44 55\"", "stop = §\"+47 113\""),
    ("bad_phone", "stop = \"+47 22 33 44 55\"", "stop = §\"ring oss\""),
    ("empty_list", "told = [\"role/ict_lead\"]", "told = §[]"),
    ("bad_date", "on = 2026-02-10", "on = §\"10. februar\""),
];

/// In a definition of a call-out test.
pub(super) const CALLOUT: &[Case] = &[
    ("bad_mail", "mail = \"kari@nordvik.example\"", "mail = §\"kari\""),
    ("bad_mail", "mail = \"kari@nordvik.example\"", "mail = §\"k ari@nordvik.example\""),
    (
        "no_way",
        "[[person]]\nrole = \"role/emergency_coordinator\"\nname = \"Kari Vakt\"\nmail = \"kari@nordvik.example\"",
        "§[[person]]\nrole = \"role/emergency_coordinator\"\nname = \"Kari Vakt\"",
    ),
    ("emergency_number", "sms = \"+47 22 33 44 66\"", "sms = §\"113\""),
    ("not_after", "next_after = \"10m\"", "next_after = §\"40m\""),
    ("span_too_long", "retention = \"90d\"", "retention = §\"400d\""),
    ("wrong_target", "role = \"role/ict_lead\"", "role = §\"supplier/norsk-drift\""),
    (
        "missing_field",
        "[privacy]\npurpose = \"To know that somebody can be reached\"",
        "§[privacy]",
    ),
    ("empty_list", "[{ who = \"Fagforbundet\", on = 2026-02-05 }]", "§[]"),
];

/// The act of [`ACT`]'s sound file.
const DECOY: &str = "act = \"failed_log_in\"\nhost = \"fs01.nordvik.example\"\ntarget = \"agn-MARK\"\nssh = \"fs01.nordvik.example:22\"\ntries = 3";

/// In a definition of an act that the program does.
pub(super) const ACT: &[Case] = &[
    ("bad_account", "target = \"agn-MARK\"", "target = §\"agn@MARK\""),
    ("mark_once", "target = \"agn-MARK\"", "target = §\"MARK-MARK\""),
    ("out_of_range", "tries = 3", "tries = §11"),
    ("bad_host_port", "ssh = \"fs01.nordvik.example:22\"", "ssh = §\"fs01.nordvik.example\""),
    (
        "either_or",
        "ssh = \"fs01.nordvik.example:22\"",
        "ssh = §\"fs01.nordvik.example:22\"\nhttps = \"fs01.nordvik.example:443\"",
    ),
    (
        "bad_act_path",
        "ssh = \"fs01.nordvik.example:22\"",
        "https = \"fs01.nordvik.example:443\"\npath = §\"/a/../b\"",
    ),
    (
        "unknown_field",
        DECOY,
        "act = \"eicar\"\nhost = \"fs01.nordvik.example\"\ntarget = \"MARK.txt\"\nmail = \"a@b.example\"\n§tries = 3",
    ),
    (
        "bad_resolver",
        DECOY,
        "act = \"canary_name\"\nhost = \"fs01.nordvik.example\"\ntarget = \"MARK.agn.example\"\nresolver = §\"ns.nordvik.example:53\"",
    ),
    (
        "bad_host",
        DECOY,
        "act = \"canary_name\"\nhost = \"fs01.nordvik.example\"\ntarget = §\"MARK/agn\"\nresolver = \"10.0.0.53:53\"",
    ),
    (
        "bad_file_name",
        DECOY,
        "act = \"eicar\"\nhost = \"fs01.nordvik.example\"\ntarget = §\"../MARK\"\nfolder = \"/srv/agn\"",
    ),
    (
        "bad_act_path",
        DECOY,
        "act = \"eicar\"\nhost = \"fs01.nordvik.example\"\ntarget = \"MARK\"\nfolder = §\"srv\"",
    ),
];

/// In a definition of a restore drill.
pub(super) const RESTORE: &[Case] = &[
    ("mark_told", "record = \"Testbrukeren ØVELSE, feltet Merknad\"", "record = §\"feltet MARK\""),
    ("span_too_long", "stays = \"3d\"", "stays = §\"90d\""),
    (
        "emergency_number",
        "delete = [\"Åpne testbrukeren ØVELSE.\", \"Tøm feltet Merknad, og lagre.\"]",
        "delete = §[\"Ring 113.\"]",
    ),
    (
        "unknown_field",
        "source = \"system/fagsystem\"",
        "source = \"system/fagsystem\"\n§technique = \"T1490\"",
    ),
    ("wrong_target", "source = \"system/fagsystem\"", "source = §\"log_source/fs01\""),
    (
        "missing_field",
        "[restore]\nrecord = \"Testbrukeren ØVELSE, feltet Merknad\"\nstays = \"3d\"\n",
        "§[restore]\nrecord = \"Testbrukeren ØVELSE, feltet Merknad\"\n",
    ),
];

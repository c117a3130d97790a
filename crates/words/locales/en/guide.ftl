# Advice and lists: arvak guide …
guide-list-part = What is known of the list. The rest we have not seen.
guide-emphasised = { $by } asked for special attention to this on { $date }
guide-not-judged = The letter does not ask for this
guide-claims = Claims: { $claims }
guide-source = Source: { $source } ({ $date }, { $provenance })
guide-provenance-read = read
guide-provenance-secondary = as told by others
guide-provenance-memory = from memory; check it against the source
guide-provenance-own = our proposal
guide-law-unanswered = Does it apply to us? Not answered
guide-law-applies = Applies to us ({ $basis } { $date })
guide-law-not = Does not apply to us ({ $basis } { $date })
guide-law-old = The answer of { $date } has expired
guide-law-not-in-force = Not in force
guide-law-since = In force since { $date }
guide-law-clock = { $title } Due: { $within } { $starts ->
        [incident] after you come to know of an incident
        [last_done] after the last time
       *[request] after somebody asks
    }{ $to ->
        [none] {""}
       *[other] {" "}– to { $to }
    }
guide-law-clock-once = { $title } Due: at once{ $to ->
        [none] {""}
       *[other] {" "}– to { $to }
    }
guide-law-bears = The evidence for { $claims } is of use here too.
guide-law-bears-all = The evidence for every claim is of use here too.
guide-law-answer = Answer so: arvak evidence add regime.applies regime/ID supports|refutes --basis document --note "…"
guide-succeeded = From { $date } a municipality follows { $by } instead
guide-rated-raised = raised
guide-rated-usual = not raised
guide-rated-about = { $date } at the earliest
guide-situation-now = Now: { $level ->
        [none] nobody has recorded a level. Raise it with: arvak situation raise LEVEL
       *[other] { $level }{ $raised ->
            [yes] {" "}(raised since { $since })
           *[no] {" "}(not raised)
        }
    }
guide-shortened = While the level is raised, a shorter time holds for:
guide-shortened-line = { $claim }: { $kind } – { $within }, raised { $raised }
guide-measures = { $count ->
        [one] 1 measure
       *[other] { $count } measures
    }
guide-unknown = There is no list “{ $id }”. There are: { $known }
guide-start-done = Everything in the letter is verified.
guide-start-say = Say in the inventory who runs ICT for the organisation: operates_ict = "self", "intermunicipal" or "saas_mix".
guide-lix = { $count } texts. The highest LIX is { $highest }; the goal is under 45.

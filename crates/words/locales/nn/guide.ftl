# Råd og lister: arvak guide …
guide-list-part = Det som er kjent av lista. Resten har vi ikkje sett.
guide-emphasised = { $by } bad om særleg merksemd på dette { $date }
guide-not-judged = Brevet spør ikkje om dette
guide-claims = Delkrav: { $claims }
guide-source = Kjelde: { $source } ({ $date }, { $provenance })
guide-provenance-read = lese
guide-provenance-secondary = attgjeve av andre
guide-provenance-memory = etter minnet; bør sjekkast mot kjelda
guide-provenance-own = vårt framlegg
guide-law-unanswered = Gjeld det oss? Ikkje svart på
guide-law-applies = Gjeld for oss ({ $basis } { $date })
guide-law-not = Gjeld ikkje for oss ({ $basis } { $date })
guide-law-old = Svaret frå { $date } har gått ut
guide-law-not-in-force = Ikkje teke til å gjelde
guide-law-since = Gjeld frå { $date }
guide-law-clock = { $title } Frist: { $within } { $starts ->
        [incident] etter at de veit om ei hending
        [last_done] etter førre gong
       *[request] etter at nokon bed om det
    }{ $to ->
        [none] {""}
       *[other] {" "}– til { $to }
    }
guide-law-clock-once = { $title } Frist: straks{ $to ->
        [none] {""}
       *[other] {" "}– til { $to }
    }
guide-law-bears = Beviset for { $claims } kan brukast her òg.
guide-law-bears-all = Beviset for alle delkrav kan brukast her òg.
guide-law-answer = Svar slik: arvak evidence add regime.applies regime/ID supports|refutes --basis document --note "…"
guide-succeeded = Frå { $date } følgjer kommunen { $by } i staden
guide-rated-raised = heva
guide-rated-usual = ikkje heva
guide-rated-about = tidlegast { $date }
guide-situation-now = No: { $level ->
        [none] ingen har registrert noko nivå. Hev det med: arvak situation raise NIVÅ
       *[other] { $level }{ $raised ->
            [yes] {" "}(heva sidan { $since })
           *[no] {" "}(ikkje heva)
        }
    }
guide-shortened = Når nivået er heva, gjeld kortare tid for:
guide-shortened-line = { $claim }: { $kind } – { $within }, heva { $raised }
guide-measures = { $count ->
        [one] 1 tiltak
       *[other] { $count } tiltak
    }
guide-unknown = Det finst inga liste «{ $id }». Desse finst: { $known }
guide-start-done = Alt i brevet er stadfesta.
guide-start-say = Skriv kven som driftar IKT hos verksemda i oversynet: operates_ict = "self", "intermunicipal" eller "saas_mix".
guide-lix = { $count } tekstar. Høgaste LIX er { $highest }; målet er under 45.

# Råd og lister: arvak guide …
guide-list-part = Det som er kjent av listen. Resten har vi ikke sett.
guide-emphasised = { $by } ba om særlig oppmerksomhet på dette { $date }
guide-not-judged = Brevet spør ikke om dette
guide-claims = Delkrav: { $claims }
guide-source = Kilde: { $source } ({ $date }, { $provenance })
guide-provenance-read = lest
guide-provenance-secondary = gjengitt av andre
guide-provenance-memory = etter hukommelsen; bør sjekkes mot kilden
guide-provenance-own = vårt forslag
guide-law-unanswered = Gjelder det oss? Ikke besvart
guide-law-applies = Gjelder for oss ({ $basis } { $date })
guide-law-not = Gjelder ikke for oss ({ $basis } { $date })
guide-law-old = Svaret fra { $date } er gått ut
guide-law-not-in-force = Ikke trådt i kraft
guide-law-since = I kraft fra { $date }
guide-law-clock = { $title } Frist: { $within } { $starts ->
        [incident] etter at dere vet om en hendelse
        [last_done] etter forrige gang
       *[request] etter at noen ber om det
    }{ $to ->
        [none] {""}
       *[other] {" "}– til { $to }
    }
guide-law-clock-once = { $title } Frist: straks{ $to ->
        [none] {""}
       *[other] {" "}– til { $to }
    }
guide-law-bears = Beviset for { $claims } kan brukes her også.
guide-law-bears-all = Beviset for alle delkrav kan brukes her også.
guide-law-answer = Svar slik: arvak evidence add regime.applies regime/ID supports|refutes --basis document --note "…"
guide-succeeded = Fra { $date } følger kommunen { $by } i stedet
guide-rated-raised = hevet
guide-rated-usual = ikke hevet
guide-rated-about = tidligst { $date }
guide-situation-now = Nå: { $level ->
        [none] ingen har registrert noe nivå. Hev det med: arvak situation raise NIVÅ
       *[other] { $level }{ $raised ->
            [yes] {" "}(hevet siden { $since })
           *[no] {" "}(ikke hevet)
        }
    }
guide-shortened = Når nivået er hevet, gjelder kortere tid for:
guide-shortened-line = { $claim }: { $kind } – { $within }, hevet { $raised }
guide-measures = { $count ->
        [one] 1 tiltak
       *[other] { $count } tiltak
    }
guide-unknown = Det finnes ingen liste «{ $id }». Disse finnes: { $known }
guide-start-done = Alt i brevet er bekreftet.
guide-start-say = Skriv hvem som drifter IKT hos virksomheten i oversikten: operates_ict = "self", "intermunicipal" eller "saas_mix".
guide-lix = { $count } tekster. Høyeste LIX er { $highest }; målet er under 45.

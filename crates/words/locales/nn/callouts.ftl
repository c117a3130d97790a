rooms-callouts = Vaktprøver
callout-ground = Føremål: { $purpose }. Rettsleg grunnlag: { $basis }. Tidene blir sletta etter { $retention }. Drøfta med: { $discussed }.
callout-step = { $role }: { $reached }
callout-line = { $id }: { $verdict }
callout-what = { $id }: Vakta blir varsla. Nokon skal svare innan { $within }. Neste på lista blir varsla etter { $next }.
callout-person = { $number }. { $role }, { $name }: { $ways }
callout-times = { $role }: varsla { $called }, svara { $answered }
callout-verdict-planned = Planlagd, ikkje starta.
callout-verdict-started = Starta. Ingen er varsla enno.
callout-verdict-answered = Nokon svara i tide.
callout-verdict-answered_late = Nokon svara, men for seint.
callout-verdict-unanswered = Ingen svara i tide.
callout-verdict-pending = Vakta er varsla, og tida er ikkje ute.
callout-verdict-stopped = Stoppa. Det blir ingen dom.
callout-verdict-not_called = Ingen varsel kom av garde. Det seier ingenting om dei som har vakt.
callout-reached-answered = svara i tide
callout-reached-late = svara for seint
callout-reached-silent = svara ikkje
callout-reached-waiting = er varsla, har ikkje svara enno
callout-reached-not_reached = varselet kom ikkje av garde
callout-reached-not_called = vart ikkje varsla
callout-check-sound = Fila er i orden. Forsegle ein plan med arvak callout plan.
callout-none = Det er ingen vaktprøve { $id }. Sjå dei med arvak callout list.
callout-no-tests = Det er ingen vaktprøver. Lag ein plan med arvak callout plan.
callout-taken = Planen for { $id } finst alt.
callout-no-mail = Lista har e-postadressa { $to }, men ingen e-postserver er sett opp. Skriv [mail] i arvak.toml.
callout-no-sms = Lista har nummeret { $to }, men ingen sendar av tekstmeldingar er sett opp. Skriv [sms] i arvak.toml.
callout-no-webhook = Lista har { $to }, men den er ikkje registrert. Legg den til under Oppsett, Kanalar.
callout-period-over = Den avtalte tida var over { $to }. Avtal ei ny.
callout-period-far = Den avtalte tida ({ $to }) sluttar for seint: Ein plan må vere opna innan { $days } dagar.
callout-planned = Planen { $id } er forsegla, og tidspunktet er trekt. Berre avtrykket står i hovudboka, som innføring { $entry }:
    { $seal }
    Ingen blir varsla før den er starta: arvak callout start { $id }
callout-dry = Ingen er varsla, og ingenting er ført inn. Start den med arvak callout start { $id } --for-real
callout-started = { $id } er starta. Grunnlaget står i hovudboka, som innføring { $entry }. Når tidspunktet kjem, varslar arvak serve.
    Tidene til kvar einskild blir sletta seinast { $due }. Stopp den ved å ringje { $stop }, eller med arvak callout stop { $id }.
callout-started-already = { $id } er alt starta.
callout-is-stopped = { $id } er stoppa.
callout-judged-already = { $id } er alt dømd.
callout-moment-over = Tidspunktet for { $id } gjekk forbi før den vart starta. Stopp den, og lag ein ny plan.
callout-is-erased = Namn, adresser og tider i { $id } er sletta. Dommen for kvar rolle står.
callout-no-verdict-yet = { $id } har ingen dom å føre inn enno.
callout-recorded = Ført inn som { $entry }.
callout-record-it = Før det inn med arvak callout verdict { $id } --record, eller lat arvak serve gjere det.
callout-stopped = { $id } er stoppa. Ingen blir varsla meir, og det blir ingen dom.
callout-still-sealed = { $id } er framleis forsegla. Den må vere dømd eller stoppa først.
callout-exported = Skrive til { $path }, utan namn og adresser. Den som får det, ser tidene til kvar rolle: Gi det berre til dei som skal ha dei.
callout-message-subject = ØVING: Svar på varselet
callout-message-mail = Hei { $name }.

    Dette er ei øving. Ingenting har hendt. Kommunen prøver om vakta kan nåast.

    Opne lenkja og trykk på knappen innan { $within }:
    { $link }

    Lenkja er berre di. Ikkje send den vidare. Spørsmål, eller må den stoppast? Ring { $stop }.
callout-message-sms = ØVING: Vakta blir prøvd. Opne lenkja og trykk på knappen innan { $within }: { $link }
callout-message-again = Dette blir sendt på nytt: Vi veit ikkje om det kom fram første gongen. Eitt svar er nok.
callout-page-title = Svar på varselet
callout-page-lead = Dette er ei øving. Trykk på knappen, så veit vi at du er nådd.
callout-page-code = Koden i lenkja
callout-page-hint = Den står her alt når du kom med lenkja. Elles limer du inn lenkja.
callout-page-button = Eg er nådd
callout-page-kept = Når du trykkjer, blir tidspunktet lagra. Det blir sletta når tida som er avtalt, er ute.
callout-page-done = Takk. Svaret ditt er lagra { $at }.
callout-page-late = Takk. Svaret ditt er lagra { $at }. Det kom etter fristen, og tel som seint.
callout-page-already = Svaret ditt var alt lagra { $at }. Du treng ikkje gjere meir.
callout-page-close = Du kan lukke sida.
callout-page-unknown = Inga lenkje har denne koden. Sjå etter om heile lenkja kom med.
callout-page-stopped = Øvinga er stoppa. Du treng ikkje svare.
callout-page-over = Øvinga er over. Lenkja verkar ikkje lenger.
callout-list-lead = Her ser du om vakta kan nåast. Tidspunktet er hemmeleg til vakta er varsla.
callout-list-none = Det er ingen vaktprøver enno.
callout-list-how = Lista blir forsegla med namn og adresser. Tider for den einskilde blir sletta når fristen i grunnlaget er ute.
callout-head-test = Prøve
callout-head-period = Avtalt tid
callout-head-called = På lista
callout-head-result = Resultat
callout-head-role = Rolle
callout-head-reached = Slik gjekk det
callout-head-called-at = Varsla
callout-head-answered-at = Svara
callout-on-list = { $count ->
    [one] { $count } person
   *[other] { $count } personar
  }
callout-one-title = Vaktprøva { $id }
callout-reached = Kven som vart nådd
callout-evidence = Beviset:
callout-agreed = Det som er avtalt
callout-within = Nokon skal svare innan
callout-next-after = Neste på lista blir varsla etter
callout-told = Veit om det
callout-agreed-with = Avtalt med
callout-stop-number = Blir stoppa ved å ringje
callout-ground-title = Grunnlaget for å lagre tider
callout-purpose = Føremål
callout-basis = Rettsleg grunnlag
callout-retention = Tidene blir lagra i
callout-discussed = Drøfta med
callout-erased-by = Blir sletta seinast
callout-erased = Namn, adresser og tider vart sletta { $at }. Dommen for kvar rolle står.
callout-ground-entry = Grunnlaget står i hovudboka, som innføring { $entry }.
callout-ground-none = Grunnlaget er ikkje ført inn enno. Før det er gjort, blir ingen varsla.
callout-stop = Stopp prøva
callout-stop-why = Når du stoppar den, blir ingen varsla meir, og det blir ingen dom.
notices-problem-no-gateway = Tekstmeldingar er ikkje sette opp.
callout-make = Planlegg ei vaktprøve
callout-make-lead = Skriv kven som blir varsla, i kva rekkjefølgje, og kvifor de lagrar tider. Tidspunktet blir trekt når planen blir forsegla, og ingen får vite det.
callout-example = Byrj med eit døme
callout-definition-hint = TOML, som i docs/callouts.md. Det blir forsegla med namn og adresser, og sletta når tida er ute.
callout-checked = Dette blir avtalt
callout-checked-sound = Alt er i orden. Ingen blir varsla før du har forsegla og starta henne.
callout-start = Start vaktprøva
callout-start-text = Når du startar, blir grunnlaget ført inn i hovudboka. Desse blir varsla når tidspunktet kjem, éin etter éin til nokon svarar:
callout-start-agreed = Grunnlaget er rett og drøfta, og nokon tek telefonen på stoppnummeret
callout-start-wrong = Sjekk grunnlaget og stoppnummeret, og kryss av, før du startar.
callout-start-do = Start
drills-example-agnkonto = Mislykka innloggingar på ein agnkonto, som programmet gjer sjølv (L2)

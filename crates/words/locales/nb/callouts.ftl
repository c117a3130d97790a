rooms-callouts = Vaktprøver
callout-ground = Formål: { $purpose }. Rettslig grunnlag: { $basis }. Tidene slettes etter { $retention }. Drøftet med: { $discussed }.
callout-step = { $role }: { $reached }
callout-line = { $id }: { $verdict }
callout-what = { $id }: Vakta blir varslet. Noen skal svare innen { $within }. Neste på lista blir varslet etter { $next }.
callout-person = { $number }. { $role }, { $name }: { $ways }
callout-times = { $role }: varslet { $called }, svarte { $answered }
callout-verdict-planned = Planlagt, ikke startet.
callout-verdict-started = Startet. Ingen er varslet ennå.
callout-verdict-answered = Noen svarte i tide.
callout-verdict-answered_late = Noen svarte, men for sent.
callout-verdict-unanswered = Ingen svarte i tide.
callout-verdict-pending = Vakta er varslet, og tiden er ikke ute.
callout-verdict-stopped = Stoppet. Det blir ingen dom.
callout-verdict-not_called = Ingen varsler kom av gårde. Det sier ingenting om dem som har vakt.
callout-reached-answered = svarte i tide
callout-reached-late = svarte for sent
callout-reached-silent = svarte ikke
callout-reached-waiting = er varslet, har ikke svart ennå
callout-reached-not_reached = varselet kom ikke av gårde
callout-reached-not_called = ble ikke varslet
callout-check-sound = Fila er i orden. Forsegle en plan med arvak callout plan.
callout-none = Det er ingen vaktprøve { $id }. Se dem med arvak callout list.
callout-no-tests = Det er ingen vaktprøver. Lag en plan med arvak callout plan.
callout-taken = Planen for { $id } finnes alt.
callout-no-mail = Lista har e-postadressen { $to }, men ingen e-postserver er satt opp. Skriv [mail] i arvak.toml.
callout-no-sms = Lista har nummeret { $to }, men ingen sender av tekstmeldinger er satt opp. Skriv [sms] i arvak.toml.
callout-no-webhook = Lista har { $to }, men den er ikke registrert. Legg den til under Oppsett, Kanaler.
callout-period-over = Den avtalte tiden var over { $to }. Avtal en ny.
callout-period-far = Den avtalte tiden ({ $to }) slutter for sent: En plan må være åpnet innen { $days } dager.
callout-planned = Planen { $id } er forseglet, og tidspunktet er trukket. Bare avtrykket står i hovedboka, som innføring { $entry }:
    { $seal }
    Ingen blir varslet før den er startet: arvak callout start { $id }
callout-dry = Ingen er varslet, og ingenting er ført inn. Start den med arvak callout start { $id } --for-real
callout-started = { $id } er startet. Grunnlaget står i hovedboka, som innføring { $entry }. Når tidspunktet kommer, varsler arvak serve.
    Tidene til hver enkelt blir slettet senest { $due }. Stopp den ved å ringe { $stop }, eller med arvak callout stop { $id }.
callout-started-already = { $id } er alt startet.
callout-is-stopped = { $id } er stoppet.
callout-judged-already = { $id } er alt dømt.
callout-moment-over = Tidspunktet for { $id } gikk forbi før den ble startet. Stopp den, og lag en ny plan.
callout-is-erased = Navn, adresser og tider i { $id } er slettet. Dommen for hver rolle står.
callout-no-verdict-yet = { $id } har ingen dom å føre inn ennå.
callout-recorded = Ført inn som { $entry }.
callout-record-it = Før det inn med arvak callout verdict { $id } --record, eller la arvak serve gjøre det.
callout-stopped = { $id } er stoppet. Ingen blir varslet mer, og det blir ingen dom.
callout-still-sealed = { $id } er fortsatt forseglet. Den må være dømt eller stoppet først.
callout-exported = Skrevet til { $path }, uten navn og adresser. Den som får det, ser tidene til hver rolle: Gi det bare til dem som skal ha dem.
callout-message-subject = ØVELSE: Svar på varselet
callout-message-mail = Hei { $name }.

    Dette er en øvelse. Ingenting har skjedd. Kommunen prøver om vakta kan nås.

    Åpne lenken og trykk på knappen innen { $within }:
    { $link }

    Lenken er bare din. Ikke send den videre. Spørsmål, eller må den stoppes? Ring { $stop }.
callout-message-sms = ØVELSE: Vakta prøves. Åpne lenken og trykk på knappen innen { $within }: { $link }
callout-message-again = Dette sendes på nytt: Vi vet ikke om det kom fram første gang. Ett svar er nok.
callout-page-title = Svar på varselet
callout-page-lead = Dette er en øvelse. Trykk på knappen, så vet vi at du er nådd.
callout-page-code = Koden i lenken
callout-page-hint = Den står her alt når du kom med lenken. Ellers limer du inn lenken.
callout-page-button = Jeg er nådd
callout-page-kept = Når du trykker, lagres tidspunktet. Det slettes når tiden som er avtalt, er ute.
callout-page-done = Takk. Svaret ditt er lagret { $at }.
callout-page-late = Takk. Svaret ditt er lagret { $at }. Det kom etter fristen, og teller som sent.
callout-page-already = Svaret ditt var alt lagret { $at }. Du trenger ikke gjøre mer.
callout-page-close = Du kan lukke siden.
callout-page-unknown = Ingen lenke har denne koden. Se etter om hele lenken kom med.
callout-page-stopped = Øvelsen er stoppet. Du trenger ikke svare.
callout-page-over = Øvelsen er over. Lenken virker ikke lenger.
callout-list-lead = Her ser du om vakta kan nås. Tidspunktet er hemmelig til vakta er varslet.
callout-list-none = Det er ingen vaktprøver ennå.
callout-list-how = Lista forsegles med navn og adresser. Tider for den enkelte slettes når fristen i grunnlaget er ute.
callout-head-test = Prøve
callout-head-period = Avtalt tid
callout-head-called = På lista
callout-head-result = Resultat
callout-head-role = Rolle
callout-head-reached = Slik gikk det
callout-head-called-at = Varslet
callout-head-answered-at = Svarte
callout-on-list = { $count ->
    [one] { $count } person
   *[other] { $count } personer
  }
callout-one-title = Vaktprøven { $id }
callout-reached = Hvem som ble nådd
callout-evidence = Beviset:
callout-agreed = Det som er avtalt
callout-within = Noen skal svare innen
callout-next-after = Neste på lista varsles etter
callout-told = Vet om det
callout-agreed-with = Avtalt med
callout-stop-number = Stoppes ved å ringe
callout-ground-title = Grunnlaget for å lagre tider
callout-purpose = Formål
callout-basis = Rettslig grunnlag
callout-retention = Tidene lagres i
callout-discussed = Drøftet med
callout-erased-by = Slettes senest
callout-erased = Navn, adresser og tider ble slettet { $at }. Dommen for hver rolle står.
callout-ground-entry = Grunnlaget står i hovedboka, som innføring { $entry }.
callout-ground-none = Grunnlaget er ikke ført inn ennå. Før det er gjort, blir ingen varslet.
callout-stop = Stopp prøven
callout-stop-why = Når du stopper den, blir ingen varslet mer, og det blir ingen dom.
notices-problem-no-gateway = Tekstmeldinger er ikke satt opp.
callout-make = Planlegg en vaktprøve
callout-make-lead = Skriv hvem som varsles, i hvilken rekkefølge, og hvorfor dere lagrer tider. Tidspunktet trekkes når planen blir forseglet, og ingen får vite det.
callout-example = Begynn med et eksempel
callout-definition-hint = TOML, som i docs/callouts.md. Det forsegles med navn og adresser, og slettes når tiden er ute.
callout-checked = Dette blir avtalt
callout-checked-sound = Alt er i orden. Ingen blir varslet før du har forseglet og startet den.
callout-start = Start vaktprøven
callout-start-text = Når du starter, føres grunnlaget inn i hovedboka. Disse blir varslet når tidspunktet kommer, én etter én til noen svarer:
callout-start-agreed = Grunnlaget er riktig og drøftet, og noen tar telefonen på stoppnummeret
callout-start-wrong = Sjekk grunnlaget og stoppnummeret, og kryss av, før du starter.
callout-start-do = Start
drills-example-agnkonto = Mislykkede innlogginger på en agnkonto, som programmet gjør selv (L2)

rooms-status = Status
rooms-tasks = Oppgaver
rooms-things = Tjenester og systemer
rooms-evidence = Bevis
rooms-runs = Kjøringer
rooms-history = Historikk
rooms-leader = Leder
rooms-reply = Svar
rooms-changes = Endringer
rooms-setup = Oppsett
rooms-about = Om Årvåk
rooms-accessibility = Tilgjengelighet
rooms-status-of = Status for { $name }
rooms-look-now = Undersøk nå
rooms-to-reply = Se svaret
rooms-points = Punktene i brevet
rooms-now = Viktigst nå
rooms-now-nothing = Alt som brevet spør om, er bekreftet eller gjelder ikke.
rooms-owner = Ansvarlig: { $owner }
rooms-due = frist { $due }
rooms-see-how = Se hva som må gjøres
rooms-all-tasks = Alle oppgaver ({ $count })
rooms-raised = Situasjonsnivået er hevet siden { $since }. Bevis må være ferskere enn ellers.
rooms-changed-since = Endret siden { $since }
rooms-all-changes = Alle { $count } endringer i historikken
rooms-what-is-asked = Hva det spørres om, og hva som teller
rooms-rule = Regelen
rooms-thing = Gjelder
rooms-why = Hvorfor
rooms-next = Neste
rooms-state = Tilstand
rooms-show-rest = Vis { $count } til
rooms-retired = avviklet
rooms-out-of-scope = utenfor det brevet gjelder
rooms-edit = Endre
rooms-retire = Avvikle
rooms-how-it-stands = Hvordan det står til
rooms-asked-nothing = Brevet spør ikke om dette.
rooms-no-evidence = Ingenting er registrert ennå.
rooms-pages = Flere sider
rooms-newest = Nyeste
rooms-older = Eldre
rooms-evidence-number = nr.{"\u00A0"}{ $id }
rooms-erased = Teksten eller vedlegget er slettet. Vurderingen står.
rooms-received = Mottatt
rooms-recorded-by = Ført av
rooms-class = Hvem som kan se det
rooms-basis = Hvordan vi vet det
rooms-collected = Gjaldt
rooms-valid-until = Gjelder til
rooms-found = Funn
rooms-method = Metode
rooms-vantage = Sett fra
rooms-supersedes = Vurderer på nytt
rooms-program = programmet ({ $name })
rooms-forgotten = en person som er glemt
rooms-seen = Det som ble sett
rooms-download-seen = Last ned det som ble sett
rooms-attached = Vedlegg
rooms-proof = Kan etterprøves
rooms-proof-lead = Konvolutten er de bytene som ble regnet inn i hovedboka. Bevisrekken viser at de står der, og kan etterprøves uten dette programmet.
rooms-download-proof = Last ned bevisrekken
rooms-download-envelope = Last ned konvolutten
rooms-runs-lead = Hver kjøring undersøker det som står for tur, og lagrer det den finner.
rooms-no-runs = Ingen kjøringer ennå.
rooms-run = Kjøring
rooms-run-number = Kjøring { $id }
rooms-run-of = Kjøring { $id } av { $point }
rooms-begun = Startet
rooms-by = Av
rooms-result = Resultat
rooms-look-all = Undersøk alt, også det som ikke står for tur
rooms-by-clock = av seg selv
rooms-run-far = { $done } av { $planned } prøver er kjørt …
rooms-run-broken-off = Brutt av før den var ferdig. Resten står for tur neste gang.
rooms-run-nothing = Ingenting sto for tur.
rooms-stop = Stopp
rooms-run-see = Se hva som kom ut av det
rooms-bad-date = Skriv en dato som 2026-03-31.
rooms-history-lead = Slik det sto til på en dag, vurdert etter det som var kjent da.
rooms-as-of = Per dato
rooms-beside = Sammenlignet med
rooms-beside-hint = Tomt betyr nå.
rooms-show = Vis
rooms-point = Punkt
rooms-two-days = { $then } og { $since }
rooms-not-asked-then = ikke spurt om
rooms-not-asked-before = ikke spurt om før
rooms-expires = { $date }: { $thing } ({ $claim })
rooms-things-of-claim = { $count } ting: { $states }
rooms-what-changed = Hva som endret seg
rooms-more = … og { $count } til.
rooms-when = Når
rooms-fact = Hva som ble ført
rooms-claim = Delkrav
rooms-change = Endring
rooms-reason = Begrunnelse
rooms-reply-lead = Svaret på brevet, skrevet av bevisene. Det finnes i tre utgaver etter hvem som skal lese det.
rooms-edition-internal = Intern utgave
rooms-edition-internal-for = For dem som arbeider med sikkerhet: alt.
rooms-edition-council = Utgave for kommunestyret
rooms-edition-council-for = For politisk ledelse: det som kan røpe svakheter, er utelatt og merket.
rooms-edition-public = Offentlig utgave
rooms-edition-public-for = For alle.
rooms-download-reply = Last ned
rooms-print = Skriv ut
rooms-approval = Gjennomgang og godkjenning
rooms-approval-none = Ingen har gått gjennom eller godkjent dette ennå.
rooms-reviewed-by = Gjennomgått av { $name } { $at }
rooms-approved-by = Godkjent av { $name } { $at }
rooms-bytes = Gjelder nøyaktig denne teksten: { $digest }
rooms-review = Jeg har gått gjennom det
rooms-approve = Jeg godkjenner det
rooms-checkpoint = Hovedbokas signerte sum
rooms-reply-changed = Svaret er blitt et annet siden du åpnet siden. Les det på nytt før du bestemmer deg.
rooms-leader-title = Svar på «{ $letter }»
rooms-decisions = Tre beslutninger
rooms-if-waiting = Om vi venter: { $text }
rooms-not-estimated = Ingen har anslått timer og kostnad ennå
rooms-estimated = { $hours } timer og { $kroner } kr, anslått av { $by } { $at }
rooms-leader-basis = Hver linje bygger på bevis som kan etterprøves. Ingen status er skrevet inn for hånd.
rooms-trend = For en uke siden: { $verified_then } bekreftet og { $refuted_then } motbevist. Nå: { $verified } bekreftet og { $refuted } motbevist.
rooms-estimate = Anslag
rooms-estimate-of = Hva det gjelder
rooms-hours = Timer
rooms-kroner = Kostnad i kroner
rooms-keep = Lagre
rooms-bad-number = Skriv et helt tall fra 0 til { $most }.
rooms-estimate-gone = Dette er ikke lenger blant de tre viktigste. Velg på nytt.
rooms-users = Brukere
rooms-users-for = Hvem som kan logge inn, og hva rollen deres får gjøre.
rooms-keys = Nøkler for programmer
rooms-keys-for = Nøkler som andre programmer kan hente og føre opplysninger med.
rooms-setup-control = Bevis for at domenene er deres
rooms-setup-control-none = Alle registrerte domener er vist å være deres.
rooms-setup-here = Denne installasjonen
rooms-setup-origin = Adresse
rooms-setup-idle = Økten slutter uten bruk etter
rooms-setup-session = Økten slutter uansett etter
rooms-setup-folder = Datamappe
rooms-setup-file = Dette endres i arvak.toml i datamappa.
rooms-copy = Kopier
rooms-copied = Kopiert
rooms-about-lead = Årvåk svarer på brevet fra KDD og KS med bevis, ikke med avkryssing.
rooms-about-evidence-title = Hva en status bygger på
rooms-about-evidence = En status regnes ut av bevis som kan etterprøves. Ingen kan skrive den inn. Bevis går ut, og et funn som sier imot, gjelder til noe like sterkt viser at det er rettet.
rooms-about-touch-title = Hva programmet rører
rooms-about-touch = Programmet ser på domener som er registrert, slik en besøkende eller en e-posttjener gjør. Alt annet krever bevis for at domenet er deres. Alt det gjør, står under Bevis.
rooms-about-people-title = Personopplysninger
rooms-about-people = Navn på brukere ligger for seg selv og kan slettes uten at vurderingen endres. Hovedboka har bare en nøytral kode.
rooms-about-program = Programmet
rooms-about-version = Årvåk { $version }, fri programvare under Apache-2.0.
rooms-about-municipalities = Kommunenavn og -numre: © Kartverket, CC BY 4.0.
rooms-about-licences = Andres arbeid på sidene, med lisenser
rooms-accessibility-lead = Sidene er laget for å følge WCAG 2.2 på nivå AA.
rooms-accessibility-tried-title = Dette er prøvd
rooms-accessibility-tried = Programmets egne prøver leter etter feil med axe-core i nettleseren Chromium, på smal og bred skjerm, lyst og mørkt. Alt kan gjøres med tastatur og uten JavaScript.
rooms-accessibility-not-tried-title = Dette er ikke prøvd
rooms-accessibility-not-tried = Ingen har ennå prøvd sidene for hånd med skjermleser.
rooms-accessibility-tell-title = Si fra
rooms-accessibility-tell = Finner du noe som hindrer deg, si fra til den som drifter Årvåk hos dere.
rooms-hidden = noe som hører til en annen enhet
rooms-limited = Du ser det som hører til { $units }, og det som gjelder hele kommunen.
rooms-limit-owner = Det du fører opp, må høre til en av enhetene dine. Velg en eier derfra.
rooms-limit-whole = Dette gjelder hele kommunen. Be noen som ikke er begrenset til enheter, om å føre det.
rooms-limit-relation = Noe av det du viser til, hører til en annen enhet. Be dem om å føre sammenhengen.
rooms-status-lead = { $verified ->
    [0] Ingen av { $total } punkter er bekreftet ennå.
    [one] Ett av { $total } punkter er bekreftet.
   *[other] { $verified } av { $total } punkter er bekreftet.
} { $refuted ->
    [0] { $missing ->
        [0] {""}
        [one] Ett er ikke undersøkt.
       *[other] { $missing } er ikke undersøkt.
    }
    [one] Ett er motbevist.
   *[other] { $refuted } er motbevist.
}
rooms-refuted-too = { $count ->
    [one] Én er motbevist
   *[other] { $count } er motbevist
}
rooms-excluded = { $count ->
    [one] Én er utelatt etter oppgave
   *[other] { $count } er utelatt etter oppgave
}
rooms-evidence-lead = { $count ->
    [one] Én oppføring i hovedboka.
   *[other] { $count } oppføringer i hovedboka, de nyeste først.
}
rooms-changes-lead = { $count ->
    [0] Ingen status er blitt bedre uten nytt bevis.
    [one] Én endring har bedret en status uten nytt bevis.
   *[other] { $count } endringer har bedret en status uten nytt bevis.
}

rooms-status = Status
rooms-tasks = Oppgåver
rooms-things = Tenester og system
rooms-evidence = Bevis
rooms-runs = Køyringar
rooms-history = Historikk
rooms-leader = Leiar
rooms-reply = Svar
rooms-changes = Endringar
rooms-setup = Oppsett
rooms-about = Om Årvåk
rooms-accessibility = Tilgjenge
rooms-status-of = Status for { $name }
rooms-look-now = Undersøk no
rooms-to-reply = Sjå svaret
rooms-points = Punkta i brevet
rooms-now = Viktigast no
rooms-now-nothing = Alt som brevet spør om, er stadfesta eller gjeld ikkje.
rooms-owner = Ansvarleg: { $owner }
rooms-due = frist { $due }
rooms-see-how = Sjå kva som må gjerast
rooms-all-tasks = Alle oppgåver ({ $count })
rooms-raised = Situasjonsnivået er heva sidan { $since }. Bevis må vere ferskare enn elles.
rooms-changed-since = Endra sidan { $since }
rooms-all-changes = Alle { $count } endringar i historikken
rooms-what-is-asked = Kva det blir spurt om, og kva som tel
rooms-rule = Regelen
rooms-thing = Gjeld
rooms-why = Kvifor
rooms-next = Neste
rooms-state = Tilstand
rooms-show-rest = Vis { $count } til
rooms-retired = avvikla
rooms-out-of-scope = utanfor det brevet gjeld
rooms-edit = Endre
rooms-retire = Avvikle
rooms-how-it-stands = Korleis det står til
rooms-asked-nothing = Brevet spør ikkje om dette.
rooms-no-evidence = Ingenting er registrert enno.
rooms-pages = Fleire sider
rooms-newest = Nyaste
rooms-older = Eldre
rooms-evidence-number = nr.{"\u00A0"}{ $id }
rooms-erased = Teksten eller vedlegget er sletta. Vurderinga står.
rooms-received = Motteke
rooms-recorded-by = Ført av
rooms-class = Kven som kan sjå det
rooms-basis = Korleis vi veit det
rooms-collected = Galdt
rooms-valid-until = Gjeld til
rooms-found = Funn
rooms-method = Metode
rooms-vantage = Sett frå
rooms-supersedes = Vurderer på nytt
rooms-program = programmet ({ $name })
rooms-forgotten = ein person som er gløymd
rooms-seen = Det som vart sett
rooms-download-seen = Last ned det som vart sett
rooms-attached = Vedlegg
rooms-proof = Kan etterprøvast
rooms-proof-lead = Konvolutten er dei bytane som vart rekna inn i hovudboka. Bevisrekkja viser at dei står der, og kan etterprøvast utan dette programmet.
rooms-download-proof = Last ned bevisrekkja
rooms-download-envelope = Last ned konvolutten
rooms-runs-lead = Kvar køyring undersøkjer det som står for tur, og lagrar det ho finn.
rooms-no-runs = Ingen køyringar enno.
rooms-run = Køyring
rooms-run-number = Køyring { $id }
rooms-run-of = Køyring { $id } av { $point }
rooms-begun = Starta
rooms-by = Av
rooms-result = Resultat
rooms-look-all = Undersøk alt, også det som ikkje står for tur
rooms-by-clock = av seg sjølv
rooms-run-far = { $done } av { $planned } prøver er køyrde …
rooms-run-broken-off = Broten av før ho var ferdig. Resten står for tur neste gong.
rooms-run-nothing = Ingenting stod for tur.
rooms-stop = Stopp
rooms-run-see = Sjå kva som kom ut av det
rooms-bad-date = Skriv ein dato som 2026-03-31.
rooms-history-lead = Slik det stod til på ein dag, vurdert etter det som var kjent då.
rooms-as-of = Per dato
rooms-beside = Samanlikna med
rooms-beside-hint = Tomt betyr no.
rooms-show = Vis
rooms-point = Punkt
rooms-two-days = { $then } og { $since }
rooms-not-asked-then = ikkje spurt om
rooms-not-asked-before = ikkje spurt om før
rooms-expires = { $date }: { $thing } ({ $claim })
rooms-things-of-claim = { $count } ting: { $states }
rooms-what-changed = Kva som endra seg
rooms-more = … og { $count } til.
rooms-when = Når
rooms-fact = Kva som vart ført
rooms-claim = Delkrav
rooms-change = Endring
rooms-reason = Grunngiving
rooms-reply-lead = Svaret på brevet, skrive av bevisa. Det finst i tre utgåver etter kven som skal lese det.
rooms-edition-internal = Intern utgåve
rooms-edition-internal-for = For dei som arbeider med tryggleik: alt.
rooms-edition-council = Utgåve for kommunestyret
rooms-edition-council-for = For politisk leiing: det som kan røpe veikskapar, er utelate og merkt.
rooms-edition-public = Offentleg utgåve
rooms-edition-public-for = For alle.
rooms-download-reply = Last ned
rooms-print = Skriv ut
rooms-approval = Gjennomgang og godkjenning
rooms-approval-none = Ingen har gått gjennom eller godkjent dette enno.
rooms-reviewed-by = Gjennomgått av { $name } { $at }
rooms-approved-by = Godkjent av { $name } { $at }
rooms-bytes = Gjeld nøyaktig denne teksten: { $digest }
rooms-review = Eg har gått gjennom det
rooms-approve = Eg godkjenner det
rooms-checkpoint = Hovudbokas signerte sum
rooms-reply-changed = Svaret har vorte eit anna sidan du opna sida. Les det på nytt før du bestemmer deg.
rooms-leader-title = Svar på «{ $letter }»
rooms-decisions = Tre avgjerder
rooms-if-waiting = Om vi ventar: { $text }
rooms-not-estimated = Ingen har gitt overslag over timar og kostnad enno
rooms-estimated = { $hours } timar og { $kroner } kr, overslag av { $by } { $at }
rooms-leader-basis = Kvar linje byggjer på bevis som kan etterprøvast. Ingen status er skriven inn for hand.
rooms-trend = For ei veke sidan: { $verified_then } stadfesta og { $refuted_then } motbevist. No: { $verified } stadfesta og { $refuted } motbevist.
rooms-estimate = Overslag
rooms-estimate-of = Kva det gjeld
rooms-hours = Timar
rooms-kroner = Kostnad i kroner
rooms-keep = Lagre
rooms-bad-number = Skriv eit heilt tal frå 0 til { $most }.
rooms-estimate-gone = Dette er ikkje lenger blant dei tre viktigaste. Vel på nytt.
rooms-users = Brukarar
rooms-users-for = Kven som kan logge inn, og kva rolla deira får gjere.
rooms-keys = Nøklar for program
rooms-keys-for = Nøklar som andre program kan hente og føre opplysningar med.
rooms-setup-control = Bevis for at domena er dykkar
rooms-setup-control-none = Alle registrerte domene er viste å vere dykkar.
rooms-setup-here = Denne installasjonen
rooms-setup-origin = Adresse
rooms-setup-idle = Økta sluttar utan bruk etter
rooms-setup-session = Økta sluttar uansett etter
rooms-setup-folder = Datamappe
rooms-setup-file = Dette blir endra i arvak.toml i datamappa.
rooms-copy = Kopier
rooms-copied = Kopiert
rooms-about-lead = Årvåk svarar på brevet frå KDD og KS med bevis, ikkje med avkryssing.
rooms-about-evidence-title = Kva ein status byggjer på
rooms-about-evidence = Ein status blir rekna ut av bevis som kan etterprøvast. Ingen kan skrive han inn. Bevis går ut, og eit funn som seier imot, gjeld til noko like sterkt viser at det er retta.
rooms-about-touch-title = Kva programmet rører
rooms-about-touch = Programmet ser på domene som er registrerte, slik ein besøkjande eller ein e-posttenar gjer. Alt anna krev bevis for at domenet er dykkar. Alt det gjer, står under Bevis.
rooms-about-people-title = Personopplysningar
rooms-about-people = Namn på brukarar ligg for seg sjølv og kan slettast utan at vurderinga endrar seg. Hovudboka har berre ein nøytral kode.
rooms-about-program = Programmet
rooms-about-version = Årvåk { $version }, fri programvare under Apache-2.0.
rooms-about-municipalities = Kommunenamn og -nummer: © Kartverket, CC BY 4.0.
rooms-about-licences = Arbeidet til andre på sidene, med lisensar
rooms-accessibility-lead = Sidene er laga for å følgje WCAG 2.2 på nivå AA.
rooms-accessibility-tried-title = Dette er prøvd
rooms-accessibility-tried = Programmet sine eigne prøver leiter etter feil med axe-core i nettlesaren Chromium, på smal og brei skjerm, lyst og mørkt. Alt kan gjerast med tastatur og utan JavaScript.
rooms-accessibility-not-tried-title = Dette er ikkje prøvd
rooms-accessibility-not-tried = Ingen har enno prøvd sidene for hand med skjermlesar.
rooms-accessibility-tell-title = Sei frå
rooms-accessibility-tell = Finn du noko som hindrar deg, sei frå til den som driftar Årvåk hos dykk.
rooms-hidden = noko som høyrer til ei anna eining
rooms-limited = Du ser det som høyrer til { $units }, og det som gjeld heile kommunen.
rooms-limit-owner = Det du fører opp, må høyre til ei av einingane dine. Vel ein eigar derifrå.
rooms-limit-whole = Dette gjeld heile kommunen. Be nokon som ikkje er avgrensa til einingar, om å føre det.
rooms-limit-relation = Noko av det du viser til, høyrer til ei anna eining. Be dei om å føre samanhengen.
rooms-status-lead = { $verified ->
    [0] Ingen av { $total } punkt er stadfesta enno.
    [one] Eitt av { $total } punkt er stadfesta.
   *[other] { $verified } av { $total } punkt er stadfesta.
} { $refuted ->
    [0] { $missing ->
        [0] {""}
        [one] Eitt er ikkje undersøkt.
       *[other] { $missing } er ikkje undersøkte.
    }
    [one] Eitt er motbevist.
   *[other] { $refuted } er motbeviste.
}
rooms-refuted-too = { $count ->
    [one] Éin er motbevist
   *[other] { $count } er motbeviste
}
rooms-excluded = { $count ->
    [one] Éin er utelaten etter oppgåve
   *[other] { $count } er utelatne etter oppgåve
}
rooms-evidence-lead = { $count ->
    [one] Éi oppføring i hovudboka.
   *[other] { $count } oppføringar i hovudboka, dei nyaste først.
}
rooms-changes-lead = { $count ->
    [0] Ingen status har vorte betre utan nytt bevis.
    [one] Éi endring har betra ein status utan nytt bevis.
   *[other] { $count } endringar har betra ein status utan nytt bevis.
}

# Varsel: tekstane i e-post, eigne val, kanalar, tidsplan
notices-subject = Årvåk: { $what }
notices-refuted-count = { $count ->
    [one] eitt nytt funn
   *[other] { $count } nye funn
}
notices-expiring-count = { $count ->
    [one] eitt bevis går snart ut
   *[other] { $count } bevis går snart ut
}
notices-overdue-count = { $count ->
    [one] éin frist er gått ut
   *[other] { $count } fristar er gått ut
}
notices-refuted-heading = Nye funn
notices-expiring-heading = Bevis som snart går ut
notices-overdue-heading = Fristar som er gått ut
notices-refuted-line = { $count ->
    [one] Motbevist éin stad. Funne { $date }.
   *[other] Motbevist { $count } stader. Det første vart funne { $date }.
}
notices-expiring-line = { $past ->
    [yes] { $count ->
        [one] Beviset gjekk ut { $date }.
       *[other] { $count } bevis. Det første gjekk ut { $date }.
    }
   *[no] { $count ->
        [one] Beviset går ut { $date }.
       *[other] { $count } bevis. Det første går ut { $date }.
    }
}
notices-overdue-line = { $count ->
    [one] Fristen var { $date }.
   *[other] { $count } fristar. Den første var { $date }.
}
notices-over-all = Det er i orden no.
notices-over-some = { $count } av dei er i orden no.
notices-other-dates = Andre fristar
notices-more = { $count ->
    [one] og eitt delkrav til
   *[other] og { $count } delkrav til
}
notices-foot = Du avgjer sjølv kva du får varsel om: { $link }
    Ingen les svar på denne e-posten.
notices-test-subject = Årvåk: ei prøve
notices-test-text = Dette er ei prøve. Varsel på e-post kjem fram.
# Eigne val
notices-title = Varsel
notices-lead = Vel kva du vil ha melding om på e-post, og kor ofte.
notices-what = Kva vil du vite?
notices-what-hint = Vel du ingenting, får du ingen e-post.
notices-refuted = Nye funn: eit krav er motbevist
notices-expiring = Bevis som snart går ut
notices-overdue = Fristar som er gått ut
notices-pace = Kor ofte?
notices-pace-at-once = Med ein gong
notices-pace-at-once-hint = Innan eit minutt etter at det skjer.
notices-pace-daily = Samla kvar morgon
notices-pace-daily-hint = Klokka 7, berre når det er noko nytt.
notices-pace-weekly = Samla måndag morgon
notices-pace-weekly-hint = Klokka 7, berre når det er noko nytt.
notices-email-hint = Hit kjem varsla. Du kan òg logge inn med adressa.
notices-email-missing = Skriv e-postadressa varsla skal til.
notices-email-taken = Ein annan brukar har denne adressa.
notices-language-hint = For varsla og sidene.
notices-kept = Valet er lagra.
notices-no-mail = E-post er ikkje sett opp her enno. Administratoren gjer det under Oppsett, Kanalar.
notices-no-address = Du har ikkje oppgitt noka e-postadresse. Det gjer du på sida di, under Varsel.
notices-to-own = Til sida di
notices-says = Eit varsel seier kva krav det gjeld, korleis det står, og kvar du les meir. Namn på system, adresser og det som vart sett, står berre her inne.
# Kanalar
notices-channels = Kanalar
notices-channels-for = E-post og webhookar som varsel går gjennom, og meldingar som ikkje kom fram.
notices-channels-lead = Varsel går på e-post til dei som ønskjer det, og til program som lyttar.
notices-mail = E-post
notices-mail-none = E-post er ikkje sett opp. Skriv dette i arvak.toml i datamappa med eigne verdiar, og start Årvåk på nytt:
notices-relay = E-posttenar
notices-security = Sikring
notices-tls-starttls = TLS, påkravd frå STARTTLS
notices-tls-tls = TLS frå første byte
notices-tls-none = Utan TLS, berre på denne maskina
notices-from = Avsendar
notices-user = Loggar inn som
notices-no-user = Utan innlogging
notices-test-mail = Send ei prøve til meg
notices-webhooks = Webhookar
notices-webhooks-lead = Eit program som lyttar på ei adresse, får alle varsel med ein gong, signerte.
notices-webhook-address = Adresse
notices-webhook-hint = Byrjar med https://. Namnet på tenaren blir vist i lista, resten ikkje.
notices-webhook-add = Legg til webhook
notices-webhook-by = Lagd til av
notices-webhook-wrong = Skriv ei heil adresse som byrjar med https://, utan brukarnamn og passord i.
notices-webhook-known = Denne adressa er lagd til frå før.
notices-webhook-many = Det er 20 webhookar frå før. Fjern ein først.
notices-webhook-test = Send ei prøve
notices-webhook-test-named = Send ei prøve til { $name }
notices-secret-title = Nøkkelen til webhooken
notices-secret-once = Mottakaren treng denne nøkkelen for å sjå at meldingane er våre. Du ser han berre no.
notices-stuck = Meldingar på veg
notices-waiting = { $count ->
    [0] Ingen meldingar ventar på å bli sende.
    [one] Éi melding ventar på å bli send.
   *[other] { $count } meldingar ventar på å bli sende.
}
notices-failed = { $count ->
    [one] Éi melding kom ikkje fram.
   *[other] { $count } meldingar kom ikkje fram.
}
notices-to = Til
notices-made = Laga
notices-problem = Kva som er gale
notices-next = Neste forsøk
notices-given-up = Gitt opp
notices-again = Prøv igjen
notices-again-named = Prøv igjen meldinga til { $name }
notices-forget = Slett
notices-forget-named = Slett meldinga til { $name }
notices-said-sendt = Prøva er på veg. Kjem ho ikkje fram, står ho nedst på sida.
notices-said-fjernet = Webhooken er fjerna.
notices-said-igjen = Meldinga blir send på nytt.
notices-said-glemt = Meldinga er sletta.
notices-problem-not-secure = Mottakaren kunne ikkje vise kven han er. Sjå på sertifikatet.
notices-problem-timeout = Mottakaren svara ikkje i tide.
notices-problem-forbidden = Namnet leier til ei adresse der ingen tenar kan vere.
notices-problem-unreachable = Mottakaren tek ikkje imot sambindingar.
notices-problem-no-relay = E-post er ikkje sett opp.
notices-problem-no-starttls = E-posttenaren tilbyr ikkje STARTTLS. Ingenting vart sendt.
notices-problem-log-in = E-posttenaren godtok ikkje brukarnamn og passord.
notices-problem-later = E-posttenaren bad om å vente.
notices-problem-refused = E-posttenaren avviste meldinga.
notices-problem-broken = Sambandet vart brote.
notices-problem-address = Adressa kan ikkje brukast.
notices-problem-status = Mottakaren svara med ein feil.
notices-problem-gone = Mottakaren seier at han ikkje finst lenger.
# Tidsplan
notices-timetable = Tidsplan
notices-timetable-for = Når Årvåk ser etter av seg sjølv.
notices-timetable-lead = Årvåk ser etter av seg sjølv når du avgjer det. Berre det som treng eit nytt blikk, blir sett på.
notices-last = Såg etter sist
notices-next-look = Neste gong
notices-when = Når skal Årvåk sjå etter?
notices-when-timer = Heile døgnet
notices-when-timer-hint = Så ofte som du vel under.
notices-when-natt = I eit fast tidsrom
notices-when-natt-hint = Éin gong i kvart tidsrom. Det som ikkje blir ferdig, held fram neste gong.
notices-when-av = Aldri av seg sjølv
notices-when-av-hint = Berre når nokon startar ei køyring.
notices-vantage = Kvar vi ser frå
notices-vantage-lead = Punkt 3 i brevet gjeld det framande møter på internett. Det som er sett innanfrå, viser ikkje det. Difor må du seie kvar maskina står.
notices-vantage-question = Kvar står maskina som Årvåk køyrer på?
notices-vantage-outside = Utanfor kommunen sitt eige nett
notices-vantage-outside-hint = Til dømes hos ein driftsleverandør. Ho møter det same som framande møter.
notices-vantage-inside = I kommunen sitt eige nett
notices-vantage-inside-hint = Då må ei anna maskin sjå etter utanfrå. Slik: docs/outside-worker.md.
notices-vantage-unstated = Det veit eg ikkje no
notices-vantage-unstated-hint = Funna blir tekne vare på, men dei viser ikkje det som må vere sett utanfrå.
notices-vantage-fixed = Det står i arvak.toml: { $vantage }.
notices-hours = Tid mellom kvar gong, heile døgnet
notices-from-hour = Tidsrommet byrjar klokka
notices-to-hour = Tidsrommet sluttar klokka
notices-window-empty = Tidsrommet må vare minst ein time.
notices-checks = Kva som blir sett på
notices-checks-lead = Kvart blikk varer ei tid. Halvvegs trengst eit nytt.
notices-check = Blikk
notices-every = Nytt blikk etter
notices-count = Tal på
notices-due = Treng nytt blikk no
notices-check-dns = Domene (DNS)
notices-check-https = Nettstader (HTTPS)
notices-check-mail = E-postdomene (SPF og DMARC)
notices-check-ssh = Fjerninnlogging (SSH)

# Varsler: tekstene i e-post, egne valg, kanaler, tidsplan
notices-subject = Årvåk: { $what }
notices-refuted-count = { $count ->
    [one] ett nytt funn
   *[other] { $count } nye funn
}
notices-expiring-count = { $count ->
    [one] ett bevis går snart ut
   *[other] { $count } bevis går snart ut
}
notices-overdue-count = { $count ->
    [one] én frist er gått ut
   *[other] { $count } frister er gått ut
}
notices-refuted-heading = Nye funn
notices-expiring-heading = Bevis som snart går ut
notices-overdue-heading = Frister som er gått ut
notices-refuted-line = { $count ->
    [one] Motbevist på ett sted. Funnet { $date }.
   *[other] Motbevist på { $count } steder. Det første ble funnet { $date }.
}
notices-expiring-line = { $past ->
    [yes] { $count ->
        [one] Beviset gikk ut { $date }.
       *[other] { $count } bevis. Det første gikk ut { $date }.
    }
   *[no] { $count ->
        [one] Beviset går ut { $date }.
       *[other] { $count } bevis. Det første går ut { $date }.
    }
}
notices-overdue-line = { $count ->
    [one] Fristen var { $date }.
   *[other] { $count } frister. Den første var { $date }.
}
notices-over-all = Det er i orden nå.
notices-over-some = { $count } av dem er i orden nå.
notices-other-dates = Andre frister
notices-more = { $count ->
    [one] og ett delkrav til
   *[other] og { $count } delkrav til
}
notices-foot = Du bestemmer selv hva du får varsel om: { $link }
    Ingen leser svar på denne e-posten.
notices-test-subject = Årvåk: en prøve
notices-test-text = Dette er en prøve. Varsler på e-post kommer fram.
# Egne valg
notices-title = Varsler
notices-lead = Velg hva du vil ha beskjed om på e-post, og hvor ofte.
notices-what = Hva vil du vite?
notices-what-hint = Velger du ingenting, får du ingen e-post.
notices-refuted = Nye funn: et krav er motbevist
notices-expiring = Bevis som snart går ut
notices-overdue = Frister som er gått ut
notices-pace = Hvor ofte?
notices-pace-at-once = Med en gang
notices-pace-at-once-hint = Innen et minutt etter at det skjer.
notices-pace-daily = Samlet hver morgen
notices-pace-daily-hint = Klokka 7, bare når det er noe nytt.
notices-pace-weekly = Samlet mandag morgen
notices-pace-weekly-hint = Klokka 7, bare når det er noe nytt.
notices-email-hint = Hit kommer varslene. Du kan også logge inn med adressen.
notices-email-missing = Skriv e-postadressen varslene skal til.
notices-email-taken = En annen bruker har denne adressen.
notices-language-hint = For varslene og sidene.
notices-kept = Valget er lagret.
notices-no-mail = E-post er ikke satt opp her ennå. Administratoren gjør det under Oppsett, Kanaler.
notices-no-address = Du har ikke oppgitt noen e-postadresse. Det gjør du på siden din, under Varsler.
notices-to-own = Til siden din
notices-says = Et varsel sier hvilket krav det gjelder, hvordan det står og hvor du leser mer. Navn på systemer, adresser og det som ble sett, står bare her inne.
# Kanaler
notices-channels = Kanaler
notices-channels-for = E-post og webhooker som varsler går gjennom, og meldinger som ikke kom fram.
notices-channels-lead = Varsler går på e-post til dem som ønsker det, og til programmer som lytter.
notices-mail = E-post
notices-mail-none = E-post er ikke satt opp. Skriv dette i arvak.toml i datamappa med egne verdier, og start Årvåk på nytt:
notices-relay = E-posttjener
notices-security = Sikring
notices-tls-starttls = TLS, påkrevd fra STARTTLS
notices-tls-tls = TLS fra første byte
notices-tls-none = Uten TLS, bare på denne maskinen
notices-from = Avsender
notices-user = Logger inn som
notices-no-user = Uten innlogging
notices-test-mail = Send en prøve til meg
notices-webhooks = Webhooker
notices-webhooks-lead = Et program som lytter på en adresse, får alle varsler med en gang, signert.
notices-webhook-address = Adresse
notices-webhook-hint = Begynner med https://. Navnet på tjeneren vises i lista, resten ikke.
notices-webhook-add = Legg til webhook
notices-webhook-by = Lagt til av
notices-webhook-wrong = Skriv en hel adresse som begynner med https://, uten brukernavn og passord i.
notices-webhook-known = Denne adressen er lagt til fra før.
notices-webhook-many = Det er 20 webhooker fra før. Fjern en først.
notices-webhook-test = Send en prøve
notices-webhook-test-named = Send en prøve til { $name }
notices-secret-title = Nøkkelen til webhooken
notices-secret-once = Mottakeren trenger denne nøkkelen for å se at meldingene er våre. Du ser den bare nå.
notices-stuck = Meldinger på vei
notices-waiting = { $count ->
    [0] Ingen meldinger venter på å bli sendt.
    [one] Én melding venter på å bli sendt.
   *[other] { $count } meldinger venter på å bli sendt.
}
notices-failed = { $count ->
    [one] Én melding kom ikke fram.
   *[other] { $count } meldinger kom ikke fram.
}
notices-to = Til
notices-made = Laget
notices-problem = Hva som er galt
notices-next = Neste forsøk
notices-given-up = Gitt opp
notices-again = Prøv igjen
notices-again-named = Prøv igjen meldingen til { $name }
notices-forget = Slett
notices-forget-named = Slett meldingen til { $name }
notices-said-sendt = Prøven er på vei. Kommer den ikke fram, står den nederst på siden.
notices-said-fjernet = Webhooken er fjernet.
notices-said-igjen = Meldingen sendes på nytt.
notices-said-glemt = Meldingen er slettet.
notices-problem-not-secure = Mottakeren kunne ikke vise hvem den er. Se på sertifikatet.
notices-problem-timeout = Mottakeren svarte ikke i tide.
notices-problem-forbidden = Navnet leder til en adresse der ingen tjener kan være.
notices-problem-unreachable = Mottakeren tar ikke imot forbindelser.
notices-problem-no-relay = E-post er ikke satt opp.
notices-problem-no-starttls = E-posttjeneren tilbyr ikke STARTTLS. Ingenting ble sendt.
notices-problem-log-in = E-posttjeneren godtok ikke brukernavn og passord.
notices-problem-later = E-posttjeneren ba om å vente.
notices-problem-refused = E-posttjeneren avviste meldingen.
notices-problem-broken = Forbindelsen ble brutt.
notices-problem-address = Adressen kan ikke brukes.
notices-problem-status = Mottakeren svarte med en feil.
notices-problem-gone = Mottakeren sier at den ikke finnes lenger.
# Tidsplan
notices-timetable = Tidsplan
notices-timetable-for = Når Årvåk ser etter av seg selv.
notices-timetable-lead = Årvåk ser etter av seg selv når du bestemmer det. Bare det som trenger et nytt blikk, blir sett på.
notices-last = Så etter sist
notices-next-look = Neste gang
notices-when = Når skal Årvåk se etter?
notices-when-timer = Hele døgnet
notices-when-timer-hint = Så ofte som du velger under.
notices-when-natt = I et fast tidsrom
notices-when-natt-hint = Én gang i hvert tidsrom. Det som ikke blir ferdig, fortsetter neste gang.
notices-when-av = Aldri av seg selv
notices-when-av-hint = Bare når noen starter en kjøring.
notices-vantage = Hvor vi ser fra
notices-vantage-lead = Punkt 3 i brevet gjelder det fremmede møter på internett. Det som er sett innenfra, viser ikke det. Derfor må du si hvor maskinen står.
notices-vantage-question = Hvor står maskinen som Årvåk kjører på?
notices-vantage-outside = Utenfor kommunens eget nett
notices-vantage-outside-hint = For eksempel hos en driftsleverandør. Den møter det samme som fremmede møter.
notices-vantage-inside = I kommunens eget nett
notices-vantage-inside-hint = Da må en annen maskin se etter utenfra. Slik: docs/outside-worker.md.
notices-vantage-unstated = Det vet jeg ikke nå
notices-vantage-unstated-hint = Funnene blir tatt vare på, men de viser ikke det som må være sett utenfra.
notices-vantage-fixed = Det står i arvak.toml: { $vantage }.
notices-hours = Tid mellom hver gang, hele døgnet
notices-from-hour = Tidsrommet begynner klokka
notices-to-hour = Tidsrommet slutter klokka
notices-window-empty = Tidsrommet må vare minst en time.
notices-checks = Hva som blir sett på
notices-checks-lead = Hvert blikk varer en tid. Halvveis trengs et nytt.
notices-check = Blikk
notices-every = Nytt blikk etter
notices-count = Antall
notices-due = Trenger nytt blikk nå
notices-check-dns = Domener (DNS)
notices-check-https = Nettsteder (HTTPS)
notices-check-mail = E-postdomener (SPF og DMARC)
notices-check-ssh = Fjerninnlogging (SSH)

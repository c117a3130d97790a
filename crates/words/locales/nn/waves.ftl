# E-post til leverandørar, bølgjer av førespurnader, kalender og sakliste.
supplier-mail-hello = Hei { $supplier },
supplier-mail-invitation-subject = { $from }: spørsmål til dykk, svar innan { $due }
supplier-mail-invitation = { $from } spør alle som leverer eller driftar det vi bruker. Staten og KS har bede kommunane om å gjere det. Vi treng svar på { $count ->
        [one] eitt spørsmål
       *[other] { $count } spørsmål
    } frå dykk innan { $due }. De svarar på denne sida:
supplier-mail-link = Lenkja er berre for dykk, og for denne eine førespurnaden. Del henne berre med dei hos dykk som skal svare. De treng ingen konto. Svara blir lagra medan de skriv, og «veit ikkje» er òg eit svar.
supplier-mail-link-code = Når de opnar lenkja, sender vi ein kode til denne adressa. Han må de skrive inn på sida.
supplier-mail-before-subject = { $from }: påminning, svar innan { $due }
supplier-mail-before = { $days ->
        [one] Det er éin dag att
       *[other] Det er { $days } dagar att
    } til svarfristen { $due }. Vi har ikkje fått svar frå dykk enno.
supplier-mail-leader-subject = { $from }: vi manglar svar frå dykk
supplier-mail-leader = { $from } stilte { $supplier } nokre spørsmål, og fristen var { $due }. Vi har ikkje fått svar. Vi ber deg som leiar sørgje for at nokon svarar.
supplier-mail-silent-subject = { $from }: vi reknar førespurnaden som ikkje svart på
supplier-mail-silent = Fristen var { $due }, og det er fjorten dagar sidan. Vi reknar no førespurnaden som ikkje svart på, og tek det opp med dykk etter avtalen. De kan framleis svare så lenge lenkja verkar.
supplier-mail-follow-up-subject = { $from }: vi spør om litt meir
supplier-mail-follow-up = Takk for svara. Vi spør om litt meir:

    { $text }
supplier-mail-receipt-subject = { $from }: vi har fått svara dykkar
supplier-mail-receipt = Takk. Vi har fått svara på førespurnad { $request }. Dette er summen (SHA-256) av det de sende inn:

    { $text }

    Han står òg på kvitteringa. Ta vare på han: Med han kan de vise kva de svara.
supplier-mail-code-subject = { $from }: koden din
supplier-mail-code = Nokon har opna lenkja til førespurnad { $request }. Skriv inn denne koden på sida:
supplier-mail-code-keep = Koden verkar i ti minutt. Vi spør aldri etter han på telefon. Har ingen hos dykk opna lenkja, kan de sjå bort frå denne e-posten og seie frå til oss.
supplier-mail-where = Lenkja står i e-posten vi sende { $asked }. Finn de henne ikkje, så svar på denne e-posten eller ring oss. Då sender vi ei ny.
supplier-mail-genuine = Er e-posten ekte? Skriv adressa { $page } sjølv i nettlesaren, og lim inn koden som står etter # i lenkja. Du kan òg ringje { $call }. Vi ber aldri om passord.
supplier-mail-closing = Venleg helsing { $from }
    Førespurnad { $request }
wave-line-asks = { $supplier }  { $address }  { $count ->
        [one] eitt spørsmål
       *[other] { $count } spørsmål
    }
wave-line-open = { $supplier }  har alt ein open førespurnad: { $request }
wave-line-no-address = { $supplier }  inga adresse: set henne med arvak request address
wave-line-nothing = { $supplier }  ingenting å spørje om: alt er vist og gjeld enno
wave-line-not-listed = { $supplier }  står ikkje i oversikta, eller er teken ut
wave-dry = { $asks } av { $count } leverandørar ville fått ein e-post. Ingenting er sendt. Send med --for-real.
wave-no-relay = Det er ikkje sett opp nokon e-posttenar: skriv [mail] i arvak.toml.
wave-no-call = Ingen står bak e-posten: skriv kven ein leverandør kan ringje, med call under [suppliers] i arvak.toml.
wave-made = { $count ->
        [one] Éin førespurnad
       *[other] { $count } førespurnader
    } er laga og lagt i utboksen ({ $wave }).
wave-known = { $request } var laga frå før i dag.
wave-sent = E-posttenaren har teke { $taken }. { $later } blir prøvde igjen, { $failed } vart gjevne opp, { $unsure } er ikkje stadfesta.
wave-others-send = E-posten ligg i utboksen. Eit anna program (arvak serve) sender han.
bounce-none = { $file }: { $why }
bounce-too-long = Fila er for stor.
bounce-no-mail = Dette er ikkje ein e-post. Lagre meldinga slik ho kom, med alle felt øvst.
bounce-no-status = Dette er ikkje ei melding om at e-post kom i retur (RFC 3464).
bounce-no-name = Meldinga seier ikkje kva e-post ho gjeld.
bounce-not-ours = { $file }: meldinga gjeld ingen e-post som er send herfrå.
bounce-no-failure = { $request }: meldinga seier ikkje at e-posten kom i retur. Ingenting er registrert.
bounce-recorded = { $request }: e-posten kom i retur ({ $status } { $said }). Det er registrert.
bounce-known = { $request }: at e-posten kom i retur, var registrert frå før.
address-wrong = «{ $address }» er ikkje ei e-postadresse som kan brukast.
address-not-listed = «{ $supplier }» er ikkje ein leverandør i oversikta.
address-none = Inga adresse er sett. Set ei med: arvak request address LEVERANDØR --to ADRESSE
address-line = { $supplier }  { $address }  leiar { $leader }  ({ $lang })
address-file-short = Linje { $line }: skriv leverandør og adresse.
address-file-supplier = Linje { $line }: «{ $what }» er ikkje ein leverandør i oversikta.
address-file-lang = Linje { $line }: «{ $what }» er ikkje eit språk her; skriv nb, nn eller en.
address-file-address = Linje { $line }: «{ $what }» er ikkje ei e-postadresse som kan brukast.
wave-title = Spør mange leverandørar
wave-lead = Kvar leverandør får éin e-post med ei hemmeleg lenkje til sine spørsmål. Sjå først kven som får han, og kvar han går. Ingenting er sendt før du trykkjer på knappen nedst.
wave-who = Kven skal spørjast?
wave-who-alle = Alle leverandørar
wave-who-kritiske = Dei som er førte opp som kritiske
wave-who-utlopt = Dei som har svart før, og der svara er gått ut
wave-show = Vis kven det blir
wave-preview = Dette blir sendt
wave-preview-count = { $asks } av { $count } leverandørar får ein e-post.
wave-what = Kva som skjer
wave-go-asks = Får { $count ->
        [one] eitt spørsmål
       *[other] { $count } spørsmål
    }
wave-go-open = Har alt ein open førespurnad
wave-go-no-address = Manglar adresse
wave-go-nothing = Ingenting å spørje om no
wave-go-not-listed = Står ikkje i oversikta
wave-code = Send ein kode til adressa når nokon opnar lenkja
wave-send = Send { $count ->
        [one] éin e-post
       *[other] { $count } e-postar
    }
wave-one = Send ein førespurnad på e-post
wave-address = E-postadresse
wave-address-hint = Hit går førespurnader og påminningar. Lat feltet stå tomt for å gløyme adressa.
wave-address-bad = Dette er ikkje ei e-postadresse som kan brukast.
wave-address-change = Endre kvar e-posten går
wave-address-keep = Ta vare på adressa
wave-leader = E-postadressa til leiaren
wave-leader-hint = Hit går det beskjed når fristen er ute. Feltet kan stå tomt.
wave-language = Språk i e-posten
wave-mails = E-post
wave-with-code = Den som opnar lenkja, må òg skrive inn ein kode som går til adressa.
wave-maybe-twice = Han kan ha kome to gonger.
wave-again = Send på nytt
wave-new-link = Send på nytt med ny lenkje
wave-kind-invitation = Førespurnad
wave-kind-before-7 = Påminning, ei veke før
wave-kind-before-3 = Påminning, tre dagar før
wave-kind-before-1 = Påminning, éin dag før
wave-kind-leader = Beskjed til leiaren
wave-kind-silent = Blir rekna som ikkje svart på
wave-kind-follow-up = Spørsmål om meir
wave-kind-receipt = Kvittering
wave-kind-code = Kode
wave-fate-waits = ventar på å bli sendt
wave-fate-later = kom ikkje fram til e-posttenaren, og blir prøvd igjen
wave-fate-unsure = ikkje stadfesta: programmet vart stoppa { $at } medan e-posten vart levert. Han er truleg framme.
wave-fate-taken = teken av e-posttenaren { $at }
wave-fate-failed = gjeven opp { $at }: { $said }
wave-fate-dropped = ikkje send, fordi han ikkje trongst lenger
wave-fate-bounced = kom i retur { $at }: { $said }
agenda-link = Sakliste til neste møte
agenda-title = Sakliste: møte med { $supplier }
agenda-held = Møtet er { $day }.
agenda-made = Skriven ut { $at }.
agenda-day = Dato for møtet
agenda-time = Klokkeslett
agenda-set = Set dato
agenda-print = Skriv ut
agenda-calendar = Legg møtet i kalenderen
agenda-since = Sidan sist.
agenda-requests = { $count ->
        [0] Ingen førespurnad er send.
        [one] Éin førespurnad er laga.
       *[other] { $count } førespurnader er laga.
    }
agenda-waiting = Førespurnad { $request } utan svar, { $late ->
        [yes] fristen var { $due }
       *[no] frist { $due }
    }:
agenda-answered = Svar på førespurnad { $request }, sende inn { $at }.
agenda-refuted = Motsagt: { $claim } { $title }
agenda-contradicted = Svar som ikkje stemmer med det som er funne.
agenda-next = Avtalt, og kven som gjer kva:
calendar-link = Fristar til kalenderen
calendar-link-all = Alle fristar til kalenderen
calendar-name = Leverandørar
calendar-due = Svarfrist: { $supplier }
calendar-before = Påminning går til { $supplier }
calendar-leader = Fristen er ute for { $supplier }: ta det opp med leiaren
calendar-silent = { $supplier } blir rekna som ikkje svart på
calendar-text = Førespurnad { $request }
calendar-meeting = Møte med { $supplier }
calendar-meeting-text = Saklista står i Årvåk.
answering-code-title = Skriv inn koden
answering-code-lead = Vi har sendt ein kode på seks tal til adressa som førespurnaden vart send til. Det kan ta nokre minutt før han kjem.
answering-code-label = Kode
answering-code-hint = Seks tal. Koden verkar i ti minutt.
answering-code-go = Hald fram
answering-code-none = Får de ingen kode, har kanskje nokon andre hos dykk fått han. Berre kommunen kan endre adressa.
answering-code-again = Opne lenkja på nytt og få ein ny kode
answering-code-wrong = Koden stemmer ikkje. Du kan prøve { $left ->
        [one] éin gong til
       *[other] { $left } gonger til
    }.
answering-code-over = Koden verkar ikkje lenger. Opne lenkja på nytt, så sender vi ein ny.
answering-code-many = Det er sendt mange kodar på kort tid. Vent ti minutt, og opne lenkja på nytt.
answering-code-no-mail = Vi kan ikkje sende koden akkurat no. Ta kontakt med kommunen.
rooms-personal-at-supplier_address = Kvar e-post til leverandørar går, og til kven når ingen svarar; kan vere adressa til ein person
rooms-personal-at-supplier_address-life = Til nokon endrar eller fjernar henne
rooms-personal-at-supplier_sending = Kva adresse kvar førespurnad gjekk til
rooms-personal-at-supplier_sending-life = Så lenge mappa er i bruk
rooms-personal-at-supplier_mail = E-post til leverandørar: adresse, emne og kva det vart til; teksten til han er send
rooms-personal-at-supplier_mail-life = Så lenge mappa er i bruk; koden til lenkja er forsegla, og borte når e-posttenaren har teke e-posten
rooms-personal-at-supplier_code = Eingongskodar til leverandørar, berre som SHA-256 med salt
rooms-personal-at-supplier_code-life = Ti minutt, og til neste kode blir laga

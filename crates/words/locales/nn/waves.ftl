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

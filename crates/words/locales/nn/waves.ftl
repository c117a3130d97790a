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

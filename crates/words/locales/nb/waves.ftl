# E-post til leverandører, bølger av forespørsler, kalender og saksliste.
supplier-mail-hello = Hei { $supplier },
supplier-mail-invitation-subject = { $from }: spørsmål til dere, svar innen { $due }
supplier-mail-invitation = { $from } spør alle som leverer eller drifter det vi bruker. Staten og KS har bedt kommunene om å gjøre det. Vi trenger svar på { $count ->
        [one] ett spørsmål
       *[other] { $count } spørsmål
    } fra dere innen { $due }. Dere svarer på denne siden:
supplier-mail-link = Lenken er bare for dere, og for denne ene forespørselen. Del den bare med dem hos dere som skal svare. Dere trenger ingen konto. Svarene lagres mens dere skriver, og «vet ikke» er også et svar.
supplier-mail-link-code = Når dere åpner lenken, sender vi en kode til denne adressen. Den må dere skrive inn på siden.
supplier-mail-before-subject = { $from }: påminnelse, svar innen { $due }
supplier-mail-before = { $days ->
        [one] Det er én dag igjen
       *[other] Det er { $days } dager igjen
    } til svarfristen { $due }. Vi har ikke fått svar fra dere ennå.
supplier-mail-leader-subject = { $from }: vi mangler svar fra dere
supplier-mail-leader = { $from } stilte { $supplier } noen spørsmål, og fristen var { $due }. Vi har ikke fått svar. Vi ber deg som leder sørge for at noen svarer.
supplier-mail-silent-subject = { $from }: vi regner forespørselen som ubesvart
supplier-mail-silent = Fristen var { $due }, og det er fjorten dager siden. Vi regner nå forespørselen som ubesvart, og tar det opp med dere etter avtalen. Dere kan fortsatt svare så lenge lenken virker.
supplier-mail-follow-up-subject = { $from }: vi spør om litt mer
supplier-mail-follow-up = Takk for svarene. Vi spør om litt mer:

    { $text }
supplier-mail-receipt-subject = { $from }: vi har fått svarene deres
supplier-mail-receipt = Takk. Vi har fått svarene på forespørsel { $request }. Dette er summen (SHA-256) av det dere sendte inn:

    { $text }

    Den står også på kvitteringen. Ta vare på den: Med den kan dere vise hva dere svarte.
supplier-mail-code-subject = { $from }: koden din
supplier-mail-code = Noen har åpnet lenken til forespørsel { $request }. Skriv inn denne koden på siden:
supplier-mail-code-keep = Koden virker i ti minutter. Vi spør aldri etter den på telefon. Har ingen hos dere åpnet lenken, kan dere se bort fra denne e-posten og si fra til oss.
supplier-mail-where = Lenken står i e-posten vi sendte { $asked }. Finner dere den ikke, så svar på denne e-posten eller ring oss. Da sender vi en ny.
supplier-mail-genuine = Er e-posten ekte? Skriv adressen { $page } selv i nettleseren, og lim inn koden som står etter # i lenken. Du kan også ringe { $call }. Vi ber aldri om passord.
supplier-mail-closing = Vennlig hilsen { $from }
    Forespørsel { $request }
wave-line-asks = { $supplier }  { $address }  { $count ->
        [one] ett spørsmål
       *[other] { $count } spørsmål
    }
wave-line-open = { $supplier }  har alt en åpen forespørsel: { $request }
wave-line-no-address = { $supplier }  ingen adresse: sett den med arvak request address
wave-line-nothing = { $supplier }  ingenting å spørre om: alt er vist og gjelder ennå
wave-line-not-listed = { $supplier }  står ikke i oversikten, eller er tatt ut
wave-dry = { $asks } av { $count } leverandører ville fått en e-post. Ingenting er sendt. Send med --for-real.
wave-no-relay = Det er ikke satt opp noen e-posttjener: skriv [mail] i arvak.toml.
wave-no-call = Ingen står bak e-posten: skriv hvem en leverandør kan ringe, med call under [suppliers] i arvak.toml.
wave-made = { $count ->
        [one] Én forespørsel
       *[other] { $count } forespørsler
    } er laget og lagt i utboksen ({ $wave }).
wave-known = { $request } var laget fra før i dag.
wave-sent = E-posttjeneren har tatt { $taken }. { $later } prøves igjen, { $failed } ble gitt opp, { $unsure } er ikke bekreftet.
wave-others-send = E-posten ligger i utboksen. Et annet program (arvak serve) sender den.
bounce-none = { $file }: { $why }
bounce-too-long = Filen er for stor.
bounce-no-mail = Dette er ikke en e-post. Lagre meldingen slik den kom, med alle felt øverst.
bounce-no-status = Dette er ikke en melding om at e-post kom i retur (RFC 3464).
bounce-no-name = Meldingen sier ikke hvilken e-post den gjelder.
bounce-not-ours = { $file }: meldingen gjelder ingen e-post som er sendt herfra.
bounce-no-failure = { $request }: meldingen sier ikke at e-posten kom i retur. Ingenting er registrert.
bounce-recorded = { $request }: e-posten kom i retur ({ $status } { $said }). Det er registrert.
bounce-known = { $request }: at e-posten kom i retur, var registrert fra før.
address-wrong = «{ $address }» er ikke en e-postadresse som kan brukes.
address-not-listed = «{ $supplier }» er ikke en leverandør i oversikten.
address-none = Ingen adresse er satt. Sett en med: arvak request address LEVERANDØR --to ADRESSE
address-line = { $supplier }  { $address }  leder { $leader }  ({ $lang })
address-file-short = Linje { $line }: skriv leverandør og adresse.
address-file-supplier = Linje { $line }: «{ $what }» er ikke en leverandør i oversikten.
address-file-lang = Linje { $line }: «{ $what }» er ikke et språk her; skriv nb, nn eller en.
address-file-address = Linje { $line }: «{ $what }» er ikke en e-postadresse som kan brukes.
wave-title = Spør mange leverandører
wave-lead = Hver leverandør får én e-post med en hemmelig lenke til sine spørsmål. Se først hvem som får den, og hvor den går. Ingenting er sendt før du trykker på knappen nederst.
wave-who = Hvem skal spørres?
wave-who-alle = Alle leverandører
wave-who-kritiske = De som er ført opp som kritiske
wave-who-utlopt = De som har svart før, og der svarene er gått ut
wave-show = Vis hvem det blir
wave-preview = Dette blir sendt
wave-preview-count = { $asks } av { $count } leverandører får en e-post.
wave-what = Hva som skjer
wave-go-asks = Får { $count ->
        [one] ett spørsmål
       *[other] { $count } spørsmål
    }
wave-go-open = Har alt en åpen forespørsel
wave-go-no-address = Mangler adresse
wave-go-nothing = Ingenting å spørre om nå
wave-go-not-listed = Står ikke i oversikten
wave-code = Send en kode til adressen når noen åpner lenken
wave-send = Send { $count ->
        [one] én e-post
       *[other] { $count } e-poster
    }
wave-one = Send en forespørsel på e-post
wave-address = E-postadresse
wave-address-hint = Hit går forespørsler og påminnelser. La feltet stå tomt for å glemme adressen.
wave-address-bad = Dette er ikke en e-postadresse som kan brukes.
wave-address-change = Endre hvor e-posten går
wave-address-keep = Ta vare på adressen
wave-leader = Lederens e-postadresse
wave-leader-hint = Hit går det beskjed når fristen er ute. Feltet kan stå tomt.
wave-language = Språk i e-posten
wave-mails = E-post
wave-with-code = Den som åpner lenken, må også skrive inn en kode som går til adressen.
wave-maybe-twice = Den kan ha kommet to ganger.
wave-again = Send på nytt
wave-new-link = Send på nytt med ny lenke
wave-kind-invitation = Forespørsel
wave-kind-before-7 = Påminnelse, en uke før
wave-kind-before-3 = Påminnelse, tre dager før
wave-kind-before-1 = Påminnelse, én dag før
wave-kind-leader = Beskjed til lederen
wave-kind-silent = Regnes som ubesvart
wave-kind-follow-up = Spørsmål om mer
wave-kind-receipt = Kvittering
wave-kind-code = Kode
wave-fate-waits = venter på å bli sendt
wave-fate-later = kom ikke fram til e-posttjeneren, og prøves igjen
wave-fate-unsure = ikke bekreftet: programmet ble stoppet { $at } mens e-posten ble levert. Den er trolig framme.
wave-fate-taken = tatt av e-posttjeneren { $at }
wave-fate-failed = gitt opp { $at }: { $said }
wave-fate-dropped = ikke sendt, fordi den ikke trengtes lenger
wave-fate-bounced = kom i retur { $at }: { $said }
agenda-link = Saksliste til neste møte
agenda-title = Saksliste: møte med { $supplier }
agenda-held = Møtet er { $day }.
agenda-made = Skrevet ut { $at }.
agenda-day = Dato for møtet
agenda-time = Klokkeslett
agenda-set = Sett dato
agenda-print = Skriv ut
agenda-calendar = Legg møtet i kalenderen
agenda-since = Siden sist.
agenda-requests = { $count ->
        [0] Ingen forespørsel er sendt.
        [one] Én forespørsel er laget.
       *[other] { $count } forespørsler er laget.
    }
agenda-waiting = Ubesvart forespørsel { $request }, { $late ->
        [yes] fristen var { $due }
       *[no] frist { $due }
    }:
agenda-answered = Svar på forespørsel { $request }, sendt inn { $at }.
agenda-refuted = Motsagt: { $claim } { $title }
agenda-contradicted = Svar som ikke stemmer med det som er funnet.
agenda-next = Avtalt, og hvem som gjør hva:
calendar-link = Frister til kalenderen
calendar-link-all = Alle frister til kalenderen
calendar-name = Leverandører
calendar-due = Svarfrist: { $supplier }
calendar-before = Påminnelse går til { $supplier }
calendar-leader = Fristen er ute for { $supplier }: ta det opp med lederen
calendar-silent = { $supplier } regnes som ubesvart
calendar-text = Forespørsel { $request }
calendar-meeting = Møte med { $supplier }
calendar-meeting-text = Sakslisten står i Årvåk.
answering-code-title = Skriv inn koden
answering-code-lead = Vi har sendt en kode på seks tall til adressen som forespørselen ble sendt til. Det kan ta noen minutter før den kommer.
answering-code-label = Kode
answering-code-hint = Seks tall. Koden virker i ti minutter.
answering-code-go = Fortsett
answering-code-none = Får dere ingen kode, har noen andre hos dere kanskje fått den. Bare kommunen kan endre adressen.
answering-code-again = Åpne lenken på nytt og få en ny kode
answering-code-wrong = Koden stemmer ikke. Du kan prøve { $left ->
        [one] én gang til
       *[other] { $left } ganger til
    }.
answering-code-over = Koden virker ikke lenger. Åpne lenken på nytt, så sender vi en ny.
answering-code-many = Det er sendt mange koder på kort tid. Vent ti minutter, og åpne lenken på nytt.
answering-code-no-mail = Vi kan ikke sende koden akkurat nå. Ta kontakt med kommunen.
rooms-personal-at-supplier_address = Hvor e-post til leverandører går, og til hvem når ingen svarer; kan være en persons adresse
rooms-personal-at-supplier_address-life = Til noen endrer eller fjerner den
rooms-personal-at-supplier_sending = Hvilken adresse hver forespørsel gikk til
rooms-personal-at-supplier_sending-life = Så lenge mappen er i bruk
rooms-personal-at-supplier_mail = E-post til leverandører: adresse, emne og hva det ble til; teksten til den er sendt
rooms-personal-at-supplier_mail-life = Så lenge mappen er i bruk; koden til lenken er forseglet, og borte når e-posttjeneren har tatt e-posten
rooms-personal-at-supplier_code = Engangskoder til leverandører, bare som SHA-256 med salt
rooms-personal-at-supplier_code-life = Ti minutter, og til neste kode blir laget

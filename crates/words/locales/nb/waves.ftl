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

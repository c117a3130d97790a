# Tjenester og systemer: liste, skjema, import, eksport
inventory-title = Tjenester og systemer
inventory-lead = Det kommunen bruker, og det som det hviler på. Statusen følger av bevis, ikke av det som står her.
inventory-kinds = Typer
inventory-new = Legg til { $thing }
inventory-edit = Endre { $name }
inventory-import = Importer
inventory-export = Eksporter
inventory-any = Alle
inventory-at-least = { $level } eller høyere
inventory-search = Søk etter navn
inventory-filter = Vis
inventory-name = Navn
inventory-state = Verste status
inventory-not-asked = Ikke noe krav
inventory-count = { $count ->
        [0] Ingen
        [one] Én
       *[other] { $count } i alt
    }
inventory-pages = Sider
inventory-previous = Forrige
inventory-next = Neste
inventory-page = Side { $page } av { $of }
inventory-bettered = { $claim } for { $subject }: fra { $from } til { $to }
inventory-back = Tilbake
inventory-more = Hvor opplysningene er fra, og hvem som kan se dem
inventory-reason = Begrunnelse
inventory-reason-hint = Må fylles ut når endringen gjør en status bedre uten nytt bevis
inventory-reason-needed = Endringen gjør en status bedre uten nytt bevis, så den trenger en begrunnelse. Dette blir bedre: { $changes }.
inventory-save = Lagre
inventory-save-mine = Lagre det jeg har skrevet
inventory-cancel = Avbryt
inventory-retire = Ta ut av bruk
inventory-unknown = Ikke oppgitt
inventory-whole = Et helt tall fra { $min } til { $max }
inventory-moment = For eksempel 2026-03-01 eller 2026-03-01T12:00:00Z
inventory-id-hint = Kan stå tomt, så lages den av navnet. Den kan ikke endres siden.
inventory-host-hint = For eksempel www.nordvik.kommune.no
inventory-classes-hint = Én på hver linje, for felt som andre kan se enn resten. Skriv navnet på feltet, kolon, og hvem som kan se det
inventory-things-hint = Én på hver linje, med navn eller kjenning. For eksempel: { $examples }
inventory-chosen = { $count ->
        [0] ingen valgt
        [one] én valgt
       *[other] { $count } valgt
    }
inventory-none-to-choose = Det er ingen å velge ennå. Legg dem til først.
inventory-conflict = Noen har endret dette mens du skrev
inventory-conflict-text = Ingenting er lagret, og ingenting er borte. Se hva som er forskjellig, rett det du vil, og lagre på nytt.
inventory-field = Felt
inventory-recorded = Registrert nå
inventory-yours = Det du skrev
inventory-id-taken = Kjenningen er brukt. Velg en annen: en kjenning brukes aldri om igjen.
inventory-retire-title = Ta { $name } ut av bruk
inventory-retire-lead = Den regnes ikke med lenger. Det som er motbevist, blir stående som et åpent funn, og en etterfølger arver det.
inventory-retire-reason-needed = Skriv hvorfor den tas ut av bruk.
inventory-retire-do = Ta ut av bruk
inventory-successor = Etterfølger
inventory-successor-hint = Det som har tatt over
inventory-successor-none = Ingen
inventory-successor-unknown = Velg en etterfølger fra listen.
inventory-file = inventar
inventory-template-file = inventar-mal
inventory-export-title = Eksporter oversikten
inventory-export-lead = Du får en arbeidsbok som kan rettes og importeres igjen.
inventory-export-for = Hvem skal lese den?
inventory-export-internal = Alt. For dem som arbeider med dette
inventory-export-leadership = Det som ledelsen kan se
inventory-export-shared = Det som deles med dem dere samarbeider med
inventory-export-public = Det som alle kan se
inventory-export-do = Last ned
inventory-import-title = Importer en oversikt
inventory-import-lead = Velg filer, og se hva som er nytt og endret. Ingenting lagres før du har bekreftet.
inventory-import-files = Filer
inventory-import-hint = En arbeidsbok (xlsx), eller CSV eller TOML. Høyst 8 MB til sammen
inventory-import-look = Se hva som blir endret
inventory-import-template = Last ned en mal
inventory-import-none = Velg minst én fil.
inventory-import-kind = { $name }: bruk en fil som slutter på .xlsx, .csv eller .toml.
inventory-import-not-xlsx = { $name } er ikke en arbeidsbok i xlsx-format. Åpne den i regnearket og lagre som xlsx.
inventory-import-not-text = { $name } er ikke en tekstfil. Lagre den på nytt som CSV eller TOML.
inventory-import-gone = Filene som du så på, er ikke her lenger. Velg dem på nytt.
inventory-import-file = Fil
inventory-import-place = Sted
inventory-import-what = Hva som er galt
inventory-import-wrong = { $count ->
        [one] Én feil i filene
       *[other] { $count } feil i filene
    }
inventory-import-wrong-text = Ingenting er lagret. Rett feilene i filen, og velg den på nytt.
inventory-import-preview = Dette blir endret
inventory-import-counts = { $new } nye, { $changed } endret, { $same } som før.
inventory-import-new = Nye
inventory-import-changed = Endret
inventory-import-betters = Dette blir bedre uten nytt bevis
inventory-import-reason = Skriv hvorfor. Begrunnelsen vises under Endringer.
inventory-import-confirm = Lagre endringene
inventory-import-other = Velg andre filer
inventory-import-meanwhile = Noen har endret noe av dette mens du så på det. Her er sammenligningen på nytt.
inventory-import-done = Oversikten er lagret
inventory-import-recorded = { $count ->
        [one] Én oppføring er registrert.
       *[other] { $count } oppføringer er registrert.
    }
inventory-to-list = Se oversikten

# Tenester og system: liste, skjema, import, eksport
inventory-title = Tenester og system
inventory-lead = Det kommunen bruker, og det som det kviler på. Statusen følgjer av bevis, ikkje av det som står her.
inventory-kinds = Typar
inventory-new = Legg til { $thing }
inventory-edit = Endre { $name }
inventory-import = Importer
inventory-export = Eksporter
inventory-any = Alle
inventory-at-least = { $level } eller høgare
inventory-search = Søk etter namn
inventory-filter = Vis
inventory-name = Namn
inventory-state = Verste status
inventory-not-asked = Ikkje noko krav
inventory-count = { $count ->
        [0] Ingen
        [one] Éin
       *[other] { $count } i alt
    }
inventory-pages = Sider
inventory-previous = Førre
inventory-next = Neste
inventory-page = Side { $page } av { $of }
inventory-bettered = { $claim } for { $subject }: frå { $from } til { $to }
inventory-back = Tilbake
inventory-more = Kor opplysningane er frå, og kven som kan sjå dei
inventory-reason = Grunngiving
inventory-reason-hint = Må fyllast ut når endringa gjer ein status betre utan nytt bevis
inventory-reason-needed = Endringa gjer ein status betre utan nytt bevis, så ho treng ei grunngiving. Dette blir betre: { $changes }.
inventory-save = Lagre
inventory-save-mine = Lagre det eg har skrive
inventory-cancel = Avbryt
inventory-retire = Ta ut av bruk
inventory-unknown = Ikkje oppgitt
inventory-whole = Eit heilt tal frå { $min } til { $max }
inventory-moment = Til dømes 2026-03-01 eller 2026-03-01T12:00:00Z
inventory-id-hint = Kan stå tomt, så blir han laga av namnet. Han kan ikkje endrast sidan.
inventory-host-hint = Til dømes www.nordvik.kommune.no
inventory-classes-hint = Éin på kvar linje, for felt som andre kan sjå enn resten. Skriv namnet på feltet, kolon, og kven som kan sjå det
inventory-things-hint = Éin på kvar linje, med namn eller kjenning. Til dømes: { $examples }
inventory-chosen = { $count ->
        [0] ingen valde
        [one] éin vald
       *[other] { $count } valde
    }
inventory-none-to-choose = Det er ingen å velje enno. Legg dei til først.
inventory-conflict = Nokon har endra dette medan du skreiv
inventory-conflict-text = Ingenting er lagra, og ingenting er borte. Sjå kva som er ulikt, rett det du vil, og lagre på nytt.
inventory-field = Felt
inventory-recorded = Registrert no
inventory-yours = Det du skreiv
inventory-id-taken = Kjenninga er brukt. Vel ei anna: ei kjenning blir aldri brukt om att.
inventory-retire-title = Ta { $name } ut av bruk
inventory-retire-lead = Han blir ikkje rekna med lenger. Det som er motbevist, blir ståande som eit ope funn, og ein etterfølgjar arvar det.
inventory-retire-reason-needed = Skriv kvifor han blir teken ut av bruk.
inventory-retire-do = Ta ut av bruk
inventory-successor = Etterfølgjar
inventory-successor-hint = Det som har teke over
inventory-successor-none = Ingen
inventory-successor-unknown = Vel ein etterfølgjar frå lista.
inventory-file = inventar
inventory-template-file = inventar-mal
inventory-export-title = Eksporter oversynet
inventory-export-lead = Du får ei arbeidsbok som kan rettast og importerast att.
inventory-export-for = Kven skal lese ho?
inventory-export-internal = Alt. For dei som arbeider med dette
inventory-export-leadership = Det som leiinga kan sjå
inventory-export-shared = Det som blir delt med dei de samarbeider med
inventory-export-public = Det som alle kan sjå
inventory-export-do = Last ned
inventory-import-title = Importer eit oversyn
inventory-import-lead = Vel filer, og sjå kva som er nytt og endra. Ingenting blir lagra før du har stadfesta.
inventory-import-files = Filer
inventory-import-hint = Ei arbeidsbok (xlsx), eller CSV eller TOML. Høgst 8 MB til saman
inventory-import-look = Sjå kva som blir endra
inventory-import-template = Last ned ein mal
inventory-import-none = Vel minst éi fil.
inventory-import-kind = { $name }: bruk ei fil som sluttar på .xlsx, .csv eller .toml.
inventory-import-not-xlsx = { $name } er ikkje ei arbeidsbok i xlsx-format. Opne ho i reknearket og lagre som xlsx.
inventory-import-not-text = { $name } er ikkje ei tekstfil. Lagre ho på nytt som CSV eller TOML.
inventory-import-gone = Filene som du såg på, er ikkje her lenger. Vel dei på nytt.
inventory-import-file = Fil
inventory-import-place = Stad
inventory-import-what = Kva som er gale
inventory-import-wrong = { $count ->
        [one] Éin feil i filene
       *[other] { $count } feil i filene
    }
inventory-import-wrong-text = Ingenting er lagra. Rett feila i fila, og vel ho på nytt.
inventory-import-preview = Dette blir endra
inventory-import-counts = { $new } nye, { $changed } endra, { $same } som før.
inventory-import-new = Nye
inventory-import-changed = Endra
inventory-import-betters = Dette blir betre utan nytt bevis
inventory-import-reason = Skriv kvifor. Grunngivinga blir vist under Endringar.
inventory-import-confirm = Lagre endringane
inventory-import-other = Vel andre filer
inventory-import-meanwhile = Nokon har endra noko av dette medan du såg på det. Her er samanlikninga på nytt.
inventory-import-done = Oversynet er lagra
inventory-import-recorded = { $count ->
        [one] Éi oppføring er registrert.
       *[other] { $count } oppføringar er registrerte.
    }
inventory-to-list = Sjå oversynet

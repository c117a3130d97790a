# Bevis om delte systemer: arvak shared …
shared-not-listed = «{ $subject }» står ikke i oversikten.
shared-nothing = Ingenting kan deles: { $kept } oppføringer er ikke merket som delte. Gi tingen «class = "shared"» i oversikten, og legg inn dokumenter med --class shared.
shared-written = { $count ->
        [one] Én oppføring
       *[other] { $count } oppføringer
    } med opptak og bevis er skrevet til { $path }. { $kept } er holdt tilbake fordi de ikke er merket som delte.
    Mottakeren trenger nøkkelen, og må få den på en annen vei: { $key }
shared-no-package = { $path } er ikke en fil fra arvak shared export: { $why }
shared-not-trusted = Filen kommer fra en hovedbok som ikke er godkjent her: { $key }. Spør den som eier hovedboka om nøkkelen, og legg den inn med --key eller sharing.trusted i arvak.toml.
shared-bad-entry = Nr. { $number } i filen kan ikke leses: { $why }
shared-bad-proof = Nr. { $number } i filen er ikke bevist: { $why }
shared-not-shared = Nr. { $number } i filen er ikke merket som delt, men som { $why }
shared-no-evidence = Nr. { $number } i filen er ikke et bevis, men { $why }
shared-bad-blob = Nr. { $number } i filen har et vedlegg som ikke hører til: { $why }
shared-no-transcript = Nr. { $number } i filen mangler opptaket av prøven «{ $why }»
shared-no-judge = Nr. { $number } i filen er funnet av «{ $why }», og dette programmet kan ikke vurdere det opptaket. Oppgrader, eller be om filen uten det.
shared-judged-otherwise = Nr. { $number } i filen: opptaket viser noe annet enn oppføringen sier om { $why }
shared-refused = Nr. { $number } i filen kan ikke legges inn: { $why }
shared-taken = { $count ->
        [one] Én oppføring
       *[other] { $count } oppføringer
    } fra { $origin } er kontrollert og vurdert på nytt; grunnlaget er det samme.

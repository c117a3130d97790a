# Bevis om delte system: arvak shared …
shared-not-listed = «{ $subject }» står ikkje i oversynet.
shared-nothing = Ingenting kan delast: { $kept } oppføringar er ikkje merkte som delte. Gje tingen «class = "shared"» i oversynet, og legg inn dokument med --class shared.
shared-written = { $count ->
        [one] Éi oppføring
       *[other] { $count } oppføringar
    } med opptak og bevis er skrivne til { $path }. { $kept } er haldne tilbake fordi dei ikkje er merkte som delte.
    Mottakaren treng nøkkelen, og må få han på ein annan veg: { $key }
shared-no-package = { $path } er ikkje ei fil frå arvak shared export: { $why }
shared-not-trusted = Fila kjem frå ei hovudbok som ikkje er godkjend her: { $key }. Spør den som eig hovudboka om nøkkelen, og legg han inn med --key eller sharing.trusted i arvak.toml.
shared-bad-entry = Nr. { $number } i fila kan ikkje lesast: { $why }
shared-bad-proof = Nr. { $number } i fila er ikkje bevist: { $why }
shared-not-shared = Nr. { $number } i fila er ikkje merkt som delt, men som { $why }
shared-no-evidence = Nr. { $number } i fila er ikkje eit bevis, men { $why }
shared-bad-blob = Nr. { $number } i fila har eit vedlegg som ikkje høyrer til: { $why }
shared-no-transcript = Nr. { $number } i fila manglar opptaket av prøva «{ $why }»
shared-no-judge = Nr. { $number } i fila er funne av «{ $why }», og dette programmet kan ikkje vurdere det opptaket. Oppgrader, eller be om fila utan det.
shared-judged-otherwise = Nr. { $number } i fila: opptaket viser noko anna enn oppføringa seier om { $why }
shared-refused = Nr. { $number } i fila kan ikkje leggjast inn: { $why }
shared-taken = { $count ->
        [one] Éi oppføring
       *[other] { $count } oppføringar
    } frå { $origin } er kontrollerte og vurderte på nytt; grunnlaget er det same.

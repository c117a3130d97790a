# Førespurnader til leverandørar: arvak request …
request-no-supplier = Skriv kva leverandør som skal spørjast, til dømes supplier/driftsleverandor.
request-not-listed = «{ $supplier }» er ikkje ein leverandør i oversynet. Desse er det: { $known }
request-due-past = Fristen { $due } er alt ute. Vel ein seinare dato med --due.
request-due-fixed = Denne førespurnaden har alt fristen { $due }, og han kan ikkje flyttast. Lag ein ny ein annan dag.
request-written = { $count ->
        [one] Eitt spørsmål
       *[other] { $count } spørsmål
    } til leverandøren er skrivne; svarfrist { $due } ({ $request }):
request-then = Send dei, og registrer det med: arvak request sent { $request } --file E-POST
request-unknown = Det finst ingen førespurnad «{ $request }». Sjå dei med: arvak request list
request-sent = Registrert som sendt, { $basis } (nr. { $ids }).
request-none = Ingen er spurde. Spør ein leverandør med: arvak request LEVERANDØR
request-line = { $request }  { $supplier }  svarfrist { $due }  { $state }  ({ $owner })
request-state-answered = svart
request-state-overdue = fristen er ute
request-state-open = ventar på svar
request-other-supplier = Førespurnaden { $request } gjekk til { $supplier }, men svaret seier { $answered }. Bruk fila som vart send.
request-answered-later = Svaret er datert { $date }, som ikkje er komen enno. Rett datoen i fila.
request-answered = { $request }: { $answered } av { $asked } spørsmål er svara på.
request-says-yes = oppgitt
request-says-no = leverandøren seier nei
request-says-nothing = ikkje avgjort: noko er ikkje svara på, eller ingen veit
request-recorded = { $count ->
        [one] Éi oppføring
       *[other] { $count } oppføringar
    } er registrert. Svara tel som oppgitt, ikkje som vist.
request-mail-subject = Emne: { $from }: spørsmål om digital tryggleik – svar innan { $due } ({ $request })
request-mail-opening = Til { $supplier }
request-mail-why = KDD og KS har bede alle kommunar om å undersøkje tryggleiken i IKT-systema sine, og å spørje dei som leverer og driftar dei. { $from } bed dykk difor svare på spørsmåla under.
request-mail-how = Svar i reknearket som ligg ved, eller rett i denne e-posten, innan { $due }. «Veit ikkje» er òg eit svar. Om ein underleverandør må svare, skriv de det. Legg ved rapportar og sertifikat som de viser til.
request-mail-word = Det de svarer, reknar vi som oppgitt. Noko av det prøver vi sjølve, utanfrå og utan å gjere skade. Finn vi noko anna enn de har svart, får de sjå det først og kan svare på det.
request-mail-closing = Venleg helsing { $from }

# Forespørsler til leverandører: arvak request …
request-no-supplier = Skriv hvilken leverandør som skal spørres, for eksempel supplier/driftsleverandor.
request-not-listed = «{ $supplier }» er ikke en leverandør i oversikten. Disse er det: { $known }
request-due-past = Fristen { $due } er alt passert. Velg en senere dato med --due.
request-due-fixed = Denne forespørselen har alt fristen { $due }, og den kan ikke flyttes. Lag en ny en annen dag.
request-written = { $count ->
        [one] Ett spørsmål
       *[other] { $count } spørsmål
    } til leverandøren er skrevet; svarfrist { $due } ({ $request }):
request-then = Send dem, og registrer det med: arvak request sent { $request } --file E-POST
request-unknown = Det finnes ingen forespørsel «{ $request }». Se dem med: arvak request list
request-sent = Registrert som sendt, { $basis } (nr. { $ids }).
request-none = Ingen er spurt. Spør en leverandør med: arvak request LEVERANDØR
request-line = { $request }  { $supplier }  svarfrist { $due }  { $state }  ({ $owner })
request-state-answered = besvart
request-state-overdue = fristen er ute
request-state-open = venter på svar
request-other-supplier = Forespørselen { $request } gikk til { $supplier }, men svaret sier { $answered }. Bruk filen som ble sendt.
request-answered-later = Svaret er datert { $date }, som ennå ikke er kommet. Rett datoen i filen.
request-answered = { $request }: { $answered } av { $asked } spørsmål er besvart.
request-says-yes = oppgitt
request-says-no = leverandøren sier nei
request-says-nothing = ikke avgjort: noe er ubesvart, eller ingen vet
request-recorded = { $count ->
        [one] Én oppføring
       *[other] { $count } oppføringer
    } er registrert. Svarene teller som oppgitt, ikke som vist.
request-mail-subject = Emne: { $from }: spørsmål om digital sikkerhet – svar innen { $due } ({ $request })
request-mail-opening = Til { $supplier }
request-mail-why = KDD og KS har bedt alle kommuner om å undersøke sikkerheten i IKT-systemene sine, og å spørre dem som leverer og drifter dem. { $from } ber dere derfor svare på spørsmålene under.
request-mail-how = Svar i regnearket som ligger ved, eller rett i denne e-posten, innen { $due }. «Vet ikke» er også et svar. Hvis en underleverandør må svare, skriver dere det. Legg ved rapporter og sertifikater som dere viser til.
request-mail-word = Det dere svarer, regner vi som oppgitt. Noe av det prøver vi selv, utenfra og uten å gjøre skade. Finner vi noe annet enn dere har svart, får dere se det først og kan svare på det.
request-mail-closing = Vennlig hilsen { $from }

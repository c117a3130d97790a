recipe-tested = Prøvd mot { $what }.
recipe-untested = Ikke prøvd av oss. Prøv den, og fortell hva du møtte.
recipe-none-there = Det finnes ingen oppskrift { $id }. Se alle: arvak recipe list
recipe-sound = { $file } kan leses. Den har { $steps ->
    [0] ingen trinn: veien finnes ut fra sidene
    [one] ett trinn
   *[other] { $steps } trinn
}.
recipe-bad-address = Adressen til innloggingssiden er ingen URL, som https://portal.nordvik.example/logg-inn.
recipe-only-forms = Oppskrifter er for innlogging på nettsider: filen med prøvekontoen må ha "kind": "http-form".
recipe-page = Side { $page }: { $url } (status { $status })
recipe-ask-page = Hva er denne siden: (a) den spør om noe, (r) den avviser, (s) noen er logget inn? [{ $guess }]
recipe-ask-user = Nummeret til feltet for brukernavn; - for ikke noe. [{ $guess }]
recipe-ask-password = Nummeret til feltet for passord; - for ikke noe. [{ $guess }]
recipe-ask-code = Nummeret til feltet for kode; - for ikke noe. [{ $guess }]
recipe-ask-button = Nummeret til knappen som sender; - for den som skjemaet har. [{ $guess }]
recipe-ask-session = En velger (CSS) for noe som bare den ser som er logget inn. [{ $guess }]
recipe-answer-number = Svar med et nummer fra listen, med - eller med en tom linje.
recipe-answer-letter = Svar med a, r eller s, eller med en tom linje.
recipe-unrecorded = Ingenting ble skrevet. Side { $page }: { $seen }.
recipe-written = Oppskriften er i { $file }. Se over hva den sier, og legg den i filen med prøvekontoen under "recipe".

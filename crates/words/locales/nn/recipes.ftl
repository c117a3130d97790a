recipe-tested = Prøvd mot { $what }.
recipe-untested = Ikkje prøvd av oss. Prøv ho, og fortel kva du møtte.
recipe-none-there = Det finst inga oppskrift { $id }. Sjå alle: arvak recipe list
recipe-sound = { $file } kan lesast. Ho har { $steps ->
    [0] ingen trinn: vegen blir funnen ut frå sidene
    [one] eitt trinn
   *[other] { $steps } trinn
}.
recipe-bad-address = Adressa til innloggingssida er ingen URL, som https://portal.nordvik.example/logg-inn.
recipe-only-forms = Oppskrifter er for innlogging på nettsider: fila med prøvekontoen må ha "kind": "http-form".
recipe-page = Side { $page }: { $url } (status { $status })
recipe-ask-page = Kva er denne sida: (a) ho spør om noko, (r) ho avviser, (s) nokon er logga inn? [{ $guess }]
recipe-ask-user = Nummeret til feltet for brukarnamn; - for ikkje noko. [{ $guess }]
recipe-ask-password = Nummeret til feltet for passord; - for ikkje noko. [{ $guess }]
recipe-ask-code = Nummeret til feltet for kode; - for ikkje noko. [{ $guess }]
recipe-ask-button = Nummeret til knappen som sender; - for den som skjemaet har. [{ $guess }]
recipe-ask-session = Ein veljar (CSS) for noko som berre den ser som er logga inn. [{ $guess }]
recipe-answer-number = Svar med eit nummer frå lista, med - eller med ei tom linje.
recipe-answer-letter = Svar med a, r eller s, eller med ei tom linje.
recipe-unrecorded = Ingenting vart skrive. Side { $page }: { $seen }.
recipe-written = Oppskrifta er i { $file }. Sjå over kva ho seier, og legg ho i fila med prøvekontoen under "recipe".

# Bilete av data (crates/pictures): namn, éi setning om kva biletet viser, og linene i lista ved sida av.

pictures-as-list = Vis det same som liste
pictures-not-drawn = { $count ->
    [one] Éin ting til står berre i lista.
   *[other] { $count } ting til står berre i lista.
}

pictures-states-title = Status dag for dag
pictures-states-description = Kor mange punkt som var i kvar tilstand, frå { $from } til { $to }.

pictures-dependencies-title = Kva { $thing } heng saman med
pictures-dependencies-description = { $needs ->
    [0] { $thing } er ikkje avhengig av noko vi kjenner.
    [one] { $thing } er avhengig av éin ting.
   *[other] { $thing } er avhengig av { $needs } ting.
} { $needed ->
    [0] Ingenting vi kjenner, er avhengig av han.
    [one] Éin ting er avhengig av han.
   *[other] { $needed } ting er avhengige av han.
} Pilene går frå det som treng noko, til det som trengst.
pictures-dependency = { $from } er avhengig av { $to }

pictures-time-title = Bevis om { $thing } over tid
pictures-time-description = { $count ->
    [0] Ingen bevis enno.
    [one] Eitt bevis.
   *[other] { $count } bevis.
} Skive støttar, rute motbeviser, ring er uavklara. Stripa viser kor lenge beviset gjeld, og den stipla lina er no.

pictures-expiry-title = Det som går ut dei neste tolv vekene
pictures-expiry-description = { $count ->
    [0] Ingenting går ut dei neste tolv vekene.
    [one] Eitt bevis går ut dei neste tolv vekene.
   *[other] { $count } bevis går ut dei neste tolv vekene.
} Talet over kvar veke er kor mange.
pictures-week = veke { $number }

# Bilder av data (crates/pictures): navn, én setning om hva bildet viser, og linjene i listen ved siden av.

pictures-as-list = Vis det samme som liste
pictures-not-drawn = { $count ->
    [one] Én ting til står bare i listen.
   *[other] { $count } ting til står bare i listen.
}

pictures-states-title = Status dag for dag
pictures-states-description = Hvor mange punkter som var i hver tilstand, fra { $from } til { $to }.

pictures-dependencies-title = Hva { $thing } henger sammen med
pictures-dependencies-description = { $needs ->
    [0] { $thing } avhenger ikke av noe vi kjenner.
    [one] { $thing } avhenger av én ting.
   *[other] { $thing } avhenger av { $needs } ting.
} { $needed ->
    [0] Ingenting vi kjenner, avhenger av den.
    [one] Én ting avhenger av den.
   *[other] { $needed } ting avhenger av den.
} Pilene går fra det som trenger noe, til det som trengs.
pictures-dependency = { $from } avhenger av { $to }

pictures-time-title = Bevis om { $thing } over tid
pictures-time-description = { $count ->
    [0] Ingen bevis ennå.
    [one] Ett bevis.
   *[other] { $count } bevis.
} Skive støtter, rute motbeviser, ring er uavklart. Stripen viser hvor lenge beviset gjelder, og den stiplede linjen er nå.

pictures-expiry-title = Det som utløper de neste tolv ukene
pictures-expiry-description = { $count ->
    [0] Ingenting utløper de neste tolv ukene.
    [one] Ett bevis utløper de neste tolv ukene.
   *[other] { $count } bevis utløper de neste tolv ukene.
} Tallet over hver uke er hvor mange.
pictures-week = uke { $number }

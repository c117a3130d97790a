pages-description = Årvåk svarar på brevet frå KDD og KS med bevis.
pages-skip = Hopp til innhaldet
pages-demo = Demonstrasjon
pages-demo-text = Demonstrasjon: kommunen finst ikkje, og ingenting er sendt ut av denne maskina.
pages-rooms = Rom
pages-menu = Meny
pages-to-status = Til status
pages-to-login = Logg inn
failure-not-found-title = Sida finst ikkje
failure-not-found = Adressa kan vere feil, eller det ho peika på, er borte. Gå til status og leit derifrå.
failure-not-logged-in-title = Logg inn først
failure-not-logged-in = Du er ikkje logga inn, eller økta er utløpt. Logg inn, og prøv igjen.
failure-forbidden-title = Dette har du ikkje tilgang til
failure-forbidden = Rolla di har ikkje rett til dette. Be administratoren om tilgang om du treng det.
failure-foreign-title = Skjemaet kom frå ein annan stad
failure-foreign = Vi tek berre imot skjema frå våre eigne sider. Ingenting er lagra. Opne sida på nytt, og send derifrå.
failure-bad-title = Vi forstod ikkje det som vart sendt
failure-bad = Ingenting er lagra. Gå tilbake, og prøv på nytt.
failure-too-many-title = Vent litt
failure-too-many = Det kom for mange forsøk på kort tid. Vent nokre minutt, og prøv igjen.
failure-too-large-title = Det vart for stort
failure-too-large = Fila eller skjemaet er større enn vi tek imot. Ingenting er lagra. Del det opp, og prøv igjen.
failure-full-title = Disken er full
failure-full = Ingenting nytt kan lagrast. Det som er lagra frå før, er trygt. Be drifta om å frigjere plass.
failure-asked-title = Noko må gjerast først
failure-asked = Noko må gjerast først.
failure-inside-title = Noko gjekk gale hos oss
failure-inside = Feilen står i loggen på maskina. Det du skreiv, er ikkje lagra. Prøv igjen om litt.
pages-judged = Vurdert { $at } · { $entries ->
    [one] éi oppføring
   *[other] { $entries } oppføringar
} i hovudboka

pages-description = Årvåk svarer på brevet fra KDD og KS med bevis.
pages-skip = Hopp til innholdet
pages-demo = Demonstrasjon
pages-demo-text = Demonstrasjon: kommunen finnes ikke, og ingenting er sendt ut av denne maskinen.
pages-rooms = Rom
pages-menu = Meny
pages-to-status = Til status
pages-to-login = Logg inn
failure-not-found-title = Siden finnes ikke
failure-not-found = Adressen kan være feil, eller det den pekte på, er borte. Gå til status og let derfra.
failure-not-logged-in-title = Logg inn først
failure-not-logged-in = Du er ikke logget inn, eller økten er utløpt. Logg inn, og prøv igjen.
failure-forbidden-title = Dette har du ikke tilgang til
failure-forbidden = Rollen din har ikke rett til dette. Be administratoren om tilgang hvis du trenger det.
failure-foreign-title = Skjemaet kom fra et annet sted
failure-foreign = Vi tar bare imot skjemaer fra våre egne sider. Ingenting er lagret. Åpne siden på nytt, og send derfra.
failure-bad-title = Vi forsto ikke det som ble sendt
failure-bad = Ingenting er lagret. Gå tilbake, og prøv på nytt.
failure-too-many-title = Vent litt
failure-too-many = Det kom for mange forsøk på kort tid. Vent noen minutter, og prøv igjen.
failure-too-large-title = Det ble for stort
failure-too-large = Filen eller skjemaet er større enn vi tar imot. Ingenting er lagret. Del det opp, og prøv igjen.
failure-full-title = Disken er full
failure-full = Ingenting nytt kan lagres. Det som er lagret fra før, er trygt. Be driften om å frigjøre plass.
failure-asked-title = Noe må gjøres først
failure-asked = Noe må gjøres først.
failure-inside-title = Noe gikk galt hos oss
failure-inside = Feilen står i loggen på maskinen. Det du skrev, er ikke lagret. Prøv igjen om litt.
pages-judged = Vurdert { $at } · { $entries ->
    [one] én oppføring
   *[other] { $entries } oppføringer
} i hovedboka

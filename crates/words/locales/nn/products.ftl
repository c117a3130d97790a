# Lister over programvare, og kva systema er bygde av.

products-title = Programvare i systema
products-lead = Kva systema er bygde av, etter listene som er tekne inn. Berre den nyaste lista frå kvar kjelde tel.
products-link = Søk i programvara
products-search = Namnet inneheld
products-purl = Pakkeadressa byrjar med
products-purl-hint = Slik som pkg:npm/
products-go = Søk
products-count = { $products ->
    [one] Eitt produkt
   *[other] { $products } produkt
} i { $systems ->
    [one] eitt system
   *[other] { $systems } system
}.
products-none = Inga liste som er teken inn, har noko slikt. Det tyder ikkje at det ikkje er i bruk.
products-system = System
products-from = Lista er frå
products-own = Kommunen
products-at = Gjeld frå
products-more = Vis fleire
products-of = Kva systemet er bygd av
products-of-none = Inga liste er teken inn. Be leverandøren om ei liste over programvara (SBOM).
products-of-list = { $count ->
    [one] Eitt produkt
   *[other] { $count } produkt
}, slik det var { $date }, frå { $source }.
products-of-unreadable = Lista frå { $source } kan ikkje lesast lenger. Be om ei ny.
products-of-all = Sjå alle produkta
products-take = Før lista på eit system
products-take-lead = Vel systemet som lista gjeld. Då kan de søkje i ho. Lista er eit dokument: ho viser kva leverandøren opplyser.
products-take-system = Kva system gjeld lista?
products-take-choose = Vel eit system
products-take-go = Før ho på systemet
products-take-no-systems = Ingen system er førte på denne leverandøren. Før opp kven som driftar eller leverer systemet først.
products-take-wrong = Vel eitt av systema i lista.
products-take-unknown = { $subject } er ikkje eit system som står i oversynet.
products-take-no-source = { $source } er ikkje ein leverandør som står i oversynet.
products-take-gone = { $subject } er avvikla. Vel systemet som tok over.
products-list-wrong = Lista kan ikkje lesast, og ingenting er teke inn. Rett dette, eller be om ei ny liste:
products-recorded = { $count ->
    [one] Eitt produkt
   *[other] { $count } produkt
} er ført på { $system }, slik det var { $date }. Prov { $id }.
products-known = Den same lista er ført på { $system } frå før. Prov { $id }.
products-dry = { $count ->
    [one] Eitt produkt
   *[other] { $count } produkt
}, slik det var { $date }. Ingenting er lagra.
products-line = { $name } { $version } · { $system } · prov { $entry }
products-next = Det er fleire. Hald fram med --after '{ $place }'

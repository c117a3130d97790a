# Lister over programvare, og hva systemene er bygd av.

products-title = Programvare i systemene
products-lead = Hva systemene er bygd av, etter listene som er tatt inn. Bare den nyeste lista fra hver kilde teller.
products-link = Søk i programvaren
products-search = Navnet inneholder
products-purl = Pakkeadressen begynner med
products-purl-hint = Slik som pkg:npm/
products-go = Søk
products-count = { $products ->
    [one] Ett produkt
   *[other] { $products } produkter
} i { $systems ->
    [one] ett system
   *[other] { $systems } systemer
}.
products-none = Ingen liste som er tatt inn, har noe slikt. Det betyr ikke at det ikke er i bruk.
products-system = System
products-from = Lista er fra
products-own = Kommunen
products-at = Gjelder fra
products-more = Vis flere
products-of = Hva systemet er bygd av
products-of-none = Ingen liste er tatt inn. Be leverandøren om en liste over programvaren (SBOM).
products-of-list = { $count ->
    [one] Ett produkt
   *[other] { $count } produkter
}, slik det var { $date }, fra { $source }.
products-of-unreadable = Lista fra { $source } kan ikke leses lenger. Be om en ny.
products-of-all = Se alle produktene
products-take = Før lista på et system
products-take-lead = Velg systemet som lista gjelder. Da kan dere søke i den. Lista er et dokument: den viser hva leverandøren oppgir.
products-take-system = Hvilket system gjelder lista?
products-take-choose = Velg et system
products-take-go = Før den på systemet
products-take-no-systems = Ingen systemer er ført på denne leverandøren. Før opp hvem som drifter eller leverer systemet først.
products-take-wrong = Velg et av systemene i lista.
products-take-unknown = { $subject } er ikke et system som står i oversikten.
products-take-no-source = { $source } er ikke en leverandør som står i oversikten.
products-take-gone = { $subject } er avviklet. Velg systemet som tok over.
products-list-wrong = Lista kan ikke leses, og ingenting er tatt inn. Rett dette, eller be om en ny liste:
products-recorded = { $count ->
    [one] Ett produkt
   *[other] { $count } produkter
} er ført på { $system }, slik det var { $date }. Bevis { $id }.
products-known = Den samme lista er ført på { $system } fra før. Bevis { $id }.
products-dry = { $count ->
    [one] Ett produkt
   *[other] { $count } produkter
}, slik det var { $date }. Ingenting er lagret.
products-line = { $name } { $version } · { $system } · bevis { $entry }
products-next = Det er flere. Fortsett med --after '{ $place }'

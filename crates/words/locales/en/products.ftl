# Lists of software, and what the systems are built from.

products-title = Software in the systems
products-lead = What the systems are built from, by the lists that were taken in. Only the newest list from each source counts.
products-link = Search the software
products-search = The name contains
products-purl = The package URL begins with
products-purl-hint = Such as pkg:npm/
products-go = Search
products-count = { $products ->
    [one] One product
   *[other] { $products } products
} in { $systems ->
    [one] one system
   *[other] { $systems } systems
}.
products-none = No list that was taken in has anything like it. That does not mean that it is not in use.
products-system = System
products-from = The list is from
products-own = The municipality
products-at = As of
products-more = Show more
products-of = What the system is built from
products-of-none = No list was taken in. Ask the supplier for a list of the software (SBOM).
products-of-list = { $count ->
    [one] One product
   *[other] { $count } products
}, as it was on { $date }, from { $source }.
products-of-unreadable = The list from { $source } cannot be read any more. Ask for a new one.
products-of-all = See all products
products-take = Put the list on a system
products-take-lead = Choose the system that the list is about. Then it can be searched. The list is a document: it shows what the supplier says.
products-take-system = Which system is the list about?
products-take-choose = Choose a system
products-take-go = Put it on the system
products-take-no-systems = This supplier has no systems. First record who operates or supplies the system.
products-take-wrong = Choose one of the systems in the list.
products-take-unknown = { $subject } is no system of the inventory.
products-take-no-source = { $source } is no supplier of the inventory.
products-take-gone = { $subject } is retired. Choose the system that took over.
products-list-wrong = The list cannot be read, and nothing was taken in. Mend this, or ask for a new list:
products-recorded = { $count ->
    [one] One product is
   *[other] { $count } products are
} now on { $system }, as it was on { $date }. Evidence { $id }.
products-known = The same list was on { $system } before. Evidence { $id }.
products-dry = { $count ->
    [one] One product
   *[other] { $count } products
}, as it was on { $date }. Nothing was recorded.
products-line = { $name } { $version } · { $system } · evidence { $entry }
products-next = There are more. Go on with --after '{ $place }'

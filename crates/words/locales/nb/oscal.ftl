# The export in OSCAL: what stands in the documents, and what is said when they are written.

oscal-plan-title = Vurderingsplan: { $letter }
oscal-results-title = Vurdering: { $letter }
oscal-result-title = Vurdert { $at }
oscal-result-description = Hver status er utledet av bevis i hovedboka; ingen er skrevet inn. Vurderingen bygger på { $entries } oppføringer, slik de var { $at }.
oscal-municipality = Kommunen
oscal-catalog-reference = Brevet som katalog. Punktene er grupper, og delkravene er krav i dem.
oscal-system = Kommunens oversikt over tjenester, systemer, leverandører og annet
oscal-system-description = Oversikten ligger i Årvåk. Tingene som noe er sagt om, står blant resultatene.
oscal-thing-unknown = Det er registrert bevis om denne tingen, men den er ikke beskrevet i oversikten.
oscal-tool = Metode: { $method }
oscal-tool-description = En del av Årvåk som selv ser etter, og dømmer det den så.
oscal-task = Skaff bevis: { $kind }
oscal-supports = Støtter
oscal-refutes = Motbeviser
oscal-inconclusive = Lot seg ikke avgjøre
oscal-transcript = Opptak av det som ble sett
oscal-attachment = Vedlegg
oscal-beneath = Uten dette ville statusen vært: { $state }
export-written = { $count } filer er skrevet i { $path }: { $controls } delkrav, { $observations } observasjoner, { $findings } funn.
export-left-out = { $count } funn er utelatt fordi leserne av denne utgaven ikke skal se dem.
export-faulty = Dette er en feil i Årvåk, ikke hos dere: eksporten ville blitt ugyldig OSCAL, og ingenting er skrevet. Meld fra, og legg ved linjene under.
export-not-a-folder = { $path } er ikke en mappe.

# The export in OSCAL: what stands in the documents, and what is said when they are written.

oscal-plan-title = Vurderingsplan: { $letter }
oscal-results-title = Vurdering: { $letter }
oscal-result-title = Vurdert { $at }
oscal-result-description = Kvar status er utleidd av bevis i hovudboka; ingen er skriven inn. Vurderinga byggjer på { $entries } oppføringar, slik dei var { $at }.
oscal-municipality = Kommunen
oscal-catalog-reference = Brevet som katalog. Punkta er grupper, og delkrava er krav i dei.
oscal-system = Kommunen sitt oversyn over tenester, system, leverandørar og anna
oscal-system-description = Oversynet ligg i Årvåk. Tinga som noko er sagt om, står blant resultata.
oscal-thing-unknown = Det er registrert bevis om denne tingen, men han er ikkje omtalt i oversynet.
oscal-tool = Metode: { $method }
oscal-tool-description = Ein del av Årvåk som sjølv ser etter, og dømmer det han såg.
oscal-task = Skaff bevis: { $kind }
oscal-supports = Støttar
oscal-refutes = Motbeviser
oscal-inconclusive = Lét seg ikkje avgjere
oscal-transcript = Opptak av det som blei sett
oscal-attachment = Vedlegg
oscal-beneath = Utan dette ville statusen vore: { $state }
export-written = { $count } filer er skrivne i { $path }: { $controls } delkrav, { $observations } observasjonar, { $findings } funn.
export-left-out = { $count } funn er utelatne fordi lesarane av denne utgåva ikkje skal sjå dei.
export-faulty = Dette er ein feil i Årvåk, ikkje hos dykk: eksporten ville blitt ugyldig OSCAL, og ingenting er skrive. Meld frå, og legg ved linjene under.
export-not-a-folder = { $path } er ikkje ei mappe.

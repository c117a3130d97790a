# Exports of configuration that are judged.

judge-formats = Format som kan vurderast, og det dei kan seie noko om:
judge-format-line = { $format } – { $title }
judge-format-gives = { $kind } (om { $thing }): { $title }
judge-format-conditional-access = reglar for innlogging i Microsoft 365/Entra (JSON frå Graph)
judge-format-firewall = regelliste frå ein brannmur (CSV)
judge-format-directory = brukarar og grupper frå Active Directory (CSV eller JSON)
judge-format-software = installerte program frå osquery (JSON eller CSV)
judge-unknown-format = Ukjent format «{ $format }». Vel mellom: { $formats }.
judge-cannot-guess = Det går ikkje å sjå kva { $file } er eit uttrekk av. Set formatet framfor filnamnet: { $formats }.
judge-mistake = { $file }, { $place }: { $what }
judge-mistakes = { $count ->
    [one] Éin feil. Ingenting er lagra.
   *[other] { $count } feil. Ingenting er lagra.
}
judge-when = Når vart uttrekket laga? Det står ikkje i fila. Oppgi det med --exported, til dømes --exported 2026-03-01T10:00:00Z eller --exported 2026-03-01.
judge-too-early = Fila fortel om noko som skjedde { $newest }. Då kan ho ikkje vere laga { $exported }; rett --exported.
judge-future = Uttrekket kan ikkje vere laga { $exported }; det er no { $now }. Rett --exported, eller still klokka.
judge-no-thing = { $subject } står ikkje i oversynet. Legg det inn med arvak import, eller rett namnet.
judge-wrong-thing = Dette uttrekket seier ingenting om { $subject }. Det kan brukast om: { $things }.
judge-not-in-catalogue = Katalogen som gjeld, kjenner ikkje { $kinds }; det blir ikkje lagra. Ta i bruk ein nyare katalog.
judge-head = { $file }: { $format }, laga { $exported }
judge-about = Det tyder for { $subject }:
judge-verdict = { $title }: { $outcome }
judge-verdict-why = { $title }: { $outcome } – { $why }
judge-recorded = Lagra som nr. { $ids }.
judge-dry = Ingenting er lagra (--dry-run).
place-file = fila
place-policy = regel { $number } «{ $name }»
place-row = rad { $row }
place-field = rad { $row }, kolonne { $column }
place-object = nr. { $number }

found-policies_seen = { $count } reglar, { $in_force } i kraft, { $report_only } som berre rapporterer
found-policy_report_only = berre rapporterer; tel ikkje
found-policy_off = er slått av; tel ikkje
found-policy_or = krev tofaktor eller { $others }; det er ikkje tofaktor for alle
found-policy_place = gjeld ikkje frå alle stader (unnatekne nett); det er ikkje overalt
found-policy_narrowed = gjeld berre under eit vilkår ({ $by }); tel ikkje som overalt
found-policy_some_apps = gjeld berre nokre program
found-policy_some_users = gjeld berre nokre brukarar
found-policy_strength_unknown = krev styrken «{ $strength }», og fila seier ikkje kva han krev
found-policy_covers_all = krev tofaktor av alle, i alle program, overalt
found-policy_excludes_users = unntek { $count } brukarar; høgst to naudkontoar er godtekne
found-policy_excludes_groups = unntek { $count } grupper; fila seier ikkje kor mange det er i dei
found-policy_excludes_roles = unntek { $count } roller
found-policy_excludes_guests = unntek gjester
found-policy_excludes_apps = unntek { $count } program
found-policy_device = stiller krav til eininga
found-policies_none_in_force = ingen regel er i kraft; standardinnstillingane til Entra står ikkje i fila
found-factors_demanded = tofaktor er kravd av alle
found-factors_not_demanded = ingen reglar krev tofaktor av alle, i alle program, overalt
found-factors_unclear = det går ikkje å sjå om tofaktor er kravd av alle
found-legacy_blocked = gamle innloggingsvegar er stengde for alle
found-legacy_open = den gamle innloggingsvegen «{ $client }» er ikkje stengd for alle
found-legacy_unclear = det går ikkje å sjå om «{ $client }» er stengd for alle
found-admins_covered = tofaktor er kravd av alle { $count } rollene som styrer
found-admin_uncovered = rolla { $role } slepp unna tofaktor
found-admin_unclear = det går ikkje å sjå om rolla { $role } er dekt

export-empty = fila er tom; lag uttrekket på nytt
export-too_large = fila er større enn { $most } byte; del ho opp
export-too_many = fila har meir enn { $most } oppføringar; del ho opp
export-encoding = byte { $byte } på linje { $line } gir inga meining; lagre fila som UTF-8
export-no_json = dette er ikkje JSON (linje { $line }, kolonne { $column }); er fila kutta av?
export-wrong_shape = fila har ei anna form enn venta; det skulle vore ei liste av { $expected }
export-not_whole = lista held fram ein annan stad (nextLink); hent heile lista
export-cut_off = «{ $field }» er kutta av PowerShell; bruk ConvertTo-Json -Depth 10, eller slå saman verdiane med -join ';'
export-missing_field = «{ $field }» manglar
export-wrong_type = «{ $field }» er ikkje av typen { $expected }
export-unknown_word = «{ $word }» er ukjent i «{ $field }»; det kan vere: { $allowed }

unclear-policy-none_in_force = ingen regel er i kraft
unclear-policy-unclear = nokon er unnateken, og fila seier ikkje kor mange

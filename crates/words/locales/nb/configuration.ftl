# Exports of configuration that are judged.

judge-formats = Formater som kan vurderes, og det de kan si noe om:
judge-format-line = { $format } – { $title }
judge-format-gives = { $kind } (om { $thing }): { $title }
judge-format-conditional-access = regler for innlogging i Microsoft 365/Entra (JSON fra Graph)
judge-format-firewall = regelliste fra en brannmur (CSV)
judge-format-directory = brukere og grupper fra Active Directory (CSV eller JSON)
judge-format-software = installerte programmer fra osquery (JSON eller CSV)
judge-unknown-format = Ukjent format «{ $format }». Velg mellom: { $formats }.
judge-cannot-guess = Det går ikke å se hva { $file } er et uttrekk av. Sett formatet foran filnavnet: { $formats }.
judge-mistake = { $file }, { $place }: { $what }
judge-mistakes = { $count ->
    [one] Én feil. Ingenting er lagret.
   *[other] { $count } feil. Ingenting er lagret.
}
judge-when = Når ble uttrekket laget? Det står ikke i fila. Oppgi det med --exported, for eksempel --exported 2026-03-01T10:00:00Z eller --exported 2026-03-01.
judge-too-early = Fila forteller om noe som skjedde { $newest }. Da kan den ikke være laget { $exported }; rett --exported.
judge-future = Uttrekket kan ikke være laget { $exported }; det er nå { $now }. Rett --exported, eller still klokka.
judge-no-thing = { $subject } står ikke i oversikten. Legg den inn med arvak import, eller rett navnet.
judge-wrong-thing = Dette uttrekket sier ingenting om { $subject }. Det kan brukes om: { $things }.
judge-not-in-catalogue = Katalogen som gjelder, kjenner ikke { $kinds }; det blir ikke lagret. Ta i bruk en nyere katalog.
judge-head = { $file }: { $format }, laget { $exported }
judge-about = Det betyr for { $subject }:
judge-verdict = { $title }: { $outcome }
judge-verdict-why = { $title }: { $outcome } – { $why }
judge-recorded = Lagret som nr. { $ids }.
judge-dry = Ingenting er lagret (--dry-run).
place-file = fila
place-policy = regel { $number } «{ $name }»
place-row = rad { $row }
place-field = rad { $row }, kolonne { $column }
place-object = nr. { $number }

found-policies_seen = { $count } regler, { $in_force } i kraft, { $report_only } som bare rapporterer
found-policy_report_only = bare rapporterer; teller ikke
found-policy_off = er slått av; teller ikke
found-policy_or = krever tofaktor eller { $others }; det er ikke tofaktor for alle
found-policy_place = gjelder ikke fra alle steder (unntatte nett); det er ikke overalt
found-policy_narrowed = gjelder bare under et vilkår ({ $by }); teller ikke som overalt
found-policy_some_apps = gjelder bare noen programmer
found-policy_some_users = gjelder bare noen brukere
found-policy_strength_unknown = krever styrken «{ $strength }», og fila sier ikke hva den krever
found-policy_covers_all = krever tofaktor av alle, i alle programmer, overalt
found-policy_excludes_users = unntar { $count } brukere; høyst to nødkontoer godtas
found-policy_excludes_groups = unntar { $count } grupper; fila sier ikke hvor mange det er i dem
found-policy_excludes_roles = unntar { $count } roller
found-policy_excludes_guests = unntar gjester
found-policy_excludes_apps = unntar { $count } programmer
found-policy_device = stiller krav til enheten
found-policies_none_in_force = ingen regel er i kraft; standardinnstillingene til Entra står ikke i fila
found-factors_demanded = tofaktor kreves av alle
found-factors_not_demanded = ingen regler krever tofaktor av alle, i alle programmer, overalt
found-factors_unclear = det går ikke å se om tofaktor kreves av alle
found-legacy_blocked = gamle innloggingsveier er stengt for alle
found-legacy_open = den gamle innloggingsveien «{ $client }» er ikke stengt for alle
found-legacy_unclear = det går ikke å se om «{ $client }» er stengt for alle
found-admins_covered = tofaktor kreves av alle { $count } roller som styrer
found-admin_uncovered = rollen { $role } slipper unna tofaktor
found-admin_unclear = det går ikke å se om rollen { $role } er dekket

export-empty = fila er tom; lag uttrekket på nytt
export-too_large = fila er større enn { $most } byte; del den opp
export-too_many = fila har mer enn { $most } oppføringer; del den opp
export-encoding = byte { $byte } på linje { $line } gir ingen mening; lagre fila som UTF-8
export-no_json = dette er ikke JSON (linje { $line }, kolonne { $column }); er fila kuttet av?
export-wrong_shape = fila har en annen form enn ventet; det skulle vært en liste av { $expected }
export-not_whole = lista fortsetter et annet sted (nextLink); hent hele lista
export-cut_off = «{ $field }» er kuttet av PowerShell; bruk ConvertTo-Json -Depth 10, eller slå sammen verdiene med -join ';'
export-missing_field = «{ $field }» mangler
export-wrong_type = «{ $field }» er ikke av typen { $expected }
export-unknown_word = «{ $word }» er ukjent i «{ $field }»; det kan være: { $allowed }

unclear-policy-none_in_force = ingen regel er i kraft
unclear-policy-unclear = noen er unntatt, og fila sier ikke hvor mange

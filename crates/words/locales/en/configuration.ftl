# Exports of configuration that are judged.

judge-formats = Formats that can be judged, and what they can say something of:
judge-format-line = { $format } – { $title }
judge-format-gives = { $kind } (about a { $thing }): { $title }
judge-format-conditional-access = rules for logging in to Microsoft 365/Entra (JSON from Graph)
judge-format-firewall = list of rules from a firewall (CSV)
judge-format-directory = users and groups from Active Directory (CSV or JSON)
judge-format-software = installed software from osquery (JSON or CSV)
judge-unknown-format = Unknown format “{ $format }”. Choose one of: { $formats }.
judge-cannot-guess = It cannot be seen what { $file } is an export of. Put the format before the file's name: { $formats }.
judge-mistake = { $file }, { $place }: { $what }
judge-mistakes = { $count ->
    [one] One mistake. Nothing was recorded.
   *[other] { $count } mistakes. Nothing was recorded.
}
judge-when = When was the export made? The file does not say. Give it with --exported, such as --exported 2026-03-01T10:00:00Z or --exported 2026-03-01.
judge-too-early = The file tells of something that happened { $newest }. So it cannot have been made { $exported }; correct --exported.
judge-future = The export cannot have been made { $exported }; it is now { $now }. Correct --exported, or set the clock.
judge-no-thing = { $subject } is not in the inventory. Add it with arvak import, or correct the name.
judge-wrong-thing = This export says nothing about { $subject }. It can be used about: { $things }.
judge-not-in-catalogue = The catalogue in force does not know { $kinds }; that is not recorded. Adopt a newer catalogue.
judge-head = { $file }: { $format }, made { $exported }
judge-about = What it means for { $subject }:
judge-verdict = { $title }: { $outcome }
judge-verdict-why = { $title }: { $outcome } – { $why }
judge-recorded = Recorded as no. { $ids }.
judge-dry = Nothing was recorded (--dry-run).
place-file = the file
place-policy = policy { $number } “{ $name }”
place-row = row { $row }
place-field = row { $row }, column { $column }
place-object = no. { $number }

found-policies_seen = { $count } policies, { $in_force } in force, { $report_only } that only report
found-policy_report_only = only reports; does not count
found-policy_off = is off; does not count
found-policy_or = demands two factors or { $others }; that is not two factors for all
found-policy_place = does not apply from everywhere (networks left out)
found-policy_narrowed = applies only under a condition ({ $by }); does not count as everywhere
found-policy_some_apps = applies to some applications only
found-policy_some_users = applies to some users only
found-policy_strength_unknown = demands the strength “{ $strength }”, and the file does not say what that is
found-policy_covers_all = demands two factors of everyone, for all applications, everywhere
found-policy_excludes_users = leaves out { $count } users; at most two emergency accounts are accepted
found-policy_excludes_groups = leaves out { $count } groups; the file does not say how many are in them
found-policy_excludes_roles = leaves out { $count } roles
found-policy_excludes_guests = leaves out guests
found-policy_excludes_apps = leaves out { $count } applications
found-policy_device = asks something of the device
found-policies_none_in_force = no policy is in force; Entra's security defaults are not in the file
found-factors_demanded = two factors are demanded of everyone
found-factors_not_demanded = no policies demand two factors of everyone, for all applications, everywhere
found-factors_unclear = it cannot be seen whether two factors are demanded of everyone
found-legacy_blocked = old ways to log in are closed for everyone
found-legacy_open = the old way to log in “{ $client }” is not closed for everyone
found-legacy_unclear = it cannot be seen whether “{ $client }” is closed for everyone
found-admins_covered = two factors are demanded of all { $count } roles that govern
found-admin_uncovered = the role { $role } gets by without two factors
found-admin_unclear = it cannot be seen whether the role { $role } is covered

export-empty = the file is empty; make the export again
export-too_large = the file is larger than { $most } bytes; split it
export-too_many = the file has more than { $most } entries; split it
export-encoding = byte { $byte } of line { $line } makes no sense; save the file as UTF-8
export-no_json = this is not JSON (line { $line }, column { $column }); was the file cut off?
export-wrong_shape = the file has another shape than expected; it should be a list of { $expected }
export-not_whole = the list goes on elsewhere (nextLink); fetch all of it
export-cut_off = “{ $field }” was cut off by PowerShell; use ConvertTo-Json -Depth 10, or join the values with -join ';'
export-missing_field = “{ $field }” is missing
export-wrong_type = “{ $field }” is not of the type { $expected }
export-unknown_word = “{ $word }” is unknown in “{ $field }”; it may be: { $allowed }

unclear-policy-none_in_force = no policy is in force
unclear-policy-unclear = somebody is left out, and the file does not say how many

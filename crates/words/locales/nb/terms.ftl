# States, as DESIGN section 2 says them.
status-verified = Bekreftet
status-compensated = Mangler, dempet
status-exempt = Unntatt
status-partial = Oppgitt
status-stale = Utløpt
status-missing = Ikke undersøkt
status-refuted = Motbevist
status-not_applicable = Gjelder ikke

# How evidence was got.
basis-statement = oppgitt
basis-document = dokumentert
basis-configuration = konfigurasjon
basis-probe = prøve
basis-exercise = øvelse

outcome-supports = støtter
outcome-refutes = motbeviser
outcome-inconclusive = kunne ikke avgjøres

fact-genesis = hovedboka opprettet
fact-entity = inventar
fact-scope = omfang
fact-retirement = avviklet
fact-evidence = bevis
fact-withdrawal = bevis trukket
fact-exemption_request = unntak søkt
fact-exemption = unntak godkjent
fact-obligation = frist satt
fact-obligation_met = frist holdt
fact-contest = tilsvar
fact-catalogue = katalog tatt i bruk
fact-situation = situasjonsnivå
fact-erasure = slettet
fact-key_rotation = nøkkel byttet

thing-organisation = virksomhet
thing-unit = enhet
thing-role = rolle
thing-person = person
thing-function = kritisk funksjon
thing-service = tjeneste
thing-system = system
thing-dataset = datasett
thing-supplier = leverandør
thing-domain = domene
thing-endpoint = endepunkt
thing-log_source = loggkilde
thing-backup_set = sikkerhetskopi
thing-plan = plan
thing-exercise = øvelse
thing-inventory = oversikt

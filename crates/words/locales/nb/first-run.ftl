# Første gang: fra tom mappe til første bevis
first-run-organisation = { $name } kommune
first-run-website-assumed = Antatt: nettstedet som domener vanligvis har. Rett det hvis deres heter noe annet.
first-run-operator-unnamed = IKT-selskapet
first-run-dns-subject = Emne: { $from }: TXT-oppføringer i DNS
first-run-dns-ask = Hei. { $from } skal vise at vi har domenene våre selv. Kan dere legge inn disse oppføringene i DNS? De endrer ikke hvordan noe virker, og de kan fjernes når vi sier fra.
first-run-dns-why = Oppføringene gjør at vi selv kan undersøke innlogging og fjerntilgang utenfra, uten å gjøre skade. Svar gjerne på denne saken når de er på plass.
first-run-leader-subject = Emne: Slik står det til med den digitale sikkerheten
first-run-leader-text = Kommunen har begynt å svare på brevet fra KDD og KS om digital sikkerhet. Siden under viser på én side hva vi vet, hva vi ikke vet, og hva du bør avgjøre. Den oppdateres av seg selv når noe nytt blir undersøkt.
first-run-letter-closing = Vennlig hilsen { $from }

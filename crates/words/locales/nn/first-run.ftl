# Første gong: frå tom mappe til første prov
first-run-organisation = { $name } kommune
first-run-website-assumed = Anteke: nettstaden som domene vanlegvis har. Rett det om dykkar heiter noko anna.
first-run-operator-unnamed = IKT-selskapet
first-run-dns-subject = Emne: { $from }: TXT-oppføringar i DNS
first-run-dns-ask = Hei. { $from } skal vise at vi har domena våre sjølve. Kan de leggje inn desse oppføringane i DNS? Dei endrar ikkje korleis noko verkar, og dei kan fjernast når vi seier frå.
first-run-dns-why = Oppføringane gjer at vi sjølve kan undersøkje innlogging og fjerntilgang utanfrå, utan å gjere skade. Svar gjerne på denne saka når dei er på plass.
first-run-leader-subject = Emne: Slik står det til med den digitale tryggleiken
first-run-leader-text = Kommunen har byrja å svare på brevet frå KDD og KS om digital tryggleik. Sida under viser på éi side kva vi veit, kva vi ikkje veit, og kva du bør avgjere. Ho blir oppdatert av seg sjølv når noko nytt blir undersøkt.
first-run-letter-closing = Venleg helsing { $from }

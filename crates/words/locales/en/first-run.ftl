# The first run: from an empty folder to the first evidence
first-run-organisation = { $name } municipality
first-run-website-assumed = Assumed: the website that domains usually have. Correct it if yours is called something else.
first-run-operator-unnamed = The ICT company
first-run-dns-subject = Subject: { $from }: TXT records in DNS
first-run-dns-ask = Hello. { $from } is to show that our domains are our own. Could you add these records to DNS? They change nothing in how things work, and can be removed when we say so.
first-run-dns-why = With the records in place we can examine log-in and remote access ourselves, from the outside and without doing harm. Please answer this ticket when they are there.
first-run-leader-subject = Subject: How our digital security stands
first-run-leader-text = The municipality has begun to answer the letter from KDD and KS on digital security. The page below shows on one page what we know, what we do not know, and what you should decide. It is updated by itself when something new has been examined.
first-run-letter-closing = Kind regards, { $from }

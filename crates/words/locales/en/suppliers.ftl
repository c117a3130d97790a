rooms-suppliers = Suppliers
suppliers-lead = Who runs, makes and supports what the municipality uses, how critical they are, and how far a request has come. Those who have not answered come first.
suppliers-none = No supplier is listed. List them under Services.
suppliers-counts = { $count } suppliers. { $silent } have not answered in time, { $open } were asked and have time left, { $never } were not asked.
suppliers-show = Show only
suppliers-show-silent = Have not answered in time
suppliers-show-open = Were asked and have time left
suppliers-show-never = Were not asked
suppliers-show-answered = Have answered
suppliers-show-contradicted = Answers do not fit what was found
suppliers-contradicted-short = Contradicted
suppliers-found-count = { $count ->
    [one] One supplier fits what you chose.
   *[other] { $count } suppliers fit what you chose.
}
suppliers-name = Supplier
suppliers-delivers = Delivers
suppliers-critical = Critical
suppliers-stage = Request
suppliers-age = Age
suppliers-next = Next step
suppliers-come = Now
suppliers-thing = In the inventory
suppliers-unsaid = not said
suppliers-never-asked = Not asked
suppliers-never-asked-text = The supplier was not asked through a link yet.
suppliers-systems = { $count ->
    [one] one system
   *[other] { $count } systems
 }
suppliers-answered-days = { $days ->
    [0] Answered today
    [one] Answered yesterday
   *[other] Answered { $days } days ago
 }
suppliers-waiting-days = { $days ->
    [0] Asked today
    [one] Asked yesterday
   *[other] Waited for { $days } days
 }
suppliers-step-before-7 = Remind them: a week left
suppliers-step-before-3 = Remind them: three days left
suppliers-step-before-1 = Remind them: one day left
suppliers-step-leader = Past due: take it to the leader at the supplier
suppliers-step-silent = Counts as not answered: take it up under the contract
suppliers-stage-draft = Made, not sent
suppliers-stage-sent = Sent
suppliers-stage-opened = Opened
suppliers-stage-answering = Being answered
suppliers-stage-sent-in = Sent in
suppliers-stage-follow-up = Asked for more
suppliers-stage-closed = Closed
suppliers-stage-revoked = Link taken back
suppliers-stage-expired = Link expired
suppliers-stage-draft-text = The link was made. Send it to the supplier, and mark it as sent.
suppliers-stage-sent-text = Somebody here sent the link. Nobody has opened it yet.
suppliers-stage-opened-text = Somebody opened the link but has not begun to answer.
suppliers-stage-answering-text = The supplier has begun to answer. The answers are shown here when they are sent in.
suppliers-stage-sent-in-text = The answers were sent in and stand in the ledger as stated.
suppliers-stage-follow-up-text = You have asked for more. The same link shows the question.
suppliers-stage-closed-text = The request is closed, and the link opens nothing. What was written and not sent in is deleted.
suppliers-stage-revoked-text = The link opens nothing. What was written is kept; make a new link to go on.
suppliers-stage-expired-text = Time ran out before anything was sent in. Let the link last longer, or make a new one.
suppliers-request = Request { $request }
suppliers-due = Answer by
suppliers-due-hint = Left empty, the supplier has { $days } days. It cannot be moved afterwards.
suppliers-due-wrong = Choose a date to come, at most half a year from now.
suppliers-made = Made
suppliers-opened = First opened
suppliers-link-ends = The link lasts until
suppliers-questions = { $count ->
    [one] One question
   *[other] { $count } questions
 }
suppliers-came-in = What came in
suppliers-came-in-text = Sent in { $at }: { $answered } of { $asked } questions are answered. All of it is stated by the supplier, and not tested.
suppliers-entries = In the ledger
suppliers-answers-file = Download the answers as they were sent in
suppliers-file-get = Download
suppliers-file-programs = Read as a list of software
suppliers-further-asked = You asked for more:
suppliers-mark-sent = Mark as sent
suppliers-new-link = Make a new link
suppliers-extend = Let the link last 14 days longer
suppliers-revoke = Take the link back
suppliers-close = Close
suppliers-further = Ask for more
suppliers-further-hint = The supplier sees the question with the same link, and may correct the other answers too.
suppliers-further-send = Ask it
suppliers-further-wrong = Write a question of at most 1,000 characters.
suppliers-make = Make a request
suppliers-make-lead = Ask what concerns the supplier and is not known yet. At most { $most } questions.
suppliers-no-questions = No question concerns this supplier.
suppliers-which = Questions
suppliers-which-wrong = Choose at least one question. One that waits for another needs that too.
suppliers-which-not = The question does not concern the supplier, or waits for another that was not chosen.
suppliers-made-today = The supplier was asked today. Make a new link to that request, or wait until tomorrow.
suppliers-code-language = Choose the language of the code: nb, nn or en.
suppliers-code-address = The supplier has no mail address here. Enter it on the supplier’s page.
suppliers-make-go = Make request and link
suppliers-why = For { $claims }.
suppliers-why-everyone = Every supplier is asked.
suppliers-why-is = Because this is listed: { $attribute }.
suppliers-why-unknown = Because this is not said: { $attribute }.
suppliers-why-when = Asked only when an earlier answer calls for it.
suppliers-why-known = Known already ({ $basis }, until { $until }):
suppliers-link-title = The link for the supplier
suppliers-link-once = This is the link for { $supplier }. It is shown only now, and lasts until { $ends }.
suppliers-link-send = Send the link to a person at the supplier. Whoever has it can answer. It opens this request alone, and can be taken back. Mark the request as sent afterwards.
suppliers-link-gone = The link was shown, or it is too long since it was made. Make a new one.
suppliers-programs = Software
suppliers-programs-lead = What the supplier says that the programs are built from. The list does not say which country anything comes from.
suppliers-programs-count = { $count } products. The form is { $format } { $version }.
suppliers-programs-about = The list is of { $product }.
suppliers-programs-more = The first { $shown } are shown. All { $count } are in the file.
suppliers-programs-wrong = The file cannot be read. This is wrong:
suppliers-program-name = Product
suppliers-program-version = Version
suppliers-program-supplier = From
suppliers-program-purl = Package URL
sbom-too-large = The file is larger than 16 MiB.
sbom-not-utf8 = The file is no text in UTF-8.
sbom-unknown-format = The file is neither CycloneDX nor SPDX.
sbom-not-json = Here it stops being JSON, or there are too many levels.
sbom-not-xml = Here it stops being XML.
sbom-doctype = A document type (DOCTYPE) is not read. Make the file without one.
sbom-unknown-version = The version “{ $found }” is not read. CycloneDX 1.4–1.6 and SPDX 2.2–2.3 are.
sbom-too-many = There are more here than are read.
sbom-too-deep = There are more levels within each other here than are read.
sbom-wrong-type = The value is of the wrong type: { $found }.
sbom-missing = A value that must be there is missing. { $found }
sbom-too-long = The text is too long: { $found } …
sbom-bad-purl = “{ $found }” is no package URL (purl).
sbom-bad-hash = “{ $found }” is no hash of that kind.
sbom-bad-line = The line is no tag, colon and value: { $found }
sbom-bad-time = “{ $found }” is not a time. Write it as 2026-03-01T12:00:00Z.
answering-enter-title = Answer questions from the municipality
answering-enter-lead = If the municipality sent you a link, the questions open by themselves when you follow it. If they do not, paste the link here.
answering-enter-code = The link, or the code in it
answering-enter-hint = The code is what stands after # in the link.
answering-enter-go = Open the questions
answering-enter-cookie = We set one cookie, which remembers which request you are answering, for at most 12 hours.
answering-gone-not-here = Follow the link from the municipality again. The browser is remembered for a while only, and what was written is kept.
answering-gone-unknown = There is no such link. See that all of it is there, also what stands after #. If it is whole, ask the municipality for a new one.
answering-gone-expired = The link has expired. What was written is kept. Ask the municipality to let it last longer.
answering-gone-revoked = The municipality has taken the link back. Ask whoever sent it.
answering-gone-replaced = The municipality has made a new link, and this one is good no more. Look for the new one, or ask whoever sent this.
answering-gone-closed = The municipality has what it needs, and the request is closed. Thank you for your help.
answering-title = Questions from { $from }
answering-lead = At most { $count } questions for { $supplier }. Answer by { $due }.
answering-how = Answers are kept as you go, and several of you may write at once with the same link. Nothing is sent before you have looked it over and sent it in. “Do not know” is an answer too.
answering-link-ends = The link lasts until { $ends }.
answering-kept = Kept.
answering-kept-one = Kept
answering-not-kept = Not kept yet: the connection is gone. Press Save when it is back.
answering-sent-meanwhile = Somebody else of yours has sent the answers in. Load the page again.
answering-further = The municipality asks for more
answering-only-if = Answer only if it fits what you answered above.
answering-comment = Add a comment
answering-comment-label = Comment
answering-answer = Answer
answering-to-check = Save and look it over
answering-save = Save
answering-leave-why = Do several people use this machine?
answering-leave = Forget the request in this browser
answering-mistakes = Something must be mended
answering-meanwhile = Somebody else of yours changed an answer at the same time. What you wrote stands in the field.
answering-theirs = Somebody else changed this { $at } to: “{ $what }”. Save again to use what stands in the field.
answering-file-hint = PDF, picture, docx, xlsx, odt or an SBOM. At most 16 MiB each.
answering-file-add = Upload
answering-file-remove = Remove
answering-file-remove-named = Remove { $name }
answering-file-size = { $kilobytes } kB
answering-file-empty = “{ $name }” is empty.
answering-file-large = “{ $name }” is larger than 16 MiB.
answering-file-unknown = “{ $name }” is of no kind that is taken. Send it as PDF.
answering-file-other = “{ $name }” is something else than its name says, or has macros. Send it as PDF.
answering-file-bomb = “{ $name }” is far too large when it is unpacked. Send it as PDF.
answering-file-many = There was no room for “{ $name }”: at most 20 files, and 64 MiB in all.
answering-wrong-yes-no = Choose yes or no.
answering-wrong-options = Tick what holds, or the last one alone.
answering-wrong-option = Choose one of the answers.
answering-wrong-number = Write a whole number, such as 4.
answering-wrong-date = Write a date that exists, such as 2026-03-01.
answering-wrong-country = “{ $code }” is no country code. Write two letters for each country, such as NO, SE.
answering-wrong-contact = Write a telephone number or a mail address.
answering-wrong-long = The text is too long: at most 4,000 characters. Attach the rest as a file.
answering-check-title = Look the answers over
answering-check-back = Back to the questions
answering-check-lead = Nothing is sent yet. Look it over, and send it in at the end.
answering-check-wrong = Some answers must be mended before you can send them in.
answering-check-missing = { $count ->
    [one] One question has no answer. You may send it in all the same.
   *[other] { $count } questions have no answer. You may send it in all the same.
 }
answering-check-none = Not answered
answering-check-becomes = How it counts at the municipality
answering-check-word = What you answer counts as stated. The municipality tests some of it, from outside and without harm. If it finds something else, you see that first and may reply.
answering-check-mend = Change
answering-check-mend-named = Change the answer to: { $question }
answering-check-change = Change the answers
answering-send = Send in
answering-send-meanwhile = Somebody else of yours changed an answer after this page was shown. Look it over again.
answering-receipt-title = Receipt
answering-receipt-lead = Sent in to { $from } { $at }: { $answered } of { $asked } questions are answered.
answering-receipt-done = The answers were sent in, and cannot be changed here now. If something is to be corrected, tell the municipality, which can open for it.
answering-receipt-further = The municipality has asked for more since.
answering-receipt-answer = Go to the question
answering-receipt-request = Request
answering-receipt-hash = SHA-256 of the answers
answering-receipt-blob = SHA-256 of the answers with salt, as the entry names them
answering-receipt-sealed = Download the answers with salt
answering-receipt-entries = Numbers in the municipality's ledger
answering-receipt-files = Files that you sent
answering-receipt-keep = Keep the receipt
answering-receipt-how = The answers in the file give the first sum to anybody who computes it. Before them the municipality put 16 random bytes (salt), so that nobody can guess the answers from a sum; with those it is the second. The entry names that one, and the proof shows that the entry stands in the ledger unchanged.
answering-receipt-answers = Download the answers
answering-receipt-envelope = Download the entry
answering-receipt-proof = Download the proof
answering-receipt-print = Print
rooms-personal-at-supplier_request = Requests to suppliers: who here made them
rooms-personal-at-supplier_request-life = As long as the folder is in use
rooms-personal-at-supplier_event = What happened to each request, and what you asked further
rooms-personal-at-supplier_event-life = As long as the folder is in use
rooms-personal-at-supplier_link = Links for suppliers, as SHA-256 alone
rooms-personal-at-supplier_link-life = As long as the folder is in use; the link itself until it is due and 15 days more
rooms-personal-at-supplier_visit = Browsers that came with a link, as SHA-256 alone
rooms-personal-at-supplier_visit-life = At most 12 hours
rooms-personal-at-supplier_answer = What suppliers write while they answer; may name contacts
rooms-personal-at-supplier_answer-life = Until the request is closed
rooms-personal-at-supplier_file = Files that suppliers attach
rooms-personal-at-supplier_file-life = Until the request is closed; what was sent in stands as attachments in the ledger
request-link-made = The link for { $supplier } (request { $request }). It is shown only now, and lasts until { $ends }:
request-link-unknown = No link was made to request “{ $request }”. Make one with: arvak request link SUPPLIER
request-link-not-now = Request { $request } cannot be changed so now: { $stage }.
request-link-revoked = The link to request { $request } is taken back. What was written is kept.

suppliers-contradicted = { $count ->
    [one] One answer does not fit what was found
   *[other] { $count } answers do not fit what was found
}
suppliers-answered = The answer was:
suppliers-found = What was found:
suppliers-found-on = On { $thing }, { $at }.
suppliers-found-in = the server stands in { $countries }
suppliers-found-for = it has been so for at least { $days } days
suppliers-untold = The supplier has not been asked about this yet. Nobody outside is shown it before that is done and the time is over.
suppliers-told-until = The supplier was asked, and may answer until { $due }. Nobody outside is shown it before then.
suppliers-told-over = The supplier was asked, and the last day was { $due }. No answer came. Others may be shown it now.
suppliers-told-replied = The supplier has answered. Others may now be shown both what was found and the answer.
suppliers-tell = Ask the supplier to answer
suppliers-tell-hint = The supplier sees it on their own page, and has five working days. Send them the link again if it has ended.
suppliers-said = The supplier says:

answering-findings-notice = Something that you answered does not fit what was found.
answering-findings-see = See what, and answer
answering-findings-title = This does not fit
answering-findings-lead = { $from } has tried what you answered, and found something else. Here is what. Tell what you say to it. What you write stands beside what was found.
answering-findings-until = You may answer until { $due } before anyone but the municipality is shown this.
answering-findings-reply = Your answer
answering-findings-hint = If something is mended now, say so: then we try again. An answer alone does not change what was found.
answering-findings-send = Send the answer
answering-findings-wrong = Write an answer of at most 4000 characters.

answering-before = Have you answered this before?
answering-before-last = You answered us on { $at }. Take the answers from there, and change what is otherwise now.
answering-before-take = Take the last answers
answering-set = A set of answers from another municipality
answering-set-hint = The file that you got with the receipt there. Only empty questions are filled in, and nothing is sent before you have looked it over.
answering-set-take = Fill in from the file
answering-filled = { $count ->
    [0] There was nothing to fill in.
    [one] One answer is filled in. Look it over before you send it in.
   *[other] { $count } answers are filled in. Look them over before you send them in.
}
answering-set-filled = { $count ->
    [0] No empty question has an answer in the file
    [one] One answer is filled in
   *[other] { $count } answers are filled in
} from { $supplier }, { $date } ({ $scope }). { $otherwise ->
    [0] Look them over before you send them in.
    [one] One question is asked otherwise here, and must be answered anew.
   *[other] { $otherwise } questions are asked otherwise here, and must be answered anew.
}
answering-set-long = The file is too large to be a set of answers.
answering-set-json = The file is no set of answers. Choose the file that you got with the receipt.
answering-set-form = The file is no set of answers, or a newer program made it.
answering-set-field = The set is not whole: "{ $field }" is missing or wrong. Get it once more from the receipt.
answering-along = Use the answers in other municipalities
answering-along-text = Get the answers as a file. The next municipality that asks the same can take it.
answering-along-scope = What are the answers about?
answering-along-hint = For example: all that we run for municipalities.
answering-along-get = Get the set of answers
suppliers-differences = { $count ->
    [0] No answer has changed since the last time
    [one] One answer has changed since the last time
   *[other] { $count } answers have changed since the last time
}
suppliers-before = Before:
suppliers-after = Now:
suppliers-no-answer = not answered
suppliers-countries = Countries, as they say themselves
suppliers-countries-listed = In the list of countries of the conflict: { $countries }
suppliers-ask-again = The list of countries of the conflict has changed. Ask the supplier again what it does.

request-set-unsigned = None of those you name has signed the set of answers.
request-set-for-which = A set of answers is for no request in particular. Say which: --request ID (arvak request list).
request-set-says = { $supplier }, { $date }: { $scope }. { $answers } answers, { $taken } of them to questions that are asked here{ $otherwise ->
    [0] .
   *[other] ; { $otherwise } are asked otherwise here.
}
request-set-signed = Signed by { $by }.
suppliers-tell-wrong = That is not the finding that stands, or the supplier was asked already.

# A report becomes a document.
assurance-title = Record the report as a document
assurance-lead = Read the report first. Write what it says, not what the supplier answered. It then counts as documented until its period is over.
assurance-standard = Standard
assurance-standard-hint = Such as ISO/IEC 27001, SOC 2 type II or ISAE 3402 type II
assurance-issuer = Issuer
assurance-issuer-hint = Whoever went through how it is run, such as a firm of auditors
assurance-scope = Scope
assurance-scope-hint = In the report's own words. It must name a service or a system that the supplier delivers here
assurance-from = The period begins
assurance-from-hint = SOC 2 and ISAE 3402 need this date
assurance-to = The period ends
assurance-to-hint = Of a certificate: the last day on which it holds
assurance-kinds = What is it a document of?
assurance-read = I have read the report, and it says what stands above
assurance-record = Record it as a document
assurance-link = Record as a document
assurance-recorded = Recorded as a document: { $kind }.
assurance-needed = Fill this in.
assurance-bad-date = Choose a date.
assurance-kind-wrong = Choose what the report is a document of.
assurance-not-read = Tick this when you have read the report.
assurance-known = The report was recorded before: { $kind }, evidence { $id }.

# Workbooks that come by mail.
by-mail-title = Answers by e-mail
by-mail-waiting = Answers have come by e-mail and must be looked over at:
by-mail-came = { $sender } sent an answer to { $request }, { $at }.
by-mail-word = The sender is whoever the e-mail says, and anybody can write that. Look over the answers. Ask the supplier if something is odd.
by-mail-results = What the server wrote about the sender
by-mail-no-results = Nothing. So nobody knows whether the sender is the right one.
by-mail-file = File
by-mail-dated = Answered { $date }.
by-mail-unread = The workbook cannot be read any more. Discard it, and ask for a new one.
by-mail-wrong = The workbook has mistakes and cannot be taken in. Ask the supplier to mend this and send it again:
by-mail-take = Take in the answers
by-mail-discard = Discard
by-mail-get = Download the e-mail
by-mail-fate-taken = The answers were taken in.
by-mail-fate-discarded = Discarded.
by-mail-fate-closed = Not kept: the request is closed.
by-mail-fate-revoked = Not kept: the request was taken back.
by-mail-fate-two = Not kept: there were several workbooks in one e-mail. Ask for one at a time.
by-mail-fate-other = Not kept: the workbook says that another supplier answers.
by-mail-fate-graded = Not kept: the e-mail bore a marking of graded information. Delete it where it lies.

# Reports: the reply to a letter, and its approval.

edition-internal = Internal edition
edition-council = Edition for the leadership and the council
edition-public = Public edition
reply-title = Reply: { $letter }
reply-rests-on = Judged { $at }; rests on { $entries } entries of the ledger
reply-lead = The letter has { $total } points: { $states }. Every status is derived from evidence; none was typed in.
reply-checkpoint = Checkpoint
reply-how-to-check = The ledger that this reply rests on is signed like this. Put the text into a file and run “arvak ledger verify --checkpoint FILE” on the municipality’s data folder: it tells whether anything was changed since.
reply-written = { $path } was written. SHA-256: { $digest }
left-out-public = Left out: it could make crimes easier (offentleglova, the Freedom of Information Act, section 24 third paragraph)
left-out-council = Left out: for those who work with security only
approve-not-chief = Only the chief executive (role/chief_executive) can approve a reply. Others can record that they read it through: arvak report review
approve-done = Recorded as no. { $id }, for the file with SHA-256 { $digest }.
approve-none = No reply was reviewed or approved.
approve-no-text = No text with the sum { $digest } is kept here. See which there are: arvak report approvals
approve-line = { $at } · { $stage } · { $edition } · { $by } · SHA-256 { $digest }
approve-reviewed = reviewed
approve-approved = approved

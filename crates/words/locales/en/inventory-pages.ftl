# Services and systems: list, forms, import, export
inventory-title = Services and systems
inventory-lead = What the municipality uses, and what that rests on. The status follows from evidence, not from what is written here.
inventory-kinds = Kinds
inventory-new = Add { $thing }
inventory-edit = Change { $name }
inventory-import = Import
inventory-export = Export
inventory-any = All
inventory-at-least = { $level } or higher
inventory-search = Search by name
inventory-filter = Show
inventory-name = Name
inventory-state = Worst status
inventory-not-asked = No requirement
inventory-count = { $count ->
        [0] None
        [one] One
       *[other] { $count } in all
    }
inventory-pages = Pages
inventory-previous = Previous
inventory-next = Next
inventory-page = Page { $page } of { $of }
inventory-bettered = { $claim } for { $subject }: from { $from } to { $to }
inventory-back = Back
inventory-more = Where this comes from, and who may see it
inventory-reason = Reason
inventory-reason-hint = Needed when the change betters a status without new evidence
inventory-reason-needed = The change betters a status without new evidence, so it needs a reason. This gets better: { $changes }.
inventory-save = Save
inventory-save-mine = Save what I wrote
inventory-cancel = Cancel
inventory-retire = Take out of use
inventory-unknown = Not stated
inventory-whole = A whole number from { $min } to { $max }
inventory-moment = Such as 2026-03-01 or 2026-03-01T12:00:00Z
inventory-id-hint = May be left empty; then it is made of the name. It cannot be changed later.
inventory-host-hint = Such as www.nordvik.kommune.no
inventory-classes-hint = One a line, for fields that others may see than the rest. Write the name of the field, a colon, and who may see it
inventory-things-hint = One a line, by name or id. Such as: { $examples }
inventory-chosen = { $count ->
        [0] none chosen
        [one] one chosen
       *[other] { $count } chosen
    }
inventory-none-to-choose = There are none to choose yet. Add them first.
inventory-conflict = Somebody changed this while you were writing
inventory-conflict-text = Nothing is saved, and nothing is lost. See what differs, change what you like, and save again.
inventory-field = Field
inventory-recorded = Recorded now
inventory-yours = What you wrote
inventory-id-taken = The id is taken. Choose another: an id is never used again.
inventory-retire-title = Take { $name } out of use
inventory-retire-lead = It counts no more. What is refuted stays as an open finding, and a successor inherits it.
inventory-retire-reason-needed = Write why it is taken out of use.
inventory-retire-do = Take out of use
inventory-successor = Successor
inventory-successor-hint = What took its place
inventory-successor-none = None
inventory-successor-unknown = Choose a successor from the list.
inventory-file = inventory
inventory-template-file = inventory-template
inventory-export-title = Export the inventory
inventory-export-lead = You get a workbook that can be corrected and imported again.
inventory-export-for = Who shall read it?
inventory-export-internal = Everything. For those who work with this
inventory-export-leadership = What the leadership may see
inventory-export-shared = What is shared with those you work with
inventory-export-public = What anyone may see
inventory-export-do = Download
inventory-import-title = Import an inventory
inventory-import-lead = Choose files and see what is new and changed. Nothing is saved before you confirm.
inventory-import-files = Files
inventory-import-hint = A workbook (xlsx), or CSV or TOML. At most 8 MB together
inventory-import-look = See what would change
inventory-import-template = Download a template
inventory-import-none = Choose at least one file.
inventory-import-kind = { $name }: use a file that ends in .xlsx, .csv or .toml.
inventory-import-not-xlsx = { $name } is no xlsx workbook. Open it in the spreadsheet program and save as xlsx.
inventory-import-not-text = { $name } is no text file. Save it again as CSV or TOML.
inventory-import-gone = The files that you looked at are not here any more. Choose them again.
inventory-import-file = File
inventory-import-place = Place
inventory-import-what = What is wrong
inventory-import-wrong = { $count ->
        [one] One mistake in the files
       *[other] { $count } mistakes in the files
    }
inventory-import-wrong-text = Nothing is saved. Correct the mistakes in the file, and choose it again.
inventory-import-preview = This would change
inventory-import-counts = { $new } new, { $changed } changed, { $same } as before.
inventory-import-new = New
inventory-import-changed = Changed
inventory-import-betters = This gets better without new evidence
inventory-import-reason = Write why. The reason is shown under Changes.
inventory-import-confirm = Save the changes
inventory-import-other = Choose other files
inventory-import-meanwhile = Somebody changed some of this while you looked at it. Here it is compared again.
inventory-import-done = The inventory is saved
inventory-import-recorded = { $count ->
        [one] One entry is recorded.
       *[other] { $count } entries are recorded.
    }
inventory-to-list = See the inventory

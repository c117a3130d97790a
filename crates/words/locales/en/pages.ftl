pages-description = Årvåk answers the letter from KDD and KS with evidence.
pages-skip = Skip to the content
pages-demo = Demonstration
pages-demo-text = Demonstration: the municipality does not exist, and nothing has left this machine.
pages-rooms = Rooms
pages-menu = Menu
pages-to-status = To the status
pages-to-login = Log in
failure-not-found-title = There is no such page
failure-not-found = The address may be wrong, or what it led to is gone. Go to the status and look from there.
failure-not-logged-in-title = Log in first
failure-not-logged-in = You are not logged in, or the session has ended. Log in, and try again.
failure-forbidden-title = You may not do this
failure-forbidden = Your role does not have the right. Ask the administrator if you need it.
failure-foreign-title = The form came from somewhere else
failure-foreign = We take forms from our own pages only. Nothing was kept. Open the page again, and send from there.
failure-bad-title = We could not read what was sent
failure-bad = Nothing was kept. Go back, and try again.
failure-too-many-title = Wait a moment
failure-too-many = There were too many attempts in a short time. Wait a few minutes, and try again.
failure-too-large-title = That was too large
failure-too-large = The file or form is larger than we take. Nothing was kept. Split it up, and try again.
failure-full-title = The disk is full
failure-full = Nothing new can be kept. What was kept before is safe. Ask whoever runs the machine to free some space.
failure-asked-title = Something must be done first
failure-asked = Something must be done first.
failure-inside-title = Something went wrong here
failure-inside = The log of the machine tells what. What you wrote was not kept. Try again in a while.
pages-judged = Assessed { $at } · { $entries ->
    [one] one entry
   *[other] { $entries } entries
} in the ledger

recipe-tested = Tested against { $what }.
recipe-untested = Not tested by us. Try it, and say what you met.
recipe-none-there = There is no recipe { $id }. See them all: arvak recipe list
recipe-sound = { $file } can be read. It has { $steps ->
    [0] no steps: the way is worked out from the pages
    [one] one step
   *[other] { $steps } steps
}.
recipe-bad-address = The address of the log-in page is no URL, such as https://portal.nordvik.example/login.
recipe-only-forms = Recipes are for log-ins on web pages: the canary's file needs "kind": "http-form".
recipe-page = Page { $page }: { $url } (status { $status })
recipe-ask-page = What is this page: (a) it asks for something, (r) it refuses, (s) somebody is logged in? [{ $guess }]
recipe-ask-user = The number of the control for the user name; - for none. [{ $guess }]
recipe-ask-password = The number of the control for the password; - for none. [{ $guess }]
recipe-ask-code = The number of the control for the code; - for none. [{ $guess }]
recipe-ask-button = The number of the button that sends it; - for whichever the form has. [{ $guess }]
recipe-ask-session = A selector for something that only somebody sees who is logged in. [{ $guess }]
recipe-answer-number = Answer with a number from the list, with -, or with an empty line.
recipe-answer-letter = Answer with a, r or s, or with an empty line.
recipe-unrecorded = Nothing was written. Page { $page }: { $seen }.
recipe-written = The recipe is in { $file }. Check what it says, and put it into the canary's file under "recipe".

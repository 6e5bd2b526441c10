"""What the description of the API says of operations, parameters and schemas, in the reader's language.

The English stands where the code is (docstrings, `Field(description=…)`) and is found here by its words; a test finds
what has no Thai. A paragraph is a text of its own.
"""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

TEXTS: frozenset[str] = frozenset(
    {
        _("What a case can be about, in the order in which citizens are asked."),
        _("The LGO's divisions."),
        _("Public cases, newest first, where the office shows the list; else 404."),
        _("Open cases about a place, to show before a citizen types: those of the category first, then the nearest."),
        _("One public case with its steps. Where no lists are shown: open ones, and those of the owner of the token."),
        _("None where the office does not show them."),
        _("What the office does with personal data: the version that is in force now."),
        _("File a complaint, a request for advice or a suggestion."),
        _(
            "Without a token it is filed as a guest's. Keep `tracking_code` and `pin`: nobody can show the "
            "PIN again. Send photos afterwards, one request each. A guest is shown the privacy notice "
            "first: send its version."
        ),
        _("What the owner of the token has filed, newest first."),
        _("Follow a case by number or tracking code: one's own, or with its PIN in the header `X-Case-PIN`."),
        _("Add one photo to an open case, at most five. Where it was taken is removed from it."),
        _("A photo of the case, as an image."),
        _("Answer the office's question; the clock goes on."),
        _("Say that it is solved: the case is closed."),
        _("Say that it is not solved, while that is possible."),
        _("Rate a closed case, once."),
        _("The cases that the owner of the token follows, the latest first."),
        _("Follow an open public case: its steps are told as one's own are. Following twice is following."),
        _("Follow no longer."),
        _("The cases that the officer may see, newest first. Nothing of the reporters."),
        _("To whom work can be given."),
        _("The ways in, to name one when a case is filed for somebody else."),
        _("All of one case. The reporter is masked. The ETag is what moves want in `If-Match`."),
        _("That a restricted one was read is recorded."),
        _("Who the reporter is. That it was looked at is recorded."),
        _("Add a note that only officers read, in any state."),
        _("Add one photo of the work that was done; the citizen sees it."),
        _("A photo of the case, as an image; faces and number plates that were covered stay covered."),
        _("Accept the case; who accepts is responsible unless somebody is."),
        _("Begin the work."),
        _("Ask the citizen; the clock stands until the answer."),
        _("Go on although the citizen has not answered."),
        _("Give the result, as the citizen will read it. Send photos of the work by themselves."),
        _("Close an answered case."),
        _("Open a finished case again."),
        _("Close a case that was filed by mistake; the citizen reads the reason."),
        _("Tell the citizen why a late case takes longer, as the law asks every seven days."),
        _("Let a duplicate stand on its own again; who does it is responsible unless somebody is."),
        _("Make an officer responsible; the officer's division follows."),
        _("Give the case to another division, where it is new and nobody's yet, or to an officer of one."),
        _("Give the case more time; the citizen is told the new day and the reason."),
        _("Make the case a duplicate of another one that is open; its reporter then hears of that one's steps."),
        _("How many cases were filed, answered, on time and late; by status, category, division and month."),
        _("Scores and reasons; by service, division and month. No words and nothing of people."),
        _("Empty for open ones, `all`, or one state."),
        _("Code of a category."),
        _("`next_cursor` of the page before."),
        _("Any text of your own, such as a UUID."),
        _("`waiting`: for the citizen's answer."),
        _("The photo."),
        _("The same as before, when asked with If-None-Match."),
        _("Words in any spelling; numbers; tracking codes."),
        _("First day."),
        _("Last day."),
        _('The case\'s version, such as "3".'),
        _("First day; without it from the beginning."),
        _("Last day; without it until now."),
        _("`id` of the operation “divisions”."),
        _("`web`, or the code of another way in."),
        _("OK"),
        _("Created"),
        _("No Content"),
        _("What a case can be about."),
        _("In the language of Accept-Language."),
        _("Days within which the office answers, counted as `unit` says."),
        _("Whether these are working days of the office."),
        _("A division of the LGO."),
        _("Which public cases."),
        _("Where a complaint stands."),
        _("Give it as `cursor` to get the next page."),
        _("A case as everyone may read it: nothing of who reported it, and the pin rounded to about 110 m."),
        _("Code of the category."),
        _("Empty when the reporter keeps it to the office."),
        _("How many have this trouble: the reporter and those who follow."),
        _("An open case near a place."),
        _("How far it is, to about 80 m."),
        _("A public case with its steps, the newest first."),
        _("A public step of a case."),
        _("The privacy notice in force. Show it before a guest files, and send its version along."),
        _("None while the office has none; then nothing has to be sent."),
        _("Where people read it."),
        _("The receipt. The PIN is shown once; with it and the tracking code the case is followed."),
        _("A complaint, a request for advice or a suggestion."),
        _(
            "Of the privacy notice that the citizen was shown (operation `getPrivacyNotice`). Without a "
            "token it is needed."
        ),
        _(
            "For officers' programs: the way in by which the office was told (operation `listSources`). The "
            "case is received at once, at any hour."
        ),
        _("Its number at that source, if any."),
        _("Which of one's own cases."),
        _("A case as its reporter sees it."),
        _("Grows with every move; also the ETag."),
        _("A case with its timeline, photos and what may be done now."),
        _("What the office asks the citizen now."),
        _("What may be done now, such as `answer`, `confirm`, `reopen`, `rate`."),
        _("An entry of the timeline."),
        _("A photo. Its address opens with a token or the PIN of the case."),
        _("`before` or `after` the work."),
        _("Where its bytes are; `?size=thumbnail` is a small one."),
        _("Words that the other side reads."),
        _("A rating."),
        _("How satisfied the citizen is, 1 to 5."),
        _("What was good."),
        _("What was not good; nothing that is in `good`."),
        _("What somebody found good, or not good."),
        _("A case that the citizen follows. `case` is null when it is public no longer."),
        _("Which public case."),
        _("Which cases an officer wants."),
        _("A case as officers list it; nothing of the reporter."),
        _("Somebody to whom work can be given."),
        _("A way by which cases reach the office besides its website."),
        _("Who the reporter is, masked unless it was asked for."),
        _("A case as officers read it. The reporter is masked; see the operation `contact`."),
        _("The number of the case of which this one is a duplicate."),
        _("The numbers of its duplicates."),
        _("An internal note, which only officers read."),
        _("To whom the case is given."),
        _("`id` of the operation `listOfficers`."),
        _("To which division or officer the case is given, and why; only officers read the reason."),
        _("`id` of the operation `listDivisions`."),
        _("`id` of the operation `listOfficers`; the officer's division follows."),
        _("Until which day, and why; the citizen reads both."),
        _("A working day of the office."),
        _("Of which case this one is a duplicate."),
        _("Which cases are counted: those filed in the period."),
        _("The report on complaints. `at` is the moment for which it counts."),
        _("Sums over all cases counted."),
        _("Answered within the time limit."),
        _("Open and over the time limit."),
        _("Percent of what was answered or is late already."),
        _("Percent of what was filed."),
        _("Working days from the legal receipt to the answer."),
        _("A table of the report; the first cell of a row is its label."),
        _("Which answers are counted: those given in the period."),
        _("Sums over all answers counted."),
        _("Of scores from 1 to 5."),
        _("Percent of 4 and 5."),
        _("How satisfied people are, with what they found good and not good."),
        _("One field at fault."),
        _("JSON pointer into the body, such as `#/title`."),
        _("Name of the query parameter, path parameter or header."),
        _("A failure (RFC 9457)."),
        _("Stable, for programs."),
        _("What to do, in the language of Accept-Language (th or en)."),
    }
)


def in_words_of_reader(node: Any) -> Any:
    """The description, or a part of it, with every text that is known in the language of the request."""
    if isinstance(node, list):
        return [in_words_of_reader(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {name: _translated(name, value) for name, value in node.items()}


def _translated(name: str, value: Any) -> Any:
    if name != "description" or not isinstance(value, str):
        return in_words_of_reader(value)
    paragraphs = [" ".join(paragraph.split()) for paragraph in value.split("\n\n")]
    return "\n\n".join(gettext(text) if text in TEXTS else text for text in paragraphs)

"""What the description of the API calls its operations, in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SUMMARIES: dict[str, Any] = {
    "listCategories": _("Categories of cases"),
    "listDivisions": _("Divisions of the office"),
    "listPublicCases": _("Public cases, newest first"),
    "listNearbyCases": _("Open cases about a place"),
    "getPublicCase": _("One public case with its steps"),
    "getPrivacyNotice": _("Privacy notice in force"),
    "fileComplaint": _("File a case"),
    "listMyComplaints": _("My cases, newest first"),
    "getComplaint": _("Follow a case by number or tracking code"),
    "addPhoto": _("Add a photo to an open case"),
    "getPhoto": _("A photo of a case"),
    "answerComplaint": _("Answer the office's question"),
    "confirmComplaint": _("Say that it is solved and close the case"),
    "reopenComplaint": _("Say that it is not solved and open the case again"),
    "rateComplaint": _("Rate a closed case"),
    "listFollowed": _("Cases that I follow"),
    "followCase": _("Follow a public case"),
    "unfollowCase": _("Follow no longer"),
    "listCases": _("Cases that the officer may see"),
    "listSources": _("Ways in by which the office is told"),
    "listOfficers": _("Officers to whom work can be given"),
    "getCase": _("All of one case, the reporter masked"),
    "showContact": _("Who the reporter is; looking is recorded"),
    "addNote": _("Add a note that only officers read"),
    "addWorkPhoto": _("Add a photo of the work that was done"),
    "getCasePhoto": _("A photo of a case, covered parts stay covered"),
    "acceptCase": _("Accept the case"),
    "startCase": _("Begin the work"),
    "askCitizen": _("Ask the citizen; the clock stands"),
    "resumeCase": _("Go on without an answer"),
    "resolveCase": _("Give the result"),
    "closeCase": _("Close an answered case"),
    "reopenCase": _("Open a finished case again"),
    "fileCaseInError": _("Close a case that was filed by mistake"),
    "explainDelay": _("Tell the citizen why it takes longer"),
    "unmergeCase": _("Take a duplicate out again"),
    "assignCase": _("Make an officer responsible"),
    "forwardCase": _("Give the case to another division"),
    "extendCase": _("Give the case more time"),
    "mergeCase": _("Make the case a duplicate of another one"),
    "getComplaintReport": _("Totals of cases"),
    "getSatisfactionReport": _("Totals of satisfaction"),
}
"""By `operationId`."""

TAGS: dict[str, Any] = {
    "Public": _("Public data"),
    "Citizens": _("What citizens do"),
    "Officers": _("What officers do"),
    "Moves": _("Steps of a case, by officers"),
    "Reports": _("Totals"),
}
"""By the tag of a router."""

INTRODUCTION: tuple[Any, ...] = (
    _("Begin at the developers' page: /developers"),
    _(
        "Tokens: send “Authorization: Bearer thongthin_…”. Citizens make them under “My account”, officers "
        "under “Settings”. A token is of one local government and does nothing that its owner may not do. "
        "Guests follow a case with the header X-Case-PIN."
    ),
    _(
        "Failures are application/problem+json (RFC 9457) in Thai or English by Accept-Language; “code” is "
        "stable and for programs."
    ),
    _("Idempotency-Key makes any POST safe to send again for 24 hours."),
    _(
        "If-Match with the version of the case keeps two officers from overwriting each other: 428 without "
        "it, 412 when it is stale."
    ),
    _("Limits: see the headers RateLimit and RateLimit-Policy; 429 comes with Retry-After."),
    _("Lists give next_cursor; send it as cursor."),
    _("Times are ISO 8601 with an offset; years are of the Christian era."),
)
"""The rules for all operations."""


def worded(schema: Any) -> Any:
    """The description with its summaries, tags and rules in the language of the request."""
    schema["info"]["description"] = "\n".join(f"* {line}" for line in INTRODUCTION)
    schema["tags"] = [{"name": name, "description": str(text)} for name, text in TAGS.items()]
    for methods in schema["paths"].values():
        for operation in methods.values():
            operation["summary"] = str(SUMMARIES.get(operation["operationId"], operation["summary"]))
    return schema

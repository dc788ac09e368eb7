"""Who asks and what they may do; a stranger gets 404 for what is not public."""

from django.http import Http404, HttpRequest

from allmende.papers import permissions, queries
from allmende.papers.models import Paper, PaperDraft
from allmende.register import queries as register
from allmende.register.domain import BodyView, NotAllowed
from allmende.register.visitors import acting_body, today

SHOWN_BODY = "body"
"""The hidden field with the key of the body that a form of an upload was shown for."""


def chosen_body(request: HttpRequest) -> BodyView | None:
    """Return the body that the form in front of the person names; a first look takes the acting body.

    The session may say something else by now: the person can have changed the body in another tab.
    """
    key = request.POST.get(SHOWN_BODY)
    if key is None:
        return acting_body(request)
    memberships = register.memberships_of(request.user, on=today())
    body = next((each.body for each in memberships if each.body.key == key), None)
    if body is None:
        raise NotAllowed(body=key[:40])
    return body


def may_upload(request: HttpRequest) -> bool:
    """Return whether the person may upload papers for the body they act for."""
    body = acting_body(request)
    return body is not None and permissions.may_edit_papers(request.user, body.id, on=today())


def visible_paper(request: HttpRequest, pk: int) -> Paper:
    """Return the paper or raise Http404."""
    paper = queries.paper_for(request.user, pk, on=today())
    if paper is None:
        raise Http404
    return paper


def own_draft(request: HttpRequest, pk: int) -> PaperDraft:
    """Return the draft of one of the person's bodies or raise Http404."""
    draft = queries.draft_for(request.user, pk, on=today())
    if draft is None:
        raise Http404
    return draft


def may_confirm(request: HttpRequest, body_id: int) -> bool:
    """Return whether the person may confirm and publish papers of this body."""
    return permissions.may_confirm_papers(request.user, body_id, on=today())

"""Who asks for which matter: a person with rights, or anybody who has the public address."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from allmende.joint_decisions import queries
from allmende.joint_decisions.board import Board
from allmende.joint_decisions.board_reading import board_of
from allmende.joint_decisions.errors import UnknownMatter
from allmende.joint_decisions.models import JointDecision
from allmende.joint_decisions.permissions import PUBLIC, Rights, rights_of
from allmende.register.visitors import day_or_none, today


@dataclass(frozen=True, slots=True)
class Visit:
    """A matter, the visitor's rights in it, and the addresses of its pages for this visitor."""

    matter: JointDecision
    rights: Rights
    secret: str = ""

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of the matter's pages; over a public link it stays there."""
        if self.secret:
            return reverse(f"joint_decisions:link-{name}", args=[self.secret, *args])
        return reverse(f"joint_decisions:{name}", args=[self.matter.pk, *args])

    def board(self, request: HttpRequest) -> Board:
        """Return the board of the day of `?stand=`, of today without it."""
        on = day_or_none(request.GET.get("stand", "")) or today()
        return board_of(self.matter, rights=self.rights, on=on)


def visit(request: HttpRequest, pk: int | None, secret: str | None) -> Visit:
    """Return what the visitor asks for; raise UnknownMatter for whoever has no right to it."""
    on = today()
    if secret is not None:
        return Visit(queries.matter_of_link(secret, on=on), PUBLIC, secret)
    assert pk is not None  # noqa: S101 - one of both stands in every address
    matter = queries.matter_for(request.user, pk, on=on)
    return Visit(matter, rights_of(request.user, matter, on=on))


def leading(request: HttpRequest, pk: int) -> Visit:
    """Return the matter for a person who may change it; for everybody else there is no such page."""
    found = visit(request, pk, None)
    if not found.rights.may_edit:
        raise UnknownMatter
    return found

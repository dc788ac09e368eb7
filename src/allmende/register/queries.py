"""What other apps may ask the register. Every query takes the day; nothing here reads the clock."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Union

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from allmende.common.formats import number
from allmende.pages.search import SearchHit
from allmende.register.dated import (
    IDENTITY,
    bodies_on,
    body_url,
    body_view,
    ended_on,
    last_known,
    view_fields,
)
from allmende.register.domain import (
    NEEDS_A_LIVING_BODY,
    BodyOption,
    BodyView,
    Capability,
    MembershipView,
    Role,
    UnknownBody,
    roles_with,
)
from allmende.register.labels import said
from allmende.register.models import Body, BodyPeriod, Membership, Succession
from allmende.register.names import NEVER_BARE, ParsedName, fits, fold, parse_name
from allmende.register.periods import last_day

if TYPE_CHECKING:
    from allmende.accounts.models import User

AnyUser = Union["User", AnonymousUser]


def body_by_key(key: str, *, on: date) -> BodyView:
    """Return the body with this key as it was on `on`; raise UnknownBody if there was none."""
    row = bodies_on(on).filter(key=key).values(*IDENTITY).first()
    if row is None:
        raise UnknownBody(key=key, on=on)
    return body_view(row)


def bodies_by_id(ids: Iterable[int], *, on: date) -> dict[int, BodyView]:
    """Return the bodies with these ids as they were on `on`, those that had ended as on their last day."""
    began = BodyPeriod.objects.filter(body_id__in=set(ids), valid__startswith__lte=on)
    rows = began.order_by("body_id", "-valid").distinct("body_id").values(*IDENTITY, "valid")
    return {row["body_id"]: body_view(row | {"ended_on": ended_on(row["valid"], on)}) for row in rows}


def bodies_by_keys(keys: Iterable[str], *, on: date) -> dict[str, BodyOption]:
    """Return the bodies with these keys that exist on `on`."""
    rows = bodies_on(on).filter(key__in=set(keys)).values(*IDENTITY)
    return {row["key"]: BodyOption(**view_fields(row)) for row in rows}


def known_body_by_key(key: str, *, on: date) -> BodyView:
    """Return the body with this key as on `on` or on its last day; raise UnknownBody."""
    view = Body.objects.filter(key=key).values_list(last_known(on, body="pk"), flat=True).first()
    if view is None:
        raise UnknownBody(key=key, on=on)
    return body_view(view)


def successors_of(body_id: int) -> list[tuple[date, str, str]]:
    """Return when the body ended and into which bodies (name, address) it was merged."""
    rows = (
        Succession.objects.filter(body_id=body_id)
        .order_by("ended_on", "successor__key", "-successor__periods__valid")
        .distinct("ended_on", "successor__key")
        .values_list("ended_on", "successor__periods__name", "successor__key")
    )
    return [(ended_on, name, body_url(key)) for ended_on, name, key in rows]


def matching(bodies: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return the bodies whose name or key contains `text`; only if there are none, those spelled alike.

    Each row has `similarity`, 1 for the very name. Asking in two steps lets both use an index, and a name
    typed rightly is not followed by names that only look like it.
    """
    text = text.replace("\x00", " ").strip()  # the database takes no NUL
    folded, parsed = fold(text), parse_name(text)
    if not folded:
        nothing: QuerySet[Any] = bodies.none().annotate(similarity=Value(0.0))
        return nothing
    key = Q(key__startswith=text)
    exactly = Q(base=parsed.base)
    if parsed.kinds is None:
        exactly &= ~Q(kind__in=[kind.value for kind in NEVER_BARE])
    else:
        exactly &= Q(kind__in=[kind.value for kind in parsed.kinds])
    literally = bodies.filter(exactly | key | Q(folded__contains=parsed.base))
    found: QuerySet[Any]
    if literally.exists():
        nearness = Case(
            When(exactly | Q(key=text), then=Value(1.0)),
            When(Q(folded__startswith=parsed.base) | key, then=Value(0.9)),
            default=Value(0.8),
            output_field=FloatField(),
        )
        found = literally.annotate(similarity=nearness)
    else:
        likeness = Greatest(
            TrigramSimilarity("folded", folded), TrigramWordSimilarity(parsed.base, "folded") * Value(0.7)
        )
        alike = Q(folded__trigram_similar=folded) | Q(folded__trigram_word_similar=parsed.base)
        found = bodies.filter(alike).annotate(similarity=likeness)
    return found


def body_options(text: str, *, on: date, limit: int = 10) -> list[BodyOption]:
    """Return the bodies somebody may mean, nearest first; an ambiguous name gives all its bearers."""
    rows = (
        matching(bodies_on(on), text)
        .order_by("-similarity", F("population").desc(nulls_last=True), "sort_key", "pk")
        .values(*IDENTITY, "similarity")[:limit]
    )
    return [BodyOption(**view_fields(row), similarity=row["similarity"]) for row in rows]


def bodies_named(name: str, *, on: date) -> tuple[BodyOption, ...]:
    """Return the bodies that bear exactly this name, with or without its type: two for „Coesfeld“."""
    return match_names([name], on=on)[name]


def match_names(names: Sequence[str], *, on: date) -> dict[str, tuple[BodyOption, ...]]:
    """Return for each written name the bodies it can mean; one query for all of them."""
    parsed = {name: parse_name(name) for name in names}
    bases = {each.base for each in parsed.values() if each.base}
    rows = bodies_on(on).filter(base__in=bases).order_by("kind", "sort_key", "pk").values(*IDENTITY, "base")
    by_base: dict[str, list[BodyOption]] = {}
    for row in rows:
        by_base.setdefault(row["base"], []).append(BodyOption(**view_fields(row)))
    return {name: _meant(each, by_base.get(each.base, [])) for name, each in parsed.items()}


def _meant(parsed: ParsedName, bearers: Sequence[BodyOption]) -> tuple[BodyOption, ...]:
    return tuple(option for option in bearers if fits(parsed, kind=option.kind, name=option.name))


def search(text: str, *, on: date, limit: int = 20) -> list[SearchHit]:
    """Return the bodies found for the search of the whole product."""
    rows = (
        matching(bodies_on(on), text)
        .order_by("-similarity", F("population").desc(nulls_last=True), "sort_key", "pk")
        .values(*IDENTITY, "similarity", "population", "population_date")[:limit]
    )
    hits = []
    for row in rows:
        body = body_view(row)
        kind = said(body.kind_label)
        parts = [kind, body.parent_name]
        if row["population"] is not None:
            count = number(row["population"], 0)
            parts.append(_("{count} Einwohnerinnen und Einwohner").format(count=count))
        text_ = " · ".join(filter(None, parts))
        hits.append(SearchHit(kind, body.designation, text_, body.url, row["similarity"]))
    return hits


# --- who acts for whom ---------------------------------------------------------------------------------


def memberships_of(user: AnyUser, *, on: date) -> list[MembershipView]:
    """Return for which bodies the person acts on `on`, ordered by name."""
    if not user.is_authenticated:
        return []
    rows = Membership.objects.filter(user_id=user.pk, valid__contains=on)
    return membership_views(rows, on)


def body_ids_of(user: AnyUser, *, on: date) -> list[int]:
    """Return the bodies whose internal matters the person may read."""
    return [membership.body.id for membership in memberships_of(user, on=on)]


def membership_views(rows: QuerySet[Membership], on: date) -> list[MembershipView]:
    """Return the memberships with their bodies as they are on `on` or were last; one query.

    A membership has its own period: a merger of its body does not end it.
    """
    views = rows.annotate(view=last_known(on, body="body_id")).exclude(view=None)
    fields = ("pk", "role", "user_id", "user__name", "user__email", "valid", "view")
    found = sorted(
        views.values(*fields), key=lambda row: (row["view"]["sort_key"], row["valid"].lower, row["pk"])
    )
    return [
        MembershipView(
            id=row["pk"],
            body=body_view(row["view"]),
            role=Role(row["role"]),
            user_id=row["user_id"],
            user_label=row["user__name"] or row["user__email"],
            user_email=row["user__email"],
            valid_from=row["valid"].lower,
            last_day=last_day(row["valid"].upper),
        )
        for row in found
    ]


def may(user: AnyUser, body_id: int, capability: Capability, *, on: date) -> bool:
    """Return whether the person's role in that body on `on` allows it."""
    if not user.is_authenticated or not user.is_active:
        return False
    roles = [role.value for role in roles_with(capability)]
    held = Membership.objects.filter(user_id=user.pk, body_id=body_id, valid__contains=on, role__in=roles)
    if capability in NEEDS_A_LIVING_BODY:
        held = held.filter(body__periods__valid__contains=on)
    return held.exists()


def members_with(body_id: int, capability: Capability, *, on: date) -> list[MembershipView]:
    """Return the people whose role in that body on `on` allows it, and who can sign in; by name."""
    roles = [role.value for role in roles_with(capability)]
    held = Membership.objects.filter(
        body_id=body_id, valid__contains=on, role__in=roles, user__is_active=True
    )
    return sorted(membership_views(held, on), key=lambda member: member.user_label)


def has_head(body_id: int, *, on: date) -> bool:
    """Return whether somebody who can sign in leads the body on `on`."""
    heads = Membership.objects.filter(body_id=body_id, role=Role.HEAD.value, valid__contains=on)
    return heads.filter(user__is_active=True).exists()

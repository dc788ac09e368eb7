"""What others may ask about calculations and postings. Each query takes the day and the person."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Case, Count, F, Max, Q, QuerySet, Sum, When
from django.db.models.functions import ExtractYear

from allmende.ledger.domain import PostingKind, Sums
from allmende.ledger.models import Calculation, CalculationVersion, Posting
from allmende.register import queries as register
from allmende.register.domain import BodyView
from allmende.register.queries import AnyUser, body_ids_of


@dataclass(frozen=True, slots=True)
class Stream:
    """What one body owes or pays another in all, corrections included, in cents."""

    payer: BodyView
    payee: BodyView
    cents: int
    count: int


def visible_calculations(user: AnyUser, *, on: date) -> QuerySet[Calculation]:
    """Return the calculations that are published or belong to one of the person's bodies."""
    shown = Q(is_published=True)
    ids = body_ids_of(user, on=on)
    return Calculation.objects.filter(shown | Q(body_id__in=ids) if ids else shown)


def visible_postings(user: AnyUser, *, on: date) -> QuerySet[Posting]:
    """Return the postings that the person may see.

    Those of published calculations, those in the books of the person's bodies, and those in which one of
    them pays or is paid: whoever owes an amount may see why.
    """
    shown = Q(version__calculation__is_published=True)
    ids = body_ids_of(user, on=on)
    if ids:
        shown |= Q(body_id__in=ids) | Q(payer_id__in=ids) | Q(payee_id__in=ids)
    return Posting.objects.filter(shown)


def posting_for(user: AnyUser, posting_id: int, *, on: date) -> Posting | None:
    """Return the posting if the person may see it."""
    return (
        visible_postings(user, on=on)
        .select_related("version__calculation", "corrects", "posted_by")
        .filter(pk=posting_id)
        .first()
    )


def calculation_for(user: AnyUser, calculation_id: int, *, on: date) -> Calculation | None:
    """Return the calculation if the person may see it."""
    return visible_calculations(user, on=on).filter(pk=calculation_id).first()


def newest_version(calculation_id: int) -> int:
    """Return the number of the newest state of a calculation, 0 if there is none."""
    versions = CalculationVersion.objects.filter(calculation_id=calculation_id)
    return int(versions.aggregate(number=Max("number"))["number"] or 0)


def postings_of_body(body_id: int, *, user: AnyUser, on: date) -> QuerySet[Posting]:
    """Return what the body pays and gets, with `signed_cents` from its point of view."""
    concerned = Q(payer_id=body_id) | Q(payee_id=body_id)
    signed = Case(
        When(payer_id=body_id, then=-F("cents")), default=F("cents"), output_field=BigIntegerField()
    )
    return visible_postings(user, on=on).filter(concerned).annotate(signed_cents=signed)


def sums_of_body(postings: QuerySet[Posting], body_id: int) -> Sums:
    """Return what a body pays and gets in these postings, by kind; one query."""
    sums = Sums()
    rows = postings.order_by().values("payer_id", "kind").annotate(total=Sum("cents"))
    for row in rows:
        if row["payer_id"] == body_id:
            sums.paid += row["total"]
            sums.by_kind[PostingKind(row["kind"])] -= row["total"]
        else:
            sums.received += row["total"]
            sums.by_kind[PostingKind(row["kind"])] += row["total"]
    return sums


def streams(postings: Iterable[Posting] | QuerySet[Posting], *, on: date) -> list[Stream]:
    """Return who pays whom how much in these postings, the largest first."""
    totals: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for posting in postings:
        total = totals[posting.payer_id, posting.payee_id]
        total[0] += posting.cents
        total[1] += 1
    bodies = register.bodies_by_id({each for pair in totals for each in pair}, on=on)
    found = [
        Stream(bodies[payer], bodies[payee], cents, count)
        for (payer, payee), (cents, count) in totals.items()
        if cents and payer in bodies and payee in bodies
    ]
    return sorted(found, key=lambda stream: (-stream.cents, stream.payer.name, stream.payee.name))


def current_postings(calculation_ids: Collection[int]) -> QuerySet[Posting]:
    """Return the postings of these calculations in the order in which they were made."""
    return (
        Posting.objects.filter(version__calculation_id__in=calculation_ids)
        .select_related("version")
        .order_by("pk")
    )


def body_ids_in(postings: QuerySet[Posting]) -> set[int]:
    """Return who pays or is paid in these postings; one query."""
    pairs = postings.order_by().values_list("payer_id", "payee_id").distinct()
    return {each for pair in pairs for each in pair}


def years_of(postings: QuerySet[Posting]) -> list[int]:
    """Return the years in which periods of these postings begin, the latest first; one query."""
    begun = postings.order_by().annotate(begun=ExtractYear("period__startswith"))
    return sorted(set(begun.values_list("begun", flat=True).distinct()), reverse=True)


def matching(postings: QuerySet[Posting], text: str) -> QuerySet[Posting]:
    """Return the postings in whose reason, section or rule the text occurs."""
    found = Q(sentence__icontains=text) | Q(section__icontains=text) | Q(rule__icontains=text)
    return postings.filter(found)


def calculations_of(user: AnyUser, *, on: date) -> QuerySet[Calculation]:
    """Return the calculations that the person may see, with the number of states and the day of the last."""
    return visible_calculations(user, on=on).annotate(
        version_count=Count("versions"), last_at=Max("versions__created_at")
    )


def calculation_titled(body_id: int, title: str) -> bool:
    """Return whether the body has a calculation of that title."""
    return Calculation.objects.filter(body_id=body_id, title=title).exists()


def nets_between(postings: QuerySet[Posting], first: date, second: date) -> dict[int, tuple[int, int]]:
    """Return per body what it gets more than it pays, as known on two days, in cents; two queries."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for field, sign in (("payer_id", -1), ("payee_id", 1)):
        rows = postings.order_by().values(field)
        for row in rows.annotate(
            before=Sum("cents", filter=Q(known_on__lte=first), default=0),
            after=Sum("cents", filter=Q(known_on__lte=second), default=0),
        ):
            sums[row[field]][0] += sign * row["before"]
            sums[row[field]][1] += sign * row["after"]
    return {body_id: (before, after) for body_id, (before, after) in sums.items()}

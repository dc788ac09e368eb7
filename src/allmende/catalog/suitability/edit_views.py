"""Entering and deciding a review: for people who keep the take-up of its body; others get 404."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allmende.catalog import queries as catalog
from allmende.catalog.answering import Trail, answer, posted
from allmende.catalog.forms import PaperForm
from allmende.catalog.suitability import actions, deciding, queries
from allmende.catalog.suitability.domain import ReviewOccasion, ReviewOutcome
from allmende.catalog.suitability.forms import (
    BasicsForm,
    CostForm,
    CriteriaForm,
    NewForm,
    PaymentForm,
    PointsForm,
    PostForm,
    ResultForm,
)
from allmende.catalog.suitability.models import (
    AlternativePayment,
    OwnCostEntry,
    OwnPost,
    ReviewAlternative,
    SuitabilityReview,
)
from allmende.catalog.visitors import keeping_body, who, who_and_when
from allmende.common.errors import AllmendeError
from allmende.papers.queries import paper_choices
from allmende.register.visitors import today

Parts = dict[str, type[OwnCostEntry] | type[OwnPost] | type[AlternativePayment]]
PARTS: Parts = {"kosten": OwnCostEntry, "stelle": OwnPost, "zahlung": AlternativePayment}


def own_review(request: HttpRequest, pk: int) -> SuitabilityReview:
    """Return a review whose body the person keeps, else raise Http404."""
    review = queries.review_for(request.user, pk, on=today())
    if not queries.may_edit(request.user, review, on=today()):
        raise Http404
    return review


def trail_of(review: SuitabilityReview) -> Trail:
    return (
        (_("Eignungsprüfungen"), reverse("suitability:reviews")),
        (str(review), review.get_absolute_url()),
    )


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a review of the body for which the person acts."""
    body = keeping_body(request)
    if body is None:
        raise Http404
    initial = {
        "need": request.GET.get("bedarf", "")[:200],
        "occasion": request.GET.get("anlass", ReviewOccasion.FIRST.value),
        "first_year": today().year + 1,
        "years": 5,
    }
    form = NewForm(posted(request), needs=[need for _key, need in catalog.needs(today())], initial=initial)

    def save() -> str:
        data = form.cleaned_data
        review = actions.start_review(
            body=body,
            need=data["need"].strip(),
            occasion=ReviewOccasion(data["occasion"]),
            values={"first_year": data["first_year"], "years": data["years"]},
            **who(request),
        )
        return review.get_absolute_url()

    lead = _(
        "Selbst machen oder abnehmen? Die Prüfung vergleicht beides mit Kriterien, die feststehen, "
        "bevor die Angebote "
        "geöffnet werden. Haben Sie den Bedarf schon einmal geprüft, übernimmt sie Kriterien und "
        "eigene Kosten."
    )
    title = _("Eignung prüfen für {body}").format(body=body)
    trail = ((_("Eignungsprüfungen"), reverse("suitability:reviews")),)
    return answer(request, form, save, title=title, trail=trail, lead=lead, button=_("Prüfung beginnen"))


@login_required
@require_http_methods(["GET", "POST"])
def basics(request: HttpRequest, pk: int) -> HttpResponse:
    """Set years, rate, quantities and how auxiliary centers pass their cost on."""
    review = own_review(request, pk)
    form = BasicsForm(posted(request), initial=BasicsForm.initial_of(review))

    def save() -> str:
        actions.save_basics(review=review, values=form.values(), **who(request))
        return f"{review.get_absolute_url()}#grundlagen"

    lead = _("Was Sie nicht wissen, lassen Sie leer: Es erscheint als „fehlt: …“ und wird nicht geschätzt.")
    return answer(request, form, save, title=_("Grundlagen"), trail=trail_of(review), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def cost(request: HttpRequest, pk: int, part: int | None = None) -> HttpResponse:
    """Add or change a cost of the own operation."""
    review = own_review(request, pk)
    entry = review.own_costs.filter(pk=part).first() if part else OwnCostEntry(review=review)
    if entry is None:
        raise Http404
    held = {"center": entry.center, "label": entry.label, "source": entry.source}
    form = CostForm(posted(request), initial=held | {"amount": entry.cents} if part else None)
    save = _saving(
        request, lambda: actions.save_cost(entry=form.fill(entry), **who(request)), review, "kosten"
    )
    lead = _(
        "Die Kostenstellen sind die der gpaNRW, damit Ihre Zahlen neben denen der Prüfung stehen können. "
        "Rechenzentrum und Netz gibt die Rechnung nach Ihrem Schlüssel weiter."
    )
    return answer(request, form, save, title=_("Eigene Kosten"), trail=trail_of(review), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, pk: int, part: int | None = None) -> HttpResponse:
    """Add or change people of the own operation."""
    review = own_review(request, pk)
    row = review.own_posts.filter(pk=part).first() if part else OwnPost(review=review)
    if row is None:
        raise Http404
    held = {name: getattr(row, name) for name in ("center", "label", "kind", "workplaces", "source")}
    form = PostForm(posted(request), initial=held | {"amount": row.personnel_cents} if part else None)
    save = _saving(request, lambda: actions.save_cost(entry=form.fill(row), **who(request)), review, "kosten")
    lead = _(
        "Personalkosten, dazu Sachkosten und Gemeinkosten nach KGSt. Die Sachkosten je "
        "Büroarbeitsplatz stehen im "
        "kostenpflichtigen Bericht: Tragen Sie sie unter Regeln als örtlichen Wert ein."
    )
    return answer(request, form, save, title=_("Eigenes Personal"), trail=trail_of(review), lead=lead)


def _saving(
    request: HttpRequest, write: Callable[[], None], review: SuitabilityReview, anchor: str
) -> Callable[[], str]:
    def save() -> str:
        write()
        return f"{review.get_absolute_url()}#{anchor}"

    return save


@login_required
@require_http_methods(["GET", "POST"])
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """Set criteria and weights."""
    review = own_review(request, pk)
    form = CriteriaForm(posted(request), rows=list(review.criteria.order_by("position", "pk")))

    def write() -> None:
        actions.save_criteria(review=review, criteria=form.criteria(), **who_and_when(request))

    lead = _(
        "Je höher das Gewicht, desto mehr zählt das Kriterium; nur das Verhältnis ist wichtig. Kein "
        "Gewicht: Das "
        "Kriterium zählt nicht. Die Punkte für die Kosten folgen aus dem Barwert."
    )
    title = _("Kriterien und Gewichte")
    save = _saving(request, write, review, "kriterien")
    return answer(request, form, save, title=title, trail=trail_of(review), lead=lead)


def _alternative(request: HttpRequest, pk: int, key: str) -> ReviewAlternative:
    review = own_review(request, pk)
    found = review.alternatives.select_related("review").filter(key=key).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def points(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Give points with reasons to an alternative."""
    alternative = _alternative(request, pk, key)
    review = alternative.review
    rows = list(review.criteria.order_by("position", "pk"))
    form = PointsForm(posted(request), criteria=rows, alternative=alternative)

    def write() -> None:
        is_member = form.cleaned_data.get("is_member", alternative.is_member)
        actions.save_points(
            alternative=alternative, points=form.points(), is_member=is_member, **who(request)
        )

    title = _("Punkte für „{title}“").format(title=alternative.title)
    save = _saving(request, write, review, "angebote")
    return answer(request, form, save, title=title, trail=trail_of(review))


@login_required
@require_http_methods(["GET", "POST"])
def payment(request: HttpRequest, pk: int, key: str, part: int | None = None) -> HttpResponse:
    """Add or change what an alternative costs besides its running cost."""
    alternative = _alternative(request, pk, key)
    review = alternative.review
    row = (
        alternative.payments.filter(pk=part).first()
        if part
        else AlternativePayment(review=review, alternative=alternative)
    )
    if row is None:
        raise Http404
    held = {name: getattr(row, name) for name in ("kind", "label", "year", "source")}
    form = PaymentForm(
        posted(request), years=review.years, initial=held | {"amount": row.cents} if part else None
    )
    save = _saving(
        request, lambda: actions.save_payment(payment=form.fill(row), **who(request)), review, "angebote"
    )
    lead = _(
        "Umstellung, Parallelbetrieb, nicht mehr nutzbare Lizenzen, Ausstieg: was in keiner "
        "Preisliste steht. "
        "Eine Entlastung wird abgezogen."
    )
    title = _("Zahlung bei „{title}“").format(title=alternative.title)
    return answer(request, form, save, title=title, trail=trail_of(review), lead=lead)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, kind: str, part: int) -> HttpResponse:
    """Take an own cost or a payment out."""
    review = own_review(request, pk)
    model = PARTS.get(kind)
    row = model._default_manager.filter(review=review, pk=part).first() if model else None
    if row is None:
        raise Http404
    return _done(request, review, lambda: actions.remove_part(part=row, **who(request)), _("Entfernt."))


@login_required
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Lock or unlock the criteria, open the offers, publish, delete."""
    review = own_review(request, pk)
    by, at = who(request), timezone.now()
    match step:
        case "festlegen":
            return _done(
                request,
                review,
                lambda: actions.lock_criteria(review=review, at=at, **by),
                _("Die Kriterien sind festgelegt. Jetzt können Sie die Angebote öffnen."),
            )
        case "aufheben":
            return _done(
                request,
                review,
                lambda: actions.unlock_criteria(review=review, **by),
                _("Die Festlegung ist aufgehoben."),
            )
        case "oeffnen":
            return _done(
                request,
                review,
                lambda: deciding.open_offers(review=review, at=at, **by),
                _("Die Angebote sind geöffnet."),
            )
        case "veroeffentlichen" | "zuruecknehmen":
            shown = step == "veroeffentlichen"
            text = _("Die Prüfung ist öffentlich.") if shown else _("Die Prüfung ist wieder intern.")
            return _done(
                request,
                review,
                lambda: deciding.set_published(review=review, is_published=shown, **by),
                text,
            )
        case "loeschen":
            actions.delete_review(review=review, **by)
            messages.success(request, _("Die Prüfung ist gelöscht."))
            return redirect("suitability:reviews")
        case _:
            raise Http404


def _done(
    request: HttpRequest, review: SuitabilityReview, write: Callable[[], Any], text: str
) -> HttpResponse:
    """Write and go back to the review; what stands against it is told there."""
    try:
        write()
    except AllmendeError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, text)
    return redirect(review.get_absolute_url())


@login_required
@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the result and freeze what was known."""
    review = own_review(request, pk)
    alternatives = list(review.alternatives.order_by("position", "pk"))
    form = ResultForm(posted(request), papers=_papers(request, review), alternatives=alternatives, initial={})

    def save() -> str:
        data = form.cleaned_data
        deciding.decide(
            review=review,
            outcome=ReviewOutcome(data["outcome"]),
            chosen=next((each for each in alternatives if str(each.pk) == data["chosen"]), None),
            reason=data["reason"],
            next_due_on=data["next_due_on"],
            paper_id=form.paper_id,
            **who_and_when(request),
        )
        return f"{review.get_absolute_url()}#ergebnis"

    lead = _(
        "Danach bleibt die Prüfung, wie sie ist: Zahlen, Punkte und Angebote werden mit einer "
        "Prüfsumme festgehalten. "
        "Die Vorlage können Sie auch später noch zuordnen."
    )
    title = _("Ergebnis festhalten")
    return answer(request, form, save, title=title, trail=trail_of(review), lead=lead, button=title)


@login_required
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Say with which paper the result goes to the council."""
    review = own_review(request, pk)
    form = PaperForm(
        posted(request), papers=_papers(request, review), initial={"paper": str(review.paper_id or "")}
    )

    def save() -> str:
        deciding.attach_paper(review=review, paper_id=form.paper_id, **who(request))
        return f"{review.get_absolute_url()}#ergebnis"

    title = _("Vorlage zuordnen")
    return answer(request, form, save, title=title, trail=trail_of(review))


def _papers(request: HttpRequest, review: SuitabilityReview) -> list[tuple[int, str]]:
    return paper_choices(review.body_id, user=request.user, on=today())

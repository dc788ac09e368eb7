"""The result as sections of a council paper (Word, PDF) and as data with its hash."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from allmende.catalog.suitability import queries
from allmende.catalog.suitability.council_paper import code_of, paper_content
from allmende.catalog.suitability.errors import NotDecidedYet
from allmende.catalog.suitability.models import ReviewEvidence
from allmende.cooperations.options import queries as options
from allmende.cooperations.options.exporting.printing import paper_pdf
from allmende.cooperations.options.exporting.word import word_file
from allmende.pages.downloads import file_response, safe_filename
from allmende.register import queries as register
from allmende.register.visitors import today

KINDS = ("docx", "pdf", "json")


@require_safe
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Return the frozen result as a file."""
    if kind not in KINDS:
        raise Http404
    review = queries.review_for(request.user, pk, on=today())
    evidence = ReviewEvidence.objects.filter(review=review).first()
    if evidence is None:
        raise NotDecidedYet
    if kind == "json":
        document = {"sha256": evidence.sha256, "document": evidence.document}
        return JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    body = register.bodies_by_id([review.body_id], on=today())[review.body_id]
    content = paper_content(
        review,
        evidence.document,
        owner=str(body),
        on=timezone.localtime(evidence.created_at).date(),
        code=code_of(evidence.sha256),
        address=request.build_absolute_uri(review.get_absolute_url()),
    )
    own = options.template_of(review.body_id)
    data = word_file(content, bytes(own.data) if own else None) if kind == "docx" else paper_pdf(content)
    return file_response(data, safe_filename(f"Eignungsprüfung {review.need}", kind))

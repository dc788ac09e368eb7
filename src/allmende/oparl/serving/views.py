"""The addresses of the OParl server. They translate and decide nothing."""

import json
from importlib.resources import files

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from allmende.oparl.models import Publication
from allmende.oparl.serving import joint_decisions, store
from allmende.oparl.serving.addresses import with_query
from allmende.oparl.serving.answering import (
    NoAnswer,
    addresses_for,
    asked,
    json_answer,
    oparl_view,
    other_than,
)
from allmende.oparl.serving.asking import ListQuery, read_query
from allmende.oparl.serving.domain import (
    KIND_OF_LIST,
    KIND_OF_SEGMENT,
    ORGANIZATION_LISTS,
    ObjectKind,
    PublicationState,
)
from allmende.oparl.serving.file_answers import file_answer
from allmende.oparl.serving.json_values import Json
from allmende.oparl.serving.objects import described, system_object
from allmende.papers import public_rows
from allmende.register.visitors import today

JOINT_SCHEMA = files("allmende.oparl.serving") / "joint-decision.schema.json"


@oparl_view
def start(request: HttpRequest) -> HttpResponseBase:
    """Lead to the entry point."""
    address = addresses_for(request).system()
    redirect = other_than(request, address, [])
    assert redirect is not None  # noqa: S101 - this address is never that of the system
    return redirect


@oparl_view
def system(request: HttpRequest) -> HttpResponseBase:
    see = addresses_for(request)
    return other_than(request, see.system(), []) or json_answer(request, system_object(see))


@oparl_view
def bodies(request: HttpRequest) -> HttpResponseBase:
    query = read_query(asked(request))
    address = addresses_for(request).bodies()
    if redirect := other_than(request, address, query.canonical()):
        return redirect
    page = store.page_of(ObjectKind.BODY, query, revision=store.settle_changes())
    return json_answer(request, _list(request, address, query, page))


@oparl_view
def list_of_body(request: HttpRequest, key: str, segment: str) -> HttpResponseBase:
    kind = KIND_OF_LIST.get(segment)
    if kind is None:
        raise Http404
    query = read_query(asked(request))
    address = addresses_for(request).list_of(ObjectKind.BODY, int(key), kind)
    if redirect := other_than(request, address, query.canonical()):
        return redirect
    revision, state = store.settled_body(int(key))
    _refuse(state)
    page = store.page_of(kind, query, revision=revision, body_id=int(key))
    return json_answer(request, _list(request, address, query, page))


@oparl_view
def list_of_organization(request: HttpRequest, key: str, segment: str) -> HttpResponseBase:
    kind = KIND_OF_LIST.get(segment)
    if kind not in ORGANIZATION_LISTS:
        raise Http404
    query = read_query(asked(request))
    address = addresses_for(request).list_of(ObjectKind.ORGANIZATION, int(key), kind)
    if redirect := other_than(request, address, query.canonical()):
        return redirect
    revision = store.settle_changes()
    _stamp(ObjectKind.ORGANIZATION, int(key))
    page = store.page_of(kind, query, revision=revision, owner=int(key))
    return json_answer(request, _list(request, address, query, page))


@oparl_view
def one_object(request: HttpRequest, segment: str, key: str) -> HttpResponseBase:
    kind = KIND_OF_SEGMENT.get(segment)
    if kind is None:
        raise Http404
    see = addresses_for(request)
    if redirect := other_than(request, see.one(kind, int(key)), []):
        return redirect
    store.settle_changes()
    stamp = _stamp(kind, int(key))
    found = described([stamp], see)
    if not found:
        raise Http404
    return json_answer(request, found[0], modified=stamp.modified)


@oparl_view
def file_content(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    see = addresses_for(request)
    is_download = form == "download"
    address = see.downloaded_file(int(key)) if is_download else see.shown_file(int(key))
    if redirect := other_than(request, address, []):
        return redirect
    store.settle_changes()
    if _stamp(ObjectKind.FILE, int(key)).is_deleted:
        raise NoAnswer(410)
    rows = public_rows.file_rows(ids=[int(key)])
    if not rows:
        raise NoAnswer(410)
    return file_answer(request, rows[0], as_download=is_download)


@oparl_view
def joint_decision(request: HttpRequest, key: str) -> HttpResponseBase:
    """Return where each partner of a joint decision stands today."""
    see = addresses_for(request)
    if redirect := other_than(request, see.joint_decision(int(key)), []):
        return redirect
    store.settle_changes()
    found = joint_decisions.joint_decision(int(key), see, on=today())
    if found is None:
        raise Http404
    return json_answer(request, found)


@oparl_view
def joint_decision_schema(request: HttpRequest) -> HttpResponseBase:
    return json_answer(request, json.loads(JOINT_SCHEMA.read_text(encoding="utf-8")))


@oparl_view
def nothing_here(request: HttpRequest) -> HttpResponseBase:
    raise Http404


def _list(request: HttpRequest, address: str, query: ListQuery, page: store.Page) -> Json:
    objects = described(page.stamps, addresses_for(request), short=query.omit_internal)
    links = {
        "first": with_query(address, query.at(None).canonical()),
        "self": with_query(address, query.canonical()),
    }
    if page.next_cursor is not None:
        links["next"] = with_query(address, query.at(page.next_cursor).canonical())
    return {"data": objects, "pagination": {"elementsPerPage": query.page_size}, "links": links}


def _stamp(kind: ObjectKind, key: int) -> store.Stamp:
    """Return the stamp of an object of a body that publishes; raise Http404 or NoAnswer."""
    stamp = store.stamp_of(kind, key)
    if stamp is None:
        raise Http404
    _refuse_unpublished(stamp.body_id)
    return stamp


def _refuse_unpublished(body_id: int) -> None:
    _refuse(Publication.objects.filter(body=body_id).values_list("state", flat=True).first())


def _refuse(state: str | None) -> None:
    if state is None:
        raise Http404
    if state == PublicationState.PAUSED:
        raise NoAnswer(503)

"""Triggers that keep what a body has decided: a published version, and all that belongs to it."""

from enum import StrEnum

import pgtrigger

PUBLISHED_STAYS = """
    IF OLD.published_at IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'valid' = to_jsonb(NEW) - 'valid'
       AND lower(OLD.valid) = lower(NEW.valid) AND upper_inf(OLD.valid) AND NOT upper_inf(NEW.valid) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'catalog: version % is published; only its last day may be set once', OLD.id;
"""
PARTS_STAY = """
    IF EXISTS (SELECT 1 FROM catalog_productversion v
               WHERE v.published_at IS NOT NULL AND v.id IN ({ids})) THEN
        RAISE EXCEPTION 'catalog: % of a published version is refused in %', TG_OP, TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
DEEP_PARTS_STAY = """
    IF EXISTS (SELECT 1 FROM catalog_productversion v JOIN catalog_servicelevel s ON s.version_id = v.id
               WHERE v.published_at IS NOT NULL AND s.id IN ({ids})) THEN
        RAISE EXCEPTION 'catalog: % of a published version is refused in %', TG_OP, TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def published_stays() -> pgtrigger.Trigger:
    """Return the trigger of a version: once published only its last day may be set, once."""
    return pgtrigger.Trigger(
        name="published_stays",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=PUBLISHED_STAYS,
    )


def parts_stay(owner: str = "version_id") -> list[pgtrigger.Trigger]:
    """Return the triggers of what belongs to a version: nothing is added, changed or removed afterwards."""
    body = PARTS_STAY if owner == "version_id" else DEEP_PARTS_STAY
    kinds = (
        ("added", pgtrigger.Insert, f"NEW.{owner}"),
        ("changed", pgtrigger.Update, f"NEW.{owner}, OLD.{owner}"),
        ("removed", pgtrigger.Delete, f"OLD.{owner}"),
    )
    return [
        pgtrigger.Trigger(
            name=f"not_{name}_later", operation=operation, when=pgtrigger.Before, func=body.format(ids=ids)
        )
        for name, operation, ids in kinds
    ]


def append_only() -> pgtrigger.Trigger:
    """Return the trigger that refuses every change of what is written."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    return [(code.value, getattr(code, "label", code.value)) for code in codes]

"""What bodies publish by OParl: the switch, the public objects, and people, terms and places beside papers.

Contact data of people have no field here on purpose.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.oparl.serving.domain import ObjectKind, PublicationState
from allmende.oparl.serving.labels import KIND_CHOICES, STATE_CHOICES
from allmende.pages.model_fields import one_of, person


class Publication(models.Model):
    """A body's papers are open to everyone by OParl; without a row its addresses do not exist.

    Name and keys are those of the register, kept here so that a change of them is a change of the object.
    """

    body = models.OneToOneField("register.Body", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("Stand"), max_length=20, choices=STATE_CHOICES, default=PublicationState.PUBLIC.value
    )
    name = models.CharField(_("Name"), max_length=300)
    short_name = models.CharField(_("Kurzname"), max_length=200)
    classification = models.CharField(_("Art"), max_length=100)
    ags = models.CharField(_("Amtlicher Gemeindeschlüssel"), max_length=8, blank=True)
    website = models.URLField(_("Internetseite"), max_length=500, blank=True)
    contact_name = models.CharField(_("Ansprechstelle"), max_length=200, blank=True)
    contact_email = models.EmailField(_("E-Mail der Ansprechstelle"), blank=True)
    license = models.URLField(_("Lizenz"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("veröffentlicht seit"), auto_now_add=True)
    changed_by = person()
    changed_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Veröffentlichung")
        verbose_name_plural = _("Veröffentlichungen")
        constraints = [one_of("state", PublicationState, "publication_state", blank=False)]

    def __str__(self) -> str:
        return self.name


class PublicObject(models.Model):
    """One object of OParl that is or was public. Only `oparl_settle()` in the database writes here.

    `modified` are whole seconds, each later than the one before; `revision` counts the changes of all.
    """

    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    key = models.BigIntegerField()
    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+", db_index=False)
    organization_key = models.BigIntegerField(null=True)
    created = models.DateTimeField()
    modified = models.DateTimeField()
    revision = models.BigIntegerField()
    is_deleted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("öffentliches Objekt")
        verbose_name_plural = _("öffentliche Objekte")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="public_object_once"),
            one_of("kind", ObjectKind, "public_object_kind", blank=False),
            models.CheckConstraint(
                name="public_object_modified_after_created", condition=Q(modified__gte=F("created"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["body", "kind", "created", "id"],
                condition=Q(is_deleted=False),
                name="public_object_listed",
            ),
            models.Index(fields=["body", "kind", "modified", "id"], name="public_object_changed"),
            models.Index(
                fields=["organization_key", "kind", "created", "id"],
                condition=Q(is_deleted=False, organization_key__isnull=False),
                name="public_object_of_organization",
            ),
            models.Index(
                fields=["organization_key", "kind", "modified", "id"],
                condition=Q(organization_key__isnull=False),
                name="public_object_org_changed",
            ),
            models.Index(
                fields=["created", "id"],
                condition=Q(kind=ObjectKind.BODY.value),
                name="public_object_bodies",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class TouchedObject(models.Model):
    """An object that a statement touched since the last settling. Triggers write here, settling empties it.

    `is_changed` is false where only its being public must be looked at again.
    """

    kind = models.CharField(max_length=20)
    key = models.BigIntegerField()
    is_changed = models.BooleanField()

    class Meta:
        verbose_name = _("berührtes Objekt")
        verbose_name_plural = _("berührte Objekte")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class LegislativeTerm(models.Model):
    """A term for which a council is elected."""

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Bezeichnung"), max_length=200)
    starts_on = models.DateField(_("Beginn"))
    ends_on = models.DateField(_("letzter Tag"), null=True, blank=True)

    class Meta:
        verbose_name = _("Wahlperiode")
        verbose_name_plural = _("Wahlperioden")
        constraints = [
            models.UniqueConstraint(fields=["body", "starts_on"], name="legislative_term_once"),
            models.CheckConstraint(
                name="legislative_term_real_period",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """Where a body sits or meets."""

    body = models.OneToOneField("register.Body", on_delete=models.PROTECT, related_name="+")
    description = models.CharField(_("Bezeichnung"), max_length=300, blank=True)
    street_address = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    locality = models.CharField(_("Ort"), max_length=200)

    class Meta:
        verbose_name = _("Ort")
        verbose_name_plural = _("Orte")

    def __str__(self) -> str:
        return self.description or self.locality


class Person(models.Model):
    """Somebody with a public mandate: name and nothing that reaches them at home."""

    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    family_name = models.CharField(_("Nachname"), max_length=200)
    given_name = models.CharField(_("Vorname"), max_length=200, blank=True)
    title = models.CharField(_("Titel"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("Person mit Mandat")
        verbose_name_plural = _("Personen mit Mandat")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "family_name", "given_name", "title"], name="mandate_person_once"
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.title, self.given_name, self.family_name]))


class Mandate(models.Model):
    """What a person is in a committee, from when until when (OParl: Membership)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mandates")
    organization = models.ForeignKey("papers.Organization", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("Aufgabe"), max_length=200, blank=True)
    has_vote = models.BooleanField(_("stimmberechtigt"), default=True)
    starts_on = models.DateField(_("von"), null=True, blank=True)
    ends_on = models.DateField(_("bis"), null=True, blank=True)

    class Meta:
        verbose_name = _("Mandat")
        verbose_name_plural = _("Mandate")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "role", "starts_on"],
                name="mandate_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="mandate_real_period",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.organization}"

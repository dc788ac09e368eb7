"""The plane `ident`: who a case is about (class S1), and the case's key, wrapped by the key of the region."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from allmende.cases.domain.words import RetentionClass


class Identity(models.Model):
    """Name, birthday and contact of the person, each encrypted; the index finds a name without telling it."""

    case = models.OneToOneField(
        "cases.CaseFile", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    region = models.ForeignKey("cases.Region", on_delete=models.PROTECT, related_name="+")
    name_sealed = models.BinaryField(_("Name, verschlüsselt"))
    born_sealed = models.BinaryField(_("Geburtstag, verschlüsselt"))
    contact_sealed = models.BinaryField(_("Erreichbarkeit, verschlüsselt"))
    languages = models.CharField(_("Sprachen"), max_length=100, blank=True)
    needs_interpreter = models.BooleanField(_("braucht Sprachmittlung"), default=False)
    name_index = models.BinaryField(_("blinder Index"))

    class Meta:
        verbose_name = _("Angaben zur Person")
        verbose_name_plural = _("Angaben zu Personen")
        db_table_comment = RetentionClass.IDENTITY.comment
        indexes = [models.Index(name="case_identity_index", fields=["region", "name_index"])]

    def __str__(self) -> str:
        return str(self.case_id)


class WrappedKey(models.Model):
    """The key of a case. Without it nothing of the case can be read, also in backups."""

    case = models.OneToOneField(
        "cases.CaseFile", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    region = models.ForeignKey("cases.Region", on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField(_("Schlüssel, eingepackt"))

    class Meta:
        verbose_name = _("Schlüssel eines Falls")
        verbose_name_plural = _("Schlüssel der Fälle")
        db_table_comment = RetentionClass.KEY.comment

    def __str__(self) -> str:
        return str(self.case_id)

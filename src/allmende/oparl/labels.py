"""What a person reads: each code of a fault in a sentence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TYPE_WORDS: Final[Mapping[str, "StrOrPromise"]] = {
    "System": _("System"),
    "Body": _("Körperschaft"),
    "LegislativeTerm": _("Wahlperiode"),
    "Organization": _("Gremium"),
    "Person": _("Person"),
    "Membership": _("Mandat"),
    "Meeting": _("Sitzung"),
    "AgendaItem": _("Tagesordnungspunkt"),
    "Paper": _("Vorlage"),
    "Consultation": _("Beratung"),
    "File": _("Datei"),
    "Location": _("Ort"),
}
"""What people call the types of OParl."""

WORDS: Final[Mapping[str, "StrOrPromise"]] = {
    "paging-loop": _("Die Liste verweist am Ende auf eine Seite, die schon gelesen ist."),
    "paging-no-progress": _("Die Liste bietet immer neue Seiten ohne neue Einträge."),
    "paging-too-long": _(
        "Die Liste hat mehr Seiten, als in einem Lauf gelesen werden. Der nächste Lauf fährt fort."
    ),
    "bad-link": _("Der Verweis auf die nächste Seite ist leer oder keine Adresse."),
    "page-malformed": _("Die Seite ist nicht aufgebaut, wie OParl es verlangt."),
    "empty-window-404": _(
        "Auf die Frage nach Änderungen antwortet der Server mit „nicht gefunden“ statt mit einer "
        "leeren Liste."
    ),
    "filter-lost": _(
        "Der Verweis auf die nächste Seite verliert den Filter modified_since. Er wurde ergänzt."
    ),
    "filter-ignored": _("Der Server beachtet den Filter modified_since nicht und liefert alles."),
    "server-rejects-encoding": _(
        "Der Server versteht das kodierte Datum im Filter nicht. Es wurde unkodiert gefragt."
    ),
    "tombstone-in-unfiltered-list": _("Ein gelöschtes Objekt steht in der ungefilterten Liste."),
    "missing-type": _("Dem Objekt fehlt der Typ. Er wurde aus der Liste geschlossen."),
    "missing-id": _("Dem Objekt fehlt seine Adresse (id)."),
    "missing-required": _("Eine Pflichtangabe fehlt."),
    "vanished": _("Das Objekt steht in keiner Liste mehr, ohne als gelöscht gemeldet zu sein."),
    "duplicate-object": _("Das Objekt kommt mehrmals vor. Die neuere Fassung zählt."),
    "id-mismatch": _("Das Objekt nennt eine andere Adresse als die, unter der es steht."),
    "foreign-id": _("Das Objekt nennt eine Adresse auf einem anderen Server oder mit anderem Protokoll."),
    "type-version": _("Der Typ gehört zu einer anderen Fassung von OParl, als der Server angibt."),
    "type-case": _("Der Typ ist falsch groß oder klein geschrieben."),
    "type-vendor-code": _("Statt des Typs steht ein Kürzel des Herstellers."),
    "type-changed": _(
        "Das Objekt nennt jetzt einen anderen Typ als früher. Die frühere Fassung gilt weiter."
    ),
    "unknown-type": _("OParl kennt diesen Typ nicht. Das Objekt wurde übergangen."),
    "unknown-property": _("OParl kennt diese Angabe nicht."),
    "null-value": _("Eine Angabe ist null, statt zu fehlen."),
    "empty-value": _("Eine Angabe ist leer oder „N/A“."),
    "wrong-shape": _("Eine Angabe hat die falsche Form, zum Beispiel ein Wert statt einer Liste."),
    "key-case": _("Der Name einer Angabe ist falsch groß oder klein geschrieben."),
    "bad-timestamp": _("Ein Zeitpunkt ist nicht geschrieben, wie OParl es verlangt."),
    "bad-date": _("Ein Datum ist nicht geschrieben, wie OParl es verlangt."),
    "modified-unreliable": _(
        "Der Server ändert den Zeitpunkt der Änderung, ohne dass sich der Inhalt ändert."
    ),
    "nested-too-deep": _("Objekte stecken zu tief ineinander. Die innersten wurden übergangen."),
    "order-not-from-zero": _("Die Tagesordnungspunkte sind nicht von 0 an gezählt."),
    "ags-repaired": _("Der amtliche Gemeindeschlüssel hatte nicht acht Stellen."),
    "ags-unknown": _("Der amtliche Gemeindeschlüssel steht nicht im Verzeichnis der Körperschaften."),
    "ags-other-body": _(
        "Der amtliche Gemeindeschlüssel gehört laut Verzeichnis zu einer anderen Körperschaft als der, "
        "der Sie die Vorlagen zugeordnet haben."
    ),
    "dangling-reference": _("Ein Verweis führt zu einem Objekt, das es beim Server nicht gibt."),
    "json-repaired": _("Die Antwort enthielt Zeichen, die JSON nicht erlaubt."),
    "json-invalid": _("Die Antwort ist kein vollständiges JSON."),
    "not-json": _("Die Antwort ist kein JSON, sondern zum Beispiel eine Wartungsseite."),
    "bom": _("Die Antwort beginnt mit einer Byte-Reihenfolge-Marke."),
    "encoding-repaired": _("Die Antwort ist nicht in UTF-8 geschrieben."),
    "encoding-unreadable": _("Die Antwort ist gepackt und lässt sich nicht entpacken."),
    "html-escapes": _("Ein Text enthält HTML-Zeichenfolgen wie &amp;."),
    "retried": _("Der Server hat erst beim zweiten Versuch geantwortet."),
    "throttled": _("Der Server hat um Geduld gebeten."),
    "redirected": _("Die Adresse leitet um."),
    "http-error": _("Der Server meldet einen Fehler."),
    "cursor-not-advanced": _(
        "Die Liste wurde nicht zu Ende gelesen. Der nächste Lauf beginnt an derselben Stelle."
    ),
    "foreign-redirect": _("Der Server leitet auf einen anderen Server um, der nicht erlaubt ist."),
    "foreign-link": _("Der Verweis auf die nächste Seite führt auf einen anderen Server."),
    "redirect-loop": _("Die Adresse leitet immer weiter um."),
    "bad-url": _("Eine Adresse ist keine Internetadresse. Sie wurde weggelassen."),
    "response-too-large": _("Die Antwort ist zu groß."),
    "timeout": _("Der Server hat nicht in der vereinbarten Zeit geantwortet."),
    "not-reachable": _("Der Server ist nicht erreichbar."),
    "forbidden-address": _("Die Adresse führt in ein internes Netz."),
    "robots": _("Der Server bittet in seiner robots.txt, diese Adresse nicht automatisch zu lesen."),
    "robots-unreadable": _("Die robots.txt des Servers lässt sich nicht lesen."),
    "cyclic-reference": _("Zwei Vorlagen nennen sich gegenseitig als übergeordnet."),
    "duplicate-reference": _("Zwei Vorlagen tragen dieselbe Nummer. Beide bleiben erhalten."),
    "non-public-content": _(
        "Ein nichtöffentlicher Tagesordnungspunkt wurde mit Inhalt geliefert. Der Inhalt wurde "
        "nicht gespeichert."
    ),
    "object-unreadable": _("Ein Eintrag der Liste ist kein Objekt und wurde übergangen."),
}


def words_for(code: str) -> str:
    """Return a sentence for a code; `http-500` and its like share one."""
    if code.startswith("http-") and code[5:].isdecimal():
        return str(_("Der Server meldet den Fehler {status}.")).format(status=code[5:])
    return str(WORDS.get(code, code))

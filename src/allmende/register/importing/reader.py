"""One way in for every list: the format is told by the content, not by the name of the file. Pure."""

import re
from datetime import date

from allmende.register.importing import gv100ad, gv_isys, own_csv
from allmende.register.importing.records import BodyList, check_stand, whole_file

LARGEST_FILE = 40 * 1024 * 1024
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_list(
    data: bytes, *, stand: date | None = None, figures_on: date | None = None, is_complete: bool = False
) -> BodyList:
    """Return the bodies a file lists; raise BrokenFile with every row that is wrong.

    `stand` is the day the list describes, `figures_on` the reference date of its figures; they win over what
    the file says. Official lists are always complete, our own only if the caller says so.
    """
    if len(data) > LARGEST_FILE:
        raise whole_file(f"Die Datei ist größer als {LARGEST_FILE // 1024 // 1024} MB.")
    if not data.strip():
        raise whole_file("Die Datei ist leer.")
    for day in filter(None, (stand, figures_on)):
        check_stand(day)
    if data.startswith(b"PK"):
        return gv_isys.read(data, stand=stand, figures_on=figures_on)
    if data.startswith(OLD_EXCEL):
        raise whole_file("Das alte Excel-Format (.xls) wird nicht gelesen; speichern Sie als .xlsx.")
    if data.startswith(b"%PDF"):
        raise whole_file("Das ist eine PDF-Datei; gelesen werden Excel (.xlsx), GV100AD (.txt) und CSV.")
    if re.match(rb"(?:\xef\xbb\xbf)?[1-6]0\d{8}[0-9 ]", data):
        return gv100ad.read(data, stand=stand, figures_on=figures_on)
    return own_csv.read(data, stand=stand, is_complete=is_complete)

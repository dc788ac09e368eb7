"""Council papers -> facts with their places. Pure Python: needs neither Django nor a database.

document = load_document(data, name="vorlage.pdf")
reading = read_paper(document)
print(reading_as_json(reading))
"""

from allmende.reading.as_json import reading_as_json
from allmende.reading.document import Document
from allmende.reading.facts import PaperFacts, Reading
from allmende.reading.reader import read_paper

__all__ = ["Document", "PaperFacts", "Reading", "read_paper", "reading_as_json"]

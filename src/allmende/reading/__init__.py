"""Council papers -> facts with their places. Pure Python: needs neither Django nor a database.

document = load_document(data, name="vorlage.pdf")
for reading in read_papers(document):
    print(reading_as_json(reading))
"""

from allmende.reading.as_json import reading_as_json
from allmende.reading.document import Document
from allmende.reading.facts import PaperFacts, Reading
from allmende.reading.reader import read_paper
from allmende.reading.separation import read_papers, separate_papers

__all__ = [
    "Document",
    "PaperFacts",
    "Reading",
    "read_paper",
    "read_papers",
    "reading_as_json",
    "separate_papers",
]

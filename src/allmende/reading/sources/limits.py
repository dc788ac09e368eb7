"""How much a file may cost. Every limit of reading foreign files stands here and nowhere else."""

MEGABYTE = 1_000_000

MAX_BYTES = 60 * MEGABYTE
"""A larger file is refused before it is opened."""

MAX_CHARACTERS = 60_000_000
"""A document with more text than this is refused."""

MAX_MEMORY = 300 * 1024 * 1024
"""Address space of the process that opens PDF, office and web files, its own program included."""

MAX_CPU_SECONDS = 30
"""Computing time of that process; the kernel ends it then."""

MAX_WALL_SECONDS = 90
"""Waiting time for that process, for a machine that is busy with other things."""

PAGE_SECONDS = 20
"""Computing time after which a PDF reader starts no further page and says so."""

RECOGNITION_SECONDS = 120
"""Waiting time for text recognition in one file, unless the caller has more patience."""

RECOGNITION_SECONDS_PER_PAGE = 60
PICTURE_DPI = 300
MAX_PICTURE_PIXELS = 12_000_000
"""A page larger than about A4 is drawn more coarsely for text recognition."""

MAX_FIELDS_PER_PAGE = 2_000
MAX_FIELD_CHARACTERS = 20_000

MAX_PAGES = 3_000
MAX_CHARACTERS_PER_PAGE = 200_000

MAX_ZIP_MEMBERS = 5_000
MAX_PART_BYTES = 60 * MEGABYTE
"""Expanded size of one part of an office file."""

MAX_PART_RATIO = 200
"""Expanded to stored size of one part; text of real papers stays below 50."""

RATIO_FREE_BYTES = 2 * MEGABYTE
"""Parts below this expanded size may compress as well as they like."""

MAX_XML_DEPTH = 250
MAX_TABLE_DEPTH = 30
MAX_COLUMNS = 64

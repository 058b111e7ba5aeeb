"""Write the table of pictures and their meanings in ``docs/images.md``, from the catalogue."""

from __future__ import annotations

from pathlib import Path

from diagnosis.config import SHIPPED
from diagnosis.pictures import Book, Entry, open_book

GUIDE = Path(__file__).parents[1] / "docs" / "images.md"
BEGIN = "| image | sens | aussi pour | essayée |\n|---|---|---|---|\n"


def table_of(book: Book) -> str:
    """The table as it stands in the guide."""
    return BEGIN + "".join(map(_row, (picture.entry for picture in book.pictures.values())))


def _row(entry: Entry) -> str:
    drawing = f"![](../questionnaires/pictures/{entry.name}.svg) `{entry.name}`"
    tested = entry.tested
    told = f"{tested.on} : {tested.pointed}/{tested.families}" if tested else "non"
    said = " ; ".join(entry.says)
    return f"| {drawing} | {entry.meaning} | {said} | {told} |\n"


def main() -> None:
    """Write it anew."""
    before, _, _ = GUIDE.read_text("utf-8").partition(BEGIN)
    GUIDE.write_text(before + table_of(open_book(SHIPPED / "questionnaires")), "utf-8")


if __name__ == "__main__":
    main()

"""Which tables of a page show figures."""

from __future__ import annotations

from onrecord.read.page_names import Element

_CELL = 160  # characters; a table with longer cells lays out a page


def is_data(table: Element) -> bool:
    """Whether a table shows figures in rows and columns, and does not lay out a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if any(True for _ in table.iterdescendants("table", "form", "article", "h1", "h2", "section")):
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    cells = [cell for row in rows for cell in row]
    if len(rows) < 2 or sum(len(row) > 1 for row in rows) < 2:
        return False
    if any(cell.tag == "th" for cell in cells) or any(True for _ in table.iterchildren("caption", "thead")):
        return True
    return all(len("".join(cell.itertext()).strip()) < _CELL and len(list(cell.iterdescendants("p"))) < 2 for cell in cells)

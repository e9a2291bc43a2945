"""Words on a map: each where none stands yet. Widths are reckoned, not measured: the same label stands in every browser."""

from __future__ import annotations

from dataclasses import dataclass

LETTER = 7.0  # pixels of a letter of 13 pixels, on average and generously
_LINE = 16.0  # pixels of a line
_EDGE = 3.0  # pixels left free at the edges of the map

type _Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """``number`` and ``words`` (either may be "") with the middle of their base line, in pixels; ``anchor`` is that of SVG."""

    number: str
    words: str
    x: float
    y: float
    anchor: str = "middle"


class Labels:
    """Places labels one after another on a map of a width and a height, in pixels."""

    def __init__(self, width: float, height: float) -> None:
        self._width = width
        self._height = height
        self._taken: list[_Box] = []

    def keep_free(self, dot: tuple[float, float], pin: bool) -> None:
        """No words over a pin."""
        if pin:
            x, y = dot
            self._taken.append((x - 6, y - 6, x + 6, y + 6))

    def place(self, number: str, name: str, mark: str, dot: tuple[float, float], *, pin: bool) -> Label:
        """A spot's label: with its name and mark where there is room near it, else with its mark, else with its number alone."""
        x, y = dot
        for words in dict.fromkeys((f"{name} ({mark})" if mark else name, mark, "")):
            half = len(f"{number} {words}".strip()) * LETTER / 2
            beside = ((11.0, 5.0, "start"), (-11.0, 5.0, "end"), (0.0, -10.0, "middle"), (0.0, 21.0, "middle"))
            over = tuple((0.0, 5.0 + dy, "middle") for dy in (0, 16, -16, 32, -32))
            for dx, dy, anchor in beside if pin else over:
                middle = x + dx + (half if anchor == "start" else -half if anchor == "end" else 0.0)
                if self._take(middle, y + dy, half):
                    return Label(number=number, words=words, x=round(x + dx, 1), y=round(y + dy, 1), anchor=anchor)
        dx = 11.0 if pin else 0.0
        return Label(number=number, words="", x=round(x + dx, 1), y=round(y + 5, 1), anchor="start" if pin else "middle")

    def aside(self, words: str, dot: tuple[float, float], size: tuple[float, float]) -> Label | None:
        """The name of a country for orientation, if it fits into the country and nothing stands there."""
        half = len(words) * LETTER * 0.85 / 2
        if 2 * half > size[0] or size[1] < _LINE or not self._take(dot[0], dot[1] + 4, half):
            return None
        return Label(number="", words=words, x=round(dot[0], 1), y=round(dot[1] + 4, 1))

    def _take(self, middle: float, base: float, half: float) -> bool:
        box = (middle - half, base - _LINE + 4, middle + half, base + 4)
        inside = box[0] >= _EDGE and box[2] <= self._width - _EDGE and box[1] >= _EDGE and box[3] <= self._height - _EDGE
        if not inside or any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in self._taken):
            return False
        self._taken.append(box)
        return True

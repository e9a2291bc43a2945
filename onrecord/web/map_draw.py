"""Degrees -> pixels: the frame of a map, and outlines cut to it as paths of SVG. No word of any claim is known here.

The projection is equirectangular with its true scale at the middle of the frame. Longitudes are counted from the
frame's western edge, so that a frame may lie across the antimeridian.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.gazetteer.areas import Area, Box, Ring

WIDTH = 640  # pixels, as the SVG counts them
_RATIO = (0.5, 1.05)  # of height to width: no lower, no higher
_BEYOND = 30.0  # pixels outside of the frame at which outlines are cut
_STEP = 1.5  # pixels: points nearer to the last one are left out
_NEAR = 8.0  # degrees from the main part of a country within which its islands still count for the frame
_MAJOR = 0.2  # and the share of the main part's size from which any part does
_LIMIT = 84.0  # degrees of latitude
_TURNS = (-360, 0, 360)

type Dot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the world is shown: degrees at the left edge and the top, pixels for a degree, and the height in pixels."""

    west: float
    north: float
    across: float
    down: float
    height: int

    def dot(self, lon: float, lat: float) -> Dot:
        """Where a point lies, in the one of its positions around the globe that is nearest to the frame's middle."""
        middle = self.west + WIDTH / self.across / 2
        lon += 360 * round((middle - lon) / 360)
        return (lon - self.west) * self.across, (self.north - lat) * self.down

    def meets(self, box: Box) -> bool:
        """Whether a box, counted around the globe as the frame is, is seen at least in part."""
        beyond = _BEYOND / self.across
        across = box[2] > self.west - beyond and box[0] < self.west + WIDTH / self.across + beyond
        return across and box[1] < self.north + beyond and box[3] > self.north - self.height / self.down - beyond

    def boxes(self) -> tuple[Box, ...]:
        """What is shown as a box, in all its positions around the globe."""
        south, east = self.north - self.height / self.down, self.west + WIDTH / self.across
        return tuple((self.west + turn, south, east + turn, self.north) for turn in _TURNS)


def frame(boxes: Sequence[Box], margin: float = 0.08) -> Frame:
    """The frame around boxes, of which there is at least one, with a margin that is a share of its size."""
    west, east = _span([(box[0], box[2]) for box in boxes])
    south, north = max(min(b[1] for b in boxes), -_LIMIT), min(max(b[3] for b in boxes), _LIMIT)
    shrink = max(math.cos(math.radians((south + north) / 2)), 0.2)
    width, height = max(east - west, 0.5) * shrink * (1 + 2 * margin), max(north - south, 0.5) * (1 + 2 * margin)
    width = max(width, height / _RATIO[1])
    height = min(max(height, width * _RATIO[0]), 180.0)
    down = WIDTH / width
    across = down * shrink
    top = min((south + north + height) / 2, 90.0)
    return Frame((west + east - WIDTH / across) / 2, top, across, down, round(height * down))


def main_boxes(area: Area) -> list[Box]:
    """The boxes of an area's main part and what belongs to it at sight; not of what lies an ocean away."""
    boxes = [box_of(ring) for ring in area.rings]
    sizes = [(b[2] - b[0]) * (b[3] - b[1]) for b in boxes]
    most = max(range(len(boxes)), key=sizes.__getitem__)
    return [b for b, size in zip(boxes, sizes, strict=True) if size >= _MAJOR * sizes[most] or _close(b, boxes[most])]


def box_of(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def inside(area: Area, lon: float, lat: float) -> bool:
    """Whether a point lies in an area (even-odd)."""
    odd = False
    for ring in area.rings:
        for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (ay > lat) != (by > lat) and lon < (bx - ax) * (lat - ay) / (by - ay) + ax:
                odd = not odd
    return odd


def outline(rings: Iterable[Ring], shown: Frame, smallest: float = 0.0) -> tuple[str, str]:
    """Rings as the paths of their filling and of their line. They differ where an outline is cut in two at the
    antimeridian, at which no line is drawn; the path of the line is "" where it is that of the filling. Rings narrower
    and lower than ``smallest`` pixels are left out."""
    fill: list[str] = []
    line: list[str] = []
    seams = False
    for ring in rings:
        west, south, east, north = box_of(ring)
        if max((east - west) * shown.across, (north - south) * shown.down) < smallest:
            continue
        seam = west == -180 or east == 180
        for turn in _TURNS:
            if not shown.meets((west + turn, south, east + turn, north)):
                continue
            dots = [((x + turn - shown.west) * shown.across, (shown.north - y) * shown.down) for x, y in ring]
            cut = _thin(_cut(dots, shown.height))
            if len(cut) < 3:
                continue
            fill.append(f"M{'L'.join(_dot(d) for d in cut)}Z")
            line += _open(ring, dots) if seam else fill[-1:]
            seams = seams or seam
    return "".join(fill), "".join(line) if seams else ""


def shared(one: Area, other: Area, shown: Frame) -> str:
    """The stretches that two outlines have in common as a path, "" where they do not touch."""
    edges = {frozenset(edge) for ring in other.rings for edge in zip(ring, (*ring[1:], ring[0]), strict=True)}
    found = []
    for ring in one.rings:
        joined = False
        for a, b in zip(ring, (*ring[1:], ring[0]), strict=True):
            if frozenset((a, b)) in edges:
                found.append(f"{'' if joined else f'M{_dot(shown.dot(*a))}'}L{_dot(shown.dot(*b))}")
                joined = True
            else:
                joined = False
    return "".join(found)


def extent(areas: Area, shown: Frame) -> tuple[float, float]:
    """Width and height of an area's main part, in pixels."""
    boxes = main_boxes(areas)
    west, east = _span([(b[0], b[2]) for b in boxes])
    return (east - west) * shown.across, (max(b[3] for b in boxes) - min(b[1] for b in boxes)) * shown.down


def _span(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The narrowest stretch of longitudes that holds all stretches given: the globe without its widest gap."""
    merged: list[list[float]] = []
    for west, east in sorted(spans):
        if merged and west <= merged[-1][1] + 0.1:
            merged[-1][1] = max(merged[-1][1], east)
        else:
            merged.append([west, east])
    gaps = [(merged[i][0] - merged[i - 1][1], i) for i in range(1, len(merged))]
    widest, first = max([(merged[0][0] + 360 - merged[-1][1], 0), *gaps])
    west = merged[first][0]
    return west, west + 360 - max(widest, 0.0)


def _close(a: Box, b: Box) -> bool:
    apart = max(a[0] - b[2], b[0] - a[2])
    return min(apart, 360 - max(a[2] - b[0], b[2] - a[0])) < _NEAR and max(a[1] - b[3], b[1] - a[3]) < _NEAR


def _cut(dots: list[Dot], height: int) -> list[Dot]:
    """A ring cut to the frame and a little more (Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, -_BEYOND, 1), (0, WIDTH + _BEYOND, -1), (1, -_BEYOND, 1), (1, height + _BEYOND, -1)):
        out: list[Dot] = []
        for a, b in zip([dots[-1], *dots[:-1]] if dots else [], dots, strict=True):
            inside = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if inside[0] != inside[1]:
                share = (limit - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
            if inside[1]:
                out.append(b)
        dots = out
    return dots


def _thin(dots: list[Dot]) -> list[Dot]:
    kept: list[Dot] = []
    for dot in dots:
        if not kept or abs(dot[0] - kept[-1][0]) + abs(dot[1] - kept[-1][1]) > _STEP:
            kept.append(dot)
    return kept


def _open(ring: Ring, dots: list[Dot]) -> list[str]:
    """A ring's line without the stretches along the antimeridian."""
    found = []
    drawn = False
    for i in range(len(ring)):
        j = (i + 1) % len(ring)
        if abs(ring[i][0]) == 180 and abs(ring[j][0]) == 180:
            drawn = False
        else:
            found.append(f"{'' if drawn else f'M{_dot(dots[i])}'}L{_dot(dots[j])}")
            drawn = True
    return found


def _dot(dot: Dot) -> str:
    return f"{dot[0]:.1f} {dot[1]:.1f}"

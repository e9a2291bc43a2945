"""Claims -> the map of a dossier: which places they put something in, how firmly, and where that is drawn.

A country or a region is an area, never a pin; what is near, off or between places is a hatched stretch. What has no
coordinates is not drawn, and is listed all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord import gazetteer
from onrecord.casefile.dossier import Dossier
from onrecord.casefile.queries import Finding
from onrecord.gazetteer import areas
from onrecord.gazetteer.areas import Area, Box, Country
from onrecord.model import Place
from onrecord.web.map_draw import WIDTH, Dot, Frame, extent, frame, inside, main_boxes, outline, shared
from onrecord.web.map_labels import Label, Labels
from onrecord.web.map_words import LABELS, PAIRS, STATUSES, Spotted, spotted, status

_AROUND = 4.0  # degrees shown on every side of a point
_VAGUE = {"near": 22.0, "off": 22.0, "region": 34.0}  # pixels: radius of what is only about there
_SPECK = 4.0  # pixels: smaller islands are left out of countries that are there for orientation alone
_SMALL = 9.0  # pixels: a smaller area gets a ring around it, to be seen at all

type Key = tuple[str, object, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One drawing of a spot: ``form`` is area, vague (hatched), band (a hatched line), sea (a band under the land),
    inside (land over a band), edge (a line alone), ring or pin; a ``path`` with its ``line`` where that is another, or a
    circle of radius ``r`` at (``x``, ``y``)."""

    form: str
    path: str = ""
    line: str = ""
    x: float = 0.0
    y: float = 0.0
    r: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place, or what is near it or between it and another, with the claims that name it. ``number`` is that of the
    list; ``status`` a key of ``STATUSES``; ``shapes`` is empty where it cannot be drawn."""

    number: int
    name: str
    kind: str
    status: str
    findings: tuple[Finding, ...]
    place: Place
    shapes: tuple[Shape, ...] = ()
    label: Label | None = None

    @property
    def factualities(self) -> tuple[str, ...]:
        """How its claims are put, each once: "asserted", "denied"; "asserted, negative"."""
        found = (
            f.claim.factuality.value
            + (", negative" if f.claim.polarity.value == "negative" else "")
            + (", withdrawn" if f.withdrawn else "")
            for f in self.findings
        )
        return tuple(dict.fromkeys(found))

    @property
    def mark(self) -> str:
        """The word that stands beside the name on the map, "" for what is asserted."""
        return STATUSES[self.status][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """``land`` are the paths of countries for orientation, ``names`` their labels; ``legend`` has the rows (form,
    status, words) for what is drawn. Without anything to draw ``height`` is 0."""

    spots: tuple[Spot, ...]
    unplaced: tuple[Spot, ...]
    land: tuple[Shape, ...] = ()
    names: tuple[Label, ...] = ()
    legend: tuple[tuple[str, str, str], ...] = ()
    width: int = WIDTH
    height: int = 0

    def data(self) -> list[dict[str, Any]]:
        """The places for the JSON twin; the claims stand whole in the same twin, by their ids."""
        return [
            {
                "place": s.name, "how": s.kind, "status": s.status, "factualities": s.factualities, "country": s.place.country,
                "geonames_id": s.place.geonames_id, "precision": s.place.precision, "drawn": bool(s.shapes),
                "claims": [{"id": f.claim.id, "speakers": f.speakers(), "publisher": f.publisher(), "document": f.source.id,
                            "factuality": f.claim.factuality, "polarity": f.claim.polarity} for f in s.findings],
            }
            for s in (*self.spots, *self.unplaced)
        ]  # fmt: skip


_TRANSCRIBED = 0x1E00  # letters from here on stand in no name of a European language's newspapers


def territory(dossier: Dossier) -> Map | None:
    """The map of what a dossier's claims say about where; ``None`` where they name no place."""
    about = [*dossier.roles, *(f for section in dossier.sections for f in section.findings)]
    return map_of(sorted(about, key=lambda f: (f.source.published or "", f.source.id, f.claim.evidence.start, f.claim.id)))


def map_of(findings: Sequence[Finding]) -> Map | None:
    """The map of claims; those first in their order are the first in its list among places that have as many."""
    groups: dict[Key, list[Finding]] = defaultdict(list)
    firsts: dict[Key, Spotted] = {}
    for finding in findings:
        for kind, place, other in spotted(finding.claim, finding.source.lang):
            key = (kind, _identity(place), _identity(other) if other else None)
            firsts.setdefault(key, (kind, place, other))
            if finding not in groups[key]:
                groups[key].append(finding)
    if not groups:
        return None
    order = sorted(groups, key=lambda key: -len(groups[key]))
    drawn = [key for key in order if _boxes(firsts[key])]
    if not drawn:
        return Map(spots=(), unplaced=tuple(_spot(n, firsts[key], groups[key]) for n, key in enumerate(order, 1)))
    shown = frame([box for key in drawn for box in _boxes(firsts[key])])
    plain = [_spot(n, firsts[key], groups[key], _shapes(firsts[key], shown)) for n, key in enumerate(drawn, 1)]
    spots, names = _labelled(plain, [firsts[key] for key in drawn], shown)
    left = [key for key in order if key not in drawn]
    return Map(
        spots=spots,
        unplaced=tuple(_spot(n, firsts[key], groups[key]) for n, key in enumerate(left, len(spots) + 1)),
        land=tuple(land for _, area in _lands(shown) if (land := _area_shape(area, shown, _SPECK)).path),
        names=names,
        legend=_legend(spots),
        height=shown.height,
    )


def _identity(place: Place) -> object:
    if place.geonames_id is not None:
        return place.geonames_id
    return (place.name, place.country, place.lat, place.lon)


def _spot(number: int, found: Spotted, findings: Sequence[Finding], shapes: tuple[Shape, ...] = ()) -> Spot:
    kind, place, other = found
    form = PAIRS[kind] if other else LABELS[kind]
    name = form.format(_name(place), _name(other) if other else "")
    return Spot(number=number, name=name, kind=kind, status=status(findings), findings=tuple(findings), place=place, shapes=shapes)


def _name(place: Place) -> str:
    """The name of the gazetteer, but of a town or a site, and where that name is a transcription ("Ḩalab"), the text's."""
    transcribed = any(ord(c) >= _TRANSCRIBED for c in place.name)
    return " ".join((place.text if place.precision in ("city", "point") or transcribed else place.name).split())


def _area(place: Place) -> Area | None:
    """The outline of a country, a province or a region; a town or a building has none."""
    if place.precision == "country":
        return areas.area(place.country or "")
    if place.precision != "region":
        return None
    if place.geonames_id is not None:
        return areas.area(str(place.geonames_id))
    same = (c for c in gazetteer.find(gazetteer.fold(place.name)) if c.id < 0 and (c.lat, c.lon) == (place.lat, place.lon))
    return next((found for c in same if (found := areas.area(str(c.id)))), None)


def _boxes(found: Spotted) -> list[Box]:
    """What of the globe a spot needs to be seen; nothing where it has neither an outline nor coordinates."""
    boxes: list[Box] = []
    for place in (found[1], found[2]):
        area = _area(place) if place else None
        if area:
            boxes += main_boxes(area)
        elif place and place.lat is not None and place.lon is not None and place.precision != "country":
            boxes.append((place.lon - _AROUND, place.lat - _AROUND, place.lon + _AROUND, place.lat + _AROUND))
    return boxes


def _shapes(found: Spotted, shown: Frame) -> tuple[Shape, ...]:
    kind, place, other = found
    area = _area(place)
    if other:
        return _pair_shapes(place, other, shown)
    if area is None:
        x, y = _dot(place, shown)
        if kind == "in" and place.precision != "region":
            return (Shape(form="pin", x=x, y=y, r=5.0),)
        return (Shape(form="vague", x=x, y=y, r=_VAGUE.get(kind, _VAGUE["region"])),)
    tiny = max(extent(area, shown)) < _SMALL
    whole = _area_shape(area, shown, 0.0 if tiny else _SPECK)
    edge = Shape(form="edge", path=whole.line or whole.path)
    if kind == "off":
        return (Shape(form="sea", path=whole.line or whole.path), edge)
    if kind in ("near", "border"):
        return (
            Shape(form="band", path=whole.line or whole.path),
            *((Shape(form="inside", path=whole.path, line=whole.line),) * (kind == "near")),
            edge,
        )
    form = "vague" if kind == "part" or area.kind == "region" else "area"
    shapes: tuple[Shape, ...] = (Shape(form=form, path=whole.path, line=whole.line),)
    if tiny:
        x, y = _dot(place, shown, area)
        shapes += (Shape(form="ring", x=x, y=y, r=_SMALL),)
    return shapes


def _pair_shapes(one: Place, other: Place, shown: Frame) -> tuple[Shape, ...]:
    """The border that two areas share, or the stretch from one place to the other."""
    first, second = _area(one), _area(other)
    if first and second and (common := shared(first, second, shown)):
        return (Shape(form="band", path=common), Shape(form="edge", path=common))
    ends = [_dot(place, shown, area) for place, area in ((one, first), (other, second)) if area or place.lat is not None]
    if len(ends) < 2:
        return (Shape(form="vague", x=ends[0][0], y=ends[0][1], r=_VAGUE["near"]),)
    (ax, ay), (bx, by) = ends
    stretch = f"M{ax:.1f} {ay:.1f}L{bx:.1f} {by:.1f}"
    return (Shape(form="band", path=stretch), Shape(form="edge", path=stretch))


def _area_shape(area: Area, shown: Frame, smallest: float = 0.0) -> Shape:
    fill, line = outline(area.rings, shown, smallest)
    return Shape(form="area", path=fill, line=line)


def _dot(place: Place, shown: Frame, area: Area | None = None) -> Dot:
    """The middle of a place on the map: its coordinates, or the middle of its outline's main part where they lie outside of it."""
    if place.lat is not None and place.lon is not None and (area is None or area.kind == "region" or inside(area, place.lon, place.lat)):
        return shown.dot(place.lon, place.lat)
    west, south, east, north = max(main_boxes(area), key=lambda b: (b[2] - b[0]) * (b[3] - b[1])) if area else (0.0, 0.0, 0.0, 0.0)
    return shown.dot((west + east) / 2, (south + north) / 2)


def _lands(shown: Frame) -> list[tuple[Country, Area]]:
    found = {land.code: land for box in shown.boxes() for land in areas.countries(box)}
    return [(found[code], outlined) for code in sorted(found) if (outlined := areas.area(code))]


def _labelled(spots: Sequence[Spot], found: Sequence[Spotted], shown: Frame) -> tuple[tuple[Spot, ...], tuple[Label, ...]]:
    """The spots with their labels, and the names of the countries around them where there is room."""
    labels = Labels(WIDTH, shown.height)
    middles = [_middle(f, shown) for f in found]
    for spot, dot in zip(spots, middles, strict=True):
        labels.keep_free(dot, spot.shapes[0].form == "pin")
    done = []
    for spot, dot in zip(spots, middles, strict=True):
        label = labels.place(str(spot.number), spot.name, spot.mark, dot, pin=spot.shapes[0].form == "pin")
        done.append(replace(spot, label=label))
    filled = {place.country for _, place, _ in found if place.precision == "country"}
    names = []
    for land, outlined in _lands(shown):
        middle = shown.dot(land.lon, land.lat)
        if land.code not in filled and (aside := labels.aside(land.name, middle, extent(outlined, shown))):
            names.append(aside)
    return tuple(done), tuple(names)


def _middle(found: Spotted, shown: Frame) -> Dot:
    _, place, other = found
    x, y = _dot(place, shown, _area(place))
    if other and (other.lat is not None or _area(other)):
        bx, by = _dot(other, shown, _area(other))
        return (x + bx) / 2, (y + by) / 2
    return x, y


def _legend(spots: Iterable[Spot]) -> tuple[tuple[str, str, str], ...]:
    """Rows for the statuses that are there, and for the forms that need words."""
    found = list(spots)
    forms = {shape.form for spot in found for shape in spot.shapes}
    rows = [("area", key, words) for key, (_, words) in STATUSES.items() if any(s.status == key for s in found)]
    if "pin" in forms:
        rows.append(("pin", "asserted", "a town or a site; its line says how firmly, as above"))
    if forms & {"vague", "band", "sea"}:
        rows.append(("vague", "asserted", "hatched: about there, near it, or in a part of it; the edge is not known"))
    return tuple(rows)

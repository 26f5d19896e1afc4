"""What the browser showed, and whether it is good enough."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

PARTS: Final = ("background", "ground", "cases over ground")
"""What is flown over besides the whole map: the map without its cases, the plain ground (the most
that this renderer reaches), and the cases on it."""
GOAL_FRAMES: Final = 0.70
GOAL_LOADED_MS: Final = 1000.0
GOAL_FILTER_MS: Final = 300.0
GOAL_FIRST_MS: Final = 1500.0


@dataclass(frozen=True, kw_only=True)
class Flight:
    """One leg of the path: frames drawn on the way, and how long after it all tiles were there."""

    zoom: float
    frames: int
    ms: float
    loaded_ms: float

    @property
    def frames_per_s(self) -> float:
        return 1000 * self.frames / self.ms


@dataclass(frozen=True, kw_only=True)
class View:
    """The cases in the decoded tiles of a view: those on its very rim may count or not."""

    zoom: float
    tiles: int
    least: int
    most: int
    api: int

    @property
    def is_equal(self) -> bool:
        return self.least <= self.api <= self.most


@dataclass(frozen=True, kw_only=True)
class Filtered:
    """From the press of a button until the map shows what was chosen."""

    zoom: float
    chosen: str
    ms: float


@dataclass(frozen=True, kw_only=True)
class PanFigures:
    """A whole run: the same path over the whole map, tiles loading, and then over its parts."""

    cases: int
    renderer: str
    legs: list[Flight]
    parts: dict[str, list[Flight]]
    views: list[View]
    filtered: list[Filtered]
    first_ms: list[float]

    def share(self, flown: list[Flight], beside: str) -> float:
        """Frames a second of a flight as a part of those over a part of the map."""
        return frames_per_s(flown) / frames_per_s(self.parts[beside])

    def goals(self) -> list[tuple[str, bool]]:
        """Each goal in words with its figure, and whether it is held."""
        slowest = max(leg.loaded_ms for leg in self.legs)
        filtered = max(one.ms for one in self.filtered)
        first = median(self.first_ms)
        wrong = [view for view in self.views if not view.is_equal]
        return [
            self._frames("the map", self.legs, "background"),
            self._frames("cases on plain ground", self.parts["cases over ground"], "ground"),
            (
                f"all tiles there {slowest:.0f} ms after a stop at most"
                f" (median {median(leg.loaded_ms for leg in self.legs):.0f}, goal"
                f" {GOAL_LOADED_MS:.0f})",
                slowest <= GOAL_LOADED_MS,
            ),
            (f"{len(self.views)} views counted, {len(wrong)} other than the API", not wrong),
            (
                f"filters in {filtered:.0f} ms at most (median"
                f" {median(one.ms for one in self.filtered):.0f}, goal {GOAL_FILTER_MS:.0f})",
                filtered <= GOAL_FILTER_MS,
            ),
            (
                f"first data after {first:.0f} ms (median of {len(self.first_ms)}, goal"
                f" {GOAL_FIRST_MS:.0f})",
                first <= GOAL_FIRST_MS,
            ),
        ]

    def _frames(self, what: str, flown: list[Flight], beside: str) -> tuple[str, bool]:
        share = self.share(flown, beside)
        return (
            f"{what} pans at {100 * share:.0f} % of the frames of the {beside} alone"
            f" ({frames_per_s(flown):.1f} of {frames_per_s(self.parts[beside]):.1f}/s,"
            f" goal {100 * GOAL_FRAMES:.0f} %)",
            share >= GOAL_FRAMES,
        )

    def lines(self) -> list[str]:
        return [
            f"renderer: {self.renderer}",
            "frames a second: "
            + ", ".join(
                f"{part} {frames_per_s(legs):.1f}"
                for part, legs in {"everything": self.legs, **self.parts}.items()
            ),
            *(
                f"  to z{leg.zoom:<4} {leg.frames_per_s:5.1f} frames/s, without cases"
                f" {other.frames_per_s:5.1f}; all tiles {leg.loaded_ms:5.0f} ms after;"
                f" {view.api:,} cases in {view.tiles} tiles"
                f" {'as the API' if view.is_equal else f'BUT {view.least:,}-{view.most:,} drawn'}"
                for leg, other, view in zip(
                    self.legs, self.parts["background"], self.views, strict=True
                )
            ),
            *(f"  z{one.zoom:<4} {one.chosen:<10} {one.ms:5.0f} ms" for one in self.filtered),
            *(f"{'held    ' if held else 'NOT HELD'} {words}" for words, held in self.goals()),
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "cases": self.cases,
            "renderer": self.renderer,
            "frames_per_s": {
                "everything": round(frames_per_s(self.legs), 1),
                **{part: round(frames_per_s(legs), 1) for part, legs in self.parts.items()},
            },
            "goals": {words: held for words, held in self.goals()},
            "first_ms": [round(one) for one in self.first_ms],
            "filtered": [_rounded(one) for one in self.filtered],
            "legs": [
                {
                    **_rounded(leg),
                    "frames_per_s": round(leg.frames_per_s, 1),
                    "background_frames_per_s": round(other.frames_per_s, 1),
                    "view": _rounded(view),
                }
                for leg, other, view in zip(
                    self.legs, self.parts["background"], self.views, strict=True
                )
            ],
        }


def frames_per_s(legs: list[Flight]) -> float:
    return 1000 * sum(leg.frames for leg in legs) / sum(leg.ms for leg in legs)


def _rounded(one: Any) -> dict[str, Any]:
    return {k: round(v, 1) if isinstance(v, float) else v for k, v in asdict(one).items()}

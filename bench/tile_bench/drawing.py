"""The answers as a picture, by the same hand as the first city's."""

from __future__ import annotations

from bench.tile_bench.asking import Answers
from bench.tile_race.clients import Figures
from bench.tile_race.picture import picture as bars


def picture(answers: list[Answers], heading: str) -> str:
    """Return an SVG with a panel a zoom."""
    figures = [
        Figures(
            who=f"{answer.who}, {answer.what}",
            zoom=answer.zoom,
            clients=answer.clients,
            encoding="gzip",
            tiles=answer.answered,
            refused=answer.refused,
            seconds=answer.answered / answer.per_s if answer.per_s else 0.0,
            tiles_per_s=answer.per_s,
            p50_ms=answer.p50_ms,
            p95_ms=answer.p95_ms,
            p99_ms=answer.p99_ms,
            bytes_per_tile=answer.bytes_per_tile,
        )
        for answer in answers
        if answer.clients in (1, 8)
    ]
    return bars(figures, heading, {0: "an empty Django view on the same server"})

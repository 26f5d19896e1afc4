"""What a run of bench/tiles.py found, as JSON and as a picture."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.telling import machine, say
from bench.tile_bench import mapserver
from bench.tile_bench.asking import Answers
from bench.tile_bench.drawing import picture
from bench.tile_bench.goals import Goal, goals
from bench.tile_bench.tenfold import Compared
from bench.tile_bench.tenfold import goals as tenfold_goals
from bench.tile_bench.writing import WritingFigures
from bench.tile_race import servers


@dataclass(kw_only=True)
class Results:
    """Filled as the run goes on. `content`: what was decoded and compared, and whether equal."""

    cases: int
    content: dict[str, bool] = field(default_factory=dict)
    answers: list[Answers] = field(default_factory=list)
    written: list[WritingFigures] = field(default_factory=list)
    tenfold: list[Compared] = field(default_factory=list)

    @property
    def are_right(self) -> bool:
        return all(self.content.values())

    @property
    def goals(self) -> list[Goal]:
        return [*goals(self.answers, self.written), *tenfold_goals(self.tenfold)]

    def tell(self) -> None:
        say(*(f"{'held    ' if held else 'NOT HELD'} {words}" for words, held in self.goals))

    def write(self, folder: Path) -> None:
        document, file = self.as_json(), folder / "tiles.json"
        if not self.tenfold:
            # A quick run leaves what was last seen of ten times the cases.
            document["tenfold"] = json.loads(file.read_text()).get("tenfold")
        file.write_text(json.dumps(document, indent=1, ensure_ascii=False))
        heading = f"{self.cases:,} cases, {os.cpu_count()} cores"
        (folder / "tiles.svg").write_text(picture(self.answers, heading))
        say(f"written: {folder / 'tiles.json'}, tiles.svg")

    def as_json(self) -> dict[str, Any]:
        peers = servers.versions(os.environ["WANGGE_BENCH_PEERS"])
        at = datetime.now(UTC).isoformat(timespec="seconds")
        return {
            "at": at,
            "machine": {**machine(), **peers, "mapserver": mapserver.version()},
            "cases": self.cases,
            "content": self.content,
            "goals": {words: held for words, held in goals(self.answers, self.written)},
            "writing": [
                {
                    "way": w.way,
                    "plain_per_s": round(w.plain_per_s),
                    "with_tiles_per_s": round(w.with_tiles_per_s),
                    "kept": round(w.kept, 3),
                }
                for w in self.written
            ],
            "tiles": [answer.as_json() for answer in self.answers],
            "tenfold": {
                "what": "generated from the same city, cold, one client",
                "at": at,
                "goals": {words: held for words, held in tenfold_goals(self.tenfold)},
                "asked": [one.as_json() for one in self.tenfold],
            },
        }

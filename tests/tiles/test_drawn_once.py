"""Drawn by one for all who ask, kept under its tag, never so many at once that others starve."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tiles import serving
from tiles.cache import TileCache
from tiles.codings import decoded
from tiles.serving import Drawing, TilesBusy, body_of

TAG = 'W/"00112233445566778899aabbccddeeff"'
REQUEST: Any = object()
Render = Callable[[Any], bytes]


def together(count: int, ask: Callable[[], Any]) -> list[Any]:
    """Ask from so many threads at once; returns answers and exceptions."""
    begin = threading.Barrier(count)

    def one(_: int) -> Any:
        begin.wait()
        try:
            return ask()
        except TilesBusy as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_a_hundred_who_ask_at_once_are_given_one_drawing(
    monkeypatch: pytest.MonkeyPatch, coding: str
) -> None:
    drawn = []

    def slowly(request: Any) -> bytes:
        drawn.append(request)
        time.sleep(0.2)
        return b"tile" * 500

    monkeypatch.setattr(serving, "render", slowly)
    answers = together(100, lambda: body_of(REQUEST, TAG, coding))
    assert len(drawn) == 1
    assert len(set(answers)) == 1
    assert decoded(answers[0], coding) == b"tile" * 500


def test_whoever_takes_it_in_another_coding_is_given_the_same_drawing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([b"tile" * 500])
    monkeypatch.setattr(serving, "render", lambda request: next(answers))
    for coding in ("br", "gzip", "identity", "zstd"):
        assert decoded(body_of(REQUEST, TAG, coding), coding) == b"tile" * 500


def test_other_tags_are_drawn_beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    both = threading.Barrier(2, timeout=5)

    def meeting(request: Any) -> bytes:
        both.wait()
        return b"x"

    monkeypatch.setattr(serving, "render", meeting)
    tags = iter([TAG, TAG.replace("00", "11", 1)])
    together(2, lambda: body_of(REQUEST, next(tags), "identity"))


def test_a_drawing_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: Iterator[TilesBusy | bytes] = iter([TilesBusy(), b"tile"])

    def once(request: Any) -> bytes:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(serving, "render", once)
    with pytest.raises(TilesBusy):
        body_of(REQUEST, TAG, "identity")
    assert body_of(REQUEST, TAG, "identity") == b"tile"


def test_what_waits_too_long_is_dropped_undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PATIENCE_S", 0.1)
    monkeypatch.setattr(serving, "DRAWING", Drawing(places=1, queue=10))
    drawn = []

    def slowly(request: Any) -> bytes:
        drawn.append(request)
        time.sleep(0.4)
        return b"x"

    monkeypatch.setattr(serving, "render", slowly)
    answers = together(5, lambda: body_of(REQUEST, None, "identity"))
    assert len(drawn) == 1
    assert sum(isinstance(answer, TilesBusy) for answer in answers) == 4


def test_a_queue_that_is_full_refuses_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = Drawing(places=1, queue=1)
    until = time.monotonic() + 5
    with drawing.place(until=until):
        waiting = threading.Thread(target=lambda: drawing.place(until=until).__enter__())
        waiting.start()
        time.sleep(0.05)
        began = time.monotonic()
        with pytest.raises(TilesBusy), drawing.place(until=until):
            pass
        assert time.monotonic() - began < 1
    waiting.join()


def test_what_was_not_asked_for_is_forgotten_first(tmp_path: Path) -> None:
    cache = TileCache(tmp_path)
    tags = [f'W/"{n:032x}"' for n in range(10)]
    for age, tag in enumerate(tags):
        cache.put(tag, "gzip", b"x" * 100)
        path = next(tmp_path.glob(f"??/{tag[5:-1]}.gzip"))
        os.utime(path, (0, 1_000_000 - age * 7200))
    assert cache.get(tags[9], "gzip")  # the oldest is asked for, and young again
    assert cache.trim(at_most_bytes=350) == 7
    left = [tag for tag in tags if cache.get(tag, "gzip")]
    assert left == [tags[0], tags[1], tags[9]]


def test_nobody_reads_half_a_tile(tmp_path: Path) -> None:
    cache = TileCache(tmp_path)
    whole = b"y" * 1_000_000
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            cache.put(TAG, "br", whole)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(200):
            assert cache.get(TAG, "br") in (None, whole)
    finally:
        stop.set()
        writer.join()

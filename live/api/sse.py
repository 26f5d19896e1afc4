"""The lines of a stream of server-sent events (WHATWG HTML, section 9.2). Pure text."""

import json
from typing import Any

from live.models import OutboxEvent


def message(event: str, number: int, data: dict[str, Any]) -> bytes:
    """One event; the browser keeps `number` and sends it back when it reconnects."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return f"id: {number}\nevent: {event}\ndata: {body}\n\n".encode()


def news(row: OutboxEvent) -> bytes:
    """A row as an event named by its topic."""
    number = row.sequence or 0
    facts = {
        **row.data,
        "seq": number,
        "topic": row.topic,
        "id": row.subject_id,
        "city_id": row.city_id,
        "at": row.created_at.isoformat(),
    }
    return message(row.topic, number, facts)


def reset(number: int) -> bytes:
    """Something was missed for good: the page must load anew, and goes on from `number`."""
    return message("reset", number, {"seq": number})


def keep_alive(number: int) -> bytes:
    """Says that the stream lives. Without data it is no event, but the browser keeps the number."""
    return f": {number}\nid: {number}\n\n".encode()

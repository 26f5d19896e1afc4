"""What a live topic is: a name, and who may see which of its subjects.

Each room declares its topics; `config` registers them. Rights are asked at send, so that an event
whose right was withdrawn in the meantime does not arrive.
"""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from uuid import UUID

from gis_core.actor import Actor

Visible = Callable[[Actor, Set[UUID]], Set[UUID]]


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of event.

    Attributes:
        name: as writers publish it and pages listen to it.
        visible: which of these subjects the actor may see now; asked once for a whole batch.
    """

    name: str
    visible: Visible


class TopicRegistry:
    """The topics of this installation. What nobody registered is never sent."""

    def __init__(self) -> None:
        self._topics: dict[str, Topic] = {}

    def register(self, *topics: Topic) -> None:
        for topic in topics:
            self._topics[topic.name] = topic

    def visible(self, name: str, actor: Actor, subjects: Set[UUID]) -> Set[UUID]:
        topic = self._topics.get(name)
        return topic.visible(actor, subjects) if topic else frozenset()

    def __iter__(self) -> Iterator[Topic]:
        return iter(self._topics.values())


registry = TopicRegistry()

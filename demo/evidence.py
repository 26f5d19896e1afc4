"""Pictures of the stories, stored under their SHA-256 like any photo that a phone sends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from cases.models import Case, PhotoRole
from cases.photos import DeclaredPhoto, declare, store
from cases.verbs import Verb
from demo.pictures import picture
from demo.stories import Story
from departments.actors import actor_of
from gis_core.actor import Actor
from grids.models import City

TAKEN_AT = {PhotoRole.NEAR: Verb.COLLECT, PhotoRole.AFTER: Verb.REPLY}
"""Role -> the step that the picture would have been taken at."""


def attach_pictures(
    city: City, told: Iterable[Story], users: dict[str, User], at: datetime
) -> None:
    """Declare and store the pictures of each story, in the name of who reported it."""
    for story in told:
        if story.photos:
            case = Case.objects.get(city=city, story=story.number)
            _attach(case, story, actor_of(users[story.reporter], at), at)


def _attach(case: Case, story: Story, actor: Actor, at: datetime) -> None:
    for name, subject in story.photos.items():
        content = picture(subject)
        role = PhotoRole(name)
        photo = DeclaredPhoto(
            sha256=hashlib.sha256(content).hexdigest(),
            role=role,
            taken_at=story.at(TAKEN_AT[role]),
        )
        declare(case, [photo], actor=actor, at=at, verb=TAKEN_AT[role])
        store(case_id=case.pk, sha256=photo.sha256, content=content, actor=actor, at=at)

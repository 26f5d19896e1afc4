"""A photo that was receipted is on the disk, whole, whatever happens next."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from gis_core.storage import DurableFileSystemStorage


def test_photos_go_through_the_durable_storage() -> None:
    assert isinstance(storages["default"], DurableFileSystemStorage)


def test_a_name_that_exists_is_a_file_that_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        order.append("fsync")
        real_fsync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        order.append("rename")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    storage = DurableFileSystemStorage(location=str(tmp_path))
    storage.save("ab/cd/digest", ContentFile(b"photo"))
    assert order == ["fsync", "rename", "fsync"]
    assert (tmp_path / "ab/cd/digest").read_bytes() == b"photo"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["digest"]


def test_the_same_photo_again_is_left_alone(tmp_path: Path) -> None:
    storage = DurableFileSystemStorage(location=str(tmp_path))
    assert storage.save("digest", ContentFile(b"photo")) == "digest"
    assert storage.save("digest", ContentFile(b"photo")) == "digest"
    assert [path.name for path in tmp_path.iterdir()] == ["digest"]

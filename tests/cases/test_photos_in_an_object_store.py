"""Photos in an object store, beside a server that speaks its protocol on this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings
from moto.server import ThreadedMotoServer

from cases.photos import original_name, public_name
from gis_core.ids import uuid7
from gis_core.storage import DurableFileSystemStorage
from tests.factories import Cast
from tests.pictures import photo, upload
from tests.reports import put_report


@pytest.fixture
def bucket() -> str:
    return f"wangge-{uuid7()}"


@pytest.fixture
def store(bucket: str) -> Iterator[Any]:
    """The bucket, and the settings that name it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    access = {"access_key": "test", "secret_key": "test", "region_name": "us-east-1"}
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=bucket)
    configured: Any = settings.S3_STORAGE["OPTIONS"]
    options = {
        **configured, **access, "endpoint_url": endpoint, "bucket_name": bucket
    }  # fmt: skip
    default = {**settings.S3_STORAGE, "OPTIONS": options}
    with override_settings(STORAGES={**settings.STORAGES, "default": default}):
        yield client
    server.stop()


def keys(store: Any, bucket: str) -> set[str]:
    return {found["Key"] for found in store.list_objects_v2(Bucket=bucket).get("Contents", [])}


def test_a_photo_goes_into_the_bucket_and_comes_back(cast: Cast, store: Any, bucket: str) -> None:
    taken = photo(3)
    case_id = put_report(cast, photos=[taken.declared])
    assert upload(cast, case_id, taken).status_code == 201
    assert keys(store, bucket) == {original_name(taken.sha256), public_name(taken.sha256)}
    kept = store.get_object(Bucket=bucket, Key=original_name(taken.sha256))["Body"].read()
    assert kept == taken.content
    shown = cast.client("acceptor").get(f"/api/v1/cases/{case_id}/photos/{taken.sha256}")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    original = cast.client("shift_leader").post(
        f"/api/v1/cases/{case_id}/photos/{taken.sha256}/original", {"reason": "执法取证"}, "json"
    )
    assert original.content == taken.content


def test_the_same_photo_in_two_cases_is_one_object(cast: Cast, store: Any, bucket: str) -> None:
    taken = photo(3)
    for _ in range(2):
        upload(cast, put_report(cast, photos=[taken.declared]), taken)
    assert len(keys(store, bucket)) == 2


def test_a_photo_whose_store_is_down_is_not_said_to_be_stored(
    cast: Cast, store: Any, bucket: str
) -> None:
    taken = photo(3)
    case_id = put_report(cast, photos=[taken.declared])
    store.delete_bucket(Bucket=bucket)
    client = cast.client("collector")
    client.raise_request_exception = False
    url = f"/api/v1/cases/{case_id}/photos/{taken.sha256}"
    assert client.put(url, taken.content, content_type="image/jpeg").status_code == 500
    receipt = client.get(f"/api/v1/cases/{case_id}").json()
    assert [shown["stored"] for shown in receipt["photos"]] == [False]


def test_files_are_the_default_and_survive_a_power_cut() -> None:
    assert isinstance(storages["default"], DurableFileSystemStorage)

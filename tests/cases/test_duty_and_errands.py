"""Verify and check go to whoever is on duty at the case's place; a proposal reads its history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from cases.models import Case, Task
from departments.models import DutyGrid, Shift
from tests.cases.desks import press
from tests.departments.duties import hold
from tests.factories import OPENED_AT, Cast, member
from tests.house.situations import case_in

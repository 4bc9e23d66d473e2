"""The database that every test stands on, seen from tests."""

import subprocess
import sys

import pytest
from django.db import connection
from tools.testing.database import Store

from xiangji.core.accounts.models import User

COUNT = """
import django
django.setup()
from xiangji.core.accounts.models import User
print(User.objects.count())
"""


@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_when_the_copy_is_put_back(test_store: Store) -> None:
    User.objects.create(username="zhang", name="示例·张")

    test_store.put_back()

    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_what_a_test_commits(child_environment: dict[str, str]) -> None:
    User.objects.create(username="zhang", name="示例·张")
    surroundings = child_environment | {"DJANGO_SETTINGS_MODULE": "xiangji.project.settings"}

    said = subprocess.run(
        [sys.executable, "-c", COUNT], env=surroundings, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "1"


@pytest.mark.django_db
def test_the_database_is_a_migrated_copy_that_syncs_as_a_county_does() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'accounts'")
        assert cursor.fetchone()[0] >= 1
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)

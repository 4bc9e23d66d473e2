"""What every test stands on: its own database, its own folder, no network, no silent template."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import LazySettings
from django.conf import settings as house
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker
from tools.testing.database import Store, a_store
from tools.testing.templates import MissingVariable

pytest_plugins = ("tools.testing.proofs",)

hypothesis.settings.register_profile("ci", derandomize=True, max_examples=30, deadline=None)
hypothesis.settings.register_profile("dev", max_examples=60, deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Loopback only; pytest-socket reads these options after us."""
    config.option.allow_hosts = config.option.allow_hosts or "127.0.0.1,::1,localhost"
    config.option.allow_unix_socket = True


@pytest.fixture(scope="session", autouse=True)
def say_what_templates_miss(django_test_environment: None) -> None:
    for engine in house.TEMPLATES:
        engine["OPTIONS"] = {**engine["OPTIONS"], "string_if_invalid": MissingVariable(house.SOURCE)}  # type: ignore[dict-item]


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_little(django_test_environment: None) -> None:
    """The real hash costs a third of a second by design; no test is about that price."""
    house.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def nothing_is_collected(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Static files come from the sources; WhiteNoise warns where the folder for collected ones is missing."""
    house.STATIC_ROOT = tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def own_var(settings: LazySettings, tmp_path: Path) -> Path:
    """Keys, anchors and files of a test lie in a folder of its own."""
    settings.VAR = tmp_path / "var"
    return tmp_path / "var"


@pytest.fixture(autouse=True)
def nothing_is_remembered(django_test_environment: None) -> None:
    from xiangji.core.measures.remembering import forget_all

    forget_all()


@pytest.fixture(scope="session")
def test_store(
    tmp_path_factory: pytest.TempPathFactory,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Store]:
    with django_db_blocker.unblock():
        store = a_store(house.HOME / "var" / "tests", tmp_path_factory.getbasetemp())
    yield store
    with django_db_blocker.unblock():
        store.drop()


@pytest.fixture(scope="session")
def django_db_setup(test_store: Store) -> Iterator[None]:
    """Takes the place of pytest-django's: a copy of the template, and a way back that is not a flush.

    A flush deletes row by row, which append-only tables refuse; putting the copy back is exact and quick.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: test_store.put_back())
        yield


@pytest.fixture
def child_environment(test_store: Store, settings: LazySettings) -> dict[str, str]:
    """For a process that a test starts: it sees the same database, keys and files as the test."""
    return os.environ | {
        "XIANGJI_HOME": str(settings.HOME),
        "XIANGJI_VAR": str(settings.VAR),
        "XIANGJI_DATABASE_URL": test_store.address(),
        "PYTHONPATH": str(settings.SOURCE.parent),
    }

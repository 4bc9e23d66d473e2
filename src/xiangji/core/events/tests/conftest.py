import pytest

from xiangji.core.events import registry


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test says who hears what; what the apps registered is put back afterwards."""
    for kept in ("_reactions", "_jobs", "_beats"):
        monkeypatch.setattr(registry, kept, {})

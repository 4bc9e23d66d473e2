import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def no_second_factor(settings: LazySettings) -> None:
    """As in a demo; the tests of the log-in turn it on."""
    settings.TOTP = False

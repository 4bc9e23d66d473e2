import pytest
from django.conf import LazySettings

from xiangji.stations.tests.cast import a_county


@pytest.fixture
def the_county(db: None, settings: LazySettings) -> None:
    """The small county of the cast, whose people log in with a password alone."""
    settings.TOTP = False
    a_county()

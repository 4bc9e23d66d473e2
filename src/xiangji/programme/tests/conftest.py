from pathlib import Path

import pytest

from xiangji.programme.tests.examples import load_counties


@pytest.fixture
def counties(db: None, tmp_path: Path) -> None:
    load_counties(tmp_path)

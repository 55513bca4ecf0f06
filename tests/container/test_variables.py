"""The variables that the image and the compose file set are those that Restu reads."""

import re

import pytest

from graph.kernels.cache import VARIABLE as KERNEL_CACHE
from service.settings import Settings


@pytest.mark.parametrize("name", ["Dockerfile", "docker-compose.yml"])
def test_every_variable_is_a_setting(name: str, pytestconfig: pytest.Config) -> None:
    text = (pytestconfig.rootpath / name).read_text(encoding="utf-8")

    known = {f"RESTU_{field.upper()}" for field in Settings.model_fields} | {KERNEL_CACHE}
    assert set(re.findall(r"\bRESTU_\w+", text)) <= known

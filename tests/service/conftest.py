"""What the tests of the service share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.clients import House, running
from tests.service.real_networks import RealFiles


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The application on a new store, as on a laptop: one owner, no other user."""
    with running(tmp_path) as house:
        yield house


@pytest.fixture
def net(house: House) -> str:
    """The address of an empty network."""
    house.add_network("net")
    return "/v1/networks/net"


@pytest.fixture(scope="session")
def real_files(tmp_path_factory: pytest.TempPathFactory, data_folder: Path) -> RealFiles:
    """The real data sets, each imported once for the whole run, to be copied."""
    return RealFiles(data_folder, tmp_path_factory.mktemp("real"))

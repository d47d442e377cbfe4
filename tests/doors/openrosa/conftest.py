import pytest

from tests.doors.openrosa.served import Served


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory):
    """A real server for tests of what only a wire shows."""
    server = Served(tmp_path_factory.mktemp("served"))
    server.start()
    server.add_enumerator()
    yield server
    server.stop()

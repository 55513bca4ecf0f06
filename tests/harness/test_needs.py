"""What tests need is asked for by marker: left out with a word, or failed; never skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ONE_TEST_ON_DATA = """
import pytest

@pytest.mark.data
def test_on_data(data_folder):
    assert data_folder.is_dir()

def test_without():
    pass
"""


@pytest.fixture
def run_tests(tmp_path: Path, pytestconfig: pytest.Config):
    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "test_one.py").write_text(ONE_TEST_ON_DATA)
        (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    data\n")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:dash", "-p", "tests.conftest"]
        return subprocess.run(
            [*command, "-c", tmp_path / "pytest.ini", tmp_path],
            cwd=pytestconfig.rootpath,
            env={k: v for k, v in os.environ.items() if k != "CI"} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_tests_on_data_run_where_the_data_is(run_tests, tmp_path: Path) -> None:
    run = run_tests(RESTU_TEST_DATA=str(tmp_path), CI="true")

    assert run.returncode == 0
    assert "2 passed" in run.stdout
    assert "real data 1 tests" in run.stdout


def test_tests_on_data_are_left_out_with_a_word_where_it_is_not(run_tests) -> None:
    run = run_tests(RESTU_TEST_DATA="nowhere")

    assert run.returncode == 0
    assert "1 passed, 1 deselected" in run.stdout
    assert "1 tests on real data left out: no folder nowhere" in run.stdout


def test_ci_without_the_data_fails(run_tests) -> None:
    run = run_tests(RESTU_TEST_DATA="nowhere", CI="true")

    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert "no folder nowhere" in run.stderr

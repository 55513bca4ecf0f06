"""Compiled code is kept where it can be, found where it is, and never old."""

import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph import kernels
from graph.kernels import cache, colleagues, reach, routes, warm
from graph.kernels.arrays import read_only

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(cache.__file__).parent
KINDS = (np.int64, np.int32, np.int64, np.int32, np.bool_)


def in_another_process(code: str, *, root: Path = ROOT, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_second_process_compiles_nothing(tmp_path):
    warm.warm()
    parent = cache.FOLDER.parent if cache.FOLDER else tmp_path
    count = "from graph.kernels.warm import warm; done = warm(); print(done.compiled, done.loaded)"
    if not cache.FOLDER:
        in_another_process(count, RESTU_KERNEL_CACHE=str(parent))

    compiled, loaded = in_another_process(count, RESTU_KERNEL_CACHE=str(parent)).split()

    assert int(compiled) == 0
    assert int(loaded) >= 4  # so that it counts something


def test_warming_leaves_no_kernel_out(tmp_path):
    modules = {
        importlib.import_module(f"graph.kernels.{found.name}")
        for found in pkgutil.iter_modules(kernels.__path__)
    }
    assert {module for module in modules if warm.kernels_of(module)} == set(warm.MODULES)

    warm.warm()
    if cache.FOLDER:
        kept = {path.name.rpartition("-")[0] for path in cache.FOLDER.glob("*.nbi")}
        for module in warm.MODULES:
            place = module.__name__.rpartition(".")[2]
            assert {f"{place}.{name}" for name in warm.kernels_of(module)} <= kept


def test_arrays_of_any_make_meet_the_kernel_that_is_compiled():
    warm.warm()
    entries: list[Any] = [
        routes._best_routes,
        reach._reach,
        colleagues._spells,
        colleagues._pairs,
    ]
    before = [len(entry.signatures) for entry in entries]
    plain = [0, 1, 2], [1, 0], [1, 1], [0, 1], [False, False]
    frozen = [read_only(array, kind) for array, kind in zip(plain, KINDS, strict=True)]
    sliced = [np.repeat(np.array(array), 2)[::2] for array in plain]

    for ptr, idx, length, rank, blocked in (plain, frozen, sliced):
        arcs = kernels.Arcs.of(idx, rank, length, rank, blocked[:2])
        kernels.best_routes(arcs, [0], [1], k=1, max_steps=2)
        kernels.reach_within(arcs, [0], max_steps=2, backward=True)
        kernels.colleague_pairs(ptr, idx, rank, length, day=3)

    assert [len(entry.signatures) for entry in entries] == before == [1, 1, 1, 1]


def test_an_array_is_not_made_read_only_for_its_owner():
    mine = np.zeros(3, dtype=np.int64)

    theirs = read_only(mine, np.int64)

    assert np.shares_memory(mine, theirs)
    assert mine.flags.writeable
    assert not theirs.flags.writeable


@pytest.fixture
def sources(tmp_path):
    for name in ("caller.py", "callee.py"):
        (tmp_path / name).write_text(f"# {name}\n")
    return tmp_path


def key(sources, *, numba_version="1.0", processor="one"):
    return cache.cache_key(sources.glob("*.py"), numba_version=numba_version, processor=processor)


def test_the_key_changes_with_all_that_compiled_code_depends_on(sources):
    first = key(sources)
    assert key(sources) == first
    assert key(sources, numba_version="1.1") != first
    assert key(sources, processor="another") != first

    (sources / "callee.py").write_text("# changed\n")
    changed = key(sources)
    (sources / "callee.py").rename(sources / "renamed.py")
    assert len({first, changed, key(sources)}) == 3


def test_the_key_does_not_depend_on_where_or_when_the_sources_were_put(sources, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(sources, elsewhere, ignore=shutil.ignore_patterns("elsewhere"))
    os.utime(elsewhere / "callee.py", (0, 0))

    assert key(elsewhere) == key(sources)


def test_a_cached_caller_meets_the_new_code_of_a_changed_kernel(tmp_path):
    package = tmp_path / "graph" / "kernels"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    shutil.copy(SOURCES / "cache.py", package)
    callee = "from graph.kernels.cache import kernel\n@kernel\ndef inner(x):\n    return x + {}\n"
    (package / "caller.py").write_text(
        "from graph.kernels.cache import kernel\nfrom graph.kernels.callee import inner\n"
        "@kernel\ndef outer(x):\n    return inner(x)\n"
    )
    ask = (
        "from graph.kernels.caller import outer\n"
        "print(outer(0), sum(outer.stats.cache_misses.values()))"
    )
    answers = []
    for added in (1, 1, 2):
        (package / "callee.py").write_text(callee.format(added))
        answers.append(
            in_another_process(ask, root=tmp_path, RESTU_KERNEL_CACHE=str(tmp_path / "kept"))
        )

    assert answers == ["1 1", "1 0", "2 1"]  # compiled, loaded, compiled anew


def test_where_nothing_can_be_written_kernels_still_run(tmp_path):
    (tmp_path / "file").touch()  # below a file nobody can make a folder, not even root
    ask = (
        "from graph.kernels import cache, colleagues\n"
        "print(cache.FOLDER, round(colleagues._strength(20, 0), 3))"
    )

    assert in_another_process(ask, RESTU_KERNEL_CACHE=str(tmp_path / "file" / "x")) == "None 0.19"


def test_the_cache_can_be_turned_off():
    assert cache.cache_folder("key", {cache.VARIABLE: "off"}) is None


def test_the_stated_folder_is_taken(tmp_path):
    folder = cache.cache_folder("key", {cache.VARIABLE: str(tmp_path / "stated")})

    assert folder == tmp_path / "stated" / "key"
    assert folder
    assert folder.is_dir()


def test_a_user_without_a_home_gets_the_folder_in_the_package_or_none(monkeypatch):
    def no_home():
        raise RuntimeError("Could not determine home directory.")

    package = SOURCES / "__pycache__" / "kernels" / "key"
    monkeypatch.setattr(Path, "home", no_home)
    monkeypatch.setattr(cache, "_is_writable", lambda folder: folder == package)
    assert cache.cache_folder("key", {}) == package

    monkeypatch.setattr(cache, "_is_writable", lambda folder: False)
    assert cache.cache_folder("key", {}) is None


def test_a_folder_filled_earlier_is_read_even_if_it_cannot_be_written(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(cache, "_is_writable", lambda folder: False)
    filled = tmp_path / ".cache" / "restu" / "kernels" / "key"
    filled.mkdir(parents=True)
    assert cache.cache_folder("key", {}) is None

    (filled / "routes.nbi").touch()
    assert cache.cache_folder("key", {}) == filled


def doubled() -> Any:
    @cache.kernel
    def double(x):
        return 2 * x

    return double


def test_a_kernel_that_cannot_be_kept_is_compiled_all_the_same(monkeypatch, tmp_path):
    def full(locator):
        raise OSError("No space left on device")

    monkeypatch.setattr(cache, "FOLDER", tmp_path)
    monkeypatch.setattr(cache._Locator, "ensure_cache_path", full)

    assert doubled()(21) == 42
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["*.nbi", "*.nbc"])
def test_a_file_cut_short_by_a_crash_is_made_anew(monkeypatch, tmp_path, ending):
    monkeypatch.setattr(cache, "FOLDER", tmp_path)
    assert doubled()(21) == 42
    [broken] = tmp_path.glob(ending)
    broken.write_bytes(broken.read_bytes()[:3])

    again, later = doubled(), doubled()

    assert (again(21), later(21)) == (42, 42)
    assert sum(again.stats.cache_misses.values()) == 1
    assert sum(later.stats.cache_hits.values()) == 1

"""Where compiled kernels are kept, and the one decorator that compiles them.

Numba can keep compiled code on disk, but three things go wrong when it chooses the place:

- a cached caller keeps the *old* code of a changed kernel that it imports from another file;
- under a user without a home and without a writable package folder the import dies with
  "no locator available";
- a folder filled while an image was built cannot be read where it may not be written.

So the folder is ours. Its name is a hash of all kernel sources, of the versions of numba,
llvmlite, numpy and Python, and of the processor: whatever changes, nothing old is found. A folder
that is only readable is read; where there is none at all, kernels are compiled in memory.

``RESTU_KERNEL_CACHE`` names another parent folder, or ``off`` for no cache. Compiled code is
loaded from it, so it must belong to somebody whose code you would run.
"""

import contextlib
import hashlib
import os
import pickle
import platform
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

import llvmlite
import llvmlite.binding as llvm
import numba
import numpy as np
from numba.core import caching
from numba.core.base import BaseContext

VARIABLE: Final = "RESTU_KERNEL_CACHE"
UNREADABLE: Final = (OSError, EOFError, pickle.UnpicklingError)

_Function = TypeVar("_Function", bound=Callable[..., Any])


def cache_key(sources: Iterable[Path], *, numba_version: str, processor: str) -> str:
    """Name the state of everything that compiled code depends on.

    Parameters
    ----------
    sources
        Files that hold kernels; their order does not matter, their names and contents do.
    numba_version
        Version of the compiler.
    processor
        Name and features of the processor.

    Returns
    -------
    str
        Twenty hexadecimal digits.

    """
    digest = hashlib.sha256()
    versions = (numba_version, llvmlite.__version__, np.__version__, platform.python_version())
    for part in (*versions, platform.machine(), processor):
        digest.update(part.encode() + b"\0")
    for source in sorted(sources, key=lambda path: path.name):
        content = source.read_bytes()
        digest.update(f"{source.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:20]


def cache_folder(key: str, environment: Mapping[str, str]) -> Path | None:
    """Choose the folder for compiled kernels.

    The folder that ``RESTU_KERNEL_CACHE`` names; else the user's cache folder; else a folder
    inside the package. A folder filled earlier is taken before an empty one, even if it can
    only be read. Temporary folders are never taken: others could put code there.

    Parameters
    ----------
    key
        As made by ``cache_key``.
    environment
        Usually ``os.environ``.

    Returns
    -------
    Path or None
        A folder that exists; ``None`` where there is none to read and none to write, or where
        the variable says ``off``.

    """
    stated = environment.get(VARIABLE, "").strip()
    if stated.lower() == "off":
        return None
    parents = [Path(stated)] if stated else list(_usual_parents(environment))
    folders = [parent / key for parent in parents]
    for folder in folders:
        if _is_filled(folder):
            return folder
    for folder in folders:
        if _is_writable(folder):
            return folder
    return None


def _usual_parents(environment: Mapping[str, str]) -> Iterable[Path]:
    if environment.get("XDG_CACHE_HOME"):
        yield Path(environment["XDG_CACHE_HOME"]) / "restu" / "kernels"
    with contextlib.suppress(RuntimeError):  # a user without a home
        yield Path.home() / ".cache" / "restu" / "kernels"
    yield Path(__file__).parent / "__pycache__" / "kernels"


def _is_filled(folder: Path) -> bool:
    try:
        return any(entry.suffix == ".nbi" for entry in folder.iterdir())
    except OSError:
        return False


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _processor() -> str:
    return f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"


FOLDER: Final = cache_folder(
    cache_key(
        Path(__file__).parent.glob("*.py"),
        numba_version=numba.__version__,
        processor=_processor(),
    ),
    os.environ,
)


class _Locator(caching.UserProvidedCacheLocator):
    """Points numba at our folder, also where it can only be read."""

    def __init__(self, py_func: Callable[..., Any], py_file: str) -> None:
        self._py_file = py_file
        self._lineno = py_func.__code__.co_firstlineno
        self._cache_path = str(FOLDER)

    def get_source_stamp(self) -> bytes:
        return b"the name of the folder says it"

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> "_Locator":
        return cls(py_func, py_file)


class _Results(caching.CompileResultCacheImpl):
    _locator_classes: ClassVar = [_Locator]


class _Cache(caching.FunctionCache):
    """A cache that may fail: then the kernel is compiled in memory, and the question answered."""

    _impl_class = _Results

    def load_overload(self, sig: object, target_context: BaseContext) -> object:
        try:
            return super().load_overload(sig, target_context)
        except UNREADABLE:
            self._start_again()
            return None

    def save_overload(self, sig: object, data: object) -> None:
        # A full disk, a folder that is only readable, a broken index.
        with contextlib.suppress(*UNREADABLE):
            super().save_overload(sig, data)

    def _start_again(self) -> None:
        with contextlib.suppress(OSError):
            self.flush()


def kernel(function: _Function) -> _Function:
    """Compile a function at its first call; release the interpreter lock while it runs.

    A kernel takes and returns arrays and numbers. It is compiled once per combination of argument
    types, so callers hand in arrays as ``read_only`` makes them.
    """
    compiled: Any = numba.njit(nogil=True)(function)
    if FOLDER is not None:
        compiled._cache = _Cache(function)  # noqa: SLF001 - what numba's own cache=True does
    return compiled

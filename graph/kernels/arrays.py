"""The one form in which kernels take arrays."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def read_only(array: ArrayLike, dtype: type[np.generic]) -> NDArray[Any]:
    """Give an array as contiguous and read-only, without a copy where it already is contiguous.

    Numba compiles a kernel anew for every combination of dtypes, layouts and writability. Snapshots
    are read-only, arrays made on the way are not; both must meet the code that is compiled already.

    Parameters
    ----------
    array
        What the caller has. It is not changed, nor made read-only itself.
    dtype
        What the kernel was compiled for.

    """
    given = np.ascontiguousarray(array, dtype=dtype)
    if given.flags.writeable:
        given = given.view()
        given.flags.writeable = False
    return given

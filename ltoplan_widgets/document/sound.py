"""Whether bytes from outside can be applied at all."""

from typing import Any

from pycrdt import Doc


def is_sound_update(update: bytes) -> bool:
    """Whether an update can be decoded, tried on a scratch document.

    The Rust core panics on some inputs, and its `PanicException` derives from BaseException; nothing else may be
    swallowed with it.
    """
    scratch: Doc[Any] = Doc()
    try:
        scratch.apply_update(update)
    except Exception:  # noqa: BLE001 - pycrdt raises ValueError, RuntimeError and TypeError here
        return False
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            return False
        raise
    return True

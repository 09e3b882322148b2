"""Addresses of files that are elsewhere, read through fsspec."""

import re
from collections.abc import Mapping
from typing import Any

from ltoplan_widgets.demand.progress import progress
from ltoplan_widgets.demand.refusal import file_refusal, first_line
from ltoplan_widgets.plan.errors import InputError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(::|://)")
_SECRET = re.compile(r"(?<=://)[^/@]*@|(?<=\?).*$")
_CHUNK = 1 << 20


def is_address(name: str) -> bool:
    r"""Whether a name is an address such as ``s3://bucket/sales.csv``; a drive letter is none.

    >>> is_address("s3://bucket/sales.csv"), is_address("C:\\sales.csv")
    (True, False)
    """
    return _SCHEME.match(name) is not None


def shown(name: str) -> str:
    """The address as messages may say it: without user, password and signed queries.

    >>> shown("ftp://me:secret@host/sales.csv"), shown("https://host/sales.csv?token=1")
    ('ftp://host/sales.csv', 'https://host/sales.csv?')
    """
    return _SECRET.sub("", name) if is_address(name) else name


def file_system(name: str, options: Mapping[str, object]) -> tuple[Any, str]:
    """The file system of an address, and the path in it.

    Raises:
        InputError: No package for this kind of address is installed, or the options do not fit it.
    """
    import fsspec  # noqa: PLC0415 - 50 ms that only those pay who read from elsewhere

    scheme = name.split(":", 1)[0]
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(name, **options)
    except ImportError as error:
        mend = "pip install 'ltoplan_widgets[s3]'" if scheme in {"s3", "s3a"} else f"install the package that fsspec names: {error}"
        raise file_refusal("no-file-system", shown(name), f"no package that reads {scheme}:// is installed", mend) from None
    except (ValueError, TypeError) as error:
        raise file_refusal(
            "bad-address", shown(name), f"this address cannot be used ({first_line(error)})", "check address and options"
        ) from None
    except Exception as error:  # noqa: BLE001 - some file systems connect here, and raise errors of their own
        raise _unreadable(name, error) from None
    return found


def remote_content(name: str, options: Mapping[str, object]) -> bytes:
    """Everything that stands at an address, with a progress bar where it takes long.

    Raises:
        InputError: Nothing is there, or it cannot be read.
    """
    system, path = file_system(name, options)
    try:
        with (
            system.open(path, "rb") as stream,
            progress(shown(name), system.size(path), unit="B", scaled=True) as bar,
        ):
            parts = []
            while part := stream.read(_CHUNK):
                parts.append(part)
                bar.update(len(part))
    except FileNotFoundError:
        raise file_refusal("no-such-file", shown(name), "there is no such file", "check bucket and path") from None
    except Exception as error:  # noqa: BLE001 - each file system raises errors of its own
        raise _unreadable(name, error) from None
    return b"".join(parts)


def _unreadable(name: str, error: Exception) -> InputError:
    said = f"this address cannot be read ({type(error).__name__}: {first_line(error)})"
    return file_refusal("unreadable-file", shown(name), said, "check address, rights and storage_options")

"""How the demand side says no, and how it warns."""

from numbers import Real

from ltoplan_widgets.plan.errors import Finding, InputError


def refusal(code: str, value: object, message: str, mend: str, *, column: str = "") -> InputError:
    """An error with one finding; the message begins with the value that was found.

    >>> print(refusal("no-band", 3, "a band has two bounds", "give [lower, upper]"))
    3: a band has two bounds · Mend: give [lower, upper]
    """
    shown = str(value)
    return InputError(Finding(code=code, severity="error", column=column, value=shown, message=f"{shown}: {message}", mend=mend))


def is_number(value: object) -> bool:
    """Whether a value is a number, rather than text, nothing, or true and false; NaN is one."""
    return isinstance(value, Real) and not isinstance(value, bool)


def file_refusal(code: str, file: str, message: str, mend: str) -> InputError:
    """An error about a whole file, whose path or address messages may repeat; the file's name is what was found.

    >>> print(file_refusal("no-such-file", "data/sales.csv", "there is no such file", "check the path"))
    data/sales.csv · there is no such file · Mend: check the path
    """
    return InputError(Finding(code=code, severity="error", file=file, value=file.rsplit("/", 1)[-1], message=message, mend=mend))


def missing_package(module: str, message: str, *, extra: str, otherwise: str = "", column: str = "") -> InputError:
    """An error about a package that only an extra brings; `otherwise` is what can be done without it.

    >>> print(missing_package("duckdb", "adding sales up needs DuckDB", extra="duckdb"))
    duckdb: adding sales up needs DuckDB · Mend: pip install 'ltoplan_widgets[duckdb]'
    """
    mend = f"pip install 'ltoplan_widgets[{extra}]'{f', or {otherwise}' if otherwise else ''}"
    return refusal(f"no-{module}", module, message, mend, column=column)


def first_line(error: Exception) -> str:
    """What an error of another library says, in one line of at most 200 characters."""
    return str(error).split("\n", 1)[0][:200]


def warning(code: str, value: object, message: str, mend: str, *, column: str = "") -> Finding:
    """A finding that lets the work go on."""
    return Finding(code=code, severity="warning", column=column, value=str(value), message=message, mend=mend)

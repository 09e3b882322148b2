import gzip

import pytest

from ltoplan_widgets.demand.table_file import read_table
from ltoplan_widgets.plan.errors import InputError


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing.parquet", "no-such-file"),
        ("notes.docx", "unknown-file-type"),
        ("notes.xlsx", "unreadable-file"),
        ("broken.parquet", "unreadable-file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_name(tmp_path, name, code):
    if code != "no-such-file":
        (tmp_path / name).write_bytes(b"nothing of the kind")
    with pytest.raises(InputError) as caught:
        read_table(tmp_path / name)
    assert (caught.value.findings[0].code, caught.value.findings[0].file) == (code, str(tmp_path / name))


@pytest.mark.parametrize("content", [b"a,b\n1,2,3\n", b"\xff\xfe\x00", b""])
def test_text_that_is_no_csv_is_refused(tmp_path, content):
    (tmp_path / "sales.csv").write_bytes(content)
    with pytest.raises(InputError, match="not readable as CSV"):
        read_table(tmp_path / "sales.csv")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_and_byte_order_mark_are_seen(tmp_path, separator):
    (tmp_path / "sales.csv").write_text(f"\ufeffitem{separator}units\r\n007{separator}3\r\n", encoding="utf-8")
    assert read_table(tmp_path / "sales.csv").to_pydict() == {"item": ["007"], "units": ["3"]}


def test_a_compressed_csv_is_read(tmp_path):
    (tmp_path / "sales.csv.gz").write_bytes(gzip.compress(b"item,units\nlatte,3\n"))
    assert read_table(tmp_path / "sales.csv.gz").to_pydict() == {"item": ["latte"], "units": ["3"]}

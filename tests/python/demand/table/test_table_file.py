import gzip

import pytest

from ltoplan_widgets.demand.sales.history import SalesHistory
from ltoplan_widgets.demand.table.table_file import read_table
from ltoplan_widgets.plan.errors import InputError
from tests.python.demand.chain_tables import sales


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


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b""])
def test_text_that_is_no_csv_is_refused(tmp_path, content):
    (tmp_path / "sales.csv").write_bytes(content)
    with pytest.raises(InputError, match="not readable as CSV"):
        read_table(tmp_path / "sales.csv")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_and_byte_order_mark_are_seen(tmp_path, separator):
    (tmp_path / "sales.csv").write_text(f"\ufeffitem{separator}units\r\n007{separator}3\r\n", encoding="utf-8")
    assert read_table(tmp_path / "sales.csv").to_pydict() == {"item": ["007"], "units": ["3"]}


@pytest.mark.parametrize("name", ["store ", '"store, number"'])
def test_cells_stay_text_whatever_their_column_is_called(tmp_path, name):
    (tmp_path / "sales.csv").write_text(f"item,{name}\n007,008\n", encoding="utf-8")
    assert list(read_table(tmp_path / "sales.csv").to_pydict().values()) == [["007"], ["008"]]


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16")])
def test_text_of_old_office_programs_is_read_and_said(tmp_path, encoding, said):
    sales(location="Köln").drop_duplicates(["item", "date"]).to_csv(tmp_path / "sales.csv", index=False, encoding=encoding)
    found = SalesHistory.read(tmp_path / "sales.csv")
    assert found.locations == ("Köln",)
    (only,) = found.findings
    assert (only.code, only.severity) == ("other-encoding", "warning")
    assert said in only.message


def test_a_first_line_that_tells_the_separator_is_no_header(tmp_path):
    (tmp_path / "sales.csv").write_text("sep=|\n" + sales().to_csv(index=False, sep="|"), encoding="utf-8")
    assert len(SalesHistory.read(tmp_path / "sales.csv")) == 80


@pytest.mark.parametrize("name", ["sales.feather", "sales.arrow"])
def test_arrow_files_are_read(tmp_path, name):
    sales().to_feather(tmp_path / name)
    assert len(SalesHistory.read(tmp_path / name)) == 80


def test_rows_of_other_lengths_are_said(tmp_path):
    (tmp_path / "sales.csv").write_text("item,location,date,units\na,b,2026-01-05,1\na,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="other numbers of cells than its first line"):
        SalesHistory.read(tmp_path / "sales.csv")


def test_a_compressed_csv_is_read(tmp_path):
    (tmp_path / "sales.csv.gz").write_bytes(gzip.compress(b"item,units\nlatte,3\n"))
    assert read_table(tmp_path / "sales.csv.gz").to_pydict() == {"item": ["latte"], "units": ["3"]}

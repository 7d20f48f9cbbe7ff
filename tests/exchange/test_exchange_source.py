"""Bytes become rows: encodings, delimiters, quotes, and files that are no tables."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipetui.exchange.progress import Part
from pipetui.exchange.source import Source, read_source
from pipetui.values.errors import Invalid, NotFound, Refused, Trouble

ITALIAN = "Titolo;Società;Città\nAcquisto però perché;Caffè Società a r.l.;Forlì\nRinnovo;Perù;Cantù\n"
POLISH = "Tytuł;Firma\nUmowa świąteczna;Łódź Żółw Sp. z o.o.\nPrzedłużenie;Kraków Węgiel\n"
RUSSIAN = "Название;Компания\nПоставка оборудования;ООО Ромашка\nДоговор;Завод имени Кирова\n"
JAPANESE = "商談名;会社名\n新規契約の更新;株式会社東京商事\n保守サービス;日本電気\n"
CHINESE = "商机名称;公司\n设备采购合同;北京科技有限公司\n年度维护;上海贸易\n"


def read(data: bytes | str, tmp_path: Path, encoding: str | None = None) -> Source:
    path = tmp_path / "table.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_source(path, Part(None), encoding)


def rows(source: Source) -> list[tuple[str, ...]]:
    return list(zip(*source.columns, strict=True))


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (ITALIAN, "utf-8", "utf-8"),
        (ITALIAN, "utf-8-sig", "utf-8"),
        (ITALIAN, "utf-16", "utf-16"),
        (ITALIAN, "utf-32", "utf-32"),
        (ITALIAN, "utf-16-le", "utf-16-le"),
        (ITALIAN, "utf-16-be", "utf-16-be"),
        (ITALIAN, "cp1252", "cp1252"),
        (POLISH, "cp1250", "cp1250"),
        (RUSSIAN, "cp1251", "cp1251"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (CHINESE, "gb18030", "gb18030"),
    ],
)
def test_an_encoding_is_found_out(text: str, encoding: str, told: str, tmp_path: Path) -> None:
    source = read(text.encode(encoding), tmp_path)
    header, *others = csv.reader(io.StringIO(text), delimiter=";")
    assert (source.encoding, source.delimiter) == (told, ";")
    assert list(source.headers) == header
    assert [list(row) for row in rows(source)] == others


def test_an_encoding_can_be_told(tmp_path: Path) -> None:
    turkish = "Başlık,Şirket\nYenileme,Işık Gıda Şti\n"
    assert read(turkish.encode("cp1254"), tmp_path, "cp1254").headers == ("Başlık", "Şirket")
    with pytest.raises(Invalid, match="There is no encoding “klingon”"):
        read(turkish, tmp_path, "klingon")
    with pytest.raises(Invalid, match=r"table\.csv is not written in “ascii”"):
        read(turkish, tmp_path, "ascii")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Title,Value\nOne,1\nTwo,2\n", ","),
        ("Title;Value\nOne, big;1,5\nTwo, small;2,5\nThree, tiny;3,5\n", ";"),
        ("Title\tValue\nOne\t1\n", "\t"),
        ("Title|Value|Stage\nOne|1|Demo\n", "|"),
        ("Title:Value:Stage\nOne:1:Demo\nTwo:2:Demo\n", ":"),
        ("sep=;\nTitle;Value\nOne;1\n", ";"),
        ("Title\nOne\nTwo\n", ","),
        ('"Title";"Value; in EUR"\n"One; or two";"1"\n', ";"),
    ],
)
def test_a_delimiter_is_found_out(text: str, delimiter: str, tmp_path: Path) -> None:
    source = read(text, tmp_path)
    assert source.delimiter == delimiter
    assert source.headers[0] == "Title"
    assert rows(source)[0][0].startswith("One")


def test_single_quotes_and_spaces_around_quotes(tmp_path: Path) -> None:
    assert rows(read("'Title','Value'\n'One, two','1'\n", tmp_path)) == [("One, two", "1")]
    assert rows(read('Title, Value\n"One, two", "1,5"\n', tmp_path)) == [("One, two", "1,5")]


def test_rows_are_told_by_the_line_they_begin_at(tmp_path: Path) -> None:
    text = 'Title,Notes\r\nOne,"a\r\nb\nc"\r\n\r\nTwo,x\r\nThree\r\nFour,y,z\r\n,\r\nFive,y,\r\n'
    source = read(text, tmp_path)
    assert list(zip(source.lines, (row[0] for row in rows(source)), strict=True)) == [
        (2, "One"),
        (6, "Two"),
        (10, "Five"),
    ]
    assert source.rejected == (
        (7, "It has 1 cell where the header has 2."),
        (8, "It has 3 cells where the header has 2."),
    )
    assert source.rows == 5


def test_lines_may_end_in_any_way(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        source = read(end.join(["Title,Value", "One,1", "Two,2", "Three"]), tmp_path)
        assert (rows(source), list(source.lines)) == ([("One", "1"), ("Two", "2")], [2, 3])
        assert [line for line, _ in source.rejected] == [4]


def test_an_open_quote_is_told(tmp_path: Path) -> None:
    source = read('Title,Value\nOne,1\nTwo,"2\nThree,3\nFour,4\n', tmp_path)
    assert rows(source)[0] == ("One", "1")
    source = read('Title,Value,Stage\nOne,1,Demo\nTwo,"2,Demo\nThree,3,Demo\nFour,4,Demo\n', tmp_path)
    [(line, reason)] = source.rejected
    assert line == 3
    assert reason.endswith("A quote opened in it may not be closed: 3 lines below were read as part of it.")


def test_a_title_over_the_table_is_passed_over(tmp_path: Path) -> None:
    source = read("Pipeline report\n\nTitle,Value,Stage\nOne,1,Demo\nTwo,2,Demo\n", tmp_path)
    assert source.headers == ("Title", "Value", "Stage")
    assert list(source.lines) == [4, 5]


def test_headers_are_all_different(tmp_path: Path) -> None:
    source = read("Amount,,Amount,\x1b[31mred\x1b[0m,Amount (2)\n1,2,3,4,5\n", tmp_path)
    assert source.headers == ("Amount", "column 2", "Amount (3)", "red", "Amount (2)")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "table.csv is empty: there is nothing to import."),
        (b" \n\n", "table.csv is empty: there is nothing to import."),
        (b"\xef\xbb\xbf", "table.csv is empty: there is nothing to import."),
        (b",,,\n,,\n", "table.csv is empty: there is nothing to import."),
        (b"Title,Value\n", "table.csv has a header and no rows: there is nothing to import."),
        (b"Title,Value\n,\n", "table.csv has a header and no rows: there is nothing to import."),
        (b"PK\x03\x04" + bytes(100), "table.csv is a spreadsheet or an archive, not text. Save it as CSV first."),
        (b"SQLite format 3\x00" + bytes(100), "table.csv is a database, not text. Save it as CSV first."),
        (bytes(range(256)) * 8, "table.csv is not text that can be read. Save it as CSV first."),
        (bytes(1000), "table.csv is empty: there is nothing to import."),
        (b'\n"' * 10_000, "table.csv is empty: there is nothing to import."),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(data, tmp_path)
    assert str(refused.value) == sentence


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has 1,000,000 columns; at most 1,000 are read"):
        read(",".join(["x"] * 1_000_000) + "\n" + ",".join(["1"] * 1_000_000), tmp_path)


def test_a_cell_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    source = read("Title,Notes\nOne," + "x" * 10_000_000 + "\nTwo,y\n", tmp_path)
    assert [len(cell) for cell in source.columns[1]] == [10_000_000, 1]
    assert csv.field_size_limit() == limit


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        read_source(tmp_path / "none.csv", Part(None))
    with pytest.raises(NotFound, match="is a folder"):
        read_source(tmp_path, Part(None))
    with pytest.raises((NotFound, Trouble)):
        read_source(tmp_path / ("x" * 300), Part(None))
    with pytest.raises((NotFound, Trouble)):
        read_source(Path("nul\0byte"), Part(None))


def test_progress_goes_up_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Title,Value\n" + "One,1\n" * 10_000)
    told: list[tuple[int, int]] = []
    read_source(path, Part(lambda done, total: told.append((done, total)), 0, 500))
    assert told == sorted(told)
    assert told[-1] == (500, 1_000)
    assert len(told) >= 5


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\n\r\t\x1b"), max_size=20)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_text_goes_through_any_dialect(
    table: list[tuple[str, str, str]], delimiter: str, encoding: str, end: str, tmp_path: Path
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("Title", "Company", "Stage"), *(("row", *cells[1:]) for cells in table)])
    source = read(stream.getvalue().encode(encoding), tmp_path)
    assert source.delimiter == delimiter
    assert rows(source) == [("row", *cells[1:]) for cells in table]
    assert source.rejected == ()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes, tmp_path: Path) -> None:
    try:
        source = read(data, tmp_path)
    except Refused as refused:
        assert str(refused).startswith("table.csv ")
    else:
        assert source.rows >= 1
        assert len(source.lines) == len(source.columns[0])

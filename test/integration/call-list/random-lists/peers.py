"""What openpyxl and XlsxWriter write of random lists, and what openpyxl and Python's csv module read of a folder.

    /usr/bin/python3 peers.py write FOLDER    writes the .json lists of a folder as .xlsx
    /usr/bin/python3 peers.py read FOLDER     reads its .xlsx and .csv, each into a .read.json
"""
import csv
import datetime
import io
import json
import pathlib
import sys

import openpyxl
import xlsxwriter


def write_openpyxl(path, rows, _):
    book = openpyxl.Workbook()
    sheet = book.active
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate(row, 1):
            if cell["kind"] == "none":
                continue
            put = sheet.cell(r, c)
            if cell["kind"] == "text":
                put.value = cell["text"]
                put.data_type = "s"  # what looks like a formula is none
            elif cell["kind"] == "truth":
                put.value = cell["truth"]
            else:
                put.value = cell["number"]
                put.number_format = cell["format"]
    book.save(path)


def write_xlsxwriter(path, rows, index):
    ways = [{}, {"constant_memory": True}, {"use_zip64": True}, {"strings_to_numbers": False}]
    book = xlsxwriter.Workbook(path, ways[index % len(ways)])
    sheet = book.add_worksheet()
    formats = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell["kind"] == "text":
                sheet.write_string(r, c, cell["text"])
            elif cell["kind"] == "truth":
                sheet.write_boolean(r, c, cell["truth"])
            elif cell["kind"] == "number":
                code = cell["format"]
                if code not in formats:
                    formats[code] = book.add_format({"num_format": code})
                sheet.write_number(r, c, cell["number"], formats[code])
    book.close()


def plain(value):
    """A value as JSON has it; a day or time as its serial number, in the way of openpyxl."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, (datetime.datetime, datetime.date)):
        return {"moment": value.isoformat(sep=" ", timespec="seconds")}
    raise TypeError(f"{type(value)} is not expected")


def read_workbook(path):
    book = openpyxl.load_workbook(path, data_only=True)
    return [[plain(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]


def read_text(path):
    form = json.loads(path.with_suffix(".form.json").read_text())
    encoding = "utf-16" if form["encoding"] == "utf-16le" else "utf-8-sig"
    text = path.read_bytes().decode(encoding)
    # Both kinds of line end stand for themselves within quotes.
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=form["delimiter"]))


what, folder = sys.argv[1], pathlib.Path(sys.argv[2])
csv.field_size_limit(10**9)
if what == "write":
    for path in sorted(folder.glob("*.list.json")):
        name, maker = path.name.split(".")[:2]
        rows = json.loads(path.read_text(encoding="utf-8"))
        write = write_xlsxwriter if maker == "xlsxwriter" else write_openpyxl
        write(str(folder / f"{name}.{maker}.xlsx"), rows, int(name))
else:
    for path in sorted([*folder.glob("*.xlsx"), *folder.glob("*.csv")]):
        try:
            rows = read_text(path) if path.suffix == ".csv" else read_workbook(path)
        except Exception as error:  # noqa: BLE001: a reader may refuse what is valid; that is counted
            rows = {"refused": f"{type(error).__name__}: {error}"}
        path.with_suffix(".read.json").write_text(json.dumps(rows), encoding="utf-8")

"""A folder with copies, a revision and a conflict, registered as it is, in part, and again."""

from pathlib import Path

from gov_disclosure.steps.register import register_documents
from gov_disclosure.steps.workers import Workers
from gov_disclosure.storage.content_cache import ContentCache
from gov_disclosure.storage.warehouse import Warehouse
from gov_disclosure_tests.builders import SAMPLES
from gov_disclosure_tests.steps import registering

TEXT = "安溪县2020年政府信息公开工作年度报告\n" + (SAMPLES / "anxi_2020.txt").read_text()
PAGE = "<html><body><div class='nav'>首页 > 年报</div><pre>{text}</pre><div class='footer'>今日访问: 1208 次</div></body></html>"
REVISED = TEXT.replace("报告\n", "报告(更正)\n", 1).replace("46", "47")
NEWER = TEXT.replace("46", "47")
FILES = {
    "a.txt": TEXT.encode(),
    "b.txt": TEXT.encode("gb18030"),
    "c.html": PAGE.format(text=TEXT).encode(),
    "d.txt": REVISED.encode(),
}


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(FILES[name])


def register(folder: Path, warehouse: Path) -> dict[str, dict]:
    registration = register_documents(folder, Workers(), Warehouse(str(warehouse)))
    return {row["source_file"]: row for group in registration.stream_register() for row in group.to_pylist()}


def test_copies_are_one_report_that_a_revision_replaces(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    write(raw, "d.txt", "c.html")
    assert register(raw, warehouse)["c.html"]["status"] == "accepted"
    write(raw, "a.txt", "b.txt")
    found = register(raw, warehouse)
    assert {name: row["status"] for name, row in found.items()} == {
        "a.txt": "duplicate", "b.txt": "duplicate", "c.html": "accepted", "d.txt": "accepted",
    }  # fmt: skip
    assert {found[name]["version_evidence"] for name in ("a.txt", "b.txt")} == {"same text", "same content"}
    assert (found["c.html"]["is_current"], found["d.txt"]["is_current"]) == (False, True)
    assert (found["d.txt"]["supersedes"], found["d.txt"]["revision_mark"]) == (found["c.html"]["report_id"], "更正")
    assert found == register(raw, warehouse)


def test_the_manifest_may_name_a_copy_and_stand_at_one(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", Warehouse(str(tmp_path / "warehouse"))
    for name, text in {"2020/a.txt": TEXT, "old/a.txt": TEXT, "new.txt": NEWER, "posted/new.txt": NEWER}.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text)
    (raw / "manifest.csv").write_text("path,supersedes\nposted/new.txt,old/a.txt\nold/a.txt,2020/a.txt\n")
    registration = register_documents(raw, Workers(), warehouse)
    found = {row["source_file"]: row for group in registration.stream_register() for row in group.to_pylist()}
    assert {name: row["is_current"] for name, row in found.items() if row["status"] == "accepted"} == {
        "2020/a.txt": False, "new.txt": True,
    }  # fmt: skip
    assert [problem.message for problem in registration.manifest_problems] == [
        "supersedes '2020/a.txt' of old/a.txt was not used: both are the same bytes"
    ]


def test_the_report_of_a_group_of_copies_keeps_its_name_whatever_its_files_are_called(tmp_path: Path) -> None:
    accepted = []
    for number, names in enumerate(
        (("a.txt", "b.txt", "c.html"), ("z.txt", "y.txt", "x.html"), ("m.txt", "z.txt", "b"))
    ):
        raw = tmp_path / str(number)
        raw.mkdir()
        for name, content in zip(names, ("a.txt", "b.txt", "c.html"), strict=True):
            (raw / name).write_bytes(FILES[content])
        rows = register(raw, tmp_path / f"warehouse {number}").values()
        accepted.append([row["report_id"] for row in rows if row["status"] == "accepted"])
    assert accepted == [accepted[0]] * 3
    assert len(accepted[0]) == 1


def test_a_title_in_other_words_makes_no_other_report(tmp_path: Path) -> None:
    title = "安溪县2020年政府信息公开工作年度报告"
    body = TEXT.removeprefix(title)
    titles = {
        "1.txt": title,
        "2.txt": "安溪县人民政府2020年政府信息公开工作年度报告",
        "3.txt": "安溪县人民政府2020年度政府信息公开\n工作年度报告",
        "4.txt": "安溪县人民政府办公室2020年政府信息公开年报",
    }
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, words in titles.items():
        (raw / name).write_text(words + body)
    (raw / "5.txt").write_text(titles["2.txt"] + body.replace("46", "47"))
    found = register(raw, tmp_path / "warehouse")
    assert [row["duplicate_of"] for row in found.values()] == ["2.txt", None, "2.txt", "2.txt", None]
    assert found["5.txt"]["conflicts_with"] == found["2.txt"]["report_id"]


def test_a_place_whose_name_has_the_sign_of_a_negation_has_titles_in_other_words_too(tmp_path: Path) -> None:
    title = "安溪县2020年政府信息公开工作年度报告"
    body = TEXT.removeprefix(title)
    for name in ("西安市未央区", "无锡市"):
        raw = tmp_path / name
        raw.mkdir()
        (raw / "1.txt").write_text(f"{name}2020年政府信息公开工作年度报告{body}".replace("安溪县", name))
        (raw / "2.txt").write_text(f"{name}人民政府2020年政府信息公开工作年度报告{body}".replace("安溪县", name))
        found = register(raw, tmp_path / f"warehouse {name}")
        assert sorted(row["status"] for row in found.values()) == ["accepted", "duplicate"], name


def test_keys_are_kept_while_the_program_is_the_same(tmp_path: Path) -> None:
    keys = {("r1", "C", 2020): "key", ("r0", "D", 2021): "other"}
    assert ContentCache(tmp_path, "1").read() == {}
    ContentCache(tmp_path, "1").write(keys)
    assert ContentCache(tmp_path, "1").read() == keys
    assert ContentCache(tmp_path, "2").read() == {}
    ContentCache(tmp_path, "1").write({})
    assert ContentCache(tmp_path, "1").read() == {}


def test_what_is_gone_has_no_evidence_of_versions(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", Warehouse(str(tmp_path / "warehouse"))
    raw.mkdir()
    write(raw, "a.txt", "d.txt")
    assert registering.register(raw, warehouse).is_conserved
    (raw / "d.txt").unlink()
    (gone,) = (row for row in register(raw, tmp_path / "warehouse").values() if row["status"] == "gone")
    assert (gone["source_file"], gone["supersedes"], gone["version_evidence"]) == ("d.txt", None, None)

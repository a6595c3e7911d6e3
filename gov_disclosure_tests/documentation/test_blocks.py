"""A command of a page cannot hide from whoever runs them all."""

from pathlib import Path

from gov_disclosure_tests.documentation.blocks import read_blocks

PAGE = """\
# Page

```sh
ls  # all
```

```text
a
```

## Elsewhere

Not run here: no R on this system.

```r
x
```

### Below it

```r
y
```

## Next

```r
z
```

    indented
"""


def test_a_remark_holds_in_its_section_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    remark = "Not run here: no R on this system."
    assert [(b.line, b.language, b.code, b.shown, b.remark) for b in read_blocks(page)] == [
        (3, "sh", "ls  # all\n", "a\n", None),
        (7, "text", "a\n", None, None),
        (15, "r", "x\n", None, remark),
        (21, "r", "y\n", None, remark),
        (27, "r", "z\n", None, None),
        (31, "", "indented\n", None, None),
    ]


def test_comments_are_no_part_of_a_command(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    assert read_blocks(page)[0].list_words() == ["ls"]

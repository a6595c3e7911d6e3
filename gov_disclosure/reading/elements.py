"""Elements of a page by what they do to its lines.

Belongs here: names of elements. Does not belong here: those of furniture (`furniture.py`), and what is not displayed
(`visibility.py`).
"""

BLOCKS = frozenset(
    (
        *("html", "body", "main", "article", "section", "header", "footer", "nav", "aside", "menu", "address", "div"),
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br", "center", "blockquote", "pre", "textarea", "form"),
        *(
            "fieldset",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "dir",
            "caption",
            "figure",
            "figcaption",
            "details",
            "summary",
        ),
    )
)
"""Elements that begin a line and end one."""
CELLS = frozenset(("td", "th"))
STRUCTURE = frozenset(("table", "tr", "td", "th"))
RAW = frozenset(("pre", "textarea"))
"""Elements whose line ends are the author's."""
NOTES = frozenset(("sup", "sub"))
"""A note mark behind a number must not become its last digit."""

"""Reports whose tables stand in a file beside them.

Belongs here: the words by which a text without tables says so. Does not belong here: the attachment itself, which is a document of
its own if it lies in the raw folder.
"""

from __future__ import annotations

import re

_FILE = r"\.(?:docx?|xlsx?|pdf|et|wps|rar|zip)\b"
_ATTACHED = re.compile(
    rf"附[件表][^。\n]{{0,40}}(?:统计表|情况表|报表|{_FILE})|(?:统计表|情况表)[^。\n]{{0,30}}(?:见附[件表]|附后|{_FILE})"
)


def names_attachment(text: str) -> bool:
    """Whether a text names an attachment with tables.

    >>> names_attachment("附件1:政府信息公开情况统计表.doc"), names_attachment("申请须附件说明用途。")
    (True, False)
    """
    return _ATTACHED.search(text) is not None

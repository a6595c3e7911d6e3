"""Figures of the text that count a part of what a table counts: one body of several, one channel, the first of some addends.

Such a figure is smaller than the total and contradicts nothing.

Belongs here: by which words and sums a part is known. Does not belong here: which figures are read at all (`parsing/`), and
what is said of one that contradicts its cells (`prose.py`). Source: how reports of governments name their offices, bureaus
and channels beside the whole.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import accumulate
from typing import Any

_COUNT = re.compile(r"([0-9]+(?:,[0-9]{3})*)\s*(?:件|条|宗|份|项|次|起|例)")
_END = re.compile(r"[。;!\uff1b\uff01\n]")
_CLAUSE = re.compile(r"[,\uff0c]")
_WHOLE = re.compile(r"全[县市区省州旗盟镇乡]|合计|总计|总共|共计|一共")
_SCOPE = re.compile(r"本级|为[一-龥]{0,4}主体")
_BODY = re.compile(
    r"(?<![各我本])([一-龥]{2,12}(?:局|委|委员会|办|办公室|厅|中心|街道|[乡镇](?=收|受|共|新)))"
    r"(?:共|新|累计|全年|本年度?|合计)?(?:收到|受理|接收|办理|办结|答复)"
)
_CHANNEL = re.compile(r"网站|网上|网络|信函|当面|传真|邮寄|邮件|邮箱|窗口|平台|现场|微信")
_EVERY = re.compile(r"各|多种|等")
_REQUESTS = "requests_"


def is_part(figure: Mapping[Any, Any], total: Decimal) -> bool:
    """Whether a figure below the total of its cells says itself, or shows by its neighbours, that it is a part of it."""
    if Decimal(str(figure["value"])) >= total:
        return False
    sentence, raw = str(figure["sentence"]), str(figure["raw_text"])
    place = max(sentence.find(raw), 0)
    return _is_addend(sentence, place, total) or _names_part(figure, sentence[:place])


def _is_addend(sentence: str, place: int, total: Decimal) -> bool:
    """Whether this number and some of those beside it, one after the other, are the total."""
    found = [(m.start(1), m.end(1), int(m[1].replace(",", ""))) for m in _COUNT.finditer(sentence)]
    own = next((at for at, (start, end, _) in enumerate(found) if start <= place < end), None)
    if own is None:
        return False
    numbers = [number for _, _, number in found]
    before = [0, *accumulate(reversed(numbers[:own]))]
    after = [0, *accumulate(numbers[own + 1 :])]
    return any(numbers[own] + low + high == total for low in before for high in after if low or high)


def _names_part(figure: Mapping[Any, Any], before: str) -> bool:
    """Whether the words before a number speak of the body's own level, of another body, or of one channel."""
    words = _WHOLE.split(_END.split(before)[-1])[-1]
    issuer = str(figure.get("issuer") or "")
    if _SCOPE.search(words) or any(body[1][-3:] not in issuer for body in _BODY.finditer(words)):
        return True
    clause = _CLAUSE.split(words)[-1]
    is_request = str(figure["indicator"]).startswith(_REQUESTS)
    return bool(is_request and _CHANNEL.search(clause) and not _EVERY.search(clause))

"""How a reader of one medium says that a file gives no text.

Belongs here: the one exception that readers raise and `document.read_document` turns into `Unreadable`; no reader lets
another one out. Does not belong here: the messages for people, which `vocabulary.rejections` keeps by reason.
"""


class RefusedFileError(Exception):
    """A file gives no text: `reason` is a key of the list of rejections, `detail` says what was found."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def refuse_without(library: str, extra: str) -> RefusedFileError:
    """The refusal of a file whose reader is not installed.

    >>> refuse_without("pdfplumber", "pdf").detail
    'pdfplumber is missing: install gov-disclosure[pdf]'
    """
    return RefusedFileError("unsupported_media", f"{library} is missing: install gov-disclosure[{extra}]")

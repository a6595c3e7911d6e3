"""Why an input file gives no report: reason codes, and what to tell the person who put the file there.

What belongs here: the closed list of reasons with a message in Chinese and English that says what to do. What does not:
finding out which reason applies (`parsing.refusal` and the reading rooms).
"""

from __future__ import annotations

from dataclasses import dataclass

from gov_disclosure.vocabulary.regions import REPORT_YEARS


@dataclass(frozen=True, slots=True)
class Rejection:
    """One reason; the templates take ``{detail}``."""

    reason: str
    message_zh: str
    message_en: str

    def message(self, detail: str, language: str = "zh") -> str:
        """The message with its detail filled in."""
        return (self.message_zh if language == "zh" else self.message_en).format(detail=detail)


_ROWS = (
    (
        "region_unknown",
        "无法确定报告属于哪个地区（{detail}）。请在清单中为该文件填写 region_code。",
        "The region cannot be told from the document ({detail}). Give its region_code in the manifest.",
    ),
    (
        "region_ambiguous",
        "报告可能属于多个地区（{detail}）。请在清单中为该文件填写正确的 region_code。",
        "The document fits more than one region ({detail}). Give the right region_code in the manifest.",
    ),
    (
        "year_unknown",
        "无法确定报告统计的年度（{detail}）。请在清单中为该文件填写 report_year。",
        "The year covered cannot be told from the document ({detail}). Give its report_year in the manifest.",
    ),
    (
        "year_ambiguous",
        "标题、统计期限与正文的年度不一致（{detail}）。请核对后在清单中填写 report_year。",
        "Title, period and text name different years ({detail}). Check the document and give its report_year in the manifest.",
    ),
    (
        "year_out_of_range",
        (
            f"报告年度（{{detail}}）不在本版本所知的 {REPORT_YEARS[0]}—{REPORT_YEARS[-1]} 年之内。"
            f"年度读错或清单写错的，请在清单中填写正确的 report_year；确为 {REPORT_YEARS[-1]} 年以后的报告，需要更新的版本，"
            "或在自己的代码副本中把该年度加入 REPORT_YEARS。"
        ),
        (
            f"The year ({{detail}}) is none of those that this version knows, {REPORT_YEARS[0]} to {REPORT_YEARS[-1]}. If it was "
            "misread, or is wrong in the manifest, give the right report_year there; a year after the last one needs a newer "
            "version, or has to be added to REPORT_YEARS in a clone."
        ),
    ),
    (
        "not_a_report",
        (
            "文件中没有年度报告应有的内容（{detail}）。请检查文件是否放错，或正文是否在附件中；"
            "如确是年度报告，请在清单中填写 region_code 和 report_year。"
        ),
        (
            "The file has none of the contents of an annual report ({detail}). Check whether it is the right file, or "
            "whether the text is in an attachment; if it is a report, give its region_code and report_year in the manifest."
        ),
    ),
    (
        "guide",
        "这是公开指南或目录，不是年度报告（{detail}）。请换成年度报告正文。",
        "This is a disclosure guide or catalogue, not an annual report ({detail}). Replace it with the report.",
    ),
    (
        "blank_form",
        "这是未填写的空白表格或模板（{detail}）。请换成已填写的报告。",
        "This is an unfilled form or template ({detail}). Replace it with the completed report.",
    ),
    (
        "notice",
        "这是关于年度报告的通知或通报，不是报告本身（{detail}）。请换成年度报告正文。",
        "This is a notice about annual reports, not a report ({detail}). Replace it with the report itself.",
    ),
    (
        "news",
        "这是新闻或解读稿，不是年度报告（{detail}）。请换成年度报告正文。",
        "This is news or commentary, not an annual report ({detail}). Replace it with the report itself.",
    ),
    (
        "half_year",
        "这是半年、季度或月度统计，不是年度报告（{detail}）。请换成全年的报告。",
        "This covers half a year, a quarter or a month, not the year ({detail}). Replace it with the annual report.",
    ),
    (
        "list_page",
        "这是报告的列表页（{detail}）。请逐一下载列表中的报告。",
        "This is a page that lists reports ({detail}). Download the reports it links to.",
    ),
    (
        "error_page",
        "这是出错页面或空页面（{detail}）。请重新下载。",
        "This is an error page or an empty page ({detail}). Download it again.",
    ),
    (
        "empty_file",
        "文件是空的（{detail}）。请重新下载。",
        "The file is empty ({detail}). Download it again.",
    ),
    (
        "binary_file",
        "文件不是文本（{detail}）。请提供网页正文或可复制文字的文件。",
        "The file is no text ({detail}). Provide the text of the page, or a file whose text can be copied.",
    ),
    (
        "too_large",
        "文件过大（{detail}）。一份年报不会这么长，请确认是否放错文件。",
        "The file is too large ({detail}). No report is that long; check whether it is the right file.",
    ),
    (
        "unknown_encoding",
        "无法识别文件的字符编码（{detail}）。请另存为 UTF-8。",
        "The character encoding cannot be told ({detail}). Save the file as UTF-8.",
    ),
    (
        "needs_ocr",
        "这是图片或扫描件（{detail}），本系统不做文字识别。请提供文字版。",
        "This is an image or a scan ({detail}); characters in pictures are not read here. Provide a version with text.",
    ),
    (
        "unsupported_media",
        "尚不支持这种文件（{detail}）。请把正文另存为 UTF-8 纯文本，表格单元格之间用制表符分隔。",
        "This kind of file is not read yet ({detail}). Save its text as UTF-8 plain text, cells separated by tabs.",
    ),
    (
        "unreadable_file",
        "文件无法读取（{detail}）。请检查权限或存储设备。",
        "The file cannot be read ({detail}). Check its permissions and the storage.",
    ),
    (
        "duplicate",
        "与已收录文件内容相同（{detail}），不重复计入。",
        "Same content as a file that is already in ({detail}); it is not counted twice.",
    ),
    (
        "manifest_region_unknown",
        "清单给出的区划代码在该年度不存在（{detail}）。请更正 manifest.csv。",
        "The region code of the manifest did not exist in that year ({detail}). Correct manifest.csv.",
    ),
    (
        "internal_error",
        "程序处理该文件时出错（{detail}）。文件未丢失，请告知维护者。",
        "The program failed on this file ({detail}). Nothing is lost; report the file to the maintainers.",
    ),
)

#: Reason code -> messages.
REJECTIONS: dict[str, Rejection] = {row[0]: Rejection(*row) for row in _ROWS}

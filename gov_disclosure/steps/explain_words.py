"""The words of an explanation: keys of the tables as a reader of Chinese reports says them.

Belongs here: display names of closed lists. Does not belong here: labels of the form (`vocabulary/forms.py`) and messages of
findings (`vocabulary/findings.py`).
"""

FORM_NAMES = {
    "A": "A：2013 年及以前，或只有文字叙述，没有统一表格",
    "B": "B：2014—2018 年统计表（国办发〔2014〕32号）",
    "C": "C：2019—2020 年格式（国办公开办函〔2019〕60号）",
    "D": "D：2021 年起的格式（国办公开办函〔2021〕30号）",
}
LEVEL_NAMES = {"central": "中央", "province": "省级", "prefecture": "地级", "county": "县级"}
ISSUER_KIND_NAMES = {
    "government": "人民政府",
    "government_office": "政府办公室",
    "department": "部门",
    "township": "乡镇、街道",
    "zone": "开发区等功能区",
    "other": "其他",
}
SCOPE_NAMES = {"own_body": "本机关", "area_sum": "全地区汇总", "unknown": "未说明"}
EVIDENCE_NAMES = {
    "title_year": "标题中的年度",
    "period": "统计期限",
    "mention": "正文提到的年度",
    "title_chain": "标题中的地名（含上级）",
    "title_name": "标题中的地名",
    "issuer": "发布机构",
    "signature": "落款",
    "subject": "开头的地名",
    "name_tolerance": "地名与年度相差几年",
    "area_code": "电话区号",
    "postcode": "邮政编码",
    "document_series": "发文字号",
    "host": "网址",
    "published_on": "发布日期",
    "decided_by": "地区的判定",
}
BASIS_NAMES = {
    "agreed": "几处一致",
    "confirmed": "有旁证",
    "title_chain": "按标题（含上级）",
    "title_name": "按标题",
    "issuer": "按发布机构",
    "signature": "按落款",
    "subject": "按开头的地名",
    "tie": "同名之中有旁证的一个",
    "contradicted": "各处不一",
    "former_name": "按旧名",
    "early_name": "按次年才启用的名称",
    "nearby": "按相近年度的名称",
    "outlet": "按网站",
    "bare_city": "只有市名",
}
"""On what the choice of the region rests."""
STATUS_NAMES = {
    "reported": "有数字",
    "blank": "印为空白",
    "dash": "印为横线",
    "not_applicable": "写明没有",
    "unreadable": "无法确定",
    "absent": "没有印出",
}
STATUS_SIGNS = {"reported": "", "blank": "·", "dash": "—", "not_applicable": "无", "unreadable": "?", "absent": ""}
"""What a cell without a number shows; only an absent one shows nothing."""
SEVERITY_NAMES = {"error": "错误", "warning": "警告", "info": "提示"}
VERDICT_NAMES = {"source": "报告原文如此", "extraction": "读取存疑", "undecided": "未能判定"}
KIND_NAMES = {
    "total": "总数",
    "part": "其中",
    "comparison": "比较",
    "cumulative": "累计",
    "share": "占比",
}
CERTAINTY_NAMES = {"": "", "same": "", "variant": "异写", "by_place": "重名，按前后行定"}
"""How a printed label names its row; the form's own label needs no word."""
FORM_EVIDENCE_NAME = "表格格式"
FORM_BY_LABEL = "{form}，只有这一格式印这个标签"
FORM_BY_YEAR = "{form}，C、D 两种格式都印这个标签，按报告年度定"
NO_FORM_LABEL = "A，没有找到 B、C、D 格式独有的标签"
NO_YEAR_NAMES = {KIND_NAMES["cumulative"]: "历年"}
"""What stands in place of the year of a number that speaks of none."""
PREAMBLE_NAME = "正文之前"

"""The words around the tables: sentences with places for figures, written for this project.

Belongs here: sentences as data. A place is the key of an indicator, `last__` before it for the figure of the year before,
or `noise__` and a size for a number that is no figure of disclosure. Does not belong here: choosing and filling (`prose`).
"""

from __future__ import annotations

from typing import Final

Figures = tuple[tuple[str, int], ...]

PROACTIVE: Final = (
    "全年主动公开政府信息{proactive_total}条。",
    "{year}年,{short}共主动公开政府信息{proactive_total}条。",
    "据统计,本年度主动公开政府信息{proactive_total}条,上年为{last__proactive_total}条。",
    "主动公开政府信息{proactive_total}条,其中通过政府网站公开政府信息{channel_website}条,通过政务微信公开政府信息{channel_wechat}条。",
    "全年主动公开政府信息{proactive_total}条,比上年增长{noise__percent}%。",
)
CHANNELS: Final = (
    "政府网站公开政府信息{channel_website}条,政府公报公开政府信息{channel_gazette}条,政务微博公开政府信息{channel_weibo}条,"
    "政务微信公开政府信息{channel_wechat}条,其他方式公开政府信息{channel_other}条。",
    "通过政府网站公开政府信息{channel_website}条,通过政府公报公开政府信息{channel_gazette}条。",
    "从渠道看,通过政府网站公开{channel_website}条,通过政务微博公开{channel_weibo}条,通过政务微信公开{channel_wechat}条。",
    "",
    "",
)
ACTIVITIES: Final = (
    "全年发布政策解读稿件{policy_interpretations}篇。",
    "召开新闻发布会{press_conferences}次,开展在线访谈{online_interviews}次。",
    "全年回应公众关注热点或重大舆情{hot_topic_responses}次。",
    "全年召开政务公开工作会议{meetings}次,举办政务公开培训班{trainings}期,培训人员{trainees}人次。",
    "全年办理人大代表建议和政协提案{proposals_handled}件,办理结果均已公开。",
)
REQUESTS: Final = (
    "{year}年,{short}共收到政府信息公开申请{requests_received}件,办结{requests_closed}件。",
    "本年度新收政府信息公开申请{requests_received}件,均在规定期限内作出答复。",
    "全年收到政府信息公开申请{requests_received}件,结转下年度继续办理{requests_carried_out}件。",
    "本年度受理政府信息公开申请{requests_received}件,上年同期为{last__requests_received}件。",
    "全年共收到政府信息公开申请{requests_received}件,占群众来信总量的{noise__percent}%。",
)
NO_REQUESTS: Final = (
    "{year}年,{short}未收到政府信息公开申请。",
    "本年度没有收到政府信息公开申请。",
    "全年未收到政府信息公开申请,也没有上年结转的申请。",
)
DISPUTES: Final = (
    "因政府信息公开引起的行政复议{review_total}件,行政诉讼{litigation_total}件。",
    "全年发生政府信息公开行政复议{review_total}件、行政诉讼{litigation_total}件。",
)
NO_DISPUTES: Final = (
    "全年未发生因政府信息公开引起的行政复议和行政诉讼。",
    "本年度没有因政府信息公开申请行政复议、提起行政诉讼的情况。",
)
FEES: Final = ("本年度收取信息处理费{fees_collected}元。",)
NO_FEES: Final = ("本年度未收取信息处理费。", "全年依申请提供政府信息,未收取任何费用。")
NORMATIVE: Final = ("全年制发规范性文件{normative_docs_issued}件,均按要求公开。", "")
NOISE: Final = (
    "12345政务服务热线全年受理群众来电{noise__thousand}个,按期办结率{noise__percent}%。",
    "根据国务院令第{decree}号的要求,对公开指南作了修订。",
    "县级融媒体中心拍摄短视频{noise__ten}部,总时长约{noise__hundred}分钟。",
    "在办事大厅设置查询触摸屏{noise__ten}台,方便群众现场查询。",
    "平均办理时间由{noise__ten}天压缩到{noise__ten}天,群众满意度为{noise__percent}%。",
    "市长信箱收到来信{noise__hundred}封,回复率100%。",
    "拨付网站运维资金{noise__ten}.5万元,保障平台安全运行。",
    "通过政务公开栏公开信息    条,接待查阅    人次。",
    "微信公众号粉丝数量是上年的1.4倍。",
)
MANAGEMENT: Final = (
    "健全信息制作、审核、发布流程,做到先审查、后公开,责任到人。",
    "对照年度要点逐项分解任务,明确牵头科室和完成时限,按季度核对进度。",
    "定期清理失效文件,及时更新公开目录,保证内容准确、来源清楚。",
    "对拟公开的内容逐条进行保密审查,防止泄露不应公开的信息。",
    "修订公开事项目录,把内容、形式、时限和责任科室列在一张表上,方便群众对照查找。",
    "公文在起草时即明确公开属性,属于主动公开的,自签发之日起及时上网。",
    "建立信息台账,每一条信息都记载来源、审核人和发布时间,做到有据可查。",
)
PLATFORM: Final = (
    "政府网站完成栏目调整,检索入口更加明显,手机端浏览更加顺畅。",
    "政务新媒体与网站内容互通,重要信息同步发布。",
    "在政务服务大厅、图书馆和档案馆设有查阅场所,配备纸质资料。",
    "对栏目更新、链接有效和文字差错进行巡查,发现问题当天通知、限期改正。",
    "优化搜索和无障碍浏览功能,老年人和残疾人获取信息更加便利。",
    "把分散在各处的办事信息归并到一个页面,减少群众来回查找。",
)
SUPERVISION: Final = (
    "政务公开工作纳入年度绩效考核,考核结果在一定范围内通报。",
    "结合日常检查发现的问题,督促有关单位限期整改,没有发生需要追究责任的情形。",
    "组织业务人员学习条例和答复规范,提高办理能力。",
    "邀请人大代表、政协委员和群众代表对公开工作提出意见,并逐项研究答复。",
    "对工作滞后的单位进行约谈,对做得好的予以表扬,带动整体水平提升。",
    "重点任务完成情况列入督查事项,进度每月汇总、每季公布。",
)
PROBLEMS: Final = (
    "公开内容与群众期待相比还有差距,解读形式不够丰富,业务人员变动较多。",
    "少数单位对公开工作的认识有待加强,信息更新不够及时。",
    "线上互动渠道使用率不高,主动回应关切的意识有待提高。",
)
IMPROVEMENTS: Final = (
    "下一步,将加强业务指导,细化公开标准,丰富解读方式。",
    "今后将完善制度,压实责任,让群众找得到、看得懂、用得上。",
    "下一年度,我们将围绕重点领域拓展公开内容,提升服务水平。",
)
OTHERS: Final = ("无其他需要报告的事项。", "无。", "没有其他需要报告的事项。")
OPENINGS: Final = (
    "本报告由{name}根据《中华人民共和国政府信息公开条例》的规定编制。",
    "按照《中华人民共和国政府信息公开条例》要求,{name}编制了{year}年度政府信息公开工作年度报告,现予公布。",
    "根据条例有关规定,现公布{name}{year}年政府信息公开工作年度报告。",
)
PERIODS: Final = (
    "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    "报告中的数据统计时间为{year}年1月1日至{year}年12月31日。",
    "",
)
CONTACTS: Final = (
    "如对本报告有疑问,请与{office}联系(电话:{phone})。",
    "公众可向{office}咨询,联系电话:{phone}。",
    "",
)
TABLE_INTROS: Final = ("", "", "", "该部分以表格形式报告,表格如下:", "具体情况见下表。")
ATTACHED: Final = ("附件:政府信息公开情况统计表", "附表", "附:{year}年度政府信息公开情况统计表")

SECTIONS: Final = {
    "CD": ("overview", "proactive", "requests", "disputes", "problems", "other"),
    "AB": ("overview", "proactive", "requests", "fees", "disputes", "problems", "other"),
}
"""Keys of the sections, in order; their titles stand in the vocabulary."""

BREADCRUMBS: Final = (
    "当前位置:首页 > 政务公开 > 政府信息公开 > 政府信息公开年报",
    "您现在的位置:网站首页>信息公开>法定主动公开内容>年度报告",
    "首页 | 要闻动态 | 政务公开 | 办事服务 | 互动交流",
)
BYLINES: Final = (
    "发布时间:{after}-01-{day:02d} 16:34 来源:{office} 浏览次数:{views}次 字体:[大 中 小]",
    "发布日期:{after}年1月{day}日  信息来源:{office}",
    "日期:{after}-01-{day:02d} 阅读:{views} 打印 关闭",
)
META: Final = "索引号: 01{views}/{after}-0{day:04d} | 发布机构: {office} | 公开方式: 主动公开 | 文号: 无"
FOOTERS: Final = (
    "上一篇:关于做好节假日值班工作的通知",
    "扫一扫在手机打开当前页",
    "主办单位:{office} 网站标识码:{views}0001 版权所有",
    "分享到:微博 微信",
)

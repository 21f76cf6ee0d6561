/* SPDX-License-Identifier: MIT
 * The columns of all streams. */
#include "stream/column.h"

#include <string.h>
#include <strings.h>

#include "stream/csvin.h"
#include "stream/csvout.h"
#include "value/text.h"

enum {
	CODE = COLUMN_CODE,
	DOC = COLUMN_CODE | COLUMN_UPPER | COLUMN_DOCUMENT,
	PHONE = COLUMN_CODE | COLUMN_PHONE,
	SECRET = COLUMN_SECRET
};

static const struct column columns[] = {
	/* rejects */
	{ "file", "文件", "文件名", 0 },
	{ "line", "行号", "行", CODE },
	{ "record", "记录号", "序号", CODE },
	{ "field", "字段", "字段名", 0 },
	{ "code", "代码", "错误代码|验证码|短信验证码|手机验证码|动态验证码", CODE | SECRET }, /* of a fault; of recovery, by SMS */
	{ "message", "说明", "错误说明", 0 },
	{ "surplus", "多余字段", "", 0 },
	/* persons and accounts */
	{ "person_no", "人员编号", "考生编号", CODE | COLUMN_KEY },
	{ "username", "用户名", "账号|登录名", COLUMN_FILE }, /* may be a document number */
	{ "password", "密码", "登录密码|登陆密码|用户密码|口令|pwd|passwd", SECRET },
	{ "password2", "确认密码", "密码(二次录入)", SECRET },
	{ "password_hash", "密码散列", "", SECRET },
	{ "name", "姓名", "考生姓名|真实姓名|报考人员姓名", 0 },
	{ "name2", "姓名(二次录入)", "确认姓名", 0 },
	{ "id_type", "证件类型", "证件种类|证件类别", CODE },
	{ "id_type2", "证件类型(二次录入)", "确认证件类型", CODE },
	{ "id_no", "证件号码", "证件号|身份证号|身份证号码|公民身份号码|居民身份证号码", DOC },
	{ "id_no2", "证件号码(二次录入)", "确认证件号码", DOC },
	{ "phone", "手机号", "手机号码|手机|联系电话|移动电话|电话", PHONE },
	{ "email", "邮箱", "电子邮箱|邮箱地址|电子邮件|E-mail", CODE },
	{ "question", "密码找回问题", "密码提示问题|找回问题", 0 },
	{ "answer", "密码找回答案", "密码提示答案|找回答案", SECRET },
	{ "registered_at", "注册时间", "", CODE },
	{ "edu_kind", "学历学位类别", "学历或学位", CODE },
	{ "edu_kind2", "学历学位类别(二次录入)", "", CODE },
	{ "edu_level2", "学历(二次录入)", "确认学历", CODE },
	{ "edu_school2", "毕业院校(二次录入)", "", 0 },
	{ "edu_major2", "所学专业(二次录入)", "", 0 },
	{ "edu_month2", "毕业时间(二次录入)", "", CODE },
	{ "edu_mode2", "培养方式(二次录入)", "", CODE },
	{ "edu_cert_no2", "学历证书编号(二次录入)", "", CODE | COLUMN_UPPER },
	{ "gender", "性别", "", CODE },
	{ "birth", "出生日期", "出生年月日|生日", CODE },
	{ "nationality", "国籍", "国籍(地区)", 0 },
	{ "ethnic", "民族", "", 0 },
	{ "politics", "政治面貌", "", 0 },
	{ "employer", "工作单位", "单位名称|单位|所在单位", 0 },
	{ "employer_code", "单位代码", "统一社会信用代码|组织机构代码", CODE },
	{ "work_years", "工作年限", "工龄|从事工作年限", CODE },
	{ "pro_years", "专业工作年限", "从事专业工作年限|专业年限", CODE },
	{ "title", "职称", "专业技术职务|专业技术职称", 0 },
	{ "prior_cert", "已取得证书", "已有证书|前置证书", 0 },
	{ "prior_cert_date", "证书取得日期", "已取得证书日期|取得证书时间", CODE },
	{ "address", "通讯地址", "通信地址|联系地址|地址", 0 },
	{ "postcode", "邮政编码", "邮编", CODE },
	{ "special_needs", "特殊需要", "便利需求|合理便利", 0 },
	{ "edu_level", "学历", "学历层次|文化程度|最高学历", CODE },
	{ "edu_school", "毕业院校", "毕业学校|学校名称|院校名称", 0 },
	{ "edu_major", "所学专业", "毕业专业|学历专业", 0 },
	{ "edu_month", "毕业时间", "毕业年月|毕业日期", CODE },
	{ "edu_mode", "培养方式", "学习形式|学历类型", CODE },
	{ "edu_cert_no", "学历证书编号", "毕业证书编号|毕业证书号|学历证书号", CODE | COLUMN_UPPER },
	{ "degree_level", "学位", "学位层次", CODE },
	{ "degree_school", "学位授予单位", "学位授予院校|学位学校", 0 },
	{ "degree_major", "学位专业", "", 0 },
	{ "degree_month", "学位授予时间", "学位授予年月|获学位时间", CODE },
	{ "degree_cert_no", "学位证书编号", "学位证书号", CODE | COLUMN_UPPER },
	/* registration */
	{ "reg_no", "报名号", "报名序号|报名编号", CODE | COLUMN_UPPER | COLUMN_KEY },
	{ "exam", "考试", "报考考试|考试代码|考试编号|考试名称代码", CODE },
	{ "year", "年度", "考试年度|年份", CODE },
	{ "province", "报考省份", "省份|省|报名省份|报考省市", CODE },
	{ "city", "报考地市", "地市|市|报考城市|考区|城市", CODE },
	{ "review_point", "审核点", "报名点|核查点|资格审核点", CODE },
	{ "site", "考点", "考点代码|考点编号", CODE },
	{ "batch", "批次", "考试批次", CODE },
	{ "level", "报考级别", "级别|级别代码", CODE },
	{ "specialty", "报考专业", "专业|专业代码", CODE },
	{ "subjects", "报考科目", "考试科目", CODE },
	{ "pledge", "告知承诺", "告知承诺制|是否采用告知承诺制", CODE },
	{ "photo", "照片", "照片文件|照片文件名", COLUMN_FILE },
	{ "confirm_dup_id", "确认证件号重复", "确认重复", CODE },
	{ "candidate", "考生类型", "新老考生", CODE },
	{ "archive_no", "档案号", "", CODE },
	{ "carried", "已通过科目", "免考及已通过科目|往年合格科目", CODE },
	{ "state", "状态", "报考状态", CODE },
	{ "next_step", "下一步", "", CODE },
	{ "filled_at", "填报时间", "", CODE },
	{ "confirmed_at", "确认时间", "", CODE },
	{ "last_event", "最近变动", "最近变动时间", CODE },
	{ "still_missing", "尚缺", "尚缺材料", CODE },
	{ "action", "操作", "处理|处理方式", CODE },
	{ "result", "结果", "处理结果|发送结果", CODE },
	/* photographs */
	{ "width", "宽(像素)", "", CODE },
	{ "height", "高(像素)", "", CODE },
	{ "bytes", "字节数", "文件大小", CODE },
	{ "background", "背景", "背景颜色", CODE },
	{ "sharpness", "清晰度", "", CODE },
	{ "faces", "人脸数", "", CODE },
	{ "verdict", "结论", "", CODE },
	{ "codes", "代码列表", "", CODE },
	{ "by", "经办人", "审核人|处理人", 0 },
	/* eligibility */
	{ "outcome", "核验结果", "核验方式|资格核验结果", CODE },
	{ "route", "报考条件", "适用条件", CODE },
	{ "decision", "审核结论", "审核结果|决定", CODE },
	{ "reason", "原因", "理由|不通过原因", 0 },
	{ "documents_seen", "查验材料", "已查验材料", CODE },
	{ "proxy_name", "代办人姓名", "代办人|委托人姓名", 0 },
	{ "proxy_id_no", "代办人证件号码", "代办人身份证号|代办人证件号", DOC },
	{ "ways", "找回方式", "", CODE },
	{ "way", "办理途径", "", CODE },
	{ "expires_at", "有效期至", "", CODE },
	{ "documents", "材料", "提交材料", CODE },
	{ "case_no", "更正单号", "受理单号|申请单号|案卷号", CODE },
	{ "value", "值", "更正值|变更后的值|更正内容", 0 },
	{ "authority", "办理机构", "受理机构|办理层级|处理机关|决定机关|处理单位", CODE },
	{ "in_person", "本人到场", "是否本人办理|本人办理", CODE },
	{ "proxy_name", "代办人", "代办人姓名", 0 },
	{ "proxy_id_no", "代办人证件号码", "代办人身份证号", DOC },
	{ "keep_person_no", "保留人员编号", "", CODE | COLUMN_KEY },
	{ "drop_person_no", "并入人员编号", "合并人员编号", CODE | COLUMN_KEY },
	{ "time", "时间", "办理时间|审核时间", CODE },
	/* messages */
	{ "message_no", "消息编号", "短信编号|消息号", CODE | COLUMN_UPPER },
	{ "template", "消息模板", "模板|短信模板", CODE },
	{ "detail", "详情", "回执|状态描述|失败原因", 0 },
	/* the dishonesty list */
	{ "from", "起始日期", "开始日期|记录起始日期|记录开始日期", CODE },
	{ "to", "终止日期", "截止日期|结束日期|记录终止日期|记录截止日期", CODE },
	{ "article", "适用条款", "条款|处理依据|违规条款", 0 },
	{ "doc_no", "文号", "决定书文号|处理决定文号|文件编号", CODE },
	/* archive */
	{ "subject", "科目", "科目代码|科目编号", CODE },
	{ "score", "成绩", "分数|得分", CODE },
	{ "passed", "合格", "是否合格", CODE },
	{ "known_name", "已登记姓名", "", 0 },
	{ "known_person_no", "已登记人员编号", "", CODE },
	{ "known_archives", "已有档案号", "", CODE },
	{ "rows", "行数", "", CODE },
	/* money */
	{ "order_no", "订单号", "缴费订单号|商户订单号|支付订单号", CODE },
	{ "alias", "缴款码", "缴费通知书编号|缴款识别码", CODE },
	{ "kind", "类别", "种类", CODE },
	{ "amount", "金额", "金额(元)|缴费金额|应缴金额", CODE | COLUMN_MONEY },
	{ "pay_until", "缴费截止", "缴费截止时间", CODE },
	{ "channel", "支付渠道", "渠道|缴费渠道", CODE },
	{ "txn_no", "交易流水号", "流水号|交易号|支付流水号", CODE },
	{ "paid_at", "支付时间", "缴费时间|付款时间", CODE },
	{ "receipt_no", "票据号", "收据号|票据号码", CODE },
	{ "payer", "付款人", "缴款人", 0 },
	{ "cashier", "收款人", "收费员", 0 },
	{ "refund_no", "退费号", "退款单号|商户退款单号", CODE },
	{ "cause", "退费原因", "退款原因", CODE },
	{ "proposed_by", "提出人", "", 0 },
	{ "proposed_at", "提出时间", "", CODE },
	{ "approved_by", "审批人", "批准人", 0 },
	{ "approved_at", "审批时间", "批准时间", CODE },
	{ "diff_id", "差异号", "差异编号", CODE },
	{ "class", "差异类别", "", CODE },
	{ "order_amount", "订单金额", "", CODE },
	{ "paid_amount", "到账金额", "实付金额", CODE },
	/* rooms and scores */
	{ "admit_no", "准考证号", "准考证号码", CODE | COLUMN_UPPER },
	{ "card", "准考证标识", "", CODE },
	{ "session", "场次", "", CODE },
	{ "room", "考场", "考场号", CODE },
	{ "to_site", "调入考点", "", CODE },
	{ "to_room", "调入考场", "", CODE },
	{ "to_seat", "调入座位", "调入座位号", CODE },
	{ "seat", "座位", "座位号|座号", CODE },
	{ "page", "页", "页码", CODE },
	{ "flag", "标记", "成绩标记|缺考违纪标记", CODE },
	{ "qualified", "取得资格", "", CODE },
	/* checks */
	{ "invariant", "不变量", "", CODE },
	{ "table", "表", "", CODE },
	{ "key", "主键", "", 0 },
	{ "old", "原值", "修改前", 0 },
	{ "new", "新值", "修改后", 0 },
	{ "due", "到期", "", CODE },
	{ "what", "事项", "", 0 },
	{ "count", "数量", "", CODE },
	{ "command", "命令", "", 0 },
	{ "registrations", "报名数", "", CODE },
};

enum { COLUMNS = sizeof columns / sizeof *columns };

const struct column *
column_find(const char *name)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	return NULL;
}

/* True where one of the names in list (separated by '|') is exactly s. */
static bool
in_list(const char *list, const char *s)
{
	size_t n = strlen(s);

	while (*list != '\0') {
		size_t len = strcspn(list, "|");

		if (len == n && memcmp(list, s, n) == 0)
			return true;
		list += len + (list[len] == '|');
	}
	return false;
}

static const struct column *
exact(const char *header)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcasecmp(columns[i].name, header) == 0 || strcmp(columns[i].chinese, header) == 0 ||
		    in_list(columns[i].aliases, header))
			return &columns[i];
	return NULL;
}

const struct column *
column_of_header(const char *header)
{
	char s[256];
	size_t n = 0;

	if (strlen(header) >= sizeof s)
		return NULL;
	for (const char *p = header; *p != '\0'; p++)
		if (strchr(" \t\r\n*", *p) == NULL)
			s[n++] = *p;
	s[n] = '\0';
	n = text_trim(s, text_fold(s, n));
	s[n] = '\0';
	const struct column *c = exact(s);
	char *note = strchr(s, '(');

	if (c == NULL && note != NULL && note > s && s[n - 1] == ')') {
		*note = '\0';
		c = exact(s);
	}
	return c;
}

bool
column_secret(const char *header)
{
	static const char *const words[] = { "密码", "口令", "验证码", "动态码", "答案", "password", "passwd", "pwd", "passcode", "secret" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasestr(header, words[i]) != NULL)
			return true;
	return false;
}

const char *
column_chinese(const char *name)
{
	const struct column *c = column_find(name);

	return c != NULL ? c->chinese : name;
}

size_t
column_clean(unsigned flags, char *s, size_t n)
{
	if (n == 0)
		return 0;
	n = text_trim(s, csvout_unguard(s, n));
	if (flags & COLUMN_CODE)
		n = text_trim(s, text_fold(s, n));
	s[n] = '\0';
	if (flags & COLUMN_UPPER)
		text_upper(s);
	return n;
}

unsigned
column_unclean(unsigned flags)
{
	return CSV_EDGE | (flags & COLUMN_CODE ? CSV_WIDE : 0) | (flags & COLUMN_UPPER ? CSV_LOWER : 0);
}

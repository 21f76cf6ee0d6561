/* SPDX-License-Identifier: MIT
 * Names as candidates have them. Common surnames weighted towards the front of the list;
 * given names from characters in use; and the cases that break programs: compound surnames, characters outside
 * GBK and outside the basic plane, minority names with a middle dot, homophones in brackets. */
#include <stdio.h>
#include <string.h>

#include "people.h"

/* clang-format off */
static const char *const surnames[] = {
	"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
	"郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓",
	"许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛", "叶", "阎", "余",
	"潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜", "范", "方", "石", "姚", "谭", "廖", "邹", "熊",
	"金", "陆", "郝", "孔", "白", "崔", "康", "毛", "邱", "秦", "江", "史", "顾", "侯", "邵", "孟", "龙",
	"万", "段", "雷", "钱", "汤", "尹", "黎", "易", "常", "武", "乔", "贺", "赖", "龚", "文", "单", "解",
	"仇", "查", "盖", "区", "逄", "亓", "佴", "欧阳", "司马", "上官", "诸葛", "尉迟", "皇甫", "夏侯", "慕容",
};

static const char *const male[] = {
	"伟", "强", "磊", "军", "勇", "杰", "涛", "超", "明", "刚", "平", "辉", "鹏", "华", "飞", "鑫", "波",
	"斌", "宇", "浩", "凯", "健", "俊", "帆", "帅", "旭", "宁", "龙", "林", "阳", "建", "国", "志", "文",
	"海", "东", "永", "小", "子", "天", "家", "晓", "少", "振", "庆", "立", "玉", "春", "成", "德", "光",
	"学", "兴", "世", "正", "洪", "金", "启", "景", "泽", "瑞", "晨", "博", "睿", "翔", "毅", "安", "恒",
};

static const char *const female[] = {
	"芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "燕", "玲", "丹", "萍", "红", "琳", "雪", "婷", "慧",
	"莹", "颖", "洁", "梅", "倩", "云", "莉", "兰", "凤", "英", "秀", "玉", "桂", "淑", "晓", "小", "雨",
	"佳", "欣", "思", "梦", "文", "美", "春", "海", "金", "月", "彩", "惠", "巧", "亚", "宁", "瑶", "琪",
	"怡", "蕾", "薇", "菲", "妍", "璐", "晶", "媛", "悦", "楠", "柳", "荣", "爱", "冬", "若", "可", "诗",
};

/* Outside GB 2312; outside GBK (䶮 㛃 㐂 䥺); outside the basic plane. */
static const char *const rare[] = {
	"堃", "喆", "犇", "赟", "翀", "垚", "龑", "烜", "玥", "燚", "頔", "晞", "䶮", "㛃", "㐂", "䥺",
	"𬭎", "𠅤", "𣲗", "𬍛", "𬸚", "𬬭", "𨱏", "𫍯",
};

static const char *const minority[] = {
	"买买提·吐尔逊", "阿依古丽·艾合买提", "古丽娜尔·阿不都热依木", "努尔江·哈力克", "扎西·次仁", "洛桑·旺堆",
	"白玛·央金", "阿卜杜外力·麦麦提", "吉克·阿依", "马海·伍达", "巴特尔·苏和", "迪丽拜尔·买买提明",
};

static const char *const foreign[] = { "约翰·史密斯", "安娜·佩特洛娃", "ALICE·TAN", "KIM·MINJUN", "玛丽·杜邦", "NGUYEN·VANAN" };

static const char *const bracketed[] = { "晓[沛]", "[瑞]明", "文[欢]", "子[坤]" };

/* clang-format on */

#define PICK(r, list) ((list)[rng_below(r, (int)(sizeof(list) / sizeof *(list)))])

void
name_make(struct rng *r, bool is_female, const char *id_type, char *out, size_t size)
{
	int n = (int)(sizeof surnames / sizeof *surnames);
	int a = rng_below(r, n), b = rng_below(r, n);
	const char *surname = surnames[a * b / n]; /* denser at the front */
	const char *one = is_female ? PICK(r, female) : PICK(r, male);
	const char *two = is_female ? PICK(r, female) : PICK(r, male);
	int kind = rng_below(r, 1000);

	if (strcmp(id_type, "03") == 0 || strcmp(id_type, "07") == 0)
		(void)snprintf(out, size, "%s", PICK(r, foreign));
	else if (kind < 15)
		(void)snprintf(out, size, "%s", PICK(r, minority));
	else if (kind < 19)
		(void)snprintf(out, size, "%s%s", surname, PICK(r, bracketed));
	else if (kind < 45)
		(void)snprintf(out, size, "%s%s%s", surname, kind % 2 ? one : "", PICK(r, rare));
	else if (kind < 180)
		(void)snprintf(out, size, "%s%s", surname, one);
	else
		(void)snprintf(out, size, "%s%s%s", surname, one, strcmp(one, two) == 0 ? "宝" : two);
}

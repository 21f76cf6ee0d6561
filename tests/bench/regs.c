/* SPDX-License-Identifier: MIT
 * Registrations in bulk for scripts/bench: regs N SEED [flat]. Everybody is new, every row is right, the order of the persons is
 * that of no index. flat: with the reg_no that reg-import will give, for a plain table that holds the same. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* splitmix64: a number for each index, whatever the order */
static uint64_t
mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* 0 … n-1 in random order */
static uint32_t *
shuffled(uint64_t n, uint64_t seed)
{
	uint32_t *order = calloc(n, sizeof *order);

	for (uint64_t i = 0; order != NULL && i < n; i++) {
		uint64_t j = mix(seed + i) % (i + 1);

		order[i] = order[j];
		order[j] = (uint32_t)i;
	}
	return order;
}

static const char *const surname[] = { "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "欧阳" };
static const char *const given[] = { "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀",
	"霞", "平", "刚", "桂", "英", "华", "玉", "兰", "飞", "龙", "䶮", "鑫", "浩", "宇" };
static const struct {
	const char *province, *city, *area;
} place[] = { { "110000", "110100", "110101" }, { "210000", "210100", "210102" }, { "310000", "310100", "310101" },
	{ "370000", "370100", "370102" }, { "440000", "440100", "440103" } };
enum { PLACES = sizeof place / sizeof *place };
#define PICK(list, r) list[(r) % (sizeof list / sizeof *list)]

/* GB 11643: area, day of birth, sequence, check character */
static void
id_number(uint64_t person, uint64_t r, char out[19])
{
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	int sum = 0;

	snprintf(out, 19, "%s%04d%02d%02d%03d", PICK(place, r).area, (int)(1945 + person % 40), (int)(1 + person / 40 % 12),
	    (int)(1 + person / 480 % 28), (int)(person / 13440 % 1000));
	for (int i = 0; i < 17; i++)
		sum += (out[i] - '0') * weight[i];
	out[17] = "10X98765432"[sum % 11];
	out[18] = '\0';
}

static void
row(uint64_t person, uint64_t seed, unsigned last[PLACES], int flat)
{
	uint64_t r = mix(person + (seed << 40)), s = mix(r);
	size_t at = s % PLACES;
	char id_no[19];

	id_number(person, r >> 8, id_no);
	printf("AQ-2025,%s,%s,01,01,%02d,%s%s%s,01,%s,1%d%09d,adopt,u%d@example.com,", place[at].province, place[at].city,
	    (int)(1 + r % 7), PICK(surname, r >> 16), PICK(given, r >> 24), PICK(given, r >> 32), id_no, (int)(3 + person % 7),
	    (int)person, (int)person);
	printf("\"第%d建设工程有限公司, 第%d分公司\",%d,%d,解放路%d号,%06d,", (int)((s >> 8) % 100), (int)((s >> 16) % 20),
	    (int)(8 + r % 20), (int)(6 + r % 3), (int)(s >> 24 & 511), (int)(100000 + person % 800000));
	printf("本科,%s大学,安全工程,20%02d07,full_time,1%04d1200%d05%06d", PICK(surname, s >> 34), (int)(r % 10), (int)(s >> 40 & 4095),
	    (int)(r % 10), (int)(person % 1000000));
	if (flat)
		printf(",AQ25%.2s%07u", place[at].province, ++last[at]);
	putchar('\n');
}

int
main(int argc, char **argv)
{
	uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000, seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	int flat = argc > 3 && strcmp(argv[3], "flat") == 0;
	unsigned last[PLACES] = { 0 };
	uint32_t *order = shuffled(n, seed << 32);

	if (order == NULL)
		return 1;
	printf("exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,email,employer,work_years,pro_years,"
	    "address,postcode,edu_level,edu_school,edu_major,edu_month,edu_mode,edu_cert_no%s\n", flat ? ",reg_no" : "");
	for (uint64_t k = 0; k < n; k++)
		row(order[k], seed, last, flat);
	free(order);
	return fflush(stdout) != 0 || ferror(stdout);
}

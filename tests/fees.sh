# What the tests of the fee tools share: registrations that may be paid for, orders, statements.
# Sourced after lib.sh.

# people FROM TO PROVINCE [LEVEL [SUBJECTS]]: rows of reg-import for persons FROM..TO, with document numbers that are right
people() {
	awk -v from="$1" -v to="$2" -v p="$3" -v level="${4:-01}" -v subjects="${5:-}" 'BEGIN {
		split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " ")
		for (i = from; i <= to; i++) {
			id = sprintf("%s01%04d0101%03d", substr(p, 1, 4), 1970 + int(i / 999), i % 999)
			s = 0
			for (k = 1; k <= 17; k++) s += substr(id, k, 1) * w[k]
			id = id substr("10X98765432", s % 11 + 1, 1)
			printf "AQ-2025,%s,%s0100,01,%s,07,考生%06d,01,%s,139%08d,%s,adopt\n", p, substr(p, 1, 2), level, i, id, i, subjects
		}
	}'
}
REGS=exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,subjects,pledge

# registered FILE: imports the rows, confirms and reviews them by hand (their tools have tests of their own)
registered() {
	{ echo $REGS; cat "$1"; } | reg-import -q >regs.csv || echo "# reg-import failed"
	sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-19T09:00:00', outcome = 'auto', outcome_at = '2025-08-19T09:00:00'
		WHERE confirmed_at IS NULL"
}

# alipay FILE ACCOUNT FROM TO: the bill in Alipay's form, from lines "KIND TXN ORDER REFUND_NO|- TIME AMOUNT"
# (KIND 交易 or 退款; TIME with a T) on standard input; FROM and TO are days, TO exclusive
alipay() {
	awk -v account="$2" -v from="$3" -v to="$4" '
	function day(d) { return substr(d, 1, 4) "年" substr(d, 6, 2) "月" substr(d, 9, 2) "日 00:00:00" }
	BEGIN {
		print "#支付宝业务明细查询"
		print "#账号：[" account "]"
		print "#起始日期：[" day(from) "]   终止日期：[" day(to) "]"
		print "#-----业务明细列表----"
		print "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
	}
	NF >= 6 {
		sub("T", " ", $5); sign = $1 == "退款" ? "-" : ""; no = $4 == "-" ? "" : $4; order = $3 == "-" ? "" : $3
		printf "%s\t,%s\t,%s,考试费𠮷䶮,%s,%s,\t,\t,\t,\t,138****11\t,%s%.2f,%s%.2f,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,%s\t,0.00,0.00,\n", $2, order, $1, $5, $5, sign, $6, sign, $6, no
		n[$1]++; s[$1] += $6
	}
	END {
		print "#-----业务明细列表结束----"
		printf "#交易合计：%d笔，商家实收共%.2f元，商家优惠共0.00元\n", n["交易"], s["交易"]
		printf "#退款合计：%d笔，商家实收退款共%s%.2f元，商家优惠退款共0.00元\n", n["退款"], (s["退款"] > 0 ? "-" : ""), s["退款"]
		print "#导出时间：[" day(to) "]"
	}' | iconv -f UTF-8 -t GB18030 >"$1"
}

# wechat FILE: the bill in WeChat Pay's form, from the same lines; of a refund a seventh word is its status
# (SUCCESS where it is missing), of a payment the rate in per cent (0.60 where it is missing)
wechat() {
	awk 'BEGIN {
		print "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
	}
	NF >= 6 {
		sub("T", " ", $5); back = $1 == "退款"; no = back ? $4 : "0"; fee = $6 * 0.006 * (back ? -1 : 1); n++
		rate = !back && NF > 6 ? $7 : "0.60"; status = back ? (NF > 6 ? $7 : "SUCCESS") : ""
		printf "`%s,`wx0,`1900000109,`0,`,`%s,`%s,`u,`NATIVE,`%s,`OTHERS,`CNY,`%.2f,`0.00,`%s,`%s,`%.2f,`0.00,`%s,`%s,`考试费,`,`%.5f,`%s%%,`%.2f,`%.2f,`\n",
			$5, $2, $3, back ? "REFUND" : "SUCCESS", back ? 0 : $6, no, no, back ? $6 : 0, back ? "ORIGINAL" : "", status, fee, rate, back ? 0 : $6, back ? $6 : 0
		if (back) r += $6; else p += $6
		f += fee
	}
	END {
		print "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
		printf "`%d,`%.2f,`%.2f,`0.00,`%.5f,`%.2f,`%.2f\n", n, p, r, f, p, r
	}' >"$1"
}

# fundflow FILE: WeChat Pay's fund flow bill (资金账单), from the same lines: what was moved on the account, refunds without the order's number;
# KIND 退款关闭 or 退款失败: the money of a refund comes back
fundflow() {
	awk 'BEGIN {
		print "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
		left = 10000
	}
	NF >= 6 {
		sub("T", " ", $5); back = $1 == "退款"; left += back ? -$6 : $6; refund = index($1, "退款") == 1
		printf "`%s,`%s,`%s,`%s,`%s,`%s,`%.2f,`%.2f,`system,`,`%s\n",
			$5, refund ? "5030" $2 : $2, $2, $1, $1, back ? "支出" : "收入", $6, left, refund ? $4 : $3
		if (back) { k++; r += $6 } else { n++; p += $6 }
	}
	END {
		print "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
		printf "`%d,`%d,`%.2f,`%d,`%.2f\n", n + k, n, p, k, r
	}' >"$1"
}

# account FILE ACCOUNT FROM TO: Alipay's account bill (账务明细), from the same lines: refunds without a number of their own
account() {
	awk -v account="$2" -v from="$3" -v to="$4" '
	function day(d) { return substr(d, 1, 4) "年" substr(d, 6, 2) "月" substr(d, 9, 2) "日 00:00:00" }
	BEGIN {
		print "#支付宝账务明细查询"
		print "#账号：[" account "]"
		print "#起始日期：[" day(from) "]   终止日期：[" day(to) "]"
		print "#----账务明细列表----"
		print "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注"
		left = 10000
	}
	NF >= 6 {
		sub("T", " ", $5); back = $1 == "退款"; left += back ? -$6 : $6; order = $3 == "-" ? "" : $3
		printf "9%s%d\t,%s\t,%s\t,考试费,%s,a\t,%s,%s,%.2f,支付宝,%s,\n", $2, NR, $2, order, $5, back ? "0.00" : sprintf("%.2f", $6),
			back ? sprintf("-%.2f", $6) : "0.00", left, back ? "交易退款" : "在线支付"
		if (back) { k++; r += $6 } else { n++; p += $6 }
	}
	END {
		print "#----账务明细列表结束----"
		printf "#支出合计：%d笔，共%s%.2f元\n#收入合计：%d笔，共%.2f元\n#导出时间：[%s]\n", k, (r > 0 ? "-" : ""), r, n, p, day(to)
	}' | iconv -f UTF-8 -t GB18030 >"$1"
}

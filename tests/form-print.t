#!/bin/sh
# form-print: the papers of registration, whole, right, and the same every time.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"

# keep FILE: a photo into the content-addressed folder; its digest in $sha
keep() {
	sha=$(sha256sum <"$1" | cut -d' ' -f1)
	mkdir -p "exam.photos/$(echo "$sha" | cut -c1-2)"
	cp "$1" "exam.photos/$(echo "$sha" | cut -c1-2)/$sha.jpg"
}
photographs() {
	keep "$(echo gen/photos/*.jpg | cut -d' ' -f1)"
	sqlite3 exam.db "INSERT OR IGNORE INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
		SELECT id, '$sha', 'x.jpg', 295, 413, 1, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1 FROM person WHERE photo_id IS NULL;
		UPDATE person SET photo_id = (SELECT p.id FROM photo p WHERE p.person_id = person.id) WHERE photo_id IS NULL"
}
# text FILE [PAGE]: the words of a PDF, blanks squeezed out
text() { pdftotext -f "${2:-1}" -l "${2:-9999}" -raw "$1" - | sed 's/　//g' | tr -d ' \n\f'; }
pages() { pdfinfo "$1" 2>/dev/null | sed -n 's/^Pages: *//p'; }
# says FILE PAGE TEXT…
says() {
	pdf=$1 page=$2
	shift 2
	text "$pdf" "$page" >page.text
	for t in "$@"; do
		grep -qF -- "$t" page.text && pass "$pdf, page $page: $t" || { fail "$pdf, page $page lacks: $t"; sed 's/^/# /' page.text; echo; }
	done
}
silent() { # FILE PAGE TEXT…: it does not say
	pdf=$1 page=$2
	shift 2
	text "$pdf" "$page" >page.text
	for t in "$@"; do grep -qF -- "$t" page.text && fail "$pdf, page $page says: $t" || pass "$pdf, page $page does not say: $t"; done
}
sql() { sqlite3 exam.db "$1"; }
only() { echo reg_no; for r in "$@"; do echo "$r"; done; }
reg() { sed -n "$(($1 + 1))p" regs.csv | cut -d, -f1; }

office
"$B/tests/office-gen" --data "$ROOT/tests/gen/data" --out gen --people 4 --photos 1 >/dev/null 2>&1
reg_csv AQ-2025 110100 01 03 1 36 pledge=adopt work_years=8 pro_years=6 employer=某某建设集团 title=工程师 address=考点路1号 postcode=100000 \
	ethnic=汉族 politics=群众 nationality=中国 >a.csv
reg-import -q a.csv >regs.csv
photographs
one=$(reg 1) two=$(reg 2)
sql "UPDATE registration SET pledge = 'decline' WHERE reg_no = '$two'; UPDATE registration SET pledge = 'withdrawn' WHERE reg_no = '$(reg 3)';
	UPDATE registration SET pledge = '' WHERE reg_no = '$(reg 4)'"
cp exam.db filled.db

# ---- usage
run 2 form-print -e AQ-2025 -a
has err '-o FILE.pdf'
run 2 form-print -e AQ-2025 -a -o x.pdf -O x
run 2 form-print -e AQ-2025 -a -O x --per bag
run 2 form-print -e AQ-2025 -a -O x --doc card
has err "--doc: one of form"
run 2 form-print -a -O x
run 2 form-print -e AQ-2025 -a -O x --doc review-list --per room
has err 'review-list need have no seat'
run 2 form-print -e AQ-2025 -a -O x --doc form+refund-list --site 01
has err '--site: people on a refund-list'
run 2 form-print -e AQ-2025 -a -O x --site 99
ok test ! -e x

# ---- stages: what is not confirmed is no form; commitments stand before
dump >before
run 0 form-print -e AQ-2025 -a -o none.pdf
equal 'nobody is due' "$(wc -l <out)" 1
ok test ! -e none.pdf
only "$one" | form-print -o none.pdf - >out 2>err
equal 'not confirmed' $? 1
has err 'stdin:2: reg_no: NOT_CONFIRMED'
ok test ! -e none.pdf
only "$one" "$two" "$(reg 3)" "$(reg 4)" >in.csv
run 1 form-print --doc pledge -o pledge.pdf in.csv
has err "in.csv:3: reg_no: PLEDGE_NOT_ADOPTED: $two has declined"
has err "in.csv:4: reg_no: PLEDGE_NOT_ADOPTED: $(reg 3) has withdrawn"
has err "in.csv:5: reg_no: PLEDGE_UNDECIDED"
equal 'one commitment' "$(pages pledge.pdf)" 1
says pledge.pdf 1 2025年度中级注册安全工程师职业资格考试 报考承诺书 告知内容 承诺内容 诚信档案库 不得代为承诺 考乙 "$one" "$(sql "SELECT id_no FROM person WHERE id = 1")" 考全科 化工安全 \
	大学本科，某校，某专业，2010年06月 8年 6年 承诺人（本人签名） 承诺日期：2025年08月20日
run 0 form-print -e AQ-2025 -a --doc pledge -o all.pdf
equal 'with --all those who have adopted' "$(pages all.pdf)" 33
dump | cmp -s - before && pass 'printing changes nothing' || fail 'printing has changed the database'
equal 'the audit log tells of it' "$(sql "SELECT DISTINCT action || ' ' || subject FROM audit_entry WHERE action = 'print'")" 'print pledge'

# ---- the form
sql "UPDATE registration SET confirmed_at = '2025-08-20T11:00:00'; UPDATE person SET phone = '13912345678', email = 'a@example.com', name = '阿卜杜热西提·买买提明·热合木图拉·䶮𬭎𠅤' WHERE id = 1;
	UPDATE registration SET prior_cert = '初级注册安全工程师', prior_cert_date = '2020-05-01', special_needs = '轮椅通道' WHERE reg_no = '$one';
	UPDATE registration_subject SET carried_year = 2024 WHERE registration_id = 1 AND subject = '2';
	INSERT INTO education (person_id, kind, ordinal, level, school, major, month, mode, cert_no, batch_id) VALUES
	(1, 'education', 2, 'college', '某职业大学', '安全技术', '2006-06', 'self_taught', '123451200606123456', 1), (1, 'degree', 1, 'bachelor', '某矿业大学', '安全工程', '2010-06', '', '1029042010001234', 1)"
run 0 form-print -e AQ-2025 -a --per person -O each -n
cp out dry
ok test ! -e each
run 0 form-print -e AQ-2025 -a --per person -O each
cmp -s out dry && pass 'a dry run prints the same stream' || fail 'the dry run printed otherwise'
has err '0 accepted, 0 rejected, 36 unchanged'
cp out first
sql "SELECT reg_no || '.pdf' FROM registration ORDER BY reg_no" >want
ls -A each | cmp -s - want && pass 'REG_NO.pdf and nothing else' || fail "files: $(ls -A each | head -5 | tr '\n' ' ')"
equal 'stdout' "$(sed -n 2p out)" "$one,each/$one.pdf,1"
f=each/$one.pdf
ok qpdf --check "$f"
equal 'one page' "$(pages "$f")" 1
equal 'its mode' "$(stat -c %a "$f")" 600
equal 'fonts are embedded, with their characters' "$(pdffonts "$f" | tail -n +3 | grep -vc 'yes yes yes')" 0
says "$f" 1 2025年度中级注册安全工程师职业资格考试 报名表 "$one" 阿卜杜热西提·买买提明·热合木图拉·䶮𬭎𠅤 男 居民身份证 "$(sql "SELECT id_no FROM person WHERE id = 1")" 1960年01月02日 汉族 中国 群众 \
	13912345678 a@example.com 考点路1号 100000 某某建设集团 工程师 8年 6年 初级注册安全工程师 2020年05月01日 大学本科 某校 某专业 2010-06 大学专科 某职业大学 自学考试 123451200606123456 学士 某矿业大学 \
	北京市 北京市第一审核点 考全科 化工安全 新考生 安全生产法律法规；安全生产技术基础；安全生产专业实务 '安全生产管理（2024年合格）' '采用（2025年08月20日承诺）' 轮椅通道 \
	'申请人（签名）' 工作单位意见 资格审核点意见 省级考试机构意见
says "each/$two.pdf" 1 不采用，按规定提交证明材料
silent "each/$two.pdf" 1 轮椅 特殊需求
pdftoppm -r 150 -png "$f" form
zbarimg -q form-*.png >codes 2>/dev/null
has codes "CODE-128:$one"
equal 'with a photograph' "$(pdfimages -list "$f" | grep -c jpeg)" 1

# again, with other workers: byte for byte; alone or among others
cp -r each kept
export KAOWU_NOW=2025-08-27T09:00:00
run 0 form-print -e AQ-2025 -a --per person -O each -j 1
cmp -s out first && pass 'the same stream' || fail 'another stream'
diff -r each kept >/dev/null && pass 'the same bytes on another day, with -j 1' || fail 'other bytes with -j 1'
run 0 form-print -e AQ-2025 -a --per person -O each -j 3
diff -r each kept >/dev/null && pass 'and with -j 3' || fail 'other bytes with -j 3'
only "$one" "$one" | LANG=zh_CN.UTF-8 form-print -q --per person -O alone - >out
cmp -s "alone/$one.pdf" "$f" && pass 'alone, and in Chinese: the same bytes' || fail 'alone: other bytes'
equal 'asked for twice: told twice' "$(grep -c "^$one,alone/$one.pdf,1\$" out)" 2
run 0 form-print -e AQ-2025 -a --changed -O each
equal '--changed: only the header' "$(wc -l <out)" 1

# groups
run 0 form-print -e AQ-2025 -a -O by
equal 'by review point' "$(ls by)" 110100-01.pdf
equal 'a page each' "$(pages by/110100-01.pdf)" 36
equal 'the seventh' "$(sed -n 8p out)" "$(reg 7),by/110100-01.pdf,7"
run 0 form-print -e AQ-2025 -a --per city -O by
ok test -e by/110100.pdf
run 0 form-print -e AQ-2025 -a --doc form+pledge -o both.pdf
equal 'two papers, lying upon each other' "$(grep "^$one," out | cut -d, -f3 | tr '\n' ' ')" '1 2 '
equal 'who declined has one' "$(grep -c "^$two," out)" 1
says both.pdf 2 报考承诺书
only "$two" >in.csv
run 1 form-print --doc form+pledge -o two.pdf in.csv
has err PLEDGE_NOT_ADOPTED
ok test ! -e two.pdf

# many records and a long life: two pages, numbered
sql "UPDATE registration SET employer = replace(hex(zeroblob(60)), '00', '某某集团') WHERE reg_no = '$one'; UPDATE registration SET address = employer WHERE reg_no = '$one'"
for i in 3 4 5; do
	sql "INSERT INTO education (person_id, kind, ordinal, level, school, major, month, mode, cert_no, batch_id) VALUES
		(1, 'education', $i, 'master', '某大学', '某专业', '2014-06', 'part_time', '', 1), (1, 'degree', $i, 'master', '某大学', '某专业', '2014-06', '', '', 1)"
done
only "$one" | form-print -q -o long.pdf - >/dev/null
equal 'two pages' "$(pages long.pdf)" 2
ok qpdf --check long.pdf
says long.pdf 1 第1页共2页
says long.pdf 2 第2页共2页 "报名号$one" 省级考试机构意见

# ---- refused: with the reason, and the others are printed
cp exam.db whole.db
refuse() { # CODE REG_NO
	only "$2" "$two" >in.csv
	rm -rf r
	run 1 form-print --per person -O r in.csv
	has err "in.csv:2: reg_no: $1: "
	equal "$1: the other is printed" "$(ls r)" "$two.pdf"
}
sql "UPDATE person SET name = '王' || char(0xe863) WHERE id = 5; UPDATE registration SET employer = '厂' || char(0x80000) WHERE id = 6; UPDATE person SET photo_id = NULL WHERE id = 7;
	UPDATE registration SET deleted_at = '2025-08-20T11:00:00' WHERE id = 8; UPDATE person SET gender = NULL WHERE id = 9; DELETE FROM registration_subject WHERE registration_id = 10"
refuse CHAR_UNCOVERED "$(reg 5)"
has err 'name of 王'
has err U+E863
refuse CHAR_UNCOVERED "$(reg 6)"
has err 'employer of 考庚'
has err U+80000
# all of them, on all its papers, and what else is wrong with it
cp exam.db before.db
sql "UPDATE person SET name = '王' || char(0xe863) || '小' || char(0x80001, 0x80001) WHERE id = 6; UPDATE registration SET title = '师' || char(0xe864) WHERE id = 6;
	UPDATE person SET gender = NULL WHERE id = 6"
refuse CHAR_UNCOVERED "$(reg 6)"
equal 'every character is named, once a field' "$(grep -o '[a-z]* of 王.*U+[0-9A-F]*' err | sed 's/ of .*U/ U/' | sort | tr '\n' ' ')" \
	'employer U+80000 name U+80001 name U+E863 title U+E864 '
has err 'FIELD_EMPTY: gender of'
only "$(reg 6)" >in.csv
run 1 form-print -q --doc receipt+form+pledge -r rejects.csv -o x.pdf in.csv
equal 'and so in rejects' "$(sed -n 2p rejects.csv | cut -d, -f5 | tr '|' '\n' | sort | uniq -c | tr -s ' \n' ' ')" ' 4 CHAR_UNCOVERED 1 FIELD_EMPTY 1 NOT_PAID '
cp before.db exam.db
refuse PHOTO_MISSING "$(reg 7)"
refuse REG_DELETED "$(reg 8)"
refuse FIELD_EMPTY "$(reg 9)"
has err 'gender of'
refuse SUBJECTS_MISSING "$(reg 10)"
refuse REG_UNKNOWN AQ25110999999
sql "UPDATE registration SET employer = replace(hex(zeroblob(4000)), '00', '厂') WHERE id = 11"
refuse TEXT_OVERFLOW "$(reg 11)"
has err 'employer of'
sql "UPDATE photo SET sha256 = '00000000000000000000000000000000000000000000000000000000000000aa' WHERE person_id = 12"
refuse PHOTO_UNREADABLE "$(reg 12)"
# all papers of a person or none
only "$(reg 12)" >in.csv
run 1 form-print --doc pledge+form -o p.pdf in.csv
ok test ! -e p.pdf
only "$(reg 5)" "$two" >in.csv
run 1 form-print --strict --per person -O strict in.csv
ok test ! -e strict
run 1 form-print -r rejects.csv --per person -O r in.csv
has rejects.csv 'in.csv,2,1,reg_no,CHAR_UNCOVERED,"name of 王'
lacks rejects.csv 'document of'
sql "UPDATE person SET name = '王五' WHERE id = 5"
run 0 form-print --per person -O r rejects.csv
equal 'the mended one' "$(tail -n +2 out)" "$(reg 5),r/$(reg 5).pdf,1"
only "$one" >in.csv
sql "UPDATE exam SET pledge = 0 WHERE exam = 'AQ'"
run 1 form-print --doc pledge -o x.pdf in.csv
has err PLEDGE_NOT_USED

# ---- receipt
cp whole.db exam.db
only "$one" >in.csv
run 1 form-print --doc receipt -o receipt.pdf in.csv
has err 'NOT_PAID'
ok test ! -e receipt.pdf
sql "INSERT INTO fee_order (id, order_no, registration_id, kind, amount, pay_until, created_at, batch_id) VALUES (1, 'O1', 1, 'registration', 18150, '', '2025-08-20T11:00:00', 1),
	(2, 'O2', 1, 'supplement', 6105, '', '2025-08-21T11:00:00', 1), (3, 'O3', 2, 'registration', 100, '', '2025-08-21T11:00:00', 1);
	INSERT INTO fee_order_line VALUES (1, 1, 'objective', '1', 5600, 0), (1, 2, 'subjective', '4', 6400, 0), (1, 3, 'registration', '', 6150, 0), (2, 1, 'objective', '3', 6105, 0);
	INSERT INTO payment (id, order_id, channel, txn_no, paid_at, amount, receipt_no, payer, cashier, effective, batch_id) VALUES
	(1, 1, 'alipay_trade', '2025082022001400000001', '2025-08-20T12:34:56', 18150, '', '', '', 1, 1), (2, 2, 'counter', 'C7', '2025-08-21T09:00:00', 6105, '00012345', '张三', '李四', 1, 1)"
run 0 form-print --doc receipt -o receipt.pdf in.csv
ok qpdf --check receipt.pdf
equal 'a page for each paid order' "$(pages receipt.pdf)" 2
says receipt.pdf 1 缴费凭证 "$one" 阿卜杜热西提 '1101011960****0017' O1 报名缴费 '考试费（客观题）' 安全生产法律法规56.00 安全生产专业实务64.00 报名费 61.50 '人民币（大写）壹佰捌拾壹元伍角' 181.50 支付宝 \
	2025082022001400000001 2025年08月20日12:34:56
says receipt.pdf 2 O2 补缴 安全生产技术基础61.05 陆拾壹元零伍分 现场缴费 00012345 张三 李四 2025年08月21日09:00:00
silent receipt.pdf 1 退费 "$(sql 'SELECT id_no FROM person WHERE id = 1')" 陆拾壹元零伍分
run 0 form-print --doc receipt --unmask -o unmasked.pdf in.csv
says unmasked.pdf 1 "$(sql 'SELECT id_no FROM person WHERE id = 1')"
equal 'to unmask is audited' "$(sql "SELECT count(*) > 0 FROM audit_entry WHERE detail LIKE '%unmask%'")" 1
sql "$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, settled_at, batch_id) VALUES
	('O1R01', 1, 1, 5600, 'amended', '少考一科', 'settled', 'a', '2025-08-21T09:00:00', 'b', '2025-08-21T10:00:00', '2025-08-22T10:00:00', 1),
	('O2R01', 2, 2, 6105, 'request', '本人申请', 'approved', 'a', '2025-08-21T09:00:00', 'b', '2025-08-21T10:00:00', NULL, 1) $WALK"
run 0 form-print --doc receipt -o receipt.pdf in.csv
says receipt.pdf 1 本订单已办理退费56.00元
run 0 form-print -e AQ-2025 -a --doc receipt -o all.pdf
equal 'due for a receipt: who has paid' "$(wc -l <out)" 2

# ---- refund list: what waits for approval or its export
only "$one" "$two" >both.csv
run 1 form-print --doc refund-list -o refunds.pdf both.csv
has err "both.csv:3: reg_no: NOT_DUE: $two has no refund"
says refunds.pdf 1 退费名单 O2R01 O2 C7 61.05 本人申请 现场缴费 已批准 '合计（1笔）' 陆拾壹元零伍分 财政部门意见
silent refunds.pdf 1 O1R01

# ---- record of changes
run 1 form-print --doc change-record -o changes.pdf in.csv
has err 'NOT_DUE'
sql "INSERT INTO amendment (case_no, registration_id, person_id, field, old, new, authority, in_person, proxy_name, proxy_id_no, documents, reason, basis, login, at, batch_id) VALUES
	('c1', 1, 1, 'employer', '某某建设集团', '另一集团', 'district', 1, '', '', 'id+id_copy', '单位变更', 'x', 'clerk1', '2025-08-21T09:00:00', 1),
	('c2', NULL, 1, 'name', '旧名', '新名', 'centre', 0, '王五', '110101199003070011', 'household_register', '', 'x', 'clerk2', '2025-08-22T09:00:00', 1),
	('c3', NULL, 2, 'phone', '', '13900000000', 'self', 0, '', '', '', '', 'x', 'clerk2', '2025-08-22T09:00:00', 1)"
run 0 form-print --doc change-record -o changes.pdf in.csv
ok qpdf --check changes.pdf
says changes.pdf 1 报名信息更改记录表 "$(sql 'SELECT id_no FROM person WHERE id = 1')" 工作单位 某某建设集团 另一集团 区县考试机构 本人到场 clerk1 2025-08-21 单位变更 \
	姓名 旧名 新名 户口簿 考试中心 代办：王五 clerk2 申请人确认
silent changes.pdf 1 13900000000

# ---- lists for reviewers
run 1 form-print --doc review-list -o list.pdf both.csv
has err "$one waits for no reviewer"
ok test ! -e list.pdf
sql "UPDATE registration SET outcome = 'onsite', outcome_route = 'C', outcome_codes = 'EDU_OUT_OF_RANGE|STATED_UNPROVEN', outcome_at = '2025-08-21T09:00:00' WHERE id > 12;
	UPDATE registration SET review = 'return', reviewed_at = '2025-08-22T09:00:00' WHERE id IN (20, 21);
	INSERT INTO review (registration_id, decision, reason, documents_seen, edu_cert_no, \"by\", at, batch_id) VALUES (20, 'return', '请补交学历证书原件' || char(10) || '和工作证明', '', '', '赵审核', '2025-08-22T09:00:00', 1),
	(21, 'return', '照片模糊', '', '', '赵审核', '2025-08-22T09:00:00', 1)"
run 0 form-print -e AQ-2025 -a --doc review-list -o list.pdf
equal 'who waits: 24 less two sent back' "$(tail -n +2 out | wc -l)" 22
ok qpdf --check list.pdf
says list.pdf 1 资格审核名单 审核点：北京市第一审核点 北京市人事考试审核大厅 共22人 序号 应带材料 考丁乙 '1101011960****' '139****0013' 现场核验 条件C 工作年限须核验 工作年限证明 学历证书
cp exam.db before-registry.db
sql "UPDATE education SET verified = 'registry'"
run 0 form-print -e AQ-2025 -a --doc review-list -o registry.pdf
says registry.pdf 1 不在学历库自动核验范围 学历、学位证书
cp before-registry.db exam.db
run 0 form-print -e AQ-2025 -a --doc review-list -o list.pdf
silent list.pdf 1 13900000013
pages list.pdf >n
[ "$(cat n)" -gt 1 ] && pass 'several pages' || fail "pages: $(cat n)"
says list.pdf "$(cat n)" 序号 应带材料 "第$(cat n)页共$(cat n)页" '（续）' '资格审核点（盖章）'
# every row stands on the page that is told
tail -n +2 out | while IFS=, read -r r file page; do text list.pdf "$page" | grep -qF "$r" || echo "$r"; done >missing
equal 'rows that are not on their page' "$(wc -l <missing)" 0
grep -q ',2$' out && pass 'some on the second page' || fail 'none on the second page'
cp list.pdf kept.pdf
run 0 form-print -e AQ-2025 -a --doc review-list -o list.pdf -j 1
cmp -s list.pdf kept.pdf && pass 'the same bytes with -j 1' || fail 'other bytes with -j 1'
run 0 form-print -e AQ-2025 -a --doc review-list+return-list -O lists
equal 'two lists, and everybody on one' "$(tail -n +2 out | wc -l)" 24
run 0 form-print -e AQ-2025 -a --doc return-list -o back.pdf
equal 'who was sent back' "$(tail -n +2 out | cut -d, -f1 | tr '\n' ' ')" "$(reg 20) $(reg 21) "
says back.pdf 1 退回补正名单 共2人 请补交学历证书原件和工作证明 照片模糊 赵审核 2025-08-22 补正签收
# a row that cannot be printed is refused, the list is printed without it
sql "UPDATE person SET name = '王' || char(0x80000) WHERE id = 20"
run 1 form-print -e AQ-2025 -a --doc return-list -o back.pdf
has err CHAR_UNCOVERED
says back.pdf 1 共1人 照片模糊
sql "UPDATE person SET name = '王' WHERE id = 20; UPDATE review SET reason = replace(hex(zeroblob(4000)), '00', '厂') WHERE registration_id = 20"
run 1 form-print -e AQ-2025 -a --doc return-list -o back.pdf
has err TEXT_OVERFLOW
says back.pdf 1 共1人 照片模糊

# ---- seats: groups and filters
cp whole.db exam.db
pay
export KAOWU_NOW=2025-10-10T10:00:00
seat-assign -q -e AQ-2025 --seed 7 >seats.csv
site=$(sql 'SELECT site FROM seat ORDER BY city, site, room LIMIT 1') room=$(sql 'SELECT room FROM seat ORDER BY city, site, room LIMIT 1')
run 0 form-print -e AQ-2025 -a --per room -O rooms
sql "SELECT DISTINCT city || '-' || site || '-' || room || '.pdf' FROM seat" | sort >want
ls rooms | cmp -s - want && pass 'a file a room' || fail "rooms: $(ls rooms | tr '\n' ' ')"
run 0 form-print -e AQ-2025 -a --site "$site" --room "$room" -o room.pdf
sql "SELECT DISTINCT r.reg_no FROM seat s JOIN registration r ON r.id = s.registration_id WHERE s.site = '$site' AND s.room = '$room' ORDER BY 1" >want
tail -n +2 out | cut -d, -f1 | cmp -s - want && pass 'who sits in the room' || fail 'others than who sit in the room'
cp whole.db exam.db
run 1 form-print --per room -O r2 in.csv
has err NOT_SEATED

# ---- disks
dump >before
if [ -w /dev/full ]; then
	run 4 form-print -e AQ-2025 -a -o /dev/full
	has err 'run it again'
fi
mkdir dir
run 3 form-print -e AQ-2025 -a -o dir
run 3 form-print -e AQ-2025 -a -O no/such/folder
dump | cmp -s - before && pass 'nothing changed by these' || fail 'the database has changed'
ls -A | grep -E 'print\.' && fail 'something was left over' || pass 'nothing is left over'
only >head.csv
run 0 form-print -o empty.pdf head.csv
ok test ! -e empty.pdf

done_testing

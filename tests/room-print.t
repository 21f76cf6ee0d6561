#!/bin/sh
# room-print: what a room needs, whole, right, in hand-out order, and the same every time.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"
. "$ROOT/tests/print.sh"

sql() { sqlite3 exam.db "$1"; }
only() { echo reg_no; for r in "$@"; do echo "$r"; done; }
reg() { sed -n "$(($1 + 1))p" regs.csv | cut -d, -f1; }
admit() { sql "SELECT admit_no FROM registration WHERE reg_no = '$1'"; }
person() { echo "(SELECT person_id FROM registration WHERE reg_no = '$(reg "$1")')"; }
# at FILE PAGE REG_NO: the row of ./out
at() { grep -qxF "$3,$1,$2" out && pass "$3 is on page $2 of $1" || { fail "$3 is not on page $2 of $1"; grep "^$3," out | sed 's/^/# /'; }; }

office
"$B/tests/office-gen" --data "$ROOT/tests/gen/data" --out gen --people 4 --photos 4 >/dev/null 2>&1
# three rooms: a specialty of 24 with two who sit two papers, one of 34 in two rooms
reg_csv AQ-2025 110100 01 03 1 34 pledge=adopt >a.csv
reg_csv AQ-2025 110100 03 05 35 36 pledge=adopt >b.csv
reg_csv AQ-2025 110100 01 05 37 60 pledge=adopt >c.csv
reg-import -q a.csv b.csv c.csv >regs.csv
pay
seat-assign -q -e AQ-2025 --seed 7 >seats.csv
photographs
export KAOWU_NOW=2025-10-22T09:00:00
rows "SELECT site, room, session, count(*) FROM seat GROUP BY site, room, session" <<'E2'
01|001|1|29
01|001|2|29
01|001|3|29
01|001|4|29
01|002|1|5
01|002|2|5
01|002|3|5
01|002|4|5
01|003|1|26
01|003|2|24
01|003|3|24
01|003|4|26
E2
cp exam.db seated.db

# ---- usage
run 2 room-print -e AQ-2025 -a -o x.pdf
has err --doc
run 2 room-print -e AQ-2025 -a --doc door
has err '-o FILE.pdf'
run 2 room-print -e AQ-2025 -a --doc door -o x.pdf -O x
run 2 room-print -e AQ-2025 -a --doc window -o x.pdf
has err 'photo-plan'
run 2 room-print -e AQ-2025 -a --doc door+ -o x.pdf
run 2 room-print -e AQ-2025 -a --doc door --per person -O x
run 2 room-print -e AQ-2025 -a --doc door --per review_point -O x
run 2 room-print -e AQ-2025 -a --doc door --cut-stack -o x.pdf
run 2 room-print -a --doc door -o x.pdf
run 2 room-print -e AQ-2025 -a --doc door --site 99 -o x.pdf
run 2 room-print -e AQ-2025 -a --doc door --room 099 -o x.pdf
run 2 room-print -e AQ-2025 -a --doc door --session 9 -o x.pdf
ok test ! -e x.pdf
ok test ! -e x

# ---- a site's package
dump >before
run 0 room-print -e AQ-2025 -a --doc all --per site -O site -n
cp out dry
ok test ! -e site
run 0 room-print -e AQ-2025 -a --doc all --per site -O site
has err '0 accepted, 0 rejected, 60 unchanged'
cp out package
ok cmp out dry
dump | cmp -s - before && pass 'nothing in the database' || fail 'the database has changed'
equal 'one file' "$(ls -A site)" 110100-01.pdf
p=site/110100-01.pdf
ok qpdf --check $p
equal 'mode' "$(stat -c %a $p)" 600
# doors and desks of three rooms; four sessions of bag, sign-in sheet and record; a plan for rooms 1 and 2, and two for room 3
equal 'pages' "$(pages $p)" $((3 + 3 + 4 * 3 * 3 + 2 + 2))
equal 'the door across' "$(pdfinfo -f 1 -l 1 $p | sed -n 's/^Page.*size: *//p' | cut -d' ' -f1-3)" '841.89 x 595.276'
equal 'fonts are embedded and subset' "$(pdffonts $p | tail -n +3 | awk '{ print $(NF - 4), $(NF - 3), $(NF - 2) }' | sort -u)" 'yes yes yes'
text() { pdftotext -f "${2:-1}" -l "${2:-9999}" -layout "$1" - | tr -d ' \n\f'; }
name() { # PAGE: its kind
	text $p "$1" >page.text
	case $(cat page.text) in
	*考场签到表*) echo sign ;; *考场座次表*) echo plan ;; *考场情况记录表*) echo record ;; *答题卡袋封面*) echo bag ;; *考试科目*) echo door ;; *) echo desk ;; esac
}
kinds=
i=1
while [ $i -le 20 ]; do kinds="$kinds $(name $i)"; i=$((i + 1)); done
equal 'hand-out order' "$kinds" ' door door door desk desk desk bag sign plan record bag sign plan record bag sign plan record bag sign'
numbers() { sql "SELECT $1(admit_no) FROM registration r JOIN seat s ON s.registration_id = r.id WHERE room = '$2'"; }
says $p 1 2025年度中级注册安全工程师职业资格考试 北京市第一考点 第001考场 "准考证号$(numbers min 001)—$(numbers max 001)" 共29人 1层01教室 安全生产法律法规2025年10月25日09:00—11:3029 \
	'安全生产专业实务（化工安全）2025年10月26日14:00—16:3029'
says $p 3 第003考场 共26人 安全生产法律法规2025年10月25日09:00—11:3026 安全生产管理2025年10月25日14:00—16:3024
says $p 7 试卷、答题卡袋封面 第001考场 北京市第一考点 安全生产法律法规 2025年10月25日09:00—11:30 应发试卷29份 应考人数29人 缺考座位号 监考员签名 复核人签名
says $p 10 考场情况记录表 北京市第一考点 安全生产法律法规 应到人数29 实到人数 缺考考生 违纪违规情况 监考员甲签名 流动监考签名 主考意见
# stdout: by reg_no; a row for each page on which somebody is, once
tail -n +2 out | cut -d, -f1 | uniq | sort -c && pass 'by reg_no' || fail 'not by reg_no'
ok test -z "$(sort out | uniq -d)"
equal 'rows: door, desk, and bag, sign, record a session, and plans' "$(tail -n +2 out | wc -l)" $((60 * 2 + 3 * (29 * 4 + 5 * 4 + 26 * 2 + 24 * 2) + 29 + 5 + 26 + 24))
# those who sit no second session are not on its sheets
two=$(sql "SELECT reg_no FROM registration WHERE level = '03' LIMIT 1")
equal 'two papers: door, desk, two of each, a plan' "$(grep -c "^$two," out)" 9
# each row's page names its person, on labels, sheets and plans; documents of identity are masked
sql "SELECT r.reg_no || ' ' || p.name || ' ' || r.admit_no || ' ' || substr(p.id_no, 1, 10) || '****' || substr(p.id_no, 15) FROM registration r JOIN person p ON p.id = r.person_id" >people
i=1
: >told
while [ $i -le "$(pages $p)" ]; do
	kind=$(name $i)
	case $kind in desk | sign | plan)
		grep ",$i\$" package | cut -d, -f1 >here
		awk -v kind=$kind -v page=$i 'FILENAME == "page.text" { text = text $0; next } FILENAME == "here" { here[$1] = 1; next }
			{ named = index(text, $2) && index(text, $3) && (kind != "sign" || index(text, $4)); number = index(text, $3) && !index(text, "—" $3) && !index(text, $3 "—") }
			$1 in here { print named ? "found" : "page " page " lacks " $1 } !($1 in here) && number { print $1 " is on page " page ", not in the rows" }' \
			page.text here people >>told ;;
	esac
	i=$((i + 1))
done
grep -v found told | sed 's/^/# /'
bad=$(grep -vc found told)
seen=$(grep -c found told)
equal 'people missing or unsaid' "$bad" 0
equal 'people looked for' "$seen" $((60 + 29 * 4 + 5 * 4 + 26 * 2 + 24 * 2 + 29 + 5 + 26 + 24))
id=$(sql "SELECT id_no FROM person WHERE id = $(person 1)")
text $p >all.text
sql "SELECT id_no FROM person" | grep -oFf - all.text >whole
ok test ! -s whole
run 0 room-print -e AQ-2025 -a --doc sign -o whole.pdf --unmask
text whole.pdf >all.text
has all.text "$id"
rows "SELECT action, subject FROM audit_entry ORDER BY id DESC LIMIT 1" <<'E2'
unmask|room-print
E2

# ---- the same bytes: run again, any -j, any order of the input
cp -r site kept
for j in 1 2 5; do
	run 0 room-print -e AQ-2025 -a --doc all --per site -O site -j $j
	ok cmp site/110100-01.pdf kept/110100-01.pdf
	ok cmp out package
done
{ echo reg_no; tail -n +2 regs.csv | cut -d, -f1 | sort -r; } >back.csv
run 0 room-print --doc photo-plan,record,sign+bag,desk,door --per site -O site back.csv
ok cmp site/110100-01.pdf kept/110100-01.pdf
equal 'in the order in which they came' "$(sed -n 2p out | cut -d, -f1)" "$(sed -n 2p back.csv)"

# ---- one person selects the room; rows are of those asked for
one=$(reg 1)
room=$(sql "SELECT room FROM seat JOIN registration r ON r.id = registration_id WHERE reg_no = '$one' LIMIT 1")
only "$one" | room-print -q --doc sign --session 1 -o one.pdf >out
equal 'a page' "$(pages one.pdf)" 1
equal 'a row' "$(tail -n +2 out)" "$one,one.pdf,1"
text one.pdf >page.text
others=$(sql "SELECT p.name FROM seat s JOIN registration r ON r.id = registration_id JOIN person p ON p.id = r.person_id WHERE s.room = '$room' AND s.session = '1'")
bad=0
for n in $others; do grep -qF "$n" page.text || bad=$((bad + 1)); done
equal 'with everybody of the room' $bad 0
only "$one" "$one" | room-print -q --doc door -o one.pdf >out
equal 'asked for twice: told twice, drawn once' "$(pages one.pdf) $(grep -c "^$one,one.pdf,1\$" out)" '1 2'
room-print -q -e AQ-2025 -a --doc door -O rooms >out
ls rooms | tr '\n' ' ' >files
equal 'a file a room' "$(cat files)" '110100-01-001.pdf 110100-01-002.pdf 110100-01-003.pdf '
room-print -q -e AQ-2025 -a --doc door --per city -O city >out
equal 'a file a city' "$(ls city) $(pages city/110100.pdf)" '110100.pdf 3'
run 0 room-print -e AQ-2025 -a --doc door --room 002 -O one-room
has err '55 sit elsewhere and were left out'
equal 'one room' "$(ls one-room)" 110100-01-002.pdf
empty=$(sql "SELECT room FROM room WHERE site = '01' AND city = '110100' AND room NOT IN (SELECT room FROM seat) LIMIT 1")
run 0 room-print -e AQ-2025 -a --doc door --room "$empty" -O none
has err 'nothing to print: nobody of the input sits there'
ok test ! -e none
only >none.csv
run 0 room-print --doc all -o none.pdf none.csv
ok test ! -e none.pdf

# ---- labels: three by ten, seat by seat; cut as one pile they are in order of rooms and seats
# labels FILE: page, slot and admit number of each label
labels() {
	pdftotext -bbox "$1" - | awk '/<page / { page++ } match($0, /xMin="[0-9.]*"/) { x = substr($0, RSTART + 6, RLENGTH - 7) * 25.4 / 72
		match($0, /yMin="[0-9.]*"/); y = substr($0, RSTART + 6, RLENGTH - 7) * 25.4 / 72; sub(/.*">/, ""); sub(/<.*/, "")
		if ($0 ~ /^[0-9]+$/ && length($0) == 13) print page, int((y - 6) / 28.5) * 3 + int((x - 6) / 66), $0 }' | sort -k1n -k2n
}
sql "SELECT DISTINCT r.admit_no FROM seat s JOIN registration r ON r.id = s.registration_id ORDER BY s.city, s.site, s.room, s.seat" >in-order
room-print -q -e AQ-2025 -a --doc desk -o labels.pdf >out
labels labels.pdf >slots
cut -d' ' -f3 slots | cmp -s - in-order && pass 'label after label' || fail 'labels out of order'
awk '$2 != last + 1 && $1 == page { exit 1 } { last = $2; page = $1 }' slots && pass 'row after row' || fail 'labels stand elsewhere'
cut -d' ' -f1 slots | uniq -c | tr -s ' \n' ' ' >counts
equal 'a page a room, filled up with blanks' "$(cat counts)" ' 29 1 5 2 26 3 '
pdftotext -bbox labels.pdf - | grep -oE '[xy]M(in|ax)="[0-9.]*"' | awk -F'"' '/^x/ && ($2 < 17 || $2 > 578.3) { print } /^y/ && ($2 < 16 || $2 > 825) { print }' >outside
ok test ! -s outside
room-print -q -e AQ-2025 -a --doc desk --cut-stack -o stack.pdf >out
equal 'as many pages' "$(pages stack.pdf)" 3
labels stack.pdf | sort -k2n -k1n | cut -d' ' -f3 | cmp -s - in-order && pass 'the pile is in order' || fail 'the pile is out of order'
room-print -q -e AQ-2025 -a --doc desk --cut-stack --per site -O stack >out
ok cmp stack/110100-01.pdf stack.pdf
labels stack.pdf | while read -r page slot a; do echo "$(sql "SELECT reg_no FROM registration WHERE admit_no = '$a'"),stack/110100-01.pdf,$page"; done | sort >want
tail -n +2 out | sort | cmp -s - want && pass 'rows say where each label is' || fail 'rows say other pages'
room-print -q -e AQ-2025 -a --doc desk --cut-stack --per room -O stack >out
room-print -q -e AQ-2025 -a --doc desk --per room -O plain >out
ok cmp stack/110100-01-002.pdf plain/110100-01-002.pdf
# a room of more than a page is a pile of its own
sql "UPDATE seat SET room = '001', seat = seat + 29 WHERE room = '002'"
room-print -q -e AQ-2025 -a --doc desk --cut-stack --room 001 -O big >out
equal 'two pages' "$(pages big/110100-01-001.pdf)" 2
sql "SELECT DISTINCT r.admit_no FROM seat s JOIN registration r ON r.id = s.registration_id WHERE room = '001' ORDER BY seat" >in-order
labels big/110100-01-001.pdf | sort -k2n -k1n | cut -d' ' -f3 | cmp -s - in-order && pass 'in order' || fail 'out of order'
# such a room has two pages of sign-in sheet, and a plan with desks added
room-print -q -e AQ-2025 -a --doc sign,photo-plan --session 1 --room 001 -o big.pdf >out
equal 'two pages and a plan' "$(pages big.pdf)" 3
says big.pdf 2 第2页共2页 应考人数34人
last=$(sql "SELECT reg_no FROM seat JOIN registration r ON r.id = registration_id WHERE room = '001' AND seat = 34 LIMIT 1")
at big.pdf 2 "$last"
at big.pdf 3 "$last"
cp seated.db exam.db

# ---- the plan: desks where they stand
# desk FILE PAGE NUMBER: column and row of a seat's number, in millimetres
desk() {
	pdftotext -f "$2" -l "$2" -bbox "$1" - | awk -v n="$3" 'match($0, /xMin="[0-9.]*"/) { x = substr($0, RSTART + 6, RLENGTH - 7) * 25.4 / 72
		match($0, /yMin="[0-9.]*"/); y = substr($0, RSTART + 6, RLENGTH - 7) * 25.4 / 72; sub(/.*">/, ""); sub(/<.*/, ""); if ($0 == n) printf "%d %d\n", x, y }' | head -n 1
}
before() { # A B: smaller by more than 5
	[ $(($1 + 5)) -lt "$2" ]
}
room-print -q -e AQ-2025 -a --doc photo-plan --room 001 -o plan.pdf >out
equal 'one plan for the four sessions' "$(pages plan.pdf)" 1
says plan.pdf 1 考场座次表 讲台 空 第4列 '2025年10月25日09:00—11:30安全生产法律法规，14:00—16:30安全生产管理' '2025年10月26日09:00—11:30'
for pair in '1 7 down' '8 14 up' '15 22 down' '23 29 up' '1 14 beside' '7 8 beside' '14 15 beside' '22 23 beside'; do
	set -- $pair
	a=$(desk plan.pdf 1 "$(printf %02d "$1")") b=$(desk plan.pdf 1 "$(printf %02d "$2")")
	case $3 in
	down) [ $((${a% *} - ${b% *})) -le 2 ] && before "${a#* }" "${b#* }" ;;
	up) [ $((${a% *} - ${b% *})) -le 2 ] && before "${b#* }" "${a#* }" ;;
	beside) [ $((${a#* } - ${b#* })) -le 2 ] && [ $((${b#* } - ${a#* })) -le 2 ] && before "${a% *}" "${b% *}" ;;
	esac && pass "seats $1 and $2: $3" || fail "seats $1 ($a) and $2 ($b): not $3"
done
equal 'photographs as they are' "$(pdfimages -list plan.pdf | awk 'NR > 2 { print $4 "x" $5, $9 }' | sort | uniq -c | tr -s ' ')" ' 29 413x579 jpeg'
sql "UPDATE room SET layout = '15x9', capacity = 135 WHERE room = '001'"
room-print -q -e AQ-2025 -a --doc photo-plan --room 001 -o hall.pdf >out
equal 'a hall of 15 columns takes two pages' "$(pages hall.pdf)" 2
says hall.pdf 1 第1列 第8列 讲台
says hall.pdf 2 第9列 第15列 第2页共2页
cp seated.db exam.db

# ---- who was moved is printed at the new place; a desk of two people makes two notices
{ echo reg_no,session,to_site,to_room,to_seat,reason; echo "$one,,01,002,20,设备故障"; } >moves.csv
seat-assign -q -e AQ-2025 --move moves.csv >moved.csv
room-print -q --doc sign+door --session 1 -o moved.pdf moved.csv >out
says moved.pdf 1 第002考场 共6人 "$(admit "$one")、"
says moved.pdf 2 "$(admit "$one")" 应考人数6人
sql "UPDATE seat SET seat = 1 WHERE registration_id = (SELECT id FROM registration WHERE reg_no = '$one') AND session = '3' AND room = '002';" 2>/dev/null
sql "DELETE FROM seat WHERE room = '002' AND session = '3' AND seat = 1; UPDATE seat SET seat = 1 WHERE session = '3' AND room = '002' AND seat = 20"
room-print -q -e AQ-2025 -a --doc door,desk --room 002 -o two.pdf >out
equal 'other people on the third day: notice and labels anew' "$(pages two.pdf)" 4
cp seated.db exam.db

# ---- two papers in one room: a sheet, a bag, a record each
sql "UPDATE registration SET specialty = '06' WHERE id IN (SELECT registration_id FROM seat WHERE room = '002' AND seat > 3)"
room-print -q -e AQ-2025 -a --doc sign,bag,record --session 4 --room 002 -o mixed.pdf >out
equal 'a page each' "$(pages mixed.pdf)" 6
says mixed.pdf 1 '（化工安全）' 应考人数3人
cp seated.db exam.db

# ---- at computers there are no bags of papers, unless they are asked for by name
sql "UPDATE exam SET delivery = 'computer' WHERE exam = 'AQ'"
room-print -q -e AQ-2025 -a --doc all --room 002 -o machine.pdf >out
text machine.pdf >page.text
has page.text 考场签到表
lacks page.text 袋封面
room-print -q -e AQ-2025 -a --doc bag --room 002 -o machine.pdf >out
text machine.pdf >page.text
has page.text 袋封面
cp seated.db exam.db

# ---- refused: the document, with who and why; the others are printed
sql "UPDATE person SET name = '王' || char(0xe863) WHERE id = $(person 5)"
room5=$(sql "SELECT room FROM seat JOIN registration r ON r.id = registration_id WHERE reg_no = '$(reg 5)' LIMIT 1")
n=$(sql "SELECT count(DISTINCT registration_id) FROM seat WHERE room = '$room5'")
run 1 room-print -e AQ-2025 -a --doc door,sign -O rare -r rejects.csv
has err "$n rejected"
equal 'who is on it is refused' "$(grep -c CHAR_UNCOVERED rejects.csv)" "$n"
has rejects.csv U+E863
has rejects.csv "$(reg 5)"
ok test ! -e "rare/110100-01-$room5.pdf"
equal 'the other room is printed, a row for each page' "$(sed 1d out | cut -d, -f2 | sort -u | wc -l)" "$(ls rare | wc -l)"
sed 1d out | cut -d, -f1 | sort -u >passed
sed 1d rejects.csv | cut -d, -f7 | sort -u | comm -12 - passed >both
ok test ! -s both
# all bad characters of a room at once, each with whose it is
mate=$(sql "SELECT reg_no FROM seat JOIN registration r ON r.id = registration_id WHERE room = '$room5' AND reg_no <> '$(reg 5)' ORDER BY seat DESC LIMIT 1")
sql "UPDATE person SET name = char(0xe864) || '李' || char(0x80000) WHERE id = (SELECT person_id FROM registration WHERE reg_no = '$mate')"
only "$mate" >in.csv
run 1 room-print --doc all -o all.pdf in.csv
for t in "$(reg 5): U+E863" "$mate: U+E864" "$mate: no font has U+80000"; do
	has err "$t"
done
equal 'nothing else' "$(grep -c '^in.csv:2: ' err)" 3
ok test ! -e all.pdf
equal 'no row' "$(wc -l <out)" 1
cp seated.db exam.db
sql "UPDATE person SET name = '㛃𬭎𠅤' WHERE id = $(person 5)"
run 0 room-print -e AQ-2025 -a --doc sign,desk,photo-plan --session 1 --room "$room5" -o rare.pdf
for i in 1 2 3; do says rare.pdf $i 㛃𬭎𠅤; done
sql "UPDATE person SET name = '阿卜杜热合曼·买买提明·图尔荪尼亚孜·伊' WHERE id = $(person 5)"
run 0 room-print -e AQ-2025 -a --doc sign,desk,photo-plan --session 1 --room "$room5" -o long.pdf
text long.pdf >page.text
equal 'long names are whole' "$(grep -o '阿卜杜热合曼·' page.text | wc -l)" 3
# sixty characters are a name too: in a full room, and in one of few people, where rows are wide
sixty=$(printf '阿卜杜热合曼·买买提明·%.0s' 1 2 3 4 5)
sql "UPDATE person SET name = '$sixty' WHERE id = $(person 5)"
for s in 1 4; do
	run 0 room-print -e AQ-2025 -a --doc all --session $s --room "$room5" -o sixty.pdf
	pdftotext -raw sixty.pdf - | tr -d ' \n\f' | grep -o '阿卜杜热合曼' | wc -l >got
	equal "session $s: sixty characters stand on label, sign-in sheet and plan" "$(cat got)" 15
done
sql "UPDATE room SET layout = '5x6' WHERE room = '$room5'"
run 0 room-print -e AQ-2025 -a --doc photo-plan --session 1 --room "$room5" -o sixty.pdf
sql "UPDATE seat SET room = '004' WHERE room = '$room5' AND seat > 10 AND registration_id <> (SELECT id FROM registration WHERE reg_no = '$(reg 5)')"
run 0 room-print -e AQ-2025 -a --doc sign,photo-plan --session 1 --room "$room5" -o sixty.pdf
for l in 8x4 8x8; do
	sql "UPDATE room SET layout = '$l' WHERE room = '$room5'"
	run 0 room-print -e AQ-2025 -a --doc photo-plan --session 1 --room "$room5" -o sixty.pdf
done
cp seated.db exam.db
sql "UPDATE person SET name = replace(hex(zeroblob(60)), '00', '欧阳') WHERE id = $(person 5)"
run 1 room-print -e AQ-2025 -a --doc desk --room "$room5" -o over.pdf -r rejects.csv
has rejects.csv TEXT_OVERFLOW
ok test ! -e over.pdf
cp seated.db exam.db
sql "UPDATE person SET photo_id = NULL WHERE id = $(person 5)"
run 0 room-print -e AQ-2025 -a --doc sign,photo-plan --session 1 --room "$room5" -o none.pdf
for i in 1 2; do says none.pdf $i 无照片; done
cp seated.db exam.db
sql "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id) SELECT $(person 5),
	'00000000000000000000000000000000000000000000000000000000000000aa', 'x', 1, 1, 1, '', '', 'pass', '', '', 1;
	UPDATE person SET photo_id = (SELECT max(id) FROM photo) WHERE id = $(person 5)"
run 1 room-print -e AQ-2025 -a --doc sign --room "$room5" -o gone.pdf
has err PHOTO_UNREADABLE
ok test ! -e gone.pdf
# of two pages, none stands alone
sql "UPDATE seat SET room = '001', seat = seat + 29 WHERE room = '002'; UPDATE person SET photo_id = (SELECT max(id) FROM photo) WHERE id =
	(SELECT person_id FROM registration WHERE id = (SELECT registration_id FROM seat WHERE room = '001' AND seat = 34 LIMIT 1))"
run 1 room-print -e AQ-2025 -a --doc sign,door --session 1 --room 001 -o half.pdf
ok test ! -e half.pdf
equal 'who is on it has no row' "$(wc -l <out)" 1
cp seated.db exam.db
echo 'no picture' >no.jpg
keep no.jpg
sql "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id) SELECT $(person 5), '$sha', 'x', 1, 1, 1,
	'', '', 'pass', '', '', 1; UPDATE person SET photo_id = (SELECT max(id) FROM photo) WHERE id = $(person 5)"
run 1 room-print -e AQ-2025 -a --doc sign --room "$room5" -o no.pdf
has err 'not a JPEG'
cp seated.db exam.db
sql "UPDATE site SET name = ''"
run 1 room-print -e AQ-2025 -a --doc door -o empty.pdf
has err FIELD_EMPTY
cp seated.db exam.db
sql "UPDATE registration SET seated_at = NULL, admit_no = NULL WHERE reg_no = '$(reg 2)'; UPDATE registration SET deleted_at = '2025-10-01T00:00:00' WHERE reg_no = '$(reg 3)'"
only "$(reg 2)" "$(reg 3)" AQ25110999999 >in.csv
run 1 room-print --doc door -o r.pdf in.csv
has err 'in.csv:2: reg_no: NOT_SEATED: '
has err 'in.csv:3: reg_no: REG_DELETED: '
has err 'in.csv:4: reg_no: REG_UNKNOWN: '
ok test ! -e r.pdf
cp seated.db exam.db
# whose money went back after seating stands on nothing; the seat stays empty
n=$(sql "SELECT count(*) FROM seat WHERE room = '$room5' AND session = '1'")
sql "UPDATE registration SET paid_at = NULL WHERE reg_no = '$(reg 5)'"
only "$(reg 5)" >in.csv
run 1 room-print --doc all -o r.pdf in.csv
has err 'in.csv:2: reg_no: NOT_PAID: '
ok test ! -e r.pdf
run 0 room-print -e AQ-2025 -a --doc all --room "$room5" -o r.pdf
text r.pdf >page.text
lacks page.text "$(admit "$(reg 5)")"
room-print -q -e AQ-2025 -a --doc sign --session 1 --room "$room5" -o r.pdf >out
says r.pdf 1 "应考人数$((n - 1))人"
cp seated.db exam.db
# whose papers have not passed, where they must before payment, has no card that holds: no sheet says that he sits there
sql "INSERT INTO setting (row, exam, province, setting, value) VALUES (999, 'AQ', '110000', 'review_mode', 'pre'); UPDATE registration SET review = 'fail' WHERE reg_no = '$(reg 5)'"
run 1 room-print -e AQ-2025 -a --doc all --room "$room5" -o r.pdf -r rejects.csv
equal 'he is refused' "$(sed 1d rejects.csv | cut -d, -f5,7)" "NOT_REVIEWED,$(reg 5)"
text r.pdf >page.text
lacks page.text "$(admit "$(reg 5)")"
run 1 room-print -q -e AQ-2025 -a --doc sign --session 1 --room "$room5" -o r.pdf
says r.pdf 1 "应考人数$((n - 1))人"
sql "UPDATE registration SET review = '', outcome = 'onsite' WHERE reg_no = '$(reg 5)'"
run 1 room-print -q -e AQ-2025 -a --doc sign --session 1 --room "$room5" -o r.pdf
sql "UPDATE registration SET paid_at = NULL WHERE reg_no = '$(reg 5)'"
only "$(reg 5)" >in.csv
run 1 room-print --doc sign -o r.pdf in.csv
has err 'in.csv:2: reg_no: NOT_PAID: '
has err 'in.csv:2: reg_no: NOT_REVIEWED: '
cp seated.db exam.db
sql "UPDATE registration SET review = 'fail' WHERE reg_no = '$(reg 5)'; INSERT INTO setting (row, exam, province, setting, value) VALUES (999, 'AQ', '110000', 'review_mode', 'post')"
run 0 room-print -q -e AQ-2025 -a --doc sign --session 1 --room "$room5" -o r.pdf
says r.pdf 1 "应考人数${n}人"
cp seated.db exam.db
# who may act for one review point does not get the sheets of a room in which others sit
sql "UPDATE registration SET review_point = '02' WHERE reg_no = '$(reg 5)'; INSERT INTO operator (row, login, name, role, province, city, review_point) VALUES (1, '$(id -un)', 'x', 'district', '110000', '110100', '01')"
only "$(sql "SELECT reg_no FROM seat JOIN registration r ON r.id = registration_id WHERE room = '$room5' AND reg_no <> '$(reg 5)' LIMIT 1")" >in.csv
run 1 room-print --doc sign -o foreign.pdf in.csv
has err "NOT_AUTHORISED: in room 110100-01-$room5 sits $(reg 5)"
ok test ! -e foreign.pdf
cp seated.db exam.db

# ---- --strict, disks and folders
sql "UPDATE person SET name = '王' || char(0xe863) WHERE id = $(person 5)"
run 1 room-print --strict -e AQ-2025 -a --doc door,sign -O strict
ok test ! -e strict
cp seated.db exam.db
if [ -w /dev/full ]; then
	run 4 room-print -e AQ-2025 -a --doc door -o /dev/full
	has err 'run it again'
	ok test -c /dev/full
	room-print -e AQ-2025 -a --doc door -O full >/dev/full 2>err
	equal 'stdout full: 4, as the files are there' $? 4
	ok test -e full/110100-01-001.pdf
	rm -r full
	run 3 room-print -e AQ-2025 -a --doc door -O full -r /dev/full
	ok test ! -e full
fi
mkdir dir
run 3 room-print -e AQ-2025 -a --doc door -o dir
run 3 room-print -e AQ-2025 -a --doc door -O no/such/folder
ls -A | grep -E 'print\.[^s]' && fail 'something was left over' || pass 'nothing is left over'

# ---- one exam a run
export KAOWU_NOW=2025-07-01T10:00:00
reg_csv JZ-2025 110100 01 03 200 201 pledge=adopt | reg-import -q - >jz.csv
pay
export KAOWU_NOW=2025-09-10T10:00:00
seat-assign -q -e JZ-2025 --seed 1 >/dev/null
only "$one" "$(sed -n 2p jz.csv | cut -d, -f1)" >in.csv
run 3 room-print --doc door -o mixed.pdf in.csv
has err EXAM_MIXED
run 0 room-print -e JZ-2025 --doc door -o jz.pdf in.csv
says jz.pdf 1 2025年度一级建造师职业资格考试 '专业工程管理与实务（铁路工程）' 共2人
has err '1 records are not of JZ-2025'

done_testing

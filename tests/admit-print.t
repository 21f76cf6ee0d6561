#!/bin/sh
# admit-print: a card for everybody who has paid and has a seat, whole, right, and the same every time.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"
. "$ROOT/tests/print.sh"

sql() { sqlite3 exam.db "$1"; }
column() { tail -n +2 out | cut -d, -f"$1"; }

office
"$B/tests/office-gen" --data "$ROOT/tests/gen/data" --out gen --people 4 --photos 4 >/dev/null 2>&1
reg_csv AQ-2025 110100 01 03 1 34 pledge=adopt >a.csv
reg_csv AQ-2025 110100 03 05 35 36 pledge=adopt >b.csv
reg-import -q a.csv b.csv >regs.csv
pay
seat-assign -q -e AQ-2025 --seed 7 >seats.csv
photographs
cp exam.db seated.db
one=$(sed -n 2p regs.csv | cut -d, -f1)
admit() { sql "SELECT admit_no FROM registration WHERE reg_no = '$1'"; }
only() { echo reg_no; for r in "$@"; do echo "$r"; done; }

# ---- usage
export KAOWU_NOW=2025-10-22T09:00:00
run 2 admit-print -e AQ-2025 -a
has err '-o FILE.pdf'
run 2 admit-print -e AQ-2025 -a -o x.pdf -O x
run 2 admit-print -e AQ-2025 -a -O x --per bag
run 2 admit-print -a -O x
run 2 admit-print -e AQ-2025 -a -O x --doc door
has err "--doc: one of admit, not 'door'"

# ---- the window: before it, and past it with an order from above
export KAOWU_NOW=2025-10-19T23:59:59
dump >before
run 3 admit-print -e AQ-2025 -a -O cards
has err 'WINDOW_CLOSED: admit_print of AQ-2025 opens 2025-10-20T09:00:00'
equal 'closed: nothing printed' "$(wc -l <out)" 1
ok test ! -e cards
dump | cmp -s - before && pass 'closed: nothing changed' || fail 'closed: the database has changed'
run 0 admit-print -e AQ-2025 -a -O early --override '京考函〔2025〕7号: 系统演练'
rows "SELECT count(*) FROM batch WHERE tool = 'admit-print' AND override LIKE '京考函%'" <<'E'
1
E
cp seated.db exam.db

# ---- by room
export KAOWU_NOW=2025-10-22T09:00:00
dump >before
run 0 admit-print -e AQ-2025 -a -O cards -n
cp out dry
dump | cmp -s - before && pass 'a dry run changes nothing' || fail 'the dry run has changed the database'
ok test ! -e cards
run 0 admit-print -e AQ-2025 -a -O cards
has err 'admit-print: 36 accepted, 0 rejected, 0 unchanged'
cmp -s out dry && pass 'the dry run has printed the same' || { fail 'the dry run printed otherwise'; diff out dry | head -5 | sed 's/^/# /'; }
cp out first
rows "SELECT count(*), min(printed_at), max(printed_at) FROM registration WHERE printed_at IS NOT NULL" <<'E'
36|2025-10-22T09:00:00|2025-10-22T09:00:00
E
rows "SELECT DISTINCT state FROM registration_state" <<'E'
printed
E
# stdout is by reg_no; the pages are where the plan has the people: room by room, seat by seat
column 1 | sort -c && pass 'by reg_no' || fail 'not by reg_no'
sql "SELECT r.reg_no, 'cards/' || s.city || '-' || s.site || '-' || s.room || '.pdf', row_number() OVER (PARTITION BY s.city, s.site, s.room ORDER BY s.seat)
	FROM registration r JOIN seat s ON s.registration_id = r.id WHERE s.session = '3' OR (r.level = '03' AND s.session = (SELECT min(session) FROM seat
	WHERE registration_id = r.id)) ORDER BY r.reg_no" | tr '|' , | sort -u >want
tail -n +2 out | cmp -s - want && pass 'file and page follow the plan' || { fail 'file and page'; tail -n +2 out | diff - want | head -6 | sed 's/^/# /'; }
cut -d, -f2 want | sort -u | sed 's,.*/,,' >want.files
ls -A cards | cmp -s - want.files && pass 'a file a room, and nothing else' || fail "files: $(ls -A cards | tr '\n' ' ')"
sum=0
for f in cards/*.pdf; do
	ok qpdf --check "$f"
	sum=$((sum + $(pages "$f")))
	equal "$f: mode" "$(stat -c %a "$f")" 600
	equal "$f: A4" "$(pdfinfo "$f" | grep -c 'Page size: .*A4')" 1
done
equal 'a page a card' "$sum" 36

# every card says what the database says
IFS='|'
sql "SELECT p.name, p.id_no, r.admit_no, s.room, printf('%02d', s.seat), n.number, r.reg_no FROM registration r JOIN person p ON p.id = r.person_id
	JOIN seat s ON s.registration_id = r.id JOIN seating_room n USING (exam_id, city, site, room) GROUP BY r.id" >people
bad=0
while read -r name id admit room seat number reg; do
	text "cards/$(sed -n "s,^$reg\,cards/,,p" first | cut -d, -f1)" "$(sed -n "s/^$reg,.*,//p" first)" >page.text
	for t in "$name" "$id" "$admit" "$(printf %03d "$number")$seat"; do
		grep -qF "$t" page.text || { bad=$((bad + 1)); echo "# $reg lacks $t"; }
	done
done <people
unset IFS
equal 'fields that a card lacks' "$bad" 0
f=$(sed -n "s/^$one,\(.*\),.*/\1/p" first) p=$(sed -n "s/^$one,.*,//p" first)
says "$f" "$p" 2025年度中级注册安全工程师职业资格考试 准考证 居民身份证 考全科 化工安全 北京市第 考点路 '安全生产专业实务（化工安全）' 第一审核点咨询电话011- \
	安全生产法律法规2025年10月25日09:00—11:30 2025年10月26日14:00—16:30 考生须知
three=$(sed -n 36p regs.csv | cut -d, -f1)
f3=$(sed -n "s/^$three,\(.*\),.*/\1/p" first) p3=$(sed -n "s/^$three,.*,//p" first)
says "$f3" "$p3" 免二科 建筑施工安全
equal 'two subjects, two sessions' "$(grep -o '2025年10月2[56]日' page.text | wc -l)" 2

# codes: the number, and a token of this exam, this number and the office's key
pdftoppm -r 150 -f "$p" -l "$p" -png "$f" card
if command -v zbarimg >/dev/null; then
	zbarimg -q card-*.png 2>/dev/null >codes
	has codes "CODE-128:$(admit "$one")"
	grep -qE "^QR-Code:KW1\.AQ-2025\.$(admit "$one")\.[A-Za-z0-9_-]{12}\.[A-Za-z0-9_-]{86}$" codes && pass 'a token' || { fail 'a token'; sed 's/^/# /' codes; }
else
	skip 'no zbarimg (package zbar-tools): codes are not read'
fi
grep -qE '[0-9]{17}[0-9X]' out err && fail 'a document on stdout or stderr' || pass 'no personal data on stdout and stderr'

# ---- again: unchanged, printed again, byte for byte, whatever -j
cp -r cards kept
export KAOWU_NOW=2025-10-23T09:00:00
dump >before
run 0 admit-print -e AQ-2025 -a -O cards -j 1
has err '0 accepted, 0 rejected, 36 unchanged'
cmp -s out first && pass 'the same stream' || fail 'another stream'
diff -r cards kept >/dev/null && pass 'the same bytes with -j 1' || fail 'other bytes with -j 1'
run 0 admit-print -e AQ-2025 -a -O cards -j 5 --doc admit
diff -r cards kept >/dev/null && pass 'and with -j 5' || fail 'other bytes with -j 5'
dump | cmp -s - before && pass 'again: nothing changed' || fail 'again: the database has changed'
rows "SELECT DISTINCT printed_at FROM registration" <<'E'
2025-10-22T09:00:00
E
run 0 admit-print -e AQ-2025 -a -O cards --changed
equal '--changed: only the header' "$(wc -l <out)" 1
# past the window, with an order from above: what was printed again is in the audit log, though nothing has changed
run 0 admit-print -e AQ-2025 -a -O cards --as-of 2026-01-10 --override '京考函〔2026〕1号: 补打'
has err '36 unchanged'
rows "SELECT action, subject, detail FROM audit_entry WHERE action = 'override'" <<'E'
override|AQ-2025|京考函〔2026〕1号: 补打
E
dump | cmp -s - before && pass 'and nothing else' || fail 'the database has changed'

# after the results, too: all who have a seat
cp exam.db printed.db
sql "INSERT INTO score SELECT registration_id, subject, 6000, '', 1 FROM registration_subject"
equal 'they have marks' "$(sql 'SELECT DISTINCT state FROM registration_state')" scored
reg-list -e AQ-2025 --todo admit-print >out
equal 'listed' "$(sed 1d out | wc -l)" 36
run 0 admit-print -e AQ-2025 -a -O cards
has err '36 unchanged'
cp printed.db exam.db

# ---- by person: the same card alone and among others
run 0 admit-print -e AQ-2025 -a --per person -O each
sql "SELECT admit_no || '.pdf' FROM registration ORDER BY admit_no" | sort >want
ls -A each | sort | cmp -s - want && pass 'ADMIT_NO.pdf and nothing else' || fail "files: $(ls -A each | head -5 | tr '\n' ' ')"
only "$one" | admit-print -q --per person -O alone >out
echo "$one,alone/$(admit "$one").pdf,1" >want
tail -n +2 out | cmp -s - want && pass 'stdout' || fail "stdout: $(cat out)"
cmp -s "alone/$(admit "$one").pdf" "each/$(admit "$one").pdf" && pass 'alone or among others: the same bytes' || fail 'alone: other bytes'
equal 'one page' "$(pages "alone/$(admit "$one").pdf")" 1
only "$one" "$one" | admit-print -q --per person -O twice >out
equal 'asked for twice: told twice' "$(grep -c "^$one,twice/$(admit "$one").pdf,1\$" out)" 2
equal 'and drawn once' "$(pages "twice/$(admit "$one").pdf")" 1

# ---- one file; the other groups; filters
run 0 admit-print -e AQ-2025 -a -o all.pdf
ok qpdf --check all.pdf
equal 'one file for all' "$(pages all.pdf)" 36
equal 'its mode' "$(stat -c %a all.pdf)" 600
sed -n 's/^\([^,]*\),all.pdf,7$/\1/p' out >seventh
says all.pdf 7 "$(sql "SELECT admit_no FROM registration WHERE reg_no = '$(cat seventh)'")"
run 0 admit-print -e AQ-2025 -a --per city -O by
run 0 admit-print -e AQ-2025 -a --per review_point -O by
run 0 admit-print -e AQ-2025 -a --per site -O by
ls by | grep -v '^110100-0[1-9].pdf$' | tr '\n' ' ' >out
equal 'by city, review point and site' "$(cat out)" '110100.pdf '
equal 'review point' "$(pages by/110100-01.pdf)" "$(sql "SELECT count(DISTINCT registration_id) FROM seat WHERE site = '01'")"
site=$(sql 'SELECT site FROM seat ORDER BY city, site, room LIMIT 1') room=$(sql 'SELECT room FROM seat ORDER BY city, site, room LIMIT 1')
run 0 admit-print -e AQ-2025 -a --site "$site" --room "$room" -O filtered
equal 'one room' "$(ls filtered)" "110100-$site-$room.pdf"
equal 'all of it' "$(pages "filtered/110100-$site-$room.pdf")" "$(sql "SELECT count(DISTINCT registration_id) FROM seat WHERE site = '$site' AND room = '$room'")"
run 0 admit-print -e AQ-2025 -a --session 1 -o first.pdf
equal 'who sits session 1' "$(pages first.pdf)" "$(sql "SELECT count(*) FROM seat WHERE session = '1'")"
rm -rf none
empty=$(sql "SELECT room FROM room r WHERE site = '$site' AND city = '110100' AND room NOT IN (SELECT room FROM seat s WHERE s.site = r.site) LIMIT 1")
run 0 admit-print -e AQ-2025 -a --site "$site" --room "$empty" -O none
has err '36 sit elsewhere and were left out'
has err 'no cards: nobody of the input sits there'
lacks err 'not of AQ-2025'
ok test ! -e none
run 2 admit-print -e AQ-2025 -a --site 99 -O none
has err '--site: no city has a site 99'
run 2 admit-print -e AQ-2025 -a --site 01 --room 099 -O none
has err '--room: no site has a room 099'
run 2 admit-print -e AQ-2025 -a --session 9 -O none
has err '--session: AQ-2025 has no session 9'
ok test ! -e none

# ---- the minutes after which nobody enters are a setting: 5 where it is not, and a province may have its own
cp seated.db exam.db
only "$one" >in.csv
admit-print -q -o five.pdf in.csv >/dev/null
says five.pdf 1 考试开始5分钟后不得进入考场
sql "INSERT INTO setting (row, exam, province, setting, value) VALUES (997, '*', '*', 'entry_late_minutes', '15'), (998, 'AQ', '310000', 'entry_late_minutes', '0')"
admit-print -q -o fifteen.pdf in.csv >/dev/null
says fifteen.pdf 1 考试开始15分钟后不得进入考场
two=$(sed -n 3p regs.csv | cut -d, -f1)
sql "UPDATE registration SET province = '310000', city = '310100' WHERE reg_no = '$two'"
only "$one" "$two" | admit-print -q --per person -O late >/dev/null
says "late/$(admit "$one").pdf" 1 考试开始15分钟后不得进入考场
says "late/$(admit "$two").pdf" 1 考试开始后不得进入考场
cmp -s fifteen.pdf "late/$(admit "$one").pdf" && pass 'whoever else is printed, the bytes are the same' || fail 'other bytes beside others'
equal 'the card is no other for its notes' "$(sql "SELECT count(*) FROM card WHERE registration_id = (SELECT id FROM registration WHERE reg_no = '$one')")" 1

# ---- refused: with the reason, and the others are printed
cp seated.db exam.db
refused() { # CODE REG_NO
	grep -q "^stdin:[0-9]*: reg_no: $1: " err && pass "$1" || { fail "no $1"; sed 's/^/# /' err; }
	equal "$1: the other card is printed" "$(column 1)" "$one"
}
reg() { sed -n "$(($1 + 1))p" regs.csv | cut -d, -f1; }
person() { echo "(SELECT person_id FROM registration WHERE reg_no = '$(reg "$1")')"; }
try() { only "$(reg "$1")" "$one" >in.csv; rm -rf r; run 1 admit-print --per person -O r - <in.csv; ls r >files; equal 'one file' "$(cat files)" "$(admit "$one").pdf"; }
sql "UPDATE registration SET paid_at = NULL, seated_at = NULL, admit_no = NULL WHERE reg_no = '$(reg 2)'"
try 2
refused NOT_PAID
refused NOT_SEATED
sql "UPDATE registration SET review = 'fail' WHERE reg_no = '$(reg 12)'"
sql "INSERT INTO setting (row, exam, province, setting, value) VALUES (999, 'AQ', '110000', 'review_mode', 'pre')"
try 12
refused NOT_REVIEWED
sql "UPDATE registration SET review = 'pass' WHERE reg_no = '$(reg 12)'"
only "$(reg 12)" | admit-print -q --per person -O r -n - >out
equal 'a pass prints' "$(sed 1d out | wc -l)" 1
sql "UPDATE registration SET review = '', outcome = 'onsite' WHERE reg_no = '$(reg 12)'"
try 12
refused NOT_REVIEWED
sql "UPDATE setting SET value = 'post' WHERE row = 999"
only "$(reg 12)" | admit-print -q --per person -O r -n - >out
equal 'where papers are reviewed after the exam, it prints' "$(sed 1d out | wc -l)" 1
sql "DELETE FROM setting WHERE row = 999; UPDATE registration SET deleted_at = '2025-10-01T00:00:00' WHERE reg_no = '$(reg 3)'"
try 3
refused REG_DELETED
only AQ25110999999 "$one" >in.csv
run 1 admit-print -o r.pdf in.csv
has err 'in.csv:2: reg_no: REG_UNKNOWN: '
sql "UPDATE person SET photo_id = NULL WHERE id = $(person 4)"
try 4
refused PHOTO_MISSING
sql "UPDATE person SET name = '王' || char(0xe863) WHERE id = $(person 5)"
try 5
refused CHAR_UNCOVERED
has err 'U+E863'
sql "UPDATE person SET name = '王' || char(0x80000) WHERE id = $(person 6)"
try 6
refused CHAR_UNCOVERED
has err 'U+80000'
sql "UPDATE person SET name = '王' || char(0xe863, 0x80000, 0x80000) WHERE id = $(person 6); UPDATE site SET address = address || char(0x80002)"
only "$(reg 6)" >in.csv
run 1 admit-print -o r.pdf in.csv
equal 'every character is named, once a field' "$(grep -o '[a-z]* of 王.*U+[0-9A-F]*' err | sed 's/ of .*U/ U/' | sort | tr '\n' ' ')" \
	'address U+80002 name U+80000 name U+E863 '
sql "UPDATE site SET address = replace(address, char(0x80002), '')"
# a room that needs words to be found, and a site that is another than the head's
sql "UPDATE room SET name = '综合实训楼A座3层305室(从西侧楼梯上,到达后右转)'"
cp exam.db before.db
only "$one" | admit-print -q -o place.pdf - >/dev/null
says place.pdf 1 '综合实训楼A座'
sql "UPDATE seat SET site = '02' WHERE registration_id = (SELECT id FROM registration WHERE reg_no = '$one') AND session = '4';
	UPDATE site SET name = '某某自治州某某自治县第一高级中学(新校区)东教学楼' WHERE site = '02'; UPDATE room SET name = '综合实训楼A座3层305室' WHERE site = '02'"
only "$one" | admit-print -q -o place.pdf - >/dev/null
says place.pdf 1 '综合实训楼A座3层305室'
pdftotext -raw place.pdf - | tr -d '\n' >page.text
has page.text '某某自治县第一高级中学'
cp before.db exam.db
sixty=$(printf '阿卜杜热合曼·买买提明·%.0s' 1 2 3 4 5)
sql "UPDATE person SET name = '$sixty' WHERE id = $(person 7)"
cp exam.db before.db
only "$(reg 7)" | admit-print -q -o sixty.pdf - >/dev/null
cp before.db exam.db
equal 'a name of sixty characters is printed whole' "$(pdftotext -raw sixty.pdf - | tr -d '\n' | grep -c "$sixty")" 1
sql "UPDATE person SET name = replace(hex(zeroblob(60)), '00', '欧阳') WHERE id = $(person 7)"
try 7
refused TEXT_OVERFLOW
sql "UPDATE person SET gender = NULL WHERE id = $(person 8)"
try 8
refused FIELD_EMPTY
has err 'gender of'
sql "UPDATE registration SET admit_no = '准1' WHERE reg_no = '$(reg 9)'"
try 9
refused CODE_UNPRINTABLE
# a photo that is gone, damaged, or no JPEG
sql "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id) SELECT $(person 10),
	'00000000000000000000000000000000000000000000000000000000000000aa', 'x', 1, 1, 1, '', '', 'pass', '', '', 1;
	UPDATE person SET photo_id = (SELECT max(id) FROM photo) WHERE id = $(person 10)"
try 10
refused PHOTO_UNREADABLE
mkdir -p exam.photos/00
echo x >exam.photos/00/00000000000000000000000000000000000000000000000000000000000000aa.jpg
try 10
has err damaged
rm exam.photos/00/*.jpg
mkfifo exam.photos/00/00000000000000000000000000000000000000000000000000000000000000aa.jpg
try 10
has err damaged
echo 'no picture' >no.jpg
keep no.jpg
sql "UPDATE photo SET sha256 = '$sha' WHERE id = (SELECT max(id) FROM photo)"
try 10
refused PHOTO_UNREADABLE
rows "SELECT count(*) FROM registration WHERE printed_at IS NOT NULL" <<'E'
1
E
# rejects are whole and come back in when mended
only "$(reg 4)" "$one" >in.csv
run 1 admit-print --per person -O r -r rejects.csv in.csv
has rejects.csv "in.csv,2,1,reg_no,PHOTO_MISSING,"
photographs
run 0 admit-print --per person -O r rejects.csv
equal 'the mended one' "$(column 1)" "$(reg 4)"
# --strict: one refused, no file, nothing changed
dump >before
only "$(reg 5)" "$(reg 11)" >in.csv
run 1 admit-print --strict --per person -O strict in.csv
ok test ! -e strict
dump | cmp -s - before && pass '--strict: nothing changed' || fail '--strict: the database has changed'
# nobody passes: no file
only "$(reg 5)" >in.csv
run 1 admit-print -o nobody.pdf in.csv
ok test ! -e nobody.pdf

# ---- rare characters print, and copy out as they are
cp seated.db exam.db
sql "UPDATE person SET name = '㛃𬭎𠅤' WHERE id = $(person 1)"
only "$one" | admit-print -q -o rare.pdf >/dev/null
says rare.pdf 1 㛃𬭎𠅤

# ---- at computers there are no answer cards
says rare.pdf 1 答题卡 草稿纸
sql "UPDATE exam SET delivery = 'computer' WHERE exam = 'AQ'"
only "$one" | admit-print -q -o machine.pdf >/dev/null
says machine.pdf 1 考试机 两证齐全 第31号
for t in 答题卡 草稿纸 试卷; do lacks page.text $t; done

# ---- disks and folders
cp seated.db exam.db
dump >before
if [ -w /dev/full ]; then
	# nothing is published before the commit: what fails before it leaves no card, what fails behind it is printed again
	run 3 admit-print -e AQ-2025 -a -O full -r /dev/full
	has err 'nothing was changed'
	ok test ! -e full
	dump | cmp -s - before && pass 'rejects full: nothing changed' || fail 'rejects full: the database has changed'
	run 4 admit-print -e AQ-2025 -a -o /dev/full
	has err 'the run is committed; run it again'
	ok test -c /dev/full
	equal 'the cards are known' "$(sql 'SELECT count(*) FROM card')" 36
	cp seated.db exam.db
	admit-print -e AQ-2025 -a -O full >/dev/full 2>err
	equal 'stdout full: 4' $? 4
	equal 'and committed' "$(sql 'SELECT count(*) FROM registration WHERE printed_at IS NOT NULL')" 36
	run 0 admit-print -e AQ-2025 -a -O full
	sed 's,full/,cards/,' out | cmp -s - first && pass 'again: the whole stream' || fail 'again: another stream'
	cp seated.db exam.db
fi
mkdir -p dir taken/110100-01-002.pdf
echo old >taken/110100-01-001.pdf
run 3 admit-print -e AQ-2025 -a -O taken
has err 'taken/110100-01-002.pdf: Is a directory; nothing was changed'
run 3 admit-print -e AQ-2025 -a -O taken -n
equal 'what stood there stands there' "$(cat taken/110100-01-001.pdf)" old
for r in dir/110100-01-001.pdf ./dir/110100-01-001.pdf; do
	run 2 admit-print -e AQ-2025 -a -O dir -r $r
	ok test ! -e $r
done
only "$one" >dir/110100-01-002.pdf
only "$one" >dir/110100-01-001.pdf
run 2 admit-print -O dir dir/110100-01-001.pdf dir/110100-01-002.pdf
has err 'would overwrite'
has dir/110100-01-001.pdf "$one"
rm dir/*
run 3 admit-print -e AQ-2025 -a -o dir
run 3 admit-print -e AQ-2025 -a -n -o dir
run 3 admit-print -e AQ-2025 -a -n -O no/such/folder
run 3 admit-print -e AQ-2025 -a -n -o no/such.pdf
for o in '' -; do
	run 2 admit-print -e AQ-2025 -a -o "$o"
done
run 2 admit-print -e AQ-2025 -a -O ''
echo x >file
run 3 admit-print -e AQ-2025 -a -O file
equal 'a file is no folder' "$(cat file)" x
run 3 admit-print -e AQ-2025 -a -O no/such/folder
run 3 admit-print -e AQ-2025 -a -o no/such.pdf
dump | cmp -s - before && pass 'nothing changed by any of these' || fail 'the database has changed'
ls -A | grep -E 'print\.' && fail 'something was left over' || pass 'nothing is left over'
# what a killed run could not clear away goes with the next; what a living one holds stays
mkdir -p dead/.print.aBcDeF dead/.print.living dead/.print.longer-name
echo x >dead/.print.aBcDeF/0.pdf
echo x >dead/.print.living/0.pdf
exec 7<dead/.print.living
flock 7
run 0 admit-print -e AQ-2025 -a -n -O dead
ok test -e dead/.print.aBcDeF/0.pdf
run 0 admit-print -e AQ-2025 -a -O dead
ls -A dead | grep print | sort | tr '\n' ' ' >out
equal 'left of other runs' "$(cat out)" '.print.living .print.longer-name '
ok test -e dead/.print.living/0.pdf
exec 7<&-
cp seated.db exam.db
# killed outright: no file under its name, nothing recorded, and the next run leaves the folder as it should be
hold
admit-print -e AQ-2025 -a --per person -O shot >/dev/null 2>&1 8>&- &
pid=$!
while ! ls shot/.print.*/*.pdf >/dev/null 2>&1 && kill -0 $pid 2>/dev/null; do sleep 0.01; done
kill -KILL $pid
wait $pid 2>/dev/null
equal 'killed: no file' "$(ls shot)" ''
dump | cmp -s - before && pass 'killed: nothing changed' || fail 'killed: the database has changed'
let_go
run 0 admit-print -e AQ-2025 -a --per person -O shot
equal 'the next run leaves files only' "$(ls -A shot | grep -vc '^[0-9]*.pdf$')" 0
equal 'all of them' "$(ls shot | wc -l)" 36
cp seated.db exam.db
# a run that is ended while it draws, or while it waits for the lock, leaves neither files nor marks
hold
for s in TERM HUP; do
	admit-print -e AQ-2025 -a --per person -O killed >/dev/null 2>&1 8>&- &
	pid=$!
	while [ ! -e killed ] && kill -0 $pid 2>/dev/null; do sleep 0.01; done
	[ $s = HUP ] && sleep 0.5
	kill -$s $pid
	wait $pid 2>/dev/null
	got=$?
	[ $s = HUP ] && want=129 || want=143
	equal "ended by SIG$s" $got $want
	ok test ! -e killed
done
let_go
dump | cmp -s - before && pass 'interrupted: nothing changed' || fail 'interrupted: the database has changed'

# ---- keys
chmod 640 exam.key
run 0 admit-print -e AQ-2025 -a -O k -n
has err 'exam.key: others may read or write it (mode 640)'
chmod 600 exam.key
mv exam.key away
run 3 admit-print -e AQ-2025 -a -O k
has err 'exam.key'
exam-init -q -d other.db && cp other.key exam.key
run 3 admit-print -e AQ-2025 -a -O k
has err 'not a pair'
mv away exam.key
ok test ! -e k

# ---- two exams: one form each
export KAOWU_NOW=2025-07-01T10:00:00
reg_csv JZ-2025 110100 01 03 200 201 pledge=adopt | reg-import -q - >jz.csv
pay
photographs
export KAOWU_NOW=2025-09-10T10:00:00
seat-assign -q -e JZ-2025 --seed 1 >/dev/null
export KAOWU_NOW=2025-09-16T10:00:00
only "$one" "$(sed -n 2p jz.csv | cut -d, -f1)" >in.csv
run 3 admit-print -o mixed.pdf --override '1: 2' in.csv
has err EXAM_MIXED
ok test ! -e mixed.pdf
run 0 admit-print -e JZ-2025 -o jz.pdf in.csv
equal '-e takes its own' "$(pages jz.pdf)" 1
{ sed -n 1p in.csv; sed 1d in.csv | sort -r; } >back.csv
run 0 admit-print -e JZ-2025 -o back.pdf back.csv
equal 'whichever comes first' "$(pages back.pdf)" 1
has err '1 records are not of JZ-2025'
cp exam.db two.db
sql "UPDATE registration SET reg_no = 'ZZ1' WHERE reg_no = '$one'"
sed "s/^$one/ZZ1/" back.csv >odd.csv
run 0 admit-print -e JZ-2025 -o odd.pdf odd.csv
equal 'where the number does not tell the exam, too' "$(pages odd.pdf)" 1
has err '1 records are not of JZ-2025'
cp two.db exam.db
{ echo exam,reg_no; echo "AQ-2025,$one"; echo "JZ-2025,$(sed -n 2p jz.csv | cut -d, -f1)"; } >exams.csv
run 0 admit-print -e JZ-2025 -o exams.pdf exams.csv
equal 'with a column of exams' "$(pages exams.pdf)" 1
run 0 admit-print -e AQ-2025 -n -o x.pdf --override '1: 2' in.csv
has out "$one,x.pdf,1"
says jz.pdf 1 2025年度一级建造师职业资格考试 '专业工程管理与实务（铁路工程）'

# ---- another writer changes a card while it is drawn: all or nothing, try again
cp seated.db exam.db
export KAOWU_NOW=2025-10-22T09:00:00
mkfifo pipe
admit-print -O raced --per person - <pipe >out 2>err &
pid=$!
exec 9>pipe
only "$one" >&9
hold 9>&- # the run stops before its transaction
exec 9>&-
queued 1
sql "UPDATE person SET name = '改名后' WHERE id = $(person 1)"
let_go
wait $pid
equal 'changed meanwhile' $? 75
has err 'run again'
ok test ! -e raced
rows "SELECT count(*) FROM registration WHERE printed_at IS NOT NULL" <<'E'
0
E

done_testing

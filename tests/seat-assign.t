#!/bin/sh
# seat-assign: everybody who has paid gets one place for the whole exam, once.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"

# none SQL: what must not be there
none() { rows "$1" </dev/null; }
# sound: what must hold of any plan (model.md, 8), in SQL of its own
sound() {
	none "SELECT 'two on a seat', a.city, a.site, a.room, a.seat FROM seat a JOIN exam ea ON ea.id = a.exam_id
		JOIN session x ON x.exam = ea.exam AND x.year = ea.year AND x.session = a.session
		JOIN seat b ON b.city = a.city AND b.site = a.site AND b.room = a.room AND b.seat = a.seat AND b.registration_id > a.registration_id
		JOIN exam eb ON eb.id = b.exam_id JOIN session y ON y.exam = eb.exam AND y.year = eb.year AND y.session = b.session
		WHERE x.date = y.date AND x.start < y.\"end\" AND y.start < x.\"end\""
	none "SELECT 'beyond capacity', s.exam_id, s.session, s.city, s.site, s.room FROM seat s JOIN room r USING (city, site, room)
		GROUP BY 2, 3, 4, 5, 6 HAVING count(*) > r.capacity OR max(s.seat) > r.capacity"
	none "SELECT 'moves between sessions', registration_id FROM seat GROUP BY registration_id HAVING
		count(DISTINCT city || site || room || '/' || seat) > 1"
	none "SELECT 'a subject not sat once', r.reg_no, t.subject FROM registration r JOIN registration_subject t ON t.registration_id = r.id
		WHERE r.seated_at IS NOT NULL AND t.carried_year IS NULL AND (SELECT count(*) FROM seat s WHERE s.registration_id = r.id AND
		'+' || s.subject || '+' LIKE '%+' || t.subject || '+%') <> 1"
	none "SELECT 'in two sessions at a time', a.registration_id FROM seat a JOIN seat b ON b.registration_id = a.registration_id AND b.session > a.session
		JOIN exam e ON e.id = a.exam_id JOIN session x ON x.exam = e.exam AND x.year = e.year AND x.session = a.session
		JOIN session y ON y.exam = e.exam AND y.year = e.year AND y.session = b.session
		WHERE x.date = y.date AND x.start < y.\"end\" AND y.start < x.\"end\""
	none "SELECT 'wrong kind of room', s.room FROM seat s JOIN exam e ON e.id = s.exam_id JOIN room r USING (city, site, room)
		WHERE r.delivery <> e.delivery"
	none "SELECT 'needs an accessible room', g.reg_no FROM seat s JOIN room r USING (city, site, room)
		JOIN registration g ON s.registration_id = g.id WHERE g.special_needs <> '' AND NOT r.accessible"
	none "SELECT 'not at the site', g.reg_no FROM registration g JOIN seat s ON s.registration_id = g.id WHERE g.site NOT IN ('', s.site)"
	none "SELECT 'a room without a number', s.room FROM seat s LEFT JOIN seating_room n USING (exam_id, city, site, room) WHERE n.number IS NULL"
}
# digest_of EXAM: the plan's digest is sha256sum of the rows as printed
digest_of() {
	seat-assign -q -e "$1" | tail -n +2 | sha256sum | cut -d' ' -f1 >digest
	rows "SELECT p.digest FROM seating_plan p JOIN exam e ON e.id = p.exam_id WHERE e.exam || '-' || e.year = '$1'" <digest
}
# kept FILE: the database is as FILE says (dump)
kept() { if dump | cmp -s - "$1"; then pass "the database is as it was ($1)"; else fail "the database has changed ($1)"; fi; }

# ---- a paper exam of two levels in one city
office
export KAOWU_NOW=2024-07-10T10:00:00
run 0 seat-assign -e 308-2024
out <<'E'
reg_no,admit_no,session,subject,city,site,room,seat
E
has err 'nobody has paid'
rows "SELECT count(*) FROM seating_plan" <<'E'
0
E
reg_csv 308-2024 110100 01 01 1 70 pledge=adopt employer=单位@ >a.csv
reg_csv 308-2024 110100 02 01 71 130 pledge=adopt employer=单位@ >b.csv
run 0 reg-import a.csv b.csv
pay
cp exam.db paid.db
dump >before
run 0 seat-assign -e 308-2024 --plan-only --seed 2024
cp out plan
kept before
run 0 seat-assign -e 308-2024 --dry-run --seed 2024
out <plan
kept before
run 0 seat-assign -e 308-2024 --seed 2024
out <plan
has err '130 people seated, 130 in all, in 5 rooms (0 with mixed papers, 0 under the minimum'
equal "rows: everybody in both sessions" "$(wc -l <plan | tr -d ' ')" 261
sound
digest_of 308-2024
rows "SELECT count(*), count(DISTINCT admit_no), min(length(admit_no)) FROM registration WHERE seated_at = '2024-07-10T10:00:00'" <<'E'
130|130|11
E
# {level:1}{yy}{province:2}{city:2}{room:2}{seat:2}: rooms count through the city
rows "SELECT count(*) FROM seat s JOIN seating_room n USING (exam_id, city, site, room) JOIN registration r ON s.registration_id = r.id AND s.session = '1'
	WHERE r.admit_no = printf('%d241101%02d%02d', r.level, n.number, s.seat)" <<'E'
130
E
rows "SELECT group_concat(number) FROM (SELECT n.number FROM seating_room n JOIN room r USING (city, site, room) ORDER BY r.row)" <<'E'
1,2,3,4,5
E
tail -n +2 plan >body
sort -t, -k5,5 -k6,6 -k7,7 -k8,8n -k3,3 body >sorted
ok cmp body sorted
rows "SELECT count(*) FROM audit_entry WHERE action = 'seat-assign' AND subject = '308-2024'" <<'E'
1
E

# run again: the same stream, nothing changed
dump >after
run 0 seat-assign -e 308-2024
out <plan
has err 'as it stands since 2024-07-10T10:00:00'
run 0 seat-assign -e 308-2024 --seed 2024 --late
out <plan
run 3 seat-assign -e 308-2024 --seed other
out </dev/null
has err "PLAN_STANDS: the plan of 308-2024 was drawn on 2024-07-10T10:00:00 by the seed '2024'"
run 0 seat-assign -e 308-2024 --changed
equal "--changed prints nothing when nothing changed" "$(wc -l <out | tr -d ' ')" 1
run 0 seat-assign -e 308-2024 --header zh
equal "Chinese header" "$(head -n 1 out)" "报名号,准考证号,场次,科目,报考地市,考点,考场,座位"
kept after

# the same inputs and seed elsewhere: byte for byte; another seed: another plan
cp exam.db first.db
cp paid.db exam.db
run 0 seat-assign -e 308-2024 --seed 2024
out <plan
cp paid.db exam.db
run 0 seat-assign -e 308-2024 --seed 2025
if cmp -s out plan; then fail "another seed, the same plan"; else pass "another seed, another plan"; fi
sound

# ---- newcomers
cp first.db exam.db
reg_csv 308-2024 110100 01 01 131 133 pledge=adopt >c.csv
reg_csv 308-2024 110100 02 01 134 140 pledge=adopt special_needs=轮椅 >d.csv
run 0 reg-import -q c.csv d.csv
pay
run 0 seat-assign -e 308-2024
out <plan
has err 'NOT_SEATED: 30824110000131 (北京市) has paid since the plan was made'
has err '10 paid registrations have no seat: seat-assign --late seats them'
run 3 seat-assign -e 308-2024 --seal
has err 'NOT_SEATED: 10 paid registrations of 308-2024 have no seat'
dump >before
run 0 seat-assign -e 308-2024 --late --plan-only
cp out late
kept before
run 0 seat-assign -e 308-2024 --late
out <late
equal "two rows more for each newcomer" "$(grep -cvxFf plan late)" 20
equal "nobody moved" "$(grep -cxFf late plan)" 261
sound
digest_of 308-2024
run 0 seat-assign -e 308-2024 --late
out <late
run 0 reg-list -e 308-2024 --todo seat-assign </dev/null
equal "nobody left to be seated" "$(wc -l <out | tr -d ' ')" 1

# a room opened by --late goes on behind those that have a number
reg_csv 308-2024 110100 01 01 141 180 pledge=adopt >c.csv
run 0 reg-import -q c.csv
pay
run 0 seat-assign -e 308-2024 --late
sound
rows "SELECT group_concat(number) FROM (SELECT number FROM seating_room JOIN room USING (city, site, room) ORDER BY row)" <<'E'
1,2,3,4,5,6
E
equal "nobody moved" "$(grep -cxFf out plan)" 261
run 0 seat-assign -e 308-2024 --late --changed
equal "--changed after --late" "$(wc -l <out | tr -d ' ')" 1

# ---- the seal
run 0 seat-assign -e 308-2024 --seal
rows "SELECT sealed_at FROM seating_plan" <<'E'
2024-07-10T10:00:00
E
rows "SELECT count(*) FROM audit_entry WHERE action = 'seal' AND subject = '308-2024'" <<'E'
1
E
cp out sealed
dump >before
run 0 seat-assign -e 308-2024 --seal --as-of 2024-07-11
out <sealed
kept before
reg_csv 308-2024 110100 01 01 181 181 pledge=adopt >c.csv
run 0 reg-import -q c.csv
pay
run 3 seat-assign -e 308-2024 --late
has err 'PLAN_SEALED: the plan of 308-2024 was fixed on 2024-07-10T10:00:00; 1 newcomers'
run 0 seat-assign -e 308-2024 --late --override '考办〔2024〕1号: 对账补缴'
equal "seated with authority" "$(grep -c 30824110000181 out)" 2
rows "SELECT override FROM batch WHERE tool = 'seat-assign' AND override <> ''" <<'E'
考办〔2024〕1号: 对账补缴
E

# ---- another exam in the same rooms on the same morning
reg_csv 908-2024 110100 03 01 201 220 pledge=adopt >e.csv
run 0 reg-import -q e.csv
pay
run 0 seat-assign -e 908-2024
sound
digest_of 908-2024
rows "SELECT DISTINCT site || room FROM seat JOIN exam e ON e.id = exam_id WHERE e.exam = '908'" <<'E'
02004
E
reg_csv 908-2024 110100 03 01 221 270 pledge=adopt >e.csv
run 0 reg-import -q e.csv
pay
run 3 seat-assign -e 908-2024 --late
has err 'SEATS_SHORT: 北京市 (110100): 50 people, 10 seats; 7 rooms are in use by other exams at the time'

# ---- not enough: everything is told at once, nothing is written
office
reg_csv 308-2024 210100 01 01 1 241 pledge=adopt >a.csv
reg_csv 308-2024 370100 02 01 301 430 pledge=adopt site=01 >b.csv
reg_csv 308-2024 440100 02 01 501 561 pledge=adopt site=02 special_needs=轮椅 >d.csv
run 0 reg-import a.csv b.csv d.csv
pay
dump >before
run 3 seat-assign -e 308-2024
out </dev/null
has err 'SEATS_SHORT: 沈阳市 (210100): 241 people, 240 seats'
has err 'SITE_SHORT: 济南市 (370100), site 01: 130 people, 120 seats'
has err 'ACCESSIBLE_SHORT: 广州市 (440100), site 02: 61 people with special needs, 60 seats in accessible rooms'
has err 'the plan cannot be made (reasons: 3); nothing was changed'
kept before
LC_ALL=zh_CN.UTF-8 run 3 seat-assign -e 308-2024
has err '沈阳市 (210100): 241 人, 240 座'
sqlite3 exam.db "UPDATE registration SET paid_at = NULL WHERE reg_no IN (SELECT min(reg_no) FROM registration GROUP BY city);
	UPDATE registration SET site = '' WHERE city = '370100' AND id % 3 = 0"
run 0 seat-assign -e 308-2024
sound
has err '429 people seated'
rows "SELECT count(*) FROM seat WHERE session = '1' AND city = '210100'" <<'E'
240
E

# ---- rolling: subjects differ by person, the place is one
office
export KAOWU_NOW=2025-08-20T10:00:00
reg_csv AQ-2025 210100 01 04 1 40 pledge=adopt 'subjects=1|2|3|4' >a.csv
reg_csv AQ-2025 210100 03 04 41 70 pledge=adopt 'subjects=1|4' >b.csv
reg_csv AQ-2025 210100 01 06 71 75 pledge=adopt 'subjects=2' site=02 >c.csv
run 0 reg-import a.csv b.csv c.csv
pay
run 0 seat-assign -e AQ-2025
sound
rows "SELECT session, count(*) FROM seat GROUP BY session" <<'E'
1|70
2|45
3|40
4|70
E
# {province:2}{city:2}{yy}{site:2}{room:3}{seat:2}: rooms count within the site
rows "SELECT count(*) FROM registration r JOIN (SELECT DISTINCT registration_id AS id, exam_id AS e, city AS c, site AS s, room AS o, seat AS n FROM seat) x
	ON x.id = r.id JOIN seating_room n ON n.exam_id = x.e AND n.city = x.c AND n.site = x.s AND n.room = x.o
	WHERE r.admit_no = '210125' || n.site || printf('%03d%02d', n.number, x.n)" <<'E'
75
E
rows "SELECT DISTINCT site, scope FROM seating_room ORDER BY 1" <<'E'
01|01
02|02
E

# ---- computer exams: batches
office
export KAOWU_NOW=2025-03-15T10:00:00
reg_csv RK1-2025 310100 3 303 1 90 >a.csv
reg_csv RK1-2025 310100 2 201 91 180 >b.csv
reg_csv RK1-2025 310100 1 101 181 200 batch=3 >c.csv
reg_csv RK1-2025 310100 2 202 201 210 batch=1 site=02 special_needs=轮椅 >d.csv
run 0 reg-import a.csv b.csv c.csv d.csv
pay
run 0 seat-assign -e RK1-2025
sound
digest_of RK1-2025
rows "SELECT batch, count(*) FROM registration GROUP BY batch" <<'E'
1|160
2|30
3|20
E
none "SELECT 'the batch is not one', r.reg_no FROM registration r JOIN seat s ON s.registration_id = r.id JOIN session n ON n.session = s.session AND n.exam = 'RK1'
	WHERE n.batch <> r.batch OR substr(r.admit_no, 7, 1) <> r.batch"
rows "SELECT r.level, s.subject, count(*) FROM registration r JOIN seat s ON s.registration_id = r.id GROUP BY 1, 2" <<'E'
1|11+12|20
2|21+22|100
3|31+32|90
3|33|90
E
reg_csv RK1-2025 310100 2 203 301 740 >e.csv
run 0 reg-import -q e.csv
pay
run 3 seat-assign -e RK1-2025 --late
has err 'SEATS_SHORT: 上海市 (310100): 440 people, 430 seats in all batches; 10 people find none that suits them'
sqlite3 exam.db "UPDATE registration SET paid_at = NULL WHERE id IN (SELECT id FROM registration WHERE seated_at IS NULL ORDER BY id LIMIT 10)"
run 0 seat-assign -e RK1-2025 --late
sound
rows "SELECT batch, count(*) FROM registration WHERE seated_at IS NOT NULL GROUP BY batch" <<'E'
1|160
2|160
3|160
4|160
E

# a batch that the office does not choose must be there; subjects must have their sessions
office
reg_csv RK1-2025 310100 2 203 1 2 >e.csv
run 0 reg-import -q e.csv
pay
sqlite3 exam.db "UPDATE setting SET value = 'candidate' WHERE setting = 'batch_choice'"
run 3 seat-assign -e RK1-2025
has err 'BATCH_MISSING: RK12531000'
has err 'reasons: 2'
sqlite3 exam.db "UPDATE setting SET value = 'office' WHERE setting = 'batch_choice'; UPDATE session SET subjects = '31+32' WHERE exam = 'RK1'"
run 3 seat-assign -e RK1-2025
has err "session.csv has no sessions in which subjects '21|22' can all be sat"
sqlite3 exam.db "UPDATE registration SET batch = '2'"
run 3 seat-assign -e RK1-2025
has err "batch '2' has no sessions in which subjects 21|22 can all be sat"
# B and C run at the same time; the first choice (21 at A) leaves 22 at B only
sqlite3 exam.db "UPDATE session SET subjects = CASE substr(session, 2) WHEN 'A' THEN '22|21' WHEN 'B' THEN '22' ELSE '11+12' END WHERE exam = 'RK1'"
run 0 seat-assign -e RK1-2025
sound
rows "SELECT DISTINCT s.session, s.subject FROM seat s ORDER BY 1" <<'E'
2A|21
2B|22
E

# ---- numbers
office
export KAOWU_NOW=2024-07-10T10:00:00
reg_csv 308-2024 110100 01 01 1 12 pledge=adopt >a.csv
reg_csv 308-2024 310100 01 01 21 32 pledge=adopt >b.csv
run 0 reg-import -q a.csv b.csv
pay
sqlite3 exam.db "UPDATE exam SET admit_no = '{province:2}{room:2}{seat:1}' WHERE exam = '308'"
dump >before
run 3 seat-assign -e 308-2024
has err 'ADMIT_NO: 北京市 (110100): {province:2}{room:2}{seat:1} with {seat}'
has err 'ADMIT_NO: 上海市 (310100): {province:2}{room:2}{seat:1} with {seat}'
has err 'reasons: 2'
kept before
sqlite3 exam.db "UPDATE exam SET admit_no = '{room:2}{seat:2}' WHERE exam = '308'"
run 3 seat-assign -e 308-2024
has err 'ADMIT_NO_TWICE: 0101 would be the number of'
has err 'reasons: 12'
sqlite3 exam.db "UPDATE exam SET admit_no = '{room:2' WHERE exam = '308'"
run 3 seat-assign -e 308-2024
has err 'ADMIT_NO: 308-2024: template {room:2'
sqlite3 exam.db "UPDATE exam SET admit_no = '{province:2}{seq:4}{check}' WHERE exam = '308'"
run 0 seat-assign -e 308-2024
rows "SELECT province, min(substr(admit_no, 1, 6)), max(substr(admit_no, 1, 6)), count(DISTINCT admit_no) FROM registration GROUP BY province" <<'E'
110000|110001|110012|12
310000|310001|310012|12
E

# ---- moves: the number stays, the card is stale, a message waits
office
export KAOWU_NOW=2024-07-10T10:00:00
reg_csv 308-2024 110100 01 01 1 40 pledge=adopt >a.csv
reg_csv 308-2024 110100 02 01 41 60 pledge=adopt >b.csv
run 0 reg-import -q a.csv b.csv
printf 'reg_no,session,to_site,to_room,to_seat,reason\n30824110000001,,02,001,7,x\n' >move.csv
run 3 seat-assign -e 308-2024 --move move.csv
has err 'PLAN_NONE'
pay
sqlite3 exam.db "UPDATE registration SET special_needs = '轮椅' WHERE reg_no = '30824110000003'"
run 0 seat-assign -e 308-2024
cp out plan
sqlite3 exam.db "UPDATE registration SET printed_at = '2024-10-01T10:00:00'"
cp exam.db planned.db
KAOWU_NOW=2024-10-15T10:00:00
cat >move.csv <<'E'
reg_no,session,to_site,to_room,to_seat,reason
30824110000001,,02,001,7,桌椅损坏
30824110000002,2,02,001,,听力
30824110000003,1,02,002,30,
E
cp exam.db before.db
dump >before
run 1 seat-assign -e 308-2024 --move move.csv --dry-run
cp out dry
kept before
run 1 seat-assign -e 308-2024 --move move.csv
same dry <out
has err 'move.csv:4: reason: MISSING: a move needs its reason'
has err 'seat-assign: 2 accepted, 1 rejected, 0 unchanged'
grep -E '^3082411000000[12],' plan | sed '/0001,/s/,110100,.*/,110100,02,001,7/; /0002,.*,2,102,/s/,110100,.*/,110100,02,001,1/' | sort >want
tail -n +2 out | sort >got
same got <want
rows "SELECT reg_no FROM registration WHERE printed_at IS NULL ORDER BY 1" <<'E'
30824110000001
30824110000002
E
rows "SELECT m.template, r.reg_no, m.queued_at, m.out_at IS NULL, m.reason LIKE '2 %/%/% -> 02/001/1: 听力' FROM message m
	JOIN registration r ON r.id = m.registration_id WHERE r.reg_no LIKE '%2'" <<'E'
seat_moved|30824110000002|2024-10-15T10:00:00|1|1
E
rows "SELECT subject FROM audit_entry WHERE action = 'move' ORDER BY 1" <<'E'
30824110000001
30824110000002
E
rows "SELECT max(number) FROM seating_room WHERE site = '02'" <<'E'
4
E
digest_of 308-2024
seat-assign -q -e 308-2024 >plan2
equal "the plan has moved three rows" "$(grep -cvxFf plan plan2)" 3
cp out moved
sed '/,$/d' move.csv >good.csv
run 0 seat-assign -e 308-2024 --move good.csv
cp out first
dump >after
run 0 seat-assign -e 308-2024 --move good.csv
out <first
has err '0 accepted, 0 rejected, 2 unchanged'
kept after
run 0 seat-assign -e 308-2024 --move good.csv --changed
equal "--changed prints nothing" "$(wc -l <out | tr -d ' ')" 1
# who sits in two rooms holds both seats against newcomers
reg_csv 308-2024 110100 02 01 61 120 pledge=adopt >c.csv
run 0 reg-import -q --as-of 2024-07-11 c.csv
pay
run 0 seat-assign -e 308-2024 --late
rows "SELECT 'two on a seat' FROM seat a JOIN seat b USING (exam_id, city, site, room, seat) WHERE a.registration_id <> b.registration_id" </dev/null
digest_of 308-2024

# two people change places in two rows; three cannot have one seat
cp planned.db exam.db
at() { grep "^$1,.*,1,[12]01," plan | cut -d, -f6-8; }
a=$(at 30824110000005) b=$(at 30824110000050)
printf 'reg_no,to_site,to_room,to_seat,reason\n30824110000005,%s,x\n30824110000050,%s,y\n' "$b" "$a" >swap.csv
run 0 seat-assign -e 308-2024 --move swap.csv
seat-assign -q -e 308-2024 >plan2
equal "one sits where the other sat" "$(grep '^30824110000005,.*,1,101,' plan2 | cut -d, -f6-8)" "$b"
equal "and the other way round" "$(grep '^30824110000050,.*,1,201,' plan2 | cut -d, -f6-8)" "$a"
digest_of 308-2024
sound
dump >after
run 0 seat-assign -e 308-2024 --move swap.csv
has err '2 unchanged'
kept after
cp planned.db exam.db
printf '30824110000006,%s,z\n' "$a" >>swap.csv
run 1 seat-assign -e 308-2024 --move swap.csv
equal "who aims at a seat that two want, or that stays taken, is refused" "$(grep -c SEAT_TAKEN err)" 3
dump >after
cp planned.db exam.db
dump | cmp -s - after && pass "nothing has moved" || fail "something has moved"

# a whole room
cat >room.csv <<'E'
reg_no,city,site,room,to_site,to_room,reason
,110100,01,001,02,002,空调故障
E
n=$(sqlite3 exam.db "SELECT count(*) FROM seat WHERE site = '01' AND room = '001' AND session = '1'")
run 0 seat-assign -e 308-2024 --move room.csv
equal "its people, in both sessions" "$(tail -n +2 out | grep -c ',110100,02,002,')" $((2 * n))
cp out moved
none "SELECT 'somebody stayed' FROM seat WHERE site = '01' AND room = '001'"
rows "SELECT count(*) FROM message" <<E
$n
E
digest_of 308-2024
run 0 seat-assign -e 308-2024 --move room.csv
has err '1 unchanged'
sort out >out.sorted
sort moved >moved.sorted
ok cmp out.sorted moved.sorted

# what cannot be
cp planned.db exam.db
reg_csv 908-2024 110100 03 01 201 201 pledge=adopt >e.csv
run 0 reg-import -q --as-of 2024-07-11 e.csv
sqlite3 exam.db "UPDATE room SET accessible = 0 WHERE city = '110100' AND site = '02' AND room = '002';
	INSERT INTO seat SELECT exam_id, '1', '110100', '02', '003', 1, id, '301' FROM registration WHERE reg_no LIKE '908%';
	INSERT INTO score SELECT id, '101', 6000, '', 1 FROM registration WHERE reg_no = '30824110000009'"
c=$(at 30824110000007)
{
	echo reg_no,session,city,site,room,to_site,to_room,to_seat,reason
	echo 30824110000099,,,,,02,001,1,x
	echo 30824110000001,9,,,,02,001,1,x
	echo 30824110000001,,,,,02,009,1,x
	echo 30824110000001,,,,,02,005,1,x
	echo 30824110000001,,,,,02,001,31,x
	echo 30824110000001,,,,,02,001,0,x
	echo 30824110000001,,,,,02,,1,x
	echo 30824110000003,,,,,02,002,1,x
	echo 30824110000001,,,,,02,003,2,x
	echo "30824110000001,,,,,$c,x"
	echo 30824110000009,,,,,02,001,1,x
	echo ,,,,,02,001,,x
	echo ,,110100,01,009,02,001,,x
	echo ,,110100,02,004,02,001,,x
	echo ,,110100,01,001,02,001,3,x
} >bad.csv
dump >before
run 1 seat-assign -e 308-2024 --move bad.csv -r rejects.csv
cut -d, -f2,5 rejects.csv >codes
same codes <<'E'
line,code
2,NOT_SEATED
3,SESSION_NOT_SAT
4,ROOM_UNKNOWN
5,ROOM_UNKNOWN
6,SEAT_RANGE
7,SEAT_FORM
8,MISSING
9,ACCESSIBLE_NEEDED
10,ROOM_TAKEN
11,SEAT_TAKEN
12,SCORED
13,MISSING
14,ROOM_UNKNOWN
15,ROOM_UNKNOWN
16,SEAT_FORM|SCORED
E
kept before
# two rows that say different things of one sitting are refused, both; those of different sessions, or that agree, are not
cp planned.db exam.db
cat >twice.csv <<'E'
reg_no,session,to_site,to_room,to_seat,reason
30824110000001,,02,001,7,x
30824110000001,,02,001,8,y
30824110000002,1,02,001,9,x
30824110000002,2,02,002,9,x
30824110000005,1,02,001,10,x
30824110000005,,02,001,10,y
30824110000005,2,02,001,11,z
E
run 1 seat-assign -e 308-2024 --move twice.csv
has err 'twice.csv:2: reg_no: MOVE_TWICE: lines 2 and 3 both move 30824110000001 in session 1'
has err 'twice.csv:3: reg_no: MOVE_TWICE: lines 2 and 3 both move 30824110000001 in session 1'
has err 'twice.csv:6: reg_no: MOVE_TWICE: lines 6 and 7 both move 30824110000005 in session 1'
has err 'twice.csv:7: reg_no: MOVE_TWICE: lines 6 and 7'
has err 'twice.csv:8: reg_no: MOVE_TWICE: lines 7 and 8 both move 30824110000005 in session 2'
has err '2 accepted, 5 rejected'
cat >both.csv <<'E'
reg_no,city,site,room,to_site,to_room,to_seat,reason
,110100,01,001,02,002,,空调故障
30824110000099,,,,02,001,5,x
E
sed -i "s/30824110000099/$(sqlite3 exam.db "SELECT reg_no FROM seat s JOIN registration r ON r.id = s.registration_id WHERE s.site = '01' AND s.room = '001' LIMIT 1")/" both.csv
run 1 seat-assign -e 308-2024 --move both.csv
equal "a room, and one of its people" "$(grep -c MOVE_TWICE err)" 2
cp planned.db exam.db
printf 'reg_no,to_site,to_room,to_seat,reason\n30824110000001,02,001,7,x\n' >one.csv
run 0 seat-assign -e 308-2024 --move one.csv
sed p one.csv | sed '1d; $s/x$/y/' >agree.csv
run 0 seat-assign -e 308-2024 --move agree.csv
has err '0 accepted, 0 rejected, 2 unchanged'
sed -n '1,3p' twice.csv >again.csv
dump >before
run 1 seat-assign -e 308-2024 --move again.csv
equal "where one of them is done already, too" "$(grep -c MOVE_TWICE err)" 2
kept before

# a move list that runs again does not undo a later one, of one session or of all; who means it gives a reason of its own
cp planned.db exam.db
M=reg_no,session,to_site,to_room,to_seat,reason
printf '%s\n' $M 30824110000001,,02,001,7,换座一 30824110000002,2,02,001,,换座一 >m1.csv
printf '%s\n' $M 30824110000001,,02,001,17,换座二 30824110000002,2,02,002,29,换座二 >m2.csv
run 0 seat-assign -q -e 308-2024 --move m1.csv
run 0 seat-assign -q -e 308-2024 --move m2.csv --as-of 2024-10-16
cp out stands
dump >before
run 0 seat-assign -e 308-2024 --move m1.csv --as-of 2024-10-17
same out <stands
err <<'E'
m1.csv:2: to_room: DECIDED_SINCE: warning: this move was made on 2024-10-15T10:00:00, and another since, on 2024-10-16T00:00:00, which stands: to make it again, give another reason
m1.csv:3: to_room: DECIDED_SINCE: warning: this move was made on 2024-10-15T10:00:00, and another since, on 2024-10-16T00:00:00, which stands: to make it again, give another reason
seat-assign: 0 accepted, 0 rejected, 2 unchanged
E
kept before
sed 's/换座一/仍按原座/' m1.csv >m3.csv
run 0 seat-assign -e 308-2024 --move m3.csv
has err '2 accepted'
run 0 seat-assign -e 308-2024 --move m3.csv
has err '2 unchanged'
lacks err DECIDED_SINCE

# a session whose day is over stays as it was sat
cp planned.db exam.db
dump >before
run 1 seat-assign -e 308-2024 --move one.csv --as-of 2024-10-21
has err 'one.csv:2: session: SESSION_OVER: session 1 of 308-2024 was on 2024-10-20'
kept before
run 0 seat-assign -e 308-2024 --move one.csv --as-of 2024-10-20T17:00
cp planned.db exam.db
run 0 seat-assign -e 308-2024 --move one.csv --as-of 2024-10-21 --override '京考函〔2024〕8号: 补记换座'
rows "SELECT detail LIKE '%x; override 京考函〔2024〕8号: 补记换座' FROM audit_entry WHERE action = 'move' ORDER BY id DESC LIMIT 1" <<'E'
1
E
cp exam.db over.db
sqlite3 exam.db "UPDATE session SET date = '2024-10-22' WHERE exam = '308' AND session = '2'"
printf 'reg_no,session,to_site,to_room,to_seat,reason\n30824110000001,2,02,001,8,x\n' >two.csv
run 0 seat-assign -e 308-2024 --move two.csv --as-of 2024-10-21
cp planned.db exam.db

run 2 seat-assign -e 308-2024 --move room.csv --late
run 3 seat-assign -e 308-2024 --move none.csv
run 1 seat-assign -e 308-2024 --move bad.csv --strict
out </dev/null

# ---- two at once: one draws, the other prints
office
KAOWU_NOW=2024-07-10T10:00:00
reg_csv 308-2024 110100 01 01 1 12 pledge=adopt >a.csv
reg_csv 308-2024 310100 01 01 21 32 pledge=adopt >b.csv
run 0 reg-import -q a.csv b.csv
pay
seat-assign -q -e 308-2024 >one 2>one.err &
seat-assign -q -e 308-2024 >two 2>two.err &
wait
ok cmp one two
rows "SELECT count(*), (SELECT count(*) FROM seating_plan) FROM seat" <<'E'
48|1
E

# ---- how it is called
run 2 seat-assign
run 2 seat-assign -e 308-2024 file.csv
run 2 seat-assign -e 308-2024 --plan-only --seal
run 2 seat-assign --nonsense
run 3 seat-assign -e 308-1999
has err 'EXAM_UNKNOWN'
run 3 seat-assign -d none.db -e 308-2024
office
run 3 seat-assign -e 308-2024 --seal
has err 'nobody has paid, there is no plan to fix'
run 0 reg-import -q a.csv b.csv
pay
cp exam.db paid.db
seat-assign -e 308-2024 >/dev/full 2>err
equal "full standard output after the commit" $? 4
rows "SELECT count(*) FROM seat" <<'E'
48
E
run 0 seat-assign -e 308-2024
equal "printed again" "$(wc -l <out | tr -d ' ')" 49
cp paid.db exam.db
seat-assign -e 308-2024 --plan-only >/dev/full 2>err
equal "full standard output, nothing committed" $? 3
cp paid.db exam.db
if [ "$(id -u)" -eq 0 ]; then skip "read-only database: root writes anyway"
else chmod 400 exam.db; run 3 seat-assign -e 308-2024; chmod 600 exam.db; rm -f exam.db-wal exam.db-shm; fi # made as the database was
sqlite3 exam.db "INSERT INTO operator (row, login, name, role, province, city, review_point) VALUES (1, '$(id -un)', 'x', 'clerk', '', '', '')"
run 3 seat-assign -e 308-2024
has err 'NOT_AUTHORISED'
sqlite3 exam.db "DELETE FROM operator; UPDATE setting SET value = 'shoe_size' WHERE setting = 'neighbour_key'"
run 3 seat-assign -e 308-2024
has err 'SETTING: neighbour_key of province 110000 is shoe_size'

done_testing

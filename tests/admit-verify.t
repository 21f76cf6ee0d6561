#!/bin/sh
# admit-verify: scanned codes against the public key alone, answered line by line.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"

sql() { sqlite3 exam.db "$1"; }
photographs() { # everybody has a photograph that passed
	sha=$(sha256sum <"$ROOT/tests/fixtures/photos/$1" | cut -d' ' -f1)
	mkdir -p "exam.photos/$(echo "$sha" | cut -c1-2)"
	cp "$ROOT/tests/fixtures/photos/$1" "exam.photos/$(echo "$sha" | cut -c1-2)/$sha.jpg"
	sql "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
		SELECT id, '$sha', 'x.jpg', 295, 413, 1, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1 FROM person;
		UPDATE person SET photo_id = (SELECT p.id FROM photo p WHERE p.person_id = person.id)"
}
# codes FILE.pdf…: the text of the QR codes, as a scanner reads them from paper
codes() {
	for f in "$@"; do
		rm -f page-*.pgm
		pdftoppm -r 150 -gray "$f" page
		zbarimg -q --raw -Sdisable -Sqrcode.enable page-*.pgm 2>/dev/null
	done
}

# ---- the call
run 3 admit-verify -d none.db /dev/null
has err none.pub
has err --key
office
: >empty
run 3 admit-verify empty
has err EMPTY
equal 'only a header' "$(cat out)" line,admit_no,exam,verdict
run 3 admit-verify absent
run 3 admit-verify --key exam.key empty
run 2 admit-verify -e AQ2025 empty
has err CODE-YEAR
run 2 admit-verify -a
echo 4711 >key
run 3 admit-verify --key key empty

if ! command -v zbarimg >/dev/null; then
	skip 'no zbarimg (package zbar-tools): no codes to check'
	done_testing
fi

# ---- cards of two exams, printed and scanned
reg_csv AQ-2025 110100 01 03 1 6 pledge=adopt | reg-import -q >regs.csv
pay
photographs white.jpg
seat-assign -q -e AQ-2025 --seed 7 >/dev/null
export KAOWU_NOW=2025-10-22T09:00:00
admit-print -q -e AQ-2025 -a -o cards.pdf >printed.csv
codes cards.pdf >cards
equal 'codes scanned' "$(wc -l <cards)" 6
admit() { sql "SELECT admit_no FROM registration WHERE reg_no = '$(sed -n "$(($1 + 1))p" regs.csv | cut -d, -f1)'"; }
code() { grep "\.$(admit "$1")\." cards; }
one=$(code 1)

mkdir door && cp exam.pub door/office.pub && cd door || exit 1
run 0 admit-verify -d office.db ../cards
has err '6 valid, 0 forged, 0 revoked, 0 of another exam; 0 lines skipped'
ok test ! -e office.db
{ echo line,admit_no,exam,verdict; n=0; while read -r c; do n=$((n + 1)); echo "$n,$(echo "$c" | cut -d. -f3),AQ-2025,valid"; done <../cards; } >want
cp out got
cmp -s want got && pass 'each card by its line, number and exam' || { fail 'cards'; diff want got | sed 's/^/# /'; }
env KAOWU_DB=office.db admit-verify -q -e AQ-2025 <../cards >out 2>err
equal 'the exam itself: 0' "$?" 0
cmp -s want out && pass 'with -e the same' || fail 'with -e otherwise'
run 1 admit-verify --key office.pub -e JZ-2025 ../cards
equal 'all of another exam' "$(grep -c ',AQ-2025,wrong_exam$' out)" 6
run 0 admit-verify --key office.pub --header zh ../cards
equal 'Chinese header' "$(head -n 1 out)" '行号,准考证号,考试,结论'
env LC_ALL=zh_CN.UTF-8 admit-verify --key office.pub ../cards 2>err >/dev/null
has err '有效 6'
run 0 admit-verify --key office.pub --excel ../cards
equal 'spreadsheets' "$(head -c 3 out | od -An -tx1 | tr -d ' \n')" efbbbf
cd .. || exit 1

# ---- forged: every byte replaced, cut anywhere, another office
awk -v c="$one" 'BEGIN { n = length(c); for (i = 1; i <= n; i++) { x = substr(c, i, 1); print substr(c, 1, i - 1) (x == "A" ? "B" : "A") substr(c, i + 1) } }' >bytes
run 1 admit-verify bytes
equal 'every byte altered is forged' "$(grep -c '^[0-9]*,,,forged$' out)" "${#one}"
awk -v c="$one" 'BEGIN { for (i = 4; i < length(c); i++) print substr(c, 1, i) }' >cuts
run 1 admit-verify cuts
equal 'cut anywhere is forged' "$(grep -c ',forged$' out)" "$(wc -l <cuts)"
exam-init -q -d other.db
run 1 admit-verify --key other.pub cards
equal "another office's key" "$(grep -c ',,,forged$' out)" 6
{ echo "$one"; echo "${one}A"; echo "$one$one"; echo "$one x"; printf '%s\0\n' "$one"; } >longer
run 1 admit-verify longer
equal 'something behind it' "$(sed 1,2d out | tr '\n' ' ')" '2,,,forged 3,,,forged 4,,,forged 5,,,forged '

# ---- lines: their ends, blanks around, other codes, bytes of any kind
printf '%s\r\n%s\n%s\r%s\r\n\r\n\n  %s \t\n%s' "$one" "$one" "$one" "$one" "$one" "$one" >ends
run 0 admit-verify ends
equal 'line ends' "$(sed 1d out | cut -d, -f1,4 | tr '\n' ' ')" '1,valid 2,valid 3,valid 4,valid 7,valid 8,valid '
printf '\357\273\277%s\n' "$one" >bom
run 0 admit-verify bom
{ admit 1; echo https://example.cn/card?n=1; echo "$one"; echo KW; } >others
run 0 admit-verify others
equal 'only ours is answered' "$(sed 1d out)" "3,$(admit 1),AQ-2025,valid"
has err 'others:1: not the QR code of an admit card; skipped'
has err 'others:4: '
has err '1 valid, 0 forged, 0 revoked, 0 of another exam; 3 lines skipped'
# nothing of ours is no pass
for i in '\n\n' 'https://example.cn\nKW\n' '  \r\n'; do
	printf "$i" >nothing
	run 3 admit-verify nothing
	has err 'EMPTY: no code of an admit card was scanned'
done
run 3 admit-verify bom none-such
has err 'none-such: No such file or directory; no line of it was read; of the FILEs before it 1 codes were answered'
{ head -c 3000000 /dev/zero | tr '\0' K; echo; head -c 2000000 /dev/zero; echo; printf '\377\376\n'; printf 'KW1.\377\0\n'; head -c 900000 /dev/zero | tr '\0' ' '
	echo "$one"; } >junk
run 1 admit-verify junk
equal 'huge and binary lines' "$(sed 1d out | tr '\n' ' ')" "4,,,forged 5,$(admit 1),AQ-2025,valid "
grep -q '[^[:print:][:space:]]' err && fail 'bytes of the input in a message' || pass 'no byte of the input in a message'
run 0 admit-verify cards ends
equal 'two files, each counted by itself' "$(sed -n '8p' out | cut -d, -f1)" 1
has err '12 valid'

# ---- the answer comes before the next line is asked for
mkfifo in answers
admit-verify <in >answers 2>err &
pid=$!
exec 8>in 9<answers
read -r line <&9
equal 'the header at once' "$line" line,admit_no,exam,verdict
printf '%s\r' "$one" >&8 # a scanner that ends by CR alone
read -r line <&9
equal 'answered' "$line" "1,$(admit 1),AQ-2025,valid"
printf '\n%sx\n' "$one" >&8
read -r line <&9
equal 'the next' "$line" 2,,,forged
exec 8>&- 9<&-
wait $pid
equal 'and the end' $? 1
if [ -w /dev/full ]; then
	admit-verify cards >/dev/full 2>err
	equal 'stdout full: 3' $? 3
	has err 'standard output'
fi

# ---- cards that hold no more: moved, amended, deleted, unpaid; and those in their place
reg() { sed -n "$(($1 + 1))p" regs.csv | cut -d, -f1; }
run 0 admit-print -e AQ-2025 --revoked-out none.csv
equal 'no card is printed' "$(cat out)" reg_no,file,page
equal 'nobody' "$(cat none.csv)" exam,admit_no,card,reason,time
run 0 admit-verify --revoked none.csv cards
export KAOWU_NOW=2025-10-23T09:00:00
sql "SELECT s.city, s.site, s.room, (SELECT max(t.seat) + 1 FROM seat t WHERE t.city = s.city AND t.site = s.site AND t.room = s.room) FROM seat s
	JOIN registration r ON r.id = s.registration_id WHERE r.reg_no = '$(reg 1)' LIMIT 1" | tr '|' ' ' >free
read -r city site room seat <free
{ echo reg_no,session,to_site,to_room,to_seat,reason; sql "SELECT session FROM seat s JOIN registration r ON r.id = s.registration_id WHERE r.reg_no = '$(reg 1)'" |
	while read -r session; do echo "$(reg 1),$session,$site,$room,$seat,broken chair"; done; } >move.csv
run 0 seat-assign -e AQ-2025 --move move.csv
{ echo case_no,reg_no,person_no,field,value,authority,in_person,documents,reason
	echo "c1,$(reg 2),,name,考改名,centre,yes,id,typing error"; } >amend.csv
run 0 reg-amend amend.csv
sql "UPDATE registration SET deleted_at = '2025-10-23T09:00:00' WHERE reg_no = '$(reg 3)'; UPDATE registration SET paid_at = NULL WHERE reg_no = '$(reg 4)'"
run 0 admit-print -e AQ-2025 --revoked-out stale.csv -n
ok test ! -e stale.csv
run 0 admit-print -e AQ-2025 --revoked-out stale.csv
has err 'AQ-2025: 4 cards hold no more'
equal 'mode' "$(stat -c %a stale.csv)" 600
for n in '1 moved' '2 amended' '3 deleted' '4 unpaid'; do
	set -- $n
	at=2025-10-23T09:00:00
	[ "$2" = unpaid ] && at=
	echo "AQ-2025,$(admit "$1"),$(code "$1" | cut -d. -f4),$2,$at"
done | sort >want
sed 1d stale.csv | sort | cmp -s - want && pass 'the list' || { fail 'the list'; diff want stale.csv | sed 's/^/# /'; }
run 1 admit-verify --revoked stale.csv cards
equal 'four revoked' "$(grep -c ',revoked$' out)" 4
grep ',valid$' out | cut -d, -f2 | sort >got
{ admit 5; admit 6; } | sort | cmp -s - got && pass 'two still hold' || fail 'who still holds'
run 1 admit-verify --revoked stale.csv -e JZ-2025 cards
equal 'another exam is told first' "$(grep -c ',wrong_exam$' out)" 6
rows "SELECT count(*) FROM registration_state WHERE state = 'printed' AND reg_no IN ('$(reg 1)', '$(reg 2)')" <<'E'
0
E
# the new cards hold, the old ones stay revoked
{ echo reg_no; reg 1; reg 2; } >in.csv
run 0 admit-print -o new.pdf --revoked-out stale.csv -e AQ-2025 in.csv
codes new.pdf >new
equal 'two new codes' "$(wc -l <new)" 2
run 0 admit-verify --revoked stale.csv new
run 1 admit-verify --revoked stale.csv cards
equal 'the old ones stay revoked' "$(grep -c ',revoked$' out)" 4
# moved on and back: the first of the two says again what is so
sed "s/,$seat,broken chair/,$((seat + 1)),again/" move.csv >move2.csv
run 0 seat-assign -e AQ-2025 --move move2.csv
run 0 admit-print -e AQ-2025 --revoked-out stale.csv
run 1 admit-verify --revoked stale.csv new
sed "s/,$seat,broken chair/,$seat,back/" move.csv >move3.csv
run 0 seat-assign -e AQ-2025 --move move3.csv
run 0 admit-print -o back.pdf --revoked-out stale.csv -e AQ-2025 in.csv
codes back.pdf >back
cmp -s back new && pass 'the same seat, the same card' || fail 'the same seat, another card'
run 0 admit-verify --revoked stale.csv back
# another telephone of the review point: another card, and the first holds as well
sql "UPDATE review_point SET phone = '010-12345678' WHERE city = '110100'"
run 0 admit-print -o phone.pdf --revoked-out stale.csv -e AQ-2025 in.csv
has err '2 accepted'
codes phone.pdf >phone
cmp -s phone new && fail 'the same code for another card' || pass 'another code for another card'
run 0 admit-verify --revoked stale.csv phone new
# a list made by hand: a number whatever the card; another exam's; broken ones
{ echo 准考证号; admit 5; } >hand.csv
run 1 admit-verify --revoked hand.csv cards
equal 'by number' "$(grep ',revoked$' out | cut -d, -f2)" "$(admit 5)"
{ echo exam,admit_no; echo "JZ-2025,$(admit 5)"; } >hand.csv
run 0 admit-verify --revoked hand.csv cards
{ echo admit_no,card; echo ,x; } >hand.csv
run 3 admit-verify --revoked hand.csv cards
has err 'hand.csv:2: admit_no is empty'
equal 'nothing was answered' "$(wc -c <out)" 0
{ echo exam,admit_no; echo "AQ-2025,$(admit 5)"; echo "AQ25,$(admit 5)"; } >hand.csv
run 3 admit-verify --revoked hand.csv cards
has err 'hand.csv:3: exam: CODE-YEAR'
echo exam,card >hand.csv
run 3 admit-verify --revoked hand.csv cards
has err COLUMN_MISSING
run 3 admit-verify --revoked none-such.csv cards
# a review that took its pass back after printing
cp exam.db reviewed.db
sql "INSERT INTO setting (row, exam, province, setting, value) VALUES (999, 'AQ', '110000', 'review_mode', 'pre');
	UPDATE registration SET review = 'fail', reviewed_at = '2025-10-23T08:00:00' WHERE admit_no = '$(admit 5)'"
run 0 admit-print -e AQ-2025 --revoked-out fell.csv
equal 'in the list, with its reason' "$(grep "$(admit 5)" fell.csv | cut -d, -f1,2,4,5)" "AQ-2025,$(admit 5),unreviewed,2025-10-23T08:00:00"
run 1 admit-verify --revoked fell.csv cards
cp reviewed.db exam.db
# the call
run 2 admit-print --revoked-out x.csv
has err CODE-YEAR
run 2 admit-print -e AQ-2025 -o x.csv --revoked-out x.csv -a
ok test ! -e x.csv
run 3 admit-print -e AQ-2025 --revoked-out no/such.csv
exam-check 2>&1 | grep -E ',[0-9]+ card,|,card,' | sed 's/^/# /' | tee broken
[ -s broken ] && fail 'exam-check about cards' || pass 'exam-check has nothing against the cards'

done_testing

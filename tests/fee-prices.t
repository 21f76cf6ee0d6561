#!/bin/sh
# fee-bill against the price list of the offices' configuration (data/config, real prices): who pays how much for what,
# in which province, at which level, new or old, and how much of it is the centre's.
. "${0%/*}/lib.sh"
C=$SHARED/data/config
if [ ! -f "$C/fee.csv" ]; then skip "no shared data"; done_testing; fi
mkdir config
cp "$C"/*.csv config
# places for the provinces that the shared configuration has prices but no cities for
for p in 120000 140000 150000 220000 230000 320000 330000 410000 450000 500000 510000 540000 610000 620000 650000; do
	echo "${p%0000}0100,$p,甲市" >>config/city.csv
	echo "${p%0000}0100,01,甲市审核点,大街1号,010-1,9:00-17:00" >>config/review_point.csv
done
run 0 exam-init -q
run 0 exam-config load -q config

# The table: exam, province, level, specialty, subjects to be sat (- all), what it costs, what of it goes up to the centre,
# the lines (component price×number)
cat >table <<'E'
AQ-2025 110000 01 07 -     232.00 48.00 objective 56.00×3 subjective 64.00×1
AQ-2025 310000 01 07 -     210.00 48.00 objective 50.00×3 registration 10.00×1 subjective 50.00×1
AQ-2025 320000 01 07 -     250.00 48.00 objective 60.00×3 registration 10.00×1 subjective 60.00×1
AQ-2025 210000 01 07 -     252.00 48.00 objective 61.00×3 subjective 69.00×1
AQ-2025 220000 01 07 -     295.00 48.00 objective 71.00×3 subjective 82.00×1
AQ-2025 620000 01 07 -     272.00 48.00 objective 61.00×3 subjective 89.00×1
AQ-2025 540000 01 07 -     340.00 48.00 objective 85.00×3 subjective 85.00×1
AQ-2025 440000 01 07 -     286.00 48.00 objective 69.00×3 subjective 79.00×1
AQ-2025 510000 01 07 -     230.00 48.00 objective 55.00×3 subjective 65.00×1
AQ-2025 370000 01 07 -     252.00 48.00 objective 61.00×3 subjective 69.00×1
AQ-2025 110000 02 07 -     176.00 37.00 objective 56.00×2 subjective 64.00×1
AQ-2025 110000 03 07 -     120.00 26.00 objective 56.00×1 subjective 64.00×1
AQ-2025 110000 04 07 -      64.00 15.00 subjective 64.00×1
AQ-2025 310000 03 07 -     110.00 26.00 objective 50.00×1 registration 10.00×1 subjective 50.00×1
AQ-2025 110000 01 07 1     56.00  11.00 objective 56.00×1
AQ-2025 310000 01 07 1|3   110.00 22.00 objective 50.00×2 registration 10.00×1
AQ-2025 210000 02 07 4     69.00  15.00 subjective 69.00×1
JZ-2025 110000 01 01 -     233.00 48.00 objective 56.00×3 subjective 65.00×1
JZ-2025 120000 02 01 -     121.00 26.00 objective 56.00×1 subjective 65.00×1
JZ-2025 310000 01 01 -     210.00 48.00 objective 45.00×3 registration 10.00×1 subjective 65.00×1
JZ-2025 320000 01 01 -     243.00 48.00 objective 56.00×3 subjective 75.00×1
JZ-2025 330000 01 01 -     250.00 48.00 objective 60.00×3 subjective 70.00×1
JZ-2025 370000 01 01 -     253.00 48.00 objective 61.00×3 subjective 70.00×1
JZ-2025 440000 01 01 -     273.00 48.00 objective 66.00×3 subjective 75.00×1
JZ-2025 410000 01 01 -     235.00 48.00 objective 55.00×3 subjective 70.00×1
JZ-2025 610000 01 01 -     173.00 48.00 objective 41.00×3 subjective 50.00×1
JZ-2025 650000 01 01 -     191.00 48.00 objective 41.00×3 subjective 68.00×1
JZ-2025 540000 01 01 -     340.00 48.00 objective 85.00×3 subjective 85.00×1
JZ-2025 220000 01 01 -     298.00 48.00 objective 68.00×3 subjective 94.00×1
JZ-2025 150000 01 01 -     272.00 48.00 objective 61.00×3 registration 20.00×1 subjective 69.00×1
JZ-2025 500000 01 01 -     272.00 48.00 archive_new 20.00×1 objective 61.00×3 subjective 69.00×1
JZ-2025 500000 03 01 -      89.00 15.00 archive_new 20.00×1 subjective 69.00×1
JZ-2025 210000 01 01 1|4   131.00 26.00 objective 61.00×1 subjective 70.00×1
308-2024 450000 01 01 -    120.00 22.00 objective 55.00×2 registration 10.00×1
308-2024 450000 02 01 -    120.00 22.00 objective 55.00×2 registration 10.00×1
308-2024 370000 01 01 -    102.00 22.00 objective 51.00×2
308-2024 110000 02 01 -    122.00 22.00 objective 61.00×2
908-2024 450000 03 01 -     70.00 15.00 registration 10.00×1 subjective 60.00×1
908-2024 110000 03 01 -     69.00 15.00 subjective 69.00×1
RK1-2025 110000 3 303 -    199.00 41.00 objective 61.00×1 subjective 69.00×2
RK1-2025 440000 2 201 -    130.00 26.00 objective 61.00×1 subjective 69.00×1
RK1-2025 370000 1 101 -    130.00 26.00 objective 61.00×1 subjective 69.00×1
E
now() { case $1 in AQ*) echo 2025-08-20 ;; JZ*) echo 2025-07-01 ;; RK1*) echo 2025-03-15 ;; *) echo 2024-07-10 ;; esac; }
# regs EXAM FROM [TABLE]: the rows of reg-import for its lines of the table; the number of the line makes the person, from FROM on
regs() {
	echo exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,subjects,pledge
	awk -v exam="$1" -v from="$2" 'BEGIN { split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " ") }
	$1 == exam {
		n = from + NR; id = sprintf("11010119800101%03d", n); s = 0
		for (k = 1; k <= 17; k++) s += substr(id, k, 1) * w[k]
		id = id substr("10X98765432", s % 11 + 1, 1)
		printf "%s,%s,%s0100,01,%s,%s,考生%03d,01,%s,139%08d,%s,%s\n", $1, $2, substr($2, 1, 2), $3, $4, n, id, n, $5 == "-" ? "" : $5,
			$1 ~ /^RK/ ? "" : "adopt"
	}' "${3:-table}"
}
ready() { sqlite3 exam.db "UPDATE registration SET confirmed_at = filled_at, outcome = 'auto', outcome_at = filled_at WHERE confirmed_at IS NULL"; }
# bill EXAM: imports, confirms, bills; appends to ./bills
bill() {
	KAOWU_NOW=$(now "$1")T10:00:00
	regs "$1" 0 | reg-import -q >r.csv || fail "$1: not all are registered"
	ready
	run 0 fee-bill r.csv
	cut -d, -f 1-4 out | sed 1d >>bills
}
: >bills
for e in AQ-2025 JZ-2025 308-2024 908-2024 RK1-2025; do bill $e; done
sqlite3 exam.db "SELECT p.name, printf('%.2f %.2f', o.amount / 100.0, (SELECT sum(upward) FROM fee_order_line WHERE order_id = o.id) / 100.0),
		(SELECT group_concat(t, ' ') FROM (SELECT component || ' ' || printf('%.2f×%d', amount / 100.0, count(*)) AS t FROM fee_order_line
			WHERE order_id = o.id GROUP BY component, amount ORDER BY component))
	FROM fee_order o JOIN registration r ON r.id = o.registration_id JOIN person p ON p.id = r.person_id ORDER BY p.name" | tr '|' ' ' >got
awk '{ n = sprintf("考生%03d %s %s", NR, $6, $7); for (i = 8; i <= NF; i++) n = n " " $i; print n }' table >want
while read -r name rest; do
	equal "$name" "$(grep "^$name " got)" "$name $rest"
done <want
equal 'the stream has the same amounts' "$(awk -F, '{ s += $4 } END { print s }' bills)" "$(awk '{ s += $6 } END { print s }' table)"

# an old candidate pays for what is still to be passed, and no archive fee: 重庆, who passed subjects 1 and 4 of 2024
export KAOWU_NOW=2025-07-01T10:00:00
echo JZ-2025 500000 01 01 - >old
regs JZ-2025 900 old >old.reg
id=$(sed -n '2s/.*,01,\(1101[0-9X]*\),.*/\1/p' old.reg)
cat >old.csv <<E
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
JZ5024000001,JZ,2024,01,01,考生901,01,$id,1,70,1
JZ5024000001,JZ,2024,01,01,考生901,01,$id,4,100,1
E
run 0 archive-merge -q old.csv
run 0 reg-import -q old.reg
has out ',old,JZ5024000001,'
mv out r.csv
ready
run 0 fee-bill r.csv
has out ',registration,122.00,2025-07-14T23:59:59'
rows "SELECT component, subject, l.amount FROM fee_order_line l JOIN fee_order o ON o.id = l.order_id JOIN registration r ON r.id = o.registration_id
	JOIN person p ON p.id = r.person_id WHERE p.name = '考生901' ORDER BY line" <<'E'
objective|2|6100
objective|3|6100
E

# a province may have a price of its own for one level only; the level of the nation stands behind the province's price for all
sed -i '/^AQ,2025,\*,\*,objective/i AQ,2025,110000,03,objective,per_subject,57.50,\nAQ,2025,*,03,objective,per_subject,62.00,12.00\nAQ,2025,*,03,registration,per_person,5.00,' config/fee.csv
run 0 exam-config load -q config
export KAOWU_NOW=2025-08-20T10:00:00
cat >levels <<'E'
AQ-2025 110000 03 07 -
AQ-2025 110000 01 07 -
AQ-2025 370000 03 07 -
AQ-2025 310000 03 07 -
E
regs AQ-2025 950 levels >levels.csv
run 0 reg-import -q levels.csv
mv out r.csv
ready
run 0 fee-bill r.csv
cut -d, -f 4 out >amounts
# 57.50 + 64 + 5; 3 × 56 + 64; 62 + 69 + 5; 50 + 50 + 10 (the province's own, not the level's)
equal 'by level' "$(sed 1d amounts | tr '\n' ' ')" '126.50 232.00 136.00 110.00 '

# deadlines: each province's payment window, the nation's elsewhere
rows "SELECT DISTINCT r.province, e.exam, pay_until FROM fee_order o JOIN registration r ON r.id = o.registration_id JOIN exam e ON e.id = r.exam_id
	WHERE e.exam = 'AQ' AND r.province IN ('110000', '210000', '370000') ORDER BY 1" <<'E'
110000|AQ|2025-09-05T16:00:00
210000|AQ|2025-09-03T16:00:00
370000|AQ|2025-08-29T23:59:59
E
done_testing

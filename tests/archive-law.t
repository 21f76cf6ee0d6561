#!/bin/sh
# The law of the year, through the tools: which earlier years make an old candidate, which passes carry, by the N of the exam's
# own year, level and place; what a change of level or specialty loses. The rules themselves are in tests/unit/rule_archive.c.
. "${0%/*}/lib.sh"

H=archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
# config YEAR N: the fixtures' AQ held in YEAR too, with N years at level 01
cp -r "$ROOT/tests/fixtures/config" config
another_year() {
	for f in exam level specialty subject level_subject session fee window; do
		sed -n "s/^AQ,2025/AQ,$1/p" config/$f.csv | sed "s/2025-/$1-/g" >copied
		[ $f = level ] && sed -i "s/^\\(AQ,$1,01,[^,]*,[0-9]*\\),4,/\\1,$2,/" copied
		cat copied >>config/$f.csv
	done
}
another_year 2018 2
another_year 2019 4
exam-init -q
exam-config load -q config 2>load.err || { fail 'the configuration loads'; sed 's/^/# /' load.err; }
rows "SELECT year, validity_years FROM level WHERE exam = 'AQ' AND level = '01' ORDER BY year" <<'E'
2018|2
2019|4
2025|4
E

# number N: a document that nobody has
number() {
	awk -v p="$1" 'BEGIN { split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " "); id = sprintf("1101011985%02d%02d%03d", p % 12 + 1, p % 28 + 1, p)
		for (i = 1; i <= 17; i++) sum += substr(id, i, 1) * w[i]; print id substr("10X98765432", sum % 11 + 1, 1) }'
}
p=0
# person EXAM LEVEL SPECIALTY PASSES [LEVEL [SPECIALTY [PASSED]]]: person number p with an archive of the exam (year:subject,…;…) registers; prints candidate, subjects, carried
person() {
	exam=$1 level=$2 specialty=$3 code=${1%-*} year=${1#*-}
	{
		echo "$H"
		echo "$4" | tr ';' '\n' | while IFS=: read -r y list; do
			echo "$list" | tr ',' '\n' | while read -r s; do
				[ -n "$y" ] && echo "L$p,$code,$y,${5:-$level},${6:-$specialty},考法,01,$(number $p),$s,60,${7:-1}"
			done
		done
	} >archive.csv
	archive-merge -q archive.csv >/dev/null 2>merge.err || sed 's/^/# /' merge.err
	{
		echo exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge
		echo "$exam,${PROVINCE:-110000},${CITY:-110100},01,$level,$specialty,考法,01,$(number $p),139$(printf %08d $p),adopt"
	} >reg.csv
	reg-import --as-of "$year-$([ "$code" = JZ ] && echo 07-01 || echo 08-20)" reg.csv >reg.out 2>err
	tail -n +2 reg.out | cut -d, -f6,10,11
}
law() { # WHAT WANT person's arguments
	what=$1 want=$2
	shift 2
	p=$((p + 1))
	got=$(person "$@")
	equal "$what" "$got" "$want"
	[ "$got" = "$want" ] || sed 's/^/# /' err
}

# ---- two years in 2018, four in 2019: the same archive, two laws (应急〔2019〕8号); the year before the window makes old and carries nothing
law '2018: 2017 counts' 'old,2|3|4,1:2017' AQ-2018 01 07 2017:1
law '2018: 2016 makes an old candidate who carries nothing' 'old,1|2|3|4,' AQ-2018 01 07 2016:1
law '2018: 2015 is gone' 'new,1|2|3|4,' AQ-2018 01 07 2015:1
law '2019: 2016 counts again' 'old,2|3|4,1:2016' AQ-2019 01 07 2016:1
law '2019: 2015 makes an old candidate who carries nothing' 'old,1|2|3|4,' AQ-2019 01 07 2015:1
law '2019: 2014 is gone' 'new,1|2|3|4,' AQ-2019 01 07 2014:1
law 'the newest of two passes carries' 'old,2|3|4,1:2024' AQ-2025 01 07 '2022:1;2024:1'
law 'not passed: an old candidate all the same' 'old,1|2|3|4,' AQ-2025 01 07 2024:1 01 07 0

# ---- N belongs to the level; one that takes new candidates only; a change of level
law 'level 02 has three years' 'old,2|4,1:2023' AQ-2025 02 07 '2022:2;2023:1'
law 'level 03 has two' 'old,1|4,' AQ-2025 03 07 2023:1
law '增报 is always new' 'new,4,' AQ-2025 04 07 2024:4
law 'another level: new' 'new,1|2|4,' AQ-2025 02 07 2024:1 01
has err 'CARRY_LOST: warning: the archive has level 01: with another one the person is a new candidate and carries nothing'
law 'another level, whose years are shorter: what counted at the old one is lost' 'new,1|2|4,' AQ-2025 02 07 2022:1 01
has err 'CARRY_LOST: warning: the archive has level 01: with another one the person is a new candidate and carries nothing'
law 'what counts nowhere any more is no loss' 'new,1|2|4,' AQ-2025 02 07 2020:1 01
lacks err CARRY_LOST
law '增报 after the full level: new' 'new,4,' AQ-2025 04 07 '2023:1;2024:2' 01

# ---- another specialty: locked (Beijing); until a paper of it is passed (Liaoning)
law 'locked: another specialty is a new candidate' 'new,1|2|3|4,' AQ-2025 01 06 2024:1 01 07
has err 'CARRY_LOST: warning: the archive has specialty 07'
PROVINCE=210000 CITY=210100
law 'public subjects carry into another specialty' 'old,3|4,1:2023|2:2024' AQ-2025 01 06 '2023:1;2024:2' 01 07
law 'a paper passed binds' '' AQ-2025 01 06 '2023:4;2024:2' 01 07
has err 'SPECIALTY_LOCKED: a paper of specialty 07 was passed in 2023, so the specialty cannot change to 06'
law 'in its own specialty it carries' 'old,1|3,2:2024|4:2023' AQ-2025 01 07 '2023:4;2024:2' 01 07
law 'a pass that has run out binds nobody' 'old,1|3|4,2:2024' AQ-2025 01 06 '2021:4;2024:2' 01 07
unset PROVINCE CITY

# ---- a decree lengthens the passes of a year, for its place
cat >>config/validity_extension.csv <<'E'
AQ,210000,01,2021,1,辽人社〔2025〕1号
E
exam-config load -q config 2>/dev/null || exam-config load -q --reason decree config
law 'not elsewhere' 'old,1|2|3|4,' AQ-2025 01 07 2021:1
PROVINCE=210000 CITY=210100
law 'the decree' 'old,2|3|4,1:2021' AQ-2025 01 07 2021:1
law 'and a year more makes an old candidate' 'old,1|2|3|4,' AQ-2025 01 07 2021:1 01 07 0
run 0 reg-show --explain --phone "139$(printf %08d $((p - 1)))"
has out '1 安全生产法律法规: the pass of 2021 counts, up to the exam of 2025'
has out 'made longer by 辽人社〔2025〕1号 (without it valid 2022 to 2025)'
unset PROVINCE CITY
ok exam-check -q

# ---- 15 digits are the 18 of the same person, in any order of the files
n=0
while IFS=, read -r short long _; do
	[ "$short" = id15 ] && continue
	n=$((n + 1))
	{ echo "$H"; echo "U$n,OLD,2001,1,,考旧,01O,$short,1,60,1"; echo "U$n,OLD,2002,1,,考旧,01,$long,2,60,1"; } >up.csv
	run 0 archive-merge up.csv
	equal "$short is $long" "$(sqlite3 exam.db "SELECT id_no, count(*) FROM person WHERE id_no IN ('$short', '$long') GROUP BY 1")" "$long|1"
done <<'E'
610104620927690,610104196209276908
150102880730303,150102198807303035
330102200403064,33010219200403064X
E

# ---- the examples of others: what carries into the year of the certificate, or the year after the last pass
if [ -r "$SHARED/data/exams/rolling_examples.csv" ]; then
	tail -n +2 "$SHARED/data/exams/rolling_examples.csv" | sed 's/"\([^"]*\)"/\1/; s/,case/|case/' >examples
	# passes up to 2024 are the archive; AQ and JZ are held in 2025
	for x in 'JZ 01 2024:1,2;2025:3,4 1:2024|2:2024' 'JZ 01 2023:1,2;2024:3;2025:1,2,4 3:2024' 'AQ 01 2022:1;2023:2;2024:3;2025:4 1:2022|2:2023|3:2024' \
		'AQ 01 2021:1;2023:2;2024:3;2025:4 2:2023|3:2024' 'AQ 02 2023:1;2024:2;2025:4 1:2023|2:2024' 'AQ 03 2023:1;2025:4 ' 'JZ 02 2024:2;2025:4 '; do
		# shellcheck disable=SC2086
		set -- $x
		grep -qF "$3" "$SHARED/data/exams/rolling_examples.csv" && pass "the file has $3" || fail "the file lacks $3"
		p=$((p + 1))
		got=$(person "$1-2025" "$2" "$(sqlite3 exam.db "SELECT min(specialty) FROM specialty WHERE exam = '$1' AND year = 2025 AND level IN ('$2', '*')")" "$(echo "$3" | sed 's/;2025.*//')" | cut -d, -f1,3)
		equal "$1 $2 $3" "$got" "old,${4:-}"
	done
else
	skip 'no rolling_examples.csv'
fi
done_testing

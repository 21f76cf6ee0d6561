# Section 1 of the contract, black box, for every stream tool that is built: streams, rejects, exit statuses, atomic and
# repeatable runs, privacy. What a tool does with records is in its own test.
. "${0%/*}/lib.sh"

# Options without which a tool does not run, for tools that have such
extra() {
	case $1 in
	photo-check | photo-review) echo '-D .' ;;
	admit-print | form-print) echo '-O .' ;;
	room-print) echo '-O . --doc door' ;;
	user-recover) echo start ;;
	esac
}
# Tools that read a record stream: those that miss columns in a header of none
office
mkdir -p locked && cp exam.db locked/exam.db
printf 'zzz\n' >none.csv
streams=
for t in "$B"/bin/*; do
	t=${t##*/}
	"$t" $(extra "$t") none.csv >/dev/null 2>"$t.missing"
	if grep -q COLUMN_MISSING "$t.missing"; then streams="$streams $t"; fi
done
case "$streams " in *" reg-import "*) pass "stream tools:$streams" ;; *) fail "stream tools:$streams" ;; esac
# The columns of a tool's message "COLUMN_MISSING: … required: name (中文), …", or the first where any one of them will do
columns() {
	sed -n 's/.*COLUMN_MISSING: //; s/; .*//; s/^one of [^:]*required: \([^,]*\).*/\1/p; s/^required [^:]*: //p' "$1.missing"
}
english() { columns "$1" | sed 's/ ([^)]*)//g; s/, /,/g'; }
chinese() { columns "$1" | sed 's/[a-z_0-9]* (\([^)]*\))/\1/g; s/, /,/g'; }
# quiet STATUS TEXT COMMAND…: exit status, text on stderr, nothing on stdout, in one assertion
quiet() {
	want=$1 text=$2
	shift 2
	"$@" >out 2>err
	got=$?
	if [ $got -ne "$want" ]; then fail "exit $got, wanted $want: $*"; sed 's/^/# /' err | head -n 5
	elif ! grep -qF -- "$text" err; then fail "stderr lacks '$text': $*"; sed 's/^/# /' err | head -n 5
	elif [ -s out ]; then fail "standard output is not empty: $*"
	else pass "exit $want, $text: $*"; fi
}

echo '-- not a database' >text.db
chmod 600 text.db
: >empty.csv
printf '\357\273\277' >bom.csv
printf '\n \n\n' >blank.csv
echo 'theirs,ours' >map.csv
mkdir -m 775 shared && cp exam.db shared/exam.db
dump >before

# What the frame does before it knows the tool: once is enough
t=reg-import
english "$t" >head.csv
header=$(cat head.csv)
quiet 3 header "$t" bom.csv
quiet 3 header "$t" blank.csv
quiet 3 text.db "$t" -d text.db head.csv
quiet 3 'chmod go-w' "$t" -d shared/exam.db head.csv
quiet 3 EXAM_UNKNOWN "$t" -e 999-1999 head.csv
quiet 3 absent.csv "$t" absent.csv
printf '%s\na\0b\n' "$header" >nul.csv
quiet 3 'nul.csv:2: NUL_BYTE' "$t" nul.csv
printf '%s\n一二三四\n\325\305\310\375\n' "$header" >mixed.csv
quiet 3 'mixed.csv:3: ENCODING_MIXED' "$t" mixed.csv
printf '%s,%s\n' "$header" "${header%%,*}" >twice.csv
quiet 3 COLUMN_TWICE "$t" twice.csv
quiet 2 --as-of "$t" --as-of yesterday head.csv
quiet 2 --header "$t" --header klingon head.csv
quiet 2 --override "$t" --override 'no reason' head.csv
quiet 2 KLINGON "$t" --encoding KLINGON head.csv
quiet 2 KLINGON "$t" --out-encoding KLINGON head.csv
quiet 3 EXAM_UNKNOWN "$t" -e 999-1999 head.csv
quiet 3 absent.csv "$t" absent.csv
printf '%s\n"open\n' "$header" >open.csv
quiet 3 'open.csv:2: QUOTE' "$t" open.csv
quiet 3 none/rejects.csv "$t" -r none/rejects.csv head.csv
english "$t" >head.csv
"$t" head.csv >plain 2>/dev/null
"$t" <head.csv >out 2>/dev/null && cmp -s out plain && pass "$t reads standard input" || fail "$t: standard input"
"$t" - <head.csv >out 2>/dev/null && cmp -s out plain && pass "$t reads '-'" || fail "$t: -"
"$t" --excel head.csv >out 2>/dev/null
[ "$(head -c 3 out | od -An -tx1 | tr -d ' ')" = efbbbf ] && grep -q "$(printf '\r')$" out && pass "$t --excel" || fail "$t --excel"
"$t" --out-encoding GB18030 --header zh head.csv 2>/dev/null | iconv -f GB18030 -t UTF-8 >out 2>/dev/null && [ -s out ] &&
	pass "$t --out-encoding" || fail "$t --out-encoding"
chinese "$t" >zh.csv
{ printf '\377\376' && iconv -f UTF-8 -t UTF-16LE zh.csv; } >u16.csv
"$t" u16.csv >out 2>err && cmp -s out plain && pass "$t reads UTF-16" || { fail "$t: UTF-16"; sed 's/^/# /' err; }
{ printf '\357\273\277' && cat zh.csv; } >u8.csv
"$t" u8.csv >out 2>err && cmp -s out plain && pass "$t reads UTF-8 with a BOM" || { fail "$t: BOM"; sed 's/^/# /' err; }

for t in $streams; do
	x=$(extra "$t")
	english "$t" >head.csv
	header=$(cat head.csv)
	# the manual's required columns are those the program wants
	sed -n 's/^\.It \([a-z_0-9 ,]*[a-z_0-9]\) Ta required.*/\1/p' "$ROOT/man/$t.1" 2>/dev/null | tr -d ' ' | tr , '\n' | sort >manual.req
	tr , '\n' <head.csv | sort >program.req
	if [ "$t" = reg-list ] || grep -q 'one of these columns' "$t.missing"; then :
	else cmp -s manual.req program.req && pass "man/$t.1 marks the required columns" || { fail "man/$t.1: required columns"; diff manual.req program.req | sed 's/^/# /'; }
	fi

	quiet 3 header "$t" $x empty.csv
	quiet 3 COLUMN_MISSING "$t" $x none.csv
	quiet 3 missing.db "$t" $x -d missing.db head.csv
	# a header alone is a run without records: the header goes out, nothing is changed
	run 0 "$t" $x head.csv
	[ "$(wc -l <out)" = 1 ] && pass "$t: a header for a header" || fail "$t: $(wc -l <out) lines for a header"
	cp out plain
	chinese "$t" | sed 's/$/\r/' | iconv -f UTF-8 -t GB18030 >gb.csv
	"$t" $x gb.csv >out 2>err && cmp -s out plain && pass "$t reads Chinese columns, CRLF, GB18030" || { fail "$t: GB18030"; sed 's/^/# /' err; }
	# reg-list hands on the columns that came, by their names
	if [ "$t" != reg-list ]; then
	sed 's/[^,]*/<&>/' head.csv >theirs.csv
	printf 'theirs,ours\n<%s>,%s\n' "${header%%,*}" "${header%%,*}" >map.csv
	"$t" $x --map map.csv theirs.csv >out 2>/dev/null && cmp -s out plain && pass "$t --map" || fail "$t --map"
	sed 's/$/,stranger/' head.csv >stranger.csv
	"$t" $x stranger.csv >out 2>err && cmp -s out plain && [ "$(grep -c stranger err)" = 1 ] && pass "$t: one notice for an unknown column" ||
		fail "$t: unknown column"
	fi
	"$t" $x --header zh head.csv >out 2>/dev/null
	grep -qE '(^|,)[a-z_]+(,|$)' out && fail "$t --header zh: $(cat out)" || pass "$t --header zh"
	"$t" $x -r rejects.csv head.csv >/dev/null 2>&1
	[ "$(head -c 36 rejects.csv)" = "file,line,record,field,code,message," ] && [ "$(stat -c %a rejects.csv)" = 600 ] &&
		pass "$t -r writes a header, mode 600" || fail "$t -r: $(head -n 1 rejects.csv) $(stat -c %a rejects.csv)"
	"$t" $x -e 308-2024 head.csv >/dev/null 2>err
	tail -n 1 err | grep -qE "^$t: [0-9]+ accepted, [0-9]+ rejected, [0-9]+ unchanged\$" && pass "$t: the summary is the last line" || fail "$t: last line: $(tail -n 1 err)"
	# a full disk behind standard output is told
	if [ -w /dev/full ]; then
		"$t" $x head.csv >/dev/full 2>/dev/null
		case $? in 3 | 4) pass "$t >/dev/full" ;; *) fail "$t >/dev/full: exit $?" ;; esac
	fi
	# the wrong number of fields is a refused record, not a broken file
	printf '%s\n%s,one,too,many\n' "$header" "$header" >count.csv
	"$t" $x count.csv >out 2>err
	got=$?
	[ $got -eq 1 ] && grep -q '^count.csv:2: .*FIELD_COUNT: ' err && pass "$t: FIELD_COUNT" || fail "$t: FIELD_COUNT, exit $got"
	quiet 1 'nothing was changed' "$t" $x --strict count.csv
done
dump >after
cmp -s before after && pass 'all of these runs have changed nothing' || { fail 'the database has changed'; diff before after | head -n 5 | sed 's/^/# /'; }
rows 'SELECT count(*) FROM audit_entry WHERE batch_id > 1' <<'X'
0
X

# Another writer holds on: 75 at once or after the timeout, with his name; readers do not wait.
mkfifo hold
flock exam.db.wlock cat hold &
exec 9>hold # he holds on until we close it
while flock -n exam.db.wlock true; do sleep 0.02; done
for t in $streams; do
	x=$(extra "$t")
	english "$t" >head.csv
	timeout 30 "$t" $x --busy-timeout 0 head.csv >out 2>err
	got=$?
	case $t in
	reg-list | room-print) [ $got -eq 0 ] && pass "$t reads while others write" || fail "$t: exit $got" ;;
	*) [ $got -eq 75 ] && grep -q 'try again' err && [ ! -s out ] && pass "$t: 75 while another writes" || { fail "$t: exit $got, wanted 75"; sed 's/^/# /' err; } ;;
	esac
done
english reg-import >head.csv
begin=$(date +%s%N)
run 75 reg-import --busy-timeout 1 head.csv
took=$((($(date +%s%N) - begin) / 1000000))
[ "$took" -ge 950 ] && pass '--busy-timeout 1 waits a second' || fail "--busy-timeout 1 took $took ms"
exec 9>&-
wait

# ---- records, through reg-import

# people FROM TO: rows of reg-import; the documents have right check digits and belong to nobody
people() {
	awk -v from="$1" -v to="$2" 'BEGIN {
		print "exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,edu_level,edu_school,edu_major,edu_month"
		split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " ")
		split("赵 钱 孙 李 周 吴 郑 王 冯 陈", han, " ")
		for (p = from; p <= to; p++) {
			id = sprintf("3701121990%02d%02d%03d", p % 12 + 1, p % 28 + 1, p)
			sum = 0
			for (i = 1; i <= 17; i++) sum += substr(id, i, 1) * w[i]
			printf "308-2024,370000,370100,01,01,00,%s䶮,01,%s%s,138%08d,bachelor,某校,统计学,201207\n", han[p % 10 + 1],
				id, substr("10X98765432", sum % 11 + 1, 1), p
		}
	}'
}
export KAOWU_NOW=2024-07-08T10:00:00
specialty=$(sqlite3 exam.db "SELECT specialty FROM specialty WHERE exam = '308' AND level IN ('01', '*') LIMIT 1")
people 1 9 | sed "s/,01,00,/,01,$specialty,/" >good.csv
whole=$(sed -n '2s/.*,01,\([0-9X]*\),138.*/\1/p' good.csv)

# a dry run prints the same and changes nothing
run 0 reg-import -n good.csv
cp out dry.out
dump >after
cmp -s before after && pass '--dry-run changes nothing' || fail '--dry-run has changed something'
# read only: a database that may not be written
mkdir ro && cp exam.db ro/ro.db && chmod 444 ro/ro.db && chmod 755 "$DIR" ro
refused_by() { # WHOM COMMAND…
	who=$1; shift
	run 3 "$@"
	has err ": $who may not write it: it belongs to $(id -un), mode 0"
	has err 'nothing was changed'
	lacks err attempt
}
if [ "$(id -u)" -ne 0 ]; then
	refused_by "$(id -un)" reg-import -d ro/ro.db good.csv
elif setpriv --reuid=65534 --regid=65534 --clear-groups "$B/bin/reg-import" --version >out 2>&1; then
	nobody=$(id -un 65534 2>/dev/null || echo 65534)
	refused_by "$nobody" setpriv --reuid=65534 --regid=65534 --clear-groups "$B/bin/reg-import" -d ro/ro.db good.csv
	has err "sudo -u root"
	chmod 666 ro/ro.db # but not the folder, where its journal would be
	refused_by "$nobody" setpriv --reuid=65534 --regid=65534 --clear-groups "$B/bin/fee-bill" -d ro/ro.db </dev/null
	has err 'fee-bill: ro'
	touch ro/ro.db.wlock && chmod 666 ro/ro.db.wlock
	echo reg_no >regs.csv
	refused_by "$nobody" setpriv --reuid=65534 --regid=65534 --clear-groups "$B/bin/fee-bill" -d ro/ro.db regs.csv
else
	skip 'root may write everything'
fi

run 0 reg-import good.csv
cmp -s out dry.out && pass '--dry-run has printed the same' || { fail 'the dry run printed otherwise'; diff dry.out out | sed 's/^/# /'; }
has err 'reg-import: 9 accepted, 0 rejected, 0 unchanged'
cp out first.out
equal 'a row for each record' "$(wc -l <out)" 10
lacks out "$whole"
has out "$(echo "$whole" | cut -c1-10)****$(echo "$whole" | cut -c15-18)"
dump >first.dump
run 0 reg-import good.csv
has err 'reg-import: 0 accepted, 0 rejected, 9 unchanged'
cmp -s out first.out && pass 'the same again: the same stream' || { fail 'the same again prints otherwise'; diff first.out out | head -n 5 | sed 's/^/# /'; }
dump >again.dump
cmp -s first.dump again.dump && pass 'the same again: the same database' || fail 'the same again has changed the database'
rows 'SELECT count(*) FROM batch WHERE tool = '"'reg-import'" <<'X'
1
X
run 0 reg-import --changed good.csv
equal '--changed: nothing changed, the header alone' "$(wc -l <out)" 1
for j in 1 2 7; do
	reg-import -j $j good.csv >out 2>/dev/null
	cmp -s out first.out && pass "-j $j: the same" || fail "-j $j prints otherwise"
done

# the same people as any office would write them: Chinese header, GB18030, other order, quotes, CRLF, full-width digits
awk -F, 'BEGIN { OFS = "," } NR == 1 { print "手机号码,考生姓名,证件类别,身份证号,考试代码,报名省份,报考城市,报名点,级别,专业,学历层次,毕业学校,毕业专业,毕业年月"; next }
	{ print $10, " " $7 "　", $8, tolower($9), $1, $2, $3, $4, $5, $6, $11, "\"" $12 "\"", $13, $14 }' good.csv | sed 's/1380000000/１３８0000000/; s/$/\r/' |
	iconv -f UTF-8 -t GB18030 >office.csv
run 0 reg-import office.csv
has err 'reg-import: 0 accepted, 0 rejected, 9 unchanged'
cmp -s out first.out && pass 'another spelling of the same: the same stream' || { fail 'another spelling prints otherwise'; diff first.out out | head -n 5 | sed 's/^/# /'; }

# refused records: all their faults, whole, to be corrected and fed back
people 11 14 | sed "s/,01,00,/,01,$specialty,/" >mixed.csv
good=$(sed -n '3s/.*,01,\([0-9X]*\),138.*/\1/p' mixed.csv)
case $good in *0) other=1 ;; *) other=0 ;; esac
sed -i "3s/$good/${good%?}$other/; 3s/,370100,/,379900,/; 4s/,bachelor,/,wizard,/; 1s/\$/,password/; 2,\$s/\$/,geheim/" mixed.csv
run 1 reg-import mixed.csv
has err "mixed.csv:3: id_no: ID_CHECKSUM: "
has err "mixed.csv:3: city: CITY_UNKNOWN: "
has err "mixed.csv:4: edu_level: EDU_LEVEL: "
lacks err "${good%?}$other"
has err 'reg-import: 2 accepted, 2 rejected, 0 unchanged'
equal 'the good ones are printed' "$(wc -l <out)" 3
run 1 env LC_ALL=zh_CN.UTF-8 reg-import mixed.csv
LC_ALL=C grep -q "^mixed.csv:3: id_no: ID_CHECKSUM: .*$(printf '[\344-\351][\200-\277][\200-\277]')" err && pass 'messages follow the locale' || fail 'no Chinese message'
run 1 reg-import -r refused.csv mixed.csv
lacks err ID_CHECKSUM
equal 'two refused' "$(wc -l <refused.csv)" 3
has refused.csv "mixed.csv,3,"
grep -qE '^mixed.csv,3,2,(city\|id_no|id_no\|city),(CITY_UNKNOWN\|ID_CHECKSUM|ID_CHECKSUM\|CITY_UNKNOWN),' refused.csv &&
	pass 'all faults of a record in one row' || { fail 'rejects row'; sed 's/^/# /' refused.csv; }
has refused.csv "${good%?}$other"
lacks refused.csv geheim
equal 'rejects are mode 600' "$(stat -c %a refused.csv)" 600
# fed back uncorrected they are refused again, the same rows with no second set of leading columns
run 1 reg-import -r again.csv refused.csv
equal 'the columns of a file fed back' "$(head -n 1 again.csv)" "$(head -n 1 refused.csv)"
cut -d, -f7- refused.csv >refused.own
cut -d, -f7- again.csv >again.own
[ "$(sed 's/.*308-2024,/308-2024,/' again.own)" = "$(sed 's/.*308-2024,/308-2024,/' refused.own)" ] && pass 'and its records are the same' || fail 'the records fed back differ'
# nothing changed: corrected, they are taken as they are
sed "s/${good%?}$other/$good/; s/,379900,/,370100,/; s/,wizard,/,bachelor,/" refused.csv >corrected.csv
run 0 reg-import corrected.csv
has err 'reg-import: 2 accepted, 0 rejected, 0 unchanged'
# the same by way of a spreadsheet, with Chinese names
people 21 22 | sed "s/,01,00,/,01,$specialty,/; 2s/,bachelor,/,wizard,/" >sheet.csv
run 1 reg-import --excel --header zh -r sheet-refused.csv sheet.csv
grep -q '"=""' sheet-refused.csv && pass 'long numbers are text for a spreadsheet' || fail 'long numbers are not guarded'
sed 's/,wizard,/,bachelor,/' sheet-refused.csv >sheet-corrected.csv
run 0 reg-import sheet-corrected.csv
has err 'reg-import: 1 accepted, 0 rejected, 0 unchanged'

# of several inputs, each with its own names for the columns, one of them read with --map: one column each, and it reads without --map, too
people 51 51 | sed "s/,01,00,/,01,$specialty,/; 2s/,bachelor,/,wizard,/" >english.csv
people 52 52 | sed "s/,01,00,/,01,$specialty,/; 2s/,bachelor,/,wizard,/; 1s/,phone,/,手机号码,/; 1s/^exam,/报考哪一门,/; 1s/\$/,备注/; 2s/\$/,急/" >chinese.csv
printf 'theirs,ours\n报考哪一门,exam\n' >names.csv
run 1 reg-import --map names.csv -r several.csv chinese.csv english.csv
equal 'a column once' "$(head -n 1 several.csv | tr , '\n' | grep -cE '^(exam|考试|报考哪一门|phone|手机号码)$')" 2
equal 'the name of the first file that had it' "$(head -n 1 several.csv | tr , '\n' | grep -cE '^(手机号码|备注)$')" 2
sed 's/,wizard,/,bachelor,/' several.csv >several-corrected.csv
run 0 reg-import -n --map names.csv several-corrected.csv
run 0 reg-import several-corrected.csv
has err 'reg-import: 2 accepted, 0 rejected, 0 unchanged'

# too many fields, or too few: nothing is lost, and it does not pass before somebody has put it right
people 53 55 | sed "s/,01,00,/,01,$specialty,/; 1s/\$/,employer,title/; 2s/\$/,,/; 3s/\$/,A,B,C,D/" >moved.csv
run 1 reg-import -r moved-refused.csv moved.csv
has err 'reg-import: 1 accepted, 2 rejected, 0 unchanged'
equal 'one more column, the last' "$(head -n 1 moved-refused.csv | sed 's/.*,//')" surplus
has moved-refused.csv ',C|D'
equal 'how many are missing' "$(tail -n 1 moved-refused.csv | sed 's/.*,//')" -2
run 1 reg-import -r moved-again.csv moved-refused.csv
has err 'reg-import: 0 accepted, 2 rejected, 0 unchanged'
equal 'uncorrected it is refused as it is' "$(sed 's/.*308-2024,//' moved-again.csv)" "$(sed 's/.*308-2024,//' moved-refused.csv)"
run 1 reg-import moved-refused.csv
has err 'moved-refused.csv:2: surplus: FIELD_COUNT: '
sed 's/,C|D$/,/; s/,-2$/,/' moved-refused.csv >moved-corrected.csv
run 0 reg-import moved-corrected.csv
has err 'reg-import: 2 accepted, 0 rejected, 0 unchanged'
{ people 56 56 | sed "s/,01,00,/,01,$specialty,/; 2s/\$/,/"; } >comma.csv
run 1 reg-import -r comma-refused.csv comma.csv
run 1 reg-import comma-refused.csv
people 57 57 | sed "s/,01,00,/,01,$specialty,/; 1s/\$/,password/; 2s/\$/,geheim,x/" >moved-secret.csv
run 1 reg-import -r moved-secret-refused.csv moved-secret.csv
lacks moved-secret-refused.csv geheim
# what looks like a secret is emptied though the tool knows no such column
people 57 57 | sed "s/,01,00,/,01,$specialty,/; 2s/,bachelor,/,wizard,/; 1s/\$/,手机验证码,PWD,原密码/; 2s/\$/,geheim1,geheim2,geheim3/" >secrets.csv
run 1 reg-import -r secrets-refused.csv secrets.csv
lacks secrets-refused.csv geheim

# what the system says, and getopt, in the operator's language
run 3 env LC_ALL=zh_CN.UTF-8 reg-import nofile.csv
err <<'E'
reg-import: nofile.csv: 没有这个文件或文件夹; 未作任何改动
E
run 3 reg-import nofile.csv
has err 'No such file or directory'
for o in --foo -qZ -r --rejects --strict=1 --out; do
	run 2 env LC_ALL=zh_CN.UTF-8 reg-import "$o"
	LC_ALL=C grep -q '[a-z]\{3,\}' <<E && fail "reg-import $o: $(head -n 1 err)" || pass "$o: in Chinese"
$(head -n 1 err | sed "s/^reg-import: //; s/'[^']*'//")
E
done
run 2 reg-import --foo
has err "unrecognized option '--foo'"
env LC_ALL=zh_CN.UTF-8 reg-import -h | head -n 1 >out
has out '用法: reg-import '
# a file that is no database, or half of one: what to do
echo text >no.db
run 3 exam-check -d no.db
has err 'does -d or KAOWU_DB name the right file?'
{ head -c 40000 exam.db; head -c 60000 /dev/zero; } >half.db
run 3 exam-check -d half.db
has err 'go on with the newest backup'

# --out-encoding holds for the rejects, too; one byte order mark, and none where a spreadsheet would take it for text
mark() { head -c 4 "$1" | od -An -tx1 | tr -d ' \n'; }
for e in gb18030 utf-16 utf-16le utf-8; do
	run 1 reg-import -n --excel --out-encoding $e -r encoded.csv sheet.csv good.csv
	case $e in gb18030) first=66696c65 ;; utf-16) first=fffe6600 ;; utf-16le) first=fffe6600 ;; *) first=efbbbf66 ;; esac
	equal "the rejects in $e" "$(mark encoded.csv)" $first
	equal "the stream in $e" "$(mark out | head -c 4)" "$(echo $first | sed 's/^6669.*/7265/' | head -c 4)"
	equal "the whole of it in $e" "$(iconv -f $e -t UTF-8 encoded.csv | grep -c wizard)" 1
	run 1 reg-import -n encoded.csv
	has err 'encoded.csv:2: edu_level: EDU_LEVEL: '
done
# what cannot be written is told with its place
run 3 reg-import -n --out-encoding gbk good.csv
has err ': name: U+4DAE (䶮) cannot be written in gbk; nothing was changed'
run 3 reg-import -n --out-encoding gbk -r encoded.csv sheet.csv
has err 'sheet.csv:2: name: U+4DAE'

# --strict: all or nothing
people 31 33 | sed "s/,01,00,/,01,$specialty,/; 3s/,bachelor,/,wizard,/" >strict.csv
dump >before
run 1 reg-import --strict strict.csv
equal 'and counts none as accepted' "$(tail -n 1 err)" 'reg-import: 0 accepted, 1 rejected, 0 unchanged'
[ -s out ] && fail '--strict prints records of a run that was refused' || pass '--strict prints nothing'
dump >after
cmp -s before after && pass '--strict: one refused, nothing changed' || fail '--strict has changed something'

# what -e leaves out is said before the summary, which is the last line of tools without a stream, too
run 0 reg-import -n -e AQ-2025 strict.csv
err <<'E'
reg-import: 3 records are not of AQ-2025 and were left out
reg-import: 0 accepted, 0 rejected, 0 unchanged
E
for c in 'reg-list -e 308-2024' exam-check "exam-config dump dumped" 'exam-config check dumped' 'exam-config diff dumped' 'ban-merge --export' 'exam-due -e 308-2024' \
	'fee-refund list' 'reg-show 30824370000001' 'seat-assign -e 308-2024'; do
	$c >/dev/null 2>err
	tail -n 1 err | grep -qE "^${c%% *}: [0-9]+ accepted, [0-9]+ rejected, [0-9]+ unchanged\$" && pass "$c: the summary is the last line" || { fail "$c"; sed 's/^/# /' err; }
done

# committed, but the output is lost: 4; the same again prints it
people 41 42 | sed "s/,01,00,/,01,$specialty,/" >full.csv
reg-import full.csv >/dev/full 2>err
equal 'exit status with a full disk behind the commit' $? 4
run 0 reg-import full.csv
has err 'reg-import: 0 accepted, 0 rejected, 2 unchanged'
equal 'and they are printed' "$(wc -l <out)" 3
# a reader that goes away is no success either
people 43 44 | sed "s/,01,00,/,01,$specialty,/" >gone.csv
{ reg-import gone.csv 2>/dev/null; echo $? >status; } | true
equal 'exit status when the reader of a pipe has gone' "$(cat status)" 4

# killed while it works: as it was, and the next run takes everything
people 100 900 | sed "s/,01,00,/,01,$specialty,/" >many.csv
base=$(sqlite3 exam.db 'SELECT count(*) FROM registration')
dump >before
for delay in 0.005 0.02 0.05; do
	reg-import many.csv >killed.out 2>/dev/null &
	pid=$!
	sleep $delay
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	n=$(sqlite3 exam.db 'SELECT count(*) FROM registration')
	case $n in
	"$base") pass "killed after $delay s: none of 801" ;;
	$((base + 801))) pass "killed after $delay s: all of 801 were committed" ;;
	*) fail "killed after $delay s: $n registrations" ;;
	esac
done
run 0 reg-import many.csv
equal 'the next run has all of them' "$(sqlite3 exam.db 'SELECT count(*) FROM registration')" $((base + 801))

# several writers at once all finish
for k in 1 2 3 4; do
	people $((900 + 10 * k)) $((909 + 10 * k)) | sed "s/,01,00,/,01,$specialty,/" >part$k.csv
	{ reg-import part$k.csv >part$k.out 2>part$k.err; echo $? >part$k.status; } &
done
wait
equal 'four writers at once' "$(cat part?.status | tr '\n' ' ')" '0 0 0 0 '
equal 'and all that they brought' "$(sqlite3 exam.db 'SELECT count(*) FROM registration')" $((base + 841))

# who acts, on whose behalf, and who looks at personal data whole
people 950 950 | sed "s/,01,00,/,01,$specialty,/" >one.csv
login=$(id -un)
run 0 reg-import --operator 窗口3 one.csv
rows "SELECT login, operator FROM batch ORDER BY id DESC LIMIT 1" <<X
$login|窗口3
X
people 951 951 | sed "s/,01,00,/,01,$specialty,/" >one.csv
run 0 env SUDO_USER=clerk7 reg-import one.csv
rows "SELECT login FROM batch ORDER BY id DESC LIMIT 1; SELECT login FROM audit_entry ORDER BY id DESC LIMIT 1" <<'X'
clerk7
clerk7
X
rows 'SELECT count(*) FROM audit_entry WHERE action = '"'unmask'" <<'X'
0
X
cut -d, -f1 first.out >keys.csv
run 0 reg-list -c id_no keys.csv
lacks out "$whole"
run 0 reg-list --unmask -c id_no keys.csv
has out "$whole"
rows "SELECT login, subject FROM audit_entry WHERE action = 'unmask'" <<X
$login|reg-list
X
# the command line in the batch row has no document in it
sqlite3 exam.db 'SELECT arguments FROM batch' >out
lacks out "$whole"
# -e with a stream only filters: records of another exam are left out, not refused
run 0 reg-confirm -e AQ-2025 first.out
has err 'reg-confirm: 0 accepted, 0 rejected, 0 unchanged'
has err '9 records'
equal 'nothing but a header' "$(wc -l <out)" 1
# --as-of is recorded
people 952 952 | sed "s/,01,00,/,01,$specialty,/" >one.csv
run 0 reg-import --as-of 2024-07-09T08:30:00 one.csv
rows 'SELECT as_of FROM batch ORDER BY id DESC LIMIT 1' <<'X'
2024-07-09T08:30:00
X
# a closed window: refused, and passed by the centre with a document
people 953 953 | sed "s/,01,00,/,01,$specialty,/" >late.csv
run 1 reg-import --as-of 2024-12-01 late.csv
has err WINDOW_CLOSED
run 0 reg-import --as-of 2024-12-01 --override '人考函〔2024〕1号: 系统故障' late.csv
rows 'SELECT override FROM batch ORDER BY id DESC LIMIT 1' <<'X'
人考函〔2024〕1号: 系统故障
X
# where the operator table has rows, a login that is not in it does nothing
sqlite3 exam.db "INSERT INTO operator VALUES (1, 'boss', '主任', 'centre', '*', '*', '*')"
quiet 3 NOT_AUTHORISED env SUDO_USER=stranger reg-import one.csv
run 0 env SUDO_USER=boss reg-import one.csv

# The audit chain by other means than the programs': each hash follows from the one before and the entry's fields
sep=$(printf '\037')
sqlite3 -separator "$sep" exam.db "SELECT coalesce(batch_id, ''), at, login, action, subject, detail, digest, hash FROM audit_entry ORDER BY id" >chain
perl -MDigest::SHA=sha256_hex -ne 'BEGIN { $last = "" } chomp; @f = split /\x1f/, $_, -1; $hash = pop @f;
	print "entry $. does not follow\n" if $hash ne sha256_hex(join("", map { "$_\0" } $last, @f)); $last = $hash;
	END { print "only $. entries\n" if $. < 10 }' chain >out
out </dev/null

# modes of what is created
umask 000
people 960 960 | sed "s/,01,00,/,01,$specialty,/" >one.csv
env SUDO_USER=boss reg-import -r new-rejects.csv one.csv >/dev/null 2>&1
for f in exam.db exam.db-wal exam.db-shm exam.db.wlock new-rejects.csv; do
	[ -e "$f" ] || continue
	equal "mode of $f" "$(stat -c %a "$f")" 600
done
# a terminal as standard input, and nothing else to read, is a usage error
if command -v script >/dev/null; then
	script -qec "reg-import; echo status \$?" typed </dev/null >typed.out 2>&1
	grep -q 'status 2' typed.out && pass 'standard input is a terminal: exit 2' || { fail 'standard input is a terminal'; sed 's/^/# /' typed.out; }
else
	skip 'no script(1) to make a terminal'
fi

# ---- the configuration changes while a run reads: nothing is judged by the one that was
office
cp -r "$ROOT/tests/fixtures/config" other
sed -i 's/^308,2024,\*,registration,.*/308,2024,*,registration,2024-07-01T09:00:00,2024-07-07T17:00:00/' other/window.csv
mkfifo slow
reg-import slow >out 2>err & pid=$!
exec 9>slow
head -n 1 good.csv >&9
awk 'BEGIN { for (i = 0; i < 300000; i++) print "" }' >&9 # more than a pipe holds: when it is through, the run has begun to read
run 0 exam-config load -q other
dump >before
tail -n +2 good.csv >&9
exec 9>&-
wait $pid
equal 'the configuration has changed meanwhile' $? 75
has err 'the configuration was changed (exam-config load) while this run read'
equal 'no record is printed' "$(cat out)" ''
dump >after
ok cmp -s before after
run 1 reg-import good.csv
has err WINDOW_CLOSED

done_testing

# Who may do what, and where: the operator table, the login that called sudo, --override, an operator's place.
. "${0%/*}/lib.sh"
office
unset SUDO_UID
cat >regs.csv <<'X'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,edu_level,edu_school,edu_major,edu_month
AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt,本科,清华大学,安全工程,200807
AQ-2025,110000,110100,02,01,05,李四,01,110101199003078275,13900000002,adopt,本科,清华大学,安全工程,201207
AQ-2025,370000,370100,01,01,05,王五,01,11010519491231002X,13900000003,adopt,本科,清华大学,安全工程,198007
X
me=$(id -un)
as() { who=$1; shift; SUDO_USER=$who "$@"; }
batches() { sqlite3 exam.db 'SELECT count(*) FROM batch'; }
operators() { sqlite3 exam.db "DELETE FROM operator; INSERT INTO operator (row, login, name, role, province, city, review_point) VALUES
	(1, 'zhong', '中心', 'centre', '', '', ''), (2, 'jing', '北京', 'district', '110000', '', ''), (3, 'lu', '济南', 'clerk', '370000', '370100', '*'),
	(4, 'shen', '审核', 'reviewer', '110000', '110100', '02'), (5, 'cai', '财务', 'finance', '', '', ''), (6, 'dian', '考点', 'site', '110000', '110100', ''),
	(7, 'chuang', '窗口', 'clerk', '', '', ''), (8, 'shui', '审核', 'reviewer', '', '', '')"; }

# ---- no operators: an office of one works without ceremony, as the real user, or as who called sudo
run 0 reg-import -n regs.csv
run 0 env SUDO_USER=anyone reg-import regs.csv
sqlite3 exam.db "DELETE FROM registration_subject; DELETE FROM registration; DELETE FROM reg_number"
rows "SELECT login FROM batch ORDER BY id DESC LIMIT 1" <<'X'
anyone
X
run 0 reg-import --as-of 2026-01-01 --override '函1: 补报' regs.csv
rows "SELECT login FROM batch ORDER BY id DESC LIMIT 1" <<X
$me
X

# ---- what sudo says, and what a user says of himself: two people named are nobody's sudo
run 0 env SUDO_USER=bin SUDO_UID=77777 reg-import --changed --strict -n regs.csv
sqlite3 exam.db "DELETE FROM registration_subject; DELETE FROM registration; DELETE FROM reg_number"
run 0 env SUDO_USER=bin SUDO_UID=77777 reg-import regs.csv
rows "SELECT login FROM batch ORDER BY id DESC LIMIT 1" <<X
$me
X
sqlite3 exam.db "DELETE FROM registration_subject; DELETE FROM registration; DELETE FROM reg_number"
run 0 env SUDO_USER=bin SUDO_UID="$(id -u bin)" reg-import regs.csv
rows "SELECT login FROM batch ORDER BY id DESC LIMIT 1" <<'X'
bin
X
# somebody who may write the file without owning it does not become another by naming him
shared=$(mktemp -d /tmp/kaowu-test.XXXXXX) # where others may look, too
chmod 755 "$shared"; cp exam.db "$shared"
if [ "$(id -u)" = 0 ] && setpriv --reuid daemon --clear-groups sh -c 'cd "$1" && reg-import -h' sh "$shared" >/dev/null 2>&1; then
	again() { sqlite3 "$shared/exam.db" "DELETE FROM registration_subject; DELETE FROM registration; DELETE FROM reg_number"; }
	again; chown daemon "$shared"; chmod 666 "$shared/exam.db"
	run 0 setpriv --reuid daemon --clear-groups env SUDO_USER=zhong reg-import -d "$shared/exam.db" - <regs.csv
	equal 'the real user acts' "$(sqlite3 "$shared/exam.db" 'SELECT login FROM batch ORDER BY id DESC LIMIT 1')" daemon
	# the database's owner is such as sudo makes one
	again; chown daemon "$shared"/exam.db*
	run 0 setpriv --reuid daemon --clear-groups env SUDO_USER=zhong reg-import -d "$shared/exam.db" - <regs.csv
	equal 'who called sudo acts' "$(sqlite3 "$shared/exam.db" 'SELECT login FROM batch ORDER BY id DESC LIMIT 1')" zhong
else
	skip 'only root can be several users, where all may look'
fi
rm -rf "$shared"

# ---- roles: every tool by every role; --override by the centre alone
operators
may() { # TOOL ROLES ARGUMENTS…: these logins pass the door, the others do not
	tool=$1 allowed=" $2 "; shift 2
	for l in zhong:centre chuang:clerk shui:reviewer cai:finance; do
		case $allowed in *" ${l#*:} "*) want=in ;; *) want=out ;; esac
		SUDO_USER=${l%:*} "$tool" "$@" >out 2>err </dev/null
		if grep -q "NOT_AUTHORISED: ${l%:*} (role ${l#*:}) may not run $tool" err; then got=out; else got=in; fi
		equal "$tool by ${l#*:}" "$got" "$want"
	done
	SUDO_USER=zhong run 0 "$tool" -h
	case $allowed in *' reviewer '*' site '*) has out 'roles: every role' ;; *) has out "roles: $(echo "$allowed" | xargs)" ;; esac
}
printf 'reg_no\n' >none.csv
may reg-import 'centre district clerk' -n regs.csv
may reg-confirm 'centre district clerk' -n none.csv
may elig-verify 'centre district reviewer' -n none.csv
may elig-review 'centre district reviewer' -n none.csv
may photo-check 'centre district reviewer clerk' -n -D . none.csv
may fee-bill 'centre district finance clerk' -n none.csv
may fee-pay 'centre finance clerk' -n none.csv
may fee-decide 'centre finance' -n none.csv
may seat-assign 'centre' -n -e AQ-2025
may score-import 'centre' -n -e AQ-2025 none.csv
may score-publish 'centre' -n -e AQ-2025
may admit-print 'centre district site clerk' -n -O . none.csv
may room-print 'centre district site clerk' -n --doc door -O . none.csv
may form-print 'centre district site clerk reviewer finance' -n -O . none.csv
may reg-list 'centre district reviewer finance site clerk' -e AQ-2025
may reg-show 'centre district reviewer finance site clerk' NOSUCH
before=$(batches)
run 3 env SUDO_USER=nobody-known reg-list -e AQ-2025
has err 'NOT_AUTHORISED: nobody-known (role -) may not run reg-list'
run 3 env SUDO_USER=chuang reg-import --override '函1: 补报' regs.csv
has err 'NOT_AUTHORISED: --override is for role centre'
equal 'who may not has changed nothing' "$(batches)" "$before"
run 3 env LC_ALL=zh_CN.UTF-8 SUDO_USER=cai reg-confirm none.csv
has err '无权运行 reg-confirm'

# ---- places: a record of another place is refused, each by itself, and says whose it is
printf 'reg_no\nAQ25110000001\nAQ25370000001\nNOSUCH\n' >in.csv
run 1 env SUDO_USER=lu reg-confirm -n in.csv
has err 'in.csv:2: reg_no: NOT_AUTHORISED: AQ25110000001 is of 北京市 review point 01; the operator table lets lu act for 济南市 only'
has err 'in.csv:3: reg_no: PHOTO_MISSING'
has err 'in.csv:4: reg_no: REG_UNKNOWN'
lacks err 'in.csv:2: reg_no: PHOTO'
run 1 env SUDO_USER=jing reg-confirm -n in.csv
has err 'in.csv:3: reg_no: NOT_AUTHORISED: AQ25370000001 is of 济南市 review point 01; the operator table lets jing act for 北京市 only'
has err 'in.csv:2: reg_no: PHOTO_MISSING'
run 1 env SUDO_USER=shen elig-review -n in.csv
has err 'in.csv:2: reg_no: NOT_AUTHORISED: AQ25110000001 is of 北京市 review point 01; the operator table lets shen act for 北京市 review point 02 only'
# in every tool that takes registrations; none of them sees such a record
mkdir -p photos
for t in 'photo-check -D photos' 'photo-review -D photos' reg-confirm elig-verify fee-bill 'admit-print -O cards' 'room-print --doc door -O cards' 'form-print -O cards' reg-list; do
	for l in lu jing shen dian; do
		SUDO_USER=$l $t -n - >out 2>err <<'X'
reg_no,decision,photo
AQ25370000001,pass,a.jpg
X
		grep -q 'may not run' err && continue
		[ "$l" = lu ] && { lacks err NOT_AUTHORISED; continue; }
		equal "$t: $l" "$(grep -c . err):$(grep -c 'reg_no: NOT_AUTHORISED: AQ25370000001' err)" '2:1'
		equal "$t: $l: nothing on stdout" "$(grep -c AQ25 out)" 0
	done
done
# the rejects file has the record as it came
run 1 env SUDO_USER=lu reg-confirm -n -q -r rej.csv in.csv
ok grep -q '^in.csv,2,1,reg_no,NOT_AUTHORISED,.*,AQ25110000001$' rej.csv

# --all takes what is of the place, reg-list lists it
due() { SUDO_USER=$1 reg-confirm -n -q -e AQ-2025 --all -r due.csv >/dev/null 2>&1; tail -n +2 due.csv | rev | cut -d, -f1 | rev | paste -sd' ' -; }
seen() { SUDO_USER=$1 reg-list -q -e AQ-2025 --todo reg-confirm | tail -n +2 | cut -d, -f1 | paste -sd' ' -; }
listed() { SUDO_USER=$1 reg-list -q -e AQ-2025 | tail -n +2 | cut -d, -f1 | paste -sd' ' -; }
for l in 'zhong AQ25110000001 AQ25110000002 AQ25370000001' 'jing AQ25110000001 AQ25110000002' 'lu AQ25370000001' 'shen AQ25110000002'; do
	who=${l%% *}
	case $who in shen) ;; *) equal "--all by $who" "$(due "$who")" "${l#* }" ;; esac
	equal "reg-list --todo by $who" "$(seen "$who")" "${l#* }"
	equal "reg-list by $who" "$(listed "$who")" "${l#* }"
done
run 0 env SUDO_USER=shen reg-list -e AQ-2025
has err 'registrations of 北京市 review point 02; shen sees no others'
equal 'a sample is of the place' "$(SUDO_USER=jing reg-list -q -e AQ-2025 --sample 100% | grep -c AQ25)" 2

# orders are of their registrations' place
sqlite3 exam.db "INSERT INTO fee_order (order_no, registration_id, kind, amount, pay_until, created_at, batch_id)
	SELECT 'O' || reg_no, id, 'registration', 100, '', '2025-08-20T10:00:00', 1 FROM registration"
printf 'order_no,channel,txn_no,paid_at,amount,receipt_no\nOAQ25110000001,counter,,2025-08-20,1.00,R1\nOAQ25370000001,counter,,2025-08-20,1.00,R2\n' >pay.csv
run 1 env SUDO_USER=lu fee-pay -n pay.csv
has err 'pay.csv:2: order_no: NOT_AUTHORISED: OAQ25110000001 is of 北京市 review point 01'
lacks err 'pay.csv:3: order_no: NOT_AUTHORISED'

# a registration is brought by who may bring it, places by code or by name
sed -e '1!s/1390000000/1380000000/' -e 's/张三/周一/; s/李四/周二/; s/王五/周三/' -e 's/110101198503077311/110101198603071434/; s/110101199003078275/110101198703072219/; s/11010519491231002X/440308199901101512/' \
	-e '3s/110000,110100/北京,北京市/' regs.csv >more.csv
sqlite3 exam.db "UPDATE province SET name = '北京' WHERE province = '110000'"
run 1 env SUDO_USER=lu reg-import -n more.csv
has err 'more.csv:2: province: NOT_AUTHORISED: the registration is of 北京市 review point 01; the operator table lets lu act for 济南市 only'
has err 'more.csv:3: province: NOT_AUTHORISED: the registration is of 北京市 review point 02'
lacks err 'more.csv:4: province: NOT_AUTHORISED'

# a person belongs to where the exams lie that the person takes part in; who takes part in none, to whom it comes
p() { sqlite3 exam.db "SELECT printf('P%08d', person_id) FROM registration WHERE reg_no = '$1'"; }
printf 'person_no,photo\n%s,a.jpg\n%s,a.jpg\n' "$(p AQ25110000001)" "$(p AQ25370000001)" >persons.csv
run 1 env SUDO_USER=lu photo-check -n -D photos persons.csv
has err "persons.csv:2: person_no: NOT_AUTHORISED: $(p AQ25110000001) is of 北京市 review point 01"
lacks err 'persons.csv:3: person_no: NOT_AUTHORISED'
printf 'id_no,photo\n110101198503077311,a.jpg\n' >persons.csv
run 1 env SUDO_USER=lu photo-check -n -D photos persons.csv
has err 'persons.csv:2: id_no: NOT_AUTHORISED'
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-20T10:00:00' WHERE reg_no = 'AQ25110000001'"
run 1 env SUDO_USER=lu photo-check -n -D photos persons.csv
lacks err NOT_AUTHORISED
sqlite3 exam.db 'UPDATE registration SET deleted_at = NULL'

# at the counter: what lies elsewhere is not shown, and where to ask is
run 1 env SUDO_USER=lu reg-show AQ25110000001
equal 'nothing shown' "$(cat out)" ''
has err 'NOT_AUTHORISED: AQ25110000001 is of 北京市 review point 01'
run 0 env SUDO_USER=jing reg-show AQ25110000001
run 1 env SUDO_USER=lu reg-show --phone 13900000001
equal 'nothing shown by phone' "$(cat out)" ''

done_testing

# What is due: reg-list --todo TOOL is what TOOL --all takes, at every stage of a year; and what is printed where the output
# of --all was lost.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"
office
sql() { sqlite3 exam.db "$1"; }
column() { awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "reg_no") k = i } NR > 1 { print $k }' "$1"; }
listed() { reg-list -q -e AQ-2025 --todo "$1" >listed.out && column listed.out; }

# taken TOOL: what a run with --all takes, printed or refused; for tools without --all, by the database
taken() {
	case $1 in
	photo-check) set -- photo-check --all -D photos ;;
	elig-review) set -- elig-review --close ;;
	admit-print) set -- admit-print --all -O cards ;;
	room-print) set -- room-print --all --doc door -O cards ;;
	form-print) set -- form-print --all -O cards ;;
	reg-confirm | elig-verify | fee-bill) set -- "$1" --all ;;
	seat-assign) seat-assign -n -q -e AQ-2025 --plan-only 2>/dev/null >taken.out && column taken.out | sort -u
		return ;;
	score-import)
		sql "SELECT reg_no FROM registration_state s WHERE state IN ('seated', 'printed', 'scored') AND EXISTS (SELECT 1 FROM registration_subject b
			WHERE b.registration_id = s.registration_id AND carried_year IS NULL AND subject NOT IN
			(SELECT subject FROM score c WHERE c.registration_id = b.registration_id)) ORDER BY reg_no"
		return ;;
	*) sql "SELECT reg_no FROM registration_state WHERE next_step = '$1' ORDER BY reg_no"
		return ;;
	esac
	# --close is of those after the exam; whose papers wait before payment comes to the counter
	[ "$1" != elig-review ] || sql "SELECT reg_no FROM registration_state JOIN registration r USING (reg_no) WHERE review_mode = 'pre'
		AND state = 'confirmed' AND r.outcome IN ('online', 'onsite') ORDER BY reg_no"
	"$@" -n -q -e AQ-2025 -r taken.rej >taken.out 2>taken.err
	tail -n +2 taken.rej | sed 's/.*,//' >taken.reg
	column taken.out | sort -u - taken.reg
}
reg-list -e AQ-2025 --todo nonsense 2>err
tools=$(sed -n 's/.*there are://p' err)
equal 'tools with a list' "$(echo "$tools" | wc -w)" 12
stage() { # compare them all; the sets that are not empty are counted in $filled
	for t in $tools; do
		case $t:$1 in
		seat-assign:seated | seat-assign:printed | seat-assign:scored | seat-assign:all-scored | seat-assign:published) continue ;; # the plan as it stands
		*)
			listed "$t" >due.list
			taken "$t" >due.taken ;;
		esac
		cmp -s due.list due.taken && pass "$1: $t ($(wc -l <due.list))" ||
			{ fail "$1: $t"; diff -u due.list due.taken | sed 's/^/# /'; sed 's/^/# /' taken.err; }
		[ -s due.list ] && echo "$t" >>filled
	done
}

mkdir photos cards
{ reg_csv AQ-2025 110100 01 05 1 5 pledge=adopt work_years=20 pro_years=20; reg_csv AQ-2025 110100 01 05 6 8 pledge=decline work_years=20 pro_years=20 | tail -n +2
	reg_csv AQ-2025 440100 01 05 11 18 pledge=adopt work_years=20 pro_years=20 | tail -n +2; } >regs.csv
reg-import -q regs.csv >regs.out
stage registered
sha=$(sha256sum <"$ROOT/tests/fixtures/photos/white.jpg" | cut -d' ' -f1)
mkdir -p "exam.photos/$(echo "$sha" | cut -c1-2)"; cp "$ROOT/tests/fixtures/photos/white.jpg" "exam.photos/$(echo "$sha" | cut -c1-2)/$sha.jpg"
sql "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
	SELECT id, '$sha', 'p.jpg', 413, 579, 40000, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1 FROM person WHERE id % 8 <> 0;
	UPDATE person SET photo_id = (SELECT id FROM photo WHERE person_id = person.id)"
stage photographed

# --all whose output was lost is printed by the next one, once
run 1 reg-confirm -n -e AQ-2025 --all -r rej.csv; cp out dry
reg-confirm -e AQ-2025 --all -r rej.csv >/dev/full 2>err
equal 'committed, not printed' $? 4
has err 'run it again for the same output'
equal 'kept for the login alone' "$(stat -c %a exam.db.again-reg-confirm-AQ-2025-*)" 600
dump >before
run 1 reg-confirm -n -e AQ-2025 --all -r rej.csv
equal 'a dry run leaves it' "$(ls exam.db.again-* | wc -l)" 1
reg-confirm -e AQ-2025 --all -r rej.csv >/dev/full 2>err
equal 'lost again' $? 4
run 1 reg-confirm -e AQ-2025 --all -r rej.csv
ok cmp out dry
has err '0 accepted, 2 rejected, 14 unchanged'
dump >after; ok cmp before after
ok test ! -e "$(ls exam.db.again-* 2>/dev/null)"
run 1 reg-confirm -e AQ-2025 --all -r rej.csv
has err '0 accepted, 2 rejected, 0 unchanged'
# a list that cannot be read: nothing is done before somebody has looked
sql "UPDATE registration SET confirmed_at = NULL"
mkdir "exam.db.again-reg-confirm-AQ-2025-$(id -un).1"
run 3 reg-confirm -e AQ-2025 --all -r rej.csv
rmdir exam.db.again-*
run 1 reg-confirm -e AQ-2025 --all -r rej.csv

stage confirmed
elig-verify -q -e AQ-2025 --all >verified.out 2>/dev/null
stage verified
{ echo reg_no,decision,reason; sql "SELECT reg_no, 'pass', '' FROM registration_state JOIN registration r USING (reg_no) WHERE review_mode = 'pre'
	AND state = 'confirmed' AND r.outcome IN ('online', 'onsite') ORDER BY reg_no LIMIT 2" | tr '|' ,; } >reviewed.csv
elig-review -q reviewed.csv >/dev/null
stage reviewed
fee-bill -q -e AQ-2025 --all >orders.out 2>/dev/null
stage billed
sql "UPDATE registration SET paid_at = '2025-08-21T10:00:00' WHERE id IN (SELECT registration_id FROM fee_order) AND id % 5 <> 0"
stage paid
seat-assign -q -e AQ-2025 >seats.out 2>/dev/null
stage seated
export KAOWU_NOW=2025-10-22T09:00:00
admit-print -q -e AQ-2025 --all -O cards >/dev/null 2>&1
stage printed
{ echo admit_no,subject,score; tail -n +2 seats.out | awk -F, '{ print $2 "," $4 ",80" }'; } >marks.csv
head -n 12 marks.csv >some.csv
KAOWU_NOW=2025-12-20T10:00:00
score-import -q -e AQ-2025 some.csv >/dev/null 2>&1
stage scored
score-import -q -e AQ-2025 marks.csv >/dev/null 2>&1
stage all-scored
score-publish -q -e AQ-2025 >results.out 2>&1
KAOWU_NOW=2025-12-30T10:00:00
stage published
equal 'every list had something in it at some stage' "$(sort -u filled | wc -l)" 12
done_testing

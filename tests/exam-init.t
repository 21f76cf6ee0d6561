# exam-init: makes a database and its key, never over another.
. "${0%/*}/lib.sh"

run 0 exam-init -d sub.exam.db
has err 'sub.exam.db created, with sub.exam.key and sub.exam.pub'
equal 'modes' "$(stat -c %a sub.exam.db sub.exam.key sub.exam.pub | paste -sd' ' -)" '600 600 644'
equal 'application id' "$(sqlite3 sub.exam.db 'PRAGMA application_id')" 1262571351
equal 'journal' "$(sqlite3 sub.exam.db 'PRAGMA journal_mode')" wal
cp sub.exam.db before
run 3 exam-init -d sub.exam.db
has err 'exists already'
ok cmp before sub.exam.db

# nothing is made where a key lies already, in a missing folder, in one that others may write, or by a dry run
touch other.key
run 3 exam-init -d other.db
ok test ! -e other.db
run 3 exam-init -d missing/exam.db
mkdir open; chmod 777 open
run 3 exam-init -d open/exam.db
has err 'others may write'
run 0 exam-init -n -d dry.db
ok test ! -e dry.db

# killed at any moment: no database or a whole one with its keys, and nothing in the way of the next try
broken=0
for i in 1 2 3 4 5 6 7 8 9 10; do
	rm -rf k; mkdir k
	exam-init -q -d k/exam.db & pid=$!
	sleep 0.00$i; kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
	if [ -e k/exam.db ]; then
		[ -e k/exam.key ] && [ -e k/exam.pub ] && exam-check -q -d k/exam.db >/dev/null 2>&1 || broken=$((broken + 1))
	fi
done
equal 'half databases' $broken 0

# two databases have two keys
run 0 exam-init -d two.db
ok test "$(cat two.pub)" != "$(cat sub.exam.pub)"

# upgrade: a new one needs none; a newer one, another application's and no database are refused
run 0 exam-init --upgrade -d two.db
has err '0 migrations run'
rm two.key two.pub
run 0 exam-init --upgrade -d two.db
has err 'keys made'
ok test -s two.key
sqlite3 two.db 'PRAGMA user_version = 99'
run 3 exam-init --upgrade -d two.db
has err 'newer version'
run 3 reg-list -d two.db -e AQ-2025
has err 'newer version'
sqlite3 foreign.db 'CREATE TABLE t (x)'
run 3 exam-init --upgrade -d foreign.db
has err 'not a Kaowu database'
run 3 exam-init --upgrade -d none.db
run 3 reg-list -d none.db -e AQ-2025
has err 'exam-init -d none.db'

# both ends of a pair of runs: their exit statuses
pair() {
	exam-init -q "$@" 2>one.err & one=$!
	exam-init -q "$@" 2>two.err & two=$!
	wait $one; one=$?
	wait $two; echo "$one $?"
}
sqlite3 none.db 'PRAGMA application_id = 1262571351; PRAGMA journal_mode = WAL' >/dev/null
# two at once: one makes the office and the other finds it; both upgrade, and one of them does it
made=
upgraded=
for i in 1 2 3 4 5 6 7 8; do
	rm -rf two; mkdir two
	case $(pair -d two/exam.db) in '0 3' | '3 0') ;; *) made="$made $(head -c 200 one.err two.err)" ;; esac
	exam-check -q -d two/exam.db >/dev/null 2>&1 || made="$made half"
	rm two/exam.*
	cp none.db two/exam.db
	both=$(pair --upgrade -d two/exam.db)
	[ "$both" = '0 0' ] && exam-check -q -d two/exam.db >/dev/null 2>&1 && [ -s two/exam.key ] && [ -s two/exam.pub ] ||
		upgraded="$upgraded $both $(head -c 200 one.err two.err)"
	[ "$(find two -name '.*' -type f)" = '' ] || upgraded="$upgraded $(find two)"
done
equal 'two at once make one' "$made" ''
equal 'two upgrades at once' "$upgraded" ''
rm none.db
# asked to end, it is done or has not begun
left=''
for i in 1 2 3 4 5 6 7 8; do
	rm -rf k; mkdir k
	exam-init -q -d k/exam.db & pid=$!
	sleep 0.00$i; kill $pid 2>/dev/null; wait $pid 2>/dev/null
	case $(find k -type f | sort | paste -sd' ' -) in '' | 'k/exam.db k/exam.key k/exam.pub') ;; *) left=$(find k) ;; esac
done
equal 'left behind by SIGTERM' "$left" ''

# the default is KAOWU_DB, else exam.db
KAOWU_DB=$PWD/env.db run 0 exam-init -q
ok test -e env.db
run 2 exam-init operand
done_testing

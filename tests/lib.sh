# Test library: TAP from POSIX sh. A test sources it first:  . "${0%/*}/lib.sh"
# Each test gets a private folder (KEEP=1 keeps it), a fixed clock and locale, and the programs on PATH.
set -u
exec </dev/null
ROOT=$(cd "${0%/*}/.." && pwd)
B=${B:-build}
case $B in /*) ;; *) B=$ROOT/$B ;; esac
SHARED=${SHARED:-$ROOT/../shared}
PATH=$B/bin:$PATH
export TZ=Asia/Shanghai LC_ALL=C.UTF-8 KAOWU_NOW=2025-08-20T10:00:00
unset KAOWU_DB SUDO_USER KAOWU_TRACE
umask 022
DIR=$(mktemp -d "${TMPDIR:-/tmp}/kaowu-test.XXXXXX")
trap '[ -n "${KEEP:-}" ] && echo "# kept: $DIR" || rm -rf "$DIR"' EXIT
trap 'exit 1' INT TERM
cd "$DIR" || exit 1
TEST_N=0
TEST_FAILED=0

pass() { TEST_N=$((TEST_N + 1)); echo "ok $TEST_N - $*"; }
fail() { TEST_N=$((TEST_N + 1)); TEST_FAILED=1; echo "not ok $TEST_N - $*"; }
skip() { TEST_N=$((TEST_N + 1)); echo "ok $TEST_N # SKIP $*"; }
# ok COMMAND…: passes where the command succeeds; the description is the command itself
ok() { if "$@" >cmd.out 2>&1; then pass "$*"; else fail "$*"; sed 's/^/# /' cmd.out; fi; }

# run STATUS COMMAND…: runs it, asserts the exit status; its streams are in ./out and ./err
run() {
	want=$1; shift
	"$@" >out 2>err
	got=$?
	if [ "$got" -eq "$want" ]; then pass "exit $want: $*"
	else fail "exit $got, wanted $want: $*"; sed 's/^/# /' err | head -n 20; fi
}
# out / err: compare ./out, ./err with standard input (whole text)
same() {
	cat >"$1.want"
	if cmp -s "$1.want" "$1"; then pass "$1 as expected"
	else fail "$1 differs"; diff -u "$1.want" "$1" | sed 's/^/# /' | head -n 40; fi
}
out() { same out; }
err() { same err; }
# has FILE TEXT: the file contains the fixed string
has() { if grep -qF -- "$2" "$1"; then pass "$1 has: $2"; else fail "$1 lacks: $2"; sed 's/^/# /' "$1" | head -n 20; fi; }
lacks() { if grep -qF -- "$2" "$1"; then fail "$1 should not have: $2"; else pass "$1 lacks: $2"; fi; }
# rows SQL: compare the rows of a query on exam.db ('|' between columns) with standard input
rows() {
	cat >rows.want
	sqlite3 exam.db "$1" >rows.got 2>&1
	if cmp -s rows.want rows.got; then pass "rows: $1"
	else fail "rows differ: $1"; diff -u rows.want rows.got | sed 's/^/# /'; fi
}
# equal WHAT GOT WANT
equal() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1: got '$2', wanted '$3'"; fi; }

# office: an empty database with the small office configuration of tests/fixtures/config, as ./exam.db
# (built once per test run and copied: SQLite's migration takes longer than a copy)
office() {
	cache=$B/tests/office.$(cksum <"$B/bin/exam-config" | tr ' ' -)
	if [ ! -f "$cache.db" ]; then
		mkdir -p "$B/tests"
		t=$(mktemp -d)
		exam-init -q -d "$t/exam.db" && exam-config load -q -d "$t/exam.db" "$ROOT/tests/fixtures/config" &&
			mv "$t/exam.key" "$cache.key" && mv "$t/exam.pub" "$cache.pub" && mv "$t/exam.db" "$cache.db.$$" &&
			mv "$cache.db.$$" "$cache.db"
		rm -rf "$t"
	fi
	for e in db key pub; do cp "$cache.$e" "exam.$e"; done
}
# hold: somebody has the writer lock of exam.db until let_go. Runs are started with "8>&-", and
# queued N waits until N of them stand before the lock, having read what they read before it
hold() {
	[ -p held.lock ] || mkfifo held.lock
	flock exam.db.wlock cat held.lock 8>&- &
	exec 8>held.lock # once he has it
}
queued() {
	until [ "$(grep -c -- "-> FLOCK .*:$(stat -c %i exam.db.wlock) " /proc/locks)" -ge "$1" ]; do sleep 0.02; done
}
let_go() { exec 8>&-; }
# dump [DB]: everything the database holds but batches and the audit log, to compare before and after
dump() { sqlite3 "${1:-exam.db}" .dump | grep -vE '^INSERT INTO (batch|batch_count|audit_entry|sqlite_sequence) '; }

# Refunds by hand, in whatever state: what stands between $ASKED and $WALK is inserted into the table asked instead of refund, and then goes its way from proposed on.
ASKED='CREATE TEMP TABLE asked AS SELECT * FROM refund WHERE 0;'
WALK="; INSERT INTO refund (id, refund_no, order_id, payment_id, entry_id, amount, cause, documents, reason, state, proposed_by, proposed_operator, proposed_at, batch_id)
	SELECT id, refund_no, order_id, payment_id, entry_id, amount, cause, coalesce(documents, ''), reason, 'proposed', proposed_by, coalesce(proposed_operator, ''),
	proposed_at, batch_id FROM asked;
	UPDATE refund SET state = iif(a.state = 'refused' AND a.out_id IS NULL, 'refused', 'approved'), approved_by = a.approved_by, approved_at = a.approved_at
	FROM asked a WHERE a.refund_no = refund.refund_no AND a.state <> 'proposed';
	UPDATE refund SET state = 'exported', out_id = a.out_id, exported_at = a.exported_at
	FROM asked a WHERE a.refund_no = refund.refund_no AND refund.state = 'approved' AND a.state <> 'approved' AND a.out_id IS NOT NULL;
	UPDATE refund SET state = a.state, settled_at = a.settled_at, settled_by = coalesce(a.settled_by, ''), settled_reason = coalesce(a.settled_reason, '')
	FROM asked a WHERE a.refund_no = refund.refund_no AND refund.state <> a.state; DROP TABLE asked"

done_testing() { echo "1..$TEST_N"; exit $TEST_FAILED; }

# The schema: as the golden dump shows it (UPDATE=1 rewrites it, git diff reviews it), strict, commented, reached from
# every earlier version by exam-init --upgrade.
. "${0%/*}/lib.sh"

sql() { sqlite3 "${2:-exam.db}" "$1"; }

run 0 exam-init -q
sql .schema >schema.sql
if [ "${UPDATE:-}" = 1 ]; then cp schema.sql "$ROOT/tests/golden/schema.sql"; fi
cp schema.sql out
out <"$ROOT/tests/golden/schema.sql"

equal 'application_id is KAOW' "$(sql 'PRAGMA application_id')" $((0x4b414f57))
newest=$(find "$ROOT/common/store/schema" -name '*.sql' | wc -l)
equal 'user_version counts the migrations' "$(sql 'PRAGMA user_version')" "$newest"
equal 'the journal is a WAL' "$(sql 'PRAGMA journal_mode')" wal
equal 'the database is the owner'"'"'s alone' "$(stat -c %a exam.db)" 600
equal 'and so is the key' "$(stat -c %a exam.key)" 600
equal 'the public key may be read' "$(stat -c %a exam.pub)" 644

rows "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'" </dev/null
rows 'PRAGMA integrity_check' <<'E'
ok
E
rows 'PRAGMA foreign_key_check' </dev/null
rows "SELECT m.name || ' -> ' || f.\"table\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
	WHERE m.type = 'table' AND f.\"table\" NOT IN (SELECT name FROM sqlite_schema WHERE type = 'table')" </dev/null
for v in $(sql "SELECT name FROM sqlite_schema WHERE type = 'view'"); do
	sqlite3 exam.db "SELECT * FROM \"$v\" LIMIT 1" >/dev/null 2>view.err && pass "view $v works" || { fail "view $v"; sed 's/^/# /' view.err; }
done
# money is whole fen, never a float
rows "SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'
	AND (c.type = 'REAL' OR (c.name LIKE '%\\_fen' ESCAPE '\\' AND c.type <> 'INTEGER'))" </dev/null
for t in person registration seat score fee_order statement_entry audit_entry batch; do
	equal "table $t is there" "$(sql "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '$t'")" 1
done

# every column has its line, and says in a comment what it holds
sql "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'" |
	awk '/^CREATE TABLE/ { table = $3; tables++ }
		/^\t["a-z]/ && !/ -- [^ ]/ { print table "." $1 }
		END { if (tables < 60) print tables " tables" }' >out
out </dev/null
sql "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1" >out
sql "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'" |
	awk '/^CREATE TABLE/ { table = $3; gsub(/"/, "", table) } /^\t["a-z]/ { gsub(/"/, "", $1); print table "." $1 }' | sort >columns
out <columns

# kaowu-db(5) has every table and view, and no other
sql "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' ORDER BY name" >names
sed -n 's/^\.It Sy \([a-z_]*\)$/\1/p' "$ROOT/man/kaowu-db.5" | sort >documented
cp documented out
out <names
# and its example works
sql "SELECT state, next_step, count(*) FROM registration_state JOIN exam ON exam.id = exam_id WHERE exam = '308' AND year = 2024
	GROUP BY state, next_step" >out 2>&1
out </dev/null

# From every earlier version: the first N migrations by hand, then exam-init --upgrade.
n=0
while [ "$n" -lt "$newest" ]; do
	rm -f old.db old.db-*
	{
		echo "PRAGMA application_id = $((0x4b414f57)); PRAGMA journal_mode = WAL;"
		i=0
		for f in "$ROOT"/common/store/schema/*.sql; do
			[ "$i" -lt "$n" ] || break
			cat "$f"
			i=$((i + 1))
		done
		echo "PRAGMA user_version = $n;"
	} | sqlite3 old.db >/dev/null
	chmod 600 old.db
	run 3 exam-config dump -d old.db dumped
	has err 'exam-init --upgrade'
	run 0 exam-init --upgrade -d old.db
	has err "$((newest - n)) migrations run"
	sqlite3 old.db .schema >old.sql
	cmp -s old.sql schema.sql && pass "from version $n: the same schema" || fail "from version $n: another schema"
	n=$((n + 1))
done
run 0 exam-init --upgrade
has err '0 migrations run'

# a newer file than the program is refused, whatever is asked
cp exam.db newer.db
sql "PRAGMA user_version = $((newest + 1))" newer.db
run 3 exam-config dump -d newer.db dumped
has err 'newer version'
run 3 exam-init --upgrade -d newer.db
equal 'and left as it was' "$(sql 'PRAGMA user_version' newer.db)" $((newest + 1))
# what is no database of ours is refused
echo 'not a database' >text.db
run 3 exam-config dump -d text.db dumped
run 3 exam-init --upgrade -d text.db
equal 'a text stays a text' "$(cat text.db)" 'not a database'
sql 'CREATE TABLE t (x)' other.db
run 3 exam-config dump -d other.db dumped
has err 'not a Kaowu database'
run 3 exam-init
has err 'exists already'
run 3 exam-init -d none/exam.db
run 3 exam-init --upgrade -d none.db
[ -e none.db ] && fail 'none.db was made' || pass 'none.db was not made'

done_testing

# Every tool is whole: source, manual, test, a row in the map and in the README; -h, -V and a wrong option behave; the
# manual's SYNOPSIS is what -h says and names every option. No manual is left over.
. "${0%/*}/lib.sh"

# The text of a page, plain: no overstrikes, no line breaks in words.
page() { mandoc -K utf-8 -T utf8 -O width=100 "$1" | sed 's/.\x08//g'; }
# A section of a page, blanks squeezed out, in small letters: what is compared does not depend on breaks or on Ar.
section() { awk -v s="$1" '/^[^ ]/ { on = $0 == s } on && /^ /' "$2" | tr -d ' \n' | tr '[:upper:]' '[:lower:]'; }

tools=
for f in "$ROOT"/cmd/*.c "$ROOT"/cmd/*/main.c; do
	[ -e "$f" ] || continue
	f=${f%/main.c}
	f=${f##*/}
	tools="$tools ${f%.c}"
done
options() { grep -oE -- '(^|[^a-zA-Z0-9-])--[a-z][a-z-]+' "$@" | sed 's/.*--/--/' | sort -u; }
page "$ROOT/man/kaowu.7" >common.text
options common.text >common.options
for t in $tools; do "$t" -h 2>/dev/null; done >every.help
options every.help >every.options

for t in $tools; do
	man=$ROOT/man/$t.1
	[ -x "$B/bin/$t" ] && pass "$t is built" || { fail "$t is not built"; continue; }
	[ -f "$ROOT/tests/$t.t" ] && pass "$t has its test" || fail "tests/$t.t is missing"
	grep -qE "^\.It Xr $t 1( |$)" "$ROOT/man/kaowu.7" && pass "$t is in kaowu(7)" || fail "kaowu(7) has no row '.It Xr $t 1'"
	grep -qE "^\| \`$t\` \|" "$ROOT/README.md" && pass "$t is in the README" || fail "README.md has no row '| \`$t\` |'"

	run 0 "$t" -h
	head -n 1 out >usage
	usage=$(sed "s/^usage: //" usage | tr -d ' \n' | tr '[:upper:]' '[:lower:]')
	cp out help
	run 0 env LANG=zh_CN.UTF-8 LC_ALL=zh_CN.UTF-8 "$t" --help
	LC_ALL=C grep -q "$(printf '[\344-\351][\200-\277][\200-\277]')" out && pass "$t --help speaks Chinese" || fail "$t --help has no Chinese"
	run 0 "$t" -V
	case $(cat out) in "$t (kaowu) "[0-9]*) pass "$t -V" ;; *) fail "$t -V says: $(cat out)" ;; esac
	run 2 "$t" --no-such-option
	[ -s out ] && fail "$t: a usage error prints to standard output" || pass "$t: nothing on standard output"
	run 2 "$t" --busy-timeout soon
	# -h to a full disk is not a success
	if [ -w /dev/full ]; then
		"$t" -h >/dev/full 2>/dev/null && fail "$t -h >/dev/full succeeds" || pass "$t -h >/dev/full fails"
	fi

	[ -f "$man" ] || { fail "man/$t.1 is missing"; continue; }
	mandoc -T lint -W warning "$man" >lint 2>&1 && pass "man/$t.1 is clean" || { fail "man/$t.1: mandoc -T lint"; sed 's/^/# /' lint; }
	page "$man" >text
	equal "$t: SYNOPSIS is what -h says" "$(section SYNOPSIS text)" "$usage"
	grep -q "^\.Nm $t$" "$man" && pass "$t: its own name" || fail "man/$t.1 is not .Nm $t"
	for s in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
		grep -qx "\.Sh $s" "$man" || fail "man/$t.1 has no section $s"
	done
	# the codes by which the tool's own sources refuse or warn are in its page
	cat "$ROOT/cmd/$t.c" "$ROOT/cmd/$t"/*.c 2>/dev/null | grep -oE '\b(fault|warning)\([^"]*"[A-Z][A-Z0-9_]*"' | sed 's/.*"\(.*\)"/\1/' | sort -u >own
	while read -r c; do grep -qw "$c" "$man" || echo "$c"; done <own >silent
	[ -s silent ] && fail "man/$t.1 lacks: $(tr '\n' ' ' <silent)" || pass "man/$t.1 explains its codes"
	# each option of -h is the tool's own, explained in its page, or common to all, explained in kaowu(7)
	options text >own.options
	sort -u own.options common.options >explained
	options help | comm -23 - explained >unexplained
	[ -s unexplained ] && fail "$t: options in no manual: $(tr '\n' ' ' <unexplained)" || pass "$t: every option is in a manual"
	# and no page speaks of an option that no tool has
	comm -23 own.options every.options >unknown
	[ -s unknown ] && fail "man/$t.1 names options that no tool has: $(tr '\n' ' ' <unknown)" || pass "$t: its page invents no option"
done

for m in "$ROOT"/man/*.1; do
	[ -e "$m" ] || continue
	m=${m##*/}
	case " $tools " in *" ${m%.1} "*) ;; *) fail "man/$m has no tool" ;; esac
done
for m in "$ROOT"/man/*.[57]; do
	mandoc -T lint -W warning "$m" >lint 2>&1 && pass "${m##*/} is clean" || { fail "${m##*/}: mandoc -T lint"; sed 's/^/# /' lint; }
done
# tools named in the map and in the README exist
for t in $(sed -n 's/^\.It Xr \([a-z-]*\) 1.*/\1/p' "$ROOT/man/kaowu.7") $(sed -n 's/^| `\([a-z-]*\)` |.*/\1/p' "$ROOT/README.md"); do
	case " $tools " in *" $t "*) ;; *) fail "the map names $t, which does not exist" ;; esac
done

# kaowu-csv(5) has every column by its English and its Chinese name
sed -n 's/^\t{ "\([a-z_0-9]*\)", "\([^"]*\)", .*/\1 Ta \2/p' "$ROOT/common/stream/column.c" | while read -r c; do
	grep -qF ".It $c Ta" "$ROOT/man/kaowu-csv.5" || grep -qxF ".It $c" "$ROOT/man/kaowu-csv.5" || echo "$c"
done >missing
[ -s missing ] && fail "kaowu-csv(5) lacks: $(tr '\n' ';' <missing)" || pass 'kaowu-csv(5) has every column'

# Every code that a program can say is in kaowu-codes(7), and nothing else is.
"$ROOT/scripts/codes" "$ROOT" | sort -u >said
sed -n 's/^\.It Sy \([A-Z][A-Z0-9_]*\).*/\1/p' "$ROOT/man/kaowu-codes.7" >listed
sort listed | uniq -d >twice
[ -s twice ] && fail "kaowu-codes(7) has twice: $(tr '\n' ' ' <twice)" || pass 'kaowu-codes(7) has every code once'
sort -u listed -o listed
comm -23 said listed >missing
comm -13 said listed >idle
[ -s missing ] && fail "kaowu-codes(7) lacks: $(tr '\n' ' ' <missing)" || pass 'kaowu-codes(7) has every code that is said'
[ -s idle ] && fail "kaowu-codes(7) has codes that nothing says: $(tr '\n' ' ' <idle)" || pass 'kaowu-codes(7) has no code that nothing says'
[ -s said ] && pass "$(wc -l <said) codes" || fail 'scripts/codes finds no code'

done_testing

# What the README tells people to paste works as it stands there.
. "${0%/*}/lib.sh"

unset KAOWU_NOW
mkdir -p clone
awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$ROOT/README.md" >paste.txt
equal 'ten lines' "$(wc -l <paste.txt)" 10
# the same in a folder of our own: build/try is a part of the clone
sed 's,build/try,try,g' paste.txt | sed "s,\$PWD/build,$B,g" >paste.sh
if [ -x "$B/tests/office-gen" ]; then
	(cd clone && sh -c '. ../paste.sh') >out 2>err
	got=$?
	[ $got -eq 0 ] && pass 'the last command, exam-check, says 0' || { fail "exit $got"; sed 's/^/# /' err | tail -n 20; }
	has out '报名号,姓名,状态'
	lacks err 'not found'
	cd clone/try || exit 1
	for f in archives regs-refused confirmed verified orders; do
		[ -s $f.csv ] && pass "$f.csv" || fail "$f.csv is not there"
	done
	[ "$(wc -l <confirmed.csv)" -gt 3 ] && pass 'registrations were confirmed' || fail 'nothing was confirmed'
	[ "$(wc -l <orders.csv)" -gt 3 ] && pass 'orders were made' || fail 'no orders'
	# every line again: it changes nothing and prints the same; so for the rest of the candidates, some of them not eligible
	rm -rf data
	"$B/tests/office-gen" --seed 1 --people 60 --out data
	sed -n '5,9p' ../../paste.sh >lines.sh
	KAOWU_NOW=2024-07-10T10:00:00 sh -c 'PATH=$1/tests:$PATH; . ./lines.sh' sh "$B" 2>first.err
	for f in verified orders; do cp $f.csv $f.1; done
	KAOWU_NOW=2024-07-11T10:00:00 sh -c 'PATH=$1/tests:$PATH; . ./lines.sh' sh "$B" 2>again.err
	equal 'six tools' "$(grep -c ': 0 accepted, ' again.err)" 6
	grep ' accepted, ' again.err | grep -v ': 0 accepted, ' >changed
	ok test ! -s changed
	has again.err 'reg-confirm: 1 were found not eligible and stay so'
	for f in verified orders; do ok cmp $f.1 $f.csv; done
	cd ../..
else
	skip 'no office-gen'
fi
# every page that it names is there, and every make target
for p in $(sed -n 's/^- `\(kaowu[a-z-]*\)(\([57]\)).*/\1.\2/p' "$ROOT/README.md"); do
	[ -f "$ROOT/man/$p" ] && pass "man/$p" || fail "man/$p is missing"
done
for t in $(grep -oE '(`|^ {4})make [a-z-]+' "$ROOT/README.md" | sed 's/.*make //' | sort -u); do
	grep -qE "^$t( |:)|^$t:|^$t [a-z]*:" "$ROOT/Makefile" || grep -qE "^([a-z-]+ )*$t( [a-z-]+)*:" "$ROOT/Makefile" || echo "$t"
done >out
out </dev/null

done_testing

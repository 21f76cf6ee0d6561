# The layers of common/ hold, and the check that says so finds what breaks them.
. "${0%/*}/lib.sh"

run 0 "$ROOT/scripts/layers" "$ROOT"
out </dev/null

# nothing else stands at the top
if git -C "$ROOT" ls-files >files 2>/dev/null && [ -s files ]; then
	sed 's,/.*,,' files | sort -u | grep -vxE '\..*|LICENSE|Makefile|README\.md|cmd|common|man|scripts|tests' >out
	out </dev/null
else
	skip "not a clone"
fi

# breaks PATH LINE TEXT: a file there with that line is refused with that text. All in one tree, PATH's N its number
mkdir -p tree/cmd/fee-bill tree/cmd/fee-pay
for h in base/buf value/date stream/csvin store/db media/jpeg rule/fee frame/tool; do
	mkdir -p tree/common/${h%/*}
	: >tree/common/$h.h
done
: >tree/cmd/fee-pay/pay.h
n=0
: >expected
breaks() {
	n=$((n + 1))
	f=$(echo "$1" | sed "s/N/$n/")
	printf '/* "%s" in a comment does not count */\nint x;\n%s\n' '#include <sqlite3.h>' "$2" >"tree/$f"
	echo "$f:3: $3" >>expected
}
breaks common/base/xN.c '#include "value/date.h"' 'base/ may not include value/'
breaks common/stream/xN.c '#include "store/db.h"' 'stream/ may not include store/'
breaks common/media/xN.h '#include "frame/tool.h"' 'media/ may not include frame/'
breaks common/rule/xN.c '#include "store/db.h"' 'rule/ may not include store/'
breaks common/rule/xN.c '#include "stream/csvin.h"' 'rule/ may not include stream/'
breaks common/value/xN.c '#include "../base/buf.h"' 'includes "../base/buf.h": write it from common/'
breaks common/value/xN.c '#include "base/none.h"' 'includes "base/none.h": no such file'
breaks cmd/fee-bill/xN.c '#include "../fee-pay/pay.h"' 'includes "../fee-pay/pay.h"'
breaks cmd/fee-bill/xN.c '#include "pay.h"' 'includes "pay.h": not a file of its own folder'
breaks cmd/exam-N.c '#include <sqlite3.h>' '<sqlite3.h> belongs into common/store/db_state.h'
breaks common/store/xN.c '#include <sqlite3.h>' '<sqlite3.h> belongs into common/store/db_state.h'
breaks common/stream/xN.c '#include <csv.h>' '<csv.h> belongs into common/stream/csvin.c'
breaks common/media/xN.h '#include <jpeglib.h>' '<jpeglib.h> belongs into common/media/'
breaks common/value/xN.c '#include <curl/curl.h>' '<curl/curl.h>: a header that scripts/layers does not know'
breaks cmd/exam-N.c 'int f(void) { buf_printf(&b, "SELECT %s", x); }' 'SQL is not put together'
breaks cmd/exam-N.c 'static struct stmt s = { text, NULL };' 'the SQL of a statement is not a literal'
breaks common/value/xN.c 'int f(void) { exit(3); }' 'exit(): library functions return errors'
breaks common/rule/xN.c 'int f(void) { return time(NULL); }' 'time(): rules are pure functions'
run 1 "$ROOT/scripts/layers" tree
while read -r line; do has out "$line"; done <expected

rm -rf tree
mkdir -p tree/common/media
for f in a b; do echo '#include <hpdf.h>' >tree/common/media/$f.c; done
run 1 "$ROOT/scripts/layers" tree
has out 'common/media/b.c:1: <hpdf.h> is seen in several files: common/media/a.c, common/media/b.c'

# What a rule calls is in base, value and rule: seen in the objects, whatever headers it reads
symbols() { layer=$1 && shift && nm "$@" "$B"/obj/common/"$layer"/*.o | awk 'NF > 1 { print $NF }' | sort -u; }
if command -v nm >/dev/null && [ -d "$B/obj/common/rule" ]; then
	symbols rule -u >calls
	for l in stream store media frame; do symbols $l --defined-only; done | sort -u >above
	# words for the values of a shape may be asked for
	comm -12 calls above | grep -vxE 'file_kind_name|photo_background_(parse|text)' >out
	out </dev/null
else
	skip "no objects to look into"
fi

done_testing

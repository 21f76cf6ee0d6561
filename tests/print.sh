# For tests of printing: photographs that have passed, and what stands on the pages of a PDF.

# keep FILE: a photo into the content-addressed folder; its digest in $sha
keep() {
	sha=$(sha256sum <"$1" | cut -d' ' -f1)
	mkdir -p "exam.photos/$(echo "$sha" | cut -c1-2)"
	cp "$1" "exam.photos/$(echo "$sha" | cut -c1-2)/$sha.jpg"
}
# photographs: the photos of the generator passed for everybody who has none
photographs() {
	n=0
	for f in gen/photos/*.jpg; do
		keep "$f"
		sqlite3 exam.db "INSERT OR IGNORE INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
			SELECT id, '$sha', 'x.jpg', 295, 413, $(stat -c %s "$f"), 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1
			FROM person WHERE photo_id IS NULL AND id % 4 = $n; UPDATE person SET photo_id = (SELECT p.id FROM photo p WHERE p.person_id = person.id)
			WHERE photo_id IS NULL"
		n=$((n + 1))
	done
}
# text FILE [PAGE]: the words of a PDF, blanks squeezed out
text() { pdftotext -f "${2:-1}" -l "${2:-9999}" -layout "$1" - | tr -d ' \n\f'; }
pages() { pdfinfo "$1" 2>/dev/null | sed -n 's/^Pages: *//p'; }
# says FILE PAGE TEXT…
says() {
	pdf=$1 page=$2
	shift 2
	text "$pdf" "$page" >page.text
	for t in "$@"; do
		grep -qF -- "$t" page.text && pass "$pdf, page $page: $t" || { fail "$pdf, page $page lacks: $t"; sed 's/^/# /' page.text; echo; }
	done
}

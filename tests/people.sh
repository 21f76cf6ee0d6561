# For tests of what comes after payment: registrations made by reg-import, then taken as paid.
# Identity documents are drawn from counters and have right check digits; nobody has them.

# reg_csv EXAM CITY LEVEL SPECIALTY FROM TO [COLUMN=VALUE …]: rows for reg-import, person FROM … TO
reg_csv() {
	e=$1 c=$2 l=$3 s=$4 a=$5 b=$6
	shift 6
	awk -v exam="$e" -v city="$c" -v level="$l" -v spec="$s" -v from="$a" -v to="$b" -v more="$*" 'BEGIN {
		n = split(more, pair, " "); head = ""; vals = ""
		for (i = 1; i <= n; i++) { k = index(pair[i], "="); head = head "," substr(pair[i], 1, k - 1); vals = vals "," substr(pair[i], k + 1) }
		print "exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,edu_level,edu_school,edu_major,edu_month" head
		split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " "); split("甲 乙 丙 丁 戊 己 庚 辛 壬 癸", han, " ")
		for (p = from; p <= to; p++) {
			id = sprintf("110101%04d%02d%02d%03d", 1960 + int(p / 12000) % 40, int(p / 1000) % 12 + 1, 1 + p % 28, p % 1000)
			sum = 0; for (i = 1; i <= 17; i++) sum += substr(id, i, 1) * w[i]
			name = "考"; for (d = p; d > 0; d = int(d / 10)) name = name han[d % 10 + 1]
			v = vals; gsub(/@/, p % 7, v)
			printf "%s,%s0000,%s,01,%s,%s,%s,01,%s%s,139%08d,bachelor,某校,某专业,201006%s\n", exam, substr(city, 1, 2), city, level, spec,
				name, id, substr("10X98765432", sum % 11 + 1, 1), p, v
		}
	}'
}

# pay [CONDITION]: registrations that are not paid yet count as paid
pay() {
	sqlite3 exam.db "PRAGMA busy_timeout=5000; UPDATE registration SET confirmed_at = filled_at, paid_at = filled_at
		WHERE paid_at IS NULL AND ${1:-1}" >/dev/null
}

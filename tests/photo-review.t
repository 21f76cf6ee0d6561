#!/bin/sh
# photo-review: a clerk's eyes decide about photos, and their decision stands.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
FIX=$ROOT/tests/fixtures/photos

{
	echo "$REGS,photo"
	people 1 1 370000 | sed 's/$/,white.jpg/'
	people 2 2 370000 | sed 's/$/,soft.jpg/'
	people 3 3 370000 | sed 's/$/,green.jpg/'
	people 4 4 370000 | sed 's/$/,copy.jpg/'
	people 5 5 370000 | sed 's/$/,half.jpg/'
} >in.csv
run 0 reg-import -q in.csv
mv out regs.csv
R1=AQ25370000001 R2=AQ25370000002 R3=AQ25370000003 R4=AQ25370000004 R5=AQ25370000005
state() { dump; find exam.photos -type f 2>/dev/null | sort; } # all that a run can change
photos() { sqlite3 exam.db "SELECT p.id, f.file FROM person p JOIN photo f ON f.id = p.photo_id ORDER BY p.id" | tr '\n|' '  '; }
acts() { sqlite3 exam.db "SELECT count(*) FROM audit_entry WHERE action = 'photo-review' AND subject <> ''"; }
mkdir d
cp "$FIX"/*.jpg d/
cp d/white.jpg d/copy.jpg
head -c 20000 d/blue.jpg >d/half.jpg
run 1 photo-check -D d --report report.csv regs.csv
equal 'passed without a clerk' "$(photos)" '1 white.jpg '

# ---- review, fail and a duplicate are passed, what does not decode is not; the report names them
awk -F, 'NR > 1 && $10 != "pass" { print $1 "," $3 }' report.csv >left
cat left >out
out <<E
$R2,soft.jpg
$R3,green.jpg
$R4,copy.jpg
$R5,half.jpg
E
cat >seen.csv <<E
reg_no,photo,decision,reason,by
$R2,soft.jpg,pass,,王
$R3,green.jpg,不通过,背景不合规定,王
$R4,copy.jpg,通过,双胞胎,王
$R5,half.jpg,pass,,王
E
state >before
run 1 photo-review -n -D d -r rejects0.csv seen.csv
mv out dry
state >after
ok cmp before after
run 1 photo-review -D d -r rejects.csv seen.csv
ok cmp dry out
ok cmp rejects0.csv rejects.csv
out <<E
reg_no,person_no,photo,verdict,codes,reason,by
$R2,P00000002,soft.jpg,pass,BLUR,,王
$R3,P00000003,green.jpg,fail,BG_COLOR,背景不合规定,王
$R4,P00000004,copy.jpg,pass,DUP_EXACT,双胞胎,王
E
mv out first
has err 'photo-review: 3 accepted, 1 rejected, 0 unchanged'
cut -d, -f 1-5 rejects.csv >out
out <<'E'
file,line,record,field,code
seen.csv,5,4,photo|photo|photo,FMT_TRUNCATED|FILE_BYTES_LOW|PHOTO_NOT_VIEWABLE
E
equal 'their photos' "$(photos)" '1 white.jpg 2 soft.jpg 4 copy.jpg '
rows 'SELECT person_id, file, verdict, codes, decided_by, reason, at FROM photo ORDER BY id' <<'E'
1|white.jpg|pass||||2025-08-20T10:00:00
2|soft.jpg|pass|BLUR|王||2025-08-20T10:00:00
3|green.jpg|fail|BG_COLOR|王|背景不合规定|2025-08-20T10:00:00
4|copy.jpg|pass|DUP_EXACT|王|双胞胎|2025-08-20T10:00:00
E
equal 'decisions in the audit log' "$(acts)" 3
rows "SELECT detail LIKE 'decision=fail photo=%codes=BG_COLOR by=王 reason=背景不合规定' FROM audit_entry WHERE action = 'photo-review' AND subject = '$R3'" <<'E'
1
E
equal 'files in the store' "$(find exam.photos -type f | wc -l)" 3
run 0 exam-check

# ---- again: unchanged, the same stream, whatever -j
state >before
run 1 photo-review -D d -j 1 seen.csv
ok cmp first out
has err '0 accepted, 1 rejected, 3 unchanged'
has err "seen.csv:5: photo: PHOTO_NOT_VIEWABLE: $R5: what cannot be shown as a picture is not passed by eye"
run 1 photo-review -D d -j 2 seen.csv
ok cmp first out
run 1 photo-review -D d --changed seen.csv
out <<'E'
reg_no,person_no,photo,verdict,codes,reason,by
E
state >after
ok cmp before after
equal 'decisions in the audit log' "$(acts)" 3

# ---- what photo-check makes of it: the clerk's decision stands
run 1 photo-check -D d regs.csv
cut -d, -f 1,3,10,11 out >got; mv got out
out <<E
reg_no,photo,verdict,codes
$R1,white.jpg,pass,
$R2,soft.jpg,pass,BLUR
$R4,copy.jpg,pass,DUP_EXACT
E
has err '0 accepted, 2 rejected, 3 unchanged'
has err "regs.csv:4: photo: PHOTO_REFUSED: $R3: 王 has refused this photo on 2025-08-20: 背景不合规定"
printf 'reg_no,photo\n%s,white2.jpg\n' $R2 >other.csv
run 1 photo-check -D d other.csv
has err 'PHOTO_EXISTS: P00000002 has another photo, which 王 has passed'

# ---- rejects, mended, are fed back
cp "$FIX/blue.jpg" d/half.jpg
run 0 photo-review -D d rejects.csv
has out "$R5,P00000005,half.jpg,pass,,,王"

# ---- a photo that had passed is taken away; a refused one passed after all; another one put in its place
cat >seen.csv <<E
reg_no,decision,reason
$R1,fail,不是本人
$R3,pass,
E
run 0 photo-review -D d --operator 李 seen.csv
out <<E
reg_no,person_no,photo,verdict,codes,reason,by
$R1,P00000001,white.jpg,fail,,不是本人,李
$R3,P00000003,green.jpg,pass,BG_COLOR,,李
E
equal 'their photos' "$(photos)" '2 soft.jpg 3 green.jpg 4 copy.jpg 5 half.jpg '
rows "SELECT next_step FROM registration_state WHERE reg_no = '$R1'" <<'E'
photo-check
E
# a card that was printed shows the portrait before
sqlite3 exam.db "INSERT INTO card SELECT id, 'abcdefghijkl', '1', '2025-08-20T10:00:00', NULL, '', 1 FROM registration WHERE reg_no = '$R2'"
printf 'reg_no,photo,decision,by\n%s,white2.jpg,pass,王\n' $R2 >other.csv
run 0 photo-review -n -D d other.csv
rows 'SELECT cause FROM card' <<'E'

E
run 0 photo-review -D d other.csv
equal 'their photos' "$(photos)" '2 white2.jpg 3 green.jpg 4 copy.jpg 5 half.jpg '
rows 'SELECT cause FROM card' <<'E'
amended
E
sqlite3 exam.db 'DELETE FROM card'
# the older decision in the same words is a file that runs again: it changes nothing back
printf 'reg_no,photo,decision,by\n%s,soft.jpg,pass,王\n' $R2 >old.csv
state >before
run 0 photo-review -D d old.csv
out <<E
reg_no,person_no,photo,verdict,codes,reason,by
$R2,P00000002,soft.jpg,pass,BLUR,,王
E
has err "old.csv:2: decision: DECIDED_SINCE: warning: $R2: it was decided so before; since then, on 2025-08-20T10:00:00, 王 has decided pass about white2.jpg, which stands: to decide so again, give another reason"
has err '0 accepted, 0 rejected, 1 unchanged'
state >after
ok cmp before after
printf 'reg_no,photo,decision,by,reason\n%s,soft.jpg,pass,王,本人要求换回\n' $R2 >other.csv
run 0 photo-review -D d other.csv
has err '1 accepted, 0 rejected, 0 unchanged'
equal 'and back again' "$(photos)" '2 soft.jpg 3 green.jpg 4 copy.jpg 5 half.jpg '
run 0 exam-check

# ---- a confirmed registration keeps its photo
sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-19T10:00:00' WHERE reg_no = '$R2'"
cat >seen.csv <<E
reg_no,photo,decision,reason,by
$R2,soft.jpg,fail,模糊,王
$R2,blue.jpg,pass,,王
$R2,soft.jpg,pass,,王
$R2,white.jpg,fail,不是本人,王
E
state >before
run 1 photo-review -D d -r rejects.csv seen.csv
cut -d, -f 2,4,5 rejects.csv >out
out <<'E'
line,field,code
2,decision,PHOTO_CONFIRMED
3,photo,PHOTO_EXISTS
4,decision,DECISION_TWICE
E
has rejects.csv "$R2 is confirmed with this photo: reg-confirm --undo comes first"
equal 'their photos' "$(photos)" '2 soft.jpg 3 green.jpg 4 copy.jpg 5 half.jpg '
sqlite3 exam.db "UPDATE registration SET confirmed_at = NULL WHERE reg_no = '$R2'"

# ---- contradictions in one run would take turns for ever
cat >seen.csv <<E
reg_no,photo,decision,reason,by
$R1,white2.jpg,pass,,王
$R1,white2.jpg,fail,又不行,王
$R1,blue.jpg,pass,,王
$R1,soft.jpg,fail,模糊,王
$R1,soft.jpg,fail,模糊,王
E
run 1 photo-review -D d -r rejects.csv seen.csv
cut -d, -f 2,4,5 rejects.csv >out
out <<'E'
line,field,code
3,decision,DECISION_TWICE
4,photo,PHOTO_TWICE
E
state >before
run 1 photo-review -D d seen.csv
has err '0 accepted, 2 rejected, 3 unchanged'
state >after
ok cmp before after

# ---- every other reject
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-19T10:00:00' WHERE reg_no = '$R5'"
: >d/empty.jpg
cat >seen.csv <<E
reg_no,photo,decision,reason,by
AQ25370009999,white.jpg,pass,,王
$R5,white.jpg,pass,,王
$R1,white.jpg,maybe,,王
$R1,white.jpg,,,王
$R1,white.jpg,fail,,王
$R1,none.jpg,pass,,王
$R1,../in.csv,pass,,王
,white.jpg,pass,,王
$R1,empty.jpg,pass,,王
E
state >before
run 1 photo-review -D d -r rejects.csv seen.csv
cut -d, -f 2,4,5 rejects.csv >out
out <<'E'
line,field,code
2,reg_no,REG_UNKNOWN
3,reg_no,REG_DELETED
4,decision,DECISION_WORD
5,decision,DECISION_WORD
6,reason,MISSING
7,photo,PHOTO_FILE_MISSING
8,photo,PHOTO_NAME
9,reg_no,MISSING
10,photo|photo,FMT_NOT_JPEG|PHOTO_NOT_VIEWABLE
E
LANG=zh_CN.UTF-8 LC_ALL=zh_CN.UTF-8 photo-review -D d seen.csv >out 2>err
has err '结论应为 通过 或 不通过'
state >after
ok cmp before after
# the refusal of a file that is no picture is a decision like others
printf 'reg_no,photo,decision,reason,by\n%s,empty.jpg,fail,空文件,王\n' $R1 >seen.csv
run 0 photo-review -D d seen.csv
run 0 exam-check
# --strict: nothing changed, not even the folder of photos
printf '\377\331' >>d/blue.jpg
printf 'reg_no,photo,decision,reason,by\n%s,blue.jpg,fail,x,王\n%s,none.jpg,pass,,王\n' $R1 $R1 >strict.csv
state >before
run 1 photo-review -D d --strict strict.csv
out </dev/null
state >after
ok cmp before after

# ---- the frame
printf 'reg_no,photo,decision,reason,by\n%s,blue.jpg,fail,x,王\n' $R1 >seen.csv
photo-review -D d seen.csv >/dev/full 2>err
equal 'exit status of >/dev/full after a commit' $? 4
run 0 photo-review -D d seen.csv
has err '0 accepted, 0 rejected, 1 unchanged'
run 3 photo-review -D d </dev/null
run 0 photo-review -D d <<'E'
报名号,审核结论
E
run 3 photo-review -D d <<'E'
reg_no,photo
E
has err 'COLUMN_MISSING: required columns are missing: decision'
run 2 photo-review seen.csv
has err '-D DIR is required'
run 2 photo-review -D d --all -e AQ-2025
run 2 photo-review -D d --no-such-option
run 3 photo-review -D none seen.csv
run 3 photo-review -d none.db -D d seen.csv
sqlite3 exam.db "INSERT INTO operator VALUES (1, 'nobody-here', 'X', 'centre', '', '', '')"
run 3 photo-review -D d seen.csv
has err 'NOT_AUTHORISED'
done_testing

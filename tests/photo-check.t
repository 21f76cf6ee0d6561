#!/bin/sh
# photo-check: photos judged by the office's rule; what passes becomes the person's photograph.
. "${0%/*}/lib.sh"
. "$ROOT/tests/fees.sh"
office
FIX=$ROOT/tests/fixtures/photos

# ---- six registrations with files of every kind
{
	echo "$REGS,photo"
	people 1 1 370000 | sed 's/$/,white.jpg/'
	people 2 2 370000 | sed 's/$/,soft.jpg/'
	people 3 3 370000 | sed 's/$/,green.jpg/'
	people 4 4 370000 | sed 's/$/,/'          # ID_NO.jpg
	people 5 5 370000 | sed 's/$/,none.jpg/'
	people 6 6 370000 | sed 's/$/,half.jpg/'
} >in.csv
run 0 reg-import -q in.csv
mv out regs.csv
R1=AQ25370000001 R2=AQ25370000002 R3=AQ25370000003 R4=AQ25370000004 R5=AQ25370000005 R6=AQ25370000006
id() { sqlite3 exam.db "SELECT p.id_no FROM person p JOIN registration r ON r.person_id = p.id WHERE r.reg_no = '$1'"; }
shown() { id "$1" | sed "s/^\(.\{10\}\)....\(....\)/\1****\2/"; } # as printed beside a key
digest() { sha256sum "$1" | cut -d' ' -f1; }
kept() { s=$(digest "$1"); echo "exam.photos/$(echo "$s" | cut -c1-2)/$s.jpg"; }
state() { dump; find exam.photos -type f 2>/dev/null | sort; } # all that a run can change
mkdir d
cp "$FIX"/white.jpg "$FIX"/soft.jpg "$FIX"/green.jpg d/
cp "$FIX/blue.jpg" "d/$(id $R4).jpg"
head -c 20000 "$FIX/white.jpg" >d/half.jpg
B=$(stat -c %s d/white.jpg)

# ---- the stream as reg-import prints it: id_no there is masked and only for show
state >before
run 1 photo-check -n -D d --report report0.csv -r rejects0.csv regs.csv
mv out dry
state >after
ok cmp before after
run 1 photo-check -D d --report report.csv -r rejects.csv regs.csv
ok cmp dry out
ok cmp report0.csv report.csv
ok cmp rejects0.csv rejects.csv
out <<E
reg_no,person_no,photo,width,height,bytes,background,sharpness,faces,verdict,codes
$R1,P00000001,white.jpg,413,579,$B,white,0.1817,,pass,
$R4,P00000004,$(shown $R4).jpg,413,579,$(stat -c %s "$FIX/blue.jpg"),blue,0.1175,,pass,
E
has err 'photo-check: 2 accepted, 4 rejected, 0 unchanged'
mv out first
cp report.csv out
out <<E
reg_no,person_no,photo,width,height,bytes,background,sharpness,faces,verdict,codes
$R1,P00000001,white.jpg,413,579,$B,white,0.1817,,pass,
$R2,P00000002,soft.jpg,413,579,34031,white,0.0173,,review,BLUR
$R3,P00000003,green.jpg,413,579,56547,other,0.1211,,fail,BG_COLOR
$R4,P00000004,$(shown $R4).jpg,413,579,53874,blue,0.1175,,pass,
$R5,P00000005,none.jpg,,,,,,,fail,PHOTO_FILE_MISSING
$R6,P00000006,half.jpg,413,579,20000,,,,fail,FMT_TRUNCATED|FILE_BYTES_LOW
E
cut -d, -f 1-5 rejects.csv >out
out <<'E'
file,line,record,field,code
regs.csv,3,2,photo,BLUR
regs.csv,4,3,photo,BG_COLOR
regs.csv,6,5,photo,PHOTO_FILE_MISSING
regs.csv,7,6,photo|photo,FMT_TRUNCATED|FILE_BYTES_LOW
E
has rejects.csv "$R2: review: sharpness 0.0173, at least 0.0240; take it again"
has rejects.csv "$R3: fail: the background is"
has rejects.csv "$R5: no file none.jpg in d"
has rejects.csv "20000 bytes, at least 30720"
rows 'SELECT p.id, f.file, f.width, f.height, f.bytes, f.background, f.rule, f.verdict, f.codes, f.decided_by, f.at FROM person p LEFT JOIN photo f ON f.id = p.photo_id ORDER BY p.id' <<E
1|white.jpg|413|579|$B|white|cpta|pass|||2025-08-20T10:00:00
2||||||||||
3||||||||||
4|$(id $R4).jpg|413|579|53874|blue|cpta|pass|||2025-08-20T10:00:00
5||||||||||
6||||||||||
E
rows 'SELECT count(*) FROM photo' <<'E'
2
E
rows "SELECT reg_no, next_step FROM registration_state WHERE reg_no IN ('$R1', '$R2')" <<E
$R1|reg-confirm
$R2|photo-check
E
ok cmp d/white.jpg "$(kept d/white.jpg)"
equal 'files in the store' "$(find exam.photos -type f | wc -l)" 2
equal 'a photo is the owner'"'"'s alone' "$(stat -c %a "$(kept d/white.jpg)")" 600
equal 'and so is the folder' "$(stat -c %a exam.photos)" 700

# ---- again: the same stream, nothing changed; -j 1 as -j 2
state >before
run 1 photo-check -D d -j 1 --report again.csv regs.csv
ok cmp first out
ok cmp report.csv again.csv
has err 'photo-check: 0 accepted, 4 rejected, 2 unchanged'
has err "regs.csv:3: photo: BLUR: $R2: review: sharpness 0.0173"
run 1 photo-check -D d -j 2 --report again.csv regs.csv
ok cmp first out
ok cmp report.csv again.csv
run 1 photo-check -D d --changed regs.csv
out <<'E'
reg_no,person_no,photo,width,height,bytes,background,sharpness,faces,verdict,codes
E
state >after
ok cmp before after

# ---- personal data in messages; Chinese; a lost file of the store comes back
rm "d/$(id $R4).jpg"
run 1 photo-check -D d regs.csv
has err "$R4: no file $(id $R4 | cut -c1-10)****$(id $R4 | cut -c15-18).jpg in d"
lacks err "$(id $R4)"
cp "$FIX/blue.jpg" "d/$(id $R4).jpg"
LANG=zh_CN.UTF-8 LC_ALL=zh_CN.UTF-8 photo-check -D d --header zh regs.csv >out 2>err
has err "$R2: 人工复核: 清晰度0.0173，不得低于0.0240"
has out '报名号,人员编号,照片,宽(像素)'
rm "$(kept d/white.jpg)"
run 1 photo-check -D d regs.csv
ok cmp d/white.jpg "$(kept d/white.jpg)"
has err '0 accepted, 4 rejected, 2 unchanged'

# ---- rejects, mended, are fed back
cp "$FIX/white2.jpg" d/half.jpg
run 1 photo-check -D d rejects.csv
has out "$R6,P00000006,half.jpg,413,579,43026,white,"
has err '1 accepted, 3 rejected, 0 unchanged'

# ---- the key: person_no, id_no (new, old), photo beside it; who is not found
cat >keys.csv <<E
reg_no,person_no,id_no,photo
,P00000001,,
,,$(id $R4),
,,$(id $R1),white.jpg
$R1,P00000001,,
E
run 0 photo-check -D d keys.csv
cut -d, -f 1-3 out >got; mv got out
out <<E
reg_no,person_no,photo
$R1,P00000001,white.jpg
$R4,P00000004,$(shown $R4).jpg
$R1,P00000001,white.jpg
$R1,P00000001,white.jpg
E
has err '0 accepted, 0 rejected, 4 unchanged'
sqlite3 exam.db "UPDATE registration SET deleted_at = '2025-08-19T10:00:00' WHERE reg_no = '$R5'"
cat >keys.csv <<E
reg_no,person_no,id_no,photo
AQ25370009999,,,
$R5,,,
$R1,P00000002,,
,P00000099,,
,,110101199003070004,
,,1101011990****0004,
,,,white.jpg
E
run 1 photo-check -D d -r bad.csv keys.csv
cut -d, -f 2,4,5 bad.csv >out
out <<'E'
line,field,code
2,reg_no,REG_UNKNOWN
3,reg_no|photo,REG_DELETED|PHOTO_FILE_MISSING
4,person_no,PERSON_MISMATCH
5,person_no,PERSON_UNKNOWN
6,id_no,PERSON_UNKNOWN
7,id_no,PERSON_UNKNOWN
8,reg_no,MISSING
E
sqlite3 exam.db "UPDATE registration SET deleted_at = NULL WHERE reg_no = '$R5';
	INSERT INTO person (name, name_key, id_type, id_no, id_key, batch_id) SELECT '另名', '另名', id_type, id_no, id_key, 1 FROM person WHERE id = 2"
printf 'id_no,photo\n%s,white2.jpg\n' "$(id $R2)" >keys.csv
run 1 photo-check -D d keys.csv
has err 'id_no: PERSON_AMBIGUOUS: 2 persons'

# ---- names never leave the folder
cp "$FIX/white2.jpg" outside.jpg
mkdir d/folder.jpg
ln -s ../outside.jpg d/link.jpg
ln -s white.jpg d/inner.jpg
mkfifo d/pipe.jpg
cat >names.csv <<E
reg_no,photo
$R2,../outside.jpg
$R2,$PWD/outside.jpg
$R2,folder.jpg/../white.jpg
$R2,..
$R2,..\\outside.jpg
$R2,$(printf '%0260d' 0)
$R2,link.jpg
$R2,inner.jpg
$R2,folder.jpg
$R2,pipe.jpg
E
state >before
run 1 photo-check -D d -r bad.csv names.csv
cut -d, -f 2,5 bad.csv >out
out <<'E'
line,code
2,PHOTO_NAME
3,PHOTO_NAME
4,PHOTO_NAME
5,PHOTO_NAME
6,PHOTO_NAME
7,PHOTO_NAME
8,PHOTO_FILE_KIND
9,PHOTO_FILE_KIND
10,PHOTO_FILE_KIND
11,PHOTO_FILE_KIND
E
state >after
ok cmp before after
rm -r d/folder.jpg d/link.jpg d/inner.jpg d/pipe.jpg
: >d/empty.jpg
truncate -s 17M d/huge.jpg
printf 'reg_no,photo\n%s,empty.jpg\n%s,huge.jpg\n' $R2 $R2 >names.csv
run 1 photo-check -D d -r bad.csv names.csv
has bad.csv 'names.csv,2,1,photo,FMT_NOT_JPEG'
has bad.csv 'names.csv,3,2,photo'
rm d/empty.jpg d/huge.jpg

# ---- the same file for two people: review; two files for one person in a run: which?
cp d/white.jpg d/copy.jpg
printf 'reg_no,photo\n%s,copy.jpg\n' $R2 >two.csv
run 1 photo-check -D d --report dup.csv two.csv
has err "photo: DUP_EXACT: $R2: review: the same file is the photo of P00000001"
has dup.csv "$R2,P00000002,copy.jpg,413,579,$B,white,0.1817,,review,DUP_EXACT"
cp "$FIX/white2.jpg" d/w2.jpg
printf 'reg_no,photo\n%s,w2.jpg\n%s,blue.jpg\n' $R5 $R5 >two.csv
cp "$FIX/blue.jpg" d/blue.jpg
sqlite3 exam.db "UPDATE person SET photo_id = NULL WHERE id IN (4, 6); DELETE FROM photo WHERE person_id IN (4, 6)"
run 1 photo-check -D d two.csv
has err "two.csv:3: photo: PHOTO_TWICE: $R5: an earlier record of this run has another photo of P00000005"
has err '1 accepted, 1 rejected, 0 unchanged'
run 1 photo-check -D d two.csv
has err '0 accepted, 1 rejected, 1 unchanged'

# ---- another photo: before confirmation it takes the place, afterwards not
printf 'reg_no,photo\n%s,blue.jpg\n' $R5 >other.csv
run 0 photo-check -D d other.csv
has err '1 accepted, 0 rejected, 0 unchanged'
rows 'SELECT f.file FROM person p JOIN photo f ON f.id = p.photo_id WHERE p.id = 5' <<'E'
blue.jpg
E
sqlite3 exam.db "UPDATE registration SET confirmed_at = '2025-08-19T10:00:00' WHERE reg_no = '$R5'"
run 0 photo-check -D d other.csv
printf 'reg_no,photo\n%s,w2.jpg\n' $R5 >other.csv
state >before
run 1 photo-check -D d --report r.csv other.csv
has err "PHOTO_EXISTS: P00000005 has another photo that passed, and $R5 is confirmed"
has r.csv ',pass,PHOTO_EXISTS'
printf 'reg_no,photo\n%s,w2.jpg\n%s,blue.jpg\n' $R5 $R5 >two.csv
run 1 photo-check -D d two.csv
has err '0 accepted, 1 rejected, 1 unchanged'
state >after
ok cmp before after
# an exam that is over holds no photo fast
sqlite3 exam.db "INSERT INTO publication SELECT exam_id, '2025-08-19T10:00:00', '', 1 FROM registration WHERE reg_no = '$R5'"
run 0 photo-check -n -D d other.csv
sqlite3 exam.db "DELETE FROM publication; UPDATE registration SET confirmed_at = NULL WHERE reg_no = '$R5'"

# ---- --strict: nothing changed, not even the folder of photos; then --all
cp "$FIX/white2.jpg" d/strict.jpg
printf '\377\331' >>d/strict.jpg # other bytes, the same picture
printf 'reg_no,photo\n%s,strict.jpg\n%s,none.jpg\n' $R6 $R3 >strict.csv
state >before
run 1 photo-check -D d --strict --report strict-report.csv strict.csv
out </dev/null
has strict-report.csv "$R6,P00000006,strict.jpg"
state >after
ok cmp before after
run 1 photo-check -D d -e AQ-2025 --all
cut -d, -f 1 out >got; mv got out
out <<E
reg_no
$R6
E
has err "--all:2: photo: BLUR: $R2: review"
has err "--all:4: photo: DUP_EXACT: $R4: review: the same file is the photo of P00000005"
has err '1 accepted, 3 rejected, 0 unchanged'

# ---- another rule; a rule that is none
printf 'reg_no,photo\n%s,blue.jpg\n' $R4 >rule.csv
run 1 photo-check -n -D d --rule cpta_white rule.csv
has err 'BG_COLOR'
run 3 photo-check -D d --rule none rule.csv
has err 'PHOTO_RULE_UNKNOWN'
run 3 photo-check -D d --rule proof rule.csv
sqlite3 exam.db "INSERT INTO setting VALUES (999, 'AQ', '370000', 'photo_rule', 'cpta_white')"
run 1 photo-check -n -D d rule.csv
has err 'BG_COLOR'
sqlite3 exam.db "DELETE FROM setting WHERE row = 999"

# ---- just photos: judged, nobody's
printf 'photo\nwhite.jpg\ncopy.jpg\ngreen.jpg\n../white.jpg\n' >names.csv
state >before
run 1 photo-check -D d names.csv
cut -d, -f 1-3,10,11 out >got; mv got out
out <<'E'
reg_no,person_no,photo,verdict,codes
,,white.jpg,pass,
,,copy.jpg,pass,DUP_EXACT
E
has err 'names.csv:3: photo: DUP_EXACT: warning: copy.jpg: the same file as white.jpg'
has err 'names.csv:4: photo: BG_COLOR: green.jpg: fail'
has err 'names.csv:5: photo: PHOTO_NAME'

# ---- --every: in the order of the names, standard input not read, nothing stored, no lock
mkdir e e/sub
cp "$FIX"/*.jpg e/
cp "$FIX/white.jpg" "e/a, \"b\".jpg"
cp "$FIX/white.jpg" e/.hidden.jpg
cp "$FIX/blue.jpg" "e/$(printf '\314\324').jpg"
echo x >e/notes.txt
ln -s ../outside.jpg e/link.jpg
run 1 photo-check -D e --every --report every.csv <<'E'
reg_no
E
mv out first
sed -nE 's/^,,(.*)(,[^,]*){6},[a-z]+,/\1 /p' every.csv >out
out <<'E'
"a, ""b"".jpg" 
blue.jpg 
green.jpg BG_COLOR
link.jpg PHOTO_FILE_KIND
notes.txt FMT_NOT_JPEG
soft.jpg BLUR
white.jpg DUP_EXACT
white2.jpg 
??.jpg DUP_EXACT
E
has err 'e:4: photo: BG_COLOR: green.jpg'
has err '0 accepted, 4 rejected, 5 unchanged'
cp every.csv every1.csv
run 1 photo-check -D e --every --report every.csv -j 1 </dev/null
ok cmp first out
ok cmp every1.csv every.csv
run 0 photo-check -D e/sub --every </dev/null
out <<'E'
reg_no,person_no,photo,width,height,bytes,background,sharpness,faces,verdict,codes
E
run 2 photo-check -D e --every names.csv
run 2 photo-check -D e --every -e AQ-2025 --all
run 1 photo-check -D e --every --rule scan100k
has err 'FMT_NOT_JPEG'
lacks err 'BG_COLOR'
( flock 9; photo-check -D e --every --busy-timeout 0 >out 2>err; echo $? >status ) 9>exam.db.wlock
equal 'a look at files waits for no writer' "$(cat status)" 1
state >after
ok cmp before after

# ---- a worker that dies costs one photo
mkdir many
i=0
while [ $i -lt 300 ]; do
	ln d/white.jpg many/$i.jpg
	i=$((i + 1))
done
if [ -e "/proc/$$/task/$$/children" ]; then
	photo-check -D many --every -j 1 --report many.csv </dev/null >out 2>err &
	p=$!
	until child=$(cat "/proc/$p/task/$p/children") && [ -n "$child" ]; do :; done
	kill -9 $child
	wait $p
	equal 'exit status where a worker died' $? 1
	equal 'photos lost with it' "$(grep -c ',fail,INTERNAL$' many.csv)" 1
	equal 'photos that passed' "$(grep -c ',pass,' many.csv)" 299
	has err 'measuring it took more than 20 s'
else
	skip '/proc does not name children'
fi

# ---- killed while it waits for the lock: the database as before, and another run does it all
cp "$FIX/white2.jpg" d/kill.jpg
printf '\377\331' >>d/kill.jpg
sqlite3 exam.db "UPDATE person SET photo_id = NULL; DELETE FROM photo"
rm -r exam.photos
printf 'reg_no,photo\n%s,white.jpg\n%s,w2.jpg\n%s,kill.jpg\n' $R1 $R3 $R6 >kill.csv
dump >before
(
	flock 9
	photo-check -D d kill.csv >out 2>err 9>&- &
	until [ "$(find exam.photos -name '*.jpg' 2>/dev/null | wc -l)" -eq 3 ]; do sleep 0.1; done
	kill -9 $!
	wait
) 9>exam.db.wlock 2>/dev/null
dump >after
ok cmp before after
# what it had brought is taken out by the next run, also where that keeps nothing
printf 'reg_no,photo\n%s,none.jpg\n' $R1 >none.csv
run 1 photo-check -D d none.csv
equal 'photos of the killed run' "$(find exam.photos -type f | wc -l)" 0
run 0 photo-check -D d kill.csv
has err '3 accepted, 0 rejected, 0 unchanged'
for f in white w2 kill; do ok cmp d/$f.jpg "$(kept d/$f.jpg)"; done
# a run that fails takes out what it had brought: here one photo cannot be kept; and where the lock is somebody's the next run does
sqlite3 exam.db "UPDATE person SET photo_id = NULL; DELETE FROM photo"
rm -r exam.photos
mkdir exam.photos
: >"exam.photos/$(sha256sum <d/kill.jpg | cut -c 1-2)"
dump >before
run 3 photo-check -D d kill.csv
has err 'the photo cannot be kept; nothing was changed'
equal 'photos of the failed run' "$(find exam.photos -name '*.jpg' | wc -l)" 0
run 3 photo-check -D d --strict kill.csv
equal 'photos of the failed run' "$(find exam.photos -name '*.jpg' | wc -l)" 0
sed /kill.jpg/d kill.csv >two.csv
hold
run 75 photo-check -D d --busy-timeout 0 two.csv
let_go
equal 'photos of a run that did not get the lock' "$(find exam.photos -name '*.jpg' | wc -l)" 2
dump >after
ok cmp before after
run 1 photo-check -D d none.csv
equal 'and after the next' "$(find exam.photos -name '*.jpg' | wc -l)" 0
equal 'journals that are left' "$(find . -maxdepth 1 -name 'exam.photos.*' | wc -l)" 0
rm -r exam.photos
run 0 photo-check -q -D d two.csv
equal 'photos of a run that is kept' "$(find exam.photos -name '*.jpg' | wc -l)" 2
equal 'journals that are left' "$(find . -maxdepth 1 -name 'exam.photos.*' | wc -l)" 0
# a store that cannot be written stops the run
sqlite3 exam.db "UPDATE person SET photo_id = NULL; DELETE FROM photo"
rm -r exam.photos
: >exam.photos
dump >before
run 3 photo-check -D d kill.csv
has err 'exam.photos'
has err 'nothing was changed'
dump >after
ok cmp before after
rm exam.photos

# ---- the frame
photo-check -D d kill.csv >/dev/full 2>err
equal 'exit status of >/dev/full after a commit' $? 4
run 0 photo-check -D d kill.csv
has err '0 accepted, 0 rejected, 3 unchanged'
photo-check -D many --every </dev/null >/dev/full 2>err
equal 'exit status of >/dev/full where nothing is stored' $? 3
run 3 photo-check -D d </dev/null
run 0 photo-check -D d <<'E'
reg_no
E
run 0 photo-check -D d <<'E'
照片
E
run 3 photo-check -D d <<'E'
name,phone
E
has err 'COLUMN_MISSING: one of these columns is required: reg_no'
run 2 photo-check kill.csv
has err '-D DIR is required'
run 2 photo-check -D d --no-such-option
run 2 photo-check -D d --all
run 3 photo-check -D none kill.csv
run 3 photo-check -D d/white.jpg kill.csv
run 3 photo-check -d none.db -D d kill.csv
run 3 photo-check -D d --report none/report.csv kill.csv
sqlite3 exam.db "INSERT INTO operator VALUES (1, 'nobody-here', 'X', 'centre', '', '', '')"
run 3 photo-check -D d kill.csv
has err 'NOT_AUTHORISED'
sqlite3 exam.db 'DELETE FROM operator'

# ---- pictures from outside: no good one is refused, and what cannot be opened does not pass
if [ -f "$SHARED/data/photos/labels.csv" ]; then
	run 1 photo-check -D "$SHARED/data/photos" --every --report all.csv </dev/null
	awk -F, 'FNR == NR { v[$3] = $(NF - 1); next } $1 in v { print $5 "," v[$1] }' all.csv "$SHARED/data/photos/labels.csv" | sort | uniq -c >pairs
	sed 's/^/# label,verdict: /' pairs
	awk '$2 == "PASS,pass" { good = $1 } $2 ~ /^PASS/ { all += $1 } $2 == "REJECT,pass" { missed = $1 } $2 ~ /^REJECT/ { reject += $1 }
		END { exit !(all > 20 && good == all && reject > 40 && missed * 20 < reject) }' pairs
	equal 'verdicts agree with the labels' $? 0
else
	skip 'no labelled photos'
fi
if [ -d "$SHARED/data/jpeg-malformed" ]; then
	run 1 photo-check -D "$SHARED/data/jpeg-malformed" --every --report bad.csv </dev/null
	equal 'a row for each malformed file' "$(($(wc -l <bad.csv) - 1))" "$(find "$SHARED/data/jpeg-malformed" -type f ! -name '.*' | wc -l)"
	equal 'malformed files that pass' "$(grep -c ',pass,' bad.csv)" 0
	equal 'workers that died' "$(grep -c INTERNAL bad.csv)" 0
else
	skip 'no malformed files'
fi
# a list that runs again does not take back the photo that came since; photo-review does
sqlite3 exam.db "UPDATE person SET photo_id = NULL; DELETE FROM photo; UPDATE registration SET confirmed_at = NULL"
n=$R1
cp "$FIX/white.jpg" d/a.jpg; cp "$FIX/blue.jpg" d/b.jpg
printf 'reg_no,photo\n%s,a.jpg\n' $n >s1.csv; sed s/a.jpg/b.jpg/ s1.csv >s2.csv
run 0 photo-check -q -D d s1.csv
run 0 photo-check -q -D d --as-of 2025-08-21 s2.csv
dump >before
run 0 photo-check -D d --as-of 2025-08-22 s1.csv
has err "s1.csv:2: photo: DECIDED_SINCE: warning: $n: this photo passed on 2025-08-20; on 2025-08-21 another took its place and stays: photo-review puts this one back"
has err '0 accepted, 0 rejected, 1 unchanged'
dump >after; ok cmp before after
printf 'reg_no,photo,decision\n%s,a.jpg,pass\n' $n | photo-review -q -D d >/dev/null
rows 'SELECT f.file FROM person p JOIN photo f ON f.id = p.photo_id' <<'E'
a.jpg
E
done_testing

#!/bin/sh
# All faults of a record at once: every tool that reads records is given one with a fault in every column, and tells each of them
# with its field and code. What only a right value in another column would let it judge stays untold.
. "${0%/*}/lib.sh"
. "$ROOT/tests/people.sh"

# faults COMMAND HEADER RECORD FIELD:CODE …: the command refuses this record, and for exactly these
faults() {
	command=$1
	printf '%s\n' "$2" "$3" >in.csv
	record=$3
	shift 3
	rm -f rejects.csv
	$command -r rejects.csv in.csv >out 2>err
	printf '%s\n' "$@" | sort >faults.want
	sed 1d rejects.csv | awk -F, '{ n = split($4, field, "|"); split($5, code, "|"); for (i = 1; i <= n; i++) print field[i] ":" code[i] }' | sort >faults.got
	if cmp -s faults.want faults.got; then pass "$command: $record"
	else fail "$command: $record"; diff -u faults.want faults.got | sed 's/^/# /'; head -n 5 err | sed 's/^/# /'; fi
}

# Four people seated, two more registered; a photo folder without photos.
office
export KAOWU_NOW=2024-07-10T10:00:00
sqlite3 exam.db "UPDATE exam SET admit_no = '{yy}{seq:4}'"
reg_csv 308-2024 110100 01 01 1 4 pledge=adopt >in.csv
run 0 reg-import -q in.csv
pay
run 0 seat-assign -e 308-2024
reg_csv 308-2024 110100 01 01 5 6 pledge=adopt >in.csv
run 0 reg-import -q in.csv
R1=30824110000001 R5=30824110000005 A1=240001
mkdir d
ID=110101199003078857 # right, and nobody's

# ---- people
U=username,password,password_hash,name,id_type,id_no,phone,email,question,answer,registered_at,edu_kind,edu_level,edu_school,edu_major,edu_month,edu_mode,confirm_dup_id,name2
faults 'user-import -n' $U 'a b,短,x,张 三,88,1,1,x,,红,昨天,中专,小学,校,专业,2024-13,夜校,也许,张三' \
	username:USERNAME_FORM password:PASSWORD_CLASSES password:PASSWORD_LENGTH password_hash:PASSWORD_TWICE password_hash:PASSWORD_HASH_FORM name:NAME_FORM id_type:ID_TYPE_UNKNOWN phone:PHONE_FORM \
	email:EMAIL_FORM question:MISSING registered_at:TIME_FORM edu_kind:EDU_KIND edu_level:EDU_LEVEL edu_month:MONTH_FORM edu_mode:EDU_MODE \
	confirm_dup_id:YES_NO name2:SECOND_ENTRY
faults 'user-recover find' name,id_type,id_no '张 三,01,123' name:NAME_FORM id_no:ID_LENGTH
faults 'user-recover start' name,id_type,id_no,phone '张 三,88,123,1' name:NAME_FORM id_type:ID_TYPE_UNKNOWN phone:PHONE_FORM
faults 'user-recover finish' name,id_type,id_no,code,answer '张 三,01,123,123456,红' name:NAME_FORM id_no:ID_LENGTH answer:PROOF_TWICE
faults 'user-recover finish' name,id_type,id_no,code,answer ',01,,,' name:MISSING id_no:MISSING code:MISSING
faults 'user-recover counter -n' name,id_type,id_no,documents,proxy_name,proxy_id_no '张 三,01,123,x,李 四,456' \
	name:NAME_FORM id_no:ID_LENGTH documents:DOCUMENTS_MISSING proxy_name:NAME_FORM proxy_id_no:ID_LENGTH
M=keep_person_no,drop_person_no,authority,documents,reason
faults 'person-merge -n' $M 'P99999998,P99999999,foo,,' keep_person_no:PERSON_UNKNOWN drop_person_no:PERSON_UNKNOWN authority:AUTHORITY_WORD documents:MISSING reason:MISSING
faults 'person-merge -n' $M ',P00000001,self,,x' keep_person_no:MISSING authority:AUTHORITY_LOW documents:MISSING
faults 'person-merge -n' $M 'P00000001,P00000002,,,x' drop_person_no:LIVE_TWICE authority:MISSING documents:MISSING
faults 'person-merge -n' $M 'P00000001,P00000001,,,x' drop_person_no:PERSON_SAME authority:MISSING documents:MISSING
B=name,id_type,id_no,from,to,article,authority,doc_no,action
faults 'ban-merge -n' $B '张 三,01,123,2024-02-30,x,99,,,foo' name:NAME_FORM id_no:ID_LENGTH from:DATE_FORM to:DATE_FORM doc_no:MISSING action:ACTION_UNKNOWN
faults 'ban-merge -n' $B ",,$ID,2024-02-29,x,99,,,add" name:MISSING to:DATE_FORM article:ARTICLE_UNKNOWN authority:MISSING doc_no:MISSING
faults 'ban-merge -n' $B "张三,,$ID,2024-02-29,x,99,,D1,correct" to:DATE_FORM article:ARTICLE_UNKNOWN authority:MISSING doc_no:BAN_UNKNOWN
faults 'ban-merge -n' $B "张三,,$ID,2024-03-02,2024-03-01,9,,D1,foo" to:BAN_PERIOD article:ARTICLE_UNKNOWN action:ACTION_UNKNOWN

# ---- archives
A=archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed,article
faults 'archive-merge -n' $A "A 1,统计,1066,,$(printf %030d 0),张 三,88,1,$(printf %030d 0),1000.001,也许,9" archive_no:ARCHIVE_NO_FORM exam:EXAM_FORM year:YEAR_RANGE \
	level:MISSING specialty:SPECIALTY_UNKNOWN name:NAME_FORM id_type:ID_TYPE_UNKNOWN subject:SUBJECT_UNKNOWN score:SCORE_FORM passed:PASSED_WORD article:ARTICLE_UNKNOWN
faults 'archive-merge -n' $A ',,1066,,,,,,,5000,1,9' archive_no:MISSING exam:MISSING year:YEAR_RANGE level:MISSING name:MISSING id_no:MISSING subject:MISSING \
	score:SCORE_RANGE article:ARTICLE_UNKNOWN
faults 'archive-merge -n' $A "A1,308-2023,2022,09,,张三,,1,999,-2,1,9" year:YEAR_MISMATCH level:LEVEL_UNKNOWN id_no:ID_LENGTH subject:SUBJECT_UNKNOWN \
	passed:SCORE_CONTRADICTS article:ARTICLE_UNKNOWN
cat >decisions.csv <<'E'
name,id_type,id_no,known_name,decision,reason,by
,01,1,,perhaps,,
E
echo $A >numbers.csv
run 3 archive-merge -n --decisions decisions.csv numbers.csv
for f in name:\ MISSING id_no:\ DECISION_DOCUMENT decision:\ DECISION_WORD reason:\ MISSING by:\ MISSING; do has err "decisions.csv:2: $f"; done

# ---- registrations
R=exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,email,gender,birth,work_years,edu_level,edu_month,edu_mode,degree_level,degree_month,site,batch,confirm_dup_id,prior_cert_date
faults 'reg-import -n' $R '308-2024,110000,99,,99,,张 三,88,,1,也许,x,3,1990-02-30,半年,小学,2024-13,夜校,小学,2024-13,,99,也许,昨天' city:CITY_UNKNOWN review_point:MISSING \
	level:LEVEL_UNKNOWN specialty:MISSING name:NAME_FORM id_type:ID_TYPE_UNKNOWN id_no:MISSING phone:PHONE_FORM pledge:PLEDGE_WORD email:EMAIL_FORM gender:GENDER_WORD \
	birth:BIRTH_FORM work_years:YEARS_FORM edu_level:EDU_LEVEL edu_month:MONTH_FORM edu_mode:EDU_MODE degree_level:EDU_LEVEL degree_month:MONTH_FORM batch:BATCH_UNKNOWN \
	confirm_dup_id:YES_NO prior_cert_date:DATE_FORM
faults 'reg-import -n' exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,site,subjects '308-2024,110000,110100,99,01,99,,01,1,,99,999' \
	review_point:REVIEW_POINT_UNKNOWN specialty:SPECIALTY_UNKNOWN name:MISSING id_no:ID_LENGTH site:SITE_UNKNOWN subjects:SUBJECT_UNKNOWN
faults 'reg-confirm -n' reg_no X reg_no:REG_UNKNOWN
faults 'pledge-record -n' reg_no,action X,foo reg_no:REG_UNKNOWN action:PLEDGE_WORD
faults 'elig-verify -n' reg_no X reg_no:REG_UNKNOWN
E=reg_no,decision,reason,documents_seen,edu_cert_no,by,time
faults 'elig-review -n' $E 'X,maybe,,,1,,昨天' reg_no:REG_UNKNOWN decision:DECISION_WORD time:TIME_FORM
faults 'elig-review -n' $E "$R5,maybe,,,1,,昨天" reg_no:NOT_DUE decision:DECISION_WORD edu_cert_no:EDU_UNKNOWN time:TIME_FORM
faults 'elig-review -n' $E "$R5,fail,,,1,,2030-01-01" reg_no:NOT_DUE reason:MISSING edu_cert_no:EDU_UNKNOWN time:TIME_FUTURE
cat >edu.csv <<'E'
edu_cert_no,name,id_no,result
1,张三,1,是
2,李四,2,否
E
run 3 elig-verify -n --edu edu.csv --identity edu.csv in.csv
for f in 2 3; do has err "edu.csv:$f: result: RESULT_WORD"; done

# ---- photos
faults 'photo-check -n -D d' reg_no,person_no,photo 'X,,../x.jpg' reg_no:REG_UNKNOWN photo:PHOTO_NAME
faults 'photo-check -n -D d' reg_no,person_no,photo "$R1,P00000002,none.jpg" person_no:PERSON_MISMATCH photo:PHOTO_FILE_MISSING
faults 'photo-check -n -D d' id_no,photo '1,none.jpg' id_no:PERSON_UNKNOWN photo:PHOTO_FILE_MISSING
faults 'photo-check -n -D d' person_no,photo ',none.jpg' reg_no:MISSING photo:PHOTO_FILE_MISSING
faults 'photo-review -n -D d' reg_no,photo,decision,reason 'X,../x.jpg,foo,' reg_no:REG_UNKNOWN photo:PHOTO_NAME decision:DECISION_WORD
faults 'photo-review -n -D d' reg_no,photo,decision,reason 'X,none.jpg,fail,' reg_no:REG_UNKNOWN photo:PHOTO_FILE_MISSING reason:MISSING
faults 'photo-review -n -D d' reg_no,photo,decision,reason "$R5,none.jpg,fail," photo:PHOTO_FILE_MISSING reason:MISSING
faults 'photo-review -n -D d' reg_no,photo,decision,reason "$R5,,maybe," photo:PHOTO_FILE_MISSING decision:DECISION_WORD

# ---- money
faults 'fee-pay -n' order_no,channel,txn_no,paid_at,amount,receipt_no X,foo,,昨天,-1,'a b' order_no:ORDER_UNKNOWN channel:CHANNEL_UNKNOWN txn_no:MISSING paid_at:TIME_FORM \
	amount:AMOUNT_FORM receipt_no:NUMBER_FORM

# ---- seats, scores
V=reg_no,session,to_site,to_room,to_seat,reason,city,site,room
move() { seat-assign -e 308-2024 -n --move "$3" -r "$2"; }
faults move $V 'X,9,99,999,x,,,,' reg_no:NOT_SEATED session:SESSION_NOT_SAT to_room:ROOM_UNKNOWN to_seat:SEAT_FORM reason:MISSING
faults move $V "$R1,9,99,999,1,,,," session:SESSION_NOT_SAT to_room:ROOM_UNKNOWN reason:MISSING
faults move $V "$R1,9,,,99,x,,," session:SESSION_NOT_SAT to_room:MISSING
faults move $V "$R5,9,,001,99,,,," reg_no:NOT_SEATED session:SESSION_NOT_SAT reason:MISSING
faults move $V "$R1,,,002,99,,,," to_seat:SEAT_RANGE reason:MISSING
faults move $V ',9,99,999,1,,110100,01,777' session:SESSION_NOT_SAT to_room:ROOM_UNKNOWN to_seat:SEAT_FORM reason:MISSING room:ROOM_UNKNOWN
faults move $V ',,99,999,,,,,' reg_no:MISSING to_room:ROOM_UNKNOWN reason:MISSING
S=admit_no,subject,score,flag
KAOWU_NOW=2024-11-01T10:00:00
faults 'score-import -n' $S "$A1,101,500,foo" score:SCORE_RANGE flag:FLAG_WORD
faults 'score-import -n' $S "$A1,999,abc,foo" subject:SUBJECT_UNKNOWN score:SCORE_FORM flag:FLAG_WORD
faults 'score-import -n' $S "$A1,201,60.555,foo" subject:SUBJECT_NOT_SEATED score:SCORE_DECIMALS flag:FLAG_WORD
faults 'score-import -n' $S "$A1,101,500,absent" score:SCORE_RANGE flag:FLAG_AND_SCORE
faults 'score-import -n' $S 'X,,abc,foo' admit_no:ADMIT_NO_UNKNOWN subject:MISSING score:SCORE_FORM flag:FLAG_WORD
faults 'score-import -n -e 308-2024' $S 'X,999,-3,foo' admit_no:ADMIT_NO_UNKNOWN subject:SUBJECT_UNKNOWN score:SCORE_RANGE flag:FLAG_WORD
faults 'score-import -n -e 308-2024' $S 'X,101,500,' admit_no:ADMIT_NO_UNKNOWN score:SCORE_RANGE

# ---- messages, archives out
faults 'notify-send result -n' message_no,result,detail 'X,perhaps,' message_no:MESSAGE_UNKNOWN result:RESULT_WORD
faults 'notify-send queue -n --template review_failed' reg_no,reason 'X,' reg_no:REG_UNKNOWN reason:MISSING
faults 'archive-export -n -e 308-2024 -o x.csv' reg_no X reg_no:REG_UNKNOWN
done_testing

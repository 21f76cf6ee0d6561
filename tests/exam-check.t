# exam-check: finds what other hands have broken. Each case breaks one thing in a sound database.
. "${0%/*}/lib.sh"
office
cat >regs.csv <<'E'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge,edu_level,edu_school,edu_major,edu_month
AQ-2025,110000,110100,01,01,05,张三,01,110101198503077311,13900000001,adopt,本科,清华大学,安全工程,200807
AQ-2025,110000,110100,01,01,05,李四,01,110101199003078275,13900000002,adopt,本科,清华大学,安全工程,201207
E
reg-import -q regs.csv >/dev/null
run 0 exam-check
out <<'E'
invariant,table,key,message
E
cp exam.db sound.db
base=sound.db

# what is broken in the base already proves nothing
broken() { # CODE SQL
	[ -f $base.codes ] || { cp $base exam.db; rm -f exam.db-wal exam.db-shm; exam-check -q 2>&1 | cut -d, -f1 >$base.codes; }
	cp $base exam.db; rm -f exam.db-wal exam.db-shm
	sqlite3 exam.db "PRAGMA ignore_check_constraints = ON; $2" >sql.out 2>&1 || { fail "$1: $(cat sql.out)"; return; }
	exam-check >out 2>err
	status=$?
	if grep -qx "$1" $base.codes; then fail "$1 is broken in $base already"
	elif [ $status = 1 ] && cut -d, -f1 out | grep -qx "$1"; then pass "found: $1"; else fail "not found: $1 (exit $status)"; sed 's/^/# /' out err; fi
}
R="(SELECT id FROM registration WHERE reg_no = 'AQ25110000001')"
broken ONE_LIVE_REGISTRATION "DROP INDEX registration_live; INSERT INTO registration SELECT 99, 'AQ25110000099', exam_id, person_id, document, row_hash, deleted_at, confirmed_at, province, city,
	review_point, site, batch, level, specialty, candidate, archive_id, pledge, photo_file, politics, employer, employer_code, work_years, pro_years, title,
	prior_cert, prior_cert_date, address, postcode, special_needs, filled_at, outcome, outcome_route, outcome_codes, outcome_at, review,
	reviewed_at, paid_at, admit_no, seated_at, printed_at, batch_id FROM registration WHERE id = $R"
broken DOCUMENT_KEY "UPDATE registration SET document = 999999 WHERE id = $R"
broken MERGED_ROW "UPDATE person SET merged_into = 1, id_key = '=' || id, phone = NULL, photo_id = NULL WHERE id = (SELECT person_id FROM registration WHERE id = $R)"
broken AMENDMENT_BASIS "INSERT INTO amendment (case_no, person_id, field, old, new, authority, in_person, proxy_name, proxy_id_no, documents, reason, basis, login, at, batch_id)
	VALUES ('', 1, 'email', '', '', 'self', 0, '', '', '', '', '', 'x', '2025-08-20T10:00:00', 1)"
broken REG_NO_LETTERS "UPDATE registration SET reg_no = 'AQ2511-00001' WHERE id = $R"
A="INSERT INTO account (person_id, username, password, registered_at, batch_id) SELECT min(id), 'zhang_san', '', '2025-08-20T10:00:00', 1 FROM person"
broken ACCOUNT_PERSON "$A; UPDATE person SET merged_into = (SELECT max(id) FROM person), id_key = '=1', phone = NULL WHERE id = (SELECT min(id) FROM person)"
broken ACCOUNT_USERNAME "$A; CREATE TABLE two AS SELECT * FROM account; DROP TABLE account; ALTER TABLE two RENAME TO account;
	INSERT INTO account SELECT person_id + 1, username, password, must_change, question, answer, registered_at, state, batch_id FROM account"
broken RECOVERY_TIME "INSERT INTO recovery (asked, way, started_at, expires_at, finished_at, batch_id) VALUES ('x', 'sms', '2025-08-20T10:00:00',
	'2025-08-20T10:10:00', '2025-08-20T10:10:01', 1)"
broken RECORD_LOST "DROP TRIGGER education_kept; UPDATE education SET ordinal = 2 WHERE person_id = (SELECT min(person_id) FROM education) AND kind = 'education'"
broken CONFIRMED_PHOTO "UPDATE registration SET confirmed_at = '2025-08-20T10:00:00' WHERE id = $R"
broken CONFIRMED_EDUCATION "DROP TRIGGER education_kept; DELETE FROM education WHERE person_id = (SELECT person_id FROM registration WHERE id = $R); UPDATE registration SET confirmed_at = '2025-08-20T10:00:00' WHERE id = $R"
broken CONFIRMED_PLEDGE "UPDATE registration SET pledge = '', confirmed_at = '2025-08-20T10:00:00' WHERE id = $R"
broken PLEDGE_STAYS "INSERT INTO pledge_act (registration_id, action, login, at, batch_id) VALUES ($R, 'withdraw', 'a', '2025-08-20T10:00:00', 1)"
broken PLEDGE_STAYS "UPDATE registration SET exam_id = (SELECT exam_id FROM registration WHERE id = $R), document = (SELECT document FROM registration WHERE id = $R),
	deleted_at = '2025-08-20T10:00:00', pledge = 'decline', id = 0 WHERE id = 2"
BAN="INSERT INTO ban (id, name, name_key, id_type, id_no, id_key, \"from\", \"to\", article, authority, doc_no, batch_id)
	SELECT 1, name, name_key, id_type, id_no, id_key, '2025-08-20', '2025-08-20', '7', 'a', 'D1', 1 FROM person WHERE id = 1"
broken PLEDGE_LISTED "$BAN"
broken PLEDGE_LISTED "$BAN; INSERT INTO ban_act (ban_id, action, old, new, login, at, batch_id) VALUES (1, 'add', '', 'x', 'a', '2025-08-20T10:00:00', 1)"
broken CHOICE_LEGAL "UPDATE registration SET level = '77' WHERE id = $R"
broken SUBJECT_LEGAL "UPDATE registration_subject SET subject = '9' WHERE registration_id = $R AND subject = '1'"
broken SUBJECT_NONE "DELETE FROM registration_subject WHERE registration_id = $R"
broken PAID_CONFIRMED "UPDATE registration SET paid_at = '2025-08-20T10:00:00' WHERE id = $R"
broken PAID_REVIEWED "UPDATE registration SET confirmed_at = '2025-08-20T10:00:00', paid_at = '2025-08-20T10:00:00' WHERE id = $R"
broken REVIEW_RECORDED "UPDATE registration SET review = 'pass', reviewed_at = '2025-08-20T10:00:00' WHERE id = $R"
broken REVIEW_RECORDED "UPDATE registration SET reviewed_at = '2025-08-20T10:00:00' WHERE id = $R"
broken OUTCOME_REASONS "UPDATE registration SET outcome = 'online', outcome_at = '2025-08-20T10:00:00' WHERE id = $R"
broken OUTCOME_REASONS "UPDATE registration SET outcome = 'auto', outcome_codes = 'MAJOR_UNKNOWN', outcome_at = '2025-08-20T10:00:00' WHERE id = $R"
broken OUTCOME_REASONS "UPDATE registration SET outcome = 'auto' WHERE id = $R"
broken PAID_PAYMENT "UPDATE registration SET paid_at = '2025-08-20T10:00:00' WHERE id = $R"
O="INSERT INTO fee_order (id, order_no, registration_id, kind, amount, pay_until, created_at, batch_id) VALUES (1, 'O1', $R, 'registration', 100, '', '2025-08-20T10:00:00', 1)"
broken ORDER_SUM "$O"
broken ALIAS_IS_ORDER "$O; INSERT INTO order_alias SELECT order_no, 'quoted', 1, 'x', '2025-08-20T10:00:00', 1 FROM fee_order"
broken PAYMENT_AMOUNT "$O; INSERT INTO fee_order_line VALUES (1, 1, 'objective', '1', 100, 0); INSERT INTO payment (order_id, channel, txn_no, paid_at, amount, effective, batch_id)
	VALUES (1, 'c', 't', '2025-08-20T10:00:00', 99, 1, 1)"
P="$O; INSERT INTO payment (id, order_id, channel, txn_no, paid_at, amount, effective, result, batch_id) VALUES (1, 1, 'c', 't', '2025-08-20T10:00:00', 100, 0, 'duplicate', 1)"
broken PAYMENT_RESULT "$P; UPDATE payment SET result = 'paid'"
broken PAYMENT_RESULT "$P; UPDATE payment SET effective = 1"
# refund AMOUNT STATE PROPOSED_BY APPROVED_BY
refund() {
	echo "$P; INSERT INTO refund_out VALUES (1, 'f', 'x', 1, '2025-08-20T10:00:00', '2025-08-20T10:00:00', 1);
	$ASKED INSERT INTO asked (refund_no, order_id, payment_id, amount, cause, reason, state, proposed_by, proposed_at, approved_by, approved_at, out_id, exported_at, settled_at, settled_by, settled_reason, batch_id)
	SELECT 'F1', 1, 1, $1, 'duplicate', 'x', '$2', '$3', '2025-08-20T10:00:00', '$4', '2025-08-20T10:00:00', iif('$2' IN ('exported', 'settled'), 1, NULL),
	iif('$2' IN ('exported', 'settled'), '2025-08-20T10:00:00', NULL), iif('$2' = 'settled', '2025-08-20T10:00:00', NULL), iif('$2' = 'settled', 'b', ''), iif('$2' = 'settled', 'known', ''), 1 $WALK"
}
broken REFUND_TWO_PERSONS "$(refund 100 approved a a)"
broken REFUND_TWO_PERSONS "$(refund 100 approved a b); DROP TRIGGER refund_approved; DROP TRIGGER refund_stands; UPDATE refund SET two_person = 'operator', proposed_operator = 'x', approved_operator = 'x'"
broken REFUND_SUM "$(refund 100 approved a b); DROP TRIGGER payment_stands; UPDATE payment SET amount = 99"
broken REFUND_ORDER "$(refund 100 approved a b); INSERT INTO fee_order (id, order_no, registration_id, kind, amount, pay_until, created_at, batch_id) SELECT 2, 'O2', registration_id, 'supplement', 0, '', created_at, 1 FROM fee_order;
	DROP TRIGGER payment_stands; UPDATE payment SET order_id = 2"
broken REFUND_STATE "$(refund 100 exported a b); UPDATE refund SET exported_at = NULL"
broken REFUND_STATE "$(refund 100 settled a b); UPDATE refund SET settled_reason = ''"
broken REFUND_STATE "$(refund 100 settled a b); UPDATE refund SET settled_by = ''"
broken REFUND_STATE "$(refund 100 proposed a b); UPDATE refund SET approved_by = 'b'"
broken REFUND_OUT_SUM "$(refund 100 settled a b); UPDATE refund_out SET refunds = 2"
broken REFUND_PAID "$(refund 100 settled a b); UPDATE payment SET effective = 1, result = 'paid'"
broken REFUND_SHOWN "$(refund 100 settled a b); INSERT INTO statement VALUES (1, 'c', 'c', 'f', 'x', '', '', '', '', 1, 1, 0, 0, 0, 0, 0, 0, 0, 1);
	INSERT INTO statement_entry VALUES (1, 1, 1, 'c', '', 'refund', 't', 'r', 'O1', 99, 99, 0, NULL, '2025-08-20T10:00:00', 'final', 0); UPDATE refund SET settled_entry = 1"
S="$(refund 100 settled a b); INSERT INTO statement VALUES (1, 'c', 'c', 'f', 'x', '', '', '', '', 1, 1, 0, 0, 0, 0, 0, 0, 0, 1);
	INSERT INTO statement_entry VALUES (1, 1, 1, 'c', '', 'refund', 'u', 'r', 'O1', 100, 100, 0, NULL, '2025-08-20T10:00:00', 'final', 0); UPDATE refund SET settled_entry = 1"
broken REFUND_ORIGIN "$S; INSERT INTO statement_entry VALUES (2, 1, 1, 'c', '', 'pay', 'u', '', 'O1', 100, 100, 0, NULL, '2025-08-20T10:00:00', 'final', 0)"
broken REFUND_ORIGIN "$S; UPDATE statement_entry SET channel = 'd_x', txn_no = 't'; INSERT INTO statement_entry VALUES (2, 1, 1, 'c', '', 'pay', 't', '', 'O1', 100, 100, 0, NULL,
	'2025-08-20T10:00:00', 'final', 0)"
M="INSERT INTO message (id, template, person_id, registration_id, reason, queued_at, batch_id) SELECT 1, 'paid', person_id, id, '', '2025-08-20T10:00:00', 1 FROM registration WHERE id = $R;
	INSERT INTO message_out VALUES (1, 'f', 'x', 1, '2025-08-20T10:00:00', '2025-08-20T10:00:00', 1)"
broken MESSAGE_ONCE "$M; INSERT INTO message (template, person_id, registration_id, reason, queued_at, batch_id) SELECT 'paid', p.id, r.id, '', '2025-08-20T10:00:00', 1
	FROM registration r, person p WHERE r.id = $R AND p.id <> r.person_id LIMIT 1"
broken MESSAGE_STATE "$M; UPDATE message SET result = 'sent', result_at = '2025-08-20T10:00:00'"
broken MESSAGE_STATE "$M; UPDATE message SET outs = 1, out_at = '2025-08-20T10:00:00'"
broken MESSAGE_SECRET "$M; UPDATE message SET outs = 1, out_at = '2025-08-20T10:00:00', out_id = 1, secret = 'x'"
broken MESSAGE_OUT_SUM "$M; UPDATE message SET outs = 2, out_at = '2025-08-20T10:00:00', out_id = 1"
S="INSERT INTO seat (exam_id, session, city, site, room, seat, registration_id, subject)"
broken SEATED_PAID "$S SELECT exam_id, '1', '110100', '01', '001', 1, id, '1' FROM registration WHERE id = $R"
broken SEAT_CAPACITY "$S SELECT exam_id, '1', '110100', '01', '001', 31, id, '1' FROM registration WHERE id = $R"
broken SEAT_ONE_PERSON "$S SELECT exam_id, '1', '110100', '01', '001', 1, id, '1' FROM registration WHERE id = $R;
	INSERT INTO session SELECT 99, exam, year, '1x', batch, date, start, \"end\", subjects FROM session WHERE exam = 'AQ' AND session = '1';
	$S SELECT exam_id, '1x', '110100', '01', '001', 1, id, '1' FROM registration WHERE id <> $R LIMIT 1"
broken SEAT_ONE_PLACE "$S SELECT exam_id, '1', '110100', '01', '001', 1, id, '1' FROM registration WHERE id = $R;
	INSERT INTO session SELECT 99, exam, year, '1x', batch, date, start, \"end\", subjects FROM session WHERE exam = 'AQ' AND session = '1';
	$S SELECT exam_id, '1x', '110100', '01', '002', 1, id, '1' FROM registration WHERE id = $R"
broken SCORE_SEATED "INSERT INTO score (registration_id, subject, score, batch_id) VALUES ($R, '1', 100, 1)"
broken SCORE_RANGE "INSERT INTO score (registration_id, subject, score, batch_id) VALUES ($R, '1', 10001, 1)"
broken RESULT_PUBLISHED "INSERT INTO result (registration_id, passed, carried, qualified, reason, batch_id) VALUES ($R, '', '', 0, '', 1)"
broken QUALIFIED_SET "INSERT INTO result (registration_id, passed, carried, qualified, reason, batch_id) VALUES ($R, '1', '', 1, '', 1)"
broken CARRIED_WINDOW "UPDATE registration_subject SET carried_year = 2020 WHERE registration_id = $R AND subject = '1'"
broken CARRIED_ARCHIVE "UPDATE registration_subject SET carried_year = 2024 WHERE registration_id = $R AND subject = '1'"
ARCHIVE="INSERT INTO archive (id, archive_no, exam, person_id, batch_id) SELECT 77, 'X1', 'AQ', min(id), 1 FROM person"
ENTRY="INSERT INTO archive_subject (archive_id, year, level, specialty, subject, score, passed, flag) VALUES (77, 2020, '01', '05', '1'"
broken ARCHIVE_NUMBER "$ARCHIVE; INSERT INTO archive_number VALUES ((SELECT id FROM exam WHERE exam = 'AQ'), '110000', 2, 77)"
broken ARCHIVE_NUMBER "$ARCHIVE; INSERT INTO archive_number SELECT id, '110000', 1, 77 FROM exam WHERE exam = 'AQ' UNION ALL SELECT id, '110000', 2, 77 FROM exam WHERE exam = 'AQ'"
broken ARCHIVE_VOID "$ARCHIVE; $ENTRY, 7000, 1, 'void')"
broken ARCHIVE_CORRECTED "$ARCHIVE; $ENTRY, 7000, 1, ''); INSERT INTO archive_correction (archive_id, year, level, specialty, subject, old, new, login, at, batch_id)
	VALUES (77, 2020, '01', '05', '1', '70.00,1,,', ',0,void,7', 'a', '2025-08-20T10:00:00', 1)"
broken BATCH_WHOLE "DELETE FROM registration_subject WHERE registration_id = 2; DELETE FROM registration WHERE id = 2"
broken FOREIGN_KEY "PRAGMA foreign_keys = OFF; UPDATE registration SET person_id = 999 WHERE id = $R"
broken AUDIT_CHAIN "UPDATE audit_entry SET detail = 'nothing happened' WHERE id = 1"
broken AUDIT_CHAIN "DELETE FROM audit_entry WHERE id = 1"
broken AUDIT_CHAIN "DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)" # the newest, which nothing follows
broken PHOTO_FILE "INSERT INTO photo (person_id, sha256, file, width, height, bytes, background, rule, verdict, codes, at, batch_id)
	VALUES (1, printf('%064d', 1), 'p.jpg', 1, 1, 1, 'white', 'cpta', 'pass', '', '2025-08-20T10:00:00', 1)"

# keys, places, batches and the log: more that only the tools may write
broken NAME_KEY "UPDATE person SET name = '王五' WHERE id = 1"
broken NAME_KEY "UPDATE person SET name_key = '王五' WHERE id = 1"
broken NUMBER_KEY "UPDATE person SET id_no = '110101199003078275' WHERE id = 1"
broken NUMBER_KEY "UPDATE person SET id_type = '99' WHERE id = 1"
broken CITY_PROVINCE "UPDATE registration SET city = '310100' WHERE id = $R"
broken CITY_PROVINCE "UPDATE registration SET city = '999999' WHERE id = $R"
broken SEATED_AT "UPDATE registration SET seated_at = '2025-08-20T10:00:00' WHERE id = $R"
broken BATCH_AUDIT "UPDATE batch SET accepted = accepted + 1 WHERE tool = 'reg-import'"
broken BATCH_AUDIT "UPDATE batch SET login = 'nobody-else' WHERE tool = 'reg-import'"
broken BATCH_AUDIT "DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)"
broken BATCH_WHOLE "INSERT INTO review (registration_id, decision, reason, documents_seen, edu_cert_no, \"by\", at, batch_id)
	VALUES ($R, 'pass', '', '', '', 'a', '2025-08-20T10:00:00', 1)"
broken BATCH_WHOLE "DELETE FROM batch_count WHERE \"table\" = 'person'"
broken BATCH_WHOLE "INSERT INTO batch_count VALUES (1, 'refund', 2)"

# ---- an exam that is paid, reconciled, seated, marked and published; two files of one channel overlap, one payment had a voucher
. "$ROOT/tests/fees.sh"
office
REGS=$REGS,gender,birth
people 1 6 110000 | sed 's/$/,,/' >in.csv
echo 'AQ-2025,110000,110100,01,01,07,考．生,04,H1234567802,13900000077,,adopt,1,1980-01-01' >>in.csv
registered in.csv
fee-bill -q regs.csv >orders.csv
O=AQ25110000
{ echo order_no,channel,txn_no,paid_at,amount; for n in 1 2 3 4 5 6 7; do echo "${O}00${n}01,wechat,W$n,2025-08-20T09:00:00,232.00"; done; } >pay.csv
run 0 fee-pay -q pay.csv
for n in 1 2 3 4 5 6; do echo "交易 W$n ${O}00${n}01 - 2025-08-20T09:00:0$n 232"; done >w.txt
echo "交易 W99 T1234 - 2025-08-20T09:00:09 10" >>w.txt
echo "退款 W6 ${O}00601 RB6 2025-08-20T09:30:00 232" >>w.txt
head -n 3 w.txt | wechat early.csv
wechat w.csv <w.txt
for f in early.csv w.csv; do # the first payment: 222.00 and a voucher of 10.00
	awk -F, -v OFS=, 'NR == 2 { $13 = "`222.00"; $14 = "`10.00" } last { $2 = sprintf("`%.2f", substr($2, 2) - 10) } /^总交易单数/ { last = 1 } 1' $f >v && mv v $f
done
run 1 fee-reconcile early.csv w.csv
run 0 seat-assign -q -e AQ-2025
tail -n +2 out | awk -F, 'BEGIN { print "admit_no,subject,score" } { print $2 "," $4 "," 55 + NR }' >marks.csv
run 0 score-import -q -e AQ-2025 marks.csv
run 0 score-publish -q -e AQ-2025
cp exam.db year.db
base=year.db
rows "SELECT rows, (SELECT count(*) FROM statement_repeat t WHERE t.statement_id = s.id), pay_sum FROM statement s ORDER BY id" <<'E'
3|0|69600
8|3|140200
E
run 1 exam-check # registered by hand, without photographs and education records
equal 'nothing else is broken' "$(tail -n +2 out | cut -d, -f1 | sort -u | tr '\n' ' ')" 'CONFIRMED_EDUCATION CONFIRMED_PHOTO '

broken PUBLICATION_DIGEST "UPDATE score SET score = score - 100 WHERE rowid = 1"
C="INSERT INTO correction (registration_id, subject, old, new, cause, reason, login, at, batch_id)
	SELECT 2, '', 'x', passed || ',' || carried || ',' || qualified || ',' || reason, 'review', '', 'a', '2025-08-20T10:00:00', 1 FROM result WHERE registration_id = 2"
broken CORRECTION_STANDS "$C; INSERT INTO correction SELECT 9, registration_id, subject, new, 'y', cause, reason, login, at, batch_id FROM correction"
broken CORRECTION_STANDS "$C; UPDATE result SET passed = '' WHERE registration_id = 2"
broken CORRECTION_STANDS "INSERT INTO correction (registration_id, subject, old, new, cause, reason, login, at, batch_id)
	VALUES (2, '1', '1,', ',void', 'review', '', 'a', '2025-08-20T10:00:00', 1)"
broken PUBLICATION_DIGEST "UPDATE score SET score = NULL, flag = 'void' WHERE rowid = 1"
broken PUBLICATION_DIGEST "UPDATE result SET qualified = 1 - qualified WHERE registration_id = 2"
broken PUBLICATION_DIGEST "UPDATE result SET reason = 'VOID' WHERE registration_id = 2"
broken PUBLICATION_DIGEST "DELETE FROM result WHERE registration_id = 2"
broken PUBLICATION_DIGEST "UPDATE publication SET digest = printf('%064d', 1)"
broken PLAN_DIGEST "UPDATE seat SET seat = 20 WHERE registration_id = 2"
broken PLAN_DIGEST "UPDATE seat SET room = '002' WHERE registration_id = 2"
broken PLAN_DIGEST "UPDATE registration SET admit_no = '110000000000001' WHERE id = 2"
broken PLAN_DIGEST "DELETE FROM seat WHERE registration_id = 3 AND session = '1'"
broken SEATED_AT "UPDATE registration SET seated_at = NULL WHERE id = 2"
broken SEATED_AT "UPDATE registration SET admit_no = NULL WHERE id = 2"
broken SEATED_AT "DELETE FROM seat WHERE registration_id = 2"
broken STATEMENT_CONTENT "UPDATE statement_entry SET amount = amount + 1 WHERE txn_no = 'W2'"
broken STATEMENT_CONTENT "UPDATE statement_entry SET settled = settled + 1 WHERE txn_no = 'W2'"
broken STATEMENT_CONTENT "UPDATE statement_entry SET order_no = '${O}00301' WHERE txn_no = 'W2'"
broken STATEMENT_CONTENT "UPDATE statement_entry SET at = '2025-08-21T09:00:00' WHERE txn_no = 'W2'"
broken STATEMENT_DECLARED "UPDATE statement_total SET counted = counted + 1 WHERE ordinal = 1"
broken STATEMENT_ECHO "INSERT INTO statement_echo SELECT min(id), max(id) FROM statement_entry"
broken STATEMENT_KEY "UPDATE statement_entry SET txn_no = 'W2x' WHERE txn_no = 'W2'"
for column in pay_count pay_sum refund_count refund_sum fee_1e5; do
	broken STATEMENT_TOTALS "UPDATE statement SET $column = $column + 1 WHERE id = 2"
done
broken STATEMENT_TOTALS "UPDATE statement_entry SET amount = amount + 1 WHERE txn_no = 'W2'"
broken STATEMENT_TOTALS "UPDATE statement_entry SET fee_1e5 = 0 WHERE txn_no = 'W4'"
broken STATEMENT_TOTALS "DELETE FROM statement_repeat WHERE line = (SELECT min(line) FROM statement_repeat)"
broken DIFFERENCE_STATE "UPDATE difference SET decided_by = 'a'"
broken DIFFERENCE_STATE "UPDATE difference SET state = 'decided'"
broken DIFFERENCE_STATE "UPDATE difference SET state = 'decided', action = 'waive', decided_by = 'a'"
broken BATCH_AUDIT "DELETE FROM audit_entry WHERE id > (SELECT max(id) FROM audit_entry) - 2"

# ---- the schema itself: what guards the records is as the programs made it. schema SQL, then the rows of exam-check on standard input
schema() {
	cp sound.db exam.db; rm -f exam.db-wal exam.db-shm
	sqlite3 exam.db ".dbconfig defensive off" "$1" >sql.out 2>&1 || fail "$1: $(cat sql.out)"
	{ echo invariant,table,key,message; cat; } >rows.want
	exam-check >out 2>err
	status=$?
	cmp -s rows.want out && [ $status = "$(($(wc -l <rows.want) > 1))" ] && pass "schema: $1" ||
		{ fail "schema: $1 (exit $status)"; diff rows.want out | sed 's/^/# /'; sed 's/^/# /' err; }
}
GUARD='what guards the records is as the programs made it'
schema 'DROP TRIGGER payment_kept' <<E
SCHEMA_DIFFERS,payment,payment_kept,trigger is missing: $GUARD
E
schema "DROP TRIGGER payment_kept; CREATE TRIGGER payment_kept BEFORE DELETE ON payment WHEN old.amount > 100000 BEGIN SELECT RAISE(ABORT, 'payments are kept'); END" <<E
SCHEMA_DIFFERS,payment,payment_kept,trigger was altered: $GUARD
E
kept=$(sqlite3 sound.db "SELECT sql FROM sqlite_schema WHERE name = 'payment_kept'")
# the same words in another dress guard as well: case, blanks, comments and needless quotes
schema "DROP TRIGGER payment_kept; $(echo "$kept" | sed 's/CREATE TRIGGER payment_kept/create   trigger "payment_kept" -- by hand\n/; s/BEGIN /begin\n\t\/* kept *\/ /; s/ON payment/ON [payment]/')" </dev/null
# but a word of a message is no dress
schema "DROP TRIGGER payment_kept; $(echo "$kept" | sed "s/'\([^']*\)'/'X\1'/")" <<E
SCHEMA_DIFFERS,payment,payment_kept,trigger was altered: $GUARD
E
schema 'DROP INDEX payment_effective; CREATE INDEX payment_effective ON payment (order_id) WHERE effective = 1' <<E
SCHEMA_DIFFERS,payment,payment_effective,index was altered: $GUARD
E
schema "DROP VIEW exam_setting; CREATE VIEW mine AS SELECT 1; CREATE TRIGGER a_mine AFTER INSERT ON payment BEGIN UPDATE payment SET amount = 1 WHERE id = new.id; END;
	CREATE INDEX mine_too ON payment (paid_at); CREATE TABLE my_list (x)" <<E
SCHEMA_DIFFERS,payment,mine_too,index is not the programs': $GUARD
SCHEMA_DIFFERS,my_list,my_list,table is not the programs': $GUARD
SCHEMA_DIFFERS,payment,a_mine,trigger is not the programs': $GUARD
SCHEMA_DIFFERS,exam_setting,exam_setting,view is missing: $GUARD
SCHEMA_DIFFERS,mine,mine,view is not the programs': $GUARD
E
schema "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (amount', 'CHECK (1 OR amount') WHERE name = 'payment'" <<E
SCHEMA_DIFFERS,payment,payment,table was altered: $GUARD
E
# a table made again by SQLite's own twelve steps is the same table, but its guards are gone
payment=$(sqlite3 sound.db "SELECT sql FROM sqlite_schema WHERE name = 'payment'")
guards=$(sqlite3 sound.db "SELECT 'SCHEMA_DIFFERS,payment,' || name || ',' || type || ' is missing: $GUARD' FROM sqlite_schema
	WHERE tbl_name = 'payment' AND type <> 'table' AND sql IS NOT NULL ORDER BY type, name")
schema "PRAGMA legacy_alter_table = ON; $(echo "$payment" | sed 's/CREATE TABLE payment/CREATE TABLE "renewed"/'); DROP TABLE payment; ALTER TABLE renewed RENAME TO payment" <<E
$guards
E
# where a query could not be asked, the schema is told all the same
schema 'ALTER TABLE message DROP COLUMN secret; DROP TABLE message_out' <<E
SCHEMA_DIFFERS,message,message,table was altered: $GUARD
SCHEMA_DIFFERS,message_out,message_out,table is missing: $GUARD
E
has err 'not there as the checks of the records need them'
schema 'DROP TABLE publication' <<E
SCHEMA_DIFFERS,publication,publication,table is missing: $GUARD
E
cp sound.db exam.db; rm -f exam.db-wal exam.db-shm
sqlite3 exam.db 'DROP TRIGGER payment_kept'
LC_ALL=zh_CN.UTF-8 exam-check 2>err | tail -n +2 >out
out <<'E'
SCHEMA_DIFFERS,payment,payment_kept,触发器缺失: 保护记录的结构应与程序所建一致
E
# what SQLite keeps for itself is nobody's alteration
schema 'ANALYZE; VACUUM' </dev/null

# every table whose rows name the run that added them is counted for BATCH_WHOLE
sqlite3 sound.db "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'batch_id'
	AND m.name NOT IN ('batch_count', 'audit_entry') ORDER BY 1" >names
grep -oE '(COUNTED|ALSO)\("[a-z_]+"\)' "$ROOT/cmd/exam-check/invariant_run.c" | cut -d'"' -f2 | sort >out
out <names

# a damaged file
cp sound.db exam.db; rm -f exam.db-wal exam.db-shm
sqlite3 exam.db 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
dd if=/dev/urandom of=exam.db bs=4096 seek=20 count=3 conv=notrunc 2>/dev/null
exam-check >out 2>err
case $? in 1 | 3) pass 'a damaged file is noticed' ;; *) fail 'a damaged file is not noticed' ;; esac
run 2 exam-check operand
done_testing

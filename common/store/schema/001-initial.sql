-- Kaowu, migration 1: what an exam office remembers.
-- Codes are TEXT (leading zeros matter), money is whole fen, dates YYYY-MM-DD, times local
-- YYYY-MM-DDTHH:MM:SS (Asia/Shanghai). '*' in a configuration row means "any".
-- Tables of the group "definition" have the columns of the configuration files
-- (kaowu-config(5)), in their order; row keeps the order of the file.
-- CHECKs of word lists are written with OR: IN with more than two words makes SQLite build a
-- temporary table for every row it inserts (a quarter of an import's time).

------------------------------------------------------------------ upkeep
CREATE TABLE batch (                    -- a run that changed something
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	tool         TEXT NOT NULL,         -- its name
	version      TEXT NOT NULL,         -- of the programs
	login        TEXT NOT NULL,         -- the acting person: SUDO_USER, else the real user
	operator     TEXT NOT NULL DEFAULT '', -- on whose behalf (--operator)
	arguments    TEXT NOT NULL,         -- the command line, personal data masked
	as_of        TEXT NOT NULL,         -- the time the run acted at
	started_at   TEXT NOT NULL,         -- the clock when the run took the lock
	override     TEXT NOT NULL DEFAULT '', -- DOC_NO: REASON of --override
	inputs       TEXT NOT NULL DEFAULT '', -- name=SHA-256, one a line
	accepted     INTEGER NOT NULL DEFAULT 0, -- records
	rejected     INTEGER NOT NULL DEFAULT 0, -- records
	unchanged    INTEGER NOT NULL DEFAULT 0 -- records
) STRICT;

CREATE TABLE batch_count (              -- how many rows a batch put into a table that names its batch
	batch_id     INTEGER NOT NULL REFERENCES batch, -- of which run
	"table"      TEXT NOT NULL,         -- a table whose rows name their batch
	added        INTEGER NOT NULL CHECK (added > 0), -- rows
	PRIMARY KEY (batch_id, "table")
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_entry (              -- hash-chained: hash = SHA-256(previous hash, the fields)
	id           INTEGER PRIMARY KEY AUTOINCREMENT, -- numbered as they came, without a gap; a number that was given is never given again
	batch_id     INTEGER REFERENCES batch, -- the run; NULL before there is one
	at           TEXT NOT NULL,         -- when
	login        TEXT NOT NULL,         -- the acting person
	action       TEXT NOT NULL,         -- the tool, or a single act: unmask, override, confirm …
	subject      TEXT NOT NULL DEFAULT '', -- the record a single act is about
	detail       TEXT NOT NULL DEFAULT '', -- in words
	digest       TEXT NOT NULL DEFAULT '', -- SHA-256 over the canonical records the run changed
	hash         TEXT NOT NULL CHECK (length(hash) = 64) -- hex
) STRICT;

------------------------------------------------------------------ definition
CREATE TABLE exam (                     -- an exam instance, written EXAM-YEAR
	id           INTEGER PRIMARY KEY,   -- what other tables refer to
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	exam         TEXT NOT NULL CHECK (exam GLOB '[A-Z0-9]*' AND length(exam) BETWEEN 1 AND 6), -- code, as 308, AQ
	year         INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2099), -- the year it is held for
	cycle        INTEGER NOT NULL,      -- which sitting of the year: 1, 2 …
	name         TEXT NOT NULL,         -- official name, as printed
	short_name   TEXT NOT NULL,         -- for lists and messages
	delivery     TEXT NOT NULL CHECK (delivery IN ('paper', 'computer')), -- how it is sat
	archive_mode TEXT NOT NULL CHECK (archive_mode = 'previous_year' OR archive_mode = 'rolling' OR archive_mode = 'none'), -- which earlier years count: the last one, those within validity_years, none
	subject_choice TEXT NOT NULL CHECK (subject_choice IN ('all', 'free')), -- all: every open subject of the level at once
	same_sitting INTEGER NOT NULL CHECK (same_sitting IN (0, 1)), -- 1: all subjects are passed in one sitting, nothing carries
	pledge       INTEGER NOT NULL CHECK (pledge IN (0, 1)), -- 1: the commitment system applies
	eligibility_day TEXT NOT NULL,      -- year_end, reg_end or a date
	room_size    INTEGER NOT NULL CHECK (room_size > 0), -- seats of a room
	paper_bags   TEXT NOT NULL,         -- sizes separated by |
	admit_no     TEXT NOT NULL,         -- number templates
	archive_no   TEXT NOT NULL,         -- number template of archives
	cert_no      TEXT NOT NULL,         -- number template of certificates
	UNIQUE (exam, year)
) STRICT;

CREATE TABLE level (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	year         INTEGER NOT NULL,      -- exam year
	level        TEXT NOT NULL,         -- code
	name         TEXT NOT NULL,         -- as printed
	required_subjects INTEGER NOT NULL CHECK (required_subjects > 0), -- subjects of a full set
	validity_years INTEGER NOT NULL CHECK (validity_years BETWEEN 1 AND 20), -- years a pass counts, the exam's own included
	new_candidate_only INTEGER NOT NULL CHECK (new_candidate_only IN (0, 1)), -- 1: nobody carries a pass into it
	PRIMARY KEY (exam, year, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE specialty (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	year         INTEGER NOT NULL,      -- exam year
	level        TEXT NOT NULL,         -- '*': of every level
	specialty    TEXT NOT NULL,         -- code
	name         TEXT NOT NULL,         -- as printed
	PRIMARY KEY (exam, year, level, specialty)
) STRICT, WITHOUT ROWID;

CREATE TABLE subject (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	year         INTEGER NOT NULL,      -- exam year
	subject      TEXT NOT NULL,         -- code
	name         TEXT NOT NULL,         -- as printed
	kind         TEXT NOT NULL CHECK (kind IN ('public', 'specialty')), -- public, or one paper for each specialty
	question_kind TEXT NOT NULL CHECK (question_kind = 'objective' OR question_kind = 'subjective' OR question_kind = 'mixed'), -- objective questions, subjective ones, both
	minutes      INTEGER NOT NULL CHECK (minutes > 0), -- writing time
	full_mark    INTEGER NOT NULL CHECK (full_mark > 0), -- marks
	pass_mark    INTEGER CHECK (pass_mark BETWEEN 0 AND full_mark), -- empty: full_mark × pass_ratio
	open_book    INTEGER NOT NULL CHECK (open_book IN (0, 1)), -- 1: books are allowed
	forms        INTEGER NOT NULL CHECK (forms > 0), -- paper forms that alternate between neighbours
	mark_decimals INTEGER NOT NULL CHECK (mark_decimals BETWEEN 0 AND 2), -- decimals of a mark
	PRIMARY KEY (exam, year, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE level_subject (            -- WITHOUT ROWID would make SQLite 3.40's integrity_check report NULLs that are none
	row          INTEGER NOT NULL PRIMARY KEY, -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	year         INTEGER NOT NULL,      -- exam year
	level        TEXT NOT NULL,         -- level code; level.level
	subject      TEXT NOT NULL,         -- subject.subject that the level needs
	UNIQUE (exam, year, level, subject)
) STRICT;

CREATE TABLE session (                  -- a sitting
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	year         INTEGER NOT NULL,      -- exam year
	session      TEXT NOT NULL,         -- code, 1 2 … in the order of the timetable
	batch        TEXT NOT NULL,         -- computer exams; '' otherwise
	date         TEXT NOT NULL,         -- day, YYYY-MM-DD
	start        TEXT NOT NULL,         -- HH:MM
	"end"        TEXT NOT NULL,         -- HH:MM
	subjects     TEXT NOT NULL,         -- '101|201' at the same time, '31+32' in one sitting
	PRIMARY KEY (exam, year, session)
) STRICT, WITHOUT ROWID;

CREATE TABLE fee (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	year         INTEGER NOT NULL,      -- exam year
	province     TEXT NOT NULL,         -- province code; '*' every other
	level        TEXT NOT NULL,         -- level code; '*' every other
	component    TEXT NOT NULL CHECK (component = 'objective' OR component = 'subjective' OR component = 'registration' OR component = 'archive_new'), -- what is charged for: papers with objective or subjective questions, the registration, the archive of a new candidate
	unit         TEXT NOT NULL CHECK (unit IN ('per_subject', 'per_person')), -- how often it is charged
	amount       INTEGER NOT NULL CHECK (amount >= 0), -- fen
	upward_share INTEGER CHECK (upward_share BETWEEN 0 AND amount), -- fen of it for the centre; empty: as the row of province '*'
	PRIMARY KEY (exam, year, province, level, component)
) STRICT, WITHOUT ROWID;

CREATE TABLE eligibility (              -- a route; any satisfied route makes eligible
	row          INTEGER NOT NULL PRIMARY KEY, -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	level        TEXT NOT NULL,         -- level code; '*' every one
	route        TEXT NOT NULL,         -- the condition's letter in the regulation
	min_education TEXT NOT NULL,        -- at least this education level; '' none is asked
	min_degree   TEXT NOT NULL,         -- at least this degree; '' none is asked
	major_class  TEXT NOT NULL,         -- major_class.major_class; 'any' or '' every major
	min_work_years INTEGER,             -- whole years of work; NULL none asked
	min_pro_years INTEGER,              -- whole years in the trade; NULL none asked
	prior_cert   TEXT NOT NULL,         -- certificate that must be held; '' none
	years_after_prior_cert INTEGER,     -- whole years since that one; NULL none asked
	from_year    INTEGER,               -- the first exam year in which it is law; NULL: ever
	to_year      INTEGER,               -- exam years in which it is law
	note         TEXT NOT NULL          -- the regulation's words
) STRICT;

CREATE TABLE major (                    -- the catalogue of majors
	row          INTEGER NOT NULL PRIMARY KEY, -- place in the file, which a dump keeps
	discipline   TEXT NOT NULL,         -- 门类
	major_class  TEXT NOT NULL,         -- 专业类
	major        TEXT NOT NULL,         -- the major's name
	degree_note  TEXT NOT NULL          -- degrees of another discipline that it may lead to
) STRICT;
CREATE INDEX major_name ON major (major);

CREATE TABLE major_class (              -- which majors form a class for an exam
	row          INTEGER NOT NULL PRIMARY KEY, -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	major_class  TEXT NOT NULL,         -- the class that eligibility names
	match        TEXT NOT NULL CHECK (match = 'discipline' OR match = 'class' OR match = 'major'), -- what value is compared with
	value        TEXT NOT NULL          -- discipline, class or major by name
) STRICT;

CREATE TABLE exemption (                -- a level's exempt subjects
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	level        TEXT NOT NULL,         -- level code of those exempt
	exempt_subjects TEXT NOT NULL,      -- subject codes, separated by |
	condition    TEXT NOT NULL,         -- the regulation's words
	also_needs_route INTEGER NOT NULL CHECK (also_needs_route IN (0, 1)), -- 1: a route of the full level must be satisfied too
	PRIMARY KEY (exam, level)
) STRICT, WITHOUT ROWID;

CREATE TABLE pass_line (                -- an override of pass_ratio
	row          INTEGER NOT NULL PRIMARY KEY, -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	year         INTEGER NOT NULL,      -- exam year
	province     TEXT NOT NULL,         -- province code; '*' every one
	level        TEXT NOT NULL,         -- level code; '*' every one
	min_each     INTEGER,               -- marks that every subject needs
	min_total    INTEGER,               -- marks that their sum needs
	scope        TEXT NOT NULL          -- where a certificate by this line holds
) STRICT;

CREATE TABLE validity_extension (       -- passes of a year that count longer
	row          INTEGER NOT NULL PRIMARY KEY, -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	province     TEXT NOT NULL,         -- province code; '*' every one
	level        TEXT NOT NULL,         -- level code; '*' every one
	pass_year    INTEGER NOT NULL,      -- the year of the passes
	extra_years  INTEGER NOT NULL CHECK (extra_years > 0), -- years they count longer
	doc_no       TEXT NOT NULL          -- the decree
) STRICT;

CREATE TABLE window (                   -- an opening; several of a kind are several openings
	row          INTEGER NOT NULL PRIMARY KEY, -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code, as 308; exam.exam
	year         INTEGER NOT NULL,      -- exam year
	province     TEXT NOT NULL,         -- province code; '*' where the province has no row of its own
	window       TEXT NOT NULL CHECK (window = 'registration' OR window = 'confirmation' OR window = 'review' OR window = 'payment' OR window = 'admit_print' OR window = 'score_query'), -- what may be done meanwhile
	open         TEXT NOT NULL,         -- from then on, YYYY-MM-DDTHH:MM:SS
	close        TEXT NOT NULL          -- '' never closes
) STRICT;

CREATE TABLE setting (                  -- a rule that differs by place
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code; '*' every other
	province     TEXT NOT NULL,         -- province code; '*' every other
	setting      TEXT NOT NULL,         -- its name (kaowu-config(5))
	value        TEXT NOT NULL,         -- as text
	PRIMARY KEY (setting, exam, province)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (                   -- who may change a group of fields, from a stage until a stage or date
	row          INTEGER NOT NULL PRIMARY KEY, -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code; '*' every other
	province     TEXT NOT NULL,         -- province code; '*' every other
	field_group  TEXT NOT NULL,         -- field_group.field_group
	from_stage   TEXT NOT NULL,         -- the first stage it holds at
	until        TEXT NOT NULL,         -- the stage it ends before, or the end of a time, as edit_until, reg_end, review_end+5wd
	authority    TEXT NOT NULL,         -- who changes it: self, site, district, centre
	in_person    INTEGER NOT NULL CHECK (in_person IN (0, 1)), -- 1: the person must come
	proxy        INTEGER NOT NULL CHECK (proxy IN (0, 1)), -- 1: another may come for the person
	documents    TEXT NOT NULL,         -- all of them, joined by +
	condition    TEXT NOT NULL,         -- what else must be so: no_registration, moving_province, or words for the clerk
	source       TEXT NOT NULL          -- the regulation it follows
) STRICT;

CREATE TABLE field_group (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	field        TEXT NOT NULL PRIMARY KEY, -- a field of reg-amend
	field_group  TEXT NOT NULL          -- the group that policy rules
) STRICT, WITHOUT ROWID;

CREATE TABLE province (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	province     TEXT NOT NULL PRIMARY KEY, -- code (GB/T 2260, six digits)
	name         TEXT NOT NULL          -- as printed
) STRICT, WITHOUT ROWID;
CREATE TABLE city (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	city         TEXT NOT NULL PRIMARY KEY, -- code (GB/T 2260, six digits)
	province     TEXT NOT NULL,         -- the province it lies in
	name         TEXT NOT NULL          -- as printed
) STRICT, WITHOUT ROWID;
CREATE TABLE review_point (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	city         TEXT NOT NULL,         -- city code (GB/T 2260, six digits); city.city
	review_point TEXT NOT NULL,         -- code within the city
	name         TEXT NOT NULL,         -- as printed
	address      TEXT NOT NULL,         -- where to come
	phone        TEXT NOT NULL,         -- whom to call
	hours        TEXT NOT NULL,         -- when, in words
	PRIMARY KEY (city, review_point)
) STRICT, WITHOUT ROWID;
CREATE TABLE site (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	city         TEXT NOT NULL,         -- city code (GB/T 2260, six digits); city.city
	site         TEXT NOT NULL,         -- code within the city
	name         TEXT NOT NULL,         -- as printed
	address      TEXT NOT NULL,         -- where to come
	PRIMARY KEY (city, site)
) STRICT, WITHOUT ROWID;
CREATE TABLE room (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	city         TEXT NOT NULL,         -- city code (GB/T 2260, six digits); city.city
	site         TEXT NOT NULL,         -- site.site
	room         TEXT NOT NULL,         -- code within the site
	name         TEXT NOT NULL,         -- as printed
	capacity     INTEGER NOT NULL CHECK (capacity > 0), -- seats
	layout       TEXT NOT NULL,         -- columns of desks: 7-7-8-8, 5x8; numbered in a snake
	delivery     TEXT NOT NULL CHECK (delivery IN ('paper', 'computer')), -- what can be sat in it
	floor        TEXT NOT NULL,         -- in words
	accessible   INTEGER NOT NULL CHECK (accessible IN (0, 1)), -- 1: for people with special needs
	PRIMARY KEY (city, site, room)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar (
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	date         TEXT NOT NULL PRIMARY KEY, -- day, YYYY-MM-DD
	workday      INTEGER NOT NULL CHECK (workday IN (0, 1)) -- 1: offices work
) STRICT, WITHOUT ROWID;

CREATE TABLE photo_rule (               -- limits are inclusive, empty: none
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	rule         TEXT NOT NULL PRIMARY KEY, -- name; the setting photo_rule or scan_rule chooses one
	kind         TEXT NOT NULL,         -- id_photo a portrait, id_scan, proof
	min_bytes    INTEGER,               -- file size, bytes
	max_bytes    INTEGER,               -- file size, bytes
	min_width    INTEGER,               -- px
	min_height   INTEGER,               -- px
	out_width    INTEGER,               -- px that photo-fix makes
	out_height   INTEGER,               -- px that photo-fix makes
	out_max_bytes INTEGER,              -- bytes that photo-fix makes
	dpi          INTEGER,               -- dots an inch
	backgrounds  TEXT NOT NULL,         -- colours allowed, separated by |
	source       TEXT NOT NULL          -- the regulation it follows
) STRICT, WITHOUT ROWID;
CREATE TABLE proof_kind (
	row          INTEGER NOT NULL PRIMARY KEY, -- place in the file, which a dump keeps
	exam         TEXT NOT NULL,         -- exam code; '*' every one
	province     TEXT NOT NULL,         -- province code; '*' every one
	proof_kind   TEXT NOT NULL,         -- code
	name         TEXT NOT NULL,         -- as printed
	required_when TEXT NOT NULL,        -- who must bring it
	photo_rule   TEXT NOT NULL          -- photo_rule.rule that its scan is held to
) STRICT;
CREATE TABLE doc_type (                 -- a kind of identity document
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	code         TEXT NOT NULL PRIMARY KEY, -- code list of the office; 01 resident identity card
	name         TEXT NOT NULL,         -- as printed
	pattern      TEXT NOT NULL,         -- POSIX extended
	checksum     TEXT NOT NULL CHECK (checksum IN ('', 'MOD11-2')), -- MOD11-2 of GB 11643, or none
	carries_birth INTEGER NOT NULL CHECK (carries_birth IN (0, 1)) -- 1: the number holds the day of birth and the gender
) STRICT, WITHOUT ROWID;
CREATE TABLE message_template (         -- message.csv
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	template     TEXT NOT NULL,         -- what it is about, as review_passed
	lang         TEXT NOT NULL,         -- zh, en
	text         TEXT NOT NULL,         -- with fields in braces, as {name}
	PRIMARY KEY (template, lang)
) STRICT, WITHOUT ROWID;
CREATE TABLE operator (                 -- no rows: everyone may do everything, and is recorded
	row          INTEGER NOT NULL,      -- place in the file, which a dump keeps
	login        TEXT NOT NULL PRIMARY KEY, -- as sudo names it
	name         TEXT NOT NULL,         -- the person
	role         TEXT NOT NULL CHECK (role = 'centre' OR role = 'district' OR role = 'reviewer' OR role = 'finance' OR role = 'site' OR role = 'clerk'), -- what it may do (kaowu(7), OPERATORS)
	province     TEXT NOT NULL,         -- only registrations of it; '' or '*' every one
	city         TEXT NOT NULL,         -- only registrations of it; '' or '*' every one
	review_point TEXT NOT NULL          -- only registrations of it; '' or '*' every one
) STRICT, WITHOUT ROWID;

------------------------------------------------------------------ people
CREATE TABLE person (
	id           INTEGER PRIMARY KEY,   -- person_no = 'P' and at least eight digits of it
	name         TEXT NOT NULL CHECK (name <> ''), -- as printed
	name_key     TEXT NOT NULL,         -- as compared (value/text.h)
	id_type      TEXT NOT NULL,         -- doc_type.code
	id_no        TEXT NOT NULL CHECK (id_no <> ''), -- as given, 18 digits where it was 15
	id_key       TEXT NOT NULL,         -- as compared: the number; 'TYPE:number' for documents other than 01
	gender       INTEGER CHECK (gender IN (1, 2)), -- GB/T 2261.1: 1 male, 2 female
	birth        TEXT,                  -- YYYY-MM-DD
	nationality  TEXT NOT NULL DEFAULT '', -- country or region, as given
	ethnic       TEXT NOT NULL DEFAULT '', -- as given
	phone        TEXT UNIQUE CHECK (phone GLOB '1[3-9]?????????'), -- one phone, one person
	email        TEXT NOT NULL DEFAULT '', -- '' none
	photo_id     INTEGER REFERENCES photo, -- the photograph that passed
	identity     TEXT NOT NULL DEFAULT '' CHECK (identity = '' OR identity = 'match' OR identity = 'mismatch' OR identity = 'none'), -- the population registry's answer
	identity_at  TEXT,                  -- when it came
	merged_into  INTEGER REFERENCES person, -- this row was the same person twice: who it is now; id_key is '=' and the id, phone empty
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	UNIQUE (id_key, name_key)
) STRICT;

CREATE TABLE account (                  -- how a person logs in, and gets a forgotten password back
	person_id    INTEGER PRIMARY KEY REFERENCES person, -- whose; one person, one account
	username     TEXT NOT NULL UNIQUE CHECK (username <> ''), -- case matters
	password     TEXT NOT NULL,         -- its hash: argon2id, or a crypt(5) form that a file brought; '' waits for recovery
	must_change  INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)), -- 1: we made the password, it is good for one login
	question     TEXT NOT NULL DEFAULT '', -- for user-recover; '' none
	answer       TEXT NOT NULL DEFAULT '', -- argon2id hash of the answer
	registered_at TEXT NOT NULL,        -- accounts of before 2015 are recovered by question only
	state        TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended')), -- suspended: recovers nothing, and stays so
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;

CREATE TABLE recovery (                 -- somebody asked to have an account back
	id           INTEGER PRIMARY KEY,   -- in order
	asked        TEXT NOT NULL,         -- keyed hash of name and document as asked: attempts are counted for unknown people too
	person_id    INTEGER REFERENCES person, -- NULL: nobody has name and document
	way          TEXT NOT NULL CHECK (way = 'question' OR way = 'sms' OR way = 'counter' OR way = 'find' OR way = 'import'), -- find: a name that missed, by document; import: a password or answer in a file
	code         TEXT NOT NULL DEFAULT '', -- keyed hash of the code that was sent
	started_at   TEXT NOT NULL,         -- when
	expires_at   TEXT NOT NULL,         -- until when the code or answer counts
	attempts     INTEGER NOT NULL DEFAULT 0, -- wrong answers or codes so far
	finished_at  TEXT,                  -- it worked, once
	clerk        TEXT NOT NULL DEFAULT '', -- at the counter: who saw what
	documents    TEXT NOT NULL DEFAULT '', -- what was shown, joined by '+'
	proxy_name   TEXT NOT NULL DEFAULT '', -- who came instead; '' nobody
	proxy_id_no  TEXT NOT NULL DEFAULT '', -- that person's document
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE INDEX recovery_asked ON recovery (asked, started_at);

CREATE TABLE person_merge (             -- two rows were one person
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	keep_id      INTEGER NOT NULL REFERENCES person, -- who it is now
	drop_id      INTEGER NOT NULL UNIQUE REFERENCES person, -- the row that was given up
	name         TEXT NOT NULL,         -- of the dropped row
	id_type      TEXT NOT NULL,         -- doc_type.code
	id_no        TEXT NOT NULL,         -- the number
	phone        TEXT NOT NULL,         -- '' none
	authority    TEXT NOT NULL,         -- who decided
	documents    TEXT NOT NULL,         -- what was shown, joined by '+'
	reason       TEXT NOT NULL,         -- in the words of who decided
	login        TEXT NOT NULL,         -- the acting person
	at           TEXT NOT NULL,         -- when
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	CHECK (keep_id <> drop_id)
) STRICT;

CREATE TABLE ban (                      -- the dishonesty list, as it stands
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	name         TEXT NOT NULL,         -- as printed
	name_key     TEXT NOT NULL,         -- as compared
	id_type      TEXT NOT NULL,         -- doc_type.code
	id_no        TEXT NOT NULL,         -- the number
	id_key       TEXT NOT NULL,         -- as compared with person.id_key
	"from"       TEXT NOT NULL,         -- the first day
	"to"         TEXT NOT NULL,         -- the last day; '' for ever
	article      TEXT NOT NULL,         -- of the regulation
	authority    TEXT NOT NULL,         -- who decided
	doc_no       TEXT NOT NULL,         -- by which document
	lifted_at    TEXT,                  -- ended before its time, by whom
	lifted_by    TEXT NOT NULL DEFAULT '', -- who ended it
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	UNIQUE (id_key, name_key, doc_no)
) STRICT;

CREATE INDEX ban_doc_no ON ban (doc_no, id_no);

CREATE TABLE ban_act (                  -- every change of the list
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	ban_id       INTEGER NOT NULL REFERENCES ban, -- of which entry
	action       TEXT NOT NULL CHECK (action = 'add' OR action = 'lift' OR action = 'correct'), -- what was done
	old          TEXT NOT NULL,         -- CSV: name,from,to,article,authority; '' where there is none
	new          TEXT NOT NULL,         -- after it
	login        TEXT NOT NULL,         -- the acting person
	at           TEXT NOT NULL,         -- when
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE INDEX ban_act_ban ON ban_act (ban_id);
CREATE TRIGGER ban_kept BEFORE DELETE ON ban
BEGIN SELECT RAISE(ABORT, 'the dishonesty list is never deleted from: lift'); END;
CREATE TRIGGER ban_act_kept BEFORE DELETE ON ban_act
BEGIN SELECT RAISE(ABORT, 'the history of the dishonesty list is never deleted'); END;

CREATE TABLE education (                -- at most five of each kind a person; none is ever deleted
	person_id    INTEGER NOT NULL REFERENCES person, -- whose
	kind         TEXT NOT NULL CHECK (kind IN ('education', 'degree')), -- which sort of record
	ordinal      INTEGER NOT NULL CHECK (ordinal BETWEEN 1 AND 5), -- the person's first, second … of its kind
	level        TEXT NOT NULL CHECK (level = 'bachelor' OR level = 'college' OR level = 'high_school' OR level = 'second_bachelor' OR level = 'double_bachelor' OR level = 'master' OR level = 'doctor'), -- of the degree or the education
	school       TEXT NOT NULL,         -- as on the certificate
	major        TEXT NOT NULL,         -- as on the certificate
	month        TEXT NOT NULL CHECK (month = '' OR month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'), -- graduated, awarded
	mode         TEXT NOT NULL CHECK (mode = 'full_time' OR mode = '' OR mode = 'part_time' OR mode = 'correspondence' OR mode = 'evening' OR mode = 'self_taught' OR mode = 'network'), -- how they studied
	cert_no      TEXT NOT NULL,         -- number of the certificate, '' unknown
	verified     TEXT NOT NULL DEFAULT '' CHECK (verified = '' OR verified = 'registry' OR verified = 'onsite' OR verified = 'mismatch' OR -- who has checked it, or why the registry has not
		verified = 'none' OR verified = 'name_differs'), -- who has checked it; or why the registry has not: it says otherwise, has no such record, has it under another name
	verified_at  TEXT,                  -- when that was found
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	PRIMARY KEY (person_id, kind, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER education_kept BEFORE DELETE ON education
BEGIN SELECT RAISE(ABORT, 'education records are never deleted'); END;

CREATE TABLE photo (                    -- the bytes: exam.photos/ab/abcdef….jpg
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	person_id    INTEGER NOT NULL REFERENCES person, -- whose
	sha256       TEXT NOT NULL CHECK (length(sha256) = 64), -- of its bytes, hex
	file         TEXT NOT NULL,         -- the name it came under
	width        INTEGER NOT NULL,      -- px, px, bytes
	height       INTEGER NOT NULL,      -- px
	bytes        INTEGER NOT NULL,      -- of the file
	background   TEXT NOT NULL,         -- white, blue, red, other
	rule         TEXT NOT NULL,         -- photo_rule it was judged by
	verdict      TEXT NOT NULL CHECK (verdict = 'pass' OR verdict = 'review' OR verdict = 'fail'), -- pass, review, fail
	codes        TEXT NOT NULL,         -- separated by |
	decided_by   TEXT NOT NULL DEFAULT '', -- the clerk whose decision stands (photo-review)
	reason       TEXT NOT NULL DEFAULT '', -- in the clerk's words
	at           TEXT NOT NULL,         -- when it was judged
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	UNIQUE (person_id, sha256)
) STRICT;
CREATE INDEX photo_sha256 ON photo (sha256); -- the same file under two names
CREATE TABLE photo_decision (           -- every decision of a clerk (photo-review); the last one of a photograph stands in photo
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	photo_id     INTEGER NOT NULL REFERENCES photo, -- about which photograph
	verdict      TEXT NOT NULL CHECK (verdict = 'pass' OR verdict = 'fail'), -- pass, fail
	"by"         TEXT NOT NULL,         -- who decided
	reason       TEXT NOT NULL,         -- in the clerk's words
	at           TEXT NOT NULL,         -- when
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE INDEX photo_decision_photo ON photo_decision (photo_id);
CREATE TRIGGER photo_decision_kept BEFORE DELETE ON photo_decision
BEGIN SELECT RAISE(ABORT, 'decisions about photographs are never deleted'); END;

------------------------------------------------------------------ archive
CREATE TABLE archive (
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	archive_no   TEXT NOT NULL,         -- as the archive gives it
	exam         TEXT NOT NULL,         -- the code without a year
	person_id    INTEGER NOT NULL REFERENCES person, -- whose
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	UNIQUE (archive_no)
) STRICT;
CREATE INDEX archive_person ON archive (person_id, exam);

CREATE TABLE archive_subject (          -- a year's result in a subject
	archive_id   INTEGER NOT NULL REFERENCES archive, -- of which archive
	year         INTEGER NOT NULL CHECK (year BETWEEN 1980 AND 2099), -- of the exam
	level        TEXT NOT NULL,         -- level.level
	specialty    TEXT NOT NULL,         -- specialty.specialty
	subject      TEXT NOT NULL,         -- '': was a candidate that year, nothing more is known
	score        INTEGER CHECK (score >= 0), -- hundredths of a mark; NULL: not known, or the flag says why there is none
	passed       INTEGER NOT NULL CHECK (passed IN (0, 1)), -- 1: passed
	flag         TEXT NOT NULL DEFAULT '' CHECK (flag = '' OR flag = 'absent' OR flag = 'violation' OR flag = 'void'), -- why there is no mark, or none that counts
	article      TEXT NOT NULL DEFAULT '', -- of the decision that voids it; '' none, or not known
	PRIMARY KEY (archive_id, year, level, specialty, subject),
	CHECK (flag = '' OR (score IS NULL AND passed = 0)),
	CHECK (article = '' OR flag = 'void' OR flag = 'violation')
) STRICT, WITHOUT ROWID;

CREATE TABLE archive_correction (       -- a result of the archive that was changed: voided by a decision, or corrected after publication
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	archive_id   INTEGER NOT NULL REFERENCES archive, -- of which archive
	year         INTEGER NOT NULL,      -- of the exam
	level        TEXT NOT NULL,         -- level.level
	specialty    TEXT NOT NULL,         -- specialty.specialty
	subject      TEXT NOT NULL,         -- subject.subject
	old          TEXT NOT NULL,         -- CSV: score,passed,flag,article
	new          TEXT NOT NULL,         -- after it
	login        TEXT NOT NULL,         -- the acting person
	at           TEXT NOT NULL,         -- when
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE INDEX archive_correction_archive ON archive_correction (archive_id);
CREATE TRIGGER archive_correction_kept BEFORE DELETE ON archive_correction
BEGIN SELECT RAISE(ABORT, 'corrections of the archive are never deleted'); END;

CREATE TABLE archive_decision (         -- a document came under another name: what an officer decided; the last one stands
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	id_key       TEXT NOT NULL,         -- as compared with person
	name_key     TEXT NOT NULL,         -- as compared
	name         TEXT NOT NULL,         -- as the decision has it
	decision     TEXT NOT NULL CHECK (decision = 'same_person' OR decision = 'other_person' OR decision = 'reject'), -- what was decided
	person_id    INTEGER REFERENCES person, -- whose archives they are
	reason       TEXT NOT NULL,         -- in the words of who decided
	"by"         TEXT NOT NULL,         -- who decided
	login        TEXT NOT NULL,         -- the acting person
	at           TEXT NOT NULL,         -- when
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	CHECK ((decision = 'reject') = (person_id IS NULL))
) STRICT;
CREATE INDEX archive_decision_name ON archive_decision (id_key, name_key);
CREATE TRIGGER archive_decision_kept BEFORE DELETE ON archive_decision
BEGIN SELECT RAISE(ABORT, 'decisions about the archive are never deleted'); END;

CREATE TABLE archive_number (           -- the numbers given by the template archive_no: {seq} without gaps per exam and province
	exam_id      INTEGER NOT NULL REFERENCES exam, -- of which exam
	province     TEXT NOT NULL,         -- province.province
	seq          INTEGER NOT NULL CHECK (seq > 0), -- the last one given
	archive_id   INTEGER NOT NULL REFERENCES archive, -- who has it; a number that a file had brought before is another office's
	PRIMARY KEY (exam_id, province, seq)
) STRICT, WITHOUT ROWID;

------------------------------------------------------------------ registration
CREATE TABLE registration (             -- person × exam; facts with times, see registration_state
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	reg_no       TEXT NOT NULL UNIQUE CHECK (length(reg_no) BETWEEN 3 AND 17), -- letters and digits: exam-check looks, a pattern here costs every import 3 %
	exam_id      INTEGER NOT NULL REFERENCES exam, -- for what
	person_id    INTEGER NOT NULL REFERENCES person, -- who
	document     INTEGER NOT NULL,      -- the first person.id with this person's document: one live registration per exam and document
	row_hash     INTEGER NOT NULL,      -- what the import file last said
	deleted_at   TEXT,                  -- taken back; up here because SQLite reads a row's header up to the column that is asked for
	confirmed_at TEXT,                  -- locked since
	province     TEXT NOT NULL,         -- province.province
	city         TEXT NOT NULL,         -- city.city
	review_point TEXT NOT NULL,         -- review_point.review_point
	site         TEXT NOT NULL DEFAULT '', -- wished for; '' the office chooses
	batch        TEXT NOT NULL DEFAULT '', -- computer exams
	level        TEXT NOT NULL,         -- level.level
	specialty    TEXT NOT NULL,         -- specialty.specialty
	candidate    TEXT NOT NULL CHECK (candidate IN ('new', 'old')), -- by the archive: new or old
	archive_id   INTEGER REFERENCES archive, -- the archive that it carries from; NULL none
	pledge       TEXT NOT NULL DEFAULT '' CHECK (pledge = '' OR pledge = 'adopt' OR pledge = 'decline' OR pledge = 'withdrawn'), -- the commitment; '' not chosen
	photo_file   TEXT NOT NULL DEFAULT '', -- as the stream named it
	politics     TEXT NOT NULL DEFAULT '', -- political status, as given
	employer     TEXT NOT NULL DEFAULT '', -- as given
	employer_code TEXT NOT NULL DEFAULT '', -- unified social credit code, as given
	work_years   INTEGER CHECK (work_years BETWEEN 0 AND 80), -- in all, to the exam's eligibility day
	pro_years    INTEGER CHECK (pro_years BETWEEN 0 AND 80), -- in the trade
	title        TEXT NOT NULL DEFAULT '', -- professional title, as given
	prior_cert   TEXT NOT NULL DEFAULT '', -- certificate held before, as given
	prior_cert_date TEXT,               -- YYYY-MM-DD
	address      TEXT NOT NULL DEFAULT '', -- for letters
	postcode     TEXT NOT NULL DEFAULT '', -- six digits
	special_needs TEXT NOT NULL DEFAULT '', -- what the room must offer; '' nothing
	filled_at    TEXT NOT NULL,         -- when it came in
	outcome      TEXT NOT NULL DEFAULT '' CHECK (outcome = '' OR outcome = 'auto' OR outcome = 'online' OR outcome = 'onsite' OR outcome = 'ineligible'), -- elig-verify
	outcome_route TEXT NOT NULL DEFAULT '', -- eligibility.route that is satisfied
	outcome_codes TEXT NOT NULL DEFAULT '', -- why, joined by '|'
	outcome_at   TEXT,                  -- when elig-verify said so
	review       TEXT NOT NULL DEFAULT '' CHECK (review = '' OR review = 'pass' OR review = 'fail' OR review = 'return' OR review = 'absent'), -- the decision that stands
	reviewed_at  TEXT,                  -- when that was decided
	paid_at      TEXT,                  -- every order of it has its payment
	admit_no     TEXT,                  -- number of the admit card
	seated_at    TEXT,                  -- when the seat was given
	printed_at   TEXT,                  -- when the card in force was printed
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE UNIQUE INDEX registration_live ON registration (document, exam_id) WHERE deleted_at IS NULL;
CREATE INDEX registration_deleted ON registration (document, exam_id) WHERE deleted_at IS NOT NULL;
CREATE UNIQUE INDEX registration_admit ON registration (exam_id, admit_no) WHERE admit_no IS NOT NULL;

CREATE TABLE card (                     -- admit cards that were printed; two of one registration say different things
	registration_id INTEGER NOT NULL REFERENCES registration, -- whose
	card         TEXT NOT NULL,         -- digest of all that it says, as its QR code has it
	admit_no     TEXT NOT NULL,         -- as printed
	printed_at   TEXT NOT NULL,         -- when it came into force last
	revoked_at   TEXT,                  -- since when it says what is no longer so; NULL it is in force
	cause        TEXT NOT NULL CHECK (cause = '' OR cause = 'moved' OR cause = 'amended'), -- of that; '' in force
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	PRIMARY KEY (registration_id, card),
	CHECK ((revoked_at IS NULL) = (cause = ''))
) STRICT, WITHOUT ROWID;

CREATE TABLE registration_subject (
	registration_id INTEGER NOT NULL REFERENCES registration DEFERRABLE INITIALLY DEFERRED, -- so that several rows at once need no statement journal
	subject      TEXT NOT NULL,         -- subject.subject
	carried_year INTEGER,               -- NULL: to be sat now; else the year of the pass that counts
	PRIMARY KEY (registration_id, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE pledge_act (               -- choices made after the registration was filled in; one that came with it is of filled_at
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	registration_id INTEGER NOT NULL REFERENCES registration, -- of which registration
	action       TEXT NOT NULL CHECK (action = 'adopt' OR action = 'decline' OR action = 'withdraw'), -- what was chosen
	login        TEXT NOT NULL,         -- the acting person
	at           TEXT NOT NULL,         -- the date under the commitment
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	UNIQUE (registration_id, action)
) STRICT;
CREATE TRIGGER pledge_act_kept BEFORE DELETE ON pledge_act
BEGIN SELECT RAISE(ABORT, 'choices about the commitment are never deleted'); END;

CREATE TABLE reg_number (               -- the last number given per exam and province
	exam_id      INTEGER NOT NULL REFERENCES exam, -- of which exam
	province     TEXT NOT NULL,         -- province.province
	last         INTEGER NOT NULL,      -- the last number given
	PRIMARY KEY (exam_id, province)
) STRICT, WITHOUT ROWID;

CREATE TABLE review (                   -- every decision of a reviewer; a later one replaces, none is removed
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	registration_id INTEGER NOT NULL REFERENCES registration, -- of which registration
	decision     TEXT NOT NULL CHECK (decision = 'pass' OR decision = 'fail' OR decision = 'return' OR decision = 'absent'), -- of the reviewer
	reason       TEXT NOT NULL,         -- in the words of who decided
	documents_seen TEXT NOT NULL,       -- joined by '+'
	edu_cert_no  TEXT NOT NULL,         -- of the education record that was seen
	"by"         TEXT NOT NULL,         -- who decided
	at           TEXT NOT NULL,         -- when
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE INDEX review_registration ON review (registration_id);

CREATE TABLE amendment (                -- what was changed by whom on what ground; none is ever removed
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	case_no      TEXT NOT NULL,         -- changes that were made together
	registration_id INTEGER REFERENCES registration, -- NULL: of the person alone
	person_id    INTEGER NOT NULL REFERENCES person, -- whose
	field        TEXT NOT NULL,         -- as reg-amend names it
	old          TEXT NOT NULL,         -- '' where it is a secret
	new          TEXT NOT NULL,         -- after it
	authority    TEXT NOT NULL CHECK (authority = 'self' OR authority = 'district' OR authority = 'centre' OR authority = 'site'), -- who may decide this
	in_person    INTEGER NOT NULL CHECK (in_person IN (0, 1)), -- 1: the person came
	proxy_name   TEXT NOT NULL,         -- who came instead; '' nobody
	proxy_id_no  TEXT NOT NULL,         -- that person's document
	documents    TEXT NOT NULL,         -- joined by '+'
	reason       TEXT NOT NULL,         -- in the words of who decided
	basis        TEXT NOT NULL,         -- the policy row: exam province field_group from_stage until source
	login        TEXT NOT NULL,         -- the acting person
	at           TEXT NOT NULL,         -- when
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE INDEX amendment_registration ON amendment (registration_id);
CREATE INDEX amendment_person ON amendment (person_id);
CREATE INDEX amendment_case ON amendment (case_no);
CREATE TRIGGER amendment_kept BEFORE DELETE ON amendment
BEGIN SELECT RAISE(ABORT, 'amendments are never deleted'); END;

------------------------------------------------------------------ money (fen)
CREATE TABLE fee_order (
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	order_no     TEXT NOT NULL UNIQUE,  -- what the payer quotes
	registration_id INTEGER NOT NULL REFERENCES registration, -- whose
	kind         TEXT NOT NULL CHECK (kind IN ('registration', 'supplement')), -- supplement: for what an amendment added
	amount       INTEGER NOT NULL CHECK (amount >= 0), -- fen
	province     TEXT NOT NULL DEFAULT '', -- the registration's when it was billed last: another one has other prices; '' not known
	level        TEXT NOT NULL DEFAULT '', -- likewise
	pay_until    TEXT NOT NULL,         -- the last moment
	created_at   TEXT NOT NULL,         -- when
	closed_at    TEXT,                  -- replaced or cancelled while unpaid, or all that was paid has been given back
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE INDEX fee_order_registration ON fee_order (registration_id);
CREATE UNIQUE INDEX fee_order_open ON fee_order (registration_id, kind) WHERE closed_at IS NULL AND kind = 'registration';

CREATE TABLE fee_order_line (
	order_id     INTEGER NOT NULL REFERENCES fee_order, -- of which order
	line         INTEGER NOT NULL,      -- from 1
	component    TEXT NOT NULL,         -- fee.component
	subject      TEXT NOT NULL DEFAULT '', -- subject.subject
	amount       INTEGER NOT NULL CHECK (amount >= 0), -- fen
	upward       INTEGER NOT NULL CHECK (upward BETWEEN 0 AND amount), -- the centre's part
	PRIMARY KEY (order_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_alias (              -- another number under which money for an order comes
	alias        TEXT NOT NULL PRIMARY KEY, -- what statements have in place of order_no; kind entry: the statement_entry.id, in decimal, of the one entry it is for
	kind         TEXT NOT NULL CHECK (kind = 'payment_notice' OR kind = 'quoted' OR kind = 'entry'), -- payment_notice: 缴款码, given by the
	                                    -- non-tax platform; quoted: what a payer wrote; entry: an entry without an order_no, or with a word
	order_id     INTEGER NOT NULL REFERENCES fee_order, -- of which order
	added_by     TEXT NOT NULL,         -- login
	added_at     TEXT NOT NULL,         -- when
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (                  -- money that came in for an order
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	order_id     INTEGER NOT NULL REFERENCES fee_order, -- of which order
	channel      TEXT NOT NULL,         -- the way it came: a profile, or counter
	txn_no       TEXT NOT NULL,         -- the channel's number
	paid_at      TEXT NOT NULL,         -- when it was paid
	amount       INTEGER NOT NULL CHECK (amount > 0), -- fen
	receipt_no   TEXT NOT NULL DEFAULT '' COLLATE NOCASE, -- of the counter, once, in whatever case; '' none
	payer        TEXT NOT NULL DEFAULT '', -- as given
	cashier      TEXT NOT NULL DEFAULT '', -- who took it
	effective    INTEGER NOT NULL CHECK (effective IN (0, 1)), -- 1: pays the order; 0: too much, a refund is due
	result       TEXT NOT NULL DEFAULT 'paid' CHECK (result = 'paid' OR result = 'duplicate' OR result = 'late' OR result = 'void' OR result = 'amount'), -- how it came;
	                                    -- void: the order did not stand any more, amount: not the order's
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	UNIQUE (channel, txn_no)
) STRICT;
CREATE INDEX payment_order ON payment (order_id);
CREATE UNIQUE INDEX payment_effective ON payment (order_id) WHERE effective = 1;
CREATE UNIQUE INDEX payment_receipt ON payment (receipt_no) WHERE receipt_no <> '';

CREATE TABLE statement (                -- a file of a bank or platform
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	channel      TEXT NOT NULL,         -- the way the money came; of a companion bill the profile whose numbers it shares
	profile      TEXT NOT NULL,         -- what read it
	file         TEXT NOT NULL,         -- name of the file
	sha256       TEXT NOT NULL UNIQUE,  -- of the file, hex
	first_day    TEXT NOT NULL,         -- what it covers, inclusive; '' no bill for the day
	last_day     TEXT NOT NULL,         -- inclusive
	covers_from  TEXT NOT NULL,         -- the same as times, covers_to exclusive
	covers_to    TEXT NOT NULL,         -- exclusive
	covers_pay   INTEGER NOT NULL CHECK (covers_pay IN (0, 1)), -- it lists every payment of that time
	covers_refund INTEGER NOT NULL CHECK (covers_refund IN (0, 1)), -- it lists every refund
	rows         INTEGER NOT NULL,      -- how many
	pay_count    INTEGER NOT NULL,      -- control totals, fen
	pay_sum      INTEGER NOT NULL,      -- fen
	refund_count INTEGER NOT NULL,      -- control totals
	refund_sum   INTEGER NOT NULL,      -- fen
	fee_1e5      INTEGER NOT NULL,      -- charges, in 0.00001 yuan
	settled      INTEGER NOT NULL,      -- after vouchers, payments less refunds, fen
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;

CREATE TABLE statement_total (          -- a total that the file declares, with what its rows come to
	statement_id INTEGER NOT NULL REFERENCES statement, -- of which file
	ordinal      INTEGER NOT NULL,      -- from 1
	measure      TEXT NOT NULL,         -- count, amount, settled or fee, with @pay, @refund, @all, @in or @out
	declared     INTEGER NOT NULL,      -- rows, fen, or 0.00001 yuan
	counted      INTEGER NOT NULL, -- the same unit
	PRIMARY KEY (statement_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_entry (          -- no index but the id: rows come a million at a time, and are only appended
	id           INTEGER PRIMARY KEY,   -- 63 bits of a digest of channel, kind and number (txn_no, of a refund refund_no); the next free one where that is another's
	statement_id INTEGER NOT NULL REFERENCES statement, -- of which file
	line         INTEGER NOT NULL,      -- from 1
	channel      TEXT NOT NULL,         -- statement.channel
	merchant     TEXT NOT NULL,         -- account at the channel
	kind         TEXT NOT NULL CHECK (kind = 'pay' OR kind = 'refund' OR kind = 'return'), -- money in or out; return: that of a refund which failed comes back
	txn_no       TEXT NOT NULL,         -- the channel's number
	refund_no    TEXT NOT NULL,         -- the channel's number of a refund; '' a payment
	order_no     TEXT NOT NULL,         -- what the payer quotes
	amount       INTEGER NOT NULL CHECK (amount >= 0), -- what the candidate paid, or gets back
	settled      INTEGER NOT NULL CHECK (settled >= 0), -- the same after vouchers
	fee_1e5      INTEGER NOT NULL,      -- charge, in 0.00001 yuan
	rate         INTEGER,               -- of the fee, in millionths; NULL: the file does not say
	at           TEXT NOT NULL,         -- the channel's time
	status       TEXT NOT NULL CHECK (status = 'final' OR status = 'waiting' OR status = 'failed'), -- of refunds; a payment is final
	content_hash INTEGER NOT NULL       -- the same row with other contents is reported and refused
) STRICT;

CREATE TABLE statement_repeat (         -- a row that an earlier file had brought already: with the entries
	statement_id INTEGER NOT NULL REFERENCES statement, -- of the statement they make up its totals
	line         INTEGER NOT NULL,      -- from 1
	entry_id     INTEGER NOT NULL REFERENCES statement_entry, -- statement_entry
	amount       INTEGER NOT NULL,      -- what this file's row says: fen
	fee_1e5      INTEGER NOT NULL,      -- 0.00001 yuan
	PRIMARY KEY (statement_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_echo (           -- a refund that a companion bill lists without a number: the same as one of the channel's own bill
	entry_id     INTEGER PRIMARY KEY REFERENCES statement_entry, -- the companion's; it counts nowhere
	same_as      INTEGER NOT NULL UNIQUE REFERENCES statement_entry -- the channel's own
) STRICT;

CREATE TABLE difference (               -- keeps its identity and state over runs
	diff_id      TEXT NOT NULL PRIMARY KEY, -- 16 hex digits
	class        TEXT NOT NULL,         -- as fee-reconcile names it
	order_no     TEXT NOT NULL,         -- what the payer quotes
	order_id     INTEGER REFERENCES fee_order, -- of which order
	entry_id     INTEGER REFERENCES statement_entry, -- statement_entry
	channel      TEXT NOT NULL,         -- the way it came: a profile, or counter
	txn_no       TEXT NOT NULL,         -- the channel's number
	order_amount INTEGER,               -- fen, by the order
	paid_amount  INTEGER,               -- fen, by the channel
	at           TEXT NOT NULL,         -- the channel's or the order's time
	first_seen   TEXT NOT NULL,         -- when a run first saw it
	opened_at    TEXT NOT NULL,         -- when it became open last
	closed_at    TEXT,                  -- when a run found that it holds no more; NULL: not closed
	state        TEXT NOT NULL CHECK (state = 'open' OR state = 'decided' OR state = 'closed'), -- how far it is
	action       TEXT NOT NULL DEFAULT '' CHECK (action = '' OR action = 'accept' OR action = 'refund' OR action = 'suspense' OR action = 'waive'), -- what was decided
	reason       TEXT NOT NULL DEFAULT '', -- in the words of who decided
	decided_by   TEXT NOT NULL DEFAULT '', -- login
	decided_at   TEXT,                  -- when
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE INDEX difference_order ON difference (order_no);

CREATE TABLE refund_out (               -- a file of refunds for the channels: a hand-out
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	file         TEXT NOT NULL,         -- the whole path
	sha256       TEXT NOT NULL,         -- of the file, hex
	refunds      INTEGER NOT NULL,      -- how many
	at           TEXT NOT NULL,         -- when
	written_at   TEXT,                  -- when the file was known to be in its place; NULL: the run was cut off
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;

CREATE TABLE refund (                   -- money of a payment that is to be given back; one that was not refused counts
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	refund_no    TEXT NOT NULL UNIQUE,  -- ours
	order_id     INTEGER NOT NULL REFERENCES fee_order, -- the payment's
	payment_id   INTEGER NOT NULL REFERENCES payment, -- which payment is given back
	entry_id     INTEGER REFERENCES statement_entry, -- the entry that fee-decide proposed it for; NULL: none
	amount       INTEGER NOT NULL CHECK (amount > 0), -- fen
	cause        TEXT NOT NULL CHECK (cause = 'cancelled' OR cause = 'duplicate' OR cause = 'amended' OR cause = 'request'), -- why
	documents    TEXT NOT NULL DEFAULT '', -- what was shown, joined by '+'
	reason       TEXT NOT NULL,         -- in the words of who proposed it
	state        TEXT NOT NULL CHECK (state = 'proposed' OR state = 'approved' OR state = 'refused' OR state = 'exported' OR state = 'settled'), -- how far it is;
	                                    -- refused: by who was to approve it, or by the channel (then it has settled_at)
	proposed_by  TEXT NOT NULL,         -- login; '' nobody: the channel gave it back, and it was accepted so
	proposed_operator TEXT NOT NULL DEFAULT '', -- on whose behalf (--operator)
	proposed_at  TEXT NOT NULL,         -- when
	approved_by  TEXT NOT NULL DEFAULT '', -- login of who approved or refused it
	approved_operator TEXT NOT NULL DEFAULT '', -- on whose behalf (--operator)
	approved_at  TEXT,                  -- when
	approved_reason TEXT NOT NULL DEFAULT '', -- in that person's words
	two_person   TEXT NOT NULL DEFAULT 'login' CHECK (two_person = 'login' OR two_person = 'operator'), -- the setting as it was then: by what the two persons differ
	out_id       INTEGER REFERENCES refund_out, -- the file that has it; NULL: none
	exported_at  TEXT,                  -- sent to the channel
	settled_at   TEXT,                  -- when it was final at the channel, or failed there
	settled_by   TEXT NOT NULL DEFAULT '', -- login
	settled_reason TEXT NOT NULL DEFAULT '', -- how that is known where no statement shows it
	settled_entry INTEGER REFERENCES statement_entry, -- the entry that shows it, or that it failed; NULL: none
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	CHECK (state = 'proposed' OR state = 'refused' OR (approved_by <> '' AND approved_at IS NOT NULL AND CASE two_person WHEN 'login' THEN approved_by <> proposed_by
		ELSE iif(approved_operator <> '', approved_operator, approved_by) <> iif(proposed_operator <> '', proposed_operator, proposed_by) END)),
	CHECK (state <> 'exported' OR (out_id IS NOT NULL AND exported_at IS NOT NULL)),
	CHECK (state <> 'settled' OR settled_at IS NOT NULL)
) STRICT;
CREATE INDEX refund_order ON refund (order_id);
CREATE INDEX refund_payment ON refund (payment_id);
CREATE UNIQUE INDEX refund_settled ON refund (settled_entry) WHERE settled_entry IS NOT NULL;
CREATE TRIGGER refund_sum BEFORE INSERT ON refund
WHEN new.state <> 'refused' AND new.amount + (SELECT coalesce(sum(amount), 0) FROM refund WHERE payment_id = new.payment_id AND state <> 'refused') >
     (SELECT amount FROM payment WHERE id = new.payment_id)
BEGIN SELECT RAISE(ABORT, 'refunds would exceed what was paid'); END;
CREATE TRIGGER refund_sum_later BEFORE UPDATE OF amount, payment_id, state ON refund
WHEN new.state <> 'refused' AND new.amount + (SELECT coalesce(sum(amount), 0) FROM refund WHERE payment_id = new.payment_id AND state <> 'refused' AND id <> old.id) >
     (SELECT amount FROM payment WHERE id = new.payment_id)
BEGIN SELECT RAISE(ABORT, 'refunds would exceed what was paid'); END;
CREATE TRIGGER refund_order_is BEFORE INSERT ON refund
WHEN new.order_id IS NOT (SELECT order_id FROM payment WHERE id = new.payment_id)
BEGIN SELECT RAISE(ABORT, 'a refund belongs to the order of its payment'); END;
CREATE TRIGGER refund_stands BEFORE UPDATE OF id, refund_no, order_id, payment_id, amount, cause, documents, reason, proposed_by, proposed_operator, proposed_at, state ON refund
WHEN new.id <> old.id OR new.documents <> old.documents OR new.reason <> old.reason OR new.proposed_operator <> old.proposed_operator OR
     new.proposed_at <> old.proposed_at OR new.refund_no <> old.refund_no OR new.order_id <> old.order_id OR new.payment_id <> old.payment_id OR
     (new.amount <> old.amount AND NOT (new.state = 'settled' AND new.amount IS (SELECT amount FROM statement_entry WHERE id = new.settled_entry))) OR
     new.cause <> old.cause OR new.proposed_by <> old.proposed_by OR (new.state <> old.state AND NOT
     ((old.state = 'proposed' AND (new.state = 'approved' OR new.state = 'refused')) OR (old.state = 'approved' AND new.state <> 'proposed') OR
     (old.state = 'settled' AND new.state = 'refused' AND NOT EXISTS (SELECT 1 FROM statement_entry WHERE id = old.settled_entry AND status <> 'failed')) OR
     (old.state = 'exported' AND (new.state = 'settled' OR new.state = 'refused'))))
BEGIN SELECT RAISE(ABORT, 'what was proposed stands until a statement shows another amount, and a refund goes from proposed over approved and exported to settled'); END;
CREATE TRIGGER refund_approved BEFORE UPDATE OF approved_by, approved_operator, approved_at, two_person ON refund
WHEN (new.approved_by <> old.approved_by OR new.approved_operator <> old.approved_operator OR new.approved_at IS NOT old.approved_at OR new.two_person <> old.two_person) AND
     ((old.state <> 'proposed' AND NOT (old.state = 'approved' AND new.state = 'refused')) OR
     (new.two_person = 'operator' AND NOT EXISTS (SELECT 1 FROM setting WHERE setting = 'two_person' AND value = 'operator')))
BEGIN SELECT RAISE(ABORT, 'who approved a refund stands, and two persons are two logins where no setting has it otherwise'); END;
CREATE TRIGGER refund_once BEFORE INSERT ON refund -- REPLACE would remove the other without a word
WHEN EXISTS (SELECT 1 FROM refund WHERE refund_no = new.refund_no) OR EXISTS (SELECT 1 FROM refund WHERE id = new.id) OR
     EXISTS (SELECT 1 FROM refund WHERE settled_entry = new.settled_entry)
BEGIN SELECT RAISE(ABORT, 'refunds are never replaced'); END;
CREATE TRIGGER refund_once_later BEFORE UPDATE OF settled_entry ON refund
WHEN EXISTS (SELECT 1 FROM refund WHERE settled_entry = new.settled_entry AND id <> old.id)
BEGIN SELECT RAISE(ABORT, 'an entry shows one refund'); END;
CREATE TRIGGER refund_born BEFORE INSERT ON refund -- proposed, and nothing more; but what the channel gave back by itself has gone when we hear of it
WHEN NOT (new.state = 'proposed' AND new.proposed_by <> '' AND new.approved_by = '' AND new.approved_at IS NULL AND new.out_id IS NULL AND
     new.exported_at IS NULL AND new.settled_at IS NULL AND new.settled_by = '' AND new.settled_entry IS NULL) AND
     NOT (new.state = 'settled' AND new.proposed_by = '' AND new.out_id IS NULL AND new.two_person = 'login' AND
     EXISTS (SELECT 1 FROM statement_entry WHERE id = new.settled_entry AND kind = 'refund' AND status <> 'failed'))
BEGIN SELECT RAISE(ABORT, 'a refund begins as proposed by somebody, or an entry shows that the channel gave it back by itself'); END;
CREATE TRIGGER payment_stands BEFORE UPDATE OF id, order_id, channel, txn_no, amount ON payment
WHEN (new.id <> old.id OR new.order_id <> old.order_id OR new.channel <> old.channel OR new.txn_no <> old.txn_no OR new.amount <> old.amount)
     AND EXISTS (SELECT 1 FROM refund WHERE payment_id = old.id)
BEGIN SELECT RAISE(ABORT, 'a payment of which something was given back stands'); END;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment
WHEN EXISTS (SELECT 1 FROM refund WHERE payment_id = old.id)
BEGIN SELECT RAISE(ABORT, 'a payment of which something was given back stands'); END;
CREATE TRIGGER refund_kept BEFORE DELETE ON refund
BEGIN SELECT RAISE(ABORT, 'refunds are never removed'); END;

------------------------------------------------------------------ rooms
CREATE TABLE seating_plan (
	exam_id      INTEGER PRIMARY KEY REFERENCES exam, -- of what
	seed         TEXT NOT NULL,         -- --seed of the plan
	digest       TEXT NOT NULL,         -- SHA-256 over seat-assign's rows as printed, UTF-8, LF, no header
	made_at      TEXT NOT NULL,         -- when
	sealed_at    TEXT,                  -- from then on only --move and --late change it
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;

CREATE TABLE seating_room (             -- the number that a room bears in an exam: 1, 2 … among the rooms used
	exam_id      INTEGER NOT NULL REFERENCES exam, -- of which exam
	city         TEXT NOT NULL,         -- city.city
	site         TEXT NOT NULL,         -- site.site
	room         TEXT NOT NULL,         -- room.room
	scope        TEXT NOT NULL,         -- the site within which numbers count, '' the city
	number       INTEGER NOT NULL CHECK (number > 0), -- {room} of the admit number; stays when others are opened
	PRIMARY KEY (exam_id, city, site, room),
	UNIQUE (exam_id, city, scope, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE seat (
	exam_id      INTEGER NOT NULL REFERENCES exam, -- of which exam
	session      TEXT NOT NULL,         -- session.session
	city         TEXT NOT NULL,         -- city.city
	site         TEXT NOT NULL,         -- site.site
	room         TEXT NOT NULL,         -- room.room
	seat         INTEGER NOT NULL CHECK (seat > 0), -- number of the desk
	registration_id INTEGER NOT NULL REFERENCES registration, -- who sits there
	subject      TEXT NOT NULL,         -- '31+32' where two papers are written in one sitting
	PRIMARY KEY (exam_id, session, city, site, room, seat)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX seat_registration ON seat (registration_id, session);

CREATE TABLE attendance (               -- what came back from a room about a seat
	registration_id INTEGER NOT NULL REFERENCES registration, -- of which registration
	session      TEXT NOT NULL,         -- session.session
	status       TEXT NOT NULL CHECK (status IN ('present', 'absent', 'late_refused', 'left_early', 'disturbed')), -- what the room wrote
	seat         INTEGER,               -- where the person sat, if the room says so
	form         TEXT NOT NULL DEFAULT '', -- the form of the paper
	recorder     TEXT NOT NULL DEFAULT '', -- who wrote it down
	at           TEXT NOT NULL DEFAULT '', -- when
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	PRIMARY KEY (registration_id, session)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_out (              -- a file of messages for the gateway: a hand-out
	id           INTEGER PRIMARY KEY,   -- its number
	file         TEXT NOT NULL,         -- name of the file
	sha256       TEXT NOT NULL,         -- of the file, hex
	messages     INTEGER NOT NULL,      -- how many
	at           TEXT NOT NULL,         -- when
	written_at   TEXT,                  -- the file is in its place; NULL: the run was cut off there, the next one writes it anew
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;

CREATE TABLE message (                  -- the outbox: what a person is to be told by SMS or e-mail
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	template     TEXT NOT NULL,         -- message_template.template; its text is made when it is sent
	person_id    INTEGER NOT NULL REFERENCES person, -- to whom
	registration_id INTEGER REFERENCES registration, -- NULL: about the person alone
	reason       TEXT NOT NULL,         -- what it is about; told once for each template and registration
	secret       TEXT NOT NULL DEFAULT '', -- a code that the text holds, sealed with exam.key; emptied when it was handed out
	queued_at    TEXT NOT NULL,         -- when
	out_at       TEXT,                  -- handed out to the gateway, last
	out_id       INTEGER REFERENCES message_out, -- with these others
	outs         INTEGER NOT NULL DEFAULT 0, -- how often
	result       TEXT NOT NULL DEFAULT '' CHECK (result = '' OR result = 'sent' OR result = 'failed'), -- the gateway's answer
	result_at    TEXT,                  -- and its words
	detail       TEXT NOT NULL DEFAULT '', -- the gateway's words
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;
CREATE UNIQUE INDEX message_once ON message (person_id, template, coalesce(registration_id, 0), reason);

------------------------------------------------------------------ results
CREATE TABLE score (
	registration_id INTEGER NOT NULL REFERENCES registration, -- of which registration
	subject      TEXT NOT NULL,         -- subject.subject
	score        INTEGER CHECK (score >= 0), -- hundredths of a mark
	flag         TEXT NOT NULL DEFAULT '' CHECK (flag = '' OR flag = 'absent' OR flag = 'violation' OR flag = 'void'), -- why there is no mark
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	UNIQUE (registration_id, subject),
	CHECK ((flag = '') = (score IS NOT NULL)) -- a mark or the reason why there is none
) STRICT;

CREATE TABLE publication (              -- from then on scores change only by a recorded correction
	exam_id      INTEGER PRIMARY KEY REFERENCES exam, -- of what
	published_at TEXT NOT NULL,         -- when
	digest       TEXT NOT NULL,         -- SHA-256 over lines reg_no,subject,score,flag and score-publish's rows as printed
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;

CREATE TABLE result (
	registration_id INTEGER PRIMARY KEY REFERENCES registration, -- whose
	passed       TEXT NOT NULL,         -- subjects passed now, 1|2
	carried      TEXT NOT NULL,         -- 3:2024
	qualified    INTEGER NOT NULL CHECK (qualified IN (0, 1)), -- a full set: may have the certificate
	reason       TEXT NOT NULL,         -- code of what is missing
	batch_id     INTEGER NOT NULL REFERENCES batch -- the run that added the row
) STRICT;

CREATE TABLE correction (               -- what was changed of a published exam, and on what ground; none is ever removed
	id           INTEGER PRIMARY KEY,   -- numbered as they came
	registration_id INTEGER NOT NULL REFERENCES registration, -- of which registration
	subject      TEXT NOT NULL,         -- of the score; '' the result
	old          TEXT NOT NULL,         -- CSV: score in hundredths,flag; of the result passed,carried,qualified,reason
	new          TEXT NOT NULL,         -- after it
	cause        TEXT NOT NULL CHECK (cause = 'review'), -- review: the check of papers after the exam
	reason       TEXT NOT NULL,         -- in the words of who decided
	login        TEXT NOT NULL,         -- the acting person
	at           TEXT NOT NULL,         -- when
	batch_id     INTEGER NOT NULL REFERENCES batch, -- the run that added the row
	CHECK (old <> new)
) STRICT;
CREATE INDEX correction_registration ON correction (registration_id, subject);
CREATE TRIGGER correction_kept BEFORE DELETE ON correction
BEGIN SELECT RAISE(ABORT, 'corrections are never deleted'); END;

------------------------------------------------------------------ views
-- payments that are missing at the bank, whatever was decided; a row that comes later closes the difference
CREATE VIEW payment_absent AS
SELECT p.id AS payment_id, p.order_id
FROM difference d JOIN fee_order o ON o.order_no = d.order_no
	JOIN payment p ON p.order_id = o.id AND p.txn_no = d.txn_no
WHERE d.class = 'MISSING_BANK' AND d.state <> 'closed';
-- counts: the money that its order stands on is the payment that pays it or, where that one is absent, the first that was paid besides
CREATE VIEW payment_standing AS
SELECT p.id AS payment_id,
	EXISTS (SELECT 1 FROM payment_absent a WHERE a.payment_id = p.id) AS absent,
	CASE
	WHEN EXISTS (SELECT 1 FROM payment_absent a WHERE a.payment_id = p.id) THEN 0
	WHEN p.effective = 1 THEN 1
	WHEN p.result <> 'duplicate' THEN 0
	ELSE EXISTS (SELECT 1 FROM payment m JOIN payment_absent a ON a.payment_id = m.id WHERE m.order_id = p.order_id AND m.effective = 1)
		AND NOT EXISTS (SELECT 1 FROM payment n WHERE n.order_id = p.order_id AND n.effective = 0 AND n.result = 'duplicate' AND n.id < p.id
			AND NOT EXISTS (SELECT 1 FROM payment_absent a WHERE a.payment_id = n.id))
	END AS counts
FROM payment p;

-- A setting's value for an exam code and a province: exam and province, then province, then exam, then '*'.
CREATE VIEW exam_setting AS
SELECT e.id AS exam_id, p.province, n.setting,
       (SELECT s.value FROM setting s
        WHERE s.setting = n.setting AND s.exam IN (e.exam, '*') AND s.province IN (p.province, '*')
        ORDER BY s.province = '*', s.exam = '*' LIMIT 1) AS value
FROM exam e, province p, (SELECT DISTINCT setting FROM setting) n;

-- Where a registration stands, and which tool takes it further. The only place that knows the
-- order of the stages for each review mode: before payment (pre), after the results (post), none.
CREATE VIEW registration_state AS
SELECT f.registration_id, f.reg_no, f.exam_id, f.person_id, f.document, f.row_hash, f.deleted_at, f.candidate, f.archive_id, f.level, f.specialty,
	f.state, f.review_mode,
	CASE f.state
	WHEN 'filled' THEN CASE WHEN f.photo_id IS NULL THEN 'photo-check' ELSE 'reg-confirm' END
	WHEN 'confirmed' THEN CASE
		WHEN f.outcome = '' THEN 'elig-verify'
		WHEN f.review_mode = 'pre' THEN 'elig-review'
		WHEN f.ordered THEN 'fee-pay' ELSE 'fee-bill' END
	WHEN 'reviewed' THEN CASE WHEN f.ordered THEN 'fee-pay' ELSE 'fee-bill' END
	WHEN 'rejected' THEN 'elig-review'
	WHEN 'paid' THEN 'seat-assign'
	WHEN 'seated' THEN 'admit-print'
	WHEN 'printed' THEN 'score-import'
	WHEN 'scored' THEN 'score-publish'
	WHEN 'passed' THEN CASE WHEN f.review_mode = 'post' AND f.review <> 'pass' THEN 'elig-review' ELSE '' END
	ELSE '' END AS next_step
FROM (
	SELECT m.*, CASE
		WHEN m.deleted_at IS NOT NULL THEN 'deleted'
		WHEN m.confirmed_at IS NULL THEN CASE WHEN (m.review <> '' AND m.review <> 'pass') THEN 'rejected' ELSE 'filled' END
		WHEN m.qualified = 1 THEN CASE WHEN (m.review = 'fail' OR m.review = 'absent') AND m.review_mode = 'post' THEN 'rejected' ELSE 'passed' END
		WHEN m.qualified = 0 THEN 'failed'
		WHEN EXISTS (SELECT 1 FROM score s WHERE s.registration_id = m.registration_id) THEN 'scored'
		WHEN m.printed_at IS NOT NULL THEN 'printed'
		WHEN m.seated_at IS NOT NULL THEN 'seated'
		WHEN m.paid_at IS NOT NULL THEN 'paid'
		WHEN (m.review <> '' AND m.review <> 'pass') OR (m.review = '' AND m.outcome = 'ineligible') THEN 'rejected'
		WHEN m.review_mode = 'pre' AND (m.review = 'pass' OR m.outcome = 'auto') THEN 'reviewed'
		ELSE 'confirmed' END AS state
	FROM (
		SELECT r.id AS registration_id, r.reg_no, r.exam_id, r.person_id, r.document, r.row_hash, r.candidate, r.archive_id, r.level,
			r.specialty, r.confirmed_at, r.outcome, r.review, r.paid_at,
			r.seated_at, r.printed_at, r.deleted_at,
			-- each looked up only where a CASE above asks for it
			(SELECT p.photo_id FROM person p WHERE p.id = r.person_id) AS photo_id,
			(SELECT t.qualified FROM result t WHERE t.registration_id = r.id) AS qualified,
			EXISTS (SELECT 1 FROM fee_order o WHERE o.registration_id = r.id AND o.closed_at IS NULL) AS ordered,
			-- the most specific row, without a sort for every registration
			coalesce((SELECT s.value FROM setting s WHERE s.setting = 'review_mode' AND s.exam = e.exam AND s.province = r.province),
				(SELECT s.value FROM setting s WHERE s.setting = 'review_mode' AND s.exam = '*' AND s.province = r.province),
				(SELECT s.value FROM setting s WHERE s.setting = 'review_mode' AND s.exam = e.exam AND s.province = '*'),
				(SELECT s.value FROM setting s WHERE s.setting = 'review_mode' AND s.exam = '*' AND s.province = '*')) AS review_mode
		FROM registration r JOIN exam e ON e.id = r.exam_id
	) m
) f;

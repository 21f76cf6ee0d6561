# reg-show: a counter question in one screen.
. "${0%/*}/lib.sh"
office
cat >regs.csv <<'E'
exam,province,city,review_point,level,specialty,name,id_type,id_no,phone,pledge
AQ-2025,110000,110100,01,01,05,买买提·吐尔逊,01,110101198503077311,13900000001,
E
cat >old.csv <<'E'
archive_no,exam,year,level,specialty,name,id_type,id_no,subject,score,passed
A1,AQ,2021,01,05,买买提·吐尔逊,01,110101198503077311,1,60,1
A1,AQ,2023,01,05,买买提·吐尔逊,01,110101198503077311,2,70,1
A1,AQ,2024,01,05,买买提·吐尔逊,01,110101198503077311,3,50,0
E
archive-merge -q old.csv >/dev/null
reg-import -q regs.csv >/dev/null

run 0 reg-show AQ25110000001
has out 'stands at         filled'
has out 'missing           a photograph that has passed'
has out 'missing           an education record'
has out 'missing           the choice to adopt or decline'
has out 'next              hand in a photograph'
has out 'until             2025-08-29T17:00:00'
has out '北京市第一审核点'
has out '1101011985****7311'
has out '139****0001'
run 0 reg-show --as-of 2025-09-30 AQ25110000001
has out 'closed since      2025-08-29T17:00:00'

# by document and name (dots of every kind), by phone; the same answer for a wrong name and an unknown number
run 0 reg-show --id 110101198503077311 --name '买买提•吐尔逊' --csv
has out 'AQ25110000001,state,filled'
run 0 reg-show --phone 13900000001
run 1 reg-show --id 110101198503077311 --name 别人
cp err wrong
run 1 reg-show --id 11010519491231002X --name 别人
ok cmp wrong err
run 1 reg-show --phone 13900000009
run 1 reg-show AQ25110000001 NOSUCH
has out 'AQ25110000001'
has err 'REG_UNKNOWN: no registration NOSUCH'

# why a pass counts or not
run 0 reg-show --explain AQ25110000001
has out 'A1: 2021 subject 1: passed too long ago (valid 2022 to 2025)'
has out 'A1: 2023 subject 2: passed and within validity'
has out 'A1: 2024 subject 3: not passed'

LC_ALL=zh_CN.UTF-8; export LC_ALL
run 0 reg-show AQ25110000001
has out '姓名              买买提·吐尔逊'
has out '下一步            提交照片'
LC_ALL=C.UTF-8; export LC_ALL
run 0 reg-show --unmask AQ25110000001
has out 110101198503077311
run 2 reg-show
run 2 reg-show --id 1
reg-show AQ25110000001 >/dev/full 2>err; equal 'output lost' $? 3
done_testing

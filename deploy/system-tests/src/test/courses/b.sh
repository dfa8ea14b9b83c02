cd $PWD
W=$PWD/target/courses; export POLYCLINIC_BUILD=never POLYCLINIC_MAVEN="mvn -o -ntp"
N=${N:-1000} SEED=${SEED:-5} SECS=${SECS:-300}
echo got the stack $(date); uptime
./polyclinic up > $W/up.log 2>&1 || { tail -5 $W/up.log; exit 1; }
echo up $(date)
rm -rf $W/clinic*; ./polyclinic old-clinic json $W/clinic --patients $N --seed $SEED --damage
python3 $W/cpu.py save $W/c0; begin=$(date +%s)
./polyclinic import json $W/clinic --source old-$SEED --zone UTC > $W/import.txt; echo import $? in $(( $(date +%s) - begin )) s; tail -30 $W/import.txt; python3 $W/cpu.py diff $W/c0
./polyclinic bridge rollback $W/clinic --source old-$SEED --zone UTC; echo rollback $?
# as long as there is time
left=$(( $(date -d 10:04 +%s) - $(date +%s) )); SECS=$(( left > 600 ? 600 : left < 120 ? 120 : left ))
if [ "$SECS" != 0 ]; then timeout $((SECS + 400)) python3 $W/worlds.py $PWD $W/clinic old-$SEED $SECS; fi
if [ -n "$FHIR" ] && [ $(date +%s) -lt $(date -d 10:08 +%s) ]; then
python3 $W/cpu.py save $W/c0; ./polyclinic import fhir $W/fhir-small > $W/fhir1.txt 2>&1; tail -1 $W/fhir1.txt;  python3 $W/cpu.py diff $W/c0
fi
echo done $(date); uptime
./polyclinic down > /dev/null; ./polyclinic reset --yes > /dev/null

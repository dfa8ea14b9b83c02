package polyclinic.clients.seed.trail;

import static polyclinic.clients.seed.SeedStore.column;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import polyclinic.clients.seed.SeedProgress;
import polyclinic.clients.seed.SeedStore;
import polyclinic.clients.seed.invention.SeedPlan;
import polyclinic.clients.seed.invention.SeededDoctor;
import polyclinic.clients.seed.invention.SeededLook;
import polyclinic.clients.seed.invention.SeededVisit;

/**
 * Tells the trail who looked at whose data because of the invented appointments, in the order of time, evenly over all of them.
 * What the trail has already is not sent again.
 */
public final class TrailSeeding {
    private static final int PORTION = 1_000;

    private static final String APPOINTMENTS = """
            select id, patient_id, doctor_id, case when status = 'SCHEDULED' then created_at else starts_at end as at
              from appointment where doctor_id = any($1) order by 4, 1""";

    private static final String HOW_MANY = "select count(*) from appointment where doctor_id = any($1)";

    /** As many as a list shows at once. */
    private static final int MAX_SHOWN = 20;

    private final SeedStore appointments;
    private final StoredTrail trail;
    private final TrailTopic topic;

    public TrailSeeding(SeedStore appointments, StoredTrail trail, TrailTopic topic) {
        this.appointments = appointments;
        this.trail = trail;
        this.topic = topic;
    }

    public void write(SeedPlan plan, List<SeededDoctor> doctors, SeedProgress progress) {
        UUID[] ids = column(doctors, SeededDoctor::id, UUID[]::new);
        Map<UUID, Integer> places = new HashMap<>();
        for (UUID id : ids) places.put(id, places.size());
        long all = appointments.number(HOW_MANY, List.of((Object) ids));
        long[] done = {0};
        appointments.read(APPOINTMENTS, List.of((Object) ids), PORTION, rows -> {
            List<SeededLook> looks = new ArrayList<>();
            for (SeededVisit visit : visits(rows, places)) {
                long before = done[0] * plan.auditEntries() / all;
                long after = ++done[0] * plan.auditEntries() / all;
                looks.addAll(SeededLook.of(visit, (int) Math.min(after - before, SeededLook.MAX_OF_A_VISIT)));
            }
            progress.advance(looks.size(), sendNew(looks));
        });
    }

    private int sendNew(List<SeededLook> looks) {
        Set<String> known =
                trail.known(looks.stream().map(look -> look.id().toString()).toList());
        List<SeededLook> fresh = looks.stream()
                .filter(look -> !known.contains(look.id().toString()))
                .toList();
        topic.send(fresh);
        return fresh.size();
    }

    private static List<SeededVisit> visits(List<Row> rows, Map<UUID, Integer> places) {
        Map<DoctorsDay, Set<UUID>> lists = new HashMap<>();
        for (Row row : rows)
            lists.computeIfAbsent(DoctorsDay.of(row), day -> new LinkedHashSet<>())
                    .add(row.getUUID("patient_id"));
        return rows.stream()
                .map(row -> new SeededVisit(
                        row.getUUID("id"),
                        row.getUUID("patient_id"),
                        places.getOrDefault(row.getUUID("doctor_id"), 0),
                        row.getUUID("doctor_id"),
                        row.getOffsetDateTime("at").toInstant(),
                        shown(lists.getOrDefault(DoctorsDay.of(row), Set.of()))))
                .toList();
    }

    private static List<UUID> shown(Set<UUID> patients) {
        return patients.stream().limit(MAX_SHOWN).toList();
    }

    private record DoctorsDay(UUID doctor, LocalDate day) {
        static DoctorsDay of(Row row) {
            OffsetDateTime at = row.getOffsetDateTime("at");
            return new DoctorsDay(
                    row.getUUID("doctor_id"),
                    at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
        }
    }
}

package polyclinic.appointment.schedules;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.doctors.Doctor;

/** The stored schedules, and a cache of parsed ones. */
@ApplicationScoped
public class Schedules implements PanacheRepositoryBase<DoctorSchedule, UUID> {
    /** At most one entry per doctor. */
    private final Map<UUID, Parsed> parsed = new ConcurrentHashMap<>();

    private record Parsed(long version, String zone, Schedule schedule) {}

    /** The doctor's schedule, null when the doctor has none yet. */
    public Uni<@Nullable Schedule> of(Doctor doctor) {
        return findById(doctor.id()).map(row -> row == null ? null : new Schedule(doctor.zone(), row.timetable()));
    }

    /**
     * The schedule of a row that a caller has just read. Parsing is saved when the row's version is the one parsed last,
     * and because the version comes with every read, a change made by another replica is seen at once.
     */
    public Schedule parse(UUID doctorId, long version, String zone, String timetable) {
        Parsed known = parsed.get(doctorId);
        if (known != null && known.version == version && known.zone.equals(zone)) return known.schedule;
        Schedule schedule = new Schedule(ZoneId.of(zone), DoctorSchedule.read(timetable));
        parsed.put(doctorId, new Parsed(version, zone, schedule));
        return schedule;
    }
}

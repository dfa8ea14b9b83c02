package polyclinic.appointment.schedules;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;

/** A doctor's timetable as a row, the timetable in it as JSON text. */
@Entity
@Table(name = "schedule")
class DoctorSchedule {
    @Id
    @Column(name = "doctor_id")
    private UUID doctorId;

    @Version
    private long version;

    /** Absent until the first one is set. */
    private @Nullable String timetable;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected DoctorSchedule() {}

    @SuppressWarnings("NullAway.Init")
    DoctorSchedule(UUID doctorId) {
        this.doctorId = doctorId;
    }

    /** Takes over a timetable and returns the names of the parts that differ from before. */
    List<String> set(Timetable wanted, Instant now) {
        Timetable before = timetable == null ? null : timetable();
        List<String> changed = new ArrayList<>();
        if (before == null || !Objects.equals(before.slotMinutes(), wanted.slotMinutes())) changed.add("slotMinutes");
        if (before == null || before.buffer() != wanted.buffer()) changed.add("bufferMinutes");
        if (before == null || !Objects.equals(before.weekly(), wanted.weekly())) changed.add("weekly");
        if (before == null || !Objects.equals(before.exceptions(), wanted.exceptions())) changed.add("exceptions");
        if (before == null || !Objects.equals(before.validFrom(), wanted.validFrom())) changed.add("validFrom");
        if (before == null || !Objects.equals(before.validTo(), wanted.validTo())) changed.add("validTo");
        if (!changed.isEmpty()) {
            timetable = Json.write(wanted);
            updatedAt = now;
        }
        return changed;
    }

    UUID doctorId() {
        return doctorId;
    }

    long version() {
        return version;
    }

    Timetable timetable() {
        if (timetable == null) throw new IllegalStateException("no timetable has been set");
        return read(timetable);
    }

    static Timetable read(String json) {
        try {
            return Json.MAPPER.readValue(json, Timetable.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored timetable cannot be read", e);
        }
    }
}

package polyclinic.clients.seed.invention;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;

/**
 * Somebody read something because of a visit: what the service that was asked has to tell the trail of it. Nothing is said to have
 * been changed, since the services hold nothing that says the same.
 *
 * @param service whose entry it is
 * @param key of the message
 * @param members the entry, which nobody has signed yet
 */
public record SeededLook(UUID id, Instant at, String service, String key, ObjectNode members) {
    /** The kinds of looks; there is one of each for a visit at most. */
    public static final int MAX_OF_A_VISIT = Kind.values().length;

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Duration BETWEEN = Duration.ofSeconds(90);
    private static final int SHIFT_SECONDS = 60;
    private static final int PEOPLE_OF_A_ROLE = 6;
    private static final String USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0";

    /** In the order of a visit. */
    private enum Kind {
        RECEPTION_PATIENTS("patient-service", "search", "patient", "receptionist"),
        RECEPTION_PATIENT("patient-service", "read", "patient", "receptionist"),
        RECEPTION_APPOINTMENT("appointment-service", "read", "appointment", "receptionist"),
        NURSE_ALLERGIES("patient-service", "search", "allergy", "nurse"),
        NURSE_ENCOUNTERS("appointment-service", "search", "encounter", "nurse"),
        DOCTORS_DAY("appointment-service", "search", "appointment", "doctor"),
        DOCTOR_PATIENT("patient-service", "read", "patient", "doctor"),
        DOCTOR_TIMELINE("notes-service", "read", "timeline", "doctor"),
        DOCTOR_NOTES("notes-service", "search", "note", "doctor"),
        DOCTOR_FILES("asset-service", "search", "asset", "doctor"),
        DOCTOR_PRESCRIPTIONS("prescription-service", "search", "prescription", "doctor"),
        CASHIER_INVOICES("billing-service", "search", "invoice", "cashier");

        private final String service;
        private final String action;
        private final String entityType;
        private final String role;

        Kind(String service, String action, String entityType, String role) {
            this.service = service;
            this.action = action;
            this.entityType = entityType;
            this.role = role;
        }
    }

    /**
     * The first looks of a visit, in the order of their times: the same for the same visit, and of more they are a part.
     *
     * @param count at most {@link #MAX_OF_A_VISIT}
     */
    public static List<SeededLook> of(SeededVisit visit, int count) {
        int first = SeededRandom.of(visit.appointmentId(), MAX_OF_A_VISIT).below(MAX_OF_A_VISIT);
        return IntStream.range(0, count)
                .mapToObj(n -> of(visit, Kind.values()[(first + n) % MAX_OF_A_VISIT]))
                .sorted(Comparator.comparing(SeededLook::at))
                .toList();
    }

    private static SeededLook of(SeededVisit visit, Kind kind) {
        SeededRandom random = SeededRandom.of(visit.appointmentId(), kind.ordinal());
        Instant at = visit.at()
                .minus(BETWEEN.multipliedBy((long) MAX_OF_A_VISIT - kind.ordinal()))
                .plusSeconds(random.below(SHIFT_SECONDS))
                .plus(random.below(1_000_000), ChronoUnit.MICROS);
        UUID id = random.id(at);
        boolean isList = kind == Kind.DOCTORS_DAY && visit.shown().size() > 1;
        UUID patient = isList ? null : visit.patientId();
        String entity = entity(visit, kind);
        ObjectNode members = JsonNodes.object(
                "id",
                id,
                "occurredAt",
                MICROSECONDS.format(at),
                "actor",
                actor(visit, kind, random),
                "action",
                kind.action,
                "entityType",
                kind.entityType,
                "entityId",
                entity,
                "patientId",
                patient,
                "patientIds",
                isList ? visit.shown().stream().map(UUID::toString).toList() : null,
                "query",
                kind.action.equals("search") ? query(visit, kind, at) : null,
                "outcome",
                "success",
                "changedFields",
                List.of(),
                "source",
                JsonNodes.object(
                        "service", kind.service, "ip", "192.0.2." + (1 + random.below(254)), "userAgent", USER_AGENT),
                "traceId",
                random.hex(32));
        String key = patient != null ? patient.toString() : entity != null ? entity : id.toString();
        return new SeededLook(id, at, kind.service, key, members);
    }

    private static @Nullable String entity(SeededVisit visit, Kind kind) {
        if (!kind.action.equals("read")) return null;
        return (kind.entityType.equals("appointment") ? visit.appointmentId() : visit.patientId()).toString();
    }

    private static String query(SeededVisit visit, Kind kind, Instant at) {
        if (kind != Kind.DOCTORS_DAY) return "patientId=" + visit.patientId();
        String day = at.toString().substring(0, 10);
        return "doctorId=" + visit.doctorId() + "&from=" + day + "&to=" + day;
    }

    private static ObjectNode actor(SeededVisit visit, Kind kind, SeededRandom random) {
        int place = kind.role.equals("doctor") ? visit.doctor() : random.below(PEOPLE_OF_A_ROLE);
        String name = "seed-" + kind.role + "-" + (place + 1);
        return JsonNodes.object(
                "subject", UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                "name", name,
                "roles", List.of(kind.role));
    }
}

package polyclinic.gateway.testing;

import java.util.Map;
import java.util.UUID;
import polyclinic.commons.testing.servers.TopicClient;

/** What services publish, for tests of those who are told of it. */
public final class ClinicEvents {
    private static final String TIME = "2026-03-02T09:30:00Z";

    private ClinicEvents() {}

    /** Returns the entry's id. */
    public static String waits(String patient, String doctor) {
        UUID id = UUID.randomUUID();
        TopicClient.publish(
                "appointment.events",
                "queue.entry-added.v1",
                id,
                Map.of(
                        "queueEntryId",
                        id,
                        "version",
                        1,
                        "patientId",
                        patient,
                        "doctorId",
                        doctor,
                        "doctorSubject",
                        "somebody",
                        "tokenNumber",
                        7,
                        "status",
                        "waiting",
                        "priority",
                        "normal",
                        "addedAt",
                        TIME));
        return id.toString();
    }

    /** Returns the appointment's id. */
    public static String appointment(String step, String status, String patient, String doctor) {
        UUID id = UUID.randomUUID();
        TopicClient.publish(
                "appointment.events",
                "appointment." + step + ".v1",
                id,
                Map.of(
                        "appointmentId", id,
                        "version", 1,
                        "patientId", patient,
                        "doctorId", doctor,
                        "doctorName", "Dr. Ada Lovelace",
                        "reason", "a secret reason",
                        "startsAt", TIME,
                        "endsAt", TIME,
                        "status", status));
        return id.toString();
    }

    /** Returns the note's id. */
    public static String note(String step, String status, String patient) {
        UUID id = UUID.randomUUID();
        TopicClient.publish(
                "notes.events",
                "note." + step + ".v1",
                id,
                Map.of("noteId", id, "version", 2, "patientId", patient, "noteType", "soap", "status", status));
        return id.toString();
    }

    public static String id() {
        return UUID.randomUUID().toString();
    }
}

package polyclinic.gateway.testing;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
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

    /** Whatever a service publishes. Returns the id of the thing, which is also the event's. */
    public static String event(String topic, String type, String idMember, String actor, Map<String, ?> data) {
        UUID id = UUID.randomUUID();
        Map<String, Object> body = new HashMap<>(data);
        body.put(idMember, id.toString());
        again(topic, type, id.toString(), actor, body);
        return id.toString();
    }

    /** The same event once more, as a service sends it that died before it knew that it had. */
    public static void again(String topic, String type, String id, String actor, Map<String, ?> body) {
        TopicClient.send(
                topic,
                id,
                Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        id,
                        "ce_type",
                        type,
                        "ce_source",
                        "/test",
                        "ce_time",
                        Instant.now().toString(),
                        "ce_actor",
                        actor),
                new JsonObject(new HashMap<>(body)).encode());
    }

    public static String id() {
        return UUID.randomUUID().toString();
    }
}

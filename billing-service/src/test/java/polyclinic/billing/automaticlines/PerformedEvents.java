package polyclinic.billing.automaticlines;

import static org.awaitility.Awaitility.await;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.testing.servers.TopicClient;

/** Events of the services around, as tests publish them. */
public final class PerformedEvents {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(20);

    private PerformedEvents() {}

    /** A dispense of three units at 10 INR each. */
    public record Dispense(
            UUID id,
            UUID item,
            UUID patient,
            @Nullable UUID encounter,
            @Nullable UUID appointment) {
        public static Dispense of(UUID patient) {
            return new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, UUID.randomUUID(), UUID.randomUUID());
        }

        public void prepared() {
            send(
                    "dispense.prepared.v1",
                    Map.of(
                            "items",
                            List.of(Map.of(
                                    "dispenseItemId",
                                    item,
                                    "itemId",
                                    UUID.randomUUID(),
                                    "codes",
                                    List.of(Map.of("system", "http://www.whocc.no/atc", "code", "J01CA04")),
                                    "name",
                                    "Amoxicillin 500 mg",
                                    "quantity",
                                    "3",
                                    "unitPrice",
                                    Map.of("amount", "10.00", "currency", "INR"),
                                    "taxRate",
                                    "0"))));
        }

        public void handedOver() {
            send("dispense.handed-over.v1", Map.of());
        }

        public void returned(String quantity) {
            send(
                    "dispense.returned.v1",
                    Map.of("items", List.of(Map.of("dispenseItemId", item, "quantity", quantity, "restocked", true))));
        }

        public void reversed() {
            send("dispense.reversed.v1", Map.of());
        }

        private void send(String type, Map<String, Object> more) {
            Map<String, Object> data = new HashMap<>(more);
            data.put("dispenseId", id);
            data.put("patientId", patient);
            data.put("encounterId", encounter);
            data.put("appointmentId", appointment);
            data.put("prescriptionId", UUID.randomUUID());
            data.put("doctorId", UUID.randomUUID());
            TopicClient.publish("prescription.events", type, id, data);
        }
    }

    public static void encounterCompleted(UUID encounter, UUID appointment, UUID patient) {
        encounterCompleted(UUID.randomUUID(), encounter, appointment, patient);
    }

    public static void encounterCompleted(UUID event, UUID encounter, UUID appointment, UUID patient) {
        TopicClient.publish(
                "appointment.events",
                event,
                "encounter.completed.v1",
                encounter,
                Map.of(
                        "encounterId",
                        encounter,
                        "version",
                        1,
                        "appointmentId",
                        appointment,
                        "patientId",
                        patient,
                        "doctorId",
                        UUID.randomUUID(),
                        "type",
                        "booked",
                        "completedAt",
                        "2026-03-02T09:30:00Z"));
    }

    public static void appointmentCancelled(UUID event, UUID appointment, UUID patient) {
        TopicClient.publish(
                "appointment.events",
                event,
                "appointment.cancelled.v1",
                appointment,
                Map.of("appointmentId", appointment, "version", 2, "patientId", patient, "status", "cancelled"));
    }

    /** The patient did not come. */
    public static void appointmentMissed(UUID event, UUID appointment, UUID patient) {
        TopicClient.publish(
                "appointment.events",
                event,
                "appointment.no-show.v1",
                appointment,
                Map.of("appointmentId", appointment, "version", 2, "patientId", patient, "status", "no_show"));
    }

    /** @param encounter null for who left before a doctor began */
    public static void walkInCancelled(UUID event, @Nullable UUID encounter, UUID patient) {
        UUID entry = UUID.randomUUID();
        Map<String, Object> data =
                new HashMap<>(Map.of("queueEntryId", entry, "version", 4, "patientId", patient, "status", "cancelled"));
        if (encounter != null) data.put("encounterId", encounter);
        TopicClient.publish("appointment.events", event, "queue.entry-moved.v1", entry, data);
    }

    public static void orderCompleted(UUID order, UUID encounter, UUID patient, String kind, String code) {
        TopicClient.publish(
                "appointment.events",
                "order.completed.v1",
                order,
                Map.of(
                        "orderId", order,
                        "version", 1,
                        "patientId", patient,
                        "encounterId", encounter,
                        "kind", kind,
                        "code", Map.of("code", code, "name", "Suture"),
                        "status", "completed"));
    }

    /** The first report of a request, with a result of each of its tests. */
    public static void labResulted(UUID request, UUID patient, String... codes) {
        new LabRequest(request, patient, null, null).resulted(codes);
    }

    /** @param performedAt when the laboratory measured */
    public static void labResultedAt(UUID request, UUID patient, String performedAt, String code) {
        new LabRequest(request, patient, null, null).resulted(Map.of(code, performedAt));
    }

    /** A request for the tests A, B and C. Every event names all tests, those that were added too, and all results that there are. */
    public record LabRequest(
            UUID id,
            UUID patient,
            @Nullable UUID encounter,
            @Nullable UUID appointment) {
        private static final List<String> REQUESTED = List.of("A", "B", "C");
        private static final String MEASURED = "2026-03-02T09:30:00Z";

        public static LabRequest of(UUID patient) {
            return new LabRequest(UUID.randomUUID(), patient, UUID.randomUUID(), UUID.randomUUID());
        }

        public void resulted(String... codes) {
            send("resulted", "resulted", measured(codes));
        }

        /** @param measured when, by code */
        public void resulted(Map<String, String> measured) {
            send("resulted", "resulted", measured);
        }

        public void corrected(String... codes) {
            send("corrected", "resulted", measured(codes));
        }

        public void cancelled() {
            send("cancelled", "cancelled", Map.of());
        }

        private static Map<String, String> measured(String... codes) {
            return Stream.of(codes).collect(Collectors.toMap(code -> code, code -> MEASURED));
        }

        private void send(String event, String status, Map<String, String> measured) {
            Map<String, Object> data = new HashMap<>(Map.of("labRequestId", id, "patientId", patient, "version", 1));
            data.put("encounterId", encounter);
            data.put("appointmentId", appointment);
            data.put(
                    "tests",
                    Stream.concat(REQUESTED.stream(), measured.keySet().stream())
                            .distinct()
                            .map(code -> Map.of("code", code, "name", "Test " + code))
                            .toList());
            data.put(
                    "results",
                    measured.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(result -> Map.of(
                                    "code",
                                    result.getKey(),
                                    "name",
                                    "Test " + result.getKey(),
                                    "value",
                                    "4.10",
                                    "critical",
                                    false,
                                    "performedAt",
                                    result.getValue()))
                            .toList());
            data.put("status", status);
            data.put("resultVersion", 1);
            data.put(
                    "performedAt",
                    measured.values().stream().max(String::compareTo).orElse(null));
            data.put("critical", false);
            data.put("released", false);
            TopicClient.publish("prescription.events", "lab-request." + event + ".v1", id, data);
        }
    }

    /** One thing of each kind that can be charged, done for an appointment. */
    public static void performed(String kind, UUID source, UUID appointment, UUID patient) {
        switch (kind) {
            case "encounter" -> encounterCompleted(source, appointment, patient);
            case "dispense" -> new Dispense(source, UUID.randomUUID(), patient, null, appointment).prepared();
            case "order" ->
                TopicClient.publish(
                        "appointment.events",
                        "order.completed.v1",
                        source,
                        Map.of(
                                "orderId", source,
                                "patientId", patient,
                                "appointmentId", appointment,
                                "kind", "imaging",
                                "status", "completed"));
            case "lab_request" -> new LabRequest(source, patient, null, appointment).resulted("K");
            default -> throw new IllegalArgumentException(kind);
        }
    }

    /** Waits until everything published before on both topics has had its effect. */
    public static void settle(Pool pool) {
        UUID order = UUID.randomUUID();
        UUID laboratory = UUID.randomUUID();
        orderCompleted(order, UUID.randomUUID(), UUID.randomUUID(), "procedure", "last");
        labResulted(laboratory, UUID.randomUUID(), "last");
        await().atMost(ARRIVAL_TIMEOUT).until(() -> charged(pool, order) && charged(pool, laboratory));
    }

    private static boolean charged(Pool pool, UUID source) {
        return pool.preparedQuery("select 1 from charge where source_id = $1")
                        .executeAndAwait(Tuple.of(source))
                        .size()
                > 0;
    }
}

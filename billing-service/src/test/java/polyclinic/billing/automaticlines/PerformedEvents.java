package polyclinic.billing.automaticlines;

import static org.awaitility.Awaitility.await;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import polyclinic.commons.testing.servers.TopicClient;

/** Events of the services around, as tests publish them. */
public final class PerformedEvents {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(20);

    private PerformedEvents() {}

    /** A dispense of three units at 10 INR each. */
    public record Dispense(UUID id, UUID item, UUID patient, UUID encounter, UUID appointment) {
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

    public static void labResulted(UUID request, UUID patient, String... codes) {
        TopicClient.publish(
                "prescription.events",
                "lab-request.resulted.v1",
                request,
                Map.of(
                        "labRequestId",
                        request,
                        "version",
                        1,
                        "patientId",
                        patient,
                        "tests",
                        Stream.of(codes)
                                .map(code -> Map.of("code", code, "name", "Test " + code))
                                .toList(),
                        "status",
                        "resulted"));
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

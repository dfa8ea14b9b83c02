package polyclinic.prescription.projections.appointments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.laboratory.LaboratoryTest;

/**
 * An appointment is cancelled, in every state that its prescription and its laboratory request can be in: told twice, to several
 * replicas at the same moment, and overtaken by what was told before.
 */
@QuarkusTest
class CancelledAppointmentTest extends LaboratoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OTHERS = 2;

    @Inject
    AppointmentEventListener listener;

    @Inject
    DuplicatedContextRunner runner;

    @ParameterizedTest(name = "{0} -> {1}, {2}; {3} -> {4}, {5}")
    @CsvSource({
        // prescription, then, what is told; laboratory request, then, what is told
        "draft, cancelled, , requested, cancelled, ",
        "issuing, issuing, , collected, collected, specimen-collected",
        "issued, cancelled, , resulted, resulted, result-reported",
        "partially_dispensed, partially_dispensed, already-dispensed, reviewed, reviewed, result-reported",
        "dispensed, dispensed, already-dispensed, cancelled, cancelled, ",
        "cancelled, cancelled, , requested, cancelled, ",
        "expired, expired, , collected, collected, specimen-collected",
    })
    void what_is_for_it_is_cancelled_or_told_of_once(
            String prescribed,
            String prescribedThen,
            @Nullable String toldOfPrescribed,
            String requested,
            String requestedThen,
            @Nullable String toldOfRequested)
            throws Exception {
        Visit visit = visit();
        String prescription = prescription(visit, prescribed);
        String request = request(visit, requested);
        UUID event = UUID.randomUUID();
        long before = cancellations(prescription) + cancellations(request);

        atOnce(visit, () -> cancel(visit, event));
        cancel(visit, event);
        TopicClient.publish(
                "appointment.events",
                "appointment.checked-in.v1",
                visit.appointment(),
                appointmentEvent(visit, 2, "checked_in"));
        settle();

        assertThat(status(prescription)).isEqualTo(prescribedThen);
        assertThat(as(LAB).get(path(request)).<String>path("status")).isEqualTo(requestedThen);
        assertThat(rows("select status from known_appointment where id = $1", visit.appointment()))
                .extracting(row -> row.getString("status"))
                .containsExactly("cancelled");
        assertTold(prescription, toldOfPrescribed);
        assertTold(request, toldOfRequested);
        long ended = (prescribed.equals(prescribedThen) ? 0 : 1) + (requested.equals(requestedThen) ? 0 : 1);
        assertThat(cancellations(prescription) + cancellations(request)).isEqualTo(before + ended);
    }

    private String prescription(Visit visit, String status) {
        String id = drafted(visit, "Paracetamol");
        if (!status.equals("draft"))
            execute(
                    "update prescription set status = upper($2), version = version + 1, attempt = 1,"
                            + " document_asset_id = gen_random_uuid(), issued_at = now(),"
                            + " expires_at = now() + interval '30 days' where id = $1",
                    UUID.fromString(id),
                    status);
        return id;
    }

    private static String request(Visit visit, String status) {
        return switch (status) {
            case "requested" -> requested(visit);
            case "collected" -> collected(visit);
            case "resulted" -> resulted(visit);
            case "reviewed" -> {
                String id = resulted(visit);
                review(id, visit.doctorUser()).then().statusCode(200);
                yield id;
            }
            case "cancelled" -> {
                String id = requested(visit);
                as(visit.doctorUser())
                        .body("{\"reason\":\"not needed\"}")
                        .post(path(id, "cancel"))
                        .then()
                        .statusCode(200);
                yield id;
            }
            default -> throw new IllegalArgumentException(status);
        };
    }

    /** The replicas wait for the appointment's row, and go on together. */
    private void atOnce(Visit visit, Runnable tell) throws Exception {
        SqlConnection connection = pool.getConnectionAndAwait();
        Transaction held = connection.beginAndAwait();
        connection
                .preparedQuery("select 1 from known_appointment where id = $1 for update")
                .executeAndAwait(Tuple.of(visit.appointment()));
        tell.run();
        ConsumerRecords<String, String> poll = TopicClient.lastPoll("appointment.events");
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            CompletableFuture<Void> other = new CompletableFuture<>();
            runner.run(() -> listener.on(poll), other::complete, other::completeExceptionally);
            others.add(other);
        }
        // On this connection, as the others may have all that are left.
        await().atMost(PATIENCE)
                .until(() -> connection
                                .query("select 1 from pg_locks where not granted")
                                .executeAndAwait()
                                .size()
                        > OTHERS);
        held.commitAndAwait();
        connection.closeAndAwait();
        for (CompletableFuture<Void> other : others) other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void cancel(Visit visit, UUID event) {
        TopicClient.publish(
                "appointment.events",
                event,
                "appointment.cancelled.v1",
                visit.appointment(),
                appointmentEvent(visit, 4, "cancelled"));
    }

    /** Waits until everything published before has had its effect, and that is published too. */
    private void settle() {
        Visit last = new Visit(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "doctor");
        TopicClient.publish(
                "appointment.events",
                "appointment.booked.v1",
                last.appointment(),
                appointmentEvent(last, 1, "scheduled"));
        await().atMost(PATIENCE).until(() -> !rows("select 1 from known_appointment where id = $1", last.appointment())
                .isEmpty());
        await().atMost(PATIENCE).until(() -> rows("select 1 from outbox").isEmpty());
    }

    private static void assertTold(String id, @Nullable String reason) {
        List<String> told = TopicClient.all("prescription.events").stream()
                .filter(message -> message.key().equals(id) && message.type().equals("cancellation.incomplete.v1"))
                .map(message -> message.text("reason"))
                .toList();
        if (reason == null) assertThat(told).isEmpty();
        else assertThat(told).containsExactly(reason);
    }

    private static long cancellations(String id) {
        return TopicClient.all("prescription.events").stream()
                .filter(message -> message.key().equals(id) && message.type().endsWith(".cancelled.v1"))
                .count();
    }
}

package polyclinic.billing.automaticlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.billing.automaticlines.PerformedEvents.appointmentCancelled;
import static polyclinic.billing.automaticlines.PerformedEvents.encounterCompleted;
import static polyclinic.billing.automaticlines.PerformedEvents.settle;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.restassured.response.Response;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.billing.ServiceTest;
import polyclinic.billing.automaticlines.PerformedEvents.Dispense;
import polyclinic.billing.automaticlines.PerformedEvents.LabRequest;
import polyclinic.commons.testing.servers.TopicClient;

/**
 * A topic is read by several replicas, of which one took over from another that was only slow: all are told the same, and all are in
 * the middle of it at the same moment.
 */
@QuarkusTest
class ChargingReplicasTest extends ServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OTHERS = 2;

    @Inject
    PerformedServiceListener listener;

    @Inject
    Vertx vertx;

    @ParameterizedTest(name = "{0}: {1}, {2} lines, refunded {3}")
    @CsvSource({
        // what is told, status and total less what was credited, lines, what was given back
        "encounter completed, draft 0.00, 1, 0.00",
        "laboratory resulted, draft 0.00, 3, 0.00",
        "dispense prepared, draft 30.00, 1, 0.00",
        "dispense returned, issued 20.00, 1, 0.00",
        "dispense reversed, paid 0.00, 1, 0.00",
        "dispense handed over, issued 30.00, 1, 0.00",
        "appointment cancelled, void, 1, 30.00",
    })
    void what_replicas_are_told_at_the_same_moment_has_its_effect_once(
            String told, String then, int lines, String refunded) throws Exception {
        UUID patient = knownPatient();
        Dispense dispense = Dispense.of(patient);
        boolean charged = !List.of("encounter completed", "laboratory resulted", "dispense prepared")
                .contains(told);
        if (charged) {
            dispense.prepared();
            settle(pool);
            String id = invoiceOf(dispense);
            issue(id).then().statusCode(200);
            if (told.equals("appointment cancelled")) created(pay(id, "30", "card"));
        }
        List<CompletableFuture<Void>> others = new ArrayList<>();
        SqlConnection lock = pool.getConnectionAndAwait();
        Transaction held = lock.beginAndAwait();
        lock.query("lock table charge in exclusive mode").executeAndAwait();

        String topic = tell(told, dispense);
        ConsumerRecords<String, String> poll = TopicClient.lastPoll(topic);
        for (int i = 0; i < OTHERS; i++)
            others.add(replica(() ->
                    topic.startsWith("appointment") ? listener.onAppointments(poll) : listener.onPrescriptions(poll)));
        // On this connection, as the others may have all that are left.
        await().atMost(PATIENCE)
                .until(() -> lock.query("select 1 from pg_locks where not granted")
                                .executeAndAwait()
                                .size()
                        > OTHERS);
        held.commitAndAwait();
        lock.closeAndAwait();
        for (CompletableFuture<Void> other : others) other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        settle(pool);

        String id = invoiceOf(dispense);
        Response invoice = as("cashier").get(INVOICES + "/" + id);
        assertThat(state(invoice)).isEqualTo(then);
        assertThat(rows("select 1 from invoice_line where invoice_id = $1", UUID.fromString(id)))
                .hasSize(lines);
        List<String> given =
                as("cashier").get("/api/v1/payments?invoiceId=" + id).path("items.collect { it.refunded.amount }");
        assertThat(given).containsExactlyElementsOf(refunded.equals("0.00") ? List.of() : List.of(refunded));
        assertThat(rows("select 1 from ledger_entry group by posting_id having sum(amount) <> 0"))
                .isEmpty();
    }

    /** The topic that it was told on. */
    private static String tell(String what, Dispense dispense) {
        UUID appointment = Objects.requireNonNull(dispense.appointment());
        switch (what) {
            case "encounter completed" ->
                encounterCompleted(Objects.requireNonNull(dispense.encounter()), appointment, dispense.patient());
            // One replica has the first report while the others have the second, and no appointment makes them wait.
            case "laboratory resulted" -> {
                LabRequest request = new LabRequest(UUID.randomUUID(), dispense.patient(), null, null);
                request.resulted("A");
                request.resulted("A", "B", "D");
            }
            case "appointment cancelled" -> appointmentCancelled(UUID.randomUUID(), appointment, dispense.patient());
            case "dispense prepared" -> dispense.prepared();
            case "dispense returned" -> dispense.returned("1");
            case "dispense reversed" -> dispense.reversed();
            case "dispense handed over" -> dispense.handedOver();
            default -> throw new IllegalArgumentException(what);
        }
        return what.startsWith("dispense") || what.startsWith("laboratory")
                ? "prescription.events"
                : "appointment.events";
    }

    private CompletableFuture<Void> replica(Supplier<Uni<Void>> work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(start ->
                Uni.createFrom().deferred(work::get).subscribe().with(done::complete, done::completeExceptionally));
        return done;
    }

    private static String state(Response invoice) {
        String status = invoice.path("status");
        BigDecimal left = new BigDecimal(invoice.<String>path("total.amount"))
                .subtract(new BigDecimal(invoice.<String>path("credited.amount")));
        return status.equals("void") ? status : status + " " + left.toPlainString();
    }

    private String invoiceOf(Dispense dispense) {
        List<String> ids =
                as("cashier").get(INVOICES + "?patientId=" + dispense.patient()).path("items.id");
        assertThat(ids).hasSize(1);
        return ids.get(0);
    }
}

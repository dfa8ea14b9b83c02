package polyclinic.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;

/** What clients notice when a server is killed, and what is there afterwards. */
@QuarkusTest
class ServersAwayTest extends AppointmentServiceTest {

    @Test
    void without_kafka_bookings_and_reads_go_on_and_everything_is_published_later() {
        var doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        booked(patient, doctor, SOON);
        KafkaServer.current().kill();
        String id;
        try {
            id = booked(patient, doctor, SOON.plusSeconds(900));
            assertThat(as("nurse").get("/api/v1/appointments/" + id).statusCode())
                    .isEqualTo(200);
        } finally {
            KafkaServer.current().start();
        }

        event("appointment.booked.v1", id);
        auditEntry("create", id);
        auditEntry("read", id);
        emptyOutbox();
    }

    @Test
    void what_was_answered_before_postgresql_was_killed_is_there_afterwards_exactly_once() throws Exception {
        var doctor = doctor();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        List<Callable<Void>> clients = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            Instant from = SOON.plus(Duration.ofDays(client));
            clients.add(() -> {
                for (int i = 0; i < 40; i++) bookUntilAnswered(doctor, from.plusSeconds(900L * i), acknowledged);
                return null;
            });
        }
        clients.add(() -> {
            await().until(() -> acknowledged.size() > 20);
            PostgresServer.current().kill();
            PostgresServer.current().start();
            return null;
        });

        Concurrently.run(clients);

        assertThat(acknowledged).hasSize(160);
        String mine = "appointment where doctor_id = '" + doctor.id() + "'";
        assertThat(count(mine)).isEqualTo(160);
        emptyOutbox();
        var published = TopicClient.all(EVENTS).stream()
                .filter(message -> message.type().equals("appointment.booked.v1"))
                .map(TopicClient.Message::key)
                .toList();
        assertThat(published).containsAll(acknowledged);
    }

    /** As a client does: the same key again until there is an answer. */
    private static void bookUntilAnswered(Doctor doctor, Instant start, Set<String> acknowledged)
            throws InterruptedException {
        UUID patient = StubServices.registeredPatient();
        String key = UUID.randomUUID().toString();
        for (int attempt = 0; attempt < 60; attempt++) {
            Response answer = as("reception")
                    .header("Idempotency-Key", key)
                    .body(booking(patient, doctor, start))
                    .post("/api/v1/appointments");
            if (answer.statusCode() == 201) {
                acknowledged.add(answer.path("id"));
                return;
            }
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
            Thread.sleep(250);
        }
        throw new IllegalStateException("no answer");
    }
}

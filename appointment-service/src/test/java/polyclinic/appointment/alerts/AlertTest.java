package polyclinic.appointment.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.servers.TopicClient.auditEntry;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.appointment.work.Severity;
import polyclinic.appointment.work.WorkSubject;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class AlertTest extends AppointmentServiceTest {
    private static final String CALLED = "{\"note\":\"called\"}";

    @Inject
    AlertRaising raising;

    @Test
    void a_patient_who_does_not_come_is_an_alert_to_reception_and_to_the_doctor() {
        var doctor = doctor();
        String appointment = booked(doctor, SOON);

        String id = missed(appointment);

        for (RequestSpecification concerned : List.of(as("reception"), doctor.asks(), as("admin")))
            concerned
                    .get("/api/v1/alerts/" + id)
                    .then()
                    .statusCode(200)
                    .body("kind", equalTo("no_show"))
                    .body("severity", equalTo("info"))
                    .body("status", equalTo("open"))
                    .body("about.type", equalTo("appointment"))
                    .body("about.id", equalTo(appointment))
                    .body("acknowledgedBy", nullValue());
        for (RequestSpecification other : List.of(as("nurse"), as("pharmacist"), doctor().asks(), as("auditor")))
            assertProblem(other.get("/api/v1/alerts/" + id), 404, "not-found");
        assertThat(event("alert.raised.v1", id).text("kind")).isEqualTo("no_show");
        auditEntry("raise", id);
    }

    @ParameterizedTest
    @EnumSource(AlertKind.class)
    void the_same_fact_is_one_alert_whoever_tells_it(AlertKind kind) throws Exception {
        AlertFact fact = fact(kind, StubServices.registeredPatient());

        Concurrently.run(4, () -> {
            raise(fact);
            return 0;
        });

        assertThat(count("alert where about_id = '" + fact.about().id() + "'")).isEqualTo(1);
        assertThat(count("outbox where type = 'alert.raised.v1' and payload like '%"
                        + fact.about().id() + "%'"))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void a_critical_result_is_seen_by_nurses_and_by_doctors_who_have_the_patient_in_care() throws Exception {
        UUID patient = StubServices.registeredPatient();
        var caring = doctor();
        booked(patient, caring, SOON);
        String id = raised(fact(AlertKind.CRITICAL_RESULT, patient));

        for (RequestSpecification concerned : List.of(as("nurse"), caring.asks()))
            concerned
                    .get("/api/v1/alerts?patientId=" + patient + "&severity=critical&status=open&kind=critical_result")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(1))
                    .body("items[0].id", equalTo(id));
        for (RequestSpecification other : List.of(doctor().asks(), as("reception"), as("lab")))
            other.get("/api/v1/alerts?patientId=" + patient)
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(0));
    }

    @Test
    void of_two_who_acknowledge_at_once_the_first_does_and_the_other_is_told_who() throws Exception {
        String id = raised(fact(AlertKind.LOW_STOCK, null));
        AtomicInteger turn = new AtomicInteger();

        List<Response> answers = Concurrently.run(4, () -> as(turn.getAndIncrement() % 2 == 0 ? "pharmacist" : "admin")
                .body(CALLED)
                .post(acknowledge(id)));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(answers.stream()
                        .map(answer -> answer.<String>path("acknowledgedBy"))
                        .distinct())
                .hasSize(1);
        as("pharmacist")
                .get("/api/v1/alerts/" + id)
                .then()
                .body("version", equalTo(1))
                .body("status", equalTo("acknowledged"))
                .body("acknowledgedAt", notNullValue())
                .body("note", equalTo("called"));
        assertThat(event("alert.acknowledged.v1", id).text("status")).isEqualTo("acknowledged");
        auditEntry("acknowledge", id);
    }

    @Test
    void who_is_not_concerned_cannot_acknowledge() throws Exception {
        String id = raised(fact(AlertKind.LOW_STOCK, null));

        assertProblem(as("nurse").body(CALLED).post(acknowledge(id)), 404, "not-found");
        as("pharmacist").get("/api/v1/alerts/" + id).then().body("status", equalTo("open"));
    }

    @Test
    void stock_that_is_back_ends_its_alert_and_one_that_arrives_late_does_not_open_again() throws Exception {
        AlertFact low = fact(AlertKind.LOW_STOCK, null);
        String id = raised(low);

        end(low.about().id(), low.happenedAt().plusSeconds(1));
        raise(again(low, low.happenedAt()));

        as("pharmacist")
                .get("/api/v1/alerts/" + id)
                .then()
                .body("status", equalTo("acknowledged"))
                .body("acknowledgedBy", equalTo("appointment-service"));
        assertThat(count("alert where about_id = '" + low.about().id() + "'")).isEqualTo(1);
        raise(again(low, low.happenedAt().plusSeconds(2)));
        assertThat(count("alert where status = 'OPEN' and about_id = '"
                        + low.about().id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_critical_one_stays_open_until_somebody_acknowledges_it() throws Exception {
        AlertFact low = fact(AlertKind.LOW_STOCK, null);
        transact(() -> raising.raise(low.graded(Severity.CRITICAL)));

        end(low.about().id(), Instant.now().plusSeconds(60));

        assertThat(count("alert where status = 'OPEN' and about_id = '"
                        + low.about().id() + "'"))
                .isEqualTo(1);
    }

    @Test
    void stock_that_is_low_is_not_low_a_second_time() throws Exception {
        AlertFact low = fact(AlertKind.LOW_STOCK, null);
        raise(low);

        raise(again(low, low.happenedAt().plusSeconds(1)));

        assertThat(count("alert where about_id = '" + low.about().id() + "'")).isEqualTo(1);
    }

    /** An account's name is any text; that of somebody else in it is theirs no more. */
    @ParameterizedTest
    @ValueSource(strings = {"nobody,%s", "%s,nobody", "{%s}", "\"%s\"", "nobody\\,%s"})
    void an_alert_concerns_the_accounts_that_it_names_and_none_that_is_written_in_a_name(String name) throws Exception {
        String victim = Tokens.subject("cashier");
        String forged = name.formatted(victim);
        AlertFact fact = fact(AlertKind.TASK_OVERDUE, null);

        String id = raised(new AlertFact(
                fact.kind(),
                fact.source(),
                fact.about(),
                null,
                null,
                List.of(),
                List.of(forged, "x"),
                null,
                null,
                Instant.now()));

        assertProblem(as("cashier").get("/api/v1/alerts/" + id), 404, "not-found");
        assertThat(one("select subjects from alert where id = '" + id + "'").getArrayOfStrings("subjects"))
                .containsExactly(forged, "x");
    }

    private static String acknowledge(String id) {
        return "/api/v1/alerts/" + id + "/acknowledge";
    }

    private static AlertFact fact(AlertKind kind, @Nullable UUID patient) {
        UUID about = UUID.randomUUID();
        return AlertFact.of(kind, about.toString(), new WorkSubject("thing", about), patient, null, Instant.now());
    }

    private static AlertFact again(AlertFact fact, Instant happenedAt) {
        return AlertFact.of(fact.kind(), UUID.randomUUID().toString(), fact.about(), null, null, happenedAt);
    }

    private String raised(AlertFact fact) throws Exception {
        raise(fact);
        return one("select id from alert where about_id = '" + fact.about().id() + "'")
                .getUUID("id")
                .toString();
    }

    private void raise(AlertFact fact) throws Exception {
        transact(() -> raising.raise(fact));
    }

    private void end(UUID about, Instant until) throws Exception {
        transact(() -> raising.end(AlertKind.LOW_STOCK, about, until));
    }

    private static void transact(Supplier<Uni<Void>> work) throws Exception {
        try {
            VertxContextSupport.subscribeAndAwait(() -> Panache.withTransaction(work));
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}

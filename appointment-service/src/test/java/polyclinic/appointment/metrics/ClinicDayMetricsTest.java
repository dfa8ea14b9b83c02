package polyclinic.appointment.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.appointment.alerts.AlertKind;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class ClinicDayMetricsTest extends AppointmentServiceTest {
    @Inject
    MeterRegistry metrics;

    @Inject
    QueueMetrics queue;

    @Inject
    WorkMetrics work;

    @Test
    void a_booking_is_counted_once_by_how_it_ended() {
        Doctor doctor = doctor();
        UUID patient = StubServices.registeredPatient();
        assertThat(grown("booked", () -> book(patient, doctor, SOON).statusCode()))
                .isEqualTo(1);
        assertThat(grown("slot_taken", () -> book(StubServices.registeredPatient(), doctor, SOON)
                        .statusCode()))
                .isEqualTo(1);
        assertThat(grown("refused", () -> book(patient, doctor(), SOON).statusCode()))
                .as("the patient is busy")
                .isEqualTo(1);
        assertThat(grown("refused", () -> book(
                                patient, new Doctor(UUID.randomUUID().toString(), "x"), SOON)
                        .statusCode()))
                .as("no such doctor")
                .isEqualTo(1);
    }

    @Test
    void a_repeated_request_is_a_replay_and_no_second_booking() {
        String body = booking(StubServices.registeredPatient(), doctor(), SOON);
        String key = UUID.randomUUID().toString();
        double replays = metrics.counter("polyclinic.idempotency.replays").count();
        assertThat(grown("booked", () -> keyed(key, body))).isEqualTo(1);
        assertThat(grown("replayed", () -> keyed(key, body))).isEqualTo(1);
        assertThat(grown("booked", () -> keyed(key, body))).isZero();
        assertThat(metrics.counter("polyclinic.idempotency.replays").count()).isEqualTo(replays + 2);
    }

    private static int keyed(String key, String body) {
        return as("reception")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/api/v1/appointments")
                .statusCode();
    }

    @Test
    void who_waits_and_for_how_long_those_waited_who_were_called() {
        Doctor doctor = doctor();
        long waiting = queue.count().await().indefinitely();
        String walkIn = walkIn(doctor, "normal").path("id");
        String appointment = booked(doctor, SOON);
        checkedIn(appointment);
        // The appointment may be tomorrow's where the doctor is.
        assertThat(queue.count().await().indefinitely()).isBetween(waiting + 1, waiting + 2);
        long called = called();

        act(doctor.asks(), appointment, "start", "{}").then().statusCode(200);
        assertThat(called()).isEqualTo(called + 1);

        move(as("nurse"), walkIn, "nurse_completed");
        move(as("nurse"), walkIn, "ready_for_doctor");
        assertThat(called()).isEqualTo(called + 1);
        move(doctor.asks().header("Idempotency-Key", walkIn), walkIn, "in_consultation");
        move(doctor.asks().header("Idempotency-Key", walkIn), walkIn, "in_consultation");
        assertThat(called()).isEqualTo(called + 2);
        move(doctor.asks(), walkIn, "completed");
        assertThat(called()).isEqualTo(called + 2);
        assertThat(queue.count().await().indefinitely()).isEqualTo(waiting);
    }

    @Test
    void what_nobody_has_acknowledged_or_done_is_counted_by_kind() {
        Map<String, Long> before = work.count().await().indefinitely();

        String alert = missed(booked(doctor(), SOON));
        Map<String, Long> after = work.count().await().indefinitely();

        assertThat(before.keySet()).hasSize(AlertKind.values().length + 3);
        assertThat(after.get("NO_SHOW")).isEqualTo(before.getOrDefault("NO_SHOW", 0L) + 1);
        as("reception")
                .body("{}")
                .post("/api/v1/alerts/" + alert + "/acknowledge")
                .then()
                .statusCode(200);
        assertThat(work.count().await().indefinitely().get("NO_SHOW")).isEqualTo(before.getOrDefault("NO_SHOW", 0L));
    }

    @Test
    void a_critical_alert_that_nobody_acknowledges_grows_old() {
        long open = number("critical");
        UUID id = UUID.randomUUID();
        pool.query("""
                        insert into alert (id, version, kind, severity, source, roles, subjects, about_type, about_id, status,
                                           raised_at, updated_at)
                        values ('%1$s', 0, 'CRITICAL_RESULT', 'CRITICAL', '%1$s', '{}', '{}', 'thing', '%1$s', 'OPEN',
                                now() - interval '2 days', now())""".formatted(id)).executeAndAwait();

        assertThat(number("critical")).isEqualTo(open + 1);
        assertThat(number("critical_age"))
                .isGreaterThanOrEqualTo(Duration.ofDays(2).toSeconds());
        as("admin")
                .body("{}")
                .post("/api/v1/alerts/" + id + "/acknowledge")
                .then()
                .statusCode(200);
        assertThat(number("critical")).isEqualTo(open);
        assertThat(number("critical_age")).isLessThan(Duration.ofDays(2).toSeconds());
    }

    private long number(String name) {
        return work.count().await().indefinitely().getOrDefault(name, -1L);
    }

    @Test
    void who_waits_for_no_doctor_yet_waits_too() {
        long waiting = queue.count().await().indefinitely();

        joinCommonQueue(StubServices.registeredPatient());

        assertThat(queue.count().await().indefinitely()).isEqualTo(waiting + 1);
    }

    private static void move(RequestSpecification caller, String entry, String to) {
        caller.body("{\"to\":\"" + to + "\"}")
                .post("/api/v1/queue/" + entry + "/transition")
                .then()
                .statusCode(200);
    }

    private long called() {
        return metrics.get("polyclinic.queue.wait").timer().count();
    }

    private double grown(String outcome, Supplier<Integer> booking) {
        double before =
                metrics.counter("polyclinic.bookings", "outcome", outcome).count();
        assertThat(booking.get()).isBetween(200, 499);
        return metrics.counter("polyclinic.bookings", "outcome", outcome).count() - before;
    }
}

package polyclinic.appointment;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.postgres.RetentionJob;
import polyclinic.commons.testing.contracts.ReplayContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "appointment"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = StubServices.class)
class AppointmentReplayTest extends ReplayContract {
    private static final String APPOINTMENTS = "POST /api/v1/appointments";

    @Inject
    Pool pool;

    @Inject
    RetentionJob retention;

    /** Each in the name of an admin; a doctor with the same account has none of these appointments. */
    @Override
    protected List<Operation> operations() {
        AppointmentServiceTest.Doctor doctor = AppointmentServiceTest.doctor();
        Instant soon = AppointmentServiceTest.SOON;
        UUID patient = StubServices.registeredPatient();
        String started = booked(doctor, 4);
        AppointmentServiceTest.checkedIn(started);
        String missed = booked(doctor, 6);
        AppointmentServiceTest.checkedIn(missed);
        String completed = booked(doctor, 5);
        AppointmentServiceTest.checkedIn(completed);
        act(completed, "start", "{}", doctor);
        String place = AppointmentServiceTest.walkIn(doctor, "normal").path("id");
        String common = AppointmentServiceTest.joinCommonQueue(StubServices.registeredPatient())
                .path("id");
        String account = "dr-" + UUID.randomUUID();
        return List.of(
                new Operation(
                        "POST /api/v1/doctors",
                        request -> request.body(AppointmentServiceTest.registration(account, "UTC"))
                                .post("/api/v1/doctors"),
                        "admin",
                        null,
                        null,
                        false),
                new Operation(
                        APPOINTMENTS,
                        "/api/v1/appointments",
                        AppointmentServiceTest.booking(patient, doctor, soon),
                        "admin",
                        "doctor"),
                onAppointment(
                        "reschedule", booked(doctor, 1), "{\"start\":\"" + soon.plusSeconds(7200) + "\"}", "doctor"),
                onAppointment("cancel", booked(doctor, 2), "{\"reason\":\"feels well again\"}", "doctor"),
                onAppointment("check-in", booked(doctor, 3), "{}", "doctor"),
                onAppointment("start", started, "{}", "doctor"),
                onAppointment("complete", completed, "{}", "doctor"),
                onAppointment("no-show", missed, "{}", "doctor"),
                // Who placed an order sees it, by any role that places some.
                new Operation(
                        "POST /api/v1/orders",
                        "/api/v1/orders",
                        "{\"patientId\":\"%s\",\"kind\":\"diet\",\"code\":{\"name\":\"low salt\"}}".formatted(patient),
                        "admin",
                        null),
                onWork("orders", "start", AppointmentServiceTest.placed(patient, "nursing"), "{}", "receptionist"),
                onWork(
                        "orders",
                        "complete",
                        AppointmentServiceTest.placed(patient, "imaging"),
                        "{\"outcome\":\"nothing unusual to be seen\"}",
                        "receptionist"),
                onWork(
                        "orders",
                        "cancel",
                        AppointmentServiceTest.placed(patient, "nursing"),
                        "{\"reason\":\"feels well again\"}",
                        null),
                new Operation(
                        "POST /api/v1/tasks",
                        "/api/v1/tasks",
                        "{\"title\":\"call the patient back\",\"patientId\":\"%s\"}".formatted(patient),
                        "admin",
                        "doctor"),
                onWork("tasks", "claim", task(patient), "{}", "doctor"),
                onWork("tasks", "complete", task(patient), "{}", "doctor"),
                onWork("tasks", "cancel", task(patient), "{\"reason\":\"has called already\"}", "doctor"),
                onWork(
                        "alerts",
                        "acknowledge",
                        AppointmentServiceTest.missed(booked(doctor, 7)),
                        "{\"note\":\"has been called\"}",
                        "doctor"),
                new Operation(
                        "POST /api/v1/queue",
                        "/api/v1/queue",
                        "{\"patientId\":\"%s\",\"doctorId\":\"%s\"}"
                                .formatted(StubServices.registeredPatient(), doctor.id()),
                        "admin",
                        null),
                new Operation(
                        "POST /api/v1/queue/{id}/assign",
                        "/api/v1/queue/" + common + "/assign",
                        "{\"doctorId\":\"" + doctor.id() + "\"}",
                        "admin",
                        null),
                new Operation(
                        "POST /api/v1/queue/{id}/transition",
                        "/api/v1/queue/" + place + "/transition",
                        "{\"to\":\"nurse_completed\"}",
                        "admin",
                        "doctor"));
    }

    private static Operation onAppointment(String action, String id, String body, String narrowerRole) {
        return new Operation(
                APPOINTMENTS + "/{id}/" + action,
                "/api/v1/appointments/" + id + "/" + action,
                body,
                "admin",
                narrowerRole);
    }

    private static Operation onWork(String what, String action, String id, String body, @Nullable String narrowerRole) {
        return new Operation(
                "POST /api/v1/" + what + "/{id}/" + action,
                "/api/v1/" + what + "/" + id + "/" + action,
                body,
                "admin",
                narrowerRole);
    }

    private static String task(UUID patient) {
        return AppointmentServiceTest.task(
                "{\"title\":\"call the patient back\",\"patientId\":\"%s\",\"role\":\"nurse\"}".formatted(patient));
    }

    private static String booked(AppointmentServiceTest.Doctor doctor, int quarter) {
        return AppointmentServiceTest.booked(doctor, AppointmentServiceTest.SOON.plusSeconds(quarter * 900L));
    }

    private static void act(String appointment, String action, String body, AppointmentServiceTest.Doctor doctor) {
        AppointmentServiceTest.act(doctor.asks(), appointment, action, body)
                .then()
                .statusCode(200);
    }

    @Override
    protected List<String> stored() {
        return StreamSupport.stream(
                        pool.query("select to_jsonb(i)::text as kept from idempotency i")
                                .executeAndAwait()
                                .spliterator(),
                        false)
                .map(row -> row.getString("kept"))
                .toList();
    }

    @Override
    protected void ageAndSweep() {
        pool.query("update idempotency set created_at = now() - interval '49 hours'")
                .executeAndAwait();
        retention.sweep().await().indefinitely();
    }
}

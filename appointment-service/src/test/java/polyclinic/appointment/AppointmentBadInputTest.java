package polyclinic.appointment;

import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import polyclinic.commons.testing.contracts.BadInput;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "appointment"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = StubServices.class)
class AppointmentBadInputTest extends BadInput {
    private static final String RECEPTION = Tokens.of("reception");
    private static final String ADMIN = Tokens.of("admin");

    @Inject
    Pool pool;

    private AppointmentServiceTest.Doctor doctor;
    private UUID patient;
    private String appointment;
    private String entry;
    private String common;
    private String order;
    private String task;
    private String alert;

    @BeforeEach
    void aDay() {
        doctor = AppointmentServiceTest.doctor();
        patient = StubServices.registeredPatient();
        appointment = AppointmentServiceTest.booked(patient, doctor, AppointmentServiceTest.SOON);
        entry = as("nurse")
                .body("{\"patientId\":\"%s\",\"doctorId\":\"%s\"}".formatted(patient, doctor.id()))
                .post("/api/v1/queue")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        common = AppointmentServiceTest.joinCommonQueue(StubServices.registeredPatient())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        order = "/api/v1/orders/" + AppointmentServiceTest.placed(patient, "procedure");
        task = "/api/v1/tasks/"
                + AppointmentServiceTest.task(
                        "{\"title\":\"call back\",\"role\":\"nurse\",\"patientId\":\"" + patient + "\"}");
        String missed = AppointmentServiceTest.booked(doctor, AppointmentServiceTest.SOON.plusSeconds(900));
        alert = "/api/v1/alerts/" + AppointmentServiceTest.missed(missed);
    }

    @Override
    protected List<Operation> operations() {
        String of = "/api/v1/appointments/" + appointment;
        String start = AppointmentServiceTest.SOON.plusSeconds(7200).toString();
        return List.of(
                new Operation(
                        "POST",
                        "/api/v1/doctors",
                        ADMIN,
                        AppointmentServiceTest.registration("dr-" + UUID.randomUUID(), "Europe/Berlin")),
                new Operation(
                        "PATCH", "/api/v1/doctors/" + doctor.id(), ADMIN, "{\"specialty\":\"x\",\"timeZone\":\"UTC\"}"),
                new Operation("PUT", "/api/v1/doctors/" + doctor.id() + "/schedule", ADMIN, """
                        {"slotMinutes":20,"bufferMinutes":5,"weekly":[{"day":"monday","from":"09:00","to":"12:00"}],\
                        "exceptions":[{"date":"2031-03-03","closed":true}],"validFrom":"2031-01-01",\
                        "validTo":"2031-12-31"}"""),
                new Operation("POST", "/api/v1/appointments?overbook=true", ADMIN, """
                        {"patientId":"%s","doctorId":"%s","start":"%s","durationMinutes":15,"reason":"a cough",\
                        "overbookReason":"an emergency"}""".formatted(
                                patient, doctor.id(), start)),
                new Operation("POST", of + "/reschedule", RECEPTION, "{\"start\":\"" + start + "\"}"),
                new Operation("POST", of + "/cancel", RECEPTION, "{\"reason\":\"ill\"}"),
                new Operation("POST", of + "/check-in", RECEPTION, "{}"),
                new Operation("POST", of + "/start", ADMIN, "{}"),
                new Operation("POST", of + "/complete", ADMIN, "{}"),
                new Operation("POST", of + "/no-show", RECEPTION, "{}"),
                new Operation("POST", "/api/v1/queue", Tokens.of("importer"), """
                        {"patientId":"%s","provenance":{"source":"urn:x","externalId":"1","recordedAt":"2019-05-01T10:00:00Z","author":"x"}}""".formatted(patient)),
                new Operation("POST", "/api/v1/queue", RECEPTION, """
                        {"patientId":"%s","doctorId":"%s","priority":"urgent","appointmentId":"%s"}""".formatted(patient, doctor.id(), appointment)),
                new Operation(
                        "POST",
                        "/api/v1/queue/" + common + "/assign",
                        RECEPTION,
                        "{\"doctorId\":\"" + doctor.id() + "\"}"),
                new Operation("POST", "/api/v1/orders", ADMIN, """
                        {"patientId":"%s","kind":"imaging","code":{"code":"36643-5","system":"http://loinc.org",\
                        "name":"Chest X-ray"},"priority":"urgent","instructions":"two views","performerRole":"nurse",\
                        "appointmentId":"%s"}""".formatted(patient, appointment)),
                new Operation("POST", order + "/start", ADMIN, "{}"),
                new Operation("POST", order + "/complete", ADMIN, """
                        {"outcome":"nothing unusual","documentId":"%s"}""".formatted(UUID.randomUUID())),
                new Operation("POST", order + "/cancel", ADMIN, "{\"reason\":\"not needed\"}"),
                new Operation("POST", "/api/v1/tasks", RECEPTION, """
                        {"title":"call back","patientId":"%s","role":"nurse","dueAt":"2031-03-03T09:00:00Z",\
                        "priority":"stat","about":{"type":"appointment","id":"%s"}}""".formatted(patient, appointment)),
                new Operation("PATCH", task, ADMIN, "{\"title\":\"call back\",\"priority\":\"urgent\"}"),
                new Operation("POST", task + "/claim", ADMIN, "{}"),
                new Operation("POST", task + "/complete", ADMIN, "{}"),
                new Operation("POST", task + "/cancel", ADMIN, "{\"reason\":\"done already\"}"),
                new Operation("POST", alert + "/acknowledge", ADMIN, "{\"note\":\"called\"}"),
                new Operation(
                        "POST", "/api/v1/queue/" + entry + "/transition", RECEPTION, "{\"to\":\"nurse_completed\"}"));
    }

    @Override
    protected List<String> addresses() {
        return List.of(
                "GET /api/v1/doctors/%s",
                "GET /api/v1/doctors/%s/schedule",
                "GET /api/v1/doctors/%s/slots",
                "GET /api/v1/appointments/%s",
                "GET /api/v1/appointments?patientId=%s",
                "GET /api/v1/queue/%s",
                "GET /api/v1/queue?doctorId=%s",
                "GET /api/v1/queue?patientId=%s",
                "GET /api/v1/orders/%s",
                "GET /api/v1/orders?patientId=%s",
                "GET /api/v1/tasks/%s",
                "GET /api/v1/tasks?patientId=%s",
                "GET /api/v1/alerts/%s",
                "GET /api/v1/alerts?patientId=%s",
                "GET /api/v1/encounters/%s",
                "GET /api/v1/encounters?patientId=%s");
    }

    @Override
    protected long stored() {
        return pool.query("""
                        select (select count(*) + sum(version) from doctor)
                             + (select count(*) + sum(version) from schedule)
                             + (select count(*) + sum(version) from appointment)
                             + (select count(*) + sum(version) from queue_entry)
                             + (select count(*) from encounter)
                             + (select count(*) + sum(version) from medical_order)
                             + (select count(*) + sum(version) from task)
                             + (select count(*) + sum(version) from alert) as n""").executeAndAwait().iterator().next().getLong("n");
    }
}

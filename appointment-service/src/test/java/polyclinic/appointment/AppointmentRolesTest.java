package polyclinic.appointment;

import static polyclinic.appointment.AppointmentServiceTest.AROUND_THE_CLOCK;
import static polyclinic.appointment.AppointmentServiceTest.SOON;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.testing.contracts.Look;
import polyclinic.commons.testing.contracts.RoleTable;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "appointment"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = StubServices.class)
class AppointmentRolesTest extends RoleTable {
    private static final String APPOINTMENTS = "/api/v1/appointments";

    @Override
    protected List<Look> looks(String user, UUID own) {
        var me = new AppointmentServiceTest.Doctor(
                created(as("admin")
                        .body(AppointmentServiceTest.registration(user, "Europe/Berlin"))
                        .post("/api/v1/doctors")),
                user);
        as("admin").body(AROUND_THE_CLOCK).put("/api/v1/doctors/" + me.id() + "/schedule");
        var other = AppointmentServiceTest.doctor();
        List<Look> looks = new ArrayList<>();
        looks.addAll(completed(AppointmentServiceTest.booked(own, other, SOON)));
        looks.addAll(completed(AppointmentServiceTest.booked(me, SOON)));
        looks.addAll(completed(AppointmentServiceTest.booked(other, SOON.plusSeconds(900))));
        UUID caredFor = StubServices.registeredPatient();
        UUID another = StubServices.registeredPatient();
        looks.addAll(work(own, AppointmentServiceTest.booked(own, other, SOON.plusSeconds(7200))));
        looks.addAll(work(caredFor, AppointmentServiceTest.booked(caredFor, me, SOON.plusSeconds(7200))));
        looks.addAll(work(another, AppointmentServiceTest.booked(another, other, SOON.plusSeconds(8100))));
        for (String doctor : List.of(me.id(), other.id())) {
            looks.add(Look.get("/api/v1/doctors/" + doctor));
            looks.add(new Look("PUT", "/api/v1/doctors/" + doctor + "/schedule", AROUND_THE_CLOCK, null));
            looks.add(Look.get(APPOINTMENTS + "?doctorId=" + doctor));
            looks.add(Look.get("/api/v1/encounters?doctorId=" + doctor));
            looks.add(Look.get("/api/v1/queue?doctorId=" + doctor));
        }
        return looks;
    }

    /** All that may be asked of an appointment that is over: every change is refused, to whoever may ask for it. */
    private static List<Look> completed(String appointment) {
        String path = APPOINTMENTS + "/" + appointment;
        String entry = AppointmentServiceTest.checkedIn(appointment);
        as("admin").body("{}").post(path + "/start").then().statusCode(200);
        as("admin").body("{}").post(path + "/complete").then().statusCode(200);
        String encounter = as("admin").get(path).path("encounterId");
        Instant later = SOON.plusSeconds(7200);
        return List.of(
                Look.get(path),
                Look.post(path + "/reschedule", "{\"start\":\"" + later + "\"}"),
                Look.post(path + "/cancel", "{\"reason\":\"none\"}"),
                Look.post(path + "/check-in", "{}"),
                Look.post(path + "/start", "{}"),
                Look.post(path + "/complete", "{}"),
                Look.post(path + "/no-show", "{}"),
                Look.get("/api/v1/queue/" + entry),
                Look.post("/api/v1/queue/" + entry + "/assign", "{\"doctorId\":\"" + UUID.randomUUID() + "\"}"),
                Look.post("/api/v1/queue/" + entry + "/transition", "{\"to\":\"in_consultation\"}"),
                Look.post("/api/v1/queue/" + entry + "/transition", "{\"to\":\"ready_for_doctor\"}"),
                Look.get("/api/v1/encounters/" + encounter));
    }

    /** Orders, tasks and an alert about a patient who did not come, all of them over. */
    private static List<Look> work(UUID patient, String appointment) {
        String alert = "/api/v1/alerts/" + AppointmentServiceTest.missed(appointment);
        as("admin").body("{}").post(alert + "/acknowledge").then().statusCode(200);
        List<Look> looks = new ArrayList<>(List.of(
                Look.get(alert),
                Look.post(alert + "/acknowledge", "{}"),
                Look.get("/api/v1/alerts?patientId=" + patient),
                Look.get("/api/v1/orders?patientId=" + patient),
                Look.get("/api/v1/tasks?patientId=" + patient)));
        for (String kind : List.of("referral", "imaging")) {
            String order = "/api/v1/orders/" + AppointmentServiceTest.placed(patient, kind);
            as("admin")
                    .body("{\"outcome\":\"done\"}")
                    .post(order + "/complete")
                    .then()
                    .statusCode(200);
            looks.add(Look.get(order));
            looks.add(Look.post(order + "/complete", "{\"outcome\":\"done\"}"));
            looks.add(Look.post(order + "/cancel", "{\"reason\":\"none\"}"));
        }
        for (String role : List.of("doctor", "cashier")) {
            String task = "/api/v1/tasks/"
                    + AppointmentServiceTest.task(
                            "{\"title\":\"call\",\"patientId\":\"%s\",\"role\":\"%s\"}".formatted(patient, role));
            as("admin").body("{}").post(task + "/cancel").then().statusCode(200);
            looks.add(Look.get(task));
            for (String action : List.of("claim", "complete")) looks.add(Look.post(task + "/" + action, "{}"));
        }
        return looks;
    }
}

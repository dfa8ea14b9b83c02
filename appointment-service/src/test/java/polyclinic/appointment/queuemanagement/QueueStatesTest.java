package polyclinic.appointment.queuemanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.appointment.queue.QueueStatus.CANCELLED;
import static polyclinic.appointment.queue.QueueStatus.COMPLETED;
import static polyclinic.appointment.queue.QueueStatus.IN_CONSULTATION;
import static polyclinic.appointment.queue.QueueStatus.NURSE_COMPLETED;
import static polyclinic.appointment.queue.QueueStatus.READY_FOR_DOCTOR;
import static polyclinic.appointment.queue.QueueStatus.WAITING;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.appointment.queue.QueueStatus;
import polyclinic.commons.testing.web.StubServices;

/** Every state of a place in the queue with every step from it, for each way in which patients come. */
@QuarkusTest
class QueueStatesTest extends AppointmentServiceTest {
    private static final Map<QueueStatus, Set<QueueStatus>> STEPS = Map.of(
            WAITING, EnumSet.of(NURSE_COMPLETED, CANCELLED),
            NURSE_COMPLETED, EnumSet.of(READY_FOR_DOCTOR, CANCELLED),
            READY_FOR_DOCTOR, EnumSet.of(IN_CONSULTATION, CANCELLED),
            IN_CONSULTATION, EnumSet.of(COMPLETED, CANCELLED),
            COMPLETED, EnumSet.noneOf(QueueStatus.class),
            CANCELLED, EnumSet.noneOf(QueueStatus.class));

    private static final Map<QueueStatus, String> APPOINTMENTS = Map.of(
            WAITING, "checked_in",
            NURSE_COMPLETED, "checked_in",
            READY_FOR_DOCTOR, "checked_in",
            IN_CONSULTATION, "in_consultation",
            COMPLETED, "completed",
            CANCELLED, "cancelled");

    private static final Map<QueueStatus, String> ENCOUNTERS =
            Map.of(IN_CONSULTATION, "in_progress", COMPLETED, "finished", CANCELLED, "cancelled");

    private Doctor doctor;
    private int slots;

    @BeforeEach
    void aDoctor() {
        doctor = doctor();
    }

    enum Arrival {
        BOOKED,
        WALK_IN,
        COMMON_QUEUE,
        ASSIGNED
    }

    @ParameterizedTest
    @EnumSource
    void each_step_follows_from_its_states_alone_and_leaves_no_ghost(Arrival arrival) {
        for (QueueStatus from : QueueStatus.values()) {
            if (arrival == Arrival.COMMON_QUEUE
                    && EnumSet.of(IN_CONSULTATION, COMPLETED).contains(from)) continue;
            String entry = brought(arrival, from);
            Set<QueueStatus> steps = steps(arrival, from);
            for (QueueStatus to : QueueStatus.values())
                if (!steps.contains(to)) assertProblem(move(entry, to), 409, "invalid-transition");
            queueEntry(entry).then().body("status", equalTo(wire(from)));
            for (QueueStatus to : steps) follows(to == CANCELLED ? entry : brought(arrival, from), to);
        }
        assertThat(count("encounter e join queue_entry q on q.id = e.queue_entry_id"
                        + " where e.doctor_id = '" + doctor.id() + "'"
                        + " and (q.status = 'IN_CONSULTATION') <> (e.status = 'IN_PROGRESS')"))
                .isZero();
        assertThat(count("appointment a join queue_entry q on q.id = a.queue_entry_id"
                        + " where a.doctor_id = '" + doctor.id() + "'"
                        + " and (q.status in ('COMPLETED', 'CANCELLED'))"
                        + " <> (a.status in ('COMPLETED', 'CANCELLED', 'NO_SHOW'))"))
                .isZero();
    }

    private static Set<QueueStatus> steps(Arrival arrival, QueueStatus from) {
        Set<QueueStatus> steps = EnumSet.copyOf(STEPS.getOrDefault(from, Set.of()));
        if (arrival == Arrival.COMMON_QUEUE) steps.remove(IN_CONSULTATION);
        return steps;
    }

    /** The appointment and the encounter follow, where there are some. */
    private static void follows(String entry, QueueStatus to) {
        Response moved = move(entry, to);
        moved.then().statusCode(200).body("status", equalTo(wire(to)));
        @Nullable String appointment = moved.path("appointmentId");
        @Nullable String encounter = moved.path("encounterId");
        if (appointment != null)
            as("admin").get("/api/v1/appointments/" + appointment).then().body("status", equalTo(APPOINTMENTS.get(to)));
        if (encounter != null)
            as("admin").get("/api/v1/encounters/" + encounter).then().body("status", equalTo(ENCOUNTERS.get(to)));
        assertThat(encounter != null).isEqualTo(moved.path("startedAt") != null);
    }

    private String brought(Arrival arrival, QueueStatus to) {
        String entry = arrived(arrival);
        if (to == CANCELLED) move(entry, CANCELLED).then().statusCode(200);
        else
            for (QueueStatus step : List.of(NURSE_COMPLETED, READY_FOR_DOCTOR, IN_CONSULTATION, COMPLETED))
                if (step.compareTo(to) <= 0) move(entry, step).then().statusCode(200);
        return entry;
    }

    private String arrived(Arrival arrival) {
        return switch (arrival) {
            case BOOKED -> checkedIn(booked(doctor, SOON.plus(Duration.ofMinutes(15L * slots++))));
            case WALK_IN -> created(walkIn(doctor, "normal"));
            case COMMON_QUEUE -> created(joinCommonQueue(StubServices.registeredPatient()));
            case ASSIGNED -> {
                String entry = created(joinCommonQueue(StubServices.registeredPatient()));
                as("admin")
                        .body("{\"doctorId\":\"" + doctor.id() + "\"}")
                        .post("/api/v1/queue/" + entry + "/assign")
                        .then()
                        .statusCode(200);
                yield entry;
            }
        };
    }

    private static Response move(String entry, QueueStatus to) {
        return as("admin").body("{\"to\":\"" + wire(to) + "\"}").post("/api/v1/queue/" + entry + "/transition");
    }

    private static String wire(QueueStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}

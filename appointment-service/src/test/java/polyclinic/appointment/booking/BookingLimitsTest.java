package polyclinic.appointment.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.asPatient;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.StubServices;

/** How much of the clinic's time a patient may take on their own; what staff do for a patient has no such limit. */
@QuarkusTest
class BookingLimitsTest extends AppointmentServiceTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int OPEN = 5;

    private final UUID patient = StubServices.registeredPatient();

    @Test
    void of_twelve_bookings_at_once_a_patient_gets_as_many_as_may_be_open() {
        var doctor = doctor();
        List<Callable<Response>> bookings = IntStream.range(0, 12)
                .<Callable<Response>>mapToObj(day -> () -> bookOneself(doctor, SOON.plus(DAY.multipliedBy(day))))
                .toList();

        List<Response> answers = Concurrently.run(bookings);

        assertThat(answers.stream().filter(answer -> answer.statusCode() == 201))
                .hasSize(OPEN);
        answers.stream()
                .filter(answer -> answer.statusCode() != 201)
                .forEach(refused -> assertProblem(refused, 409, "booking-limit"));
        assertThat(count("appointment where patient_id = '" + patient + "'")).isEqualTo(OPEN);
    }

    @Test
    void one_appointment_with_a_doctor_on_a_day_is_enough_for_a_patient_who_books_or_moves_it() {
        var doctor = doctor();
        Instant nextDay = SOON.plus(DAY);
        created(bookOneself(doctor, SOON));
        String other = created(bookOneself(doctor, nextDay));

        Instant later = SOON.plus(Duration.ofMinutes(15));
        assertProblem(bookOneself(doctor, later), 409, "booking-limit");
        assertProblem(
                act(asPatient(patient), other, "reschedule", "{\"start\":\"" + later + "\"}"), 409, "booking-limit");
        created(bookOneself(doctor(), later.plus(Duration.ofHours(1))));
    }

    @Test
    void staff_book_and_move_for_a_patient_as_much_as_is_needed() {
        var doctor = doctor();
        for (int quarter = 0; quarter < OPEN + 2; quarter++)
            booked(patient, doctor, SOON.plus(Duration.ofMinutes(15L * quarter)));
        String own = created(bookOneself(doctor(), SOON.plus(DAY)));
        act(as("reception"), own, "reschedule", "{\"start\":\"" + SOON.plus(DAY).plus(Duration.ofHours(1)) + "\"}")
                .then()
                .statusCode(200);
    }

    @Test
    void who_books_and_gives_back_all_the_time_has_to_wait() {
        var doctor = doctor();
        for (int time = 0; time < 5; time++) {
            String id = created(bookOneself(doctor, SOON.plus(DAY)));
            act(asPatient(patient), id, "cancel", "{\"reason\":\"changed my mind\"}")
                    .then()
                    .statusCode(200);
        }
        assertProblem(bookOneself(doctor, SOON.plus(DAY)), 409, "booking-limit");
        booked(patient, doctor, SOON.plus(DAY));
    }

    @Test
    void nobody_books_years_ahead_and_patients_half_a_year() {
        var doctor = doctor();
        assertProblem(bookOneself(doctor, SOON.plus(DAY.multipliedBy(181))), 422, "too-far-ahead");
        booked(patient, doctor, SOON.plus(DAY.multipliedBy(181)));
        assertProblem(book(patient, doctor, SOON.plus(DAY.multipliedBy(366))), 422, "too-far-ahead");
        String id = booked(patient, doctor, SOON);
        assertProblem(
                act(as("reception"), id, "reschedule", "{\"start\":\"" + SOON.plus(DAY.multipliedBy(366)) + "\"}"),
                422,
                "too-far-ahead");
    }

    private Response bookOneself(Doctor doctor, Instant start) {
        return asPatient(patient).body(booking(patient, doctor, start)).post("/api/v1/appointments");
    }
}

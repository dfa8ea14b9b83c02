package polyclinic.appointment.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.appointment.AppointmentServiceTest;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
class PatientNameListenerTest extends AppointmentServiceTest {
    private static final String TOPIC = "patient.events";
    private static final String REGISTERED = "patient.registered.v1";
    private static final String UPDATED = "patient.updated.v1";

    @Test
    void a_patient_is_known_from_events_without_asking_the_owner() {
        UUID patient = UUID.randomUUID();
        TopicClient.publish(TOPIC, REGISTERED, patient, fields(patient, 0, "Grace"));
        awaitName(patient, "Grace");

        booked(patient, doctor(), SOON);

        assertThat(StubServices.requests("/api/v1/patients/" + patient)).isEmpty();
    }

    @Test
    void a_patient_of_one_name_is_known_by_it() {
        UUID patient = UUID.randomUUID();
        TopicClient.publish(
                TOPIC, REGISTERED, patient, Map.of("patientId", patient, "version", 0, "givenName", "Suharto"));
        awaitName(patient, "Suharto");

        TopicClient.publish(
                TOPIC, UPDATED, patient, Map.of("patientId", patient, "version", 1, "familyName", "Soekarno"));
        await().until(() ->
                count("known_patient where patient_id = '%s' and family_name = 'Soekarno' and given_name is null"
                                .formatted(patient))
                        == 1);

        booked(patient, doctor(), SOON);
    }

    @Test
    void duplicates_and_older_events_have_no_effect() {
        UUID patient = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        TopicClient.publish(TOPIC, event, UPDATED, patient, fields(patient, 5, "Grace"));
        TopicClient.publish(TOPIC, UPDATED, patient, fields(patient, 4, "Older"));
        TopicClient.publish(TOPIC, event, UPDATED, patient, fields(patient, 5, "Grace"));
        TopicClient.publish(TOPIC, REGISTERED, patient, fields(patient, 0, "Oldest"));

        awaitLater();

        assertThat(name(patient)).isEqualTo("Grace");
        assertThat(count("known_patient where version = 5 and patient_id = '" + patient + "'"))
                .isEqualTo(1);
    }

    /** They come in one poll, and are written by one statement. */
    @Test
    void of_many_patients_and_versions_at_once_each_ends_with_its_newest() {
        List<UUID> patients = Stream.generate(UUID::randomUUID).limit(60).toList();
        for (int version = 0; version < 3; version++)
            for (UUID patient : patients)
                TopicClient.publish(TOPIC, UPDATED, patient, fields(patient, version, "Name " + version));

        for (UUID patient : patients) awaitName(patient, "Name 2");
    }

    @Test
    void a_newer_event_replaces_what_the_owner_answered() {
        UUID patient = StubServices.registeredPatient();
        booked(patient, doctor(), SOON);

        TopicClient.publish(TOPIC, UPDATED, patient, fields(patient, 4, "Newer"));

        awaitName(patient, "Newer");
    }

    @Test
    void events_that_mean_nothing_here_are_passed_over() {
        UUID patient = UUID.randomUUID();
        TopicClient.publish(TOPIC, "patient.allergy-recorded.v1", patient, Map.of("patientId", patient));
        TopicClient.publish(TOPIC, "patient.something-new.v7", patient, Map.of("x", 1));

        awaitLater();

        assertThat(count("known_patient where patient_id = '" + patient + "'")).isZero();
    }

    @Test
    void poison_lands_in_the_dead_letter_topic_and_the_next_event_flows_on() {
        String key = UUID.randomUUID().toString();
        UUID incomplete = UUID.randomUUID();
        TopicClient.send(TOPIC, key, Map.of(), "this is no event");
        TopicClient.publish(TOPIC, REGISTERED, incomplete, Map.of("patientId", incomplete));

        awaitLater();

        TopicClient.await("appointment-service.dead-letter", message -> key.equals(message.key()));
        TopicClient.await(
                "appointment-service.dead-letter",
                message -> incomplete.toString().equals(message.key()));
        assertThat(count("known_patient where patient_id = '" + incomplete + "'"))
                .isZero();
    }

    /** One partition: when a later event has arrived, those before it have been dealt with. */
    private void awaitLater() {
        UUID later = UUID.randomUUID();
        TopicClient.publish(TOPIC, REGISTERED, later, fields(later, 0, "Later"));
        awaitName(later, "Later");
    }

    private void awaitName(UUID patient, String name) {
        await().atMost(Duration.ofSeconds(20)).until(() -> name.equals(name(patient)));
    }

    private String name(UUID patient) {
        return one("select max(given_name) as name from known_patient where patient_id = '" + patient + "'")
                .getString("name");
    }

    private static Map<String, Object> fields(UUID patient, long version, String givenName) {
        return Map.of(
                "patientId", patient,
                "version", version,
                "uhid", "U-1",
                "givenName", givenName,
                "familyName", "Hopper",
                "birthDate", "1906-12-09",
                "sex", "female");
    }
}

package polyclinic.appointment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.Topics;

@QuarkusTest
class PatientEventsTest extends ServiceTest {
    private static final String TOPIC = "patient.events";
    private static final String REGISTERED = "patient.registered.v1";
    private static final String UPDATED = "patient.updated.v1";

    @Test
    void a_patient_is_known_from_events_without_asking_the_owner() {
        UUID patient = UUID.randomUUID();
        Topics.publish(TOPIC, REGISTERED, patient, told(patient, 0, "Grace"));
        awaitName(patient, "Grace");

        booked(patient, doctor(), SOON);

        assertThat(PatientOwner.asked()).noneMatch(asked -> asked.endsWith(patient.toString()));
    }

    @Test
    void duplicates_and_older_news_change_nothing() {
        UUID patient = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        Topics.publish(TOPIC, event, UPDATED, patient, told(patient, 5, "Grace"));
        Topics.publish(TOPIC, event, UPDATED, patient, told(patient, 9, "Twice"));
        Topics.publish(TOPIC, UPDATED, patient, told(patient, 4, "Older"));
        Topics.publish(TOPIC, REGISTERED, patient, told(patient, 0, "Oldest"));

        awaitLater();

        assertThat(name(patient)).isEqualTo("Grace");
        assertThat(count("inbox where event_id = '" + event + "'")).isEqualTo(1);
    }

    @Test
    void newer_news_replace_what_the_owner_answered() {
        UUID patient = PatientOwner.registered();
        booked(patient, doctor(), SOON);

        Topics.publish(TOPIC, UPDATED, patient, told(patient, 4, "Newer"));

        awaitName(patient, "Newer");
    }

    @Test
    void events_that_mean_nothing_here_are_passed_over() {
        UUID patient = UUID.randomUUID();
        Topics.publish(TOPIC, "patient.allergy-recorded.v1", patient, Map.of("patientId", patient));
        Topics.publish(TOPIC, "patient.something-new.v7", patient, Map.of("x", 1));

        awaitLater();

        assertThat(count("known_patient where patient_id = '" + patient + "'")).isZero();
    }

    @Test
    void poison_lands_in_the_dead_letter_topic_and_the_next_event_flows_on() {
        String key = UUID.randomUUID().toString();
        UUID incomplete = UUID.randomUUID();
        Topics.send(TOPIC, key, Map.of(), "this is no event");
        Topics.publish(TOPIC, REGISTERED, incomplete, Map.of("patientId", incomplete));

        awaitLater();

        Topics.await("appointment-service.dead-letter", message -> key.equals(message.key()));
        Topics.await(
                "appointment-service.dead-letter",
                message -> incomplete.toString().equals(message.key()));
        assertThat(count("known_patient where patient_id = '" + incomplete + "'"))
                .isZero();
    }

    /** One partition: when a later event has arrived, those before it have been dealt with. */
    private void awaitLater() {
        UUID later = UUID.randomUUID();
        Topics.publish(TOPIC, REGISTERED, later, told(later, 0, "Later"));
        awaitName(later, "Later");
    }

    private void awaitName(UUID patient, String name) {
        await().atMost(Duration.ofSeconds(20)).until(() -> name.equals(name(patient)));
    }

    private String name(UUID patient) {
        return one("select max(given_name) as name from known_patient where patient_id = '" + patient + "'")
                .getString("name");
    }

    private static Map<String, Object> told(UUID patient, long version, String givenName) {
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

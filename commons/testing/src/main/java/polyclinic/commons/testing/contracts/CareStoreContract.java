package polyclinic.commons.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.access.CareRelationship;
import polyclinic.commons.access.CareStore;

/** What every store of care relationships does, whatever database it is on. Inherit it in a Quarkus test of each kind. */
public abstract class CareStoreContract {
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(20);

    @Inject
    @SuppressWarnings("NullAway.Init")
    CareStore store;

    private final String doctor = UUID.randomUUID().toString();
    private final UUID patient = UUID.randomUUID();
    private final UUID appointment = UUID.randomUUID();

    @Test
    void an_active_relationship_is_care_and_only_of_its_doctor_and_patient() {
        save(relationship(appointment, 0, doctor, true));

        assertThat(contains(doctor, patient)).isTrue();
        assertThat(contains("another", patient)).isFalse();
        assertThat(contains(doctor, UUID.randomUUID())).isFalse();
    }

    @Test
    void care_lasts_as_long_as_one_of_them_is_not_cancelled() {
        UUID second = UUID.randomUUID();
        save(relationship(appointment, 0, doctor, true), relationship(second, 0, doctor, true));

        save(relationship(appointment, 1, doctor, false));
        assertThat(contains(doctor, patient)).isTrue();

        save(relationship(second, 1, doctor, false));
        assertThat(contains(doctor, patient)).isFalse();
    }

    @Test
    void an_older_version_or_the_same_again_has_no_effect() {
        save(relationship(appointment, 2, doctor, false));

        save(relationship(appointment, 1, doctor, true));
        save(relationship(appointment, 2, doctor, true));

        assertThat(contains(doctor, patient)).isFalse();
    }

    @Test
    void versions_of_one_in_the_same_poll_end_at_the_newest_in_any_order() {
        UUID other = UUID.randomUUID();

        save(relationship(appointment, 0, doctor, true), relationship(appointment, 1, doctor, false));
        save(new CareRelationship(other, 1, doctor, other, false), new CareRelationship(other, 0, doctor, other, true));

        assertThat(contains(doctor, patient)).isFalse();
        assertThat(contains(doctor, other)).isFalse();
    }

    @Test
    void a_doctor_who_loses_the_account_or_the_appointment_loses_the_care() {
        save(relationship(appointment, 0, doctor, true));

        save(relationship(appointment, 1, null, true));
        assertThat(contains(doctor, patient)).isFalse();

        save(relationship(appointment, 2, "another", true));
        assertThat(contains("another", patient)).isTrue();
    }

    @Test
    void a_doctors_patients_are_listed_once_each() {
        UUID second = UUID.randomUUID();
        UUID cancelled = UUID.randomUUID();

        save(
                relationship(appointment, 0, doctor, true),
                relationship(UUID.randomUUID(), 0, doctor, true),
                new CareRelationship(UUID.randomUUID(), 0, doctor, second, true),
                new CareRelationship(UUID.randomUUID(), 0, doctor, cancelled, false));

        assertThat(await(store.patientsOf(doctor))).containsExactlyInAnyOrder(patient, second);
        assertThat(await(store.patientsOf(UUID.randomUUID().toString()))).isEmpty();
    }

    private CareRelationship relationship(UUID id, long version, @Nullable String subject, boolean active) {
        return new CareRelationship(id, version, subject, patient, active);
    }

    private void save(CareRelationship... relationships) {
        await(store.save(List.of(relationships)));
    }

    private boolean contains(String subject, UUID patientId) {
        return await(store.contains(subject, patientId));
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(STORE_TIMEOUT);
    }
}

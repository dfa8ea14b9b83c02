package polyclinic.commons.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.access.care.CareBasis;
import polyclinic.commons.access.care.CareRelationship;
import polyclinic.commons.access.care.CareStore;
import polyclinic.commons.access.care.DoctorAccount;
import polyclinic.commons.reconciliation.IdRange;

/** What every store of care relationships does, whatever database it is on. Inherit it in a Quarkus test of each kind. */
public abstract class CareStoreContract {
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.now();
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final Instant BEFORE = NOW.minus(Duration.ofHours(1));

    @Inject
    @SuppressWarnings("NullAway.Init")
    CareStore store;

    private final UUID doctor = UUID.randomUUID();
    private final String account = UUID.randomUUID().toString();
    private final UUID patient = UUID.randomUUID();
    private final UUID appointment = UUID.randomUUID();

    @BeforeEach
    void the_doctor_has_an_account() {
        accounts(new DoctorAccount(doctor, 0, account));
    }

    @Test
    void a_relationship_is_care_and_only_of_its_doctors_account_and_its_patient() {
        save(byAppointment(appointment, 0, LATER));

        assertThat(contains(account, patient)).isTrue();
        assertThat(contains("another", patient)).isFalse();
        assertThat(contains(account, UUID.randomUUID())).isFalse();
    }

    @Test
    void care_is_over_when_its_time_is() {
        save(byAppointment(appointment, 0, BEFORE));

        assertThat(contains(account, patient)).isFalse();
        assertThat(await(store.patientsOf(account))).isEmpty();
    }

    @Test
    void care_lasts_as_long_as_one_of_them_does() {
        UUID second = UUID.randomUUID();
        save(byAppointment(appointment, 0, LATER), byAppointment(second, 0, LATER));

        save(byAppointment(appointment, 1, NOW));
        assertThat(contains(account, patient)).isTrue();

        save(byAppointment(second, 1, NOW));
        assertThat(contains(account, patient)).isFalse();
    }

    @Test
    void an_older_version_or_the_same_again_has_no_effect() {
        save(byAppointment(appointment, 2, NOW));

        save(byAppointment(appointment, 1, LATER));
        save(byAppointment(appointment, 2, LATER));

        assertThat(contains(account, patient)).isFalse();
    }

    @Test
    void versions_of_one_in_the_same_poll_end_at_the_newest_in_any_order() {
        UUID other = UUID.randomUUID();

        save(byAppointment(appointment, 0, LATER), byAppointment(appointment, 1, NOW));
        save(byAppointment(other, 1, NOW), byAppointment(other, 0, LATER));

        assertThat(contains(account, patient)).isFalse();
    }

    @Test
    void an_account_that_a_doctor_loses_loses_the_care_and_the_one_that_is_given_has_it() {
        String next = UUID.randomUUID().toString();
        save(byAppointment(appointment, 0, LATER));

        accounts(new DoctorAccount(doctor, 1, null));
        assertThat(contains(account, patient)).isFalse();
        assertThat(await(store.patientsOf(account))).isEmpty();

        accounts(new DoctorAccount(doctor, 2, next));
        assertThat(contains(next, patient)).isTrue();
        assertThat(await(store.patientsOf(next))).containsExactly(patient);
        assertThat(contains(account, patient)).isFalse();
    }

    @Test
    void an_older_account_or_the_same_version_again_has_no_effect() {
        save(byAppointment(appointment, 0, LATER));
        accounts(new DoctorAccount(doctor, 2, null), new DoctorAccount(doctor, 1, account));

        accounts(new DoctorAccount(doctor, 1, account));
        accounts(new DoctorAccount(doctor, 2, account));

        assertThat(contains(account, patient)).isFalse();
    }

    @Test
    void care_that_was_kept_before_the_doctor_is_heard_of_counts_from_then_on() {
        UUID unheard = UUID.randomUUID();
        String own = UUID.randomUUID().toString();
        save(relationship(appointment, 0, patient, unheard, null, CareBasis.QUEUE_ENTRY, LATER));
        assertThat(contains(own, patient)).isFalse();

        accounts(new DoctorAccount(unheard, 5, own));
        assertThat(contains(own, patient)).isTrue();
    }

    @Test
    void emergency_access_is_one_accounts_and_ends_by_itself() {
        String nurse = UUID.randomUUID().toString();
        UUID other = UUID.randomUUID();

        save(
                relationship(UUID.randomUUID(), 0, patient, null, nurse, CareBasis.EMERGENCY_ACCESS, LATER),
                relationship(UUID.randomUUID(), 0, other, null, nurse, CareBasis.EMERGENCY_ACCESS, BEFORE));

        assertThat(contains(nurse, patient)).isTrue();
        assertThat(contains(account, patient)).isFalse();
        assertThat(contains(nurse, other)).isFalse();
        assertThat(await(store.patientsOf(nurse))).containsExactly(patient);
    }

    @Test
    void a_doctors_patients_are_listed_once_each() {
        UUID second = UUID.randomUUID();
        UUID cancelled = UUID.randomUUID();

        save(
                byAppointment(appointment, 0, LATER),
                byAppointment(UUID.randomUUID(), 0, LATER),
                relationship(UUID.randomUUID(), 0, second, doctor, null, CareBasis.QUEUE_ENTRY, LATER),
                relationship(UUID.randomUUID(), 0, cancelled, doctor, null, CareBasis.APPOINTMENT, NOW));

        assertThat(await(store.patientsOf(account))).containsExactlyInAnyOrder(patient, second);
        assertThat(await(store.patientsOf(UUID.randomUUID().toString()))).isEmpty();
    }

    @Test
    void what_counts_is_found_by_its_basis_in_the_order_of_its_ids_which_have_no_sign() {
        long stretch = UUID.randomUUID().getMostSignificantBits();
        UUID low = new UUID(stretch, 1);
        UUID high = new UUID(stretch, -5);
        save(
                relationship(high, 3, patient, doctor, null, CareBasis.QUEUE_ENTRY, LATER),
                relationship(low, 2, patient, doctor, null, CareBasis.QUEUE_ENTRY, LATER),
                relationship(new UUID(stretch, 2), 0, patient, doctor, null, CareBasis.QUEUE_ENTRY, BEFORE),
                relationship(new UUID(stretch, 3), 0, patient, doctor, null, CareBasis.APPOINTMENT, LATER));

        IdRange all = new IdRange(new UUID(stretch, 0), new UUID(stretch, -1), 10);

        assertThat(await(store.kept(CareBasis.QUEUE_ENTRY, all)))
                .extracting(CareRelationship::id)
                .containsExactly(low, high);
        assertThat(await(store.kept(CareBasis.QUEUE_ENTRY, new IdRange(low, new UUID(stretch, -1), 10))))
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.id()).isEqualTo(high);
                    assertThat(kept.version()).isEqualTo(3);
                    assertThat(kept.patientId()).isEqualTo(patient);
                    assertThat(kept.doctorId()).isEqualTo(doctor);
                    assertThat(kept.until().toEpochMilli()).isEqualTo(LATER.toEpochMilli());
                });
        assertThat(await(store.kept(CareBasis.QUEUE_ENTRY, new IdRange(new UUID(stretch, 0), high, 1))))
                .extracting(CareRelationship::id)
                .containsExactly(low);
    }

    @Test
    void what_is_put_in_its_place_counts_whatever_version_was_there_and_what_is_removed_does_not() {
        save(byAppointment(appointment, 9, NOW));
        accounts(new DoctorAccount(doctor, 9, "another"));

        await(store.replace(List.of(byAppointment(appointment, 2, LATER))));
        await(store.replaceAccounts(List.of(new DoctorAccount(doctor, 1, account))));
        assertThat(contains(account, patient)).isTrue();
        assertThat(await(store.keptAccounts(new IdRange(
                        new UUID(doctor.getMostSignificantBits(), doctor.getLeastSignificantBits() - 1), doctor, 10))))
                .containsExactly(new DoctorAccount(doctor, 1, account));

        await(store.remove(List.of(appointment)));
        assertThat(contains(account, patient)).isFalse();
        await(store.removeAccounts(List.of(doctor)));
        save(byAppointment(appointment, 0, LATER));
        assertThat(contains(account, patient)).isFalse();
    }

    @Test
    void what_is_mended_takes_the_place_of_an_earlier_or_the_same_version_and_of_no_later_one() {
        save(byAppointment(appointment, 5, NOW));
        accounts(new DoctorAccount(doctor, 5, "another"));
        assertThat(await(store.versions(List.of(appointment, UUID.randomUUID()))))
                .isEqualTo(Map.of(appointment, 5L));

        await(store.mend(List.of(byAppointment(appointment, 4, LATER))));
        await(store.mendAccounts(List.of(new DoctorAccount(doctor, 4, account))));
        assertThat(contains(account, patient)).isFalse();
        assertThat(contains("another", patient)).isFalse();

        await(store.mend(List.of(byAppointment(appointment, 5, LATER))));
        assertThat(contains("another", patient)).isTrue();
        await(store.mendAccounts(List.of(new DoctorAccount(doctor, 5, account))));
        assertThat(contains(account, patient)).isTrue();

        UUID unknown = UUID.randomUUID();
        await(store.mend(List.of(byAppointment(unknown, 3, LATER))));
        assertThat(await(store.versions(List.of(unknown)))).isEqualTo(Map.of(unknown, 3L));
    }

    private CareRelationship byAppointment(UUID id, long version, Instant until) {
        return relationship(id, version, patient, doctor, null, CareBasis.APPOINTMENT, until);
    }

    private static CareRelationship relationship(
            UUID id,
            long version,
            UUID patientId,
            @Nullable UUID doctorId,
            @Nullable String subject,
            CareBasis basis,
            Instant until) {
        return new CareRelationship(id, version, patientId, doctorId, subject, basis, BEFORE, until, false);
    }

    private void save(CareRelationship... relationships) {
        await(store.save(List.of(relationships)));
    }

    private void accounts(DoctorAccount... accounts) {
        await(store.saveAccounts(List.of(accounts)));
    }

    private boolean contains(String subject, UUID patientId) {
        return await(store.contains(subject, patientId));
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(STORE_TIMEOUT);
    }
}

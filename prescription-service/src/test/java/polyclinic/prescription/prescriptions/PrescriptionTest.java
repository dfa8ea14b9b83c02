package polyclinic.prescription.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.CANCELLED;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.DISPENSED;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.DRAFT;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.EXPIRED;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.ISSUED;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.ISSUING;
import static polyclinic.prescription.prescriptions.PrescriptionStatus.PARTIALLY_DISPENSED;

import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.prescriptions.PrescribedItem.Medication;
import polyclinic.prescription.projections.appointments.CareContext;

/** Every status × every action on a prescription. */
class PrescriptionTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ASSET = UUID.randomUUID();

    private static final Duration YEAR = Duration.ofDays(365);

    private enum Action {
        REVISE,
        START_ISSUING,
        FINISH_ISSUING,
        FINISH_OF_AN_OLDER_ATTEMPT,
        RETURN_TO_DRAFT,
        RETURN_OF_AN_OLDER_ATTEMPT,
        CANCEL,
        VOID,
        DISPENSE_SOME,
        DISPENSE_ALL,
        TAKE_BACK,
        REFILL,
        EXPIRE,
        EXPIRE_TOO_EARLY
    }

    /** The status afterwards; an action that is not in the map is refused with invalid-transition. */
    private static final Map<PrescriptionStatus, Map<Action, PrescriptionStatus>> ALLOWED =
            new EnumMap<>(PrescriptionStatus.class);

    static {
        ALLOWED.put(
                DRAFT,
                Map.of(
                        Action.REVISE, DRAFT,
                        Action.START_ISSUING, ISSUING,
                        Action.CANCEL, CANCELLED,
                        Action.VOID, CANCELLED));
        ALLOWED.put(ISSUING, Map.of(Action.FINISH_ISSUING, ISSUED, Action.RETURN_TO_DRAFT, DRAFT));
        ALLOWED.put(
                ISSUED,
                Map.of(
                        Action.CANCEL, CANCELLED,
                        Action.VOID, CANCELLED,
                        Action.EXPIRE, EXPIRED,
                        Action.DISPENSE_SOME, PARTIALLY_DISPENSED,
                        Action.DISPENSE_ALL, DISPENSED));
        ALLOWED.put(
                PARTIALLY_DISPENSED,
                Map.of(
                        Action.DISPENSE_SOME, DISPENSED,
                        Action.DISPENSE_ALL, DISPENSED,
                        Action.CANCEL, CANCELLED,
                        Action.TAKE_BACK, ISSUED,
                        Action.EXPIRE, EXPIRED));
        ALLOWED.put(
                DISPENSED,
                Map.of(
                        Action.CANCEL, CANCELLED,
                        Action.TAKE_BACK, ISSUED,
                        Action.REFILL, PARTIALLY_DISPENSED));
        ALLOWED.put(CANCELLED, Map.of());
        ALLOWED.put(EXPIRED, Map.of());
    }

    /** Actions of the process or of events, which may come late or twice: they are ignored where they do not fit. */
    private static final List<Action> IGNORED_ELSEWHERE = List.of(
            Action.FINISH_ISSUING,
            Action.FINISH_OF_AN_OLDER_ATTEMPT,
            Action.RETURN_TO_DRAFT,
            Action.RETURN_OF_AN_OLDER_ATTEMPT,
            Action.VOID,
            Action.EXPIRE,
            Action.EXPIRE_TOO_EARLY);

    /** What comes back to the pharmacy is counted in every status, for a prescription may have ended meanwhile. */
    private static final List<Action> COUNTED_ELSEWHERE = List.of(Action.TAKE_BACK);

    @TestFactory
    Stream<DynamicTest> every_status_handles_every_action() {
        assertThat(ALLOWED.keySet()).containsExactlyInAnyOrder(PrescriptionStatus.values());
        return Stream.of(PrescriptionStatus.values()).flatMap(status -> Stream.of(Action.values())
                .map(action -> dynamicTest(status + " × " + action, () -> verify(status, action))));
    }

    private static void verify(PrescriptionStatus status, Action action) {
        Prescription prescription = in(status);
        PrescriptionStatus expected = ALLOWED.getOrDefault(status, Map.of()).get(action);
        if (expected != null) {
            perform(action).accept(prescription);
            assertThat(prescription.status()).isEqualTo(expected);
        } else if (IGNORED_ELSEWHERE.contains(action)) {
            perform(action).accept(prescription);
            assertThat(prescription.status()).isEqualTo(status);
            assertThat(prescription.updatedAt()).isEqualTo(NOON);
        } else if (COUNTED_ELSEWHERE.contains(action) && dispensed(prescription).signum() > 0) {
            perform(action).accept(prescription);
            assertThat(prescription.status()).isEqualTo(status);
            assertThat(dispensed(prescription)).isZero();
        } else if (COUNTED_ELSEWHERE.contains(action)) {
            assertThatThrownBy(() -> perform(action).accept(prescription)).isNotNull();
            assertThat(prescription.status()).isEqualTo(status);
        } else {
            assertThatThrownBy(() -> perform(action).accept(prescription))
                    .isInstanceOfSatisfying(Problem.class, refused -> {
                        assertThat(refused.status()).isEqualTo(409);
                        boolean hasSomethingLeft = status == PARTIALLY_DISPENSED && action == Action.REFILL;
                        assertThat(refused.slug()).isEqualTo(hasSomethingLeft ? "not-dispensed" : "invalid-transition");
                    });
            assertThat(prescription.status()).isEqualTo(status);
        }
    }

    @Test
    void finishing_twice_changes_nothing_the_second_time() {
        Prescription prescription = in(ISSUING);

        assertThat(prescription.finishIssuing(1, ASSET, "ab", NOON, YEAR)).isTrue();
        assertThat(prescription.finishIssuing(1, UUID.randomUUID(), "cd", NOON.plusSeconds(9), YEAR))
                .isFalse();
        assertThat(prescription.returnToDraft(1, "late", NOON.plusSeconds(9))).isFalse();

        assertThat(prescription.documentAssetId()).isEqualTo(ASSET);
        assertThat(prescription.issuedAt()).isEqualTo(NOON);
    }

    @Test
    void a_failed_attempt_leaves_its_reason_and_the_next_has_another_number() {
        Prescription prescription = in(ISSUING);

        prescription.returnToDraft(1, "no storage", NOON);
        assertThat(prescription.returnedReason()).isEqualTo("no storage");
        prescription.startIssuing(List.of(), null, NOON);

        assertThat(prescription.attempt()).isEqualTo(2);
        assertThat(prescription.returnedReason()).isNull();
        assertThat(prescription.finishIssuing(1, ASSET, "ab", NOON, YEAR)).isFalse();
        assertThat(prescription.status()).isEqualTo(ISSUING);
    }

    @Test
    void a_revision_returns_what_changed_and_keeps_the_items_when_they_are_equal() {
        Prescription prescription = in(DRAFT);
        UUID item = prescription.items().get(0).id();

        assertThat(prescription.revise(List.of(item("Paracetamol")), null, NOON.plusSeconds(1)))
                .isEmpty();
        assertThat(prescription.revise(List.of(item("Paracetamol")), "after meals", NOON))
                .containsExactly("notes");
        assertThat(prescription.items().get(0).id()).isEqualTo(item);
        assertThat(prescription.revise(List.of(item("Ibuprofen")), "after meals", NOON))
                .containsExactly("items");

        assertThat(prescription.items()).hasSize(1);
        assertThat(prescription.items().get(0).medication().name()).isEqualTo("Ibuprofen");
    }

    @Test
    void quantities_are_counted_digit_for_digit_and_never_beyond_what_is_prescribed() {
        Prescription prescription = in(ISSUED);
        UUID item = prescription.items().get(0).id();

        prescription.dispense(Map.of(item, new BigDecimal("0.25")), NOON);

        assertThat(prescription.items().get(0).remaining()).isEqualTo(new BigDecimal("2.75"));
        assertThatThrownBy(() -> prescription.dispense(Map.of(item, new BigDecimal("2.76")), NOON))
                .isInstanceOf(ExceedsPrescribed.class);
        assertThatThrownBy(() -> prescription.dispense(Map.of(item, BigDecimal.ZERO), NOON))
                .isInstanceOf(ExceedsPrescribed.class);
        assertThat(prescription.status()).isEqualTo(PARTIALLY_DISPENSED);
    }

    @Test
    void a_cancellation_after_dispensing_stops_the_rest_and_keeps_what_was_given() {
        Prescription prescription = in(PARTIALLY_DISPENSED);

        prescription.cancel("not tolerated", NOON);

        assertThat(dispensed(prescription)).isEqualTo(new BigDecimal("1.5"));
        assertThatThrownBy(() -> prescription.dispense(first(prescription, "1"), NOON))
                .isInstanceOf(InvalidPrescriptionTransition.class);
    }

    @Test
    void what_was_dispensed_to_its_last_refill_is_not_cancelled() {
        Prescription prescription = in(DISPENSED);
        for (int refill = 0; refill < 2; refill++) {
            prescription.refill(null, NOON);
            prescription.dispense(first(prescription, "3.0"), NOON);
        }

        assertThatThrownBy(() -> prescription.cancel("too late", NOON))
                .isInstanceOf(InvalidPrescriptionTransition.class);
    }

    @Test
    void refills_count_down_and_each_allows_the_quantity_once_more() {
        Prescription prescription = in(DISPENSED);
        PrescriptionItem item = prescription.items().get(0);

        for (int left = 1; left >= 0; left--) {
            prescription.refill(List.of(item.id()), NOON);
            assertThat(item.refillsLeft()).isEqualTo(left);
            assertThat(item.remaining()).isEqualTo(new BigDecimal("3.0"));
            prescription.dispense(first(prescription, "3.0"), NOON);
            assertThat(prescription.status()).isEqualTo(DISPENSED);
        }

        assertThatThrownBy(() -> prescription.refill(null, NOON))
                .isInstanceOfSatisfying(
                        Problem.class, refused -> assertThat(refused.slug()).isEqualTo("no-refills-left"));
        assertThatThrownBy(() -> prescription.refill(List.of(UUID.randomUUID()), NOON))
                .isInstanceOfSatisfying(
                        Problem.class, refused -> assertThat(refused.status()).isEqualTo(422));
    }

    @Test
    void what_has_ended_is_neither_dispensed_nor_refilled_even_before_the_schedule_says_so() {
        assertThatThrownBy(() -> in(ISSUED).dispense(first(in(ISSUED), "1"), NOON.plus(YEAR)))
                .isInstanceOf(InvalidPrescriptionTransition.class);
        assertThatThrownBy(() -> in(DISPENSED).refill(null, NOON.plus(YEAR)))
                .isInstanceOf(InvalidPrescriptionTransition.class);
    }

    private static BigDecimal dispensed(Prescription prescription) {
        return prescription.items().get(0).dispensed();
    }

    private static Consumer<Prescription> perform(Action action) {
        Instant later = NOON.plusSeconds(60);
        return prescription -> {
            switch (action) {
                case REVISE -> prescription.revise(List.of(item("Ibuprofen")), null, later);
                case START_ISSUING -> prescription.startIssuing(List.of(), null, later);
                case FINISH_ISSUING -> prescription.finishIssuing(1, ASSET, "ab", later, YEAR);
                case FINISH_OF_AN_OLDER_ATTEMPT -> prescription.finishIssuing(0, ASSET, "ab", later, YEAR);
                case RETURN_TO_DRAFT -> prescription.returnToDraft(1, "it failed", later);
                case RETURN_OF_AN_OLDER_ATTEMPT -> prescription.returnToDraft(0, "it failed", later);
                case CANCEL -> prescription.cancel("a mistake", later);
                case VOID -> prescription.voidUndispensed("the appointment was cancelled", later);
                case REFILL -> prescription.refill(null, later);
                case EXPIRE -> prescription.expire(NOON.plus(YEAR));
                case EXPIRE_TOO_EARLY -> prescription.expire(NOON.plus(YEAR).minusSeconds(1));
                case DISPENSE_SOME -> prescription.dispense(first(prescription, "1.5"), later);
                case DISPENSE_ALL ->
                    prescription.dispense(
                            first(
                                    prescription,
                                    prescription.items().get(0).remaining().toPlainString()),
                            later);
                case TAKE_BACK ->
                    prescription.takeBack(
                            first(prescription, dispensed(prescription).toPlainString()), later);
            }
        };
    }

    private static Prescription in(PrescriptionStatus status) {
        Prescription prescription = Prescription.drafted(
                new CareContext.OfAppointment(UUID.randomUUID()),
                UUID.randomUUID(),
                UUID.randomUUID(),
                "doctor",
                List.of(item("Paracetamol")),
                null,
                NOON);
        if (status != DRAFT) prescription.startIssuing(List.of(), null, NOON);
        if (status != DRAFT && status != ISSUING) prescription.finishIssuing(1, ASSET, "ab", NOON, YEAR);
        if (status == PARTIALLY_DISPENSED) prescription.dispense(first(prescription, "1.5"), NOON);
        if (status == DISPENSED) prescription.dispense(first(prescription, "3.0"), NOON);
        if (prescription.status() != status) set(prescription, status);
        return prescription;
    }

    private static Map<UUID, BigDecimal> first(Prescription prescription, String quantity) {
        return Map.of(prescription.items().get(0).id(), new BigDecimal(quantity));
    }

    /** Statuses that this service's operations do not lead to yet. */
    private static void set(Prescription prescription, PrescriptionStatus status) {
        try {
            Field field = Prescription.class.getDeclaredField("status");
            field.setAccessible(true);
            field.set(prescription, status);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrescribedItem item(String name) {
        return new PrescribedItem(
                null,
                new Medication(null, null, name),
                "1",
                "oral",
                "daily",
                3,
                new BigDecimal("3.0"),
                "tablet",
                2,
                null);
    }
}

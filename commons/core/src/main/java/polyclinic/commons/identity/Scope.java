package polyclinic.commons.identity;

import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose records a caller reaches in one kind of resource (FHIR: the caller's compartment). A repository takes it and says by
 * {@link #match} what each of the five cases means, so there is no null that means "everybody's".
 */
public sealed interface Scope {
    Scope ALL = new All();
    Scope NONE = new None();

    /** Everybody's. */
    record All() implements Scope {}

    /** One patient's: the patient is the caller. */
    record OwnPatient(UUID patientId) implements Scope {}

    /** Those of the patients whom a doctor has in care. @param doctorSubject the {@code sub} of the doctor's account */
    record InCareOf(String doctorSubject) implements Scope {}

    /**
     * Both: a doctor who is a patient of the clinic too. Each half keeps the rules of its role, so a record of their own that is
     * not in their own care is seen as any other patient sees theirs.
     */
    record OwnPatientOrInCareOf(UUID patientId, String doctorSubject) implements Scope {}

    /** Nobody's. */
    record None() implements Scope {}

    /** The patient whom the caller is, or null where the scope reaches nobody by that. Not a condition: see {@link #match}. */
    default @Nullable UUID patientId() {
        return null;
    }

    /** The account of the doctor whose care counts, or null where the scope reaches nobody by that. */
    default @Nullable String doctorSubject() {
        return null;
    }

    /** A switch over all cases, which Java 17 has no syntax for: a case that is added does not compile without its branch. */
    default <T> T match(
            Supplier<T> all,
            Function<UUID, T> ownPatient,
            Function<String, T> inCareOf,
            BiFunction<UUID, String, T> ownPatientOrInCareOf,
            Supplier<T> none) {
        if (this instanceof OwnPatient own) return ownPatient.apply(own.patientId());
        if (this instanceof InCareOf care) return inCareOf.apply(care.doctorSubject());
        if (this instanceof OwnPatientOrInCareOf both)
            return ownPatientOrInCareOf.apply(both.patientId(), both.doctorSubject());
        return this instanceof All ? all.get() : none.get();
    }
}

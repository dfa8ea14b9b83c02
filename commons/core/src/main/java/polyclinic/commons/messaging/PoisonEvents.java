package polyclinic.commons.messaging;

import com.fasterxml.jackson.core.JacksonException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import java.time.DateTimeException;
import java.util.List;
import java.util.NoSuchElementException;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.problem.StoreRefusals;
import polyclinic.commons.problem.TransientFailures;

/**
 * Tells an event that can never have its effect from everything else that fails. The list names what is the event's fault (or
 * the reader's: to the event it comes to the same); whatever is not on it (a rotated password, a standby in place of the
 * primary, a missing grant or column, a step-down) is the installation's, and setting events aside for it would lose them.
 */
@ApplicationScoped
class PoisonEvents {
    private static final int MAX_DEPTH = 20;
    private static final List<Class<? extends RuntimeException>> READERS_MISTAKES = List.of(
            IllegalArgumentException.class,
            NullPointerException.class,
            ClassCastException.class,
            IndexOutOfBoundsException.class,
            NoSuchElementException.class,
            DateTimeException.class,
            ArithmeticException.class,
            ConstraintViolationException.class);

    private final Iterable<StoreRefusals> stores;

    @Inject
    PoisonEvents(@Any Instance<StoreRefusals> stores) {
        this((Iterable<StoreRefusals>) stores);
    }

    PoisonEvents(Iterable<StoreRefusals> stores) {
        this.stores = stores;
    }

    /** True when trying the event again is of no use, whatever anybody repairs outside of it and its reader. */
    boolean is(Throwable failure) {
        if (TransientFailures.is(failure)) return false;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth++ < MAX_DEPTH; cause = cause.getCause())
            if (isOfTheEvent(cause)) return true;
        return false;
    }

    private boolean isOfTheEvent(Throwable cause) {
        if (cause instanceof CloudEvent.MalformedEvent || cause instanceof JacksonException) return true;
        if (cause instanceof Problem problem) return problem.status() >= 400 && problem.status() < 500;
        for (Class<? extends RuntimeException> mistake : READERS_MISTAKES) if (mistake.isInstance(cause)) return true;
        for (StoreRefusals store : stores) if (store.refusesTheData(cause)) return true;
        return false;
    }
}

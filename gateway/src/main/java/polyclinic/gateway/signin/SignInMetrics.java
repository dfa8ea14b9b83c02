package polyclinic.gateway.signin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** How many sign-ins begin, and what becomes of them; each from 0. */
@Singleton
class SignInMetrics {

    /** What became of a sign-in. */
    enum Outcome {
        /** A browser was sent to the identity provider. */
        BEGUN,
        SIGNED_IN,
        /** The identity provider did not let the person in. */
        REFUSED,
        /** It was nobody's, over, used before, or of another browser. */
        INVALID,
        /** Redis or the identity provider could not be reached. */
        UNAVAILABLE
    }

    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    SignInMetrics(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            String label = outcome.name().toLowerCase(Locale.ROOT);
            counters.put(outcome, registry.counter("gateway.sign.ins", "outcome", label));
        }
    }

    void count(Outcome outcome) {
        Objects.requireNonNull(counters.get(outcome)).increment();
    }
}

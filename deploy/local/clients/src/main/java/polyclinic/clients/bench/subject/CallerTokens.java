package polyclinic.clients.bench.subject;

import java.util.List;
import java.util.stream.IntStream;
import polyclinic.clients.checks.ParallelCalls;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.clinic.KeycloakAccounts;

/**
 * Tokens of many accounts of one role. The gateway limits each caller (1,200 requests a minute unless configured otherwise) and
 * does so during the measurement too, so the load comes from many accounts in turn.
 */
public final class CallerTokens {
    private static final int MAX_PARALLEL_SIGN_INS = 3;

    private final List<String> tokens;

    private CallerTokens(List<String> tokens) {
        this.tokens = tokens;
    }

    /** Creates the accounts that do not exist yet and signs all of them in. */
    public static CallerTokens signIn(Clinic clinic, String prefix, String role, int count) {
        List<String> users =
                IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
        new KeycloakAccounts(clinic).createMissing(users, role);
        return new CallerTokens(
                ParallelCalls.of(count, MAX_PARALLEL_SIGN_INS, i -> clinic.session(users.get(i), users.get(i))
                        .token()));
    }

    /** Returns the Authorization header of request n. */
    public String bearer(long n) {
        return "Bearer " + tokens.get((int) (n % tokens.size()));
    }
}

package polyclinic.clients.audit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;

/**
 * {@code ./polyclinic verify-audit [--json]}: recomputes the audit trail's chains and checks the signed checkpoints,
 * including those in S3. Exit code 0: the trail is valid; 1: it is broken, with the first broken entry; 2: it could not be
 * checked.
 */
public final class AuditVerifier {
    private AuditVerifier() {}

    /**
     * Verifies the whole trail; returns the first thing that is broken in a sentence, null when there is none.
     *
     * @throws IOException when something could not be read, so that nothing can be said about the trail
     */
    public static @Nullable String findBroken(Clinic clinic) throws IOException, GeneralSecurityException {
        TrailReport report = new TrailVerifier(clinic, line -> {}).verify();
        return report.isValid() ? null : report.verdict();
    }

    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        if (!List.of("--json").containsAll(words)) {
            System.err.println("usage: ./polyclinic verify-audit [--json]");
            System.exit(2);
        }
        try {
            System.err.println("verify-audit: recomputing every chain, which takes minutes when the trail is long …");
            TrailReport report = new TrailVerifier(
                            new Clinic(System.getenv()), line -> System.err.println("verify-audit: " + line))
                    .verify();
            if (words.contains("--json")) {
                System.out.println(report.json());
            } else {
                System.out.print(report.table());
                System.out.println(report.verdict());
            }
            System.exit(report.isValid() ? 0 : 1);
        } catch (IOException | GeneralSecurityException | CheckFailed e) {
            System.err.println("The audit trail could not be checked: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            System.exit(2);
        }
    }
}

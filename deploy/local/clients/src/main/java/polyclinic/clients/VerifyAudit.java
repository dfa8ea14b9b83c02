package polyclinic.clients;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import polyclinic.clients.audit.TrailCheck;

/**
 * {@code ./polyclinic verify-audit [--json]}: recomputes the audit trail's chains and checks the signed checkpoints, those
 * in S3 included. Exit code 0: whole; 1: broken, and which entry is the first; 2: it could not be checked.
 */
public final class VerifyAudit {
    private VerifyAudit() {}

    public static void main(String[] args) throws InterruptedException {
        List<String> words = List.of(args);
        if (!List.of("--json").containsAll(words)) {
            System.err.println("usage: ./polyclinic verify-audit [--json]");
            System.exit(2);
        }
        try {
            System.err.println("verify-audit: recomputing every chain, which takes minutes when the trail is long …");
            TrailCheck check = new TrailCheck(System.getenv()).run();
            if (words.contains("--json")) {
                System.out.println(check.json());
            } else {
                System.out.print(check.table());
                System.out.println(check.verdict());
            }
            System.exit(check.isValid() ? 0 : 1);
        } catch (IOException | GeneralSecurityException e) {
            System.err.println("The audit trail could not be checked: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            System.exit(2);
        }
    }
}

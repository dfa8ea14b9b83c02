package polyclinic.suite;

import java.nio.file.Path;
import java.util.Map;
import polyclinic.clients.clinic.Clinic;

/** The packaged suite as a whole, started once for all tests of the run. */
final class Suite {
    private static final LocalStack STACK = new LocalStack(
            "stack",
            0,
            Map.of(
                    // Clients know the first of them.
                    "POLYCLINIC_REPLICAS",
                    "gateway=2",
                    "POLYCLINIC_BACKUP_PASSPHRASE",
                    "of the system tests",
                    // How long something killed keeps others from its work; the defaults are for slower machines.
                    "POLYCLINIC_IDEMPOTENCY_CLAIM",
                    "3S",
                    "POLYCLINIC_ISSUING_LEASE",
                    "10S",
                    // As in production; the local stack lets one account stand for a whole ward.
                    "POLYCLINIC_GATEWAY_OPEN_REQUESTS_PER_CALLER",
                    "16"));

    private static Clinic clinic;

    private Suite() {}

    static synchronized Clinic clinic() {
        if (clinic == null) {
            STACK.up();
            clinic = new Clinic(environmentFile());
        }
        return clinic;
    }

    /** For who needs the processors; who asks for it again starts it again. */
    static synchronized void end() {
        if (clinic == null) return;
        STACK.run("down");
        clinic = null;
    }

    static Path root() {
        return LocalStack.ROOT;
    }

    /** The folder of the stack's data, keys and secrets. */
    static Path home() {
        return STACK.home();
    }

    /** What {@code up} wrote for clients. */
    static Map<String, String> environmentFile() {
        return STACK.environmentFile();
    }

    /** {@code ./polyclinic WORDS}, its outputs in one; not started yet. */
    static ProcessBuilder command(String... words) {
        return STACK.command(words);
    }

    /** Runs {@code ./polyclinic WORDS}; fails with its output when it fails. */
    static String run(String... words) {
        return STACK.run(words);
    }
}

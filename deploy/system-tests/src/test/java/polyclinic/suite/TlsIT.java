package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.clinic.Clinic;

/**
 * A stack whose every connection is encrypted: it starts, is written to and makes a recovery point, and the drill brings that back
 * into a second one, compares every digest and plays a day on it.
 *
 * <p>The first of all: it is the one whose whole suite starts, ends in order and starts again, so it records what makes each later start
 * of the run a fraction of the work.
 */
@Order(1)
class TlsIT {
    private static final int PORT_OFFSET = 3000;

    private static final LocalStack STACK = new LocalStack(
            "encrypted",
            PORT_OFFSET,
            Map.of(
                    "POLYCLINIC_TLS",
                    "on",
                    "POLYCLINIC_BACKUP_PASSPHRASE",
                    "of the system tests",
                    "POLYCLINIC_ARCHIVES",
                    "classes"));

    @TempDir
    private Path dir;

    @Test
    void an_encrypted_stack_is_backed_up_and_its_drill_passes() throws IOException {
        STACK.run("up");
        try {
            ImpatientBookings load =
                    new ImpatientBookings(new Clinic(STACK.environmentFile()), ImpatientBookings.STEADY_MS);
            load.start();
            load.awaitMore(10);
            STACK.run("backup", "--to", dir.resolve("backups").toString());
            load.stop();
            assertThat(load.failures()).isEmpty();
        } finally {
            STACK.run("down");
        }

        // All of the second stack speaks TLS alone as well: it is read, verified and worked with.
        assertThat(STACK.run("drill", point(), "--from", dir.resolve("backups").toString()))
                .contains("restore", "audit trail", "book, prescribe, sign");
    }

    private String point() throws IOException {
        try (Stream<Path> manifests = Files.list(dir.resolve("backups/recovery-points"))) {
            return manifests
                    .map(file -> file.getFileName().toString().replace(".json", ""))
                    .findFirst()
                    .orElseThrow();
        }
    }
}

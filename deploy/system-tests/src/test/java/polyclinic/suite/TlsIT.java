package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.clinic.Clinic;

/**
 * A stack whose every connection is encrypted: it starts, is written to, makes a recovery point, and that is brought back into a
 * second one, every digest compared.
 */
class TlsIT {
    private static final int PORT_OFFSET = 3000;

    private static final LocalStack STACK = new LocalStack(
            "encrypted",
            PORT_OFFSET,
            Map.of("POLYCLINIC_TLS", "on", "POLYCLINIC_BACKUP_PASSPHRASE", "of the system tests"));

    @TempDir
    private Path dir;

    @Test
    void an_encrypted_stack_is_backed_up_and_comes_back() throws IOException {
        STACK.run("up");
        try {
            ImpatientBookings load = new ImpatientBookings(new Clinic(STACK.environmentFile()));
            load.start();
            load.awaitMore(10);
            STACK.run("backup", "--to", dir.resolve("backups").toString());
            load.stop();
            assertThat(load.failures()).isEmpty();
        } finally {
            STACK.run("down");
        }

        // Its stores speak TLS alone as well.
        assertThat(STACK.run(
                        "restore",
                        point(),
                        "--into",
                        dir.resolve("restored").toString(),
                        "--from",
                        dir.resolve("backups").toString()))
                .contains("Restored to the state of");
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

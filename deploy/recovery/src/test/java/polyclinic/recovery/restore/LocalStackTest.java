package polyclinic.recovery.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {
    @TempDir
    private Path root;

    @Test
    void every_service_of_the_checkout_gets_ports_of_its_own() throws IOException {
        for (String folder : new String[] {"gateway", "patient-service", "dental-service", "commons", "docs"}) {
            Files.createDirectory(root.resolve(folder));
        }
        Path command = Files.writeString(root.resolve("polyclinic"), "#!/bin/sh\nenv\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));

        String environment = LocalStack.onFreePorts(root.resolve("home"), Map.of("POLYCLINIC_ROOT", root.toString()))
                .run("", "env");

        assertThat(environment.lines().map(line -> line.replaceFirst("=.*", "")))
                .contains(
                        "POLYCLINIC_GATEWAY_PORT",
                        "POLYCLINIC_DENTAL_PORT",
                        "POLYCLINIC_DENTAL_MANAGEMENT_PORT",
                        "POLYCLINIC_PATIENT_MANAGEMENT_PORT",
                        "POLYCLINIC_POSTGRES_PORT")
                .doesNotContain("POLYCLINIC_DOCS_PORT");
    }
}

package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.clients.clinic.Clinic;

/** Recovery points of the running suite: made while the clinic works, killed in the middle, and sabotaged. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecoveryIT {
    private static final int POINTS = Integer.getInteger("recovery.points", 2);
    /** By then every process has ended its hold by itself. */
    private static final Duration WRITING_AGAIN = Duration.ofSeconds(10);

    private static final Clinic CLINIC = Suite.clinic();

    @TempDir
    private static Path backups;

    @TempDir
    private Path dir;

    @Test
    @Order(1)
    void points_under_load_lose_nothing() {
        ImpatientBookings load = new ImpatientBookings(CLINIC, ImpatientBookings.STEADY_MS);
        load.start();
        load.awaitMore(10);
        List<String> holds = new ArrayList<>();
        for (int point = 0; point < POINTS; point++) {
            Suite.run("backup", "--to", backups.toString())
                    .lines()
                    .filter(line -> line.contains("writes were held"))
                    .forEach(holds::add);
        }
        load.awaitMore(10);
        load.stop();

        System.out.printf(
                "%d points:%n%s%n%d bookings, the longest request took %d ms%n",
                POINTS,
                String.join(System.lineSeparator(), holds),
                load.acknowledged().size(),
                load.longestMillis());
        assertThat(load.failures()).isEmpty();
        assertThat(load.booked()).containsExactlyInAnyOrderElementsOf(load.acknowledged());
        assertThat(Suite.run("backups", "--from", backups.toString())
                        .lines()
                        .filter(line -> line.contains("signed, never restored")))
                .hasSize(POINTS);
    }

    @Test
    @Order(2)
    void a_coordinator_that_is_killed_leaves_the_clinic_writing_and_no_point() throws Exception {
        List<Path> before = points();
        Process backup = Suite.command("backup", "--to", backups.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (!isHeld()) {
            assertThat(backup.isAlive()).as("the hold was not seen").isTrue();
        }
        List<ProcessHandle> all = Stream.concat(backup.descendants(), Stream.of(backup.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        long killed = System.nanoTime();

        register();

        Duration waited = Duration.ofNanos(System.nanoTime() - killed);
        System.out.printf("killed during a hold: the clinic wrote again after %d ms%n", waited.toMillis());
        assertThat(waited).isLessThan(WRITING_AGAIN);
        backup.waitFor();
        assertThat(points()).isEqualTo(before);
    }

    @Test
    @Order(3)
    void each_sabotage_makes_the_restore_fail_before_anything_is_written() throws IOException {
        upload(register());
        // What the killed one left behind is cleared by this one.
        String id = json(Suite.run("backup", "--json", "--to", backups.toString()))
                .path("id")
                .asText();
        assertThat(backups.resolve("runs"))
                .satisfiesAnyOf(folder -> assertThat(folder).doesNotExist(), folder -> assertThat(folder)
                        .isEmptyDirectory());
        for (String place : List.of(
                "log/" + id,
                "base/polyclinic-" + id + ".tar.gz",
                "dump/" + id,
                "blobs",
                "audit",
                "recovery-points/" + id + ".json")) {
            Path file = firstFile(backups.resolve(place));
            byte[] whole = Files.readAllBytes(file);
            byte[] flipped = whole.clone();
            flipped[flipped.length / 2] ^= 1;
            Files.write(file, flipped);
            assertRestoreFails(id, "damaged");
            Files.write(file, whole);
        }
        Path segment = firstFile(backups.resolve("log/" + id));
        Files.move(segment, dir.resolve("segment"));
        assertRestoreFails(id, "missing");
        Files.move(dir.resolve("segment"), segment);
    }

    private void assertRestoreFails(String id, String message) {
        Path home = dir.resolve("restored");
        assertThatThrownBy(() -> Suite.run("restore", id, "--into", home.toString(), "--from", backups.toString()))
                .hasMessageContaining(message);
        assertThat(home.resolve("postgres")).as("nothing is restored").doesNotExist();
    }

    private static String register() {
        return CLINIC.as("reception")
                .post(
                        "/patients?confirmDistinct=true",
                        Map.of(
                                "givenName",
                                UUID.randomUUID().toString(),
                                "familyName",
                                "Held",
                                "birthDate",
                                "1980-01-01",
                                "sex",
                                "unknown"))
                .expect(201)
                .text("id");
    }

    private static void upload(String patient) {
        CLINIC.as("nurse")
                .upload(
                        "/assets",
                        Map.of("kind", "document", "patientId", patient),
                        "scan.pdf",
                        "application/pdf",
                        "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
                                .getBytes(StandardCharsets.US_ASCII),
                        UUID.randomUUID().toString())
                .expect(201);
    }

    private static boolean isHeld() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(CLINIC.require("POLYCLINIC_GATEWAY_MANAGEMENT_URL") + "/q/hold"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return new ObjectMapper()
                .readTree(CLINIC.http().send(request, BodyHandlers.ofString()).body())
                .path("held")
                .asBoolean();
    }

    private static Path firstFile(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
    }

    private static List<Path> points() throws IOException {
        Path folder = backups.resolve("recovery-points");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static JsonNode json(String output) {
        String line = output.lines()
                .filter(text -> text.startsWith("{"))
                .reduce((one, other) -> other)
                .orElseThrow(() -> new AssertionError(output));
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError(output, e);
        }
    }
}

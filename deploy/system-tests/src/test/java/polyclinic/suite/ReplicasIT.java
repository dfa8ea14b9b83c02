package polyclinic.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import polyclinic.clients.clinic.Clinic;

/**
 * Two replicas of everything: a release takes the place of the last one, replicas are restarted, die and are cut off, while clients
 * work. Who tries nothing twice has no request fail by what is done in order; what was acknowledged is there once, whatever happens. The
 * last of all, when the stack of the others has ended: twice the suite needs the whole machine.
 */
@Order(Integer.MAX_VALUE)
class ReplicasIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String APPLICATION = "target/quarkus-app";
    private static final Path LAST =
            LocalStack.ROOT.resolve("appointment-service").resolve(APPLICATION);
    private static final Path NEXT =
            LocalStack.ROOT.resolve("deploy/system-tests/next").resolve(APPLICATION);

    /** What each replica runs: links, so that its next start finds another release. */
    private static final Path RELEASES = LocalStack.ROOT.resolve("deploy/system-tests/target/releases");

    private static final Path FIRST = RELEASES.resolve("first");
    private static final Path SECOND = RELEASES.resolve("second");

    private static final LocalStack STACK = new LocalStack(
            "replicas",
            500,
            Map.of(
                    "POLYCLINIC_REPLICAS", "2,gateway=2",
                    "POLYCLINIC_FAULTS", "on",
                    "POLYCLINIC_WAL_ARCHIVE", "off",
                    "POLYCLINIC_APPOINTMENT_APPLICATION", FIRST.toString(),
                    "POLYCLINIC_APPOINTMENT_2_APPLICATION", SECOND.toString()));

    private static final List<String> SERVICES = List.of(
            "patient-service",
            "appointment-service",
            "prescription-service",
            "billing-service",
            "notes-service",
            "asset-service",
            "audit-service",
            "gateway");

    /** Short ones, of which some tens of faults come. */
    private static final String[] CHAOS = {"chaos", "--seed", "1", "--seeds", "10", "--minutes", "0.1"};

    private static Clinic clinic;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(RELEASES);
        release(FIRST, LAST);
        release(SECOND, LAST);
        Suite.end();
        STACK.up();
        clinic = new Clinic(STACK.environmentFile());
    }

    @AfterAll
    static void stop() {
        STACK.run("down");
    }

    @Test
    void the_next_release_takes_the_last_ones_place_and_back_and_no_request_fails() throws Exception {
        ImpatientBookings clients = new ImpatientBookings(clinic, ImpatientBookings.CROWDED_MS);
        clients.start();
        clients.awaitMore(20);

        upgrade("appointment-service-2", SECOND, NEXT);
        assertThat(columns()).isEqualTo(2);
        // The last release and the next one beside each other, on the tables of the next.
        clients.awaitMore(40);
        upgrade("appointment-service", FIRST, NEXT);
        clients.awaitMore(20);
        upgrade("appointment-service-2", SECOND, LAST);
        clients.awaitMore(40);
        upgrade("appointment-service", FIRST, LAST);
        clients.awaitMore(20);
        clients.stop();

        assertThat(clients.failures()).isEmpty();
        assertThat(clients.booked()).containsExactlyInAnyOrderElementsOf(clients.acknowledged());
        await("every event is sent").atMost(TIMEOUT).until(() -> count("select count(*) from outbox") == 0);
    }

    @Test
    void nobody_notices_that_a_replica_is_killed() {
        ImpatientBookings clients = new ImpatientBookings(clinic, ImpatientBookings.CROWDED_MS);
        clients.start();
        clients.awaitMore(20);

        STACK.run("kill", "appointment-service-2");
        clients.awaitMore(40);
        clients.stop();

        assertThat(clients.failures()).isEmpty();
        assertThat(clients.booked()).containsExactlyInAnyOrderElementsOf(clients.acknowledged());
    }

    /** As when a machine is drained: of each service the replica that was there ends, all at once, and comes back. */
    @Test
    void nobody_notices_that_a_replica_of_each_service_is_restarted() throws IOException, InterruptedException {
        ImpatientStaff staff = new ImpatientStaff(clinic);
        staff.start();
        staff.awaitMore(4);
        List<Process> restarts = new ArrayList<>();
        for (String service : SERVICES)
            restarts.add(STACK.command("restart", service + "-2")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        for (Process restart : restarts) assertThat(restart.waitFor()).isZero();
        staff.awaitMore(4);
        staff.stop();

        assertThat(staff.failures()).isEmpty();
        staff.assertAllThereOnce();
    }

    @Test
    void ten_seeds_of_faults_lose_nothing_and_double_nothing() {
        String report = STACK.run(CHAOS);

        // How long each part of a run takes is what to look at when these take too long.
        report.lines().filter(line -> line.contains(" acknowledged ")).forEach(System.out::println);
        assertThat(report).contains("GOOD: 10 seeds");
    }

    private static void upgrade(String replica, Path link, Path release) throws IOException {
        release(link, release);
        STACK.run("restart", replica);
    }

    private static void release(Path link, Path release) throws IOException {
        assertThat(release).isDirectory();
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, release);
    }

    private static long columns() throws SQLException {
        return count("select count(*) from information_schema.columns where table_name = 'appointment'"
                + " and column_name in ('follow_up_of', 'source')");
    }

    private static long count(String query) throws SQLException {
        String url = "jdbc:postgresql://" + clinic.require("POLYCLINIC_POSTGRES") + "/appointment";
        String password = clinic.require("POLYCLINIC_POSTGRES_PASSWORD_APPOINTMENT");
        try (var connection = DriverManager.getConnection(url, "appointment", password);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}

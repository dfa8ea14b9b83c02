package polyclinic.recovery.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Postgres;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.manifest.PointManifest;
import polyclinic.recovery.postgres.BaseCopy.Base;
import polyclinic.recovery.repository.BackupRepository;
import polyclinic.recovery.repository.StoredFile;
import polyclinic.recovery.repository.TestRepositories;

/** A real server: copied while it works, and brought back to a point between two of its transactions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PointInTimeRecoveryTest {
    private static final List<String> DATABASES = List.of("patient", "appointment");
    private static final String ID = "20260101T000000Z";
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @TempDir
    private static Path dir;

    private Postgres server;
    private PostgresCluster cluster;
    private BackupRepository repository;
    private Path archive;

    @BeforeAll
    void start() throws IOException, SQLException {
        archive = dir.resolve("wal");
        Files.createDirectories(archive);
        server = Postgres.start(dir.resolve("postgres"), Probe.freePort(), DATABASES);
        cluster = cluster(server);
        archive();
        LogArchive.requireArchiving(cluster);
        repository = TestRepositories.in(dir.resolve("backups"));
    }

    @AfterAll
    void stop() {
        server.stop();
    }

    @Test
    void what_was_there_at_the_point_comes_back_and_nothing_later() throws SQLException {
        execute("patient", "create table visit (id int primary key, secret_word text, seen timestamptz default now())");
        execute("appointment", "create table slot (id int primary key, at timestamptz, fee numeric(10,2))");
        execute("patient", "insert into visit select n, 'x' || n from generate_series(1, 1000) n");
        Base base = BaseCopy.take(cluster, dir.resolve("postgres/data"), "base-1", repository);
        execute("appointment", "insert into slot select n, now(), n * 1.5 from generate_series(1, 500) n");
        PointManifest.PostgresPoint point;
        List<ContentDigest> digests;
        try (ClusterMark mark = ClusterMark.prepare(cluster)) {
            point = mark.set("point-1", "base-1", System.nanoTime() + SECOND);
            execute("patient", "insert into visit select n, 'y' from generate_series(1001, 1500) n");
            execute("appointment", "delete from slot");
            digests = mark.digests();
        }
        String last = LogArchive.complete(cluster, point.lsn());
        List<StoredFile> log = new LogArchive(cluster, archive).copy(base.firstSegment(), last, ID, repository);

        Path home = dir.resolve("restored");
        PointInTimeRecovery.prepare(manifest(point, base, log), repository, home.resolve("data"), home.resolve("log"));
        copySecrets(home);
        try (Postgres restored = Postgres.start(home, Probe.freePort(), DATABASES)) {
            PostgresCluster again = cluster(restored);
            PointInTimeRecovery.finish(again, home.resolve("log"));
            List<ContentDigest> found = new ArrayList<>();
            for (String database : again.databases()) {
                try (Connection connection = again.connect(database)) {
                    found.addAll(TableDigests.of(connection, database));
                }
            }
            assertThat(found).isEqualTo(digests).hasSize(2);
            assertThat(found).extracting(ContentDigest::count).containsExactly(500L, 1000L);
            assertThat(home.resolve("log")).doesNotExist();
            assertThat(home.resolve("data/postgresql.auto.conf")).content().doesNotContain("recovery_target_name");
            // It goes on as a server of its own.
            try (Connection connection = again.connect("patient");
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into public.visit values (5000, 'z')");
            }
        }
    }

    @Test
    void a_changed_row_changes_the_digest_and_a_changed_password_does_not() throws SQLException {
        execute("patient", "create table account (id int primary key, name text, secret_data text)");
        execute("patient", "insert into account values (1, 'Ada', 'a'), (2, 'Grace', 'b')");
        ContentDigest before = digestOf("public.account");
        execute("patient", "update account set secret_data = 'c'");
        assertThat(digestOf("public.account")).isEqualTo(before);
        execute("patient", "update account set name = 'Adam' where id = 1");
        assertThat(digestOf("public.account")).isNotEqualTo(before);
        execute("patient", "update account set name = 'Ada' where id = 1");
        assertThat(digestOf("public.account")).isEqualTo(before);
    }

    @Test
    void a_transaction_in_flight_keeps_the_point_from_being_made_and_is_not_harmed() throws SQLException {
        execute("patient", "create table note (id int primary key)");
        try (ClusterMark mark = ClusterMark.prepare(cluster);
                Connection writer = cluster.connect("patient");
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("insert into public.note values (1)");
            assertThatThrownBy(() -> mark.set("point-2", "", System.nanoTime()))
                    .hasMessageContaining("could not be marked");
            statement.execute("insert into public.note values (2)");
            writer.commit();
            assertThat(mark.set("point-3", "", System.nanoTime() + SECOND).name())
                    .isEqualTo("point-3");
        }
        assertThat(digestOf("public.note").count()).isEqualTo(2);
    }

    @Test
    void a_hole_in_the_log_is_found_at_the_backup() throws Exception {
        String first = LogArchive.complete(cluster, text("select pg_current_wal_lsn()"));
        execute("patient", "create table hole (id int)");
        String hole = LogArchive.complete(cluster, text("select pg_current_wal_lsn()"));
        execute("patient", "insert into hole values (1)");
        String last = LogArchive.complete(cluster, text("select pg_current_wal_lsn()"));
        assertThat(List.of(first, hole, last)).doesNotHaveDuplicates();
        Files.delete(archive.resolve(hole));
        assertThatThrownBy(() -> new LogArchive(cluster, archive).copy(first, last, ID, repository))
                .hasMessageContaining(hole)
                .hasMessageContaining("missing");
    }

    /** In a cluster the program is no superuser. */
    @Test
    void the_role_that_only_reads_may_ask_which_cluster_it_is() throws SQLException {
        PostgresCluster reader =
                new PostgresCluster(server.address(), Postgres.RECOVERY, server.password(Postgres.RECOVERY));
        try (Connection connection = reader.connect()) {
            assertThat(PostgresCluster.text(connection, ClusterMark.SYSTEM))
                    .isEqualTo(text(ClusterMark.SYSTEM))
                    .matches("\\d+");
        }
    }

    private ContentDigest digestOf(String table) throws SQLException {
        try (Connection connection = cluster.connect("patient")) {
            return TableDigests.of(connection, "patient").stream()
                    .filter(digest -> digest.name().equals(table))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String text(String query) throws SQLException {
        try (Connection connection = cluster.connect()) {
            return PostgresCluster.text(connection, query);
        }
    }

    private void execute(String database, String sql) throws SQLException {
        try (Connection connection = cluster.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path to public");
            statement.execute(sql);
        }
    }

    private static PostgresCluster cluster(Postgres server) {
        return new PostgresCluster(server.address(), "postgres", server.superuserPassword());
    }

    private static PointManifest manifest(PointManifest.PostgresPoint point, Base base, List<StoredFile> log) {
        return new PointManifest(
                PointManifest.FORMAT,
                ID,
                "2026-01-01T00:00:00Z",
                0,
                Map.of(),
                point,
                new PointManifest.MongoPoint("", 0),
                Map.of(),
                Map.of(),
                List.of(),
                new PointManifest.Files(List.of(base.file()), log, List.of(), List.of(), List.of()),
                List.of());
    }

    private void archive() throws SQLException {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set archive_mode = on");
            statement.execute("alter system set archive_command = 'cp \"%p\" \"" + archive + "/%f\"'");
        }
        server.stop();
        server.start();
    }

    private static void copySecrets(Path home) {
        try {
            for (String name : List.of("secrets.properties", "made-patient", "made-appointment")) {
                Files.copy(dir.resolve("postgres").resolve(name), home.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

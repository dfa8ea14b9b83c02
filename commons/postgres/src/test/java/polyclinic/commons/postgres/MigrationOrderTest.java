package polyclinic.commons.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.process.Probe;
import polyclinic.local.servers.Postgres;

/**
 * In a cluster a Job migrates, and pods only look whether that is done, with the patterns of the manifests: no new code meets an
 * old schema, and a pod of the release before starts again on a newer one.
 */
class MigrationOrderTest {
    private static final Path MANIFEST = Path.of("../../deploy/kubernetes/base/patches/relational.yaml");
    private static final String DATABASE = "upgrade";

    private static Postgres postgres;

    @TempDir
    Path before;

    @TempDir
    Path after;

    @BeforeAll
    static void start() {
        Path folder = Path.of(
                "target", "servers", "upgrade-" + ProcessHandle.current().pid());
        postgres = Postgres.start(folder.toAbsolutePath(), Probe.freePort(), List.of(DATABASE));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void releases() throws IOException {
        write(before, "V1__table.sql", "create table a (i int);");
        write(before, "R__limits.sql", "select 1;");
        write(after, "V1__table.sql", "create table a (i int);");
        write(after, "V2__column.sql", "alter table a add j int;");
        write(after, "R__limits.sql", "select 2;");
        write(after, "R__more.sql", "select 3;");
        flyway(before).clean();
        flyway(before).migrate();
    }

    @Test
    void a_pod_does_not_start_on_a_database_that_is_not_migrated_yet() {
        assertThatCode(() -> flyway(before).validate()).doesNotThrowAnyException();
        assertThatThrownBy(() -> flyway(after).validate())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("not applied to database: 2");
    }

    @Test
    void a_pod_of_the_release_before_starts_on_a_newer_database() {
        flyway(after).migrate();

        assertThatCode(() -> flyway(after).validate()).doesNotThrowAnyException();
        assertThatCode(() -> flyway(before).validate()).doesNotThrowAnyException();
    }

    private static Flyway flyway(Path migrations) {
        return Flyway.configure()
                .dataSource(postgres.jdbcUrl(DATABASE), DATABASE, postgres.password(DATABASE))
                .locations("filesystem:" + migrations)
                .ignoreMigrationPatterns(patterns())
                .cleanDisabled(false)
                .load();
    }

    private static String[] patterns() {
        try {
            List<String> found = Pattern.compile("IGNORE_MIGRATION_PATTERNS, value: \"([^\"]+)\"")
                    .matcher(Files.readString(MANIFEST))
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
            assertThat(found).hasSize(1);
            return found.get(0).split(",");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path folder, String file, String sql) throws IOException {
        Files.writeString(folder.resolve(file), sql);
    }
}

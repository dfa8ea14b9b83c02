package polyclinic.recovery.restore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import polyclinic.recovery.manifest.ContentDigest;
import polyclinic.recovery.postgres.PostgresCluster;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * Lets all sequences jump ahead. Numbers that were given after the point are on paper somewhere: a patient's card, a
 * prescription. To give one of them to somebody else is a danger, to leave some out is not.
 */
final class NumberSeries {
    /** More than any clinic gives between two recovery points. */
    static final long JUMP = 10_000;

    private NumberSeries() {}

    /** Returns the names of the sequences that jumped, as {@code database.schema.sequence}. */
    static List<String> jump(List<ContentDigest> digests, PostgresCluster cluster) {
        List<String> jumped = new ArrayList<>();
        List<String> databases = digests.stream()
                .filter(digest -> digest.store().equals("postgres"))
                .map(ContentDigest::database)
                .distinct()
                .filter(database -> !database.equals("keycloak"))
                .toList();
        try {
            for (String database : databases) {
                try (Connection connection = cluster.connect(database);
                        Statement statement = connection.createStatement()) {
                    for (String sequence : PostgresCluster.texts(
                            connection,
                            "select quote_ident(schemaname) || '.' || quote_ident(sequencename) from pg_sequences"
                                    + " where increment_by > 0 and not cycle order by 1")) {
                        statement.execute("select setval('" + sequence.replace("'", "''")
                                + "', (select last_value from " + sequence + ") + " + JUMP + ")");
                        jumped.add(database + "." + sequence);
                    }
                }
            }
            return jumped;
        } catch (SQLException e) {
            throw new RecoveryFailed("the number series could not be moved on", e);
        }
    }
}

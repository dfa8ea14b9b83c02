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
 * Lets the numbers that people see jump ahead. Those that were given after the point are on paper somewhere: a patient's card, a
 * prescription. To give one of them to somebody else is a danger, to leave some out is not.
 */
final class NumberSeries {
    /** More than any clinic gives between two recovery points. */
    private static final int JUMP = 10_000;

    /** More tokens than one doctor's queue has in two days; they are called out, so they stay short. */
    private static final int TOKEN_JUMP = 200;

    private static final String TOKENS = "appointment";

    /** Which a service's migrations make in its database; it knows which numbers of its own people see. */
    private static final String FUNCTION = "public.polyclinic_jump_numbers";

    private NumberSeries() {}

    /** Returns the names of the series that jumped. */
    static List<String> jump(List<ContentDigest> digests, PostgresCluster cluster) {
        List<String> jumped = new ArrayList<>();
        List<String> databases = digests.stream()
                .filter(digest -> digest.store().equals("postgres"))
                .map(ContentDigest::database)
                .distinct()
                .toList();
        try {
            for (String database : databases) {
                try (Connection connection = cluster.connect(database);
                        Statement statement = connection.createStatement()) {
                    statement.execute("set search_path to public");
                    if (!PostgresCluster.texts(connection, "select 1 where to_regproc('" + FUNCTION + "') is not null")
                            .isEmpty()) {
                        jumped.addAll(PostgresCluster.texts(
                                connection,
                                "select series from " + FUNCTION + "(" + (database.equals(TOKENS) ? TOKEN_JUMP : JUMP)
                                        + ")"));
                    }
                }
            }
            return jumped;
        } catch (SQLException e) {
            throw new RecoveryFailed("the number series could not be moved on", e);
        }
    }
}

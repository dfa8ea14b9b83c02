package polyclinic.commons.postgres.statements;

import io.vertx.pgclient.PgException;

/** Classes of SQLSTATE (PostgreSQL, appendix A). */
public final class SqlStates {
    private SqlStates() {}

    /** Class 40, transaction rollback: nothing of the statement was written, and it is as good as never sent. */
    public static boolean isRolledBack(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && refused.getSqlState().startsWith("40");
    }
}

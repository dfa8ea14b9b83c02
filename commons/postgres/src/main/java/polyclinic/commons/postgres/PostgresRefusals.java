package polyclinic.commons.postgres;

import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import org.hibernate.PropertyValueException;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.StoreRefusals;

/** What PostgreSQL refuses for its content: SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation). */
@ApplicationScoped
class PostgresRefusals implements StoreRefusals {
    @Override
    public boolean refusesTheData(Throwable cause) {
        if (cause instanceof PropertyValueException) return true;
        String state = sqlState(cause);
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private static @Nullable String sqlState(Throwable cause) {
        if (cause instanceof PgException refused) return refused.getSqlState();
        return cause instanceof SQLException refused ? refused.getSQLState() : null;
    }
}

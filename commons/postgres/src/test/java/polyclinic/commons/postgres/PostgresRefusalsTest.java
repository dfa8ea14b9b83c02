package polyclinic.commons.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresRefusalsTest {
    private final PostgresRefusals refusals = new PostgresRefusals();

    @ParameterizedTest
    @ValueSource(strings = {"22001", "22P02", "23502", "23505", "23514", "23P01"})
    void what_the_data_is_refused_for(String state) {
        assertThat(refusals.refusesTheData(new PgException("", "ERROR", state, "")))
                .isTrue();
        assertThat(refusals.refusesTheData(new SQLException("", state))).isTrue();
    }

    /** Password, standby, grants, schema, plan, disk, checksum, cancelled, deadlock, connection. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "28P01", "28000", "25006", "42501", "42P01", "42703", "0A000", "58030", "XX001", "XX000", "57014",
                "40P01", "08006"
            })
    void what_is_the_installations(String state) {
        assertThat(refusals.refusesTheData(new PgException("", "ERROR", state, "")))
                .isFalse();
        assertThat(refusals.refusesTheData(new SQLException("", state))).isFalse();
    }
}

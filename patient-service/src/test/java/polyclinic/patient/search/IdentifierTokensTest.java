package polyclinic.patient.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.patient.ServiceTest;

/** However identifiers are asked for, they are looked up by the index that keeps each of them one person's. */
@QuarkusTest
class IdentifierTokensTest extends ServiceTest {
    private static final List<String> KNOWN = List.of("urn:example:a", "urn:example:b");

    @Inject
    Pool pool;

    @ParameterizedTest
    @ValueSource(strings = {"urn:example:a|1", "1", "urn:example:a|", "urn:example:a|1,2,urn:example:b|", "a\\,b|1"})
    void every_alternative_has_the_index(String text) {
        Statement statement = new Statement();
        String condition = IdentifierTokens.of(text).within(KNOWN).condition(statement);

        assertThat(plan("select p.id from patient p where " + condition, statement.values()))
                .contains("patient_identifier_unique")
                .containsPattern("Index Cond: \\(+(i\\w*\\.)?system = ")
                .doesNotContain("Seq Scan");
    }

    @Test
    void the_systems_are_walked_by_the_index() {
        assertThat(plan(IdentifierTokens.SYSTEMS, Tuple.tuple()))
                .contains("Index Only Scan using patient_identifier_unique")
                .doesNotContain("Seq Scan");
    }

    @Test
    void what_no_identifier_can_be_is_looked_up_nowhere() {
        assertThat(IdentifierTokens.of("|1").condition(new Statement())).isEqualTo("false");
    }

    /** Of few rows everything can be read through: the plan that a large table has. */
    private String plan(String statement, Tuple values) {
        return pool.withTransaction(
                        connection -> connection.query("""
                                select set_config(name, 'off', true)
                                  from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) as name""").execute().chain(() -> connection
                                .preparedQuery("explain " + statement)
                                .execute(values)))
                .map(rows -> rows.stream().map(row -> row.getString(0)).toList().toString())
                .await()
                .indefinitely();
    }
}

package polyclinic.patient.search;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that grows by the conditions that are asked for, with its parameters. */
final class Statement {
    private final List<@Nullable Object> parameters = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** What stands for the value in the statement. */
    String bind(Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }

    Statement add(String sql) {
        text.append(sql);
        return this;
    }

    String text() {
        return text.toString();
    }

    Tuple values() {
        return Tuple.from(parameters);
    }
}

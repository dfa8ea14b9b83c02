package polyclinic.patient.search;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that grows by the conditions that are asked for, with its parameters. */
public final class Statement {
    private final List<@Nullable Object> parameters = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** What stands for the value in the statement. */
    public String bind(Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }

    public Statement add(String sql) {
        text.append(sql);
        return this;
    }

    public String text() {
        return text.toString();
    }

    public Tuple values() {
        return Tuple.from(parameters);
    }
}

package polyclinic.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The operations that will go: those that a contract calls {@code deprecated}, since {@code x-deprecated-since} and until {@code
 * x-sunset}, both days in UTC. Each response to them says so, that of an error, too: {@code Deprecation} (RFC 9745) and {@code
 * Sunset} (RFC 8594).
 */
final class Deprecations {

    private static final String SINCE = "x-deprecated-since";
    private static final String SUNSET = "x-sunset";

    private record Operation(String route, HttpMethod method) {}

    private record Dates(String deprecation, String sunset) {}

    private final Map<Operation, Dates> all = new HashMap<>();

    /** @throws IllegalStateException for a deprecated operation without both dates */
    Deprecations(List<JsonObject> contracts) {
        for (JsonObject contract : contracts) {
            JsonObject paths = contract.getJsonObject("paths");
            for (String route : paths.fieldNames()) add(route, paths.getJsonObject(route));
        }
    }

    private void add(String route, JsonObject operations) {
        for (String method : operations.fieldNames()) {
            if (!(operations.getValue(method) instanceof JsonObject operation)
                    || !operation.getBoolean("deprecated", false)) continue;
            String name = method.toUpperCase(Locale.ROOT) + " " + route;
            String since = "@" + day(name, operation, SINCE).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
            String sunset = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    day(name, operation, SUNSET).atStartOfDay(ZoneOffset.UTC));
            all.put(
                    new Operation(route, HttpMethod.valueOf(method.toUpperCase(Locale.ROOT))),
                    new Dates(since, sunset));
        }
    }

    private static LocalDate day(String operation, JsonObject values, String name) {
        try {
            return LocalDate.parse(values.getString(name, ""));
        } catch (DateTimeParseException e) {
            throw new IllegalStateException(operation + " is deprecated and has no day as " + name, e);
        }
    }

    void announce(String route, HttpMethod method, MultiMap response) {
        Dates dates = all.isEmpty() ? null : all.get(new Operation(route, method));
        if (dates == null) return;
        response.set("Deprecation", dates.deprecation());
        response.set("Sunset", dates.sunset());
    }
}

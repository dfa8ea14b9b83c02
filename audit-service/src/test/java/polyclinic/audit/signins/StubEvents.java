package polyclinic.audit.signins;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import polyclinic.commons.json.Json;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubExchange;

/** The events that Keycloak keeps, served in pages as its administration API does. */
final class StubEvents {
    private static final List<Map<String, Object>> SIGN_INS = new CopyOnWriteArrayList<>();
    private static final List<Map<String, Object>> ADMINISTRATION = new CopyOnWriteArrayList<>();
    /** So many pages it serves before it fails. */
    private static final AtomicInteger PAGES_LEFT = new AtomicInteger(Integer.MAX_VALUE);

    private StubEvents() {}

    /** Starts without an event. */
    static void serve() {
        SIGN_INS.clear();
        ADMINISTRATION.clear();
        recover();
        Identity.handleAdministration("/events", exchange -> answer(exchange, SIGN_INS));
        Identity.handleAdministration("/admin-events", exchange -> answer(exchange, ADMINISTRATION));
    }

    static void signIn(Map<String, Object> event) {
        SIGN_INS.add(event);
    }

    static void administration(Map<String, Object> event) {
        ADMINISTRATION.add(event);
    }

    static void failAfterPages(int pages) {
        PAGES_LEFT.set(pages);
    }

    static void recover() {
        PAGES_LEFT.set(Integer.MAX_VALUE);
    }

    private static void answer(StubExchange exchange, List<Map<String, Object>> events) throws IOException {
        if (exchange.request().token() == null) {
            exchange.answer(401, "{}");
            return;
        }
        if (PAGES_LEFT.getAndDecrement() <= 0) {
            exchange.answer(503, "{}");
            return;
        }
        List<Map<String, Object>> page = events.stream()
                .filter(event -> time(event) >= number(exchange, "dateFrom"))
                .sorted(Comparator.comparing(StubEvents::time))
                .skip(number(exchange, "first"))
                .limit(number(exchange, "max"))
                .toList();
        JsonNode json = Json.MAPPER.valueToTree(page);
        exchange.answer(200, json.toString());
    }

    private static long time(Map<String, Object> event) {
        return Long.parseLong(String.valueOf(event.get("time")));
    }

    private static long number(StubExchange exchange, String parameter) {
        return Long.parseLong(String.valueOf(exchange.request().query(parameter)));
    }
}

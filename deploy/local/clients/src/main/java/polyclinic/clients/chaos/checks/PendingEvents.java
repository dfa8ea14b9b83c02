package polyclinic.clients.chaos.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import polyclinic.clients.chaos.work.Findings;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;

/** Outboxes are empty and no background work is left, by what each replica's management port says. */
final class PendingEvents {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final List<String> SERVICES =
            List.of("patient", "appointment", "prescription", "billing", "notes", "asset", "audit");

    private final Clinic clinic;
    private final Findings findings;

    PendingEvents(Clinic clinic, Findings findings) {
        this.clinic = clinic;
        this.findings = findings;
    }

    void awaitNone() {
        Map<String, JsonNode> left = new TreeMap<>();
        try {
            Poller.until(
                    TIMEOUT,
                    () -> {
                        left.clear();
                        SERVICES.forEach(service -> collect(service, left));
                        return left.isEmpty() ? true : null;
                    },
                    () -> "not sent: " + left);
        } catch (CheckFailed late) {
            findings.add(String.valueOf(late.getMessage()));
        }
    }

    private void collect(String service, Map<String, JsonNode> left) {
        String addresses = clinic.require("POLYCLINIC_" + service.toUpperCase(Locale.ROOT) + "_MANAGEMENT_URL");
        for (String address : addresses.split(",")) {
            JsonNode pending = new ApiClient(clinic.http(), address, null)
                    .retrying()
                    .get("/q/hold")
                    .json()
                    .path("pending");
            boolean none = pending.isObject();
            for (JsonNode count : pending) none = none && count.asLong() == 0;
            if (!none) left.put(service + " at " + address, pending);
        }
    }
}

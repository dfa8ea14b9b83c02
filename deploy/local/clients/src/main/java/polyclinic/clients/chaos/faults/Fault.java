package polyclinic.clients.chaos.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import polyclinic.clients.http.JsonNodes;

/**
 * One fault of a schedule.
 *
 * @param atMillis since the begin of the run
 * @param target a process, a store, a service, or a database
 * @param to where the target's way leads that is disturbed, else empty
 * @param forMillis how long it lasts; 0 when it is over at once
 * @param step of the clock in milliseconds, else 0
 */
public record Fault(FaultKind kind, long atMillis, String target, String to, long forMillis, long step) {
    /** Returns one aligned line. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%6.1f s  %-8s  %-44s  %s",
                atMillis / 1000.0,
                kind.label(),
                to.isEmpty() ? target : target + " → " + to,
                extent());
    }

    JsonNode json() {
        return JsonNodes.object(
                "kind",
                kind.label(),
                "atMillis",
                atMillis,
                "target",
                target,
                "to",
                to.isEmpty() ? null : to,
                "forMillis",
                forMillis,
                "stepMillis",
                step == 0 ? null : step);
    }

    private String extent() {
        String time = forMillis == 0 ? "" : String.format(Locale.ROOT, "for %.1f s", forMillis / 1000.0);
        return step == 0 ? time : String.format(Locale.ROOT, "%+d s, %s", step / 1000, time);
    }
}

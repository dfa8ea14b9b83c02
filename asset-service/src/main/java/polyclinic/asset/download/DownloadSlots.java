package polyclinic.asset.download;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.problem.Problem;

/**
 * How many downloads are under way, in all and of each caller: what a slow reader holds is little, but it is memory, so many
 * of them must not add up. A service of the suite reads for many people and counts in the whole only.
 */
@ApplicationScoped
class DownloadSlots {
    private final DownloadsConfig config;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    DownloadSlots(DownloadsConfig config) {
        this.config = config;
    }

    /**
     * Takes a slot. It is given back when the request has ended, and by the returned action, whichever comes first: once a
     * content is being written, its writer alone hears of a client that has left.
     *
     * @throws Problem 429 {@code too-many-downloads} when the caller has as many as one may, 503 {@code busy} when all have
     */
    Runnable take(Caller caller, RoutingContext request) {
        String name = caller.subject();
        take(name, caller.is(Roles.PRESCRIPTION_DOCUMENT) ? config.total() : config.perCaller());
        AtomicBoolean given = new AtomicBoolean();
        Runnable end = () -> {
            if (given.compareAndSet(false, true)) giveBack(name);
        };
        // A request that has ended already tells nobody any more.
        if (request.response().closed() || request.response().ended()) end.run();
        else request.addEndHandler(ended -> end.run());
        return end;
    }

    private synchronized void take(String name, int limit) {
        int own = taken.getOrDefault(name, 0);
        if (own >= limit)
            throw new Problem(
                    429,
                    "too-many-downloads",
                    "You have " + limit + " downloads under way; try again when one has ended.");
        if (all >= config.total())
            throw new Problem(503, "busy", "As many downloads as possible are under way; try again.");
        taken.put(name, own + 1);
        all++;
    }

    private synchronized void giveBack(String name) {
        taken.computeIfPresent(name, (same, own) -> own == 1 ? null : own - 1);
        all--;
    }
}

package polyclinic.asset.download;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import polyclinic.asset.access.AssetAccessPolicy;
import polyclinic.asset.transfers.TransferToken;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.Problem;

/**
 * How many downloads are under way, in all and of each caller: what a slow reader holds is little, but it is memory, so many
 * of them must not add up. A service of the suite reads for many people: it counts in the whole only, and the last slots are kept
 * for it.
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
     * @throws Problem 429 {@code too-many-downloads} when the caller has as many as one may, 503 {@code busy} when all that the
     *     caller may take are taken
     */
    Runnable take(Caller caller, RoutingContext request) {
        Runnable end = take(caller);
        // A request that has ended already tells nobody any more.
        if (request.response().closed() || request.response().ended()) end.run();
        else request.addEndHandler(ended -> end.run());
        return end;
    }

    /** The same for whoever has a link, which counts for whom it was given to. */
    Runnable take(TransferToken link, RoutingContext request) {
        return take(new Caller(link.subject(), link.subject(), Set.of(), null, null, null), request);
    }

    /** Takes a slot that only the returned action gives back. */
    Runnable take(Caller caller) {
        String name = caller.subject();
        if (AssetAccessPolicy.isOfSuite(caller)) take(name, config.total(), config.total());
        else take(name, config.perCaller(), config.total() - config.reserved());
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) giveBack(name);
        };
    }

    private synchronized void take(String name, int limit, int limitOfAll) {
        int own = taken.getOrDefault(name, 0);
        if (own >= limit)
            throw new Problem(
                    429,
                    "too-many-downloads",
                    "You have " + limit + " downloads under way; try again when one has ended.");
        if (all >= limitOfAll)
            throw new Problem(503, "busy", "As many downloads as possible are under way; try again.");
        taken.put(name, own + 1);
        all++;
    }

    private synchronized void giveBack(String name) {
        taken.computeIfPresent(name, (same, own) -> own == 1 ? null : own - 1);
        all--;
    }
}

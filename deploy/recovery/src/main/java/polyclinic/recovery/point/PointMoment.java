package polyclinic.recovery.point;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import polyclinic.recovery.hold.SuiteHold;
import polyclinic.recovery.kafka.EventWatch;
import polyclinic.recovery.kafka.Positions;
import polyclinic.recovery.manifest.PointManifest.MongoPoint;
import polyclinic.recovery.manifest.PointManifest.PostgresPoint;
import polyclinic.recovery.mongo.MongoDeployment;
import polyclinic.recovery.mongo.MongoDump;
import polyclinic.recovery.postgres.ClusterMark;
import polyclinic.recovery.progress.RecoveryFailed;

/**
 * The moment itself: writes are held, nothing is in flight, all stores are marked.
 *
 * @param holdMillis how long writes were held
 */
record PointMoment(
        Instant time, Steps steps, long holdMillis, PostgresPoint postgres, MongoPoint mongo, Positions positions) {
    /**
     * How long each attempt waits until all is quiet. Requests wait as long, so a suite that is not quiet soon is let go on and
     * held again; only one that never is makes them wait longer.
     */
    private static final List<Duration> QUIET_TIMEOUTS = List.of(
            Duration.ofMillis(1500),
            Duration.ofMillis(1500),
            Duration.ofMillis(1500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5));

    private static final Duration ATTEMPT_PAUSE = Duration.ofSeconds(3);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL_PAUSE = Duration.ofMillis(20);

    /** When each step of the hold had been made, in milliseconds since its beginning. */
    record Steps(int attempt, long quiet, String last, long postgres, long mongo) {
        @Override
        public String toString() {
            return "quiet after %d, PostgreSQL after %d, MongoDB after %d ms".formatted(quiet, postgres, mongo)
                    + (attempt == 1 ? "" : ", at attempt " + attempt)
                    + (last.isEmpty() ? "" : "; waited for: " + last);
        }
    }

    /** @param last what was not quiet until the end, empty when nothing had to be waited for */
    private record Quiet(int attempt, Positions positions, String last) {}

    /** What takes part; connected before, so that the hold need not wait for it. */
    record Participants(SuiteHold hold, EventWatch events, ClusterMark cluster, MongoDeployment mongo) {}

    /**
     * Holds, waits until all is quiet, marks, and releases whatever happens.
     *
     * @param dump holds the documents as they are within the moment
     * @param databases of documents
     */
    static PointMoment seize(Participants of, String id, String base, MongoDump dump, List<String> databases) {
        try (SuiteHold hold = of.hold()) {
            Quiet reached = hold(of);
            long quiet = hold.millis();
            long deadline = System.nanoTime() + LOCK_TIMEOUT.toNanos();
            PostgresPoint postgres = of.cluster().set("polyclinic-" + id, base, deadline);
            long marked = hold.millis();
            MongoPoint mongo = of.mongo().mark(id);
            Instant time = Instant.now();
            dump.hold(databases);
            Steps steps = new Steps(reached.attempt(), quiet, reached.last(), marked, hold.millis());
            awaitNextSecond(mongo);
            hold.requireHeld();
            hold.release();
            return new PointMoment(time, steps, hold.millis(), postgres, mongo, reached.positions());
        }
    }

    /** Holds until all is quiet. A suite that does not become quiet is released, and held again a little later. */
    private static Quiet hold(Participants of) {
        for (int attempt = 1; ; attempt++) {
            of.hold().begin();
            try {
                return awaitQuiet(of, attempt);
            } catch (RecoveryFailed busy) {
                of.hold().release();
                if (attempt == QUIET_TIMEOUTS.size()) {
                    throw busy;
                }
                pause(ATTEMPT_PAUSE);
            }
        }
    }

    /** An event may cause another one: what is quiet twice, with nothing sent in between, is quiet. */
    private static Quiet awaitQuiet(Participants of, int attempt) {
        long timeout = QUIET_TIMEOUTS.get(attempt - 1).toMillis();
        Positions before = null;
        String last = "";
        while (true) {
            Optional<String> busy = of.hold().unquiet();
            Positions now = of.events().positions();
            busy = busy.or(now::behind);
            if (busy.isEmpty() && before != null && before.ends().equals(now.ends())) {
                return new Quiet(attempt, now, last);
            }
            if (of.hold().millis() > timeout) {
                throw new RecoveryFailed("the suite did not become quiet within " + timeout + " ms: "
                        + busy.orElse("events are still sent"));
            }
            last = busy.orElse(last);
            before = busy.isEmpty() ? now : null;
            pause(busy.isEmpty() ? Duration.ofMillis(1) : POLL_PAUSE);
        }
    }

    /** Tools that restore MongoDB do so to the second. */
    private static void awaitNextSecond(MongoPoint mongo) {
        if (mongo.clusterTime() > 0) {
            long left = (mongo.clusterTime() + 1) * 1000 - System.currentTimeMillis();
            pause(Duration.ofMillis(Math.max(0, Math.min(left, 1000))));
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw RecoveryFailed.interrupted(e);
        }
    }
}

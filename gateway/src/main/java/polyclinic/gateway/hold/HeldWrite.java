package polyclinic.gateway.hold;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** One request on its way through a {@link WriteHold}. One that is safe, or is held elsewhere, passes at once. */
public final class HeldWrite {

    private static final long NO_TIMER = -1;

    private final WriteHold hold;
    private final Vertx vertx;
    private final boolean passes;
    private @Nullable Context context;
    private @Nullable Runnable next;
    private boolean counts;
    private boolean ended;
    private long timer = NO_TIMER;

    HeldWrite(WriteHold hold, Vertx vertx, boolean passes) {
        this.hold = hold;
        this.vertx = vertx;
        this.passes = passes;
    }

    /**
     * Goes on when nothing is held, with what has no effect yet.
     *
     * @param refused run instead when too many wait, or this one has waited too long
     */
    public void await(Runnable next, Runnable refused) {
        enter(false, next, refused);
    }

    /** Goes on when nothing is held; from that moment the request is under way, until {@link #end}. */
    public void begin(Runnable next, Runnable refused) {
        enter(true, next, refused);
    }

    private void enter(boolean counted, Runnable work, Runnable refused) {
        if (passes) {
            work.run();
            return;
        }
        if (ended) return;
        next = work;
        counts = counted;
        context = vertx.getOrCreateContext();
        switch (hold.enter(this)) {
            case NOW -> work.run();
            case REFUSED -> refused.run();
            case LATER ->
                timer = vertx.setTimer(hold.waitTimeMs(), late -> {
                    if (hold.giveUp(this)) refused.run();
                });
        }
    }

    /** The service has answered, or will not be heard any more. */
    public void end() {
        if (passes || ended) return;
        ended = true;
        vertx.cancelTimer(timer);
        hold.leave(this);
    }

    /** Whether it is under way from when it goes on. */
    boolean counts() {
        return counts;
    }

    /** From any thread. */
    void release() {
        Context own = context;
        Runnable work = next;
        if (own == null || work == null) return;
        own.runOnContext(free -> {
            vertx.cancelTimer(timer);
            if (!ended) work.run();
        });
    }
}

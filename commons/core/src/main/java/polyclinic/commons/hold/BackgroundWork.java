package polyclinic.commons.hold;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import polyclinic.commons.async.SameContext;

/**
 * Work of one kind that a service begins by itself, or a portion of what takes long: it is counted while it runs, and does not begin
 * while the service is held.
 */
public final class BackgroundWork {
    private final Hold hold;
    private final String name;

    BackgroundWork(Hold hold, String name) {
        this.hold = hold;
        this.name = name;
    }

    /** Does the work as soon as nothing is held, on the Vert.x context of whoever subscribes. */
    public <T> Uni<T> whenReleased(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Hold.Turn turn = new Hold.Turn(name);
            return SameContext.emitOn(hold.await(turn))
                    .chain(work::get)
                    .onTermination()
                    .invoke(() -> hold.leave(turn));
        });
    }

    /** Does the work, or nothing at all while the service is held: for what comes again at the next tick. */
    public Uni<Void> unlessHeld(Supplier<Uni<Void>> work) {
        return Uni.createFrom().deferred(() -> {
            Hold.Turn turn = new Hold.Turn(name);
            return hold.enter(turn)
                    ? Uni.createFrom().deferred(work::get).onTermination().invoke(() -> hold.leave(turn))
                    : Uni.createFrom().voidItem();
        });
    }
}

package polyclinic.commons.async;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * Work in rounds: pages, portions, chains. A {@code Uni} that continues in itself nests one subscriber for each round, and what
 * is as long as years of data overflows the stack.
 */
public final class AsyncLoop {
    private AsyncLoop() {}

    /** @param round answers whether another one is due; a failure ends the loop */
    public static Uni<Void> whileMore(Supplier<Uni<Boolean>> round) {
        return Multi.createBy()
                .repeating()
                .uni(round::get)
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }
}

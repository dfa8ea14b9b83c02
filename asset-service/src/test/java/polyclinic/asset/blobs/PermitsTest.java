package polyclinic.asset.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private final Permits permits = new Permits(1, Duration.ofSeconds(30));
    private final List<String> begun = new ArrayList<>();

    private UniAssertSubscriber<String> run(Permits of, String name, CompletableFuture<String> work) {
        return of.run(() -> {
                    begun.add(name);
                    return Uni.createFrom().completionStage(work);
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void the_next_begins_when_one_has_ended_in_whichever_way() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        run(permits, "first", first);
        run(permits, "second", second);
        UniAssertSubscriber<String> third = run(permits, "third", new CompletableFuture<>());
        UniAssertSubscriber<String> fourth = run(permits, "fourth", CompletableFuture.completedFuture("done"));
        assertThat(begun).containsExactly("first");

        first.complete("done");
        assertThat(begun).containsExactly("first", "second");
        second.completeExceptionally(new IllegalStateException());
        assertThat(begun).containsExactly("first", "second", "third");
        third.cancel();

        fourth.awaitItem().assertItem("done");
        run(permits, "fifth", CompletableFuture.completedFuture("done")).awaitItem();
    }

    @Test
    void whoever_leaves_the_queue_keeps_no_place() {
        CompletableFuture<String> first = new CompletableFuture<>();
        run(permits, "first", first);
        run(permits, "second", new CompletableFuture<>()).cancel();

        first.complete("done");

        assertThat(begun).containsExactly("first");
        run(permits, "third", CompletableFuture.completedFuture("done")).awaitItem();
    }

    @Test
    void a_turn_that_does_not_come_is_a_store_that_does_not_answer() {
        Permits hasty = new Permits(1, Duration.ofMillis(50));
        CompletableFuture<String> first = new CompletableFuture<>();
        run(hasty, "first", first);

        run(hasty, "second", new CompletableFuture<>()).awaitFailure().assertFailedWith(BlobStoreUnavailable.class);

        first.complete("done");
        run(hasty, "third", CompletableFuture.completedFuture("done")).awaitItem();
    }
}

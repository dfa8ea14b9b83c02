package polyclinic.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedRunsTest {
    private final SharedRuns<String> runs = new SharedRuns<>();
    private final List<UniEmitter<? super String>> started = new ArrayList<>();

    @Test
    void those_who_ask_for_the_same_at_the_same_time_share_one_run() {
        UniAssertSubscriber<String> first = ask(1);
        UniAssertSubscriber<String> second = ask(1);
        UniAssertSubscriber<String> other = ask(2);
        assertThat(started).hasSize(2);

        started.get(0).complete("sound");
        first.assertItem("sound");
        second.assertItem("sound");
        other.assertNotTerminated();
    }

    @Test
    void who_asks_after_the_end_gets_a_new_run_whether_it_ended_well_or_not() {
        UniAssertSubscriber<String> failed = ask(1);
        started.get(0).fail(new IllegalStateException("away"));
        failed.assertFailedWith(IllegalStateException.class);

        UniAssertSubscriber<String> again = ask(1);
        started.get(1).complete("sound");
        again.assertItem("sound");
    }

    private UniAssertSubscriber<String> ask(int what) {
        return runs.run(what, () -> Uni.createFrom().emitter(started::add))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}

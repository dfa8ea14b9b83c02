package polyclinic.commons.messaging.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ChannelLivenessTest {
    private final ChannelLiveness channels = new ChannelLiveness();

    @Test
    void channels_whose_polls_succeed_are_open() {
        channels.watch("patient.events", () -> Uni.createFrom().voidItem())
                .await()
                .indefinitely();

        assertThat(channels.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void a_poll_that_fails_closes_its_channel_for_good() {
        fail(() -> Uni.createFrom().failure(new IllegalStateException()));
        channels.watch("appointment.events", () -> Uni.createFrom().voidItem())
                .await()
                .indefinitely();

        assertThat(channels.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(channels.call().getData().orElseThrow()).containsEntry("closed", "patient.events");
    }

    @Test
    void so_does_one_that_throws_or_overflows_the_stack() {
        fail(() -> {
            throw new StackOverflowError();
        });

        assertThat(channels.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    private void fail(Supplier<Uni<Void>> poll) {
        Uni<Void> watched = channels.watch("patient.events", poll);
        assertThatThrownBy(() -> watched.await().indefinitely()).isNotNull();
    }
}

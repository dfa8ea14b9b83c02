package polyclinic.notes.projections;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import polyclinic.commons.messaging.CloudEvent;

/** Passes on what has arrived, so that listeners know no feature. */
@ApplicationScoped
class EventFollowers {
    private final Instance<EventFollower> followers;

    EventFollowers(@Any Instance<EventFollower> followers) {
        this.followers = followers;
    }

    Uni<Void> follow(List<CloudEvent> events) {
        return Multi.createFrom()
                .iterable(followers)
                .onItem()
                .transformToUniAndConcatenate(follower -> follower.follow(events))
                .collect()
                .last()
                .replaceWithVoid();
    }
}

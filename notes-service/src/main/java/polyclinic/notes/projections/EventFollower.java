package polyclinic.notes.projections;

import io.smallrye.mutiny.Uni;
import java.util.List;
import polyclinic.commons.messaging.CloudEvent;

/** A feature that goes by the suite's events without keeping a projection of its own. */
public interface EventFollower {
    /** Called again when something fails: any event may come twice and in any order. */
    Uni<Void> follow(List<CloudEvent> events);
}

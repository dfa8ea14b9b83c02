package polyclinic.notes.projections;

import io.smallrye.mutiny.Uni;
import java.util.List;
import polyclinic.commons.messaging.CloudEvent;

/** Takes over what laboratories report. */
public interface LabResults {
    /** Takes the results from those events that have any, in whatever order and however often they arrive. */
    Uni<Void> record(List<CloudEvent> events);
}

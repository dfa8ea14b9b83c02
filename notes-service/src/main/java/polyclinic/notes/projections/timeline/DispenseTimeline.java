package polyclinic.notes.projections.timeline;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Dispensed medicines on a timeline. */
final class DispenseTimeline {
    static final TimelineSource<Dispense> SOURCE = TimelineSource.of(
                    "dispense", Dispense.class, Dispense::patientId, Dispense::dispenseId, Dispense::occurredAt)
            .line("dispense.prepared.v1", dispense -> "Medicines prepared")
            .line("dispense.handed-over.v1", dispense -> "Medicines handed over")
            .line("dispense.returned.v1", dispense -> "Medicines returned")
            .line("dispense.reversed.v1", dispense -> "Medicines not picked up");

    private DispenseTimeline() {}

    record Dispense(
            @Nullable UUID patientId,
            @Nullable UUID dispenseId,
            @Nullable Instant occurredAt) {}
}

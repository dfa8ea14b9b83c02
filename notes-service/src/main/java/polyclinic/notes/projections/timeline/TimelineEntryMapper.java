package polyclinic.notes.projections.timeline;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;
import polyclinic.notes.projections.timeline.documents.ClinicalDataTimeline;
import polyclinic.notes.projections.timeline.documents.HistoryTimeline;
import polyclinic.notes.projections.timeline.documents.NoteTimeline;
import polyclinic.notes.projections.timeline.documents.TranscriptTimeline;
import polyclinic.notes.projections.timeline.lines.RemovedLines;
import polyclinic.notes.projections.timeline.lines.TimelineEntry;
import polyclinic.notes.projections.timeline.lines.TimelineSource;
import polyclinic.notes.projections.timeline.patientrecord.AllergyTimeline;
import polyclinic.notes.projections.timeline.patientrecord.ConditionTimeline;
import polyclinic.notes.projections.timeline.patientrecord.ImmunizationTimeline;
import polyclinic.notes.projections.timeline.patientrecord.MedicalRecordTimeline;

/** Maps the events of all services to timeline entries. */
public final class TimelineEntryMapper {
    private final List<TimelineSource<?>> sources;

    /** What entries about a patient's account are about: not everybody who sees a timeline sees money. */
    public static final Set<String> ACCOUNT_ENTITIES = Set.of(
            BillingTimeline.INVOICES.entityType(),
            BillingTimeline.PAYMENTS.entityType(),
            BillingTimeline.CREDIT_NOTES.entityType());

    /** @param zone where a day begins: what is known by its day alone stands at its beginning */
    public TimelineEntryMapper(ZoneId zone) {
        sources = List.of(
                PatientTimeline.SOURCE,
                PatientTimeline.EMERGENCY_ACCESS,
                AllergyTimeline.SOURCE,
                ConditionTimeline.SOURCE,
                ImmunizationTimeline.source(zone),
                MedicalRecordTimeline.source(zone),
                AppointmentTimeline.SOURCE,
                QueueTimeline.SOURCE,
                OrderTimeline.SOURCE,
                PrescriptionTimeline.SOURCE,
                BillingTimeline.INVOICES,
                BillingTimeline.VOIDED_INVOICES,
                BillingTimeline.PAYMENTS,
                BillingTimeline.CREDIT_NOTES,
                LabRequestTimeline.SOURCE,
                DispenseTimeline.SOURCE,
                NoteTimeline.SOURCE,
                TranscriptTimeline.SOURCE,
                ClinicalDataTimeline.SOURCE,
                HistoryTimeline.source(zone),
                AssetTimeline.SOURCE);
    }

    /** The condition of the lines that an event takes away, because what they are about was entered in error; null for none. */
    public static @Nullable Bson removed(CloudEvent event) {
        return RemovedLines.of(event);
    }

    /** Whether events of this type belong on a timeline. */
    boolean maps(String eventType) {
        return sources.stream().anyMatch(source -> source.has(eventType));
    }

    /**
     * The entry that an event adds to a patient's timeline, or null for an event that belongs on none.
     *
     * @throws RuntimeException when the event is not as agreed
     */
    public @Nullable TimelineEntry entry(CloudEvent event) {
        for (TimelineSource<?> source : sources) if (source.has(event.type())) return source.entry(event);
        return null;
    }
}

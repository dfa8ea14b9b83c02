package polyclinic.prescription.drafting;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.prescription.prescriptions.PrescribedItem;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionAccess;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.PrescriptionView;
import polyclinic.prescription.prescriptions.Prescriptions;

/** The doctor changes their draft, provided it still has the version that they last read. */
@ApplicationScoped
class PrescriptionRevision {
    private final Prescriptions prescriptions;
    private final PrescriptionAccess access;
    private final PrescribedMedicines medicines;
    private final Outbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    PrescriptionRevision(
            Prescriptions prescriptions,
            PrescriptionAccess access,
            PrescribedMedicines medicines,
            Outbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.access = access;
        this.medicines = medicines;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    Uni<Answer<PrescriptionView>> revise(UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        EntityTags.require(ifMatch);
        return access.asPrescriber(id, caller)
                .chain(seen -> Panache.withTransaction(() -> prescriptions
                        .locked(id)
                        .call(prescription -> revise(prescription, ifMatch, patch))
                        .map(PrescriptionView::of)
                        .map(view -> Answer.ok(view.version(), view))));
    }

    private Uni<Void> revise(Prescription prescription, @Nullable String ifMatch, JsonNode patch) {
        EntityTags.check(ifMatch, prescription.version());
        RevisePrescription wanted = MergePatch.apply(
                new RevisePrescription(prescription.prescribedItems(), prescription.notes()),
                patch,
                RevisePrescription.class,
                validator);
        boolean isSame = wanted.items().equals(prescription.prescribedItems());
        return (isSame ? Uni.createFrom().item(wanted.items()) : medicines.writtenOut(wanted.items()))
                .chain(items -> publish(prescription, items, wanted.notes(), clock.instant()));
    }

    private Uni<Void> publish(
            Prescription prescription, List<PrescribedItem> items, @Nullable String notes, Instant now) {
        List<String> changed = prescription.revise(items, notes, now);
        if (changed.isEmpty())
            return outbox.append(audit.entry("read", "prescription", prescription.id(), prescription.patientId()));
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry("update", "prescription", prescription.id(), prescription.patientId())
                                .withChangedFields(changed),
                        new PrescriptionEvent.Updated(prescription.snapshot(null, now))));
    }
}

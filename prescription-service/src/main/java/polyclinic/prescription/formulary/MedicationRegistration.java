package polyclinic.prescription.formulary;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;

/** Takes medicines into the formulary and corrects them. */
@ApplicationScoped
class MedicationRegistration {
    private final Medications medications;
    private final MedicationQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    MedicationRegistration(
            Medications medications,
            MedicationQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.medications = medications;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    /** Answers 201, or 409 {@code duplicate-medication} for the name, form and strength of another. */
    Uni<Answer<MedicationView>> register(RegisterMedication request) {
        request.checked();
        return idempotency.once(
                request,
                () -> medications
                        .persistAndFlush(Medication.registered(request, clock.instant()))
                        .call(medication -> outbox.append(audit.entry("create", "medication", medication.id(), null)))
                        .map(MedicationView::of)
                        .map(view -> Answer.created(view.location(), view.version(), view)),
                earlier -> queries.get(earlier.createdId()).map(view -> Answer.ok(view.version(), view)));
    }

    /** Applies a JSON merge patch (RFC 7396); one that changes nothing leaves the version as it is. */
    Uni<Answer<MedicationView>> patch(UUID id, @Nullable String ifMatch, JsonNode patch) {
        EntityTags.require(ifMatch);
        return Panache.withTransaction(() -> medications
                .require(id)
                .call(medication -> patch(medication, ifMatch, patch))
                .map(MedicationView::of)
                .map(view -> Answer.ok(view.version(), view)));
    }

    private Uni<Void> patch(Medication medication, @Nullable String ifMatch, JsonNode patch) {
        EntityTags.check(ifMatch, medication.version());
        RegisterMedication wanted = MergePatch.apply(medication.asRequest(), patch, RegisterMedication.class, validator)
                .checked();
        List<String> changed = medication.take(wanted, clock.instant());
        if (changed.isEmpty()) return outbox.append(audit.entry("read", "medication", medication.id(), null));
        return medications
                .flush()
                .chain(() -> outbox.append(audit.entry("update", "medication", medication.id(), null)
                        .withChangedFields(changed)));
    }
}

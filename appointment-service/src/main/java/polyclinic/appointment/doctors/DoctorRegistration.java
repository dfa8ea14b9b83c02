package polyclinic.appointment.doctors;

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
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;

/** Registers doctors and corrects their registrations. */
@ApplicationScoped
class DoctorRegistration {
    private final Doctors doctors;
    private final DoctorQueries queries;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    DoctorRegistration(
            Doctors doctors,
            DoctorQueries queries,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.doctors = doctors;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    Uni<Answer<DoctorView>> register(RegisterDoctor request, Caller caller) {
        request.checked();
        Provenance.requireSender(request.provenance(), caller);
        return idempotency.once(
                request,
                () -> doctors.persistAndFlush(Doctor.registered(request, clock.instant()))
                        .call(doctor -> outbox.append(
                                audit.entry("create", "doctor", doctor.id(), null),
                                new DoctorEvent.Registered(doctor.snapshot())))
                        .map(doctor -> Answer.created(
                                "/api/v1/doctors/" + doctor.id(), doctor.version(), DoctorView.of(doctor, caller))),
                earlier -> queries.get(earlier.createdId(), caller).map(view -> Answer.ok(view.version(), view)));
    }

    /** Applies a JSON merge patch (RFC 7396); one that changes nothing leaves the version as it is. */
    Uni<Answer<DoctorView>> patch(UUID id, @Nullable String ifMatch, JsonNode patch, Caller caller) {
        EntityTags.require(ifMatch);
        return Panache.withTransaction(() -> doctors.require(id)
                .call(doctor -> patch(doctor, ifMatch, patch))
                .map(doctor -> Answer.ok(doctor.version(), DoctorView.of(doctor, caller))));
    }

    private Uni<Void> patch(Doctor doctor, @Nullable String ifMatch, JsonNode patch) {
        EntityTags.check(ifMatch, doctor.version());
        RegisterDoctor wanted = MergePatch.apply(doctor.asRequest(), patch, RegisterDoctor.class, validator)
                .checked();
        List<String> changed = doctor.take(wanted, clock.instant());
        if (changed.isEmpty()) return Uni.createFrom().voidItem();
        return doctors.flush()
                .chain(() -> outbox.append(
                        audit.entry("update", "doctor", doctor.id(), null).withChangedFields(changed),
                        new DoctorEvent.Updated(doctor.snapshot())));
    }
}

package polyclinic.appointment.doctors;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;

/** Registering doctors and keeping what is known of them. */
@ApplicationScoped
class Staffing {
    private final Doctors doctors;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    Staffing(Doctors doctors, Idempotency idempotency, Outbox outbox, Audit audit, Validator validator, Clock clock) {
        this.doctors = doctors;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    Uni<Response> register(RegisterDoctor request, Caller caller) {
        request.checked();
        return idempotency.once(request, () -> doctors.persistAndFlush(Doctor.registered(request, clock.instant()))
                .call(doctor ->
                        outbox.append(audit.entry("create", "doctor", doctor.id(), null), doctor.registeredEvent()))
                .map(doctor -> Answer.created(
                        "/api/v1/doctors/" + doctor.id(), doctor.version(), DoctorView.of(doctor, caller))));
    }

    @WithTransaction
    Uni<Doctor> patch(UUID id, String ifMatch, JsonNode patch) {
        EntityTags.expected(ifMatch);
        return doctors.require(id).call(doctor -> {
            EntityTags.check(ifMatch, doctor.version());
            RegisterDoctor wanted = MergePatch.apply(doctor.asRequest(), patch, RegisterDoctor.class, validator)
                    .checked();
            List<String> changed = doctor.take(wanted, clock.instant());
            if (changed.isEmpty()) return Uni.createFrom().voidItem();
            return doctors.flush()
                    .chain(() -> outbox.append(
                            audit.entry("update", "doctor", id, null, changed, null), doctor.updatedEvent()));
        });
    }
}

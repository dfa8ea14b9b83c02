package polyclinic.appointment.projections;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;

/** Who may see whom in an emergency, and until when, from patient-service's events. */
@ApplicationScoped
class KnownEmergencies {
    record Grant(
            @Nullable UUID emergencyAccessId,
            long version,
            @Nullable UUID patientId,
            @Nullable String subject,
            @Nullable Instant expiresAt) {}

    /** Takes over what an event says, in the open transaction, unless a newer one is known. */
    Uni<Void> record(CloudEvent event) {
        Grant grant = event.as(Grant.class);
        UUID id = Objects.requireNonNull(grant.emergencyAccessId(), "emergencyAccessId");
        UUID patient = Objects.requireNonNull(grant.patientId(), "patientId");
        String subject = Objects.requireNonNull(grant.subject(), "subject");
        Instant until = Objects.requireNonNull(grant.expiresAt(), "expiresAt");
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into emergency_access (id, version, patient_id, subject, until)
                                values (:id, :version, :patient, :subject, :until)
                                on conflict (id) do update
                                   set version = excluded.version, patient_id = excluded.patient_id,
                                       subject = excluded.subject, until = excluded.until
                                 where emergency_access.version < excluded.version""")
                        .setParameter("id", id)
                        .setParameter("version", grant.version())
                        .setParameter("patient", patient)
                        .setParameter("subject", subject)
                        .setParameter("until", until)
                        .executeUpdate())
                .replaceWithVoid();
    }
}

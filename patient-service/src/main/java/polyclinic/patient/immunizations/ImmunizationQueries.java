package polyclinic.patient.immunizations;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.web.Page;
import polyclinic.patient.content.NewestFirst;
import polyclinic.patient.entries.EntryReading;

/** Reads a patient's immunizations. */
@ApplicationScoped
class ImmunizationQueries {
    private final Immunizations immunizations;
    private final EntryReading reading;

    ImmunizationQueries(Immunizations immunizations, EntryReading reading) {
        this.immunizations = immunizations;
        this.reading = reading;
    }

    Uni<Page<ImmunizationView>> list(UUID patientId, @Nullable String after, int limit, Caller caller) {
        NewestFirst cursor = NewestFirst.of(after);
        return reading.list(
                immunizations.kind(),
                patientId,
                caller,
                limit,
                () -> immunizations.valid(patientId, cursor, limit),
                last -> new NewestFirst(last.givenOn(), last.id()).cursor());
    }

    Uni<ImmunizationView> get(UUID patientId, UUID id, Caller caller) {
        return reading.get(immunizations.kind(), patientId, id, caller).map(Immunization::view);
    }
}

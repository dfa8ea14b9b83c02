package polyclinic.asset.clients;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.OwnerLookup;
import polyclinic.commons.identity.CurrentCaller;

/** What an asset refers to in other services: it must be there, be shown to the caller and be the same patient's. */
@ApplicationScoped
public class AssetReferences {
    private final AppointmentClient appointments;
    private final PrescriptionClient prescriptions;
    private final CurrentCaller caller;

    AssetReferences(
            @RestClient AppointmentClient appointments,
            @RestClient PrescriptionClient prescriptions,
            CurrentCaller caller) {
        this.appointments = appointments;
        this.prescriptions = prescriptions;
        this.caller = caller;
    }

    /** Fails with 422 {@code unknown-reference}; what is null is no reference. */
    public Uni<Void> require(@Nullable UUID appointment, @Nullable UUID prescription, UUID patient) {
        return requireAppointment(appointment, patient).chain(() -> requirePrescription(prescription, patient));
    }

    private Uni<Void> requireAppointment(@Nullable UUID id, UUID patient) {
        if (id == null) return Uni.createFrom().voidItem();
        return OwnerLookup.require(
                "appointment-service", "appointmentId", appointments.appointment(bearer(), id), patient);
    }

    private Uni<Void> requirePrescription(@Nullable UUID id, UUID patient) {
        if (id == null) return Uni.createFrom().voidItem();
        return OwnerLookup.require(
                "prescription-service", "prescriptionId", prescriptions.prescription(bearer(), id), patient);
    }

    private String bearer() {
        return "Bearer " + caller.bearer();
    }
}

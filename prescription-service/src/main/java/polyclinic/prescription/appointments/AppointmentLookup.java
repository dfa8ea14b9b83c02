package polyclinic.prescription.appointments;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.problem.Problem;

/**
 * Asks the owner in the caller's name where the own database does not (yet) have the answer, and remembers what it said.
 * No transaction may be open meanwhile.
 */
@ApplicationScoped
public class AppointmentLookup {
    private static final int ENOUGH = 200;

    private final KnownAppointments known;
    private final AppointmentOwner owner;
    private final CurrentCaller caller;

    AppointmentLookup(KnownAppointments known, @RestClient AppointmentOwner owner, CurrentCaller caller) {
        this.known = known;
        this.owner = owner;
        this.caller = caller;
    }

    /**
     * Makes an appointment known before somebody prescribes in it. One that looks closed is asked for too: the event that
     * opened it may be on its way. Fails with 503 when it is unknown and the owner is away.
     */
    public Uni<Void> prepare(UUID appointmentId) {
        return known.known(appointmentId).chain(found -> {
            if (found != null && found.isOpen()) return Uni.createFrom().voidItem();
            return refresh(appointmentId, found != null);
        });
    }

    /** Makes a doctor known whose name and licence a document needs; does without when the owner cannot say. */
    public Uni<Void> prepareDoctor(UUID doctorId) {
        return known.doctor(doctorId).chain(found -> {
            if (found != null || caller.bearer() == null)
                return Uni.createFrom().voidItem();
            return owner.doctor(bearer(), doctorId)
                    .chain(told -> known.learnDoctors(List.of(doctor(told))))
                    .onFailure(AppointmentLookup::isNoAnswer)
                    .recoverWithNull();
        });
    }

    /** Makes known whether a doctor has a patient in care; for other callers there is nothing to know. */
    public Uni<Void> prepareCare(UUID patientId, Caller asking) {
        if (!asking.is(Roles.DOCTOR) || asking.is(Roles.NURSE, Roles.ADMIN, Roles.PHARMACIST))
            return Uni.createFrom().voidItem();
        return known.inCare(asking.subject(), patientId).chain(inCare -> {
            if (inCare || caller.bearer() == null) return Uni.createFrom().voidItem();
            return owner.appointments(bearer(), patientId, ENOUGH)
                    .chain(this::learnAll)
                    .onFailure(AppointmentLookup::isNoAnswer)
                    .recoverWithNull();
        });
    }

    private Uni<Void> refresh(UUID appointmentId, boolean hasSomething) {
        if (caller.bearer() == null) return Uni.createFrom().voidItem();
        return owner.appointment(bearer(), appointmentId)
                .chain(told -> known.learnAppointments(List.of(appointment(told))))
                .onFailure(AppointmentLookup::isNoAnswer)
                .recoverWithUni(failure -> isHidden(failure) || hasSomething
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(new OwnerAway()));
    }

    private Uni<Void> learnAll(JsonNode page) {
        List<KnownAppointment> told = new ArrayList<>();
        for (JsonNode item : page.path("items")) told.add(appointment(item));
        return known.learnAppointments(told);
    }

    private String bearer() {
        return "Bearer " + caller.bearer();
    }

    private static KnownAppointment appointment(JsonNode told) {
        return new KnownAppointment(
                UUID.fromString(told.path("id").asText()),
                told.path("version").asLong(),
                UUID.fromString(told.path("patientId").asText()),
                UUID.fromString(told.path("doctorId").asText()),
                text(told, "doctorSubject"),
                told.path("doctorName").asText(),
                Instant.parse(told.path("start").asText()),
                told.path("status").asText());
    }

    private static KnownDoctor doctor(JsonNode told) {
        return new KnownDoctor(
                UUID.fromString(told.path("id").asText()),
                told.path("version").asLong(),
                told.path("givenName").asText(),
                told.path("familyName").asText(),
                text(told, "specialty"),
                text(told, "licenseNumber"),
                text(told, "timeZone"));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).textValue() : null;
    }

    /** An answer that denies, a failure to ask or an answer that makes no sense; not a failure of the own store. */
    private static boolean isNoAnswer(Throwable failure) {
        return failure instanceof WebApplicationException
                || failure instanceof jakarta.ws.rs.ProcessingException
                || failure instanceof java.io.IOException
                || failure instanceof java.util.concurrent.TimeoutException
                || failure instanceof IllegalArgumentException
                || failure instanceof java.time.DateTimeException;
    }

    private static boolean isHidden(Throwable failure) {
        if (!(failure instanceof WebApplicationException answer)) return false;
        int status = answer.getResponse().getStatus();
        return status == 403 || status == 404;
    }

    /** 503: nobody can say whether there is such an appointment. */
    static final class OwnerAway extends Problem {
        OwnerAway() {
            super(503, "unavailable", "appointment-service is away; try again.");
        }
    }
}

package polyclinic.commons.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.access.care.CareBasis;
import polyclinic.commons.access.care.CareConfig;
import polyclinic.commons.access.care.CareRelationship;
import polyclinic.commons.access.care.DoctorAccount;
import polyclinic.commons.identity.CurrentCaller;

/**
 * Asks in the caller's name who owns the facts that make care: appointment-service, for the
 * appointments and the queue of the doctor whose account it is, then patient-service for the caller's emergency access. Their answers follow the same rule as events.
 */
@ApplicationScoped
class CareOwners {
    /** Without missed appointments: their events arrived long ago. */
    private static final List<String> IN_CARE = List.of("scheduled", "checked_in", "in_consultation", "completed");

    private static final int MAX_QUEUE_PAGE = 200;
    private static final String APPOINTMENTS = "appointment-service";
    private static final Found NOTHING = new Found(List.of(), List.of());

    private final AppointmentServiceClient appointments;
    private final Instance<PatientServiceClient> patients;
    private final boolean ownsEmergencyAccess;
    private final CurrentCaller caller;
    private final CareConfig config;
    private final Clock clock;

    CareOwners(
            @RestClient AppointmentServiceClient appointments,
            @RestClient Instance<PatientServiceClient> patients,
            @ConfigProperty(name = "quarkus.rest-client.patient-service.url") Optional<String> patientService,
            CurrentCaller caller,
            CareConfig config,
            Clock clock) {
        this.appointments = appointments;
        this.patients = patients;
        // patient-service itself has no address of patient-service: it keeps emergency access in its own store.
        this.ownsEmergencyAccess = patientService.isEmpty();
        this.caller = caller;
        this.config = config;
        this.clock = clock;
    }

    /** @param relationships those of the caller and the patient that was asked for; empty when it is not in care */
    record Found(List<DoctorAccount> accounts, List<CareRelationship> relationships) {
        boolean isEmpty() {
            return relationships.isEmpty();
        }
    }

    /** Nothing when {@code subject} is not the caller's. Fails with {@link OwnerUnavailable} when nobody can say. */
    Uni<Found> ask(String subject, UUID patientId) {
        String bearer = caller.bearer();
        if (bearer == null || !subject.equals(caller.get().subject()))
            return Uni.createFrom().item(NOTHING);
        String authorization = "Bearer " + bearer;
        return inVisits(authorization, patientId)
                .chain(found -> found.isEmpty()
                        ? inEmergencies(authorization, subject, patientId)
                        : Uni.createFrom().item(found))
                // In an emergency it does not matter that nobody can say what else there is.
                .onFailure(OwnerUnavailable.class)
                .recoverWithUni(unavailable -> inEmergencies(authorization, subject, patientId)
                        .onItem()
                        .transformToUni(found -> found.isEmpty()
                                ? Uni.createFrom().failure(unavailable)
                                : Uni.createFrom().item(found)));
    }

    /**
     * Which doctor the account is comes first: who has other roles beside is shown other doctors' appointments, which are
     * nobody's care but theirs.
     */
    private Uni<Found> inVisits(String authorization, UUID patientId) {
        return OwnerLookup.ask(APPOINTMENTS, appointments.doctor(authorization))
                .chain(answer -> answer.map(CareOwners::account)
                        .map(account -> inAppointments(authorization, account, patientId)
                                .chain(found -> found.isEmpty()
                                        ? inQueue(authorization, account, patientId)
                                        : Uni.createFrom().item(found)))
                        .orElse(Uni.createFrom().item(NOTHING)));
    }

    private Uni<Found> inAppointments(String authorization, DoctorAccount account, UUID patientId) {
        Instant from = clock.instant().minus(config.careLasts());
        return OwnerLookup.ask(
                        APPOINTMENTS,
                        appointments.appointments(
                                authorization, account.doctorId(), patientId, IN_CARE, from.toString(), 1))
                .map(page -> first(page, item -> isOf(item, account, patientId))
                        .map(item -> new Found(
                                List.of(account),
                                List.of(visit(
                                        item,
                                        CareBasis.APPOINTMENT,
                                        account,
                                        patientId,
                                        instant(item, "start").plus(config.careLasts())))))
                        .orElse(NOTHING));
    }

    /** Today's. An entry with an appointment is care by the appointment. */
    private Uni<Found> inQueue(String authorization, DoctorAccount account, UUID patientId) {
        return OwnerLookup.ask(
                        APPOINTMENTS, appointments.queue(authorization, account.doctorId(), patientId, MAX_QUEUE_PAGE))
                .map(page -> first(
                                page,
                                item -> isOf(item, account, patientId)
                                        && !item.path("appointmentId").isTextual())
                        .map(item -> new Found(
                                List.of(account),
                                List.of(visit(
                                        item,
                                        CareBasis.QUEUE_ENTRY,
                                        account,
                                        patientId,
                                        clock.instant().plus(config.careLasts())))))
                        .orElse(NOTHING));
    }

    private Uni<Found> inEmergencies(String authorization, String subject, UUID patientId) {
        if (ownsEmergencyAccess) return Uni.createFrom().item(NOTHING);
        return OwnerLookup.ask("patient-service", patients.get().emergencyAccess(authorization, patientId))
                .map(page -> first(page, item -> is(item, "patientId", patientId))
                        .map(item -> new Found(List.of(), List.of(emergency(item, subject, patientId))))
                        .orElse(NOTHING));
    }

    /** One version less than the owner's: its event says more (since when, by whom made) and is still to count. */
    private CareRelationship visit(
            JsonNode item, CareBasis basis, DoctorAccount account, UUID patientId, Instant until) {
        return new CareRelationship(
                id(item, "id"),
                item.path("version").asLong() - 1,
                patientId,
                account.doctorId(),
                null,
                basis,
                clock.instant(),
                until,
                false);
    }

    private static CareRelationship emergency(JsonNode item, String subject, UUID patientId) {
        return new CareRelationship(
                id(item, "id"),
                item.path("version").asLong(),
                patientId,
                null,
                subject,
                CareBasis.EMERGENCY_ACCESS,
                instant(item, "grantedAt"),
                instant(item, "expiresAt"),
                false);
    }

    private static DoctorAccount account(JsonNode doctor) {
        return new DoctorAccount(
                id(doctor, "id"),
                doctor.path("version").asLong(),
                doctor.path("subject").textValue());
    }

    private static Optional<JsonNode> first(Optional<JsonNode> page, Predicate<JsonNode> wanted) {
        if (page.isEmpty()) return Optional.empty();
        for (JsonNode item : page.get().path("items")) if (wanted.test(item)) return Optional.of(item);
        return Optional.empty();
    }

    private static boolean isOf(JsonNode item, DoctorAccount account, UUID patientId) {
        return is(item, "patientId", patientId)
                && is(item, "doctorId", account.doctorId())
                && !item.path("status").asText().equals("cancelled");
    }

    private static boolean is(JsonNode item, String field, UUID id) {
        return item.path(field).asText().equals(id.toString());
    }

    private static UUID id(JsonNode item, String field) {
        return UUID.fromString(item.path(field).asText());
    }

    private static Instant instant(JsonNode item, String field) {
        return Instant.parse(item.path(field).asText());
    }
}

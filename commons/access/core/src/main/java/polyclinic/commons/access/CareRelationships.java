package polyclinic.commons.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.messaging.CloudEvent;

/**
 * Which doctor has which patient in care: the one answer for all services. It is kept from events. An event may still be on
 * its way when a doctor opens the record right after the booking, so on a miss appointment-service is asked in the caller's
 * name, which shows a doctor only their own appointments and queue.
 */
@ApplicationScoped
public class CareRelationships {
    private static final List<String> NOT_CANCELLED =
            List.of("scheduled", "checked_in", "in_consultation", "completed", "no_show");
    private static final int MAX_QUEUE_PAGE = 200;

    private final Instance<CareStore> store;
    private final AppointmentServiceClient owner;
    private final CurrentCaller caller;

    CareRelationships(Instance<CareStore> store, @RestClient AppointmentServiceClient owner, CurrentCaller caller) {
        this.store = store;
        this.owner = owner;
        this.caller = caller;
    }

    /**
     * Whether the calling doctor has the patient in care; {@link OwnerUnavailable} when only appointment-service could say
     * and does not answer.
     */
    public Uni<Boolean> includes(String doctorSubject, UUID patientId) {
        return store.get()
                .contains(doctorSubject, patientId)
                .chain(known -> known ? Uni.createFrom().item(true) : askOwner(doctorSubject, patientId));
    }

    /** Those known from events, for lists. */
    public Uni<Set<UUID>> patientsOf(String doctorSubject) {
        return store.get().patientsOf(doctorSubject);
    }

    /** Takes over what events of {@code appointment.events} say; others are passed over. Replaying them has no effect. */
    public Uni<Void> record(List<CloudEvent> events) {
        List<CareRelationship> relationships = CareEvents.read(events);
        return relationships.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.get().save(relationships);
    }

    private Uni<Boolean> askOwner(String doctorSubject, UUID patientId) {
        String bearer = caller.bearer();
        if (bearer == null || !doctorSubject.equals(caller.get().subject()))
            return Uni.createFrom().item(false);
        String authorization = "Bearer " + bearer;
        return found(owner.appointments(authorization, patientId, NOT_CANCELLED, 1), doctorSubject, patientId)
                .chain(found -> found
                        ? Uni.createFrom().item(true)
                        : found(owner.queue(authorization, MAX_QUEUE_PAGE), doctorSubject, patientId));
    }

    private Uni<Boolean> found(Uni<JsonNode> question, String doctorSubject, UUID patientId) {
        return OwnerLookup.ask("appointment-service", question)
                .chain(answer -> answer.map(page -> save(page, doctorSubject, patientId))
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    /** What the owner said is kept, so that the next look finds it. */
    private Uni<Boolean> save(JsonNode page, String doctorSubject, UUID patientId) {
        for (JsonNode item : page.path("items")) {
            if (!item.path("patientId").asText().equals(patientId.toString())) continue;
            if (item.path("status").asText().equals("cancelled")) continue;
            if (item.path("appointmentId").isTextual()) continue;
            var relationship = new CareRelationship(
                    UUID.fromString(item.path("id").asText()),
                    item.path("version").asLong(),
                    doctorSubject,
                    patientId,
                    true);
            return store.get().save(List.of(relationship)).replaceWith(true);
        }
        return Uni.createFrom().item(false);
    }
}

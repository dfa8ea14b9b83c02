package polyclinic.prescription.patients;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.prescription.checking.Allergy;

/** Asks patient-service in the caller's name. No transaction may be open meanwhile. */
@ApplicationScoped
public class PatientLookup {
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 50;

    private final KnownPatients known;
    private final PatientOwner owner;
    private final CurrentCaller caller;

    PatientLookup(KnownPatients known, @RestClient PatientOwner owner, CurrentCaller caller) {
        this.known = known;
        this.owner = owner;
        this.caller = caller;
    }

    /** Makes a patient known whose name a document needs; the process tells when that did not succeed. */
    public Uni<Void> prepare(UUID patientId) {
        return known.patient(patientId).chain(found -> {
            if (found != null || caller.bearer() == null)
                return Uni.createFrom().voidItem();
            return owner.patient(bearer(), patientId)
                    .chain(told -> Panache.withTransaction(() -> known.learn(patient(told))))
                    .onFailure(PatientLookup::isNoAnswer)
                    .recoverWithNull();
        });
    }

    /**
     * The patient's allergies. The owner is asked first, because an allergy recorded a moment ago may not have arrived as
     * an event and this is the moment when it counts; when it cannot say, what events told is taken.
     *
     * @return null when neither knows the patient
     */
    public Uni<List<Allergy>> allergies(UUID patientId) {
        if (caller.bearer() == null) return told(patientId);
        return page(patientId, null, new ArrayList<>(), 1)
                .onFailure(PatientLookup::isNoAnswer)
                .recoverWithUni(failure -> {
                    Log.warnf(
                            "allergies are taken from events: patient-service gave %s",
                            failure.getClass().getName());
                    return told(patientId);
                });
    }

    private Uni<List<Allergy>> told(UUID patientId) {
        return known.patient(patientId)
                .chain(patient -> patient == null ? Uni.createFrom().nullItem() : known.allergies(patientId));
    }

    private Uni<List<Allergy>> page(UUID patientId, String after, List<Allergy> found, int number) {
        return owner.allergies(bearer(), patientId, PAGE, after).chain(page -> {
            for (JsonNode item : page.path("items")) if (isActive(item)) found.add(allergy(item));
            if (!page.path("next").isTextual()) return Uni.createFrom().item(found);
            if (number == MOST_PAGES) return Uni.createFrom().failure(new IllegalArgumentException("endless pages"));
            return page(patientId, page.path("next").textValue(), found, number + 1);
        });
    }

    private String bearer() {
        return "Bearer " + caller.bearer();
    }

    private static boolean isActive(JsonNode item) {
        return item.path("status").asText("active").equals("active");
    }

    private static Allergy allergy(JsonNode item) {
        JsonNode substance = item.path("substance");
        return new Allergy(
                UUID.fromString(item.path("id").asText()),
                text(substance, "code"),
                text(substance, "system"),
                text(substance, "name"),
                text(item, "criticality"));
    }

    private static KnownPatient patient(JsonNode told) {
        return new KnownPatient(
                UUID.fromString(told.path("id").asText()),
                told.path("version").asLong(),
                text(told, "uhid"),
                told.path("givenName").asText(),
                told.path("familyName").asText(),
                text(told, "birthDate") == null ? null : LocalDate.parse(text(told, "birthDate")));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).textValue() : null;
    }

    /** A refusal, a failure to ask or an answer that makes no sense; not a failure of the own store. */
    private static boolean isNoAnswer(Throwable failure) {
        return failure instanceof WebApplicationException
                || failure instanceof ProcessingException
                || failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof IllegalArgumentException
                || failure instanceof DateTimeException;
    }
}

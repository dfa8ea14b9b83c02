package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.checks.StepResult;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.ApiResponse;
import polyclinic.clients.http.JsonNodes;

/** The day in the audit trail, and the trail's own verification. */
final class AuditSteps {
    private static final Duration VERIFY_TIMEOUT = Duration.ofMinutes(10);

    private final RegistrationSteps registration;
    private final AppointmentSteps appointment;
    private final ApiClient auditor;
    private final StepResult<JsonNode> verification = new StepResult<>("verification");

    AuditSteps(Clinic clinic, RegistrationSteps registration, AppointmentSteps appointment) {
        this.registration = registration;
        this.appointment = appointment;
        auditor = clinic.as("auditor");
    }

    JsonNode verification() {
        return verification.get();
    }

    String readTrail() {
        Set<String> expected = expectedEntries();
        Set<String> missing = new LinkedHashSet<>();
        List<JsonNode> entries = Poller.until(
                ClinicDay.EVENT_TIMEOUT,
                () -> {
                    List<JsonNode> found = auditor.all("/audit?patientId=" + registration.patientId());
                    missing.clear();
                    missing.addAll(expected);
                    found.forEach(entry -> missing.remove(actorActionAndType(entry)));
                    return missing.isEmpty() ? found : null;
                },
                () -> "the trail lacks: " + String.join(", ", missing));
        Set<String> ids =
                entries.stream().map(entry -> entry.path("id").asText()).collect(Collectors.toSet());
        CheckFailed.unless(ids.size() == entries.size(), "the trail has an entry twice");
        return entries.size() + " entries on this patient, all " + expected.size() + " steps among them";
    }

    /** Returns who must have done what to which kind of thing. */
    private Set<String> expectedEntries() {
        String doctor = appointment.doctorUser();
        return new LinkedHashSet<>(List.of(
                "reception create patient",
                "reception read patient",
                "reception create asset",
                "reception read asset",
                "nurse create allergy",
                "reception create appointment",
                "reception check_in appointment",
                "nurse create clinical_data",
                doctor + " start appointment",
                doctor + " create note",
                doctor + " update note",
                doctor + " sign note",
                doctor + " create prescription",
                doctor + " update prescription",
                doctor + " issue prescription",
                doctor + " read prescription_document",
                doctor + " complete appointment",
                doctor + " create lab_request",
                "lab result lab_request",
                doctor + " review lab_request",
                "pharmacist prepare dispense",
                "pharmacist hand_over dispense",
                "cashier issue invoice",
                "cashier create payment",
                doctor + " read timeline",
                registration.user() + " read patient"));
    }

    private static String actorActionAndType(JsonNode entry) {
        return entry.path("actor").path("name").asText() + " "
                + entry.path("action").asText() + " " + entry.path("entityType").asText();
    }

    /** A long trail takes longer than the gateway waits: asking again joins the run that has begun. */
    String verifyChains() {
        JsonNode result = verification.set(Poller.until(
                VERIFY_TIMEOUT,
                () -> {
                    ApiResponse response = auditor.post("/audit/verify", JsonNodes.object());
                    return response.status() == 504
                            ? null
                            : response.expect(200).json();
                },
                () -> "the audit chains are still being verified"));
        if (!result.path("valid").asBoolean())
            throw new CheckFailed(
                    "the audit chain is broken: " + result.path("chains").findValue("firstBroken"));
        return "valid: " + result.path("entries").asLong() + " entries in "
                + result.path("chains").size() + " chains, behind "
                + result.path("from").asLong() + " that were found so before";
    }
}

package polyclinic.clients.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;

/** The day on the patient's timeline: an item for everything that happened, newest first. */
final class TimelineStep {
    private static final Set<String> EXPECTED_KINDS = Set.of(
            "patient_registered",
            "patient_allergy_recorded",
            "asset_stored",
            "appointment_booked",
            "appointment_checked_in",
            "queue_entry_added",
            "queue_entry_moved",
            "clinical_data_recorded",
            "appointment_started",
            "note_drafted",
            "note_signed",
            "prescription_drafted",
            "prescription_issued",
            "appointment_completed");

    private final RegistrationSteps registration;
    private final AppointmentSteps appointment;

    TimelineStep(RegistrationSteps registration, AppointmentSteps appointment) {
        this.registration = registration;
        this.appointment = appointment;
    }

    String read() {
        Set<String> missing = new LinkedHashSet<>(EXPECTED_KINDS);
        List<JsonNode> items = Poller.until(
                ClinicDay.EVENT_TIMEOUT,
                () -> {
                    List<JsonNode> found = appointment.doctor().all("/timelines/" + registration.patientId());
                    missing.clear();
                    missing.addAll(missingKinds(found));
                    return missing.isEmpty() ? found : null;
                },
                () -> "the timeline lacks " + missing);
        requireNewestFirst(items);
        long sources = items.stream()
                .map(item -> item.path("source").asText())
                .distinct()
                .count();
        return items.size() + " items from " + sources + " services";
    }

    private static Set<String> missingKinds(List<JsonNode> items) {
        Set<String> missing = new LinkedHashSet<>(EXPECTED_KINDS);
        items.forEach(item -> missing.remove(item.path("kind").asText()));
        long assets = items.stream()
                .filter(item -> item.path("kind").asText().equals("asset_stored"))
                .count();
        if (assets < 2) missing.add("asset_stored (photo and prescription)");
        return missing;
    }

    private static void requireNewestFirst(List<JsonNode> items) {
        for (int i = 1; i < items.size(); i++)
            CheckFailed.unless(
                    !occurredAt(items.get(i - 1)).isBefore(occurredAt(items.get(i))),
                    "the timeline is not newest first");
    }

    private static Instant occurredAt(JsonNode item) {
        return Instant.parse(item.path("occurredAt").asText());
    }
}

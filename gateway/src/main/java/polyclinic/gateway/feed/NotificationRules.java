package polyclinic.gateway.feed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events are notifications, and whose: a line an event type. Who has caused an event is not told of it. What an alert tells
 * is not told a second time: a critical result, an overdue task and a given-up prescription are alerts of their own.
 */
final class NotificationRules {

    private static final String PHARMACIST = "pharmacist";

    private static final Map<String, Function<JsonObject, Set<String>>> RECIPIENTS = Map.ofEntries(
            Map.entry("task.created.v1", NotificationRules::performer),
            Map.entry("task.updated.v1", NotificationRules::performer),
            Map.entry("task.completed.v1", task -> set(account(task, "createdBy"))),
            Map.entry("task.cancelled.v1", task -> set(account(task, "createdBy"), account(task, "assignee"))),
            Map.entry("alert.raised.v1", NotificationRules::concerned),
            Map.entry("note.draft-expiring.v1", draft -> set(account(draft, "createdBy"))),
            Map.entry("ai-proposal.opened.v1", proposal -> set(account(proposal, "createdBy"))),
            Map.entry("ai-proposal.failed.v1", proposal -> set(account(proposal, "createdBy"))),
            Map.entry("appointment.booked.v1", appointment -> set(patient(appointment))),
            Map.entry("appointment.rescheduled.v1", NotificationRules::bothSides),
            Map.entry("appointment.cancelled.v1", NotificationRules::bothSides),
            Map.entry("prescription.issued.v1", NotificationRules::readersOfPrescription),
            Map.entry("prescription.cancelled.v1", NotificationRules::readersOfPrescription),
            Map.entry("lab-request.resulted.v1", NotificationRules::requesterOfResult),
            Map.entry("lab-request.corrected.v1", NotificationRules::readersOfCorrection),
            Map.entry("lab-request.reviewed.v1", NotificationRules::patientOfReleased));

    private NotificationRules() {}

    static Set<String> types() {
        return RECIPIENTS.keySet();
    }

    /**
     * Whose notification an event is; nobody's where the set is empty.
     *
     * @throws ClassCastException when the event is not as agreed
     */
    static Set<String> recipients(String type, JsonObject event) {
        Function<JsonObject, Set<String>> rule = RECIPIENTS.get(type);
        return rule == null ? Set.of() : rule.apply(event);
    }

    /**
     * What the log keeps of a notification: of what the event says only what it is about, and whose.
     *
     * @param source what the log keeps of the event
     * @param actor the account that has caused it, or null
     */
    static String stored(JsonObject source, Set<String> recipients, @Nullable String actor) {
        JsonObject about = source.getJsonObject("data");
        JsonObject data = new JsonObject()
                .put("type", source.getString("type"))
                .put("entityType", source.getString("entityType"))
                .put("entityId", source.getString("entityId"));
        if (about.getString("patientId") != null) data.put("patientId", about.getString("patientId"));
        JsonObject audience = source.getJsonObject("audience")
                .copy()
                .put("rights", source.getString("topic"))
                .put("ended", FeedEntry.isEnd(about.getString("status", "")))
                .put("to", new JsonArray(List.copyOf(recipients)));
        if (actor != null) audience.put("except", actor);
        return new JsonObject()
                .put("topic", FeedTopic.NOTIFICATIONS.name())
                .put("type", "notification.created.v1")
                .put("occurredAt", source.getString("occurredAt"))
                .put("entityType", "notification")
                .put("data", data)
                .put("audience", audience)
                .encode();
    }

    /** Who has the task; while nobody has, everybody of its role. */
    private static Set<String> performer(JsonObject task) {
        String assignee = account(task, "assignee");
        return set(assignee == null ? RecipientAddress.role(task.getString("role")) : assignee);
    }

    private static Set<String> concerned(JsonObject alert) {
        Stream<@Nullable String> roles = names(alert, "roles").map(RecipientAddress::role);
        Stream<@Nullable String> accounts = names(alert, "subjects").map(RecipientAddress::account);
        Stream<@Nullable String> doctor =
                Stream.of(alert).map(event -> event.getString("doctorId")).map(RecipientAddress::doctor);
        return Stream.concat(Stream.concat(roles, accounts), doctor)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> bothSides(JsonObject appointment) {
        return set(patient(appointment), RecipientAddress.doctor(appointment.getString("doctorId")));
    }

    /** One that was never issued has no paper, and nobody but its doctor has seen it. */
    private static Set<String> readersOfPrescription(JsonObject prescription) {
        return prescription.getString("documentAssetId") == null
                ? Set.of()
                : set(patient(prescription), RecipientAddress.role(PHARMACIST));
    }

    private static Set<String> requesterOfResult(JsonObject request) {
        JsonObject requester = request.getJsonObject("requestedBy");
        if (requester == null || isTrue(request, "critical")) return Set.of();
        String doctor = RecipientAddress.doctor(requester.getString("doctorId"));
        return set(doctor == null ? account(requester, "subject") : doctor);
    }

    private static Set<String> readersOfCorrection(JsonObject request) {
        Set<String> readers = new LinkedHashSet<>(requesterOfResult(request));
        readers.addAll(patientOfReleased(request));
        return readers;
    }

    private static Set<String> patientOfReleased(JsonObject request) {
        return isTrue(request, "released") ? set(patient(request)) : Set.of();
    }

    private static boolean isTrue(JsonObject event, String member) {
        return Boolean.TRUE.equals(event.getBoolean(member));
    }

    private static @Nullable String account(JsonObject event, String member) {
        return RecipientAddress.account(event.getString(member));
    }

    private static @Nullable String patient(JsonObject event) {
        return RecipientAddress.patient(event.getString("patientId"));
    }

    private static Stream<String> names(JsonObject event, String member) {
        return event.getJsonArray(member, new JsonArray()).stream().map(String::valueOf);
    }

    private static Set<String> set(@Nullable String... recipients) {
        return Arrays.stream(recipients).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }
}

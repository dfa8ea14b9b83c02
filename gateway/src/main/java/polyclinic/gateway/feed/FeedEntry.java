package polyclinic.gateway.feed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log. Its texts are made once, however many clients get it.
 *
 * @param seq its place; every entry's is one more than that of the entry before it, unless entries were lost
 * @param previous the place of the entry before it: where it is another than a reader has seen last, the reader has missed some
 * @param rights the topic whose readers may be told: of a notification, that of what it is about
 * @param type the event's, such as {@code queue.entry-moved.v1}
 * @param occurredAt when the service says that it was
 * @param patientId whose data it is; null where it is nobody's
 * @param doctorId the doctor whose calendar or work it is; null where it is none's
 * @param roles those whom it concerns, of tasks and alerts
 * @param subjects the accounts whom it concerns, of tasks and alerts
 * @param released whether a patient may see it: what is a draft, or a result that nobody has released, is for staff
 * @param recipients whose notification it is, as {@link RecipientAddress} writes them; none where it is no notification
 * @param except the account that has caused it, and need not be told; or null
 * @param json what clients get
 * @param anonymousJson the same without the patient, of what has ended; else null
 */
public record FeedEntry(
        long seq,
        long previous,
        FeedTopic topic,
        FeedTopic rights,
        String type,
        Instant occurredAt,
        @Nullable String patientId,
        @Nullable String doctorId,
        Set<String> roles,
        Set<String> subjects,
        boolean released,
        Set<String> recipients,
        @Nullable String except,
        String json,
        @Nullable String anonymousJson) {

    private static final String ID = "entityId";
    private static final String PATIENT = "patientId";
    private static final String DOCTOR = "doctorId";
    private static final Set<String> ENDED = Set.of("cancelled", "no_show");

    /** One that is read at its place alone, without those around it. */
    public static FeedEntry alone(long seq, String stored) {
        return of(seq, seq - 1, stored);
    }

    /** @param stored as {@link FeedEntryMapper} writes it */
    static FeedEntry of(long seq, long previous, String stored) {
        JsonObject entry = new JsonObject(stored);
        JsonObject audience = entry.getJsonObject("audience");
        entry.remove("audience");
        FeedTopic topic = FeedTopic.valueOf((String) entry.remove("topic"));
        // A notification is named by its place, which it has only now.
        if (!entry.containsKey(ID)) entry.put(ID, NotificationId.of(seq));
        JsonObject data = entry.getJsonObject("data");
        JsonObject shown = new JsonObject().put("seq", seq).mergeIn(entry);
        String json = shown.encode();
        String anonymous = null;
        String patientId = audience.getString(PATIENT);
        if (patientId != null && hasEnded(audience, data)) {
            JsonObject without = data.copy();
            without.remove(PATIENT);
            anonymous = shown.put("data", without).encode();
        }
        return new FeedEntry(
                seq,
                previous,
                topic,
                FeedTopic.valueOf(audience.getString("rights", topic.name())),
                entry.getString("type"),
                Instant.parse(entry.getString("occurredAt")),
                patientId,
                audience.getString(DOCTOR),
                names(audience, "roles"),
                names(audience, "subjects"),
                Boolean.TRUE.equals(audience.getBoolean("released")),
                names(audience, "to"),
                audience.getString("except"),
                json,
                anonymous);
    }

    private static boolean hasEnded(JsonObject audience, JsonObject data) {
        return audience.getBoolean("ended", isEnd(data.getString("status", "")));
    }

    /** Whether the state is one with which an appointment, or a place in the queue, is over before it was. */
    static boolean isEnd(String status) {
        return ENDED.contains(status);
    }

    private static Set<String> names(JsonObject audience, String member) {
        JsonArray names = audience.getJsonArray(member);
        if (names == null) return Set.of();
        return names.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
    }
}

package polyclinic.audit.chain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to which patient's data, as a service recorded it, before it has a position in a chain. Its components are
 * members of the stored document and of the JSON that the API shows, under the same names.
 *
 * @param id a UUID, made by the service that recorded it
 * @param occurredAt RFC 3339 in UTC with six decimals, so that text order is time order; see {@link #timestamp}
 * @param action a verb
 * @param entityType the noun in snake case
 * @param entityId its id, or null when the action was about many
 * @param entityIds the ids when there were several; never empty, so that entries from before there were several keep their hashes
 * @param patientId the patient whose data it was, a UUID
 * @param patientIds the patients when there were several, UUIDs; never empty, so that entries from before there were several keep
 *     their hashes
 * @param query what was searched for
 * @param outcome {@code success}, {@code denied} or {@code failed}
 * @param changedFields names of the fields that changed
 * @param traceId W3C trace id
 * @param signature of the service, of all the other members; null in entries from before services signed
 */
public record AuditRecord(
        String id,
        String occurredAt,
        Actor actor,
        String action,
        String entityType,
        @Nullable String entityId,
        @Nullable List<String> entityIds,
        @Nullable String patientId,
        @Nullable List<String> patientIds,
        @Nullable String query,
        String outcome,
        @Nullable String reason,
        List<String> changedFields,
        Source source,
        @Nullable String traceId,
        @Nullable Signature signature) {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** @throws NullPointerException when a member is missing that every record has: a stored document may lack it */
    public AuditRecord {
        Stream.of(id, occurredAt, actor, action, entityType, outcome, source).forEach(Objects::requireNonNull);
        changedFields = List.copyOf(changedFields);
        entityIds = copyOrNull(entityIds);
        patientIds = copyOrNull(patientIds);
    }

    private static @Nullable List<String> copyOrNull(@Nullable List<String> list) {
        return list == null || list.isEmpty() ? null : List.copyOf(list);
    }

    /** Who did it. */
    public record Actor(String subject, @Nullable String name, List<String> roles) {
        public Actor {
            Objects.requireNonNull(subject);
            roles = List.copyOf(roles);
        }
    }

    /** Which service noticed it and where the caller came from. */
    public record Source(
            String service, @Nullable String ip, @Nullable String userAgent) {
        public Source {
            Objects.requireNonNull(service);
        }
    }

    /**
     * A service's signature of the record, see {@link CanonicalForm#signedText}.
     *
     * @param keyId which key of the service
     * @param value Ed25519, base64
     */
    public record Signature(String keyId, String value) {
        public Signature {
            Objects.requireNonNull(keyId);
            Objects.requireNonNull(value);
        }
    }

    /** The one thing or the several, by their ids. */
    public List<String> entities() {
        return Stream.concat(Stream.ofNullable(entityId), entityIds == null ? Stream.empty() : entityIds.stream())
                .toList();
    }

    /** The one patient or the several, as ids. */
    public List<UUID> patients() {
        return Stream.concat(Stream.ofNullable(patientId), patientIds == null ? Stream.empty() : patientIds.stream())
                .map(UUID::fromString)
                .distinct()
                .toList();
    }

    /** The form in which instants are kept. */
    public static String timestamp(Instant instant) {
        return MICROSECONDS.format(instant.truncatedTo(ChronoUnit.MICROS));
    }
}

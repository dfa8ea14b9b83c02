package polyclinic.audit.signins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.audit.clients.AdministrationEvent;
import polyclinic.audit.clients.SignInEvent;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.json.Json;

/**
 * Turns an event of the identity provider into an audit entry. The same event gives the same entry, id included, so that an event
 * that is read twice is in the trail once. What was typed at the sign-in form is not in it unless it is the name of an account:
 * it may be a password.
 */
@ApplicationScoped
class SignInEntries {
    static final String FAILED_SIGN_IN = "login_failed";
    private static final String ACCOUNT = "account";
    private static final String UNKNOWN = "unknown";
    private static final int MAX_NAME = 200;
    private static final int MAX_ROLES = 50;

    /** An action, and the field of the account that it changed, if any. */
    private record Kind(String action, @Nullable String field) {}

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("LOGIN", new Kind("login", null)),
            Map.entry("LOGIN_ERROR", new Kind(FAILED_SIGN_IN, null)),
            Map.entry("CLIENT_LOGIN_ERROR", new Kind(FAILED_SIGN_IN, null)),
            Map.entry("LOGOUT", new Kind("logout", null)),
            Map.entry("UPDATE_CREDENTIAL", new Kind("update", "credential")),
            Map.entry("REMOVE_CREDENTIAL", new Kind("update", "credential")),
            Map.entry("RESET_PASSWORD", new Kind("update", "credential")),
            Map.entry("UPDATE_EMAIL", new Kind("update", "email")),
            Map.entry("USER_DISABLED_BY_TEMPORARY_LOCKOUT", new Kind("lock", null)),
            Map.entry("USER_DISABLED_BY_PERMANENT_LOCKOUT", new Kind("lock", null)));

    /** The types of events that become entries. */
    static final List<String> TYPES = KINDS.keySet().stream().sorted().toList();

    private final Audit audit;

    SignInEntries(Audit audit) {
        this.audit = audit;
    }

    /** @throws IllegalArgumentException when the event's type is none of {@link #TYPES} */
    AuditEntry entry(SignInEvent event) {
        Kind kind = KINDS.get(event.type());
        if (kind == null) throw new IllegalArgumentException("no entry for events of this type");
        boolean ofSession = kind.action().equals("login") || kind.action().equals("logout");
        AuditEntry entry = audit.entry(
                kind.action(), ofSession ? "session" : ACCOUNT, ofSession ? event.sessionId() : event.userId(), null);
        return as(entry, event.id(), event.time(), actor(event), event.ipAddress())
                .withOutcome(event.error() == null ? "success" : "failed")
                .withReason(event.error())
                .withChangedFields(kind.field() == null ? List.of() : List.of(kind.field()));
    }

    /** An entry of an administrator's change; of a change of roles the reason names them. */
    AuditEntry entry(AdministrationEvent event) {
        boolean ofRoles = event.resourceType().endsWith("ROLE_MAPPING");
        String what = ofRoles || event.resourceType().equals("USER")
                ? ACCOUNT
                : event.resourceType().toLowerCase(Locale.ROOT);
        String action = ofRoles
                ? event.operationType().equals("CREATE") ? "grant_role" : "revoke_role"
                : event.operationType().toLowerCase(Locale.ROOT);
        AdministrationEvent.Administrator by = event.authDetails();
        String subject = by == null || by.userId() == null ? UNKNOWN : by.userId();
        return as(
                        audit.entry(action, what, id(event.resourcePath()), null),
                        event.id(),
                        event.time(),
                        new AuditEntry.Actor(subject, subject, List.of()),
                        by == null ? null : by.ipAddress())
                .withOutcome(event.error() == null ? "success" : "failed")
                .withReason(event.error() != null ? event.error() : ofRoles ? roles(event.representation()) : null)
                .withChangedFields(ofRoles ? List.of("roles") : List.of());
    }

    private static AuditEntry as(
            AuditEntry entry, String event, long time, AuditEntry.Actor actor, @Nullable String ip) {
        return entry.observed(
                UUID.nameUUIDFromBytes(("identity-provider:" + event).getBytes(StandardCharsets.UTF_8)),
                Instant.ofEpochMilli(time),
                actor,
                ip);
    }

    /** A machine's account has no user id in its failures: there the client is who it was. */
    private static AuditEntry.Actor actor(SignInEvent event) {
        if (event.userId() == null) {
            String client = event.type().startsWith("CLIENT_") ? event.clientId() : null;
            String who = client == null ? UNKNOWN : bounded(client);
            return new AuditEntry.Actor(who, who, List.of());
        }
        String name = event.detail("username");
        return new AuditEntry.Actor(event.userId(), name == null ? event.userId() : bounded(name), List.of());
    }

    /** The id in {@code users/<id>/role-mappings/realm}, or what stands there in its place. */
    private static @Nullable String id(@Nullable String path) {
        if (path == null) return null;
        String[] parts = path.split("/", 3);
        return parts.length < 2 ? bounded(path) : bounded(parts[1]);
    }

    private static @Nullable String roles(@Nullable String representation) {
        if (representation == null) return null;
        try {
            List<String> names = new ArrayList<>();
            for (JsonNode role : Json.MAPPER.readTree(representation))
                if (names.size() < MAX_ROLES && role.path("name").isTextual())
                    names.add(bounded(role.path("name").asText()));
            return names.isEmpty() ? null : String.join(", ", names);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String bounded(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
    }
}

package polyclinic.commons.testing.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.ServiceClient;
import polyclinic.commons.testing.web.Tokens;

/**
 * What a service keeps of the answer to a POST with an {@code Idempotency-Key}, and what a repetition is shown. A subclass
 * names each POST of the service's OpenAPI; one that it does not name fails the test.
 */
public abstract class ReplayContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Shorter texts may be found in a hash or an id. */
    private static final int SHORTEST_TEXT = 8;

    /**
     * One operation, ready to be done once.
     *
     * @param name as in the OpenAPI document: {@code POST /api/v1/notes/{id}/sign}
     * @param send sends it, in the name and with the key of the request that it is given
     * @param user who does it, by the user's one role
     * @param narrowerRole a role that has the operation too, with a reach that does not include this patient; null when
     *     every role that has it reaches all
     * @param audited the answer's field that the audit entry of a read has to name too: the patient's id, or where the body
     *     does not have it, that of what is read; null when it is about no patient
     * @param continues whether the result changes by itself afterwards, so that a later body may differ
     */
    public record Operation(
            String name,
            Function<RequestSpecification, Response> send,
            String user,
            @Nullable String narrowerRole,
            @Nullable String audited,
            boolean continues) {
        /** About the patient in the answer's field {@code patientId}. */
        public Operation(String name, String path, String body, String user, @Nullable String narrowerRole) {
            this(name, request -> request.body(body).post(path), user, narrowerRole, "patientId", false);
        }
    }

    /** Each with things of its own that no other request has touched. */
    protected abstract List<Operation> operations();

    /** POSTs that have no effect to be repeated, and so keep nothing. */
    protected Set<String> withoutEffect() {
        return Set.of();
    }

    /** Everything that the service keeps of earlier answers, as texts. */
    protected abstract List<String> stored();

    /** Makes all of it older than it may become, and lets the service remove what is too old. */
    protected abstract void ageAndSweep();

    /** Status of a repetition whose sender no longer reaches the patient. */
    protected int refusal(Operation operation) {
        return 404;
    }

    @Test
    void every_post_is_named_here() {
        Set<String> named = operations().stream().map(Operation::name).collect(Collectors.toCollection(TreeSet::new));
        named.addAll(withoutEffect());

        assertThat(named).isEqualTo(posts());
    }

    @Test
    void nothing_of_the_body_is_kept_and_a_repetition_reads_it_anew() {
        for (Operation operation : operations()) {
            String key = UUID.randomUUID().toString();
            Response first = send(operation, Tokens.of(operation.user()), key);
            assertThat(first.statusCode())
                    .as(operation.name() + first.asString())
                    .isBetween(200, 202);
            assertThat(kept(operation, first, key)).as(operation.name()).isEmpty();

            Response again = send(operation, Tokens.of(operation.user()), key);

            assertReplay(operation, first, again);
            assertRefusedWhenAccessHasEnded(operation, key);
        }
    }

    /** As a client does that makes one key for a whole form, or reuses its counter. */
    @Test
    void a_key_of_one_operation_is_no_key_of_another() {
        List<Operation> operations = operations();
        for (Operation operation : operations) {
            String key = UUID.randomUUID().toString();
            Operation other = operations.stream()
                    .filter(one -> one.user().equals(operation.user()) && one != operation)
                    .findFirst()
                    .orElse(null);
            if (other == null) continue;
            Response first = send(operation, Tokens.of(operation.user()), key);
            Response reused = send(other, Tokens.of(other.user()), key);
            assertThat(first.statusCode())
                    .as(operation.name() + first.asString())
                    .isBetween(200, 202);
            assertThat(reused.statusCode())
                    .as(operation.name() + ", then " + other.name() + reused.asString())
                    .isEqualTo(422);
            assertThat(reused.<String>path("type")).isEqualTo("urn:polyclinic:problem:idempotency-key-reused");
        }
    }

    @Test
    void what_is_kept_goes_after_its_time() {
        for (Operation operation : operations())
            send(operation, Tokens.of(operation.user()), UUID.randomUUID().toString());
        assertThat(stored()).isNotEmpty();

        ageAndSweep();

        assertThat(stored()).isEmpty();
    }

    private static Response send(Operation operation, String token, String key) {
        return operation.send().apply(withToken(token).header("Idempotency-Key", key));
    }

    private static void assertReplay(Operation operation, Response first, Response again) {
        assertThat(again.header("Idempotency-Replayed")).as(operation.name()).isEqualTo("true");
        assertThat(again.statusCode()).as(operation.name()).isEqualTo(first.statusCode());
        assertThat(again.header("Location")).as(operation.name()).isEqualTo(first.header("Location"));
        if (!operation.continues()) {
            assertThat(again.asString()).as(operation.name()).isEqualTo(first.asString());
            assertThat(again.header("ETag")).as(operation.name()).isEqualTo(first.header("ETag"));
        }
        if (operation.audited() == null) return;
        String about = again.path(operation.audited());
        String reader = Tokens.subject(operation.user());
        TopicClient.await(
                "audit.entries",
                entry -> entry.text("action").equals("read")
                        && entry.body().contains(about)
                        && entry.body().contains(reader));
    }

    /** The same account has lost the role that reached the patient; another one that it has still has the operation. */
    private void assertRefusedWhenAccessHasEnded(Operation operation, String key) {
        if (operation.narrowerRole() == null) return;
        String token =
                Tokens.of(operation.user(), Map.of("realm_access", Map.of("roles", List.of(operation.narrowerRole()))));

        Response refused = send(operation, token, key);

        assertThat(refused.statusCode())
                .as(operation.name() + refused.asString())
                .isEqualTo(refusal(operation));
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.header("Location")).isNull();
    }

    /** The texts of the answer's body that the service keeps. */
    private List<String> kept(Operation operation, Response answer, String key) {
        String known = answer.header("Location") + key + Tokens.subject(operation.user());
        List<String> texts = new ArrayList<>();
        collectTexts(read(answer.asString()), texts);
        assertThat(texts).as(operation.name()).isNotEmpty();
        String stored = stored().stream().filter(one -> one.contains(key)).collect(Collectors.joining("\n"));
        assertThat(stored).as(operation.name()).isNotEmpty();
        return texts.stream()
                .filter(text -> !known.contains(text))
                .filter(stored::contains)
                .toList();
    }

    /** Moments are left out: when something was kept may be when it was made. */
    private static void collectTexts(JsonNode node, List<String> texts) {
        if (node.isTextual()
                && node.textValue().length() >= SHORTEST_TEXT
                && !node.textValue().matches("\\d{4}-\\d\\d-\\d\\d.*")) texts.add(node.textValue());
        node.forEach(child -> collectTexts(child, texts));
    }

    private static Set<String> posts() {
        Set<String> posts = new TreeSet<>();
        read(ServiceClient.management().get("/q/openapi?format=json").asString())
                .path("paths")
                .properties()
                .forEach(path -> {
                    if (path.getValue().has("post")) posts.add("POST " + path.getKey());
                });
        return posts;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package polyclinic.commons.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import polyclinic.commons.problem.Problem;

/**
 * Asks the service that owns a fact, in the caller's name. One rule for all services:
 *
 * <ul>
 *   <li>a 2xx: it is there;
 *   <li>403, 404 and 410: to this caller it is hidden, which must look like absent;
 *   <li>anything else (401, 429, other 4xx, 5xx, no answer, an answer that cannot be read): nobody can say, so
 *       {@link OwnerUnavailable}. A 401 is among them because the asking service has accepted the same token.
 * </ul>
 */
public final class OwnerLookup {
    private static final Set<Integer> HIDDEN = Set.of(403, 404, 410);

    private OwnerLookup() {}

    /**
     * What the owner answered, empty when it hides it.
     *
     * @param owner the service's name, for the problem's detail
     */
    public static <T> Uni<Optional<T>> ask(String owner, Uni<T> question) {
        return question.map(Optional::of)
                .onFailure(OwnerLookup::isHidden)
                .recoverWithItem(Optional.empty())
                .onFailure(OwnerLookup::isNoAnswer)
                .transform(failure -> new OwnerUnavailable(owner));
    }

    /**
     * Passes when the owner shows the caller what a request refers to, and it is the patient's: a reference is what a person
     * clicks on later, and one that leads to another patient's record is worse than none.
     *
     * @param owner the service's name, for the problem's detail
     * @param field of the request that holds the reference
     * @param question the owner's answer, with its {@code patientId}
     * @return fails with 422 {@code unknown-reference}, or {@link OwnerUnavailable}
     */
    public static Uni<Void> require(String owner, String field, Uni<JsonNode> question, UUID patientId) {
        return ask(owner, question)
                .map(found -> found.map(answer -> answer.path("patientId").asText())
                        .filter(patientId.toString()::equals)
                        .isPresent())
                .chain(known ->
                        known ? Uni.createFrom().voidItem() : Uni.createFrom().failure(unknownReference(field)));
    }

    private static Problem unknownReference(String field) {
        return new Problem(
                        422, "unknown-reference", "What " + field + " names does not exist, or is not this patient's.")
                .with("violations", List.of(new Problem.Violation(field, "must name something of this patient's")));
    }

    private static boolean isHidden(Throwable failure) {
        return failure instanceof WebApplicationException refused
                && HIDDEN.contains(refused.getResponse().getStatus());
    }

    private static boolean isNoAnswer(Throwable failure) {
        return failure instanceof WebApplicationException
                || failure instanceof ProcessingException
                || failure instanceof IOException
                || failure instanceof TimeoutException;
    }
}

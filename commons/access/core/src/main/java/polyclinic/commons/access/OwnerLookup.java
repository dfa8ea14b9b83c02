package polyclinic.commons.access;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

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

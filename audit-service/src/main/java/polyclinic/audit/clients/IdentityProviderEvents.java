package polyclinic.audit.clients;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * The events that the identity provider keeps, oldest first, in pages. The service's own account reads them; it may read events
 * and nothing else.
 */
@ApplicationScoped
public class IdentityProviderEvents {
    private static final String OLDEST_FIRST = "asc";

    private final IdentityProviderClient provider;
    private final OidcClient account;
    private volatile @Nullable Tokens current;

    IdentityProviderEvents(@RestClient IdentityProviderClient provider, OidcClient account) {
        this.provider = provider;
        this.account = account;
    }

    /**
     * @param from epoch milliseconds, inclusive
     * @param first how many events to skip
     */
    public Uni<List<SignInEvent>> signIns(List<String> types, long from, int first, int max) {
        return asked(authorization -> provider.signIns(authorization, types, from, OLDEST_FIRST, first, max));
    }

    /** The same of what administrators changed. */
    public Uni<List<AdministrationEvent>> administration(long from, int first, int max) {
        return asked(authorization -> provider.administration(authorization, from, OLDEST_FIRST, first, max));
    }

    /** After a refusal the next request comes with a new token: the account's rights or the realm's keys may have changed. */
    private <T> Uni<T> asked(Function<String, Uni<T>> request) {
        return authorization().chain(request::apply).onFailure().invoke(failure -> current = null);
    }

    private Uni<String> authorization() {
        Tokens tokens = current;
        if (tokens != null && !tokens.isAccessTokenExpired() && !tokens.isAccessTokenWithinRefreshInterval())
            return Uni.createFrom().item(header(tokens));
        return account.getTokens().invoke(fresh -> current = fresh).map(IdentityProviderEvents::header);
    }

    private static String header(Tokens tokens) {
        return "Bearer " + tokens.getAccessToken();
    }
}

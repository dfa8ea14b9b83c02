package polyclinic.prescription.clients;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The service's own account at the identity provider (client credentials). */
@ApplicationScoped
class ServiceAccount {
    private final OidcClient client;
    private volatile @Nullable Tokens current;

    ServiceAccount(OidcClient client) {
        this.client = client;
    }

    /** A value for the {@code Authorization} header; a new token is fetched when the current one is about to expire. */
    Uni<String> authorization() {
        Tokens tokens = current;
        if (tokens != null && !tokens.isAccessTokenExpired() && !tokens.isAccessTokenWithinRefreshInterval())
            return Uni.createFrom().item(header(tokens));
        return client.getTokens().invoke(fresh -> current = fresh).map(ServiceAccount::header);
    }

    /** The token was not accepted: the next call fetches a new one. */
    void discardToken() {
        current = null;
    }

    private static String header(Tokens tokens) {
        return "Bearer " + tokens.getAccessToken();
    }
}

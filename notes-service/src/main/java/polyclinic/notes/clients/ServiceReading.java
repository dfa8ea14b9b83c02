package polyclinic.notes.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/** Asks asset-service what a document says with the service's own account, which may ask nothing else. */
@ApplicationScoped
public class ServiceReading {
    private static final int UNAUTHORIZED = 401;
    /** Deleted, or held back by the virus scanner for good. */
    private static final Set<Integer> GONE = Set.of(404, 409, 410);

    private final AssetClient assets;
    private final OidcClient account;
    private final ZoneId zone;
    private volatile @Nullable Tokens current;

    ServiceReading(
            @RestClient AssetClient assets,
            OidcClient account,
            @ConfigProperty(name = "polyclinic.clinic.zone") ZoneId zone) {
        this.assets = assets;
        this.account = account;
        this.zone = zone;
    }

    /** Null when there is no such text any more; fails with what may be another time. */
    public Uni<DocumentReading.@Nullable Text> text(UUID documentId) {
        return authorization()
                .chain(authorization -> assets.text(authorization, documentId))
                .map(this::text)
                .onFailure(ServiceReading::isGone)
                .recoverWithNull()
                .onFailure(failure -> status(failure) == UNAUTHORIZED)
                .invoke(() -> current = null);
    }

    private DocumentReading.@Nullable Text text(JsonNode answer) {
        try {
            return DocumentReading.text(answer, zone);
        } catch (Problem none) {
            return null;
        }
    }

    private Uni<String> authorization() {
        Tokens tokens = current;
        if (tokens != null && !tokens.isAccessTokenExpired() && !tokens.isAccessTokenWithinRefreshInterval())
            return Uni.createFrom().item("Bearer " + tokens.getAccessToken());
        return account.getTokens().invoke(fresh -> current = fresh).map(fresh -> "Bearer " + fresh.getAccessToken());
    }

    private static boolean isGone(Throwable failure) {
        return GONE.contains(status(failure));
    }

    private static int status(Throwable failure) {
        return failure instanceof WebApplicationException refused
                ? refused.getResponse().getStatus()
                : 0;
    }
}

package polyclinic.gateway.features;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.features.SuiteFeature;
import polyclinic.gateway.callers.SignedInCaller;
import polyclinic.gateway.tokens.BearerToken;

/**
 * The operations of services that a flag switches off. Clients reach them through the gateway alone, so here is where they are refused:
 * a service in trouble is not even asked.
 */
@Singleton
public class FeatureRoutes {

    /** By method and path template. */
    private static final Map<String, SuiteFeature> FEATURES = Map.of(
            "POST /api/v1/medical-records/search", SuiteFeature.MEANING_SEARCH,
            "POST /api/v1/transcripts", SuiteFeature.TRANSCRIPTS,
            "POST /api/v1/transcripts/{id}/segments", SuiteFeature.TRANSCRIPTS,
            "POST /api/v1/medications/import", SuiteFeature.IMPORTS,
            "POST /api/v1/interactions/import", SuiteFeature.IMPORTS,
            "GET /api/v1/reports/revenue", SuiteFeature.REVENUE_REPORT);

    private final KnownFeatures features;

    FeatureRoutes(KnownFeatures features) {
        this.features = features;
    }

    /**
     * Whether the operation is switched off for whoever calls it.
     *
     * @param route the path template
     * @param request whose token has been verified
     */
    public boolean isOff(String route, HttpServerRequest request) {
        SuiteFeature feature = FEATURES.get(request.method() + " " + route);
        if (feature == null || features.isOnForAll(feature)) return false;
        String token = BearerToken.of(request);
        return token == null ? !features.isOn(feature) : !features.isOn(feature, SignedInCaller.of(token));
    }

    /** The feature that an operation is, of the gateway's own ones too; null when no flag switches it off here. */
    public static @Nullable SuiteFeature of(String method, String path) {
        return switch (method + " " + path) {
            case "GET /api/v1/stream" -> SuiteFeature.LIVE_FEED;
            case "GET /api/v1/changes" -> SuiteFeature.CHANGE_FEED;
            default -> FEATURES.get(method + " " + path);
        };
    }
}

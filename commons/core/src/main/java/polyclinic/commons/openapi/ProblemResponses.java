package polyclinic.commons.openapi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Refusals, described by the slugs of their problems. Those that most operations have in common stand in the document once. */
final class ProblemResponses {
    private static final String RESPONSES = "#/components/responses/";

    private static final Map<String, String> SHARED = Map.ofEntries(
            Map.entry("400 malformed-request", "MalformedRequest"),
            Map.entry("400 malformed-json, malformed-request", "MalformedBody"),
            Map.entry("401 unauthorized", "Unauthorized"),
            Map.entry("403 forbidden", "Forbidden"),
            Map.entry("404 not-found", "NotFound"),
            Map.entry("406 not-acceptable", "NotAcceptable"),
            Map.entry("409 request-in-progress", "RequestInProgress"),
            Map.entry("412 stale-version", "StaleVersion"),
            Map.entry("413 too-large", "TooLarge"),
            Map.entry("415 unsupported-media-type", "UnsupportedMediaType"),
            Map.entry("422 invalid-input", "InvalidInput"),
            Map.entry("422 idempotency-key-reused, invalid-input", "InvalidOrReusedKey"),
            Map.entry("428 precondition-required", "PreconditionRequired"),
            Map.entry("503 audit-unavailable, unavailable", "Unavailable"));

    private final Map<String, APIResponse> shared = new TreeMap<>();

    APIResponse of(int status, Set<String> slugs) {
        String description = String.join(", ", slugs);
        String name = SHARED.get(status + " " + description);
        if (name == null) return problem(status, description);
        shared.computeIfAbsent(name, first -> problem(status, description));
        return OASFactory.createAPIResponse().ref(RESPONSES + name);
    }

    /** The responses that others refer to. */
    Map<String, APIResponse> shared() {
        return shared;
    }

    private static APIResponse problem(int status, String description) {
        APIResponse response = OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/problem+json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema()
                                                .ref(SchemaReferences.PREFIX + SchemaDetails.PROBLEM))));
        if (status == 429 || status == 503) response.setHeaders(Map.of("Retry-After", retryAfter()));
        return response;
    }

    private static Header retryAfter() {
        return OASFactory.createHeader()
                .description("Seconds after which it may be tried again")
                .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.INTEGER)));
    }
}

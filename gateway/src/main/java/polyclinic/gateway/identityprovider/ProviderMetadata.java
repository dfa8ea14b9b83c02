package polyclinic.gateway.identityprovider;

import io.vertx.core.json.JsonObject;

/**
 * Where the identity provider does what, from its discovery document (OpenID Connect Discovery 1.0).
 *
 * @param namesItself whether it says in each authorization response who it is (RFC 9207)
 */
record ProviderMetadata(
        String issuer,
        String authorizationEndpoint,
        String tokenEndpoint,
        String endSessionEndpoint,
        String keySet,
        boolean namesItself) {

    /** @throws IllegalArgumentException for a document without one of the addresses */
    static ProviderMetadata of(JsonObject document) {
        return new ProviderMetadata(
                required(document, "issuer"),
                required(document, "authorization_endpoint"),
                required(document, "token_endpoint"),
                required(document, "end_session_endpoint"),
                required(document, "jwks_uri"),
                document.getBoolean("authorization_response_iss_parameter_supported", false));
    }

    private static String required(JsonObject document, String name) {
        if (document.getValue(name) instanceof String text && !text.isEmpty()) return text;
        throw new IllegalArgumentException("the discovery document has no " + name);
    }
}

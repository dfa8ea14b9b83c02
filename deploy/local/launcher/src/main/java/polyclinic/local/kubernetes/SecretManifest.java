package polyclinic.local.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Secrets as the JSON that {@code kubectl apply -f -} reads. */
public final class SecretManifest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private SecretManifest() {}

    /** Returns one list of all of them. */
    public static String of(String namespace, List<ClusterSecret> secrets) {
        try {
            return JSON.writeValueAsString(Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "List",
                    "items",
                    secrets.stream().map(secret -> item(namespace, secret)).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> item(String namespace, ClusterSecret secret) {
        Map<String, String> labels = new LinkedHashMap<>(Map.of("app.kubernetes.io/part-of", "polyclinic"));
        if (secret.type().equals(ClusterSecret.BASIC_AUTH)) {
            // CloudNativePG gives the role a changed password at once.
            labels.put("cnpg.io/reload", "true");
        }
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("apiVersion", "v1");
        item.put("kind", "Secret");
        item.put("metadata", Map.of("name", secret.name(), "namespace", namespace, "labels", labels));
        item.put("type", secret.type());
        item.put("data", secret.values());
        return item;
    }
}

package polyclinic.local.kubernetes;

import java.util.Map;

/**
 * One Secret of the suite, as the manifests name it.
 *
 * @param type of Kubernetes, {@code Opaque} for most
 * @param values key → content
 */
public record ClusterSecret(String name, String type, Map<String, byte[]> values) {
    static final String OPAQUE = "Opaque";
    static final String BASIC_AUTH = "kubernetes.io/basic-auth";
}

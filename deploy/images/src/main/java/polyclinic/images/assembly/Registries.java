package polyclinic.images.assembly;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.util.List;
import java.util.Set;

/** Registries as the user's {@code docker login} knows them. */
final class Registries {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private Registries() {}

    /** Adds the credentials of {@code ~/.docker/config.json} and of its helpers, read only when the registry asks for them. */
    static RegistryImage withCredentials(RegistryImage image, ImageReference reference) {
        CredentialRetrieverFactory credentials = CredentialRetrieverFactory.forImage(reference, event -> {});
        return image.addCredentialRetriever(credentials.dockerConfig());
    }

    /**
     * Returns whether plain HTTP may be used: only when all hosts are this machine, since it cannot be allowed for one and forbidden
     * for another.
     *
     * @throws ImageFailure when some are and others are not
     */
    static boolean isPlainAllowed(List<String> hosts) {
        List<String> named = hosts.stream().filter(host -> !host.isEmpty()).toList();
        long local = named.stream().filter(Registries::isLocal).count();
        if (local == 0) {
            return false;
        }
        if (local < named.size()) {
            throw new ImageFailure(
                    "A registry on this machine is spoken to without TLS, another never: give the base as an archive, or"
                            + " both from one side. Named: " + String.join(", ", named));
        }
        return true;
    }

    private static boolean isLocal(String host) {
        return LOCAL.contains(host.replaceFirst(":\\d+$", ""));
    }
}

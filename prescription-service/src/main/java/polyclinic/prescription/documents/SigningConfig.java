package polyclinic.prescription.documents;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the signing key is. */
@ConfigMapping(prefix = "polyclinic.signing")
interface SigningConfig {
    /** PKCS #12 file. */
    Path keystore();

    /** Its password; without one, it is in a file beside it, named the same with {@code .password} behind it. */
    Optional<String> password();
}

package polyclinic.prescription.documents;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the signing key is. */
@ConfigMapping(prefix = "polyclinic.signing")
interface SigningConfig {
    /** PKCS #12 file; created if there is none. */
    Path keystore();

    /** Its password; without one, a random password is stored beside the file. */
    Optional<String> password();
}

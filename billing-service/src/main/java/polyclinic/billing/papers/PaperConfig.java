package polyclinic.billing.papers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.ZoneId;

/** The clinic as printed at the head of a paper, and the key that signs it. */
interface PaperConfig {
    /** The clinic. */
    @ConfigMapping(prefix = "polyclinic.clinic")
    interface Clinic {
        String name();

        String address();

        String phone();

        @WithName("zone")
        ZoneId timeZone();
    }

    /** PKCS #12 file with its password in a file beside it, named the same with {@code .password} behind it. */
    @ConfigMapping(prefix = "polyclinic.papers")
    interface Key {
        Path keystore();
    }
}

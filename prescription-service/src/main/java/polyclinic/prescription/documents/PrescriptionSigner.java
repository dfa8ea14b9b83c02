package polyclinic.prescription.documents;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.papers.signatures.PdfSigner;
import polyclinic.commons.papers.signatures.SigningKey;

/** Signs prescriptions. The key is opened at the start: one that is missing is seen then, not when a doctor waits. */
@Startup
@ApplicationScoped
class PrescriptionSigner {
    private static final String REASON = "Prescription issued";

    private final PdfSigner signer;
    private final Clock clock;

    PrescriptionSigner(
            SigningConfig config,
            @ConfigProperty(name = "polyclinic.keys.create") boolean create,
            ClinicConfig clinic,
            Clock clock,
            MeterRegistry metrics) {
        SigningKey key = SigningKey.open(
                config.keystore(),
                "prescriptions",
                config.password().orElse(null),
                create,
                clinic.name(),
                clock.instant());
        this.signer = new PdfSigner(key, clinic.name());
        this.clock = clock;
        Instant end = key.certificate().getNotAfter().toInstant();
        Gauge.builder("polyclinic.signing.key.expires", clock, now -> Duration.between(now.instant(), end)
                        .toSeconds())
                .description("Until the certificate ends that prescriptions are signed with")
                .baseUnit("seconds")
                .strongReference(true)
                .register(metrics);
    }

    public byte[] sign(byte[] unsigned) {
        return signer.sign(unsigned, REASON, clock.instant());
    }
}

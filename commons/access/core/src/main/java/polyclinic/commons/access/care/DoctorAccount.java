package polyclinic.commons.access.care;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which account a doctor has. Care follows it: whoever loses the account loses the care, whoever is given it has it.
 *
 * @param version of the doctor at appointment-service: an older one never replaces a newer one
 * @param subject the {@code sub} of the account, or null while the doctor has none
 */
public record DoctorAccount(
        UUID doctorId, long version, @Nullable String subject) {}

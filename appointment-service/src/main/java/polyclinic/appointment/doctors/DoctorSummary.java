package polyclinic.appointment.doctors;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The part of a doctor that an appointment shows.
 *
 * @param subject {@code sub} of the doctor's account, absent when there is none
 */
public record DoctorSummary(UUID id, String name, @Nullable String subject) {}

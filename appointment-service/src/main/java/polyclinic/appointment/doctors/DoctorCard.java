package polyclinic.appointment.doctors;

import java.util.UUID;

/**
 * What an appointment says about its doctor.
 *
 * @param subject of the doctor's account, or null
 */
public record DoctorCard(UUID id, String name, String subject) {}

package polyclinic.clients.clinic;

import java.time.Instant;
import java.util.List;
import polyclinic.clients.http.ApiClient;

/**
 * A doctor with their next free slots, the earliest first.
 *
 * @param user name of the doctor's account
 */
public record AvailableDoctor(String user, String password, String id, String name, List<Instant> slots) {
    public ApiClient api(Clinic clinic) {
        return user.equals(password) ? clinic.as(user) : clinic.as(user, password);
    }
}

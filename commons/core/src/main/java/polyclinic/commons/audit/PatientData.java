package polyclinic.commons.audit;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What shows data of a patient: every view of them, whole answers and members of problems alike. It leaves the service only
 * when an audit entry of the same request names the patient; {@link NamedPatients} looks.
 */
public interface PatientData {
    /** The patient, or null where it belongs to none or to several. */
    @Nullable
    UUID patientId();

    /** All patients whom it shows. */
    default List<UUID> patients() {
        UUID one = patientId();
        return one == null ? List.of() : List.of(one);
    }
}

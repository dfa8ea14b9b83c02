package polyclinic.notes.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.commons.identity.Scope;
import polyclinic.notes.testing.NotesServiceTest;

@QuarkusTest
class PatientScopeTest extends NotesServiceTest {
    @Inject
    PatientScope patients;

    @Test
    void a_scope_is_narrowed_to_the_patient_asked_for_and_never_widened() {
        UUID own = UUID.randomUUID();
        UUID other = UUID.randomUUID();

        assertThat(condition(new Scope.OwnPatient(own), null)).isEqualTo(Filters.eq("patientId", own));
        assertThat(condition(new Scope.OwnPatient(own), own)).isEqualTo(Filters.eq("patientId", own));
        assertThat(condition(new Scope.OwnPatient(own), other)).isEqualTo(PatientScope.NOBODY);
        assertThat(condition(Scope.ALL, other)).isEqualTo(Filters.eq("patientId", other));
        assertThat(condition(Scope.ALL, null)).isEqualTo(PatientScope.EVERYBODY);
        assertThat(condition(Scope.NONE, null)).isEqualTo(PatientScope.NOBODY);
        assertThat(condition(Scope.NONE, other)).isEqualTo(PatientScope.NOBODY);
    }

    private Bson condition(Scope scope, @Nullable UUID patientId) {
        return patients.reach(scope, patientId).await().indefinitely().condition();
    }
}

package polyclinic.audit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.CurrentCaller;

@QuarkusTest
class CurrentCallerTest extends ServiceTest {
    @Inject
    CurrentCaller caller;

    @Inject
    Audit audit;

    @Test
    void work_that_nobody_asked_for_has_no_caller_whose_rights_it_could_use() {
        assertThatThrownBy(() -> caller.get()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_a_service_does_by_itself_is_recorded_in_its_name_and_without_a_role() {
        AuditEntry entry = audit.entry("update", "audit_trail", null, null);

        assertThat(entry.actor()).isEqualTo(new AuditEntry.Actor("audit-service", "audit-service", List.of()));
    }
}

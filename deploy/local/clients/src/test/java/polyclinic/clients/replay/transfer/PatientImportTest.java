package polyclinic.clients.replay.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How the patient of a record is looked for. */
class PatientImportTest {
    @Test
    void an_identifier_is_sought_whole_whatever_it_has_in_it() {
        assertThat(PatientImport.token("urn:example:mrn", "MRN-1")).isEqualTo("urn:example:mrn|MRN-1");
        assertThat(PatientImport.token("urn:a,b", "1|2,3\\4$5")).isEqualTo("urn:a\\,b|1\\|2\\,3\\\\4\\$5");
    }
}

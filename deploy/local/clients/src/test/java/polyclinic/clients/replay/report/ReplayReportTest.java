package polyclinic.clients.replay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import polyclinic.clients.replay.TestRecords;
import polyclinic.clients.replay.plan.ImportPlan;
import polyclinic.clients.replay.transfer.ImportTally;

class ReplayReportTest {
    private final ReplayReport report = new ReplayReport();

    @Test
    void each_patient_has_a_line_under_aligned_headings_and_each_refused_file_its_reason() {
        report.add(failed("a.json"));
        report.add(failed("another.json"));
        report.refuse("c.xml", "XML, not JSON");

        assertThat(report.lines())
                .containsExactly(
                        "file          patient    resources  stored  of them new  skipped  visit    time",
                        "a.json        Patient/p          1       -            -        -  FAILED  1.5 s",
                        "another.json  Patient/p          1       -            -        -  FAILED  1.5 s",
                        "c.xml: not taken: XML, not JSON");
        assertThat(report.isWhole()).isFalse();
    }

    @Test
    void the_json_has_what_the_lines_have_and_every_reason() {
        ImportPlan rest = new ImportPlan();
        rest.count("Organization");
        rest.skip("Organization", "another institution");
        report.add(failed("a.json"));
        report.addRest("a.json", ImportTally.of(rest));
        report.refuse("c.xml", "XML, not JSON");

        JsonNode json = report.json();
        assertThat(json.at("/patients/0/failure").asText()).isEqualTo("no connection");
        assertThat(json.at("/patients/0/seconds").asDouble()).isEqualTo(1.5);
        assertThat(json.at("/withoutPatient/a.json/Organization/skipped/another institution")
                        .asInt())
                .isEqualTo(1);
        assertThat(json.at("/refused/c.xml").asText()).isEqualTo("XML, not JSON");
        assertThat(json.path("whole").asBoolean(true)).isFalse();
        assertThat(json.toString()).doesNotContain("Byron");
    }

    @Test
    void the_resources_of_all_patients_are_counted_by_the_second() {
        report.add(failed("a.json"));
        report.add(failed("b.json"));
        report.took(4_000_000_000L);

        assertThat(report.lines()).last().isEqualTo("2 resources in 4.0 s: 0.5 a second");
        assertThat(report.json().path("resourcesPerSecond").asDouble()).isEqualTo(0.5);
        assertThat(report.json().path("resourceCount").asInt()).isEqualTo(2);
    }

    private static PatientReport failed(String file) {
        PatientReport patient = new PatientReport(file, TestRecords.readOne(TestRecords.PATIENT));
        patient.fail("no connection");
        patient.took(1_500_000_000);
        return patient;
    }
}

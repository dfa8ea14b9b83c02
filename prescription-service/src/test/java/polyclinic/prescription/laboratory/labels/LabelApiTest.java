package polyclinic.prescription.laboratory.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.papers.typeface.FontConfig;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.prescription.documents.ClinicConfig;
import polyclinic.prescription.laboratory.LaboratoryTest;
import polyclinic.prescription.laboratory.requests.LabRequestAccess;
import polyclinic.prescription.projections.patients.PatientIdentities;
import polyclinic.prescription.projections.patients.PatientLookup;

@QuarkusTest
class LabelApiTest extends LaboratoryTest {
    @Inject
    LabRequestAccess access;

    @Inject
    PatientLookup lookup;

    @Inject
    PatientIdentities patients;

    @Inject
    Audit audit;

    @Inject
    FontConfig fonts;

    private record Clinic(String name, String address, String phone, String publicUrl, ZoneId timeZone)
            implements ClinicConfig {}

    @Test
    void a_label_says_whose_specimen_it_is_and_the_trail_who_printed_it() throws Exception {
        String id = requested(visit());
        var before = as("nurse").get(path(id, "label"));
        assertThat(before.contentType()).startsWith("application/pdf");
        assertThat(text(before.asByteArray()))
                .contains("Ada Lovelace", "UHID PC-1", "b. 10 Dec 1815", "Collected: ___");
        collect(id);

        String number = as(LAB).get(path(id)).path("number");
        assertThat(text(as(LAB).get(path(id, "label")).asByteArray())).contains(number + "-1 blood", "UHID PC-1");

        TopicClient.await(
                "audit.entries",
                entry -> entry.text("entityId").equals(id)
                        && entry.text("entityType").equals("lab_label"));
    }

    @Test
    void a_label_printer_gets_its_commands() {
        String id = collected(visit());

        var zpl = as(LAB).queryParam("format", "zpl").get(path(id, "label"));

        assertThat(zpl.contentType()).isEqualToIgnoringCase("text/plain;charset=UTF-8");
        assertThat(zpl.asString())
                .startsWith("^XA")
                .contains("^CI28", "^FDAda Lovelace^FS", "^FDUHID PC-1 b. 10 Dec 1815^FS", "^BCN");
        assertProblem(as(LAB).queryParam("format", "epl").get(path(id, "label")), 422, "invalid-input");
        as("doctor2").get(path(id, "label")).then().statusCode(404);
    }

    @Test
    void a_label_says_when_the_specimen_was_collected_where_the_clinic_is() throws Exception {
        String id = collected(visit());
        Instant collectedAt = Instant.parse(as(LAB).get(path(id)).path("specimens[0].collectedAt"));
        ZoneId zone = elsewhere(collectedAt);
        QuarkusMock.installMockForType(
                new LabelPrinting(
                        access, lookup, patients, audit, new Clinic("Clinic", "Island", "1", "https://c", zone), fonts),
                LabelPrinting.class);
        String time =
                DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH).format(collectedAt.atZone(zone));

        assertThat(text(as(LAB).get(path(id, "label")).asByteArray())).contains(time);
        assertThat(as(LAB).queryParam("format", "zpl").get(path(id, "label")).asString())
                .contains("^FD" + time + "^FS");
    }

    /** Where it is another day than in UTC: these two are 25 hours apart. */
    private static ZoneId elsewhere(Instant at) {
        return Stream.of("Pacific/Kiritimati", "Pacific/Pago_Pago")
                .map(ZoneId::of)
                .filter(zone -> !LocalDate.ofInstant(at, zone).equals(LocalDate.ofInstant(at, ZoneOffset.UTC)))
                .findFirst()
                .orElseThrow();
    }

    private static String text(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}

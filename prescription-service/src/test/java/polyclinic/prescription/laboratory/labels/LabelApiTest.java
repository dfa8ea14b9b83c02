package polyclinic.prescription.laboratory.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.prescription.laboratory.LaboratoryTest;

@QuarkusTest
class LabelApiTest extends LaboratoryTest {
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

    private static String text(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}

package polyclinic.prescription.documents;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/** Lays out a prescription on A4: the clinic, the patient, the medicines, the doctor, the date and a QR code of the id. */
@ApplicationScoped
class PrescriptionPdf {
    private static final int REGULAR = 400;
    private static final int BOLD = 700;

    private final PrintableText typeface = new PrintableText();
    private final PrescriptionTemplate template;

    PrescriptionPdf(ClinicConfig clinic) {
        this.template = new PrescriptionTemplate(clinic, typeface);
        FontMappers.set(new EmbeddedFonts(typeface.font()));
        XRLog.setLoggingEnabled(false);
    }

    /** The unsigned document. */
    public byte[] render(PrescriptionDocument document) {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFont(typeface::regular, PrintableText.FAMILY, REGULAR, FontStyle.NORMAL, true);
        builder.useFont(typeface::bold, PrintableText.FAMILY, BOLD, FontStyle.NORMAL, true);
        builder.withHtmlContent(template.render(document), null);
        builder.withProducer("Polyclinic prescription-service");
        builder.toStream(pdf);
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf.toByteArray();
    }
}

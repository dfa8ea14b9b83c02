package polyclinic.prescription.document;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/** Sets a prescription on A4: the clinic's head, the patient, the medicines, the doctor, the date, a QR code with the id. */
@ApplicationScoped
public class PrescriptionPdf {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private static final String STYLE = """
            @page { size: A4; margin: 18mm 18mm 22mm 18mm;
              @bottom-left { content: "Electronically signed document. Prescription %s";
                font-family: '%s'; font-size: 7pt; color: #555; }
              @bottom-right { content: "Page " counter(page) " of " counter(pages);
                font-family: '%s'; font-size: 7pt; color: #555; } }
            body { font-family: '%s'; font-size: 10pt; color: #111; line-height: 1.35; }
            .head { width: 100%%; border-bottom: 1.5pt solid #0b5563; padding-bottom: 6pt; }
            .head td { vertical-align: top; }
            h1 { font-size: 17pt; margin: 0; color: #0b5563; }
            .small { font-size: 8.5pt; color: #444; }
            .qr { text-align: right; width: 30mm; }
            .qr img { width: 27mm; height: 27mm; }
            .people { width: 100%%; margin-top: 10pt; }
            .people td { width: 50%%; vertical-align: top; }
            .label { font-size: 7.5pt; color: #0b5563; font-weight: bold; letter-spacing: 0.4pt; }
            .name { font-size: 12pt; font-weight: bold; }
            h2 { font-size: 13pt; margin: 16pt 0 4pt 0; color: #0b5563; }
            .items { width: 100%%; border-collapse: collapse; -fs-table-paginate: paginate; }
            .items th { text-align: left; font-size: 7.5pt; color: #0b5563; border-bottom: 1pt solid #0b5563;
              padding: 3pt 4pt; }
            .items td { border-bottom: 0.5pt solid #bbb; padding: 5pt 4pt; vertical-align: top; font-size: 9.5pt; }
            .items tr { page-break-inside: avoid; }
            .drug { font-weight: bold; }
            .notes { margin-top: 12pt; padding: 6pt 8pt; background: #f2f6f7; page-break-inside: avoid; }
            .sign { margin-top: 22pt; width: 100%%; page-break-inside: avoid; }
            .sign td { width: 50%%; vertical-align: bottom; }
            .line { border-top: 0.7pt solid #333; padding-top: 3pt; }
            """;

    private final ClinicConfig clinic;
    private final Lettering lettering = new Lettering();

    PrescriptionPdf(ClinicConfig clinic) {
        this.clinic = clinic;
        FontMappers.set(new OnlyOwnFonts(lettering.typeface()));
        XRLog.setLoggingEnabled(false);
    }

    /** The unsigned document. */
    public byte[] render(PrescriptionPaper paper) {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFont(lettering::regular, Lettering.FAMILY, 400, FontStyle.NORMAL, true);
        builder.useFont(lettering::bold, Lettering.FAMILY, 700, FontStyle.NORMAL, true);
        builder.withHtmlContent(page(paper), null);
        builder.withProducer("Polyclinic prescription-service");
        builder.toStream(pdf);
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf.toByteArray();
    }

    private String page(PrescriptionPaper paper) {
        String style = STYLE.formatted(paper.prescriptionId(), Lettering.FAMILY, Lettering.FAMILY, Lettering.FAMILY);
        StringBuilder html = new StringBuilder("<html lang=\"en\"><head><title>Prescription ")
                .append(paper.prescriptionId())
                .append("</title><style>")
                .append(style)
                .append("</style></head><body>");
        head(html, paper);
        people(html, paper);
        items(html, paper);
        if (paper.notes() != null && !paper.notes().isBlank())
            html.append("<div class=\"notes\"><div class=\"label\">NOTES</div>")
                    .append(lines(paper.notes()))
                    .append("</div>");
        signature(html, paper);
        if (isAnythingTransliterated(paper))
            html.append("<p class=\"small\">Text in square brackets is transliterated from a script that cannot be")
                    .append(" printed here.</p>");
        return html.append("</body></html>").toString();
    }

    private void head(StringBuilder html, PrescriptionPaper paper) {
        html.append("<table class=\"head\"><tr><td><h1>")
                .append(text(clinic.name()))
                .append("</h1><div class=\"small\">")
                .append(text(clinic.address()))
                .append("<br/>")
                .append(text(clinic.phone()))
                .append("</div></td><td class=\"qr\"><img alt=\"Prescription id\" src=\"")
                .append(QrCode.dataUri(paper.prescriptionId().toString()))
                .append("\"/></td></tr></table>");
    }

    private void people(StringBuilder html, PrescriptionPaper paper) {
        html.append("<table class=\"people\"><tr><td><div class=\"label\">PATIENT</div><div class=\"name\">")
                .append(text(paper.patientName()))
                .append("</div><div class=\"small\">");
        if (paper.birthDate() != null)
            html.append("Born ").append(DATE.format(paper.birthDate())).append("<br/>");
        if (paper.uhid() != null) html.append("UHID ").append(text(paper.uhid()));
        html.append("</div></td><td><div class=\"label\">PRESCRIBER</div><div class=\"name\">")
                .append(text(paper.doctorName()))
                .append("</div><div class=\"small\">");
        if (paper.specialty() != null) html.append(text(paper.specialty())).append("<br/>");
        if (paper.licenseNumber() != null)
            html.append("Licence ").append(text(paper.licenseNumber())).append("<br/>");
        html.append("</div></td></tr></table><h2>Prescription of ")
                .append(DATE.format(paper.date()))
                .append("</h2>");
    }

    private void items(StringBuilder html, PrescriptionPaper paper) {
        html.append("<table class=\"items\"><thead><tr><th>NO.</th><th>MEDICINE</th><th>DOSE AND ROUTE</th>")
                .append("<th>HOW OFTEN</th><th>DAYS</th><th>QUANTITY</th><th>REFILLS</th></tr></thead><tbody>");
        int number = 0;
        for (PrescriptionPaper.Line line : paper.lines()) {
            html.append("<tr><td>").append(++number).append("</td><td><span class=\"drug\">");
            html.append(text(line.medication())).append("</span>");
            if (line.instructions() != null && !line.instructions().isBlank())
                html.append("<div class=\"small\">")
                        .append(lines(line.instructions()))
                        .append("</div>");
            html.append("</td><td>").append(text(line.dose())).append(", ").append(text(line.route()));
            html.append("</td><td>").append(text(line.frequency()));
            html.append("</td><td>").append(line.durationDays());
            html.append("</td><td>").append(line.quantity());
            html.append("</td><td>").append(line.refills()).append("</td></tr>");
        }
        html.append("</tbody></table>");
    }

    private void signature(StringBuilder html, PrescriptionPaper paper) {
        html.append("<table class=\"sign\"><tr><td class=\"small\">Id ")
                .append(paper.prescriptionId())
                .append("</td><td><div class=\"line small\">")
                .append(text(paper.doctorName()))
                .append(", ")
                .append(DATE.format(paper.date()))
                .append("</div></td></tr></table>");
    }

    private boolean isAnythingTransliterated(PrescriptionPaper paper) {
        Stream<String> people = Stream.of(paper.patientName(), paper.doctorName(), paper.notes());
        Stream<String> lines = paper.lines().stream()
                .flatMap(line ->
                        Stream.of(line.medication(), line.dose(), line.route(), line.frequency(), line.instructions()));
        return Stream.concat(people, lines).anyMatch(text -> text != null && lettering.isTransliterated(text));
    }

    private String lines(String text) {
        return text.lines()
                .map(this::text)
                .reduce((one, other) -> one + "<br/>" + other)
                .orElse("");
    }

    private String text(String text) {
        return lettering
                .printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

package polyclinic.prescription.documents;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import polyclinic.commons.papers.pages.PaperTemplate;
import polyclinic.commons.papers.typeface.FontConfig;
import polyclinic.commons.papers.typeface.PrintableText;

/** Lays out a prescription on A4: the clinic, the patient, the medicines, the doctor, the date and a QR code of the id. */
@ApplicationScoped
class PrescriptionPdf {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final ClinicConfig clinic;
    private final PrintableText typeface;
    private final PaperTemplate template;

    PrescriptionPdf(ClinicConfig clinic, FontConfig fonts) {
        this.clinic = clinic;
        this.typeface = new PrintableText(fonts.folders());
        this.template = new PaperTemplate(
                PrescriptionPdf.class, "/templates/prescription.html", "Polyclinic prescription-service", typeface);
    }

    /** The unsigned document. */
    public byte[] render(PrescriptionDocument document) {
        Map<String, Object> values = new HashMap<>();
        values.put("document", document);
        values.put("clinic", new Head(clinic.name(), clinic.address(), clinic.phone()));
        values.put("born", document.birth().inWords(DATE));
        values.put("date", DATE.format(document.date()));
        values.put("qrCode", QrCode.dataUri(document.verificationAddress()));
        values.put("transliterated", isTransliterated(document));
        return template.pdf(values);
    }

    private boolean isTransliterated(PrescriptionDocument document) {
        return document.names().anyMatch(typeface::isTransliterated)
                || document.freeTexts().anyMatch(typeface::isTransliterated);
    }

    /** The clinic as the template sees it: the configuration itself is a proxy whose properties it cannot read. */
    public record Head(String name, String address, String phone) {}
}

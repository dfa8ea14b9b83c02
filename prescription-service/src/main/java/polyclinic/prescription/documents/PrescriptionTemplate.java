package polyclinic.prescription.documents;

import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The template {@code prescription.html}, filled with a prescription: a page of XHTML. */
final class PrescriptionTemplate {
    private static final String FILE = "/templates/prescription.html";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final ClinicConfig clinic;
    private final PrintableText typeface;
    private final Template template;

    PrescriptionTemplate(ClinicConfig clinic, PrintableText typeface) {
        this.clinic = clinic;
        this.typeface = typeface;
        this.template = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new PrintableHtml(typeface))
                .build()
                .parse(source(), Variant.forContentType(Variant.TEXT_HTML));
    }

    String render(PrescriptionDocument document) {
        return template.data("document", document)
                .data("clinic", new Head(clinic.name(), clinic.address(), clinic.phone()))
                .data("born", words(document.birthDate()))
                .data("date", words(document.date()))
                .data("qrCode", QrCode.dataUri(document.verificationAddress()))
                .data("transliterated", document.freeTexts().anyMatch(typeface::isTransliterated))
                .data("family", PrintableText.FAMILY)
                .render();
    }

    /** The clinic as the template sees it: the configuration itself is a proxy whose properties it cannot read. */
    public record Head(String name, String address, String phone) {}

    private static @Nullable String words(@Nullable LocalDate date) {
        return date == null ? null : DATE.format(date);
    }

    private static String source() {
        try (InputStream file = Objects.requireNonNull(PrescriptionTemplate.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Transliterates what the typeface cannot print and escapes markup. */
    private static final class PrintableHtml extends HtmlEscaper {
        private final PrintableText typeface;

        PrintableHtml(PrintableText typeface) {
            super(List.of(Variant.TEXT_HTML));
            this.typeface = typeface;
        }

        @Override
        public String map(Object result, Expression expression) {
            return super.map(typeface.printable(result.toString()), expression);
        }
    }
}

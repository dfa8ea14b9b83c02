package polyclinic.billing.papers;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/** Lays a paper out on A4: the template {@code paper.html}, whose values are escaped and printed as the typeface can. */
final class PaperLayout {
    private static final String FILE = "/templates/paper.html";
    private static final int REGULAR = 400;
    private static final int BOLD = 700;

    private final PaperType typeface = new PaperType();
    private final Template template;

    PaperLayout() {
        FontMappers.set(typeface);
        XRLog.setLoggingEnabled(false);
        this.template = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new Printable(typeface))
                .build()
                .parse(source(), Variant.forContentType(Variant.TEXT_HTML));
    }

    /** The unsigned PDF. */
    byte[] render(Paper paper) {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFont(typeface::regular, PaperType.FAMILY, REGULAR, FontStyle.NORMAL, true);
        builder.useFont(typeface::bold, PaperType.FAMILY, BOLD, FontStyle.NORMAL, true);
        builder.withHtmlContent(
                template.data("paper", paper).data("family", PaperType.FAMILY).render(), null);
        builder.withProducer("Polyclinic billing-service");
        builder.toStream(pdf);
        try {
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf.toByteArray();
    }

    private static String source() {
        try (InputStream file = Objects.requireNonNull(PaperLayout.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Printable extends HtmlEscaper {
        private final PaperType typeface;

        Printable(PaperType typeface) {
            super(List.of(Variant.TEXT_HTML));
            this.typeface = typeface;
        }

        @Override
        public String map(Object result, Expression expression) {
            return super.map(typeface.printable(result.toString()), expression);
        }
    }
}

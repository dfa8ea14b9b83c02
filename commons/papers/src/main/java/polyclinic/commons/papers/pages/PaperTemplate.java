package polyclinic.commons.papers.pages;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.Variant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import polyclinic.commons.papers.lines.ScriptTextRenderer;
import polyclinic.commons.papers.typeface.PrintableText;
import polyclinic.commons.papers.typeface.PrintedName;

/**
 * A paper's template: a page of XHTML (Qute) whose values are printed as the typeface can set them, and escaped. {@code {family}}
 * is the typeface's name.
 */
public final class PaperTemplate {
    private static final int REGULAR = 400;
    private static final int BOLD = 700;

    private final PrintableText typeface;
    private final String producer;
    private final Template template;

    /**
     * @param owner whose class path has the file
     * @param file for example {@code /templates/prescription.html}
     * @param producer what the PDF says that it was made by
     */
    public PaperTemplate(Class<?> owner, String file, String producer, PrintableText typeface) {
        this.typeface = typeface;
        this.producer = producer;
        this.template = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new PrintableHtml(typeface))
                .build()
                .parse(source(owner, file), Variant.forContentType(Variant.TEXT_HTML));
        typeface.useEverywhere();
        XRLog.setLoggingEnabled(false);
    }

    /** The unsigned PDF of the page with these values. */
    public byte[] pdf(Map<String, ?> values) {
        TemplateInstance page = template.instance().data("family", PrintableText.FAMILY);
        values.forEach(page::data);
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFont(typeface::regular, PrintableText.FAMILY, REGULAR, FontStyle.NORMAL, true);
        builder.useFont(typeface::bold, PrintableText.FAMILY, BOLD, FontStyle.NORMAL, true);
        builder.withHtmlContent(page.render(), null);
        builder.withProducer(producer);
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        builder.toStream(pdf);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            ScriptTextRenderer.install(renderer, typeface.lines());
            renderer.createPDF();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf.toByteArray();
    }

    private static String source(Class<?> owner, String file) {
        try (InputStream bytes = Objects.requireNonNull(owner.getResourceAsStream(file), file)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
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
            String printed = result instanceof PrintedName name
                    ? typeface.printable(name)
                    : typeface.printable(result.toString());
            return super.map(printed, expression);
        }
    }
}

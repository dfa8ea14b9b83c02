package polyclinic.clients.replay.resources;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;
import polyclinic.clients.replay.fhir.FhirDateTime;
import polyclinic.clients.replay.fhir.FhirValues;
import polyclinic.clients.replay.plan.PlanWriter;

/**
 * Composition → a document of what its sections say in words alone. What they list is stored item by item; letters and summaries have
 * whole sections that list nothing.
 */
final class CompositionReader {
    private static final Set<String> BLOCKS =
            Set.of("p", "div", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre");

    private static final Set<String> CELLS = Set.of("td", "th");

    private final PlanWriter plan;
    private final DocumentReader documents;

    CompositionReader(PlanWriter plan, DocumentReader documents) {
        this.plan = plan;
        this.documents = documents;
    }

    void read(Composition composition) {
        if (composition.getStatus() == Composition.CompositionStatus.ENTEREDINERROR) {
            plan.skip(composition, "entered in error");
            return;
        }
        StringBuilder text = new StringBuilder();
        add(composition.getSection(), text);
        if (text.isEmpty()) {
            plan.skip(composition, "a document's table of contents; what its sections list is stored item by item");
            return;
        }
        Attachment attachment = new Attachment()
                .setContentType("text/plain")
                .setTitle(composition.getTitle())
                .setData(text.toString().getBytes(StandardCharsets.UTF_8));
        documents.read(
                composition,
                List.of(attachment),
                FhirDateTime.of(composition.getDateElement()),
                FhirValues.words(composition.getType()));
    }

    private static void add(List<SectionComponent> sections, StringBuilder text) {
        for (SectionComponent section : sections) {
            String said = section.hasEntry() || section.hasEmptyReason() || !section.hasText()
                    ? ""
                    : words(section.getText().getDiv());
            if (!said.isEmpty()) {
                String title = section.hasTitle() ? section.getTitle() : FhirValues.words(section.getCode());
                if (title != null) text.append(FhirValues.oneLine(title)).append('\n');
                text.append(said).append("\n\n");
            }
            add(section.getSection(), text);
        }
    }

    private static String words(XhtmlNode node) {
        StringBuilder text = new StringBuilder();
        add(node, text);
        return FhirValues.clean(text.toString())
                .replaceAll("[ \\t\\u00a0]*\\n\\s*", "\n")
                .strip();
    }

    private static void add(XhtmlNode node, StringBuilder text) {
        if (node.getNodeType() == NodeType.Text) text.append(node.getContent().replaceAll("\\s+", " "));
        String name = node.getName() == null ? "" : node.getName();
        node.getChildNodes().forEach(child -> add(child, text));
        if (BLOCKS.contains(name)) text.append('\n');
        if (CELLS.contains(name)) text.append('\t');
    }
}

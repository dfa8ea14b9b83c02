package polyclinic.asset.reading;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import polyclinic.asset.extracts.TextFailure;
import polyclinic.asset.extracts.UnreadableDocument;

/**
 * How text lies in the XML of a format, by local names. What stands in a row of a table is one line, its cells parted by tabs.
 *
 * @param texts elements whose own characters count; null for all
 * @param inline elements that end no line; null when only those in {@code lines} do
 * @param lines elements that end one
 * @param breaks elements between two pages
 * @param skipped elements that hold no text of the document
 */
record Markup(
        @Nullable Set<String> texts,
        @Nullable Set<String> inline,
        Set<String> lines,
        Set<String> cells,
        Set<String> rows,
        Set<String> breaks,
        Set<String> skipped) {
    /** ECMA-376: a page ends where the program that wrote it last saw it end. */
    static final Markup DOCX = new Markup(
            Set.of("t"),
            null,
            Set.of("p", "br", "cr"),
            Set.of("tc"),
            Set.of("tr"),
            Set.of("lastRenderedPageBreak"),
            Set.of("pPr", "rPr", "instrText", "delText"));

    /** OASIS OpenDocument. */
    static final Markup ODT = new Markup(
            null,
            null,
            Set.of("p", "h", "line-break"),
            Set.of("table-cell"),
            Set.of("table-row"),
            Set.of("soft-page-break"),
            Set.of("annotation", "tracked-changes", "font-face-decls", "automatic-styles", "scripts"));

    /** Any XML; the words are those of HL7's clinical documents. */
    static final Markup XML = new Markup(
            null,
            Set.of(
                    "content",
                    "sub",
                    "sup",
                    "linkHtml",
                    "footnoteRef",
                    "caption",
                    "given",
                    "family",
                    "prefix",
                    "suffix"),
            Set.of(),
            Set.of("td", "th"),
            Set.of("tr"),
            Set.of(),
            Set.of("nonXMLBody", "observationMedia", "style", "script"));

    /** A row within a cell within a row is a line of its own. */
    void read(InputStream xml, PageCollector pages) throws IOException, UnreadableDocument {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            read(factory.createXMLStreamReader(xml), pages);
        } catch (XMLStreamException damaged) {
            throw new UnreadableDocument(TextFailure.UNREADABLE);
        }
    }

    private void read(XMLStreamReader reader, PageCollector pages) throws XMLStreamException, UnreadableDocument {
        int cellDepth = 0;
        int skippedDepth = 0;
        String open = "";
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    open = reader.getLocalName();
                    if (skippedDepth > 0 || skipped.contains(open)) skippedDepth++;
                    else if (cells.contains(open)) cellDepth++;
                    else if (open.equals("tab")) pages.append("\t");
                    else if (open.equals("s")) pages.append(" ");
                    else if (breaks.contains(open)) pages.turnPage();
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (skippedDepth > 0) break;
                    if (texts == null) appendFolded(reader.getText(), pages);
                    else if (texts.contains(open)) pages.append(reader.getText());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    String closed = reader.getLocalName();
                    open = "";
                    if (skippedDepth > 0) skippedDepth--;
                    else if (cells.contains(closed)) {
                        cellDepth--;
                        pages.append("\t");
                    } else if (rows.contains(closed)) pages.endLine();
                    else if (endsLine(closed)) {
                        if (cellDepth > 0) pages.append(" ");
                        else pages.endLine();
                    }
                }
                default -> {
                    // Comments and the like say nothing.
                }
            }
        }
    }

    private boolean endsLine(String element) {
        return inline == null ? lines.contains(element) : !inline.contains(element);
    }

    /** Line breaks of the markup are blanks of the text. */
    private static void appendFolded(String text, PageCollector pages) throws UnreadableDocument {
        if (!text.isBlank()) pages.append(text.replace('\n', ' '));
        else if (!pages.isAtLineStart()) pages.append(" ");
    }
}

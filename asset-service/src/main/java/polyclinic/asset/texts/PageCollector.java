package polyclinic.asset.texts;

import java.util.ArrayList;
import java.util.List;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Takes the text of each page from the XHTML that Tika makes: {@code <div class="page">} of a PDF, one page of everything else. Ends the
 * parse when there is enough.
 */
final class PageCollector extends DefaultHandler {
    private static final List<String> BLOCKS = List.of("p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br");

    private final int max;
    private final List<String> pages = new ArrayList<>();
    private final StringBuilder page = new StringBuilder();
    private boolean paged;
    private boolean body;
    private int taken;

    PageCollector(int max) {
        this.max = max;
    }

    /** There is more than is kept. */
    static final class Enough extends SAXException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes) {
        if (name.equals("body")) body = true;
        if (name.equals("div") && "page".equals(attributes.getValue("class"))) {
            if (paged) turn();
            paged = true;
        }
    }

    @Override
    public void endElement(String uri, String name, String qualified) {
        if (name.equals("td") || name.equals("th")) page.append('\t');
        if (BLOCKS.contains(name) && !page.isEmpty() && page.charAt(page.length() - 1) != '\n') page.append('\n');
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
        if (!body) return;
        int fits = Math.min(length, max - taken);
        page.append(text, start, fits);
        taken += fits;
        if (fits < length) throw new Enough();
    }

    @Override
    public void ignorableWhitespace(char[] text, int start, int length) throws SAXException {
        characters(text, start, length);
    }

    List<String> pages() {
        List<String> all = new ArrayList<>(pages);
        all.add(page.toString().strip());
        return all;
    }

    private void turn() {
        pages.add(page.toString().strip());
        page.setLength(0);
    }
}

package polyclinic.commons.papers.lines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.font.PDFont;
import polyclinic.commons.papers.scripts.Cluster;

/** The fonts of one document that clusters are drawn with; for one thread. */
final class ClusterFonts {
    private final List<ClusterFont> fonts = new ArrayList<>();

    /**
     * Clusters of one font in a row.
     *
     * @param codes what PDFBox shows in this font
     * @param width in thousandths of the type size
     */
    record Row(PDFont font, String codes, int width) {}

    List<Row> rows(List<Cluster> clusters, boolean bold) {
        List<Row> rows = new ArrayList<>();
        for (Cluster cluster : clusters) {
            ClusterFont font = font(cluster, bold);
            String code = String.valueOf(font.show(cluster));
            Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
            if (last != null && last.font() == font)
                rows.set(rows.size() - 1, new Row(font, last.codes() + code, last.width() + cluster.width()));
            else rows.add(new Row(font, code, cluster.width()));
        }
        return rows;
    }

    private ClusterFont font(Cluster cluster, boolean bold) {
        for (ClusterFont font : fonts) if (font.isBold() == bold && font.hasRoomFor(cluster)) return font;
        try {
            ClusterFont font = new ClusterFont(bold);
            fonts.add(font);
            return font;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To be called when everything is drawn and before the document is saved. */
    void finish() {
        fonts.forEach(ClusterFont::finish);
    }
}

package polyclinic.commons.papers.lines;

import java.util.List;
import polyclinic.commons.papers.scripts.Cluster;

/** A part of a line, as it stands from left to right. */
sealed interface LinePart {
    /** Text that the papers' typeface sets letter by letter. */
    record Plain(String text) implements LinePart {}

    /**
     * Text that was shaped.
     *
     * @param text in the order of speech
     * @param clusters from left to right
     */
    record Shaped(String text, List<Cluster> clusters) implements LinePart {
        int width() {
            return clusters.stream().mapToInt(Cluster::width).sum();
        }
    }
}

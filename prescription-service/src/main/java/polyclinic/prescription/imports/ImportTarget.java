package polyclinic.prescription.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What can be imported. */
public interface ImportTarget {
    /** The noun, as in the address: {@code medications}. */
    String kind();

    /** A row of CSV as the JSON object that NDJSON would have: fields by their column, empty ones left out. */
    ObjectNode fields(Map<String, String> row);

    /** One file's run. It holds nothing of the file, however long that is. @param importId tells this run from others */
    Run begin(UUID importId);

    /** Takes the lines of one file, portion by portion. */
    interface Run {
        /** In the open transaction: an outcome for each line. A line that cannot be taken is refused and stops no other. */
        Uni<List<LineOutcome>> take(List<ImportLine> portion);
    }
}

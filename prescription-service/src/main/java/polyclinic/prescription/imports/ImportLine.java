package polyclinic.prescription.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file, counted from 1.
 *
 * @param fields what stands in it; null when it cannot be read
 * @param error why it cannot be read, or null
 */
public record ImportLine(
        int number, @Nullable ObjectNode fields, @Nullable String error) {}

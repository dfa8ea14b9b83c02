package polyclinic.clients.replay.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import polyclinic.clients.checks.CheckFailed;

/**
 * The JSON objects of a text: one, one a line (NDJSON, as bulk exports are), or the elements of an array. Decimals keep
 * every digit. A broken one refuses the whole text, because a part of a record may look like all of it.
 */
final class JsonRoots {
    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private JsonRoots() {}

    /** @throws CheckFailed with the line, but none of the text: what is broken may be a patient's name */
    static List<JsonNode> of(String text) {
        List<JsonNode> roots = new ArrayList<>();
        try (MappingIterator<JsonNode> values = JSON.readValues(text)) {
            while (values.hasNextValue()) add(values.nextValue(), roots);
        } catch (JsonProcessingException e) {
            boolean isCut =
                    e instanceof JsonEOFException || e.getOriginalMessage().contains("end-of-input");
            throw new CheckFailed(
                    isCut
                            ? "JSON that ends in the middle, at" + place(e) + ": has all of it arrived?"
                            : "not JSON at" + place(e),
                    e);
        } catch (IOException e) {
            throw new CheckFailed("cannot be read: " + e.getMessage(), e);
        }
        return roots;
    }

    private static void add(JsonNode root, List<JsonNode> roots) {
        if (root.isArray()) root.forEach(element -> add(element, roots));
        else roots.add(root);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? " an unknown place"
                : " line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}

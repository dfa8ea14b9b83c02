package polyclinic.clients.movein.bridge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.files.ScannedRecord;
import polyclinic.clients.movein.mapping.ClinicFile;

/**
 * A whole file, to be written with other records: all that the bridge does not know of stays as it is, and so does its shape (a list,
 * records by id, lists by patient, either below a member).
 */
final class RecordTree {
    static final String LIST = "list";

    private static final String BY_PATIENT = "by-patient";
    private static final String BY_ID = "by-id";
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Set<String> PARTS = Set.of("content", "address", "vitals", "metadata", "$date", "$oid", "_id");
    private static final Pattern INDENT = Pattern.compile("[\\[{]\\r?\\n([ \\t]+)\\S");
    private static final int INDENT_IS_WITHIN = 4096;
    private static final Pattern LIST_BEGINS = Pattern.compile("\\uFEFF?\\s*\\[");
    private static final Pattern MEMBER_BEGINS =
            Pattern.compile("\\uFEFF?\\s*\\{\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:\\s*([\\[{])");

    private final ClinicFile file;
    private final JsonNode root;
    private final @Nullable String indent;
    private boolean byPatient;
    private final Map<String, List<Place>> places = new HashMap<>();

    /** Where a record stands. */
    private record Place(JsonNode container, @Nullable String member, ObjectNode record) {}

    private RecordTree(ClinicFile file, JsonNode root, @Nullable String indent) {
        this.file = file;
        this.root = root;
        this.indent = indent;
        this.byPatient = file != ClinicFile.PATIENTS && root instanceof ObjectNode object && isByPatient(object);
        walk(root, null);
    }

    /** @throws IOException when it is no whole JSON in UTF-8 */
    static RecordTree of(ClinicFile file, byte[] bytes) throws IOException {
        for (int i = 0; i < Math.min(bytes.length, 4); i++)
            if (bytes[i] == 0 || bytes[i] == (byte) 0xFE || bytes[i] == (byte) 0xFF) throw new IOException("no UTF-8");
        JsonNode root = STRICT.readTree(bytes);
        if (root == null || !root.isContainerNode()) throw new IOException("neither a list nor an object");
        return new RecordTree(file, root, indent(bytes));
    }

    /** Of that shape without records. */
    static RecordTree empty(ClinicFile file, String shape) {
        JsonNode root = shape.isEmpty() || shape.equals(LIST)
                ? JsonNodes.MAPPER.createArrayNode()
                : JsonNodes.MAPPER.createObjectNode();
        RecordTree tree = new RecordTree(file, root, "  ");
        tree.byPatient = shape.isEmpty() ? tree.byPatient : shape.equals(BY_PATIENT);
        return tree;
    }

    /** {@link #LIST}, by id or by patient. */
    String shape() {
        if (root.isArray()) return LIST;
        return byPatient ? BY_PATIENT : BY_ID;
    }

    /** The shape that a damaged file begins with; empty when that tells nothing. */
    static String shapeOfBeginning(ClinicFile file, byte[] bytes) {
        String begin = new String(bytes, 0, Math.min(bytes.length, INDENT_IS_WITHIN), StandardCharsets.UTF_8);
        if (LIST_BEGINS.matcher(begin).lookingAt()) return LIST;
        Matcher first = MEMBER_BEGINS.matcher(begin);
        if (!first.lookingAt() || first.group(1).equals(file.kind())) return "";
        return first.group(2).equals("[") && file != ClinicFile.PATIENTS ? BY_PATIENT : BY_ID;
    }

    private static @Nullable String indent(byte[] bytes) {
        String begin = new String(bytes, 0, Math.min(bytes.length, INDENT_IS_WITHIN), StandardCharsets.UTF_8);
        Matcher matcher = INDENT.matcher(begin);
        if (matcher.find()) return matcher.group(1);
        return begin.indexOf('\n', 0) >= 0 || begin.length() < 5 ? "  " : null;
    }

    private void walk(JsonNode node, @Nullable String key) {
        if (node.isArray())
            node.forEach(element -> {
                if (element instanceof ObjectNode object && !holdsRecords(object)) found(node, null, object, key);
                else if (element.isContainerNode()) walk(element, key);
            });
        else
            node.properties().forEach(member -> {
                JsonNode value = member.getValue();
                if (value instanceof ObjectNode object && !holdsRecords(object))
                    found(node, member.getKey(), object, member.getKey());
                else if (value.isContainerNode()) walk(value, member.getKey());
            });
    }

    /** As in damaged files: an object that begins with an object or a list holds records. */
    private static boolean holdsRecords(ObjectNode object) {
        if (object.isEmpty()) return true;
        Map.Entry<String, JsonNode> first = object.properties().iterator().next();
        return first.getValue().isContainerNode() && !PARTS.contains(first.getKey());
    }

    private void found(JsonNode container, @Nullable String member, ObjectNode record, @Nullable String key) {
        String id = file.id(new ScannedRecord(0, key, record, false));
        places.computeIfAbsent(id, any -> new ArrayList<>(1)).add(new Place(container, member, record));
    }

    /** The record of an id, as often as it stands there. */
    List<ObjectNode> find(String id) {
        return places.getOrDefault(id, List.of()).stream().map(Place::record).toList();
    }

    /** @param patient whose record it is */
    void add(String id, String patient, ObjectNode record) {
        if (root instanceof ArrayNode list) {
            list.add(record);
            found(list, null, record, null);
            return;
        }
        ObjectNode object = (ObjectNode) root;
        for (String name : List.of(file.kind(), "items", "records", "data"))
            if (object.path(name) instanceof ArrayNode list) {
                list.add(record);
                found(list, null, record, name);
                return;
            }
        if (byPatient) {
            ArrayNode list = object.path(patient) instanceof ArrayNode present ? present : object.putArray(patient);
            list.add(record);
            found(list, null, record, patient);
            return;
        }
        object.set(id, record);
        found(object, id, record, id);
    }

    private boolean isByPatient(ObjectNode object) {
        if (object.isEmpty()) return file == ClinicFile.NOTES || file == ClinicFile.HISTORY;
        return object.properties().iterator().next().getValue().isArray();
    }

    void remove(String id) {
        List<Place> gone = places.remove(id);
        if (gone == null) return;
        for (Place place : gone)
            if (place.container() instanceof ObjectNode object && place.member() != null) object.remove(place.member());
            else
                for (int i = place.container().size() - 1; i >= 0; i--)
                    if (place.container().get(i) == place.record()) ((ArrayNode) place.container()).remove(i);
    }

    byte[] bytes() {
        try {
            return writer().writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectWriter writer() {
        if (indent == null) return JsonNodes.MAPPER.writer();
        DefaultIndenter lines = new DefaultIndenter(indent, "\n");
        DefaultPrettyPrinter pretty = new DefaultPrettyPrinter();
        pretty.indentArraysWith(lines);
        pretty.indentObjectsWith(lines);
        return JsonNodes.MAPPER.writer(pretty);
    }
}

package polyclinic.clients.movein.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** What records are known by: their own ids, and the hash of what they say. */
public final class RecordIds {
    private static final ObjectMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private RecordIds() {}

    /** The same for the same content in any order of members: SHA-256 in hexadecimal digits. */
    public static String hash(ObjectNode record) {
        try {
            return DigestUtils.sha256Hex(SORTED.writeValueAsBytes(SORTED.treeToValue(record, Map.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The text of a member, trimmed; null where there is none. */
    public static @Nullable String text(ObjectNode record, String member) {
        String text =
                record.path(member).isValueNode() ? record.path(member).asText().strip() : "";
        return text.isEmpty() || record.path(member).isNull() ? null : text;
    }
}

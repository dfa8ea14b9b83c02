package polyclinic.audit.checkpoints;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;
import polyclinic.commons.json.Json;

/** The stored forms of a checkpoint: one JSON object, as a document in the database and as text in S3. */
public final class CheckpointJson {
    private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {};

    private CheckpointJson() {}

    static Document document(Checkpoint checkpoint) {
        Document document = new Document("_id", checkpoint.key());
        document.putAll(Json.MAPPER.convertValue(checkpoint, MEMBERS));
        return document;
    }

    /** What a document says. Never fails, whatever was done to it. */
    static StoredCheckpoint read(Document document) {
        String key = String.valueOf(document.get("_id"));
        Map<String, Object> members = new LinkedHashMap<>(document);
        members.remove("_id");
        members.put("key", key);
        try {
            return Json.MAPPER.convertValue(members, Checkpoint.class);
        } catch (IllegalArgumentException damaged) {
            return new DamagedCheckpoint(key);
        }
    }

    /** The copy for S3: the same, without what the database says of itself. */
    public static String text(Checkpoint checkpoint) {
        return Json.write(checkpoint.withArchived(null));
    }

    /** What an object in S3 says. Never fails, whatever was done to it. */
    public static StoredCheckpoint read(String key, String text) {
        try {
            if (!(Json.MAPPER.readTree(text) instanceof ObjectNode members)) return new DamagedCheckpoint(key);
            int size = members.size();
            Checkpoint checkpoint = Json.MAPPER.treeToValue(members.put("key", key), Checkpoint.class);
            boolean hasOtherMembers =
                    size != Json.MAPPER.valueToTree(checkpoint).size();
            return hasOtherMembers ? new DamagedCheckpoint(key) : checkpoint.withArchived(null);
        } catch (JsonProcessingException damaged) {
            return new DamagedCheckpoint(key);
        }
    }
}

package polyclinic.clients.movein.bridge.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.files.RecordIds;
import polyclinic.clients.movein.mapping.ClinicFile;
import polyclinic.clients.movein.mapping.MoveTarget;
import polyclinic.clients.movein.transfer.StoredDifferences;

/**
 * What is merged by itself: members of a file's record and those of the suite's record that say the same. A patient has fields that
 * change one by one; a note or an entry of the history is one text, which somebody wrote as a whole.
 */
public final class RecordFields {
    private static final int SHORT_HASH = 16;

    /** @param there names in the file, of which a record has some; @param here names in the suite */
    private record Members(List<String> there, List<String> here) {}

    private static final Map<String, Members> PATIENT = ordered(
            "name", new Members(List.of("name"), List.of("givenName", "familyName")),
            "birth",
                    new Members(
                            List.of("date_of_birth", "dob", "birth_date", "age"),
                            List.of("birthDate", "birthDateEstimated")),
            "gender", new Members(List.of("gender"), List.of("sex")),
            "phone", new Members(List.of("phone"), List.of("phone")),
            "uhid", new Members(List.of("uhid"), List.of("uhid")));
    private static final Map<String, Members> PLACE =
            ordered("status", new Members(List.of("status"), List.of("status")));
    private static final Map<String, Members> NOTE = ordered(
            "text", new Members(List.of("type", "content", "audio_file_url"), List.of("type", "content", "addenda")));
    private static final Map<String, Members> ENTRY = ordered(
            "entry",
            new Members(List.of("type", "date", "content", "document_id"), List.of("type", "date", "content")));
    private static final List<String> TIMES =
            List.of("nurse_completed_at", "timeline_ready_at", "started_at", "completed_at", "cancelled_at");
    private static final Map<String, Members> VISIT = ordered(
            "visit",
            new Members(
                    List.of(
                            "status",
                            "token_number",
                            "priority",
                            "added_at",
                            "nurse_completed_at",
                            "timeline_ready_at",
                            "started_at",
                            "completed_at"),
                    List.of("type", "date", "content")));
    private static final Map<String, String> WORDS = Map.of("M", "male", "F", "female", "O", "other", "U", "unknown");

    private RecordFields() {}

    /** The fields of a record of that file, which is a record of that kind here. */
    public static Set<String> names(ClinicFile file, MoveTarget target) {
        return fields(file, target).keySet();
    }

    private static Map<String, Members> fields(ClinicFile file, MoveTarget target) {
        return switch (target) {
            case PATIENT -> PATIENT;
            case QUEUE -> PLACE;
            case NOTE -> NOTE;
            case HISTORY -> file == ClinicFile.QUEUE ? VISIT : ENTRY;
            case DOCTOR, INVOICE -> Map.of();
        };
    }

    /** Field → hash of what the file's record says. */
    public static Map<String, String> ofFile(ClinicFile file, MoveTarget target, JsonNode record) {
        Map<String, String> hashes = new LinkedHashMap<>();
        fields(file, target).forEach((name, members) -> hashes.put(name, hash(part(members.there(), record))));
        return hashes;
    }

    /** Field → hash of what the suite's record says, or a request that stores it. */
    public static Map<String, String> ofSuite(ClinicFile file, MoveTarget target, JsonNode record) {
        Map<String, String> hashes = new LinkedHashMap<>();
        fields(file, target).forEach((name, members) -> hashes.put(name, hash(part(members.here(), record))));
        return hashes;
    }

    private static String hash(ObjectNode part) {
        return RecordIds.hash(part).substring(0, SHORT_HASH);
    }

    /** Values of a field as the file says them. */
    public static ObjectNode there(ClinicFile file, MoveTarget target, String field, JsonNode record) {
        Members members = fields(file, target).get(field);
        return members == null ? JsonNodes.object() : part(members.there(), record);
    }

    /** Values of a field as the suite says them, or a request. */
    public static ObjectNode here(ClinicFile file, MoveTarget target, String field, JsonNode record) {
        Members members = fields(file, target).get(field);
        return members == null ? JsonNodes.object() : part(members.here(), record);
    }

    /** What is absent, null, false or empty is nothing. */
    private static ObjectNode part(List<String> names, JsonNode record) {
        ObjectNode part = JsonNodes.object();
        for (String name : names) {
            JsonNode value = record.path(name);
            boolean nothing = value.isMissingNode()
                    || value.isNull()
                    || value.isBoolean() && !value.asBoolean()
                    || value.isContainerNode() && value.isEmpty()
                    || value.isTextual() && value.asText().isBlank();
            if (!nothing) part.set(name, value);
        }
        return part;
    }

    /** A merge patch (RFC 7396) that makes a field what a request says. */
    public static ObjectNode patch(ClinicFile file, MoveTarget target, String field, JsonNode request) {
        ObjectNode patch = JsonNodes.object();
        Members members = fields(file, target).get(field);
        if (members != null)
            for (String name : members.here())
                if (request.hasNonNull(name)) patch.set(name, request.get(name));
                else if (!name.equals("birthDateEstimated")) patch.putNull(name);
        return patch;
    }

    /** Whether what is stored says of a field what the request would store; what the suite adds by itself is no difference. */
    public static boolean isSame(ClinicFile file, MoveTarget target, String field, JsonNode request, JsonNode stored) {
        ObjectNode sent = here(file, target, field, request);
        ObjectNode kept = here(file, target, field, stored);
        if (field.equals("phone")) return digits(sent.path("phone")).equals(digits(kept.path("phone")));
        for (String name :
                List.copyOf(kept.properties().stream().map(Map.Entry::getKey).toList()))
            if (!sent.has(name)) return false;
        return StoredDifferences.of(sent, kept).isEmpty();
    }

    private static String digits(JsonNode phone) {
        return phone.asText().replaceAll("[^0-9+]", "");
    }

    /** Whether the suite has no value of the field. */
    public static boolean isNothing(ClinicFile file, MoveTarget target, String field, JsonNode stored) {
        return here(file, target, field, stored).isEmpty();
    }

    /**
     * Writes a field into a record of the file, in the way in which the record says it now.
     *
     * @param shaped the suite's record in the shape of the file
     */
    public static void write(ClinicFile file, MoveTarget target, String field, ObjectNode shaped, ObjectNode record) {
        switch (field) {
            case "gender" ->
                record.set("gender", inTheWordsOf(record.path("gender").asText(), shaped.path("gender")));
            // Only the name that everybody knows is compared: a program that drops the parts has not changed it.
            case "name" -> List.of("name", "given_name", "family_name").forEach(name -> copy(name, shaped, record));
            case "birth" -> writeBirth(shaped, record);
            case "status" -> {
                copy("status", shaped, record);
                TIMES.stream().filter(shaped::has).forEach(time -> copy(time, shaped, record));
            }
            case "text" -> {
                List.of("type", "content", "audio_file_url", "addenda").forEach(name -> copy(name, shaped, record));
            }
            default -> {
                Members members = fields(file, target).get(field);
                if (members != null) members.there().forEach(name -> copy(name, shaped, record));
            }
        }
        if (record.has("updated_at") && shaped.has("updated_at")) copy("updated_at", shaped, record);
    }

    private static void copy(String name, ObjectNode shaped, ObjectNode record) {
        if (shaped.hasNonNull(name)) record.set(name, shaped.get(name));
        else if (record.has(name)) record.putNull(name);
    }

    /** Of {@code M}, {@code male}, {@code Male} or {@code MALE} that which is usual there. */
    private static JsonNode inTheWordsOf(String before, JsonNode shaped) {
        String word = WORDS.getOrDefault(shaped.asText(), "unknown");
        if (before.length() < 2) return shaped;
        if (before.equals(before.toUpperCase(Locale.ROOT))) word = word.toUpperCase(Locale.ROOT);
        else if (Character.isUpperCase(before.charAt(0)))
            word = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        return JsonNodes.MAPPER.getNodeFactory().textNode(word);
    }

    /** A date where the record has one or the suite knows it for certain, and the age where the record has that. */
    private static void writeBirth(ObjectNode shaped, ObjectNode record) {
        boolean dated = false;
        for (String name : List.of("date_of_birth", "dob", "birth_date")) {
            if (!record.has(name)) continue;
            if (shaped.hasNonNull("date_of_birth")) record.set(name, shaped.get("date_of_birth"));
            else record.putNull(name);
            dated = true;
        }
        if (!dated && shaped.hasNonNull("date_of_birth")) copy("date_of_birth", shaped, record);
        if (!record.has("age") && dated) return;
        JsonNode age = shaped.path("age");
        if (record.path("age").isTextual() && !age.isMissingNode() && !age.isNull()) record.put("age", age.asText());
        else copy("age", shaped, record);
    }

    private static Map<String, Members> ordered(Object... namesAndMembers) {
        Map<String, Members> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndMembers.length; i += 2)
            map.put((String) namesAndMembers[i], (Members) namesAndMembers[i + 1]);
        return map;
    }
}

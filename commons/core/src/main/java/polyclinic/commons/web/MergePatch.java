package polyclinic.commons.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.util.stream.Collectors;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.JsonProblems;
import polyclinic.commons.problem.Problem;

/** JSON Merge Patch (RFC 7396). */
public final class MergePatch {
    private MergePatch() {}

    /** The algorithm of RFC 7396 §2; {@code target} is not changed. */
    public static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) return patch;
        ObjectNode result =
                target != null && target.isObject() ? ((ObjectNode) target).deepCopy() : Json.MAPPER.createObjectNode();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) result.remove(field.getKey());
            else result.set(field.getKey(), apply(result.get(field.getKey()), field.getValue()));
        });
        return result;
    }

    /**
     * Patches a request record: writes {@code current} as JSON, merges, reads it strictly and validates the members that the
     * patch has, and the record as a whole. What the patch leaves alone is not refused: it may be older than a rule.
     */
    public static <T> T apply(T current, JsonNode patch, Class<T> type, Validator validator) {
        if (patch == null || !patch.isObject())
            throw new Problem(400, "malformed-json", "A merge patch is a JSON object.");
        try {
            T patched = Json.MAPPER.treeToValue(apply(Json.MAPPER.valueToTree(current), patch), type);
            var violations = validator.validate(patched).stream()
                    .filter(violation -> isAbout(patch, violation.getPropertyPath()))
                    .collect(Collectors.toSet());
            if (!violations.isEmpty()) throw new ConstraintViolationException(violations);
            return patched;
        } catch (JsonProcessingException e) {
            throw JsonProblems.of(e);
        }
    }

    /** A constraint of the record as a whole has no name in its path. */
    private static boolean isAbout(JsonNode patch, Path path) {
        String member = path.iterator().next().getName();
        return member == null || patch.has(member);
    }
}

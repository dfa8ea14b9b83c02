package polyclinic.audit.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.TextRules;
import polyclinic.commons.problem.Problem;

/**
 * The rules of what an event may carry: little, flat, and nothing that a database reads as an operator. What a path says of things, its
 * ids, is taken out of the page that events are counted by.
 */
final class EventData {
    private static final int MAX_BYTES = 4096;
    private static final int MAX_MEMBERS = 50;
    private static final int MAX_DEPTH = 3;
    private static final int MAX_TEXT = 500;
    private static final int MAX_PAGE = 200;
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,49}");
    private static final Pattern PAGE = Pattern.compile("/[A-Za-z0-9/_.~:@{}-]*");
    private static final Pattern ID =
            Pattern.compile("(?<=/)(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9]+)(?=/|$)");

    private EventData() {}

    /**
     * What was sent, or an empty object.
     *
     * @param field what a problem names it by
     * @throws Problem 422 that names the rule, never the content
     */
    static ObjectNode checked(String field, @Nullable JsonNode data) {
        if (data == null || data.isNull()) return JsonNodeFactory.instance.objectNode();
        if (!(data instanceof ObjectNode object)) throw Problem.invalid(field, "must be an object");
        require(field, object, 1);
        if (object.toString().length() > MAX_BYTES)
            throw Problem.invalid(field, "is longer than " + MAX_BYTES + " characters");
        return object;
    }

    private static void require(String field, JsonNode value, int depth) {
        if (value.isContainerNode() && (depth > MAX_DEPTH || value.size() > MAX_MEMBERS))
            throw Problem.invalid(
                    field,
                    "is nested deeper than " + MAX_DEPTH + " levels, or has more than " + MAX_MEMBERS + " members");
        if (value instanceof ObjectNode object)
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (!KEY.matcher(member.getKey()).matches())
                    throw Problem.invalid(field, "has a key that is no name of letters, digits and underscores");
                require(field, member.getValue(), depth + 1);
            }
        else if (value instanceof ArrayNode list) list.forEach(element -> require(field, element, depth + 1));
        else if (value.isTextual() && (value.textValue().length() > MAX_TEXT || !TextRules.isClean(value.textValue())))
            throw Problem.invalid(field, "has a text that is longer than " + MAX_TEXT + " characters, or is none");
        else if (value.isNumber() && !Double.isFinite(value.doubleValue()))
            throw Problem.invalid(field, "has a number out of range");
    }

    /** {@code /patients/{id}} of {@code /patients/0190…}; null without a page. Fails with 422 when it is no path, or has a query. */
    static @Nullable String page(String field, ObjectNode data) {
        JsonNode page = data.get("page");
        if (page == null || page.isNull()) return null;
        String path = page.asText();
        if (!page.isTextual() || path.length() > MAX_PAGE || !PAGE.matcher(path).matches())
            throw Problem.invalid(
                    field + ".page", "must be a path of up to 200 characters, without query and fragment");
        return ID.matcher(path).replaceAll("{id}");
    }
}

package polyclinic.suite.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.suite.fuzz.FuzzContract.Operation;

/** What must be true of every answer, whatever was asked. */
final class AnswerJudge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SLUG = Pattern.compile("urn:polyclinic:problem:[a-z0-9]+(-[a-z0-9]+)*");

    /** Of what runs inside: nobody outside is to learn of it. */
    private static final Pattern INTERNALS = Pattern.compile(
            "\\bat [a-z]+(\\.[a-zA-Z_$0-9]+)+\\(|Exception\\b|\\b(java|io|org|com|polyclinic)\\.[a-z]+\\.[a-zA-Z.]+|SQLSTATE|\\bSELECT\\b.*\\bFROM\\b");

    /** What the gateway answers before it knows which operation is meant. */
    private static final Set<Integer> OF_ANY_REQUEST = Set.of(400, 413, 414, 429, 431);

    private final FuzzContract contract;

    AnswerJudge(FuzzContract contract) {
        this.contract = contract;
    }

    /** Returns what is wrong with an answer, in words that are the same for the same fault; null when nothing is. */
    @Nullable
    String complaint(Operation operation, WireRequest request, @Nullable WireAnswer answer) {
        if (answer == null) return "the connection was closed without an answer";
        if (answer.headers().containsKey("x-injected")) return "a header was injected";
        int status = answer.status();
        boolean otherMethod = !request.method().equals(operation.method());
        JsonNode documented = otherMethod ? null : contract.answer(operation, status);
        // Said of all operations at once: a page of another origin is refused before it is known what it asks for.
        if (status == 403
                && request.isFromPage()
                && (request.method().equals("HEAD") || slug(answer).equals("origin-not-allowed")))
            return ofProblem(request, answer);
        if (status >= 500 && (status != 503 || documented == null)) return "status " + status + " " + slug(answer);
        if (otherMethod) return null;
        if (documented == null && !OF_ANY_REQUEST.contains(status) && !isOfAnotherPath(request, status))
            return "status " + status + " " + slug(answer) + " is not in the document";
        if (status >= 400) {
            String complaint = ofProblem(request, answer);
            if (complaint != null || documented == null || slug(answer).isEmpty()) return complaint;
            return slugs(documented).contains(slug(answer))
                    ? null
                    : "status " + status + " " + slug(answer) + ": the document says " + slugs(documented);
        }
        return documented == null ? null : ofSuccess(documented, answer);
    }

    /** A problem's slugs stand in its description, parted by commas, each with a word of explanation behind a colon or none. */
    private static Set<String> slugs(JsonNode documented) {
        return Arrays.stream(documented.path("description").asText().split("[,;] *"))
                .map(part -> part.replaceFirst(":.*", "").strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A path that was spoilt may be that of nothing, or of something else. */
    private static boolean isOfAnotherPath(WireRequest request, int status) {
        return request.departures().contains("the path") && (status == 404 || status == 405);
    }

    private static String slug(WireAnswer answer) {
        try {
            return JSON.readTree(answer.body()).path("type").asText().replace("urn:polyclinic:problem:", "");
        } catch (IOException none) {
            return "";
        }
    }

    private static @Nullable String ofProblem(WireRequest request, WireAnswer answer) {
        // A health report says in its own form what is wrong, and the answer to HEAD has no body.
        if (request.method().equals("HEAD")
                || answer.status() == 503 && answer.type().equals("application/json")) return null;
        String status = "status " + answer.status() + ": ";
        if (!answer.type().equals("application/problem+json")) return status + "no problem but " + answer.type();
        JsonNode problem;
        try {
            problem = JSON.readTree(answer.body());
        } catch (IOException noJson) {
            return status + "no JSON";
        }
        if (!SLUG.matcher(problem.path("type").asText()).matches()) return status + "the type is no slug";
        if (problem.path("status").asInt() != answer.status()) return status + "another status in the body";
        if (problem.path("title").asText().isBlank()) return status + "no title";
        for (String member : List.of("title", "detail"))
            if (INTERNALS.matcher(problem.path(member).asText()).find())
                return status + "it tells of the inside: "
                        + problem.path(member).asText();
        return null;
    }

    private @Nullable String ofSuccess(JsonNode documented, WireAnswer answer) {
        JsonNode content = documented.path("content");
        if (answer.body().length == 0 || content.isMissingNode()) return null;
        String status = "status " + answer.status() + ": ";
        if (!content.has(answer.type()) && !content.has("*/*"))
            return status + answer.type() + " is not in the document";
        if (!answer.type().equals("application/json")) return null;
        String departures = contract.departures(documented, answer.type(), answer.text());
        return departures.isEmpty() ? null : status + "the body is not as the document says: " + departures;
    }
}

package polyclinic.notes.proposals.making;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.json.TextRules;
import polyclinic.notes.ailogs.entries.AiSource;
import polyclinic.notes.proposals.summaries.SummaryStatement;

/** Reads what a machine answered, and believes none of it: a citation counts when it is the label of an entry that was shown. */
final class SummaryReader {
    private static final int MAX_STATEMENTS = 100;
    private static final int MAX_TEXT = 2_000;

    private SummaryReader() {}

    /** The answer is no summary. The message says nothing of it. */
    static final class UnreadableAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableAnswer(String why) {
            super(why, null, false, false);
        }
    }

    /** At least one statement. Fails with {@link UnreadableAnswer}. */
    static List<SummaryStatement> read(String answer, List<RecordEntry> shown) {
        Map<String, AiSource> sources =
                shown.stream().collect(Collectors.toMap(RecordEntry::label, RecordEntry::source));
        JsonNode found = json(answer).path("statements");
        if (!found.isArray() || found.isEmpty() || found.size() > MAX_STATEMENTS)
            throw new UnreadableAnswer("no statements, or too many");
        List<SummaryStatement> statements = new ArrayList<>();
        for (JsonNode statement : found) statements.add(statement(statement, sources::get));
        return statements;
    }

    private static JsonNode json(String answer) {
        // Models like to put a fence around JSON, whatever they are told.
        int begin = answer.indexOf('{');
        int end = answer.lastIndexOf('}');
        if (begin < 0 || end < begin) throw new UnreadableAnswer("no JSON");
        try {
            return Json.MAPPER.readTree(answer.substring(begin, end + 1));
        } catch (JsonProcessingException cutOff) {
            throw new UnreadableAnswer("no JSON");
        }
    }

    private static SummaryStatement statement(JsonNode statement, Function<String, @Nullable AiSource> source) {
        String text = statement.path("text").asText("");
        if (text.isBlank() || text.length() > MAX_TEXT || !TextRules.isClean(text))
            throw new UnreadableAnswer("a statement without text, or with one that is none");
        Set<AiSource> citations = new LinkedHashSet<>();
        for (JsonNode label : statement.path("citations")) {
            AiSource cited = source.apply(label.asText(""));
            if (cited != null) citations.add(cited);
        }
        return SummaryStatement.ofMachine(date(statement.path("date").asText("")), text, List.copyOf(citations));
    }

    private static @Nullable String date(String text) {
        try {
            return LocalDate.parse(text).toString();
        } catch (DateTimeException none) {
            return null;
        }
    }
}

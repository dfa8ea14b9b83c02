package polyclinic.commons.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import polyclinic.commons.values.Money.InvalidMoney;

/** Refusals of JSON, in a fixed set of sentences: none repeats what the client sent. */
public final class JsonProblems {
    private JsonProblems() {}

    /** What is wrong with a JSON text, without quoting it. */
    public static Problem of(JsonProcessingException failure) {
        if (failure instanceof MismatchedInputException mismatch
                && !mismatch.getPath().isEmpty()) return Problem.invalid(field(mismatch), message(mismatch));
        if (failure.getCause() instanceof Problem problem) return problem;
        if (failure.getCause() instanceof InvalidMoney money && failure instanceof JsonMappingException mapping)
            return Problem.invalid(field(mapping), money.rule());
        if (failure instanceof JsonMappingException mapping && !(failure instanceof MismatchedInputException))
            return Problem.invalid(field(mapping), "is not valid");
        return new Problem(400, "malformed-json", "The body is not the JSON object that this operation takes.");
    }

    private static String message(MismatchedInputException mismatch) {
        if (mismatch instanceof UnrecognizedPropertyException) return "is not a known field";
        if (mismatch instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum())
            return "must be one of "
                    + Arrays.stream(format.getTargetType().getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        Class<?> type = mismatch.getTargetType();
        if (type == LocalDate.class) return "must be a date, YYYY-MM-DD";
        if (type == Instant.class) return "must be an instant, RFC 3339 in UTC";
        if (type == UUID.class) return "must be a UUID";
        if (type == BigDecimal.class) return "must be a decimal such as \"2.5\"";
        if (type == String.class) return "must be text without control characters";
        return "has the wrong type or form";
    }

    private static String field(JsonMappingException mapping) {
        StringBuilder path = new StringBuilder();
        for (var reference : mapping.getPath()) {
            if (reference.getFieldName() == null)
                path.append('[').append(reference.getIndex()).append(']');
            else path.append(path.isEmpty() ? "" : ".").append(safe(reference.getFieldName()));
        }
        return path.toString();
    }

    /** A field name comes from the client too: what is no identifier is not repeated. */
    public static String safe(String name) {
        return name.length() <= 100 && name.matches("[\\w.\\[\\]-]*") ? name : "?";
    }
}

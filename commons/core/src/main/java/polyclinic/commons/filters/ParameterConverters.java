package polyclinic.commons.filters;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.json.Json;
import polyclinic.commons.problem.Problem;

/** Path and query parameters: an id that is no UUID is 404 in a path and 422 in a query, never 500. */
@Provider
class ParameterConverters implements ParamConverterProvider {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        if (type == UUID.class) return converter(annotations, "a UUID", text -> (T) uuid(text));
        if (type == Integer.class || type == int.class)
            return converter(annotations, "a whole number", text -> (T) Integer.valueOf(text));
        if (type == Boolean.class) return converter(annotations, "true or false", text -> (T) bool(text));
        if (type == LocalDate.class)
            return converter(annotations, "a date, YYYY-MM-DD", text -> (T) read(text, LocalDate.class));
        if (type == Instant.class)
            return converter(
                    annotations, "an instant, RFC 3339", text -> (T) read(text.replace(' ', '+'), Instant.class));
        if (type.isEnum()) {
            String names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            return converter(annotations, "one of " + names, text -> {
                if (!text.equals(text.toLowerCase(Locale.ROOT))) throw new IllegalArgumentException();
                return (T) Enum.valueOf((Class) type, text.toUpperCase(Locale.ROOT));
            });
        }
        return null;
    }

    private static UUID uuid(String text) {
        if (text.length() != 36) throw new IllegalArgumentException();
        return UUID.fromString(text);
    }

    /** {@code Boolean.valueOf} would take any text for false. */
    private static Boolean bool(String text) {
        if (text.equals("true")) return true;
        if (text.equals("false")) return false;
        throw new IllegalArgumentException();
    }

    private static <T> T read(String text, Class<T> type) {
        return Json.MAPPER.convertValue(text, type);
    }

    private static <T> ParamConverter<T> converter(
            Annotation[] annotations, String expected, Function<String, T> parse) {
        boolean inPath = Arrays.stream(annotations).anyMatch(PathParam.class::isInstance);
        String name = Arrays.stream(annotations)
                .filter(QueryParam.class::isInstance)
                .map(annotation -> ((QueryParam) annotation).value())
                .findFirst()
                .orElse("?");
        return new ParamConverter<>() {
            @Override
            public @Nullable T fromString(@Nullable String text) {
                if (text == null || text.isEmpty()) return null;
                try {
                    return parse.apply(text);
                } catch (IllegalArgumentException e) {
                    throw inPath
                            ? new NotFoundException()
                            : new NotFoundException(Problem.invalid(name, "must be " + expected));
                }
            }

            @Override
            public String toString(T value) {
                return value instanceof Enum<?> constant
                        ? constant.name().toLowerCase(Locale.ROOT)
                        : String.valueOf(value);
            }
        };
    }
}

package polyclinic.clients.movein.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.movein.mapping.MoveRecord;
import polyclinic.clients.movein.mapping.MoveTarget;
import polyclinic.clients.movein.mapping.PlainValues;
import polyclinic.clients.movein.mapping.UnfitRecord;

/** Says a row of a table in the suite's words, as a {@link TableMapping} has it. */
final class RowMapping {
    private static final Pattern COLUMN = Pattern.compile("\\{([^{}]+)}");
    private static final JsonNodeFactory NODES = JsonNodes.MAPPER.getNodeFactory();

    private final TableMapping mapping;
    private final ZoneId zone;
    private final PlainValues plain;
    private final Instant now;
    private final Map<String, Map<String, String>> lookups = new HashMap<>();

    /** @param folder in which the tables of the lookups are */
    RowMapping(TableMapping mapping, Path folder, ZoneId zone, Instant now) {
        this.mapping = mapping;
        this.zone = zone;
        this.plain = new PlainValues(zone);
        this.now = now;
        mapping.lookups().forEach((name, lookup) -> lookups.put(name, read(lookup, folder)));
        mapping.fields().values().forEach(field -> {
            if (field.lookup() != null && !lookups.containsKey(field.lookup()))
                throw new CheckFailed("the mapping has no lookup " + field.lookup());
        });
    }

    private Map<String, String> read(TableMapping.Lookup lookup, Path folder) {
        Map<String, String> values = new HashMap<>();
        new TableRows(folder.resolve(lookup.file()), mapping.delimiter(), mapping.encoding(), mapping.nulls())
                .forEach((number, row) -> {
                    String key = row.get(lookup.key());
                    String value = filled(lookup.value(), row);
                    if (key != null && value != null) values.put(key, value);
                });
        return values;
    }

    /**
     * @param place file and number of the row
     * @throws UnfitRecord when it cannot be said
     */
    MoveRecord map(String place, Map<String, String> row) {
        TableRows.requireWhole(row);
        String id = filled(mapping.id(), row);
        if (id == null) throw new UnfitRecord("it has no id");
        List<String> treatments = new ArrayList<>();
        Instant recorded = mapping.recordedAt() == null ? null : time(mapping.recordedAt(), row, "recordedAt");
        ObjectNode body = JsonNodes.object();
        mapping.fields().forEach((member, field) -> {
            JsonNode value = value(field, row, member, recorded);
            if (value != null) put(body, member, value);
        });
        if (mapping.target() == MoveTarget.PATIENT && !body.has("sex")) body.put("sex", "unknown");
        String author =
                mapping.author() == null ? null : filled(mapping.author().text(), row);
        body.set(
                "provenance",
                JsonNodes.object(
                        "source",
                        mapping.source(),
                        "externalId",
                        id,
                        "recordedAt",
                        recorded == null ? null : recorded.toString(),
                        "author",
                        author == null ? null : PlainValues.line(author)));
        String patient = mapping.patient() == null ? null : filled(mapping.patient(), row);
        if (mapping.patient() != null && patient == null) throw new UnfitRecord("it names no patient");
        return new MoveRecord(mapping.target(), id, place, patient, body, List.of(), treatments);
    }

    /** The text with the columns' values in place of their names; null when all columns of it are absent. */
    private static @Nullable String filled(String text, Map<String, String> row) {
        Matcher column = COLUMN.matcher(text);
        StringBuilder filled = new StringBuilder();
        boolean any = false;
        boolean none = true;
        while (column.find()) {
            String value = row.get(column.group(1));
            any = true;
            none = none && value == null;
            column.appendReplacement(filled, Matcher.quoteReplacement(value == null ? "" : value));
        }
        column.appendTail(filled);
        String whole = filled.toString().strip();
        return any && none || whole.isEmpty() ? null : whole;
    }

    private @Nullable JsonNode value(
            FieldMapping field, Map<String, String> row, String member, @Nullable Instant recorded) {
        if (field.constant() != null) return field.constant();
        String text = filled(field.text(), row);
        if (text == null) return null;
        if (field.lookup() != null) {
            text = lookups.getOrDefault(field.lookup(), Map.of()).get(text);
            if (text == null) throw new UnfitRecord(member + " refers to a row that " + field.lookup() + " has not");
        }
        if (!field.values().isEmpty()) {
            JsonNode value = field.values().getOrDefault(text, field.otherwise());
            if (value == null) throw new UnfitRecord(member + " has a value that the mapping does not name");
            return value;
        }
        return switch (field.as()) {
            case "date" -> NODES.textNode(date(field, text, member).toString());
            case "time" -> NODES.textNode(instant(field, text, member).toString());
            case "age" -> born(text, member, recorded);
            case "phone" -> NODES.textNode(PlainValues.phone(text));
            case "sex" -> sex(text, member);
            case "number" -> number(text, member);
            case "list" -> list(text);
            default -> NODES.textNode(text);
        };
    }

    private JsonNode born(String text, String member, @Nullable Instant recorded) {
        LocalDate about = plain.bornAtAge(NODES.textNode(text), recorded == null ? now : recorded);
        if (about == null) throw new UnfitRecord(member + " is no age");
        return NODES.textNode(about.toString());
    }

    private static JsonNode sex(String text, String member) {
        String sex = PlainValues.sex(text);
        if (sex == null) throw new UnfitRecord(member + " is none of the usual names");
        return NODES.textNode(sex);
    }

    private static JsonNode number(String text, String member) {
        try {
            return NODES.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new UnfitRecord(member + " is no number");
        }
    }

    private static JsonNode list(String text) {
        ArrayNode items = NODES.arrayNode();
        for (String item : text.split(";")) if (!item.isBlank()) items.add(item.strip());
        return items;
    }

    private LocalDate date(FieldMapping field, String text, String member) {
        LocalDate date = null;
        if (field.format() == null) {
            date = plain.day(NODES.textNode(text));
        } else {
            TemporalAccessor parsed = parsed(field.format(), text);
            if (parsed != null) date = LocalDate.from(parsed);
        }
        if (date == null) throw new UnfitRecord(member + " is no date of that format");
        return date;
    }

    private @Nullable Instant time(FieldMapping field, Map<String, String> row, String member) {
        String text = filled(field.text(), row);
        return text == null ? null : instant(field, text, member);
    }

    private Instant instant(FieldMapping field, String text, String member) {
        Instant instant = null;
        if (field.format() == null) {
            instant = plain.instant(NODES.textNode(text));
        } else {
            TemporalAccessor parsed = parsed(field.format(), text);
            if (parsed != null && parsed.isSupported(ChronoField.INSTANT_SECONDS)) instant = Instant.from(parsed);
            else if (parsed != null)
                instant = LocalDate.from(parsed)
                        .atTime(LocalTime.from(parsed))
                        .atZone(zone)
                        .toInstant();
        }
        if (instant == null) throw new UnfitRecord(member + " is no time of that format");
        return instant;
    }

    private static @Nullable TemporalAccessor parsed(String format, String text) {
        try {
            return DateTimeFormatter.ofPattern(format.replace("yyyy", "uuuu"), Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** {@code a.b} is the member b of the object a; {@code a.0.b} that of the first object of the list a. */
    private static void put(ObjectNode body, String member, JsonNode value) {
        String[] names = member.split("\\.");
        ObjectNode parent = body;
        for (int i = 0; i < names.length - 1; i++) {
            if (!names[i + 1].matches("\\d+")) {
                parent = parent.withObjectProperty(names[i]);
                continue;
            }
            ArrayNode list = parent.withArrayProperty(names[i]);
            int index = Integer.parseInt(names[++i]);
            while (list.size() <= index) list.addObject();
            parent = (ObjectNode) list.get(index);
        }
        parent.set(names[names.length - 1], value);
    }
}

package polyclinic.clients.replay.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.SampledData;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;

/** FHIR data types as plain JSON with all their content. An element that is absent or empty becomes null. */
public final class FhirValues {
    /** Format characters (Unicode Cf): zero-width spaces, soft hyphens, marks of direction; but for the joiners. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}&&[^\\u200c\\u200d]]");

    private FhirValues() {}

    /** Returns a value of any type; null also for a type that has no place in the clinic's JSON. */
    public static @Nullable JsonNode value(@Nullable Type value) {
        if (value == null || value.isEmpty()) return null;
        if (value instanceof Quantity quantity) return quantity(quantity);
        if (value instanceof CodeableConcept concept) return concept(concept);
        if (value instanceof Range range)
            return JsonNodes.object("low", quantity(range.getLow()), "high", quantity(range.getHigh()));
        if (value instanceof Ratio ratio)
            return JsonNodes.object(
                    "numerator", quantity(ratio.getNumerator()), "denominator", quantity(ratio.getDenominator()));
        if (value instanceof Period period) return period(period);
        if (value instanceof SampledData samples) return samples(samples);
        if (value instanceof PrimitiveType<?> primitive && !primitive.hasValue()) return absent(value);
        if (value instanceof BooleanType flag)
            return JsonNodes.MAPPER.getNodeFactory().booleanNode(flag.booleanValue());
        if (value instanceof IntegerType number)
            return JsonNodes.MAPPER.getNodeFactory().numberNode(number.getValue());
        if (value instanceof PrimitiveType<?> primitive) return text(primitive.getValueAsString());
        return null;
    }

    /** Says why there is no value, so that its absence is not taken for an oversight. */
    private static @Nullable ObjectNode absent(Type value) {
        String reason = FhirElements.absentReason(value);
        return reason == null ? null : JsonNodes.object("absent", reason);
    }

    private static @Nullable JsonNode text(@Nullable String text) {
        return text == null ? null : JsonNodes.MAPPER.getNodeFactory().textNode(clean(text));
    }

    public static @Nullable ObjectNode quantity(@Nullable Quantity quantity) {
        if (quantity == null || quantity.isEmpty()) return null;
        if (quantity.getValue() == null) {
            String reason = FhirElements.absentReason(quantity.getValueElement());
            String whole = reason == null ? FhirElements.absentReason(quantity) : reason;
            return whole == null ? null : JsonNodes.object("absent", whole);
        }
        return JsonNodes.object(
                "value", quantity.getValue(),
                "comparator",
                        quantity.hasComparator() ? quantity.getComparator().toCode() : null,
                "unit", cleanOrNull(quantity.hasUnit() ? quantity.getUnit() : quantity.getCode()),
                "system", quantity.getSystem(),
                "code", cleanOrNull(quantity.getCode()));
    }

    public static @Nullable ObjectNode period(@Nullable Period period) {
        if (period == null || period.isEmpty()) return null;
        return JsonNodes.object(
                "start", period.getStartElement().getValueAsString(),
                "end", period.getEndElement().getValueAsString());
    }

    private static ObjectNode samples(SampledData samples) {
        return JsonNodes.object(
                "origin", quantity(samples.getOrigin()),
                "period", samples.getPeriod(),
                "factor", samples.getFactor(),
                "lowerLimit", samples.getLowerLimit(),
                "upperLimit", samples.getUpperLimit(),
                "dimensions", samples.getDimensions(),
                "data", samples.getData());
    }

    /** Returns {@code {text, coding: [{system, code, display}]}}. */
    public static @Nullable ObjectNode concept(@Nullable CodeableConcept concept) {
        if (concept == null || concept.isEmpty()) return null;
        ObjectNode node = JsonNodes.object("text", words(concept));
        if (concept.hasCoding()) {
            ArrayNode codings = node.putArray("coding");
            for (Coding coding : concept.getCoding())
                codings.add(JsonNodes.object(
                        "system",
                        coding.getSystem(),
                        "code",
                        cleanOrNull(coding.getCode()),
                        "display",
                        cleanOrNull(coding.getDisplay())));
        }
        return node;
    }

    public static @Nullable ArrayNode concepts(List<CodeableConcept> concepts) {
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        for (CodeableConcept concept : concepts) {
            ObjectNode node = concept(concept);
            if (node != null) list.add(node);
        }
        return list.isEmpty() ? null : list;
    }

    /** Returns the concept in words: its text, else what a code stands for, else the code. */
    public static @Nullable String words(@Nullable CodeableConcept concept) {
        if (concept == null) return null;
        if (concept.hasText() && !concept.getText().isBlank()) return clean(concept.getText());
        for (Coding coding : concept.getCoding()) if (coding.hasDisplay()) return clean(coding.getDisplay());
        for (Coding coding : concept.getCoding()) if (coding.hasCode()) return clean(coding.getCode());
        return null;
    }

    public static boolean hasCode(CodeableConcept concept, String... codes) {
        Collection<String> wanted = Set.of(codes);
        return concept.getCoding().stream().anyMatch(coding -> coding.hasCode() && wanted.contains(coding.getCode()));
    }

    /** Returns what is referred to, as far as the reference itself says it. */
    public static @Nullable String display(@Nullable Reference reference) {
        if (reference == null || reference.isEmpty()) return null;
        return cleanOrNull(reference.hasDisplay() ? reference.getDisplay() : reference.getReference());
    }

    public static @Nullable String notes(List<Annotation> notes) {
        String text = notes.stream().map(Annotation::getText).collect(Collectors.joining("\n"));
        return text.isEmpty() ? null : clean(text);
    }

    public static @Nullable String cleanOrNull(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    /** Returns the text without unprintable parts: control characters and unpaired surrogates. */
    public static String clean(String text) {
        return text.codePoints()
                .filter(FhirValues::isPrintable)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isPrintable(int c) {
        if (c == '\n' || c == '\r' || c == '\t') return true;
        return c >= ' ' && c != 0x7f && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /**
     * Returns the text as the clinic keeps names and other short texts: composed (NFC), one space where there were several of any kind or
     * a line break, and without what nobody sees. The joiners stay, which some scripts spell with.
     */
    public static String oneLine(String text) {
        return Normalizer.normalize(INVISIBLE.matcher(clean(text)).replaceAll(""), Normalizer.Form.NFC)
                .replaceAll("[\\s\\p{Z}]+", " ")
                .strip();
    }

    public static @Nullable String cutOrNull(@Nullable String text, int maxLength) {
        return text == null ? null : cut(clean(text), maxLength);
    }

    /** Returns at most this many characters from the beginning, and never half a character. */
    public static String cut(String text, int maxLength) {
        if (text.length() <= maxLength) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
    }
}

package polyclinic.clients.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
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
import polyclinic.clients.Json;

/** FHIR's data types as plain JSON, all of what they say. */
final class Values {
    private Values() {}

    /** What a value is, whatever its type; null for null. */
    static JsonNode value(Type value) {
        if (value == null || value.isEmpty()) return null;
        if (value instanceof Quantity quantity) return quantity(quantity);
        if (value instanceof CodeableConcept concept) return concept(concept);
        if (value instanceof Range range)
            return Json.object("low", quantity(range.getLow()), "high", quantity(range.getHigh()));
        if (value instanceof Ratio ratio)
            return Json.object(
                    "numerator", quantity(ratio.getNumerator()), "denominator", quantity(ratio.getDenominator()));
        if (value instanceof Period period) return period(period);
        if (value instanceof SampledData samples) return samples(samples);
        if (value instanceof BooleanType flag)
            return Json.MAPPER.getNodeFactory().booleanNode(flag.booleanValue());
        if (value instanceof IntegerType number)
            return Json.MAPPER.getNodeFactory().numberNode(number.getValue());
        if (value instanceof PrimitiveType<?> primitive) return text(primitive.getValueAsString());
        return null;
    }

    static ObjectNode quantity(Quantity quantity) {
        if (quantity == null || quantity.isEmpty()) return null;
        return Json.object(
                "value", quantity.getValue(),
                "comparator",
                        quantity.hasComparator() ? quantity.getComparator().toCode() : null,
                "unit", quantity.hasUnit() ? clean(quantity.getUnit()) : clean(quantity.getCode()),
                "system", quantity.getSystem(),
                "code", clean(quantity.getCode()));
    }

    static ObjectNode period(Period period) {
        if (period == null || period.isEmpty()) return null;
        return Json.object(
                "start", period.getStartElement().getValueAsString(),
                "end", period.getEndElement().getValueAsString());
    }

    /** {@code {text, coding: [{system, code, display}]}}. */
    static ObjectNode concept(CodeableConcept concept) {
        if (concept == null || concept.isEmpty()) return null;
        ObjectNode node = Json.object("text", clean(words(concept)));
        if (concept.hasCoding()) {
            ArrayNode codings = node.putArray("coding");
            for (Coding coding : concept.getCoding())
                codings.add(Json.object(
                        "system",
                        coding.getSystem(),
                        "code",
                        clean(coding.getCode()),
                        "display",
                        clean(coding.getDisplay())));
        }
        return node;
    }

    static ArrayNode concepts(List<CodeableConcept> concepts) {
        if (concepts.isEmpty()) return null;
        ArrayNode list = Json.MAPPER.createArrayNode();
        concepts.stream().map(Values::concept).filter(Objects::nonNull).forEach(list::add);
        return list.isEmpty() ? null : list;
    }

    /** The concept in words: its text, else what a code stands for, else the code; null when there is none of them. */
    static String words(CodeableConcept concept) {
        if (concept == null) return null;
        if (concept.hasText()) return concept.getText();
        for (Coding coding : concept.getCoding()) if (coding.hasDisplay()) return coding.getDisplay();
        for (Coding coding : concept.getCoding()) if (coding.hasCode()) return coding.getCode();
        return null;
    }

    /** Who or what is referred to, as far as it can be read without the other resource. */
    static String named(Reference reference) {
        if (reference == null || reference.isEmpty()) return null;
        return clean(reference.hasDisplay() ? reference.getDisplay() : reference.getReference());
    }

    static String notes(List<Annotation> notes) {
        String text = notes.stream().map(Annotation::getText).collect(Collectors.joining("\n"));
        return text.isEmpty() ? null : clean(text);
    }

    static JsonNode text(String text) {
        return text == null ? null : Json.MAPPER.getNodeFactory().textNode(clean(text));
    }

    /** Without what no screen can show: control characters and halves of characters. */
    static String clean(String text) {
        if (text == null) return null;
        return text.codePoints()
                .filter(c ->
                        c >= ' ' && c != 0x7f && !(c >= 0xd800 && c <= 0xdfff) || c == '\n' || c == '\r' || c == '\t')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static ObjectNode samples(SampledData samples) {
        return Json.object(
                "origin", quantity(samples.getOrigin()),
                "period", samples.getPeriod(),
                "factor", samples.getFactor(),
                "lowerLimit", samples.getLowerLimit(),
                "upperLimit", samples.getUpperLimit(),
                "dimensions", samples.getDimensions(),
                "data", samples.getData());
    }
}

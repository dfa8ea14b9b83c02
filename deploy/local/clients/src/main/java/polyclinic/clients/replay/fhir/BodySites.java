package polyclinic.clients.replay.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;

/**
 * Places of a body, each with its {@code qualifier}: R4 has no element for the side, so that records say it in an extension
 * ({@code mcode-laterality-qualifier}, {@code mcode-body-location-qualifier} and others of these names).
 */
public final class BodySites {
    private static final Pattern QUALIFIER = Pattern.compile(".*(laterality|location-qualifier|body-?side).*");

    private BodySites() {}

    /** Returns null when there are none. */
    public static @Nullable ArrayNode of(List<CodeableConcept> sites) {
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        sites.stream().map(BodySites::of).filter(Objects::nonNull).forEach(list::add);
        return list.isEmpty() ? null : list;
    }

    /** Returns null when there is none. */
    public static @Nullable ObjectNode of(CodeableConcept site) {
        ObjectNode node = FhirValues.concept(site);
        if (node == null) return null;
        ArrayNode qualifiers = JsonNodes.MAPPER.createArrayNode();
        for (Extension extension : site.getExtension()) {
            boolean isQualifier = QUALIFIER
                    .matcher(extension.getUrl().toLowerCase(Locale.ROOT))
                    .matches();
            JsonNode value = isQualifier ? FhirValues.value(extension.getValue()) : null;
            if (value != null) qualifiers.add(value);
        }
        if (!qualifiers.isEmpty()) node.set("qualifier", qualifiers);
        return node;
    }
}

package polyclinic.clients.replay.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.http.JsonNodes;

/**
 * The resources of a file by the references that others make to them (FHIR R4, 2.3.0 and 2.36.4): contained ({@code #id}), by the entry's
 * full URL, relative, absolute and versioned, by an identifier, or as a search for one. A reference that fits several resources
 * finds none.
 */
public final class BundleReferences {
    private static final Pattern REST = Pattern.compile("(?:(https?://.+)/)?([A-Z][A-Za-z]+/[A-Za-z0-9.-]+)");
    private static final Pattern CONDITIONAL = Pattern.compile("(?:.*/)?([A-Z][A-Za-z]+)\\?identifier=([^&]+)");
    private static final String BASE = "base";

    private final Map<String, List<Resource>> byUrl = new HashMap<>();
    private final Map<String, List<Resource>> byName = new HashMap<>();
    private final Map<String, List<Resource>> byId = new HashMap<>();
    private final Map<String, List<Resource>> byIdentifier = new HashMap<>();
    /** The servers on which the resources lie, as far as their full URLs say it. */
    private final Map<Resource, String> bases = new IdentityHashMap<>();

    /** @param fullUrl the entry's; null when it has none */
    public void add(Resource resource, @Nullable String fullUrl) {
        put(byName, source(resource), resource);
        put(byId, resource.getIdPart().toLowerCase(Locale.ROOT), resource);
        if (fullUrl != null) {
            String url = normal(fullUrl);
            put(byUrl, url, resource);
            Matcher rest = REST.matcher(url);
            if (rest.matches() && rest.group(1) != null) bases.put(resource, rest.group(1));
        }
        if (resource.getNamedProperty("identifier") != null)
            resource.getNamedProperty("identifier").getValues().forEach(value -> {
                if (value instanceof Identifier identifier)
                    put(byIdentifier, key(resource.fhirType(), identifier), resource);
            });
        String base = bases.get(resource);
        FhirElements.visit(resource, (name, element) -> {
            if (!(element instanceof Reference reference)) return;
            if (base != null) reference.setUserData(BASE, base);
            if ("#".equals(reference.getReference())) reference.setResource(resource);
        });
    }

    private static void put(Map<String, List<Resource>> map, String key, Resource resource) {
        if (!key.isEmpty()) map.computeIfAbsent(key, any -> new ArrayList<>()).add(resource);
    }

    /** Without the version, and a UUID in small letters. */
    private static String normal(String url) {
        String bare = url.strip().replaceFirst("/_history/[^/]*$", "").replaceFirst("/+$", "");
        return bare.toLowerCase(Locale.ROOT).startsWith("urn:") ? bare.toLowerCase(Locale.ROOT) : bare;
    }

    /** Returns {@code Type|system|value}; empty unless both are there: a value alone may be anybody's. */
    private static String key(String type, Identifier identifier) {
        return identifier.hasSystem() && identifier.hasValue()
                ? type + "|" + identifier.getSystem() + "|"
                        + identifier.getValue().strip()
                : "";
    }

    /** Returns {@code Type/id}. */
    public static String source(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdPart();
    }

    /** Returns the resource that is referred to; null when it is not in the file. */
    public @Nullable Resource resolve(@Nullable Reference reference) {
        if (reference == null) return null;
        if (!reference.hasReference()) return resolveIdentifier(reference);
        String url = normal(reference.getReference());
        if (url.startsWith("#")) return reference.getResource() instanceof Resource contained ? contained : null;
        List<Resource> exact = byUrl.get(url);
        if (exact != null) return only(exact);
        if (url.startsWith("urn:")) return only(byId.get(url.substring(url.lastIndexOf(':') + 1)));
        Matcher search = CONDITIONAL.matcher(url);
        if (search.matches())
            return only(byIdentifier.get(
                    search.group(1) + "|" + URLDecoder.decode(search.group(2), StandardCharsets.UTF_8)));
        return resolveRest(reference, url);
    }

    private @Nullable Resource resolveIdentifier(Reference reference) {
        String type = reference.hasType() ? reference.getType().replaceFirst("^.*/", "") : "Patient";
        return reference.hasIdentifier() ? only(byIdentifier.get(key(type, reference.getIdentifier()))) : null;
    }

    /** On the server that the reference names, or that its own resource lies on; where one is not known, on any. */
    private @Nullable Resource resolveRest(Reference reference, String url) {
        Matcher rest = REST.matcher(url);
        if (!rest.matches()) return null;
        String base = rest.group(1) != null ? rest.group(1) : (String) reference.getUserData(BASE);
        if (base != null) {
            List<Resource> exact = byUrl.get(base + "/" + rest.group(2));
            if (exact != null) return only(exact);
        }
        Resource named = only(byName.get(rest.group(2)));
        boolean isElsewhere = base != null && named != null && bases.containsKey(named);
        return isElsewhere ? null : named;
    }

    /** Returns whether several resources of the file that differ have the name that is referred to. */
    public boolean isAmbiguous(Reference reference) {
        if (!reference.hasReference()) return false;
        String url = normal(reference.getReference());
        Matcher rest = REST.matcher(url);
        return isSeveral(byUrl.get(url)) || rest.matches() && isSeveral(byName.get(rest.group(2)));
    }

    private static boolean isSeveral(@Nullable List<Resource> found) {
        return found != null && found.size() > 1;
    }

    private static @Nullable Resource only(@Nullable List<Resource> found) {
        return found != null && found.size() == 1 ? found.get(0) : null;
    }

    /** Returns when the encounter began; null when it is not in the file. */
    public @Nullable FhirDateTime startOfEncounter(Reference reference) {
        return resolve(reference) instanceof Encounter encounter ? FhirDateTime.of(encounter.getPeriod()) : null;
    }

    /** Returns {@code Type/id} for what is in the file, and the reference as it is written for what is not. */
    public @Nullable String name(@Nullable Reference reference) {
        if (reference == null || !reference.hasReference()) return null;
        Resource resource = resolve(reference);
        return resource == null || reference.getReference().startsWith("#")
                ? FhirValues.clean(reference.getReference())
                : source(resource);
    }

    /** Returns the reasons for something, as codes or as references. */
    public @Nullable ArrayNode reasons(List<CodeableConcept> concepts, List<Reference> references) {
        ArrayNode list = JsonNodes.MAPPER.createArrayNode();
        for (CodeableConcept concept : concepts) {
            ObjectNode node = FhirValues.concept(concept);
            if (node != null) list.add(node);
        }
        for (Reference reference : references)
            list.add(JsonNodes.object("text", words(reference), "reference", name(reference)));
        return list.isEmpty() ? null : list;
    }

    /** What the reference says in words, else what the problem that it refers to is called. */
    private @Nullable String words(Reference reference) {
        String name = reference.hasDisplay() || !(resolve(reference) instanceof Condition condition)
                ? null
                : FhirValues.words(condition.getCode());
        return name == null ? FhirValues.display(reference) : name;
    }
}

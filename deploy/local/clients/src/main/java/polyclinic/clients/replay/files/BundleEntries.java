package polyclinic.clients.replay.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.checks.CheckFailed;

/** A Bundle's entries: its resources with their URLs, and what it says was deleted. */
final class BundleEntries {
    private final JsonNode bundle;
    private final String type;
    private final List<RecordSet.Entry> resources = new ArrayList<>();
    private final List<JsonNode> bundles = new ArrayList<>();
    private final Set<String> deleted = new HashSet<>();
    private final Map<String, Integer> notes = new TreeMap<>();

    /** @throws CheckFailed when it is a document that was entered in error */
    BundleEntries(JsonNode bundle) {
        this.bundle = bundle;
        type = bundle.path("type").asText();
        Set<String> seen = new HashSet<>();
        for (JsonNode entry : bundle.path("entry")) add(entry, seen);
        for (JsonNode link : bundle.path("link"))
            if (link.path("relation").asText().equals("next"))
                note("the Bundle is one page of several (link next): replay the other pages too");
    }

    private void add(JsonNode entry, Set<String> seen) {
        JsonNode resource = entry.path("resource");
        String fullUrl = entry.hasNonNull("fullUrl") ? entry.path("fullUrl").asText() : null;
        String method = entry.at("/request/method").asText();
        if (method.equals("DELETE")) {
            deleted.add(entry.at("/request/url").asText().replaceFirst(".*?([A-Z]\\w+/[^/]+)$", "$1"));
        } else if (!resource.isObject()) {
            note("entry without a resource: left out");
        } else if (resource.path("resourceType").asText().equals("Bundle")) {
            // The answer to a search within a batch is of the same server as the others.
            if (resource.path("type").asText().equals("searchset"))
                for (JsonNode found : resource.path("entry")) add(found, seen);
            else bundles.add(resource);
        } else {
            RecordSet.Entry one = new RecordSet.Entry(resource, fullUrl);
            // A history's first entry of a resource is its last version.
            if (type.equals("history") && !seen.add(one.name())) note("earlier version of a resource: left out");
            else resources.add(one);
        }
        if (type.equals("history") && method.equals("DELETE")) seen.addAll(deleted);
    }

    private void note(String what) {
        notes.merge(what, 1, Integer::sum);
    }

    /** Returns the Bundles that are entries of this one. */
    List<JsonNode> bundles() {
        return bundles;
    }

    /** Returns whether other pages of the same search may complete it: each resource says on which server it lies. */
    boolean isPage() {
        return type.equals("searchset")
                && resources.stream()
                        .allMatch(entry ->
                                entry.fullUrl() != null && entry.fullUrl().startsWith("http"));
    }

    RecordSet set(String name) {
        boolean isDocument = type.equals("document");
        JsonNode first = resources.isEmpty() ? bundle : resources.get(0).resource();
        if (isDocument && first.path("status").asText().equals("entered-in-error"))
            throw new CheckFailed("a document that was entered in error");
        return new RecordSet(name, resources, isDocument, asOf(isDocument ? first : bundle), deleted, notes);
    }

    private @Nullable String asOf(JsonNode composition) {
        if (composition.hasNonNull("date")) return composition.path("date").asText();
        return bundle.hasNonNull("timestamp") ? bundle.path("timestamp").asText() : null;
    }
}

package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a verification, as a table, as one sentence and as JSON.
 *
 * @param keys ids of the keys that audit-service publishes
 * @param producers by which keys the entries of which services are known
 * @param serviceVerdict the response of {@code POST /audit/verify}
 */
record TrailReport(
        Collection<ChainVerifier> chains,
        Collection<String> keys,
        List<String> producers,
        boolean s3WasRead,
        JsonNode serviceVerdict) {
    private static final ObjectMapper JSON = new ObjectMapper();

    boolean isValid() {
        return serviceVerdict.path("valid").asBoolean()
                && chains.stream().allMatch(chain -> chain.first().isEmpty());
    }

    String table() {
        StringBuilder out = new StringBuilder(String.format(
                "%5s  %9s  %-16s  %11s  %9s  %s%n",
                "chain", "entries", "head", "checkpoints", "in S3", "first broken"));
        for (ChainVerifier chain : chains) out.append(row(chain));
        out.append(String.format("keys: %s%n", keys.isEmpty() ? "none" : String.join(", ", keys)));
        out.append(String.format("services: %s%n", producers.isEmpty() ? "none" : String.join(", ", producers)));
        if (!s3WasRead)
            out.append(
                    "S3 was not read: POLYCLINIC_S3_URL, POLYCLINIC_S3_KEY_AUDIT and POLYCLINIC_S3_SECRET_AUDIT are not set\n");
        return out.toString();
    }

    private String row(ChainVerifier chain) {
        return String.format(
                "%5d  %,9d  %-16s  %11d  %9s  %s%n",
                chain.chain(),
                chain.length(),
                chain.head().substring(0, Math.min(16, chain.head().length())),
                chain.checkpoints(),
                s3WasRead ? "" + chain.archived() : "not read",
                chain.first().map(ChainFinding::sentence).orElse("-"));
    }

    /** Returns one line: the trail is valid, or the first broken entry. */
    String verdict() {
        for (ChainVerifier chain : chains) {
            Optional<ChainFinding> first = chain.first();
            if (first.isPresent())
                return "BROKEN: chain " + chain.chain() + ", " + first.get().sentence();
        }
        String fromService = brokenAccordingToService();
        if (fromService != null) return fromService;
        if (!isValid()) return "BROKEN: the service does not vouch for the trail";
        return String.format("VALID: %,d entries in %d chains are as they were recorded", entries(), chains.size());
    }

    private @Nullable String brokenAccordingToService() {
        for (JsonNode chain : serviceVerdict.path("chains"))
            if (chain.hasNonNull("firstBroken"))
                return "BROKEN: chain " + chain.path("chain").asInt() + ", entry "
                        + chain.path("firstBroken").path("seq").asLong() + ": "
                        + chain.path("firstBroken").path("detail").asText() + " (says the service)";
        return null;
    }

    String json() {
        ObjectNode report = JSON.createObjectNode();
        report.put("valid", isValid());
        report.put("entries", entries());
        report.put("s3", s3WasRead);
        ArrayNode ids = report.putArray("keys");
        keys.forEach(ids::add);
        ArrayNode services = report.putArray("producers");
        producers.forEach(services::add);
        ArrayNode list = report.putArray("chains");
        for (ChainVerifier chain : chains) addChain(list.addObject(), chain);
        report.set("service", serviceVerdict);
        report.put("verdict", verdict());
        return report.toPrettyString();
    }

    private static void addChain(ObjectNode item, ChainVerifier chain) {
        item.put("chain", chain.chain());
        item.put("length", chain.length());
        item.put("head", chain.head());
        item.put("checkpoints", chain.checkpoints());
        item.put("archived", chain.archived());
        chain.first().ifPresent(first -> item.set("firstBroken", JSON.valueToTree(first)));
        if (!chain.findings().isEmpty()) item.set("findings", JSON.valueToTree(chain.findings()));
    }

    private long entries() {
        return chains.stream().mapToLong(ChainVerifier::length).sum();
    }
}

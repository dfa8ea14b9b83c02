package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks the whole trail from outside: entries by the API's export, checkpoints by the API and straight from S3. It trusts
 * neither the database nor the service, only SHA-256, Ed25519 and the keys whose ids it prints. At last it asks the service
 * for its own verdict, which knows one thing more: where the chains ended when the last batch was stored.
 */
public final class TrailCheck {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "checkpoints/";

    private final Map<String, String> environment;
    private final Map<Integer, ChainCheck> chains = new TreeMap<>();
    private Map<String, PublicKey> keys = Map.of();
    private boolean s3WasRead;
    private JsonNode verdict;

    public TrailCheck(Map<String, String> environment) {
        this.environment = environment;
    }

    public TrailCheck run() throws IOException, InterruptedException, GeneralSecurityException {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        Api api = signIn(http);
        keys = Checkpoint.keys(api.get("/keys"));
        // The trail grows meanwhile. What the API calls archived must be in S3 after that, what is in S3 must be in the
        // API
        // after that, and what any checkpoint covers must be among the entries after that.
        api.list("/checkpoints", item -> {
            if (item.path("archived").asBoolean())
                chain(item.path("chain").asInt(-1))
                        .expectInS3(item.path("number").asLong());
        });
        readS3(http);
        api.list("/checkpoints", item -> {
            Checkpoint checkpoint = Checkpoint.of(item, keys);
            chain(checkpoint.chain()).api(checkpoint);
        });
        chains.values().forEach(chain -> chain.prepare(s3WasRead));
        api.lines("/export?format=ndjson", entry -> chain(entry.path("chain").asInt(-1))
                .entry((ObjectNode) entry));
        chains.values().forEach(ChainCheck::end);
        // Anew: a token may have run out over a long trail.
        verdict = signIn(http).verify();
        return this;
    }

    private Api signIn(HttpClient http) throws IOException, InterruptedException {
        return Api.signIn(
                http,
                value("POLYCLINIC_GATEWAY_URL", "http://127.0.0.1:" + value("POLYCLINIC_GATEWAY_PORT", "8080")),
                value("POLYCLINIC_OIDC_URL", "http://127.0.0.1:8180/realms/polyclinic"),
                value("POLYCLINIC_AUDITOR", "auditor"),
                value("POLYCLINIC_AUDITOR_PASSWORD", "auditor"));
    }

    public boolean isValid() {
        return verdict.path("valid").asBoolean() && chains.values().stream().allMatch(chain -> chain.first() == null);
    }

    public long entries() {
        return chains.values().stream().mapToLong(ChainCheck::length).sum();
    }

    public String table() {
        StringBuilder out = new StringBuilder(String.format(
                "%5s  %9s  %-16s  %11s  %9s  %s%n",
                "chain", "entries", "head", "checkpoints", "in S3", "first broken"));
        for (ChainCheck chain : chains.values())
            out.append(String.format(
                    "%5d  %,9d  %-16s  %11d  %9s  %s%n",
                    chain.chain(),
                    chain.length(),
                    chain.head().substring(0, Math.min(16, chain.head().length())),
                    chain.checkpoints(),
                    s3WasRead ? "" + chain.archived() : "not read",
                    chain.first() == null ? "-" : sentence(chain.first())));
        out.append(String.format("keys: %s%n", keys.isEmpty() ? "none" : String.join(", ", keys.keySet())));
        if (!s3WasRead)
            out.append("S3 was not read: POLYCLINIC_S3_URL, POLYCLINIC_S3_KEY and POLYCLINIC_S3_SECRET are not set\n");
        return out.toString();
    }

    /** One line: whole, or the first entry that is not. */
    public String verdict() {
        for (ChainCheck chain : chains.values())
            if (chain.first() != null) return "BROKEN: chain " + chain.chain() + ", " + sentence(chain.first());
        for (JsonNode chain : verdict.path("chains"))
            if (chain.hasNonNull("firstBroken"))
                return "BROKEN: chain " + chain.path("chain").asInt() + ", entry "
                        + chain.path("firstBroken").path("seq").asLong() + ": "
                        + chain.path("firstBroken").path("detail").asText() + " (says the service)";
        if (!isValid()) return "BROKEN: the service does not vouch for the trail";
        return String.format("VALID: %,d entries in %d chains are as they were recorded", entries(), chains.size());
    }

    public String json() {
        ObjectNode report = JSON.createObjectNode();
        report.put("valid", isValid());
        report.put("entries", entries());
        report.put("s3", s3WasRead);
        ArrayNode ids = report.putArray("keys");
        keys.keySet().forEach(ids::add);
        ArrayNode list = report.putArray("chains");
        for (ChainCheck chain : chains.values()) {
            ObjectNode item = list.addObject();
            item.put("chain", chain.chain());
            item.put("length", chain.length());
            item.put("head", chain.head());
            item.put("checkpoints", chain.checkpoints());
            item.put("archived", chain.archived());
            if (chain.first() != null) item.set("firstBroken", JSON.valueToTree(chain.first()));
            if (!chain.findings().isEmpty()) item.set("findings", JSON.valueToTree(chain.findings()));
        }
        report.set("service", verdict);
        report.put("verdict", verdict());
        return report.toPrettyString();
    }

    private void readS3(HttpClient http) throws IOException, InterruptedException {
        if (value("POLYCLINIC_S3_URL", "").isEmpty()
                || value("POLYCLINIC_S3_KEY", "").isEmpty()) return;
        S3Reader s3 = new S3Reader(
                http,
                value("POLYCLINIC_S3_URL", ""),
                value("POLYCLINIC_AUDIT_BUCKET", "polyclinic-audit"),
                value("POLYCLINIC_S3_REGION", "us-east-1"),
                value("POLYCLINIC_S3_KEY", ""),
                value("POLYCLINIC_S3_SECRET", ""));
        for (String key : s3.list(PREFIX)) {
            if (!key.matches(PREFIX + "\\d{4}/\\d{12}\\.json")) continue;
            ObjectNode found = object(s3.read(key));
            // The name says where it belongs; a content that says otherwise is not signed for this place.
            int chain = Integer.parseInt(key.substring(PREFIX.length(), PREFIX.length() + 4));
            long number = Long.parseLong(key.substring(PREFIX.length() + 5, PREFIX.length() + 17));
            if (found.path("chain").asInt(-1) != chain || found.path("number").asLong() != number)
                found.put("signature", "").put("chain", chain).put("number", number);
            chain(chain).s3(Checkpoint.of(found, keys));
        }
        s3WasRead = true;
    }

    private static ObjectNode object(String body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) return object;
        } catch (IOException damaged) {
            // told by the missing signature
        }
        return JSON.createObjectNode();
    }

    private ChainCheck chain(int number) {
        return chains.computeIfAbsent(number, ChainCheck::new);
    }

    private static String sentence(ChainCheck.Finding finding) {
        return "entry " + finding.seq() + (finding.id() == null ? "" : " (" + finding.id() + ")") + ": "
                + finding.what();
    }

    private String value(String name, String otherwise) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}

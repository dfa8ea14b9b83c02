package polyclinic.clients.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.UserSession;

/**
 * Verifies the whole trail from outside: entries from the API's export and of sealed years, checkpoints from the API and directly from S3,
 * sealed years by their manifests. It
 * trusts neither the database nor the service, only SHA-256, Ed25519 and the keys whose ids it prints. At the end it asks the
 * service for its own verdict, because the service alone knows where the chains ended when the last batch was stored.
 */
final class TrailVerifier {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Entries that are checked at once. */
    private static final int BATCH = 2_000;

    private static final int TOLD_EVERY = 100_000;

    private static final String PREFIX = "checkpoints/";
    private static final Pattern OBJECT_KEY = Pattern.compile(PREFIX + "(\\d{4})/(\\d{12})\\.json");

    private final Clinic clinic;
    private final AuditApi api;
    private final Consumer<String> progress;
    private final Map<Integer, ChainVerifier> chains = new TreeMap<>();
    private long checked;
    private EntrySignatures signatures = new EntrySignatures(Map.of(), Optional.empty());

    /**
     * @param clinic names the gateway, the realm, the auditor's account and S3; all but S3 have the local stack's defaults
     * @param progress is told what it works at, and every so many entries how many there were
     */
    TrailVerifier(Clinic clinic, Consumer<String> progress) {
        this.clinic = clinic;
        this.progress = progress;
        HttpClient http = clinic.http();
        UserSession auditor = new UserSession(
                http,
                clinic.value("POLYCLINIC_OIDC_URL", "http://127.0.0.1:8180/realms/polyclinic"),
                "polyclinic-cli",
                clinic.value("POLYCLINIC_AUDITOR", "auditor"),
                clinic.value("POLYCLINIC_AUDITOR_PASSWORD", "auditor"));
        String localGateway = "http://127.0.0.1:" + clinic.value("POLYCLINIC_GATEWAY_PORT", "8080");
        api = new AuditApi(http, clinic.value("POLYCLINIC_GATEWAY_URL", localGateway), auditor);
    }

    /** @throws IOException when something could not be read, so that nothing can be said about the trail */
    TrailReport verify() throws IOException, GeneralSecurityException {
        JsonNode published = api.get("/keys");
        Map<String, PublicKey> keys = PublishedCheckpoint.keys(published);
        signatures = EntrySignatures.of(published, unsignedUntil());
        // The trail grows meanwhile, so the order matters: a checkpoint that the API calls archived must be in S3
        // afterwards, one that is in S3 must be in the API afterwards, and every entry that a checkpoint covers must
        // be exported afterwards.
        api.list("/checkpoints", item -> {
            if (item.path("archived").asBoolean())
                chain(item.path("chain").asInt(-1))
                        .expectInS3(item.path("number").asLong());
        });
        boolean s3WasRead = readS3(keys);
        api.list("/checkpoints", item -> {
            PublishedCheckpoint checkpoint = PublishedCheckpoint.of(item, keys);
            chain(checkpoint.chain()).addFromApi(checkpoint);
        });
        chains.values().forEach(chain -> chain.compareCheckpoints(s3WasRead));
        Set<Integer> damaged = readSegments(keys);
        // Years that left the database come first: they are the beginnings of the chains.
        Set<Integer> archived = archivedYears();
        for (int year : archived)
            // Nobody gives out the entries of a year whose manifest proves nothing; they will be missing.
            if (!damaged.contains(year))
                api.lines("/segments/" + year + "/entries?format=ndjson", BATCH, entries -> checked(entries)
                        .forEach(entry -> chain(entry.chain()).archived(entry)));
        api.lines("/export?format=ndjson", BATCH, entries -> checked(entries)
                .forEach(entry -> chain(entry.chain()).entry(entry)));
        if (!archivedYears().equals(archived)) throw new IOException("a year left the database meanwhile: ask again");
        chains.values().forEach(ChainVerifier::end);
        progress.accept(String.format(Locale.ROOT, "%,d entries checked; the service verifies them itself …", checked));
        JsonNode serviceVerdict = api.verify();
        return new TrailReport(chains.values(), keys.keySet(), signatures.services(), s3WasRead, serviceVerdict);
    }

    /** All processors work at it. Returns them in their order. */
    private List<CheckedEntry> checked(List<JsonNode> entries) {
        long before = checked;
        checked += entries.size();
        if (before / TOLD_EVERY != checked / TOLD_EVERY)
            progress.accept(String.format(Locale.ROOT, "%,d entries …", checked));
        return entries.parallelStream()
                .map(entry -> CheckedEntry.of((ObjectNode) entry, signatures))
                .toList();
    }

    /** Those of which the database does not have all entries, in order. */
    private Set<Integer> archivedYears() throws IOException {
        Set<Integer> years = new TreeSet<>();
        api.list("/segments", segment -> {
            if (!segment.path("inDatabase").asBoolean())
                years.add(segment.path("year").asInt());
        });
        return years;
    }

    private Optional<Instant> unsignedUntil() {
        String until = clinic.value("POLYCLINIC_AUDIT_UNSIGNED_UNTIL", "");
        return until.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(until));
    }

    /**
     * Reads the manifests of sealed years and holds them against the checkpoints and each other: those in S3 with all of their objects, else
     * those that the API has. Returns the years of which one is not signed.
     */
    private Set<Integer> readSegments(Map<String, PublicKey> keys) throws IOException {
        List<JsonNode> listed = new ArrayList<>();
        api.list("/segments", listed::add);
        listed.sort(Comparator.<JsonNode>comparingInt(one -> one.path("chain").asInt())
                .thenComparingInt(one -> one.path("year").asInt()));
        Set<Integer> damaged = new TreeSet<>();
        try (CheckpointBucket bucket = bucket()) {
            for (JsonNode one : listed) {
                SegmentManifest manifest = manifest(bucket, one, keys);
                chain(manifest.chain()).sealed(manifest);
                if (!manifest.signed()) damaged.add(manifest.year());
                else if (bucket != null) holdAgainst(bucket, manifest);
            }
        }
        return damaged;
    }

    private SegmentManifest manifest(@Nullable CheckpointBucket bucket, JsonNode listed, Map<String, PublicKey> keys)
            throws IOException {
        int chain = listed.path("chain").asInt(-1);
        int year = listed.path("year").asInt(-1);
        JsonNode content = JSON.createObjectNode();
        if (bucket != null) content = object(bucket.read(String.format("segments/%04d/%04d.json", chain, year)));
        else if (listed.path("valid").asBoolean()) content = api.get("/segments/" + year + "/" + chain);
        return SegmentManifest.of(content, chain, year, keys);
    }

    private void holdAgainst(CheckpointBucket bucket, SegmentManifest manifest) throws IOException {
        for (SegmentManifest.Part part : manifest.parts())
            if (!bucket.sha256(part.name()).equals(part.sha256()))
                chain(manifest.chain()).damaged(part.from(), part.name() + " in S3 is not what was sealed");
    }

    /** Returns false when the environment does not name an S3 server. */
    private boolean readS3(Map<String, PublicKey> keys) throws IOException {
        try (CheckpointBucket bucket = bucket()) {
            if (bucket == null) return false;
            for (String name : bucket.list(PREFIX)) {
                Matcher place = OBJECT_KEY.matcher(name);
                if (!place.matches()) continue;
                int chain = Integer.parseInt(place.group(1));
                long number = Long.parseLong(place.group(2));
                chain(chain).addFromS3(PublishedCheckpoint.of(checkpointAt(chain, number, bucket.read(name)), keys));
            }
        }
        return true;
    }

    /** Returns null when the environment does not name an S3 server. */
    private @Nullable CheckpointBucket bucket() {
        String url = clinic.value("POLYCLINIC_S3_URL", "");
        String key = clinic.value("POLYCLINIC_S3_KEY_AUDIT", clinic.value("POLYCLINIC_S3_KEY", ""));
        if (url.isEmpty() || key.isEmpty()) return null;
        return new CheckpointBucket(
                URI.create(url),
                clinic.value("POLYCLINIC_S3_REGION", "us-east-1"),
                clinic.value("POLYCLINIC_AUDIT_BUCKET", "polyclinic-audit"),
                key,
                clinic.value("POLYCLINIC_S3_SECRET_AUDIT", clinic.value("POLYCLINIC_S3_SECRET", "")),
                clinic.value("POLYCLINIC_S3_CA", ""));
    }

    /** The object's name determines its checkpoint. One whose content says otherwise is not signed for that position. */
    private static ObjectNode checkpointAt(int chain, long number, String content) {
        ObjectNode checkpoint = object(content);
        if (checkpoint.path("chain").asInt(-1) != chain
                || checkpoint.path("number").asLong() != number)
            checkpoint.put("signature", "").put("chain", chain).put("number", number);
        return checkpoint;
    }

    /** Damaged content becomes an empty object, which is a checkpoint without a signature. */
    private static ObjectNode object(String content) {
        try {
            return JSON.readTree(content) instanceof ObjectNode object ? object : JSON.createObjectNode();
        } catch (IOException notJson) {
            return JSON.createObjectNode();
        }
    }

    private ChainVerifier chain(int number) {
        return chains.computeIfAbsent(number, chain -> new ChainVerifier(chain, signatures));
    }
}

package polyclinic.clients.chaos.checks;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import polyclinic.clients.chaos.work.Findings;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.checks.Poller;
import polyclinic.clients.clinic.Clinic;
import polyclinic.clients.http.ApiClient;
import polyclinic.clients.http.TrustedAuthorities;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Each file in the bucket belongs to an asset, and each asset has one, once the sweeper has been there. */
final class StoredBlobs {
    private static final String BUCKET = "polyclinic-assets";
    private static final Duration SWEEP_TIMEOUT = Duration.ofSeconds(120);

    private final Clinic clinic;
    private final Findings findings;

    StoredBlobs(Clinic clinic, Findings findings) {
        this.clinic = clinic;
        this.findings = findings;
    }

    /** Waits until nothing written since then is left over. */
    void awaitNoOrphan(Instant since) {
        Set<String> known = new TreeSet<>();
        Set<String> orphans = new TreeSet<>();
        try (S3Client s3 = client()) {
            Poller.until(
                    SWEEP_TIMEOUT,
                    () -> {
                        orphans.clear();
                        orphans.addAll(orphans(s3, since, known));
                        if (orphans.isEmpty()) return true;
                        Poller.sleep(1000);
                        return null;
                    },
                    () -> "files that belong to no asset: " + orphans);
        } catch (CheckFailed left) {
            findings.add(String.valueOf(left.getMessage()));
        }
    }

    /** A key is an asset's id, with the number of the attempt behind a dot when it is not the first. */
    private Set<String> orphans(S3Client s3, Instant since, Set<String> known) {
        Map<String, List<String>> keys = new TreeMap<>();
        for (S3Object blob :
                s3.listObjectsV2Paginator(request -> request.bucket(BUCKET)).contents())
            if (blob.lastModified().isAfter(since.minusSeconds(1)))
                keys.merge(blob.key().replaceFirst("\\..*", ""), List.of(blob.key()), StoredBlobs::both);
        Set<String> orphans = new TreeSet<>();
        ApiClient admin = clinic.as("admin").retrying();
        keys.forEach((asset, blobs) -> {
            if (blobs.size() > 1) orphans.addAll(blobs);
            else if (!known.contains(asset)) {
                if (admin.get("/assets/" + asset).status() == 200) known.add(asset);
                else orphans.addAll(blobs);
            }
        });
        return orphans;
    }

    private static List<String> both(List<String> some, List<String> more) {
        return List.of(String.join(", ", some), String.join(", ", more));
    }

    private S3Client client() {
        AwsBasicCredentials key = AwsBasicCredentials.create(
                clinic.require("POLYCLINIC_S3_KEY_ASSET"), clinic.require("POLYCLINIC_S3_SECRET_ASSET"));
        String authority = clinic.value("POLYCLINIC_S3_CA", "");
        return S3Client.builder()
                .endpointOverride(URI.create(clinic.require("POLYCLINIC_S3_URL")))
                .region(Region.of(clinic.value("POLYCLINIC_S3_REGION", "us-east-1")))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(key))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .tlsTrustManagersProvider(new TrustedAuthorities(authority)::trustManagers))
                .build();
    }
}

package polyclinic.clients.audit;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Lists and reads objects of one bucket: the two calls that are needed here, signed with AWS Signature Version 4. */
final class S3Reader {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");
    private static final Pattern NEXT = Pattern.compile("<NextContinuationToken>([^<]+)</NextContinuationToken>");
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final HttpClient http;
    private final URI server;
    private final String bucket;
    private final String region;
    private final String key;
    private final String secret;

    S3Reader(HttpClient http, String url, String bucket, String region, String key, String secret) {
        this.http = http;
        this.server = URI.create(url);
        this.bucket = bucket;
        this.region = region;
        this.key = key;
        this.secret = secret;
    }

    List<String> list(String prefix) throws IOException, InterruptedException {
        List<String> keys = new ArrayList<>();
        String token = null;
        do {
            String query = (token == null ? "" : "continuation-token=" + encode(token) + "&") + "list-type=2&prefix="
                    + encode(prefix);
            String page = get("/" + bucket, query);
            for (Matcher found = KEY.matcher(page); found.find(); ) keys.add(found.group(1));
            Matcher next = NEXT.matcher(page);
            token = next.find() ? next.group(1).replace("&amp;", "&") : null;
        } while (token != null);
        return keys;
    }

    String read(String object) throws IOException, InterruptedException {
        return get("/" + bucket + "/" + object, "");
    }

    private String get(String path, String query) throws IOException, InterruptedException {
        String stamp = STAMP.format(Instant.now());
        String host = server.getPort() < 0 ? server.getHost() : server.getHost() + ":" + server.getPort();
        String signedHeaders = "host;x-amz-content-sha256;x-amz-date";
        String canonical = "GET\n" + path + "\n" + query + "\nhost:" + host + "\nx-amz-content-sha256:" + NOTHING
                + "\nx-amz-date:" + stamp + "\n\n" + signedHeaders + "\n" + NOTHING;
        String scope = stamp.substring(0, 8) + "/" + region + "/s3/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n"
                + HexFormat.of().formatHex(Tree.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] signing = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) signing = hmac(signing, part);
        String authorization = "AWS4-HMAC-SHA256 Credential=" + key + "/" + scope + ", SignedHeaders=" + signedHeaders
                + ", Signature=" + HexFormat.of().formatHex(hmac(signing, toSign));
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path + (query.isEmpty() ? "" : "?" + query)))
                .header("x-amz-date", stamp)
                .header("x-amz-content-sha256", NOTHING)
                .header("Authorization", authorization)
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) throw new IOException("S3 answers " + response.statusCode() + " for " + path);
        return response.body();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

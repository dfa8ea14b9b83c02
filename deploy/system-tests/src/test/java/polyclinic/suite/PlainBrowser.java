package polyclinic.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of a browser as signing in needs: cookies, redirects and the form of Keycloak. It runs where no real one is installed. */
final class PlainBrowser {
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_REDIRECTS = 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final String gateway;

    PlainBrowser(String gateway) {
        this.gateway = gateway;
    }

    /** From the link to the page behind the sign-in. */
    HttpResponse<String> signIn(String user, String returnPath) {
        HttpResponse<String> page = open("/login?return=" + returnPath);
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) throw new AssertionError("no form in " + page + " " + page.body());
        String fields = "username=" + user + "&password=" + URLEncoder.encode(user, StandardCharsets.UTF_8);
        return follow(send(HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields))));
    }

    /** Opens a path of the gateway and goes wherever it leads. */
    HttpResponse<String> open(String path) {
        return follow(get(path));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(gateway + path)).GET());
    }

    /** A change as a page of the gateway's origin makes it. */
    HttpResponse<String> change(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(gateway + path))
                .header("Origin", gateway)
                .header("X-CSRF-Token", session().path("csrfToken").asText())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    JsonNode session() {
        return json(get("/api/v1/session"));
    }

    static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private HttpResponse<String> follow(HttpResponse<String> first) {
        HttpResponse<String> answer = first;
        for (int i = 0; i < MAX_REDIRECTS && answer.statusCode() / 100 == 3; i++) {
            String location = answer.headers().firstValue("location").orElseThrow();
            answer = send(HttpRequest.newBuilder(answer.uri().resolve(location)).GET());
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty())
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
            for (String cookie : answer.headers().allValues("set-cookie")) {
                String[] pair = cookie.split(";", 2)[0].split("=", 2);
                if (cookie.contains("Max-Age=0")) cookies.remove(pair[0]);
                else cookies.put(pair[0], pair[1]);
            }
            return answer;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

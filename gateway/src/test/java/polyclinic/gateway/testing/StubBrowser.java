package polyclinic.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** As much of a browser as sessions need: it keeps cookies, names its host, and says in whose name a page makes a request. */
public final class StubBrowser {

    public final Map<String, String> cookies = new LinkedHashMap<>();

    /** A browser in which the person has signed in. */
    public static StubBrowser of(String user) {
        StubBrowser browser = new StubBrowser();
        HttpResponse<String> end = browser.signIn(user, Map.of());
        assertThat(end.statusCode()).as(end.body()).isEqualTo(303);
        return browser;
    }

    /** All the way from the link to the answer of the callback. */
    public HttpResponse<String> signIn(String user, Map<String, Object> idClaims) {
        return get(callback(user, idClaims));
    }

    /** To the identity provider and back to the door: the path of the callback, not opened yet. */
    public String callback(String user, Map<String, Object> idClaims) {
        String address = location(get("/login?return=/home"));
        return StubRealm.current().signIn(address, user, idClaims).substring(StubRealm.CLINIC.length());
    }

    public HttpResponse<String> get(String path) {
        return send(GatewayClient.request(path));
    }

    /** A change as a page of ours makes it. */
    public HttpResponse<String> change(String method, String path) {
        return send(GatewayClient.request(path)
                .header("Origin", StubRealm.CLINIC)
                .header("X-CSRF-Token", csrfToken())
                .header("Content-Type", "application/json")
                .method(method, method.equals("DELETE") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")));
    }

    public String csrfToken() {
        return session().getString("csrfToken");
    }

    /** What the page is told of the session. */
    public JsonObject session() {
        HttpResponse<String> answer = get("/api/v1/session");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        request.header("Host", StubRealm.CLINIC.replace("http://", ""));
        String sent = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) request.header("Cookie", sent);
        HttpResponse<String> answer = GatewayClient.send(request);
        for (String cookie : answer.headers().allValues("set-cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            if (cookie.contains("Max-Age=0")) cookies.remove(pair[0]);
            else cookies.put(pair[0], pair[1]);
        }
        return answer;
    }

    public static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElse("");
    }

    /** The {@code Set-Cookie} line of a cookie; null when the answer sets it not. */
    public static @Nullable String setCookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("set-cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .findFirst()
                .orElse(null);
    }
}

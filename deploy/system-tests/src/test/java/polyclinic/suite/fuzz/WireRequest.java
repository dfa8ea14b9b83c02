package polyclinic.suite.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One request as it goes over the wire, which no client library completes or refuses.
 *
 * @param target the path with its query, each character one byte
 * @param headers whole lines, {@code Accept: application/json}, each character one byte; those of the body are added
 * @param departures how it is not what the document asks for; empty when it is
 */
record WireRequest(
        String method, String target, List<String> headers, byte[] body, String caller, List<String> departures) {

    private static final int MAX_SHOWN = 300;

    byte[] bytes(String host) {
        List<String> head = new ArrayList<>();
        head.add(method + " " + target + " HTTP/1.1");
        head.add("Host: " + host);
        head.addAll(headers);
        if (body.length > 0 || !method.equals("GET") && !method.equals("HEAD"))
            head.add("Content-Length: " + body.length);
        head.add("Connection: close");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** The same for a file that others may read. */
    WireRequest withoutToken() {
        List<String> all = headers.stream()
                .map(header -> header.startsWith("Authorization:") ? "Authorization: Bearer TOKEN" : header)
                .toList();
        return new WireRequest(method, target, all, body, caller, departures);
    }

    boolean isFromPage() {
        return headers.stream().anyMatch(header -> header.startsWith("Origin:"));
    }

    /** For whoever looks into what happened; without the token. */
    String shown() {
        String lines = headers.stream()
                .filter(header -> !header.startsWith("Authorization:"))
                .map(header -> ", " + header)
                .collect(Collectors.joining());
        String text = caller + ": " + method + " " + shortened(target) + shortened(lines) + " "
                + shortened(new String(body, StandardCharsets.UTF_8)) + (departures.isEmpty() ? "" : " " + departures);
        return text.codePoints()
                .mapToObj(point -> point < ' ' || point > '~' ? "\\u{%x}".formatted(point) : Character.toString(point))
                .collect(Collectors.joining());
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "… (" + text.length() + ")";
    }
}

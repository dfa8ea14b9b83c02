package polyclinic.commons.testing.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One request to a {@link StubServer} and what it answers, down to the bytes on the wire. */
public final class StubExchange {
    private final StubRequest request;
    private final InputStream body;
    private final InputStream in;
    private final OutputStream out;
    private boolean answered;
    private boolean hungUp;

    /** @param in the connection, of which the body is a part */
    StubExchange(StubRequest request, InputStream body, InputStream in, OutputStream out) {
        this.request = request;
        this.body = body;
        this.in = in;
        this.out = out;
    }

    public StubRequest request() {
        return request;
    }

    /** The request's body, without the marks of its chunks. */
    public InputStream body() {
        return body;
    }

    public byte[] readBody() throws IOException {
        return body.readAllBytes();
    }

    /** Answers with JSON. */
    public void answer(int status, String json) throws IOException {
        answer(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with a body of any type; each header a line of its own, without its end. */
    public void answer(int status, String contentType, byte[] content, String... headers) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) lines.append(header).append("\r\n");
        boolean bodiless = status == 204 || status == 304;
        if (!bodiless)
            lines.append("Content-Type: ")
                    .append(contentType)
                    .append("\r\nContent-Length: ")
                    .append(content.length)
                    .append("\r\n");
        head(status + " Stub", lines.toString());
        if (!bodiless && !request.method().equals("HEAD")) out.write(content);
    }

    /** Writes a status line and headers by hand; each header ends with CR LF. The body is the caller's to write. */
    public void head(String status, String headers) throws IOException {
        answered = true;
        out.write(("HTTP/1.1 " + status + "\r\n" + headers + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The connection's output, for bodies and for what is not HTTP at all. */
    public OutputStream out() {
        return out;
    }

    /** Waits until the caller closes the connection. */
    public void awaitHangUp() throws IOException {
        while (in.read() >= 0) {
            // Nothing is expected.
        }
        hangUp();
    }

    /** Closes the connection when the exchange is over: without an answer, in the middle of it or behind it. */
    public void hangUp() {
        hungUp = true;
    }

    /** Whether the connection serves another request. */
    boolean goesOn() {
        return answered && !hungUp;
    }
}

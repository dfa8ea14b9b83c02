package polyclinic.clients.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.http.JsonNodes;
import polyclinic.clients.http.UserSession;

/** One stream of server-sent events, read as it comes. It shows nobody as being here. */
public final class LiveFeed implements AutoCloseable {
    private final InputStream body;
    private final List<ToldEvent> told = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile String lastId;
    private volatile String end = "";

    private LiveFeed(InputStream body, String lastId) {
        this.body = body;
        this.lastId = lastId;
        reader = new Thread(this::read, "live-feed");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Opens a stream.
     *
     * @param gateway its address
     * @param topics parted by commas
     * @param lastId where to go on; empty for what happens from now on
     * @throws CheckFailed when the gateway opens none
     */
    public static LiveFeed open(HttpClient http, String gateway, UserSession session, String topics, String lastId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(gateway + "/api/v1/stream?present=false&topics=" + topics))
                .header("Authorization", "Bearer " + session.token());
        if (!lastId.isEmpty()) request.header("Last-Event-ID", lastId);
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) throw new CheckFailed("the live feed answered " + answer.statusCode());
            return new LiveFeed(answer.body(), lastId);
        } catch (IOException e) {
            throw new CheckFailed("no live feed at " + gateway, e);
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }

    /** All so far, in the order in which it came. */
    public List<ToldEvent> told() {
        return List.copyOf(told);
    }

    /** Returns why nothing more comes, or a gap was told of; empty as long as nothing was missed. */
    public String end() {
        return end;
    }

    /** Returns with which it goes on, as a browser would. */
    public String lastId() {
        return lastId;
    }

    /** Nothing is told any more when this returns. */
    @Override
    public void close() {
        try {
            body.close();
            reader.join();
        } catch (IOException gone) {
            end = "closed";
        } catch (InterruptedException e) {
            throw CheckFailed.interrupted(e);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "message";
            String id = lastId;
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                } else if (line.isEmpty()) {
                    if (data.length() > 0) take(name, data.toString());
                    lastId = id;
                    name = "message";
                    data.setLength(0);
                }
            }
            end = end.isEmpty() ? "the stream ended" : end;
        } catch (IOException gone) {
            end = "the connection broke";
        }
    }

    private void take(String name, String data) {
        JsonNode event = JsonNodes.parse(data.getBytes(StandardCharsets.UTF_8));
        if (event == null) end = "no JSON: " + data;
        else if (event.has("entityId")) told.add(ToldEvent.of(event));
        else end = name + " " + data;
    }
}

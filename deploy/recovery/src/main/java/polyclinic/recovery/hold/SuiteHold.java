package polyclinic.recovery.hold;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import polyclinic.recovery.progress.RecoveryFailed;
import polyclinic.recovery.suite.AuthorityFile;
import polyclinic.recovery.suite.ManagementAddress;

/**
 * Holds the writes of the whole suite. Requests wait at the gateway meanwhile, reads go on. Every process ends its hold by
 * itself after {@link #HELD_FOR}, whatever becomes of the one who asked for it.
 */
public final class SuiteHold implements AutoCloseable {
    /** How long the clinic could not write if this program died in the middle. */
    public static final Duration HELD_FOR = Duration.ofSeconds(8);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
    /** Before and after the hold nobody waits for an answer. */
    private static final Duration PATIENT_TIMEOUT = Duration.ofSeconds(15);

    private static final int STORE_UNAVAILABLE = 503;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final List<ManagementAddress> addresses;
    private long begin;
    private boolean released = true;

    /**
     * @param addresses management interfaces, the gateway's first
     * @param authority of those that speak https
     */
    public SuiteHold(List<ManagementAddress> addresses, AuthorityFile authority) {
        this.addresses = List.copyOf(addresses);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENT_TIMEOUT)
                .sslContext(AuthorityFile.context(new ReplicaIdentity(authority.trustManager(), addresses)))
                .build();
    }

    /** Connects to all, which takes time that is not to be that of the hold. */
    public void prepare() {
        ask("GET", addresses, PATIENT_TIMEOUT);
    }

    /** Begins to hold: the gateway first, so that what is under way behind it comes to its end. */
    public void begin() {
        begin = System.nanoTime();
        released = false;
        ask("POST", addresses.subList(0, 1));
        ask("POST", addresses.subList(1, addresses.size()));
    }

    /** Holds on, and returns what is not quiet yet, if anything. */
    public Optional<String> unquiet() {
        List<HoldState> states = ask("POST", addresses);
        for (int index = 0; index < states.size(); index++) {
            HoldState state = states.get(index);
            if (!state.isQuiet()) {
                String what = state.pending().orElse(state.underWay() + " requests under way");
                return Optional.of(addresses.get(index).authority() + ": " + what);
            }
        }
        return Optional.empty();
    }

    /**
     * Asks all whether they hold still.
     *
     * @throws RecoveryFailed when one does not: it has let writes in
     */
    public void requireHeld() {
        List<HoldState> states = ask("GET", addresses);
        for (int index = 0; index < states.size(); index++) {
            if (!states.get(index).held()) {
                throw new RecoveryFailed(addresses.get(index).authority()
                        + " has ended its hold before all was marked, after " + millis() + " ms");
            }
        }
    }

    /**
     * Returns how long ago it was that all had been done which may follow a point, such as bringing the audit trail into its
     * bucket; nothing when nobody says so.
     */
    public Optional<Duration> behind() {
        return ask("GET", addresses, PATIENT_TIMEOUT).stream()
                .flatMap(state -> state.behind().stream())
                .max(Comparator.naturalOrder());
    }

    /** Returns the milliseconds since the beginning. */
    public long millis() {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    /** Releases, the services first. What cannot be reached ends its hold by itself. */
    public void release() {
        if (released) {
            return;
        }
        released = true;
        for (int index = addresses.size() - 1; index >= 0; index--) {
            try {
                ask("DELETE", List.of(addresses.get(index)));
            } catch (RecoveryFailed endsByItself) {
                // after HELD_FOR
            }
        }
    }

    @Override
    public void close() {
        release();
    }

    private List<HoldState> ask(String method, List<ManagementAddress> of) {
        return ask(method, of, REQUEST_TIMEOUT);
    }

    private List<HoldState> ask(String method, List<ManagementAddress> of, Duration timeout) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (ManagementAddress address : of) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(address.uri().resolve("/q/hold")).timeout(timeout);
            if (method.equals("POST")) {
                request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"for\":\"" + HELD_FOR.toSeconds() + "s\"}"));
            } else {
                request.method(method, HttpRequest.BodyPublishers.noBody());
            }
            answers.add(http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()));
        }
        List<HoldState> states = new ArrayList<>();
        for (int index = 0; index < of.size(); index++) {
            states.add(state(of.get(index), answers.get(index)));
        }
        return states;
    }

    private static HoldState state(ManagementAddress address, CompletableFuture<HttpResponse<String>> answer) {
        try {
            HttpResponse<String> response = answer.join();
            if (response.statusCode() == STORE_UNAVAILABLE) {
                return new HoldState(true, 0, Optional.of("its store does not say what is pending"), Optional.empty());
            }
            if (response.statusCode() != 200) {
                throw new RecoveryFailed(
                        address.authority() + " does not hold its writes: it answers " + response.statusCode());
            }
            return HoldState.of(JSON.readTree(response.body()));
        } catch (CompletionException e) {
            throw new RecoveryFailed(
                    address.authority() + " cannot be asked to hold its writes",
                    e.getCause() == null ? e : e.getCause());
        } catch (IOException e) {
            throw new RecoveryFailed(address.authority() + " answers no JSON", e);
        }
    }
}

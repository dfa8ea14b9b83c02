package polyclinic.clients.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import polyclinic.clients.Accounts;
import polyclinic.clients.Clinic;
import polyclinic.clients.Wrong;

/**
 * Receptionists by the dozen. The gateway limits each caller (1,200 requests a minute unless it is told otherwise), and it
 * does so during the measurement, too; so the load comes from many accounts in turn.
 */
final class Callers {
    private final List<String> tokens;

    private Callers(List<String> tokens) {
        this.tokens = tokens;
    }

    static Callers signIn(Clinic clinic, int count) {
        List<String> users =
                IntStream.rangeClosed(1, count).mapToObj(i -> "bench-" + i).toList();
        new Accounts(clinic).makeAll(users, "receptionist");
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<String>> signing = new ArrayList<>();
            for (String user : users)
                signing.add(pool.submit(() -> clinic.session(user, user).token()));
            List<String> tokens = new ArrayList<>();
            for (Future<String> one : signing) tokens.add(one.get());
            return new Callers(tokens);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Wrong wrong ? wrong : new Wrong(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Wrong("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    String bearer(long n) {
        return "Bearer " + tokens.get((int) (n % tokens.size()));
    }
}

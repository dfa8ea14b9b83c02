package polyclinic.clients.bench.load;

import io.vertx.core.Future;

/** One call of a load. */
public interface LoadCall {
    /**
     * Starts the call.
     *
     * @param n number of the call, counted from 0 over all loads of a generator
     * @return fails with a short reason
     */
    Future<?> start(long n);
}

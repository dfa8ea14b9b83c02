package polyclinic.gateway.stream;

import java.util.List;
import polyclinic.gateway.feedaccess.FeedGate.Delivery;

/** What a stream is written to; on its own event loop alone. */
interface StreamChannel {

    void send(List<Delivery> deliveries);

    /** What lies between the two places cannot be told any more. */
    void gap(long from, long to);

    /** Nothing is new up to this place. */
    void heartbeat(long place);

    /** Whether the client has to take something first. */
    boolean isFull();

    /** @param drained run each time when it is no longer full */
    void onDrained(Runnable drained);

    /** @param closed run once, whoever has closed it */
    void onClosed(Runnable closed);

    void close(StreamEnd end);
}

package polyclinic.commons.mongo.writes;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonValue;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which collections this process has written to that may hold messages to be sent: known when the store has said that it was done. So the
 * relay looks where there is something, once, and not into each collection several times.
 */
@ApplicationScoped
public class OutboxWrites implements CommandListener {
    /** Of messages that belong to no document. */
    public static final String OWN = "outbox";

    private static final Set<String> WRITES = Set.of("insert", "update", "findAndModify");

    private final Set<String> collections;
    private final Map<Integer, String> underWay = new ConcurrentHashMap<>();
    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private volatile Runnable told = () -> {};

    public OutboxWrites(
            @ConfigProperty(name = "polyclinic.outbox.collections", defaultValue = OWN) List<String> collections) {
        this.collections = new LinkedHashSet<>(collections);
        this.collections.add(OWN);
    }

    /** @param relay is called after each of them */
    public void tell(Runnable relay) {
        told = relay;
    }

    /** All collections of the outbox. */
    public Set<String> collections() {
        return collections;
    }

    /** Those that were written to since the last call. */
    public Set<String> take() {
        Set<String> taken = new LinkedHashSet<>();
        for (String name : collections) if (written.remove(name)) taken.add(name);
        return taken;
    }

    /** There may be more in it. */
    public void add(String name) {
        written.add(name);
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (!WRITES.contains(event.getCommandName())) return;
        BsonValue name = event.getCommand().get(event.getCommandName());
        if (name != null
                && name.isString()
                && collections.contains(name.asString().getValue()))
            underWay.put(event.getRequestId(), name.asString().getValue());
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        ended(event.getRequestId());
    }

    /** It may have been done all the same. */
    @Override
    public void commandFailed(CommandFailedEvent event) {
        ended(event.getRequestId());
    }

    private void ended(int request) {
        String name = underWay.remove(request);
        if (name == null) return;
        written.add(name);
        told.run();
    }
}

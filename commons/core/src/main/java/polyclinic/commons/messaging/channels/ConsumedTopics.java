package polyclinic.commons.messaging.channels;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The topics that a service listens to, as its configuration names them. */
public final class ConsumedTopics {
    private static final Pattern INCOMING_TOPIC = Pattern.compile("mp\\.messaging\\.incoming\\.[^.]+\\.topic");

    private ConsumedTopics() {}

    public static Set<String> names() {
        Config config = ConfigProvider.getConfig();
        Set<String> names = new TreeSet<>();
        for (String property : config.getPropertyNames())
            if (INCOMING_TOPIC.matcher(property).matches())
                config.getOptionalValue(property, String.class).ifPresent(names::add);
        return names;
    }
}

package polyclinic.commons.messaging.decisions;

import io.quarkus.arc.ClientProxy;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The methods of this service that polls of a topic are handed to: those with {@link Incoming}. */
@ApplicationScoped
class TopicListeners {
    private final BeanManager beans;

    TopicListeners(BeanManager beans) {
        this.beans = beans;
    }

    private record Listener(Bean<?> bean, Method method) {}

    /**
     * Hands the message to every listener of its topic, one after the other, as a poll of its own. Each of them allows a message
     * twice and at any time. False when nobody listens to the topic.
     */
    Uni<Boolean> call(ConsumerRecord<String, String> message) {
        List<Listener> listeners = of(message.topic());
        if (listeners.isEmpty()) return Uni.createFrom().item(false);
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Listener listener : listeners) all = all.chain(() -> call(listener, poll(message)));
        return all.replaceWith(true);
    }

    private List<Listener> of(String topic) {
        List<Listener> listeners = new ArrayList<>();
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE))
            for (Method method : bean.getBeanClass().getDeclaredMethods())
                if (listensTo(method, topic)) listeners.add(new Listener(bean, method));
        return listeners;
    }

    private static boolean listensTo(Method method, String topic) {
        return method.getParameterCount() == 1
                && method.getParameterTypes()[0] == ConsumerRecords.class
                && Stream.of(method.getAnnotationsByType(Incoming.class))
                        .anyMatch(incoming -> topic.equals(topicOf(incoming.value())));
    }

    private static String topicOf(String channel) {
        return ConfigProvider.getConfig()
                .getOptionalValue("mp.messaging.incoming." + channel + ".topic", String.class)
                .orElse(channel);
    }

    private static ConsumerRecords<String, String> poll(ConsumerRecord<String, String> message) {
        return new ConsumerRecords<>(
                new LinkedHashMap<>(Map.of(new TopicPartition(message.topic(), message.partition()), List.of(message))),
                Map.of());
    }

    @SuppressWarnings("unchecked")
    private Uni<Void> call(Listener listener, ConsumerRecords<String, String> poll) {
        Bean<?> bean = listener.bean();
        Object proxy = beans.getReference(bean, bean.getBeanClass(), beans.createCreationalContext(bean));
        try {
            listener.method().setAccessible(true);
            return (Uni<Void>) listener.method().invoke(ClientProxy.unwrap(proxy), poll);
        } catch (InvocationTargetException thrown) {
            return Uni.createFrom().failure(thrown.getCause());
        } catch (IllegalAccessException e) {
            return Uni.createFrom().failure(e);
        }
    }
}

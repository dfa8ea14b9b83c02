package polyclinic.checks.schemas;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.Probe;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import polyclinic.checks.manifests.Manifest;

/**
 * The kinds of Gateway API, the Prometheus operator and Strimzi, by the models of their Java clients. These keep a field that they do not
 * know in a map, for a newer server; here such a field is an error.
 */
final class ModelSchema implements ObjectSchema {
    private static final String GATEWAY_API = "gateway.networking.k8s.io/v1 ";
    private static final String MONITORING = "monitoring.coreos.com/v1 ";
    private static final String STRIMZI = "kafka.strimzi.io/v1 ";
    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            Map.entry(GATEWAY_API + "Gateway", Gateway.class),
            Map.entry(GATEWAY_API + "HTTPRoute", HTTPRoute.class),
            Map.entry(GATEWAY_API + "BackendTLSPolicy", BackendTLSPolicy.class),
            Map.entry(MONITORING + "ServiceMonitor", ServiceMonitor.class),
            Map.entry(MONITORING + "PodMonitor", PodMonitor.class),
            Map.entry(MONITORING + "PrometheusRule", PrometheusRule.class),
            Map.entry(MONITORING + "Probe", Probe.class),
            Map.entry(STRIMZI + "Kafka", Kafka.class),
            Map.entry(STRIMZI + "KafkaNodePool", KafkaNodePool.class),
            Map.entry(STRIMZI + "KafkaTopic", KafkaTopic.class),
            Map.entry(STRIMZI + "KafkaUser", KafkaUser.class));

    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new StrictAnnotations())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Override
    public boolean knows(Manifest object) {
        return MODELS.containsKey(object.apiVersion() + " " + object.kind());
    }

    @Override
    public List<String> problems(Manifest object) {
        List<String> problems = new ArrayList<>(CoreSchema.problemsOfMetadata(object));
        try {
            STRICT.readValue(object.text(), MODELS.get(object.apiVersion() + " " + object.kind()));
        } catch (JsonProcessingException e) {
            problems.add(e.getOriginalMessage());
        }
        return problems;
    }

    /** The models' own, without what takes in unknown fields. */
    private static final class StrictAnnotations extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasAnySetter(Annotated setter) {
            return false;
        }

        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated type) {
            return JsonIgnoreProperties.Value.empty();
        }
    }
}

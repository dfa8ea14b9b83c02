package polyclinic.recovery.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polyclinic.local.certificates.LocalAuthority;
import polyclinic.local.process.Probe;
import polyclinic.local.process.ServerProcess;
import polyclinic.local.servers.Kafka;
import polyclinic.local.servers.Mongo;
import polyclinic.local.servers.Postgres;
import polyclinic.local.servers.S3;
import polyclinic.recovery.buckets.SuiteBucket;
import polyclinic.recovery.kafka.Broker;
import polyclinic.recovery.mongo.MongoDeployment;
import polyclinic.recovery.postgres.PostgresCluster;
import polyclinic.recovery.progress.RecoveryFailed;

/** Real servers that speak TLS alone: each is reached by the variables that the suite's services know, and no stranger is believed. */
class EncryptedStoresTest {
    @TempDir
    private static Path shared;

    @TempDir
    private Path dir;

    private static LocalAuthority authority;
    private static String known;
    private static String other;

    @BeforeAll
    static void provide() {
        authority = LocalAuthority.in(shared.resolve("tls"));
        authority.provide(List.of("postgres", "kafka", "admin", "s3", "mongo"));
        known = authority.certificate("postgres").authority().toString();
        LocalAuthority stranger = LocalAuthority.in(shared.resolve("other"));
        stranger.provide(List.of());
        other = stranger.certificate("nobody").authority().toString();
    }

    @Test
    void postgres() throws Exception {
        try (Postgres server = Postgres.at(dir, Probe.freePort(), List.of("patient"))) {
            start(server);
            Map<String, String> environment = Map.of(
                    "POLYCLINIC_POSTGRES",
                    server.address(),
                    "POLYCLINIC_POSTGRES_SUPERUSER_PASSWORD",
                    server.superuserPassword(),
                    "POLYCLINIC_POSTGRES_TLS",
                    "verify-full",
                    "POLYCLINIC_POSTGRES_CA",
                    known);
            assertThat(PostgresCluster.of(environment).databases()).contains("patient");
            assertThatThrownBy(() -> PostgresCluster.of(with(environment, "POLYCLINIC_POSTGRES_CA", other))
                            .databases())
                    .hasStackTraceContaining("PKIX path");
            assertThatThrownBy(() -> PostgresCluster.of(with(environment, "POLYCLINIC_POSTGRES_TLS", "require")))
                    .isInstanceOf(RecoveryFailed.class);
        }
    }

    @Test
    void mongo() {
        try (Mongo server = Mongo.at(dir, Probe.freePort())) {
            start(server);
            Map<String, String> environment =
                    Map.of("POLYCLINIC_MONGO_URL", server.administratorUrl(), "POLYCLINIC_MONGO_CA", known);
            try (MongoDeployment mongo = MongoDeployment.of(environment)) {
                assertThat(mongo.mark("20260101T000000Z").marker()).isEqualTo("20260101T000000Z");
            }
            try (MongoDeployment deceived = MongoDeployment.of(with(environment, "POLYCLINIC_MONGO_CA", other))) {
                assertThatThrownBy(deceived::databases).isInstanceOf(RecoveryFailed.class);
            }
        }
    }

    @Test
    void kafka() {
        try (Kafka server = Kafka.at(dir, Probe.freePort(), Probe.freePort(), Map.of())) {
            start(server);
            Map<String, String> environment = new HashMap<>(server.administrator());
            environment.put("POLYCLINIC_KAFKA", server.bootstrap());
            try (Broker broker = Broker.of(environment)) {
                assertThat(broker.topics()).isEmpty();
            }
            try (Broker deceived = Broker.of(with(environment, "POLYCLINIC_KAFKA_CA", other))) {
                assertThatThrownBy(deceived::topics).isInstanceOf(RecoveryFailed.class);
            }
        }
    }

    @Test
    void s3() {
        try (S3 server = S3.at(dir, Probe.freePort(), List.of("asset"))) {
            start(server);
            Map<String, String> environment = Map.of(
                    "POLYCLINIC_S3_URL",
                    server.url(),
                    "POLYCLINIC_S3_KEY",
                    server.key("asset"),
                    "POLYCLINIC_S3_SECRET",
                    server.secret("asset"),
                    "POLYCLINIC_ASSET_BUCKET",
                    "asset",
                    "POLYCLINIC_S3_CA",
                    known);
            try (SuiteBucket bucket = SuiteBucket.ofAssets(environment)) {
                bucket.create();
                assertThat(bucket.objects()).isEmpty();
            }
            try (SuiteBucket deceived = SuiteBucket.ofAssets(with(environment, "POLYCLINIC_S3_CA", other))) {
                assertThatThrownBy(deceived::objects).isInstanceOf(RecoveryFailed.class);
            }
        }
    }

    private static Map<String, String> with(Map<String, String> environment, String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return changed;
    }

    private static void start(ServerProcess server) {
        server.encrypt(authority.certificate(server.name()));
        server.start();
    }
}

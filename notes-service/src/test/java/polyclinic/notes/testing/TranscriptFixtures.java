package polyclinic.notes.testing;

import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import java.util.Map;
import java.util.UUID;
import polyclinic.commons.testing.web.StubServices;

/** Transcripts for tests. */
public final class TranscriptFixtures {
    public static final String CONSENT = """
            {"given":true,"by":"the patient","at":"2026-03-02T09:00:00Z"}""";

    public static final String SEGMENTS = """
            [{"start":0,"end":2.5,"speaker":"doctor","text":"What brings you here?","confidence":0.97},\
            {"start":2.5,"end":6.125,"speaker":"patient","text":"I have had a cough for three days.","confidence":0.915}]""";

    private TranscriptFixtures() {}

    /** A transcript without segments. */
    public static String started(String user, UUID patient) {
        return created(as(user).body("{\"patientId\":\"%s\",\"consent\":%s}".formatted(patient, CONSENT))
                .post("/api/v1/transcripts"));
    }

    /** One that is completed, with its recording and {@link #SEGMENTS}. */
    public static String completed(String user, UUID patient) {
        String id = started(user, patient);
        as(user).body("{\"sequence\":1,\"segments\":%s}".formatted(SEGMENTS))
                .post("/api/v1/transcripts/" + id + "/segments")
                .then()
                .statusCode(200);
        as(user).body("{\"audioAssetId\":\"" + recording(patient) + "\",\"segmentCount\":2}")
                .post("/api/v1/transcripts/" + id + "/complete")
                .then()
                .statusCode(200);
        return id;
    }

    /** An asset of the patient's that asset-service knows. */
    public static UUID recording(UUID patient) {
        UUID asset = UUID.randomUUID();
        StubServices.answer("/api/v1/assets/" + asset, Map.of("id", asset, "patientId", patient));
        return asset;
    }
}

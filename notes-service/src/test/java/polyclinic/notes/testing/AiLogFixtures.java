package polyclinic.notes.testing;

import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entries of the log of machines for tests. */
public final class AiLogFixtures {
    public static final String MODEL = """
            {"provider":"example","name":"small","version":"small-2026-01-01"}""";

    private AiLogFixtures() {}

    /** With no more than an entry must have. @param patient null for an entry about nobody */
    public static String prompt(@Nullable UUID patient, String input) {
        return "{%s\"kind\":\"prompt\",\"model\":%s,\"input\":\"%s\",\"outcome\":\"success\"}"
                .formatted(patient == null ? "" : "\"patientId\":\"" + patient + "\",", MODEL, input);
    }

    /** With all that an entry may have. */
    public static String full(UUID patient, UUID conversation) {
        return """
                {"patientId":"%s","kind":"completion","model":%s,"input":"What was the cough like?","output":"Dry, for three days.",\
                "conversationId":"%s","sources":[{"type":"note","id":"%s","span":{"start":0,"end":20}}],\
                "usage":{"inputTokens":812,"outputTokens":6,"cost":{"amount":"0.000412","currency":"USD"}},"latencyMs":740,\
                "outcome":"success"}""".formatted(patient, MODEL, conversation, UUID.randomUUID());
    }

    /** Its id. */
    public static String recorded(String user, @Nullable UUID patient, String input) {
        return created(as(user).body(prompt(patient, input)).post("/api/v1/ai-logs"));
    }
}

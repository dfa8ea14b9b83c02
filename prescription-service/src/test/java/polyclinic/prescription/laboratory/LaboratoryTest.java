package polyclinic.prescription.laboratory;

import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.restassured.response.Response;
import polyclinic.prescription.ServiceTest;

/** What tests of the laboratory do again and again. */
public abstract class LaboratoryTest extends ServiceTest {
    public static final String LAB_REQUESTS = "/api/v1/lab-requests";
    protected static final String LAB = "lab_technician";
    protected static final String POTASSIUM = """
            {"results":[{"code":"2823-3","value":4.10,"unit":"mmol/L","referenceRange":{"low":3.50,"high":"5.1"}}]}""";
    protected static final String CULTURE = """
            {"results":[{"code":"600-7","value":"negative","interpretation":"NEG"}]}""";

    /** A request for potassium and a blood culture of the visit's patient. */
    public static String body(Visit visit, String priority) {
        return """
                {"patientId":"%s","appointmentId":"%s","priority":"%s","note":"fever",\
                "tests":[{"code":"2823-3","name":"Potassium"},{"code":"600-7","name":"Blood culture"}]}""".formatted(visit.patient(), visit.appointment(), priority);
    }

    protected static String requested(Visit visit) {
        return created(as(visit.doctorUser()).body(body(visit, "routine")).post(LAB_REQUESTS));
    }

    protected static String collected(Visit visit) {
        String id = requested(visit);
        collect(id).then().statusCode(200);
        return id;
    }

    /** With both results. */
    protected static String resulted(Visit visit) {
        String id = collected(visit);
        result(id, POTASSIUM).then().statusCode(200);
        result(id, CULTURE).then().statusCode(200);
        return id;
    }

    protected static Response collect(String id) {
        return as("nurse")
                .body("{\"specimens\":[{\"type\":\"blood\",\"container\":\"EDTA tube\"}]}")
                .post(path(id, "collect"));
    }

    protected static Response result(String id, String results) {
        return as(LAB).body(results).post(path(id, "result"));
    }

    /** Of the version that is the newest now. */
    protected static Response review(String id, String user) {
        Integer seen = as(LAB).get(path(id)).path("report.version");
        return as(user).body(
                        "{\"comment\":\"no action\"%s}".formatted(seen == null ? "" : ",\"resultVersion\":" + seen))
                .post(path(id, "review"));
    }

    protected static String path(String id, String action) {
        return LAB_REQUESTS + "/" + id + "/" + action;
    }

    protected static String path(String id) {
        return LAB_REQUESTS + "/" + id;
    }
}

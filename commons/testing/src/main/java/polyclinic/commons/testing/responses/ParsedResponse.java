package polyclinic.commons.testing.responses;

import io.restassured.internal.RestAssuredResponseImpl;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.jspecify.annotations.Nullable;

/** The library's answer, whose JSON is parsed once and looked into by {@link ParsedJson}. */
public final class ParsedResponse extends RestAssuredResponseImpl {
    private @Nullable JsonPath json;

    private ParsedResponse(RestAssuredResponseImpl answer) {
        setGroovyResponse(answer.getGroovyResponse());
        setLogRepository(answer.getLogRepository());
    }

    public static Response of(Response answer) {
        return answer instanceof RestAssuredResponseImpl given ? new ParsedResponse(given) : answer;
    }

    @Override
    public ValidatableResponse then() {
        return new ResponseAssertions(this);
    }

    @Override
    public JsonPath jsonPath() {
        return isJson() ? new ParsedJson(asString()) : super.jsonPath();
    }

    @Override
    public <T> T path(String path, String... more) {
        return more.length == 0 && isJson() ? json().get(path) : super.path(path, more);
    }

    boolean isJson() {
        String type = contentType();
        return type != null && type.matches("application/([a-z.+-]+\\+)?json\\b.*");
    }

    /** The same each time; one that a caller gets is its own, as it can be given a root. */
    JsonPath json() {
        JsonPath known = json;
        if (known == null) {
            known = new ParsedJson(asString());
            json = known;
        }
        return known;
    }
}
